package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"strings"
	"sync"
	"syscall"

	"vinhdanh/internal/fault"
)

// Folder keeps files as aa/aa….. below one directory; os.Root keeps every path inside it.
type Folder struct {
	root    *os.Root
	durable sync.Map // the folders aa that outlive a power cut
}

const tempPrefix = "temp-"

// OpenFolder opens a folder store and makes the directory when there is none. What a crash left half
// written stays as "temp-…" at the top and is never listed.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make file folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open file folder: %w", err)
	}
	return &Folder{root: root}, nil
}

// Close releases the directory.
func (f *Folder) Close() error { return f.root.Close() }

func place(sha string) string { return path.Join(sha[:2], sha) }

// Put implements Store: temporary file, fsync, rename, fsync of its directory and, once, of that one's. The fault disk_full says that
// there is no room.
func (f *Folder) Put(ctx context.Context, r io.Reader, limit int64) (string, int64, error) {
	temp := tempPrefix + rand.Text()
	file, err := f.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, fmt.Errorf("make temporary file: %w", err)
	}
	sha, size, err := copyHashed(ctx, file, r, limit)
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = f.settle(temp, sha)
	}
	if err != nil {
		if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
			err = fmt.Errorf("%w: %w", fault.New(fault.Unavailable, "disk_full"), err)
		}
		return "", 0, errors.Join(err, ignoreMissing(f.root.Remove(temp)))
	}
	return sha, size, nil
}

// settle gives a finished temporary file its name, durably.
func (f *Folder) settle(temp, sha string) error {
	if err := f.make(sha[:2]); err != nil {
		return err
	}
	if err := f.root.Rename(temp, place(sha)); err != nil {
		return fmt.Errorf("name file: %w", err)
	}
	return f.syncDir(sha[:2])
}

// make makes a folder, durably; one that is there may be another's who has not synced it yet.
func (f *Folder) make(name string) error {
	if _, done := f.durable.Load(name); done {
		return nil
	}
	if err := f.root.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make folder: %w", err)
	}
	if err := f.syncDir("."); err != nil {
		return err
	}
	f.durable.Store(name, true)
	return nil
}

func (f *Folder) syncDir(name string) error {
	d, err := f.root.Open(name)
	if err != nil {
		return fmt.Errorf("open folder to sync it: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open implements Store.
func (f *Folder) Open(_ context.Context, sha string) (io.ReadCloser, error) {
	if err := checkKey(sha); err != nil {
		return nil, err
	}
	file, err := f.root.Open(place(sha))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing()
	}
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return file, nil
}

// Stat implements Store.
func (f *Folder) Stat(_ context.Context, sha string) (Info, error) {
	if err := checkKey(sha); err != nil {
		return Info{}, err
	}
	st, err := f.root.Stat(place(sha))
	if errors.Is(err, fs.ErrNotExist) {
		return Info{}, missing()
	}
	if err != nil {
		return Info{}, fmt.Errorf("stat file: %w", err)
	}
	return Info{SHA256: sha, Size: st.Size(), Modified: st.ModTime().UTC()}, nil
}

// Delete implements Store.
func (f *Folder) Delete(_ context.Context, sha string) error {
	if err := checkKey(sha); err != nil {
		return err
	}
	if err := f.root.Remove(place(sha)); ignoreMissing(err) != nil {
		return fmt.Errorf("delete file: %w", err)
	}
	return nil
}

// List implements Store.
func (f *Folder) List(ctx context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		err := fs.WalkDir(f.root.FS(), ".", func(_ string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || checkKey(d.Name()) != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			st, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil // deleted while walking
			}
			if err != nil {
				return err
			}
			if !yield(Info{SHA256: d.Name(), Size: st.Size(), Modified: st.ModTime().UTC()}, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(Info{}, fmt.Errorf("list files: %w", err))
		}
	}
}

// Sweep removes what crashes left half written; it is for a program that has just started and owns the
// folder alone. It returns how many files it removed.
func (f *Folder) Sweep() (int, error) {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return 0, fmt.Errorf("list file folder: %w", err)
	}
	n := 0
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), tempPrefix) {
			if err := f.root.Remove(e.Name()); err != nil {
				return n, fmt.Errorf("sweep file folder: %w", err)
			}
			n++
		}
	}
	return n, nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
