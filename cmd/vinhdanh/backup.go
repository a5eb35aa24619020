package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/spf13/cobra"

	"vinhdanh/internal/archive"
	"vinhdanh/internal/blob"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/store"
)

func (s *session) backupCommand() *cobra.Command {
	c := &cobra.Command{Use: "backup FILE", Short: "Write the whole installation into one file, beside a running server", Args: exactly(1),
		Long: "Write database, files, ledger key and configuration into one archive that must not exist yet, and read it back:\n" +
			"its database is restored into a temporary folder and the ledger proven before the file gets its name.",
		Example: "  vinhdanh backup /backup/vinhdanh.tar.age --recipient age1…",
		RunE: func(cmd *cobra.Command, args []string) error {
			recipients, err := cmd.Flags().GetStringArray("recipient")
			if err != nil {
				return err
			}
			incomplete, err := cmd.Flags().GetBool("incomplete")
			if err != nil {
				return err
			}
			return s.backUp(cmd.Context(), args[0], append(recipients, s.conf.BackupTo...), incomplete)
		}}
	c.Flags().StringArray("recipient", nil, "who can open it: an age or SSH public key; may be given several times")
	c.Flags().Bool("incomplete", false, "go on when files are missing or damaged, and list them in the archive")
	c.Flags().String("blob-url", "", "where the files are: empty for the data folder, or s3://bucket?endpoint=…")
	return c
}

func (s *session) backUp(ctx context.Context, file string, recipients []string, incomplete bool) error {
	to, err := archive.ParseRecipients(recipients)
	if err != nil {
		return usageError{err}
	}
	blobs, err := blob.Open(s.conf.BlobURL, s.conf.Data)
	if err != nil {
		return err
	}
	begun := time.Now()
	progress := s.progress("backing up")
	b := backup{conf: s.conf, blobs: blobs, target: file, to: to, incomplete: incomplete, progress: progress}
	got, err := b.make(ctx)
	progress.end()
	if err != nil {
		return err
	}
	if err := s.tellBackup(file, got, len(to) > 0); err != nil {
		return err
	}
	if len(got.findings) > 0 {
		return hinted{fmt.Errorf("the backup is whole, but the ledger in it has %d findings; the first: %s", len(got.findings), got.findings[0]),
			"run `vinhdanh ledger check`, and keep the older backups"}
	}
	if !got.current { // opening the database would upgrade it
		return nil
	}
	db, err := store.Open(ctx, store.Config{DataDir: s.conf.Data, DatabaseURL: s.conf.DatabaseURL, Now: time.Now, Log: s.logger()})
	if err != nil {
		return err
	}
	return errors.Join(noteBackup(ctx, db, b.result(begun, got, nil)), db.Close())
}

// tellBackup says what an archive holds.
func (s *session) tellBackup(file string, c proven, encrypted bool) error {
	if !encrypted {
		fmt.Fprintln(s.stderr, "vinhdanh: warning: the archive is not encrypted; it holds the ledger's private key, the configuration and people's data")
	}
	return s.describe(fmt.Sprintf("%s: backed up and read back", file), c.manifest)
}

func (s *session) describe(first string, m archive.Manifest) error {
	var rows, size, files int64
	for _, n := range m.Tables {
		rows += n
	}
	for _, x := range m.Members {
		size += x.Size
		if archive.Hash(x.Name) != "" {
			files++
		}
	}
	_, err := fmt.Fprintf(s.stdout, "%s\n  made %s by version %s on %s, schema %d\n  %d tables, %d rows, %d files, %.1f MB\n  ledger of %d leaves, root %s\n",
		first, m.Made.Format(time.RFC3339), m.Program, m.Engine, m.Schema, len(m.Tables), rows, files, float64(size)/1e6, m.Ledger.Size, m.Ledger.Root)
	for _, sum := range m.Missing {
		fmt.Fprintf(s.stderr, "vinhdanh: warning: file %s is missing\n", sum)
	}
	for _, sum := range m.Damaged {
		fmt.Fprintf(s.stderr, "vinhdanh: warning: file %s is damaged\n", sum)
	}
	return err
}

// backup is one archive to be made.
type backup struct {
	conf       config
	blobs      blob.Store
	target     string
	to         archive.Recipients
	incomplete bool
	progress   *progress
}

