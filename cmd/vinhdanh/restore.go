package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/spf13/cobra"

	"vinhdanh/internal/archive"
	"vinhdanh/internal/blob"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
)

func (s *session) restoreCommand() *cobra.Command {
	c := &cobra.Command{Use: "restore FILE", Short: "Bring an installation back from a backup into an empty place, or only check the backup", Args: exactly(1),
		Long: "Read the whole backup and check it, then restore database, files, ledger key and configuration into the data folder,\n" +
			"or with --database-url into PostgreSQL, and check the ledger there. What is not empty is refused.",
		Example: "  vinhdanh restore vinhdanh.tar.age --identity key.txt --data /var/lib/vinhdanh",
		RunE: func(cmd *cobra.Command, args []string) error {
			files, err := cmd.Flags().GetStringArray("identity")
			if err != nil {
				return err
			}
			ids, err := readIdentities(files)
			if err != nil {
				return err
			}
			if only, err := cmd.Flags().GetBool("verify"); err != nil || only {
				return errors.Join(err, s.verifyBackup(cmd.Context(), args[0], ids))
			}
			return s.restore(cmd.Context(), args[0], ids)
		}}
	c.Flags().StringArray("identity", nil, "file with the age or SSH private key that opens the backup")
	c.Flags().Bool("verify", false, "only check the backup, its database in a temporary folder; change nothing")
	c.Flags().String("blob-url", "", "where the files go: empty for the data folder, or s3://bucket?endpoint=…")
	return c
}

func readIdentities(files []string) (all archive.Identities, err error) {
	for _, name := range files {
		text, err := os.ReadFile(filepath.Clean(name))
		if err != nil {
			return nil, fmt.Errorf("read identity: %w", err)
		}
		list, err := archive.ParseIdentities(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, list...)
	}
	return all, nil
}

func (s *session) verifyBackup(ctx context.Context, file string, ids archive.Identities) error {
	dir, err := os.MkdirTemp("", "vinhdanh-verify-")
	if err != nil {
		return fmt.Errorf("make temporary folder: %w", err)
	}
	p := s.progress("checking")
	c, err := checkArchive(ctx, file, ids, dir, p)
	p.end()
	if err = errors.Join(err, os.RemoveAll(dir)); err != nil {
		return blameArchive(err)
	}
	if err := s.describe(file+": whole", c.manifest); err != nil {
		return err
	}
	return s.tellFindings(c.findings)
}

// blameArchive adds what to do about an archive that cannot be read.
func blameArchive(err error) error {
	switch {
	case errors.Is(err, archive.ErrEncrypted):
		return hinted{err, "name the file with the private key with --identity"}
	case errors.Is(err, archive.ErrIdentity):
		return hinted{err, "use the key whose public half was a recipient when the backup was made"}
	case errors.Is(err, archive.ErrCut), errors.Is(err, archive.ErrAltered):
		return hinted{err, "take another copy of this backup, or an older one; nothing was changed"}
	}
	return err
}

func (s *session) tellFindings(list []ledger.Finding) error {
	for _, f := range list {
		if _, err := fmt.Fprintln(s.stdout, f); err != nil {
			return err
		}
	}
	if len(list) > 0 {
		return hinted{fmt.Errorf("the ledger has %d findings, as it had when the backup was made", len(list)),
			"see “Checking the ledger” in docs/operations.md, and look for an older backup"}
	}
	return nil
}

