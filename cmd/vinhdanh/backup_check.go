package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"

	"vinhdanh/internal/archive"
	"vinhdanh/internal/blob"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
)

// mostKey bounds the small members of an archive in bytes.
const mostKey = 1 << 20

// proven is an archive that was read whole and agrees with its manifest. Its database lies in a folder, with
// this program's schema, and its ledger was checked.
type proven struct {
	manifest    archive.Manifest
	key, config []byte // config is nil when there is none
	findings    []ledger.Finding
	current     bool // the archive has this program's schema already
}

// checkArchive reads a whole archive, restores its database into dir and checks the ledger there. Files are
// read and hashed, not written. Findings of the ledger are no error: the archive is as the record was.
func checkArchive(ctx context.Context, path string, ids archive.Identities, dir string, p *progress) (c proven, err error) {
	c.manifest, err = archive.Read(path, ids, func(name string, size int64, content io.Reader) (err error) {
		p.add(size)
		switch name {
		case archive.Database:
			err = writeFile(filepath.Join(dir, archive.Database), content)
		case archive.Key:
			c.key, err = io.ReadAll(io.LimitReader(content, mostKey))
		case archive.Config:
			c.config, err = io.ReadAll(io.LimitReader(content, mostKey))
		}
		return errors.Join(err, ctx.Err())
	})
	if err != nil {
		return c, err
	}
	facts, err := store.Inspect(ctx, dir)
	if err != nil {
		return c, err
	}
	if err := agrees(c.manifest, facts); err != nil {
		return c, err
	}
	verifiers, err := keyVerifiers(c.key)
	if err != nil {
		return c, err
	}
	conf := store.Config{DataDir: dir, Verifiers: verifiers, Now: time.Now}
	if c.findings, err = checkLedger(ctx, conf, c.manifest.Ledger); err != nil {
		return c, err
	}
	upgraded, err := store.Inspect(ctx, dir)
	c.current = upgraded.Schema == facts.Schema
	return c, err
}

// keyVerifiers checks what the private key in a file has signed.
func keyVerifiers(file []byte) (note.Verifiers, error) {
	key, err := ledger.ParseKey(string(file))
	if err != nil {
		return nil, err
	}
	return ledger.Verifiers(key.Verifier)
}

// agrees compares the manifest with what the database of the same archive says of itself.
func agrees(m archive.Manifest, f store.Facts) error {
	if m.Schema != f.Schema || !maps.Equal(m.Tables, f.Tables) {
		return fmt.Errorf("%w: %s has other rows than its manifest says", archive.ErrAltered, archive.Database)
	}
	if !sameLedger(m.Ledger, f.Head) {
		return fmt.Errorf("%w: %s has another ledger than its manifest says", archive.ErrAltered, archive.Database)
	}
	there := map[string]bool{}
	for _, x := range m.Members {
		there[archive.Hash(x.Name)] = true
	}
	for _, sum := range f.Files {
		if !there[sum] && !slices.Contains(m.Missing, sum) {
			return fmt.Errorf("%w: it lacks file %s", archive.ErrAltered, sum)
		}
	}
	return nil
}

func sameLedger(want archive.Ledger, head ledger.Head) bool {
	return want.Size == head.Size && want.Root == hex.EncodeToString(head.Root[:])
}

// checkLedger opens a database, upgrades it if need be, and returns its findings; another ledger than the one
// that is wanted is an error.
func checkLedger(ctx context.Context, conf store.Config, want archive.Ledger) (findings []ledger.Finding, err error) {
	db, err := store.Open(ctx, conf)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	head, err := db.LedgerHead(ctx)
	if err != nil {
		return nil, err
	}
	if !sameLedger(want, head) {
		return nil, fmt.Errorf("the ledger has %d leaves and root %x, and should have %d and %s", head.Size, head.Root, want.Size, want.Root)
	}
	findings, err = db.CheckLedger(ctx, nil)
	return slices.DeleteFunc(findings, func(f ledger.Finding) bool { return !f.Bad() }), err
}

// putBlobs brings the files of an archive into a blob store, those that were damaged already excepted.
func putBlobs(ctx context.Context, path string, ids archive.Identities, m archive.Manifest, blobs blob.Store, p *progress) error {
	_, err := archive.Read(path, ids, func(name string, size int64, content io.Reader) error {
		sum := archive.Hash(name)
		if sum == "" || slices.Contains(m.Damaged, sum) {
			return ctx.Err()
		}
		p.add(size)
		got, _, err := blobs.Put(ctx, content, size)
		if err == nil && got != sum {
			err = errors.Join(errors.New("it is not what was read the first time"), blobs.Delete(ctx, got))
		}
		return err
	})
	return err
}

// writeFile writes a new file of mode 0600, durably.
func writeFile(path string, content io.Reader) error {
	f, err := os.OpenFile(filepath.Clean(path), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	_, err = io.Copy(f, content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}

// stale is the age at which a folder that a killed command has left is removed.
const stale = 24 * time.Hour

// workFolder makes a folder for copies within the data folder, as private as it, and what removes it.
func workFolder(data string) (dir string, clean func() error, err error) {
	base := filepath.Join(data, "tmp")
	if err := os.MkdirAll(base, 0o700); err != nil {
		return "", nil, fmt.Errorf("make temporary folder: %w", err)
	}
	if err := sweep(filepath.Join(base, "copy-*"), time.Now().Add(-stale)); err != nil {
		return "", nil, err
	}
	if dir, err = os.MkdirTemp(base, "copy-"); err != nil {
		return "", nil, fmt.Errorf("make temporary folder: %w", err)
	}
	return dir, func() error { return os.RemoveAll(dir) }, nil
}

// sweep removes what is older and called so.
func sweep(pattern string, before time.Time) error {
	names, err := filepath.Glob(pattern)
	for _, name := range names {
		if info, statErr := os.Lstat(name); statErr == nil && info.ModTime().Before(before) {
			err = errors.Join(err, os.RemoveAll(name))
		}
	}
	return err
}