// make writes the archive, reads it back and returns what was read.
func (b backup) make(ctx context.Context) (got proven, err error) {
	key, err := os.ReadFile(filepath.Join(b.conf.Data, archive.Key))
	if errors.Is(err, fs.ErrNotExist) {
		return got, hinted{fmt.Errorf("there is no %s in %s", archive.Key, b.conf.Data), "say with --data where the installation is"}
	}
	if err != nil {
		return got, fmt.Errorf("read ledger key: %w", err)
	}
	w, err := archive.Create(b.target, b.to)
	if errors.Is(err, fs.ErrExist) {
		return got, hinted{err, "choose a name that is free; a backup never overwrites"}
	}
	if err != nil {
		return got, err
	}
	dir, clean, err := workFolder(b.conf.Data)
	if err != nil {
		return got, errors.Join(err, w.Abort())
	}
	defer func() { err = errors.Join(err, clean()) }()
	m, err := b.fill(ctx, w, dir, key)
	if err != nil {
		return got, errors.Join(err, w.Abort())
	}
	b.progress.begin("reading back")
	err = w.Finish(m, func(path string, identities archive.Identities) (err error) {
		again := filepath.Join(dir, "again")
		if err := os.Mkdir(again, 0o700); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
		got, err = checkArchive(ctx, path, identities, again, b.progress)
		return err
	})
	return got, err
}

// fill adds every member: the copy of the database first, since it says which files belong to it.
func (b backup) fill(ctx context.Context, w *archive.Writer, dir string, key []byte) (m archive.Manifest, err error) {
	conf := store.Config{DataDir: b.conf.Data, DatabaseURL: b.conf.DatabaseURL, Now: time.Now}
	m = archive.Manifest{Program: version, Made: time.Now().UTC().Truncate(time.Second), Engine: "sqlite"}
	if conf.DatabaseURL != "" {
		m.Engine = "postgres"
	}
	if err := store.Snapshot(ctx, conf, dir); err != nil {
		return m, err
	}
	facts, err := store.Inspect(ctx, dir)
	if err != nil {
		return m, err
	}
	if facts.Moved != "" {
		return m, movedError(facts.Moved)
	}
	m.Schema, m.Tables = facts.Schema, facts.Tables
	m.Ledger = archive.Ledger{Size: facts.Head.Size, Root: hex.EncodeToString(facts.Head.Root[:])}
	if err := addFile(w, archive.Database, filepath.Join(dir, archive.Database)); err != nil {
		return m, err
	}
	if _, err := w.Add(archive.Key, int64(len(key)), bytes.NewReader(key)); err != nil {
		return m, err
	}
	if err := b.addConfig(w); err != nil {
		return m, err
	}
	for _, sum := range facts.Files {
		if err := errors.Join(ctx.Err(), b.addBlob(ctx, w, &m, sum)); err != nil {
			return m, err
		}
	}
	if n := len(m.Missing) + len(m.Damaged); n > 0 && !b.incomplete {
		return m, hinted{incomplete(m), "bring the files back from an older backup, or go on without them with --incomplete"}
	}
	return m, nil
}

// notKept are the settings that open the organiser's keys: an archive that goes astray opens none.
var notKept = []string{"signing_password", "signing_password_next"}

// addConfig adds the configuration as it is, or written anew without what is not kept.
func (b backup) addConfig(w *archive.Writer) error {
	text, err := os.ReadFile(b.conf.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	var settings map[string]any
	if err := toml.Unmarshal(text, &settings); err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	var left []string
	for _, name := range notKept {
		if _, ok := settings[name]; ok {
			delete(settings, name)
			left = append(left, name)
		}
	}
	if len(left) > 0 {
		anew, err := toml.Marshal(settings)
		if err != nil {
			return fmt.Errorf("write configuration: %w", err)
		}
		text = fmt.Appendf(nil, "# Not kept in backups, to be set anew: %s\n%s", strings.Join(left, ", "), anew)
	}
	_, err = w.Add(archive.Config, int64(len(text)), bytes.NewReader(text))
	return err
}

func incomplete(m archive.Manifest) error {
	var text strings.Builder
	fmt.Fprintf(&text, "%d files of the record are missing and %d damaged:", len(m.Missing), len(m.Damaged))
	for _, sum := range m.Missing {
		text.WriteString("\n  missing " + sum)
	}
	for _, sum := range m.Damaged {
		text.WriteString("\n  damaged " + sum)
	}
	return errors.New(text.String())
}

func addFile(w *archive.Writer, name, path string) error {
	f, err := os.Open(filepath.Clean(path))
	if err != nil {
		return fmt.Errorf("back up %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("back up %s: %w", name, err)
	}
	_, err = w.Add(name, info.Size(), f)
	return err
}

// addBlob adds a file of the record, or notes that it is missing or damaged.
func (b backup) addBlob(ctx context.Context, w *archive.Writer, m *archive.Manifest, sum string) error {
	info, err := b.blobs.Stat(ctx, sum)
	var content io.ReadCloser
	if err == nil {
		content, err = b.blobs.Open(ctx, sum)
	}
	if fault.KindOf(err) == fault.NotFound || errors.Is(err, blob.ErrBadKey) {
		m.Missing = append(m.Missing, sum)
		return nil
	}
	if err != nil {
		return fmt.Errorf("back up file %s: %w", sum, err)
	}
	defer content.Close()
	got, err := w.Add(archive.Files+sum, info.Size, content)
	if err == nil && got != sum {
		m.Damaged = append(m.Damaged, sum)
	}
	b.progress.add(info.Size)
	return err
}