func (s *session) restore(ctx context.Context, file string, ids archive.Identities) (err error) {
	conf := s.conf
	if err := os.MkdirAll(conf.Data, 0o700); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	target := store.Config{DataDir: conf.Data, DatabaseURL: conf.DatabaseURL, Now: time.Now, Log: s.logger()}
	if err := refuseFull(store.Empty(ctx, target)); err != nil {
		return err
	}
	dir, clean, err := workFolder(conf.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, clean()) }()
	p := s.progress("checking")
	defer p.end()
	c, err := checkArchive(ctx, file, ids, dir, p)
	if err != nil {
		return blameArchive(err)
	}
	if err := placeKey(conf.Data, c.key); err != nil {
		return err
	}
	blobs, err := blob.Open(conf.BlobURL, conf.Data)
	if err != nil {
		return err
	}
	p.begin("restoring files")
	if err := putBlobs(ctx, file, ids, c.manifest, blobs, p); err != nil {
		return hinted{fmt.Errorf("restore files: %w", err), "run the same command again; files that are there already do no harm"}
	}
	placed, err := s.placeConfig(c.config)
	if err != nil {
		return err
	}
	p.begin("restoring the database")
	if err := refuseFull(store.Fill(ctx, target, dir)); err != nil {
		return err
	}
	if err := s.checkRestored(ctx, target, c, blobs); err != nil {
		return fmt.Errorf("restored, but: %w", err)
	}
	p.end()
	if err := s.describe("restored from "+file, c.manifest); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(s.stdout, "  into database %s, files %s, data folder %s\n%s", masked(conf.DatabaseURL, "SQLite"),
		masked(conf.BlobURL, "in the data folder"), conf.Data, placed); err != nil {
		return err
	}
	return s.tellFindings(c.findings)
}

func refuseFull(err error) error {
	if errors.Is(err, store.ErrNotEmpty) {
		return hinted{err, "choose an empty folder with --data or an empty database with --database-url; move the old one away, do not mix them"}
	}
	return err
}

// placeKey writes the ledger's key, or refuses a place that has another.
func placeKey(data string, key []byte) error {
	path := filepath.Join(data, archive.Key)
	there, err := os.ReadFile(filepath.Clean(path))
	switch {
	case err == nil && bytes.Equal(there, key):
		return nil
	case err == nil:
		return hinted{fmt.Errorf("%s belongs to another ledger", path), "choose an empty folder with --data, or move that key away and keep it"}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("read ledger key: %w", err)
	}
	return writeWhole(path, key)
}

// writeWhole gives a new file its name only when it is whole.
func writeWhole(path string, content []byte) error {
	temp := path + ".part"
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("restore %s: %w", filepath.Base(path), err)
	}
	if err := writeFile(temp, bytes.NewReader(content)); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return fmt.Errorf("restore %s: %w", filepath.Base(path), err)
	}
	return nil
}

// placeConfig writes the configuration of the archive, aside when there is one already or when it would lead to
// another database or file store than was restored to. It returns a line that says so.
func (s *session) placeConfig(text []byte) (string, error) {
	if text == nil {
		return "  the backup holds no configuration\n", nil
	}
	path := s.conf.path()
	there, err := os.ReadFile(filepath.Clean(path))
	if err == nil && bytes.Equal(there, text) {
		return "", nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read configuration: %w", err)
	}
	var old config
	_, unreadable := toml.Decode(string(text), &old)
	if err != nil && unreadable == nil && old.DatabaseURL == s.conf.DatabaseURL && old.BlobURL == s.conf.BlobURL {
		return "", writeWhole(path, text)
	}
	aside := path + ".restored"
	return fmt.Sprintf("  its configuration lies aside as %s, since %s; compare them before you serve\n", aside,
		map[bool]string{true: "there is one here", false: "it names another database or file store"}[err == nil]), writeWhole(aside, text)
}

// checkRestored looks at what was restored where it is now.
func (s *session) checkRestored(ctx context.Context, target store.Config, c proven, blobs blob.Store) (err error) {
	if target.Verifiers, err = keyVerifiers(c.key); err != nil {
		return err
	}
	findings, err := checkLedger(ctx, target, c.manifest.Ledger)
	if err != nil {
		return err
	}
	if !slices.Equal(findings, c.findings) {
		return fmt.Errorf("the ledger has %d findings and had %d in the backup", len(findings), len(c.findings))
	}
	for _, m := range c.manifest.Members {
		sum := archive.Hash(m.Name)
		if sum == "" || slices.Contains(c.manifest.Damaged, sum) {
			continue
		}
		if info, err := blobs.Stat(ctx, sum); err != nil || info.Size != m.Size {
			return fmt.Errorf("file %s is not where it belongs: %w", sum, errors.Join(err, ctx.Err()))
		}
	}
	return nil
}
