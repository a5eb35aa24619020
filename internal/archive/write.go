package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// Writer writes one archive beside its target, which appears only when all is written and durable.
type Writer struct {
	target  string
	file    *os.File
	buffer  *bufio.Writer
	secret  io.WriteCloser // nil without recipients
	tar     *tar.Writer
	witness Identities
	members []Member
}

// Create begins an archive that is to be called target; a file of that name is fs.ErrExist. Without
// recipients the archive is plain.
func Create(target string, recipients Recipients) (_ *Writer, err error) {
	if err := absent(target); err != nil {
		return nil, err
	}
	w := &Writer{target: target}
	if w.file, err = os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*.part"); err != nil { // mode 0600
		return nil, fmt.Errorf("begin archive: %w", err)
	}
	w.buffer = bufio.NewWriterSize(w.file, 1<<20)
	var out io.Writer = w.buffer
	if len(recipients) > 0 {
		identity, recipient, err := witness(recipients)
		if err != nil {
			return nil, errors.Join(err, w.Abort())
		}
		w.witness = Identities{identity}
		if w.secret, err = age.Encrypt(out, append(Recipients{recipient}, recipients...)...); err != nil {
			return nil, errors.Join(fmt.Errorf("encrypt archive: %w", err), w.Abort())
		}
		out = w.secret
	}
	w.tar = tar.NewWriter(out)
	return w, nil
}

func absent(target string) error {
	_, err := os.Lstat(target)
	if err == nil {
		return fmt.Errorf("%s: %w", target, fs.ErrExist)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look for %s: %w", target, err)
	}
	return nil
}

// Add writes a member of size bytes and returns its SHA-256 in hexadecimal.
func (w *Writer) Add(name string, size int64, r io.Reader) (string, error) {
	if !known(name) {
		return "", fmt.Errorf("archive %s: no member may be called so", name)
	}
	sum, err := w.add(name, size, r)
	if err == nil {
		w.members = append(w.members, Member{name, size, sum})
	}
	return sum, err
}

func (w *Writer) add(name string, size int64, r io.Reader) (string, error) {
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, Format: tar.FormatPAX}); err != nil {
		return "", fmt.Errorf("archive %s: %w", name, err)
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w.tar, sum), io.LimitReader(r, size))
	if err == nil && n != size {
		err = fmt.Errorf("%d of %d bytes could be read", n, size)
	}
	if err != nil {
		return "", fmt.Errorf("archive %s: %w", name, err)
	}
	return text(sum), nil
}

// Finish writes the manifest, whose members it fills in, makes the archive durable and has it checked: path is
// where it stands until then, and identities open it, whoever the recipients are. Only what was found well
// gets its name.
func (w *Writer) Finish(m Manifest, check func(path string, identities Identities) error) (err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Abort())
		}
	}()
	m.Format, m.Members = Format, w.members
	list, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	sum, err := w.add(manifestName, int64(len(list)), bytes.NewReader(list))
	if err != nil {
		return err
	}
	line := []byte(sum + "  " + manifestName + "\n")
	if _, err := w.add(sumName, int64(len(line)), bytes.NewReader(line)); err != nil {
		return err
	}
	if err := w.flush(); err != nil {
		return fmt.Errorf("write archive: %w", err)
	}
	if err := check(w.file.Name(), w.witness); err != nil {
		return fmt.Errorf("read the new archive back: %w", err)
	}
	if err := absent(w.target); err != nil {
		return err
	}
	if err := os.Rename(w.file.Name(), w.target); err != nil {
		return fmt.Errorf("name archive: %w", err)
	}
	return syncDir(filepath.Dir(w.target))
}

func (w *Writer) flush() error {
	if err := w.tar.Close(); err != nil {
		return err
	}
	if w.secret != nil {
		if err := w.secret.Close(); err != nil {
			return err
		}
	}
	if err := w.buffer.Flush(); err != nil {
		return err
	}
	return errors.Join(w.file.Sync(), w.file.Close())
}

// Abort leaves nothing behind; after Finish it does nothing.
func (w *Writer) Abort() error {
	w.file.Close() // it may be closed already, and is thrown away
	if err := os.Remove(w.file.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove unfinished archive: %w", err)
	}
	return nil
}

func text(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

func syncDir(dir string) error {
	d, err := os.Open(filepath.Clean(dir))
	if err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return errors.Join(d.Sync(), d.Close())
}
