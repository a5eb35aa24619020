package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// mostManifest bounds the manifest in bytes: about 400,000 files.
const mostManifest = 64 << 20

// Visit is given each member as it passes. It may leave content unread. Nothing of it is verified before
// Read has returned without an error.
type Visit func(name string, size int64, content io.Reader) error

// Read reads a whole archive once, in memory that does not grow with its files, and compares every member
// with the manifest. Errors name the members that are wrong and are ErrEncrypted, ErrIdentity, ErrCut or
// ErrAltered when the archive is to blame.
func Read(path string, identities Identities, visit Visit) (m Manifest, err error) {
	f, err := os.Open(filepath.Clean(path))
	if err != nil {
		return m, fmt.Errorf("open archive: %w", err)
	}
	defer f.Close()
	plain, err := decrypt(bufio.NewReaderSize(f, 1<<20), identities)
	if err != nil {
		return m, err
	}
	r := &reader{tar: tar.NewReader(plain), visit: visit}
	if err := r.members(); err != nil {
		return m, cut(err)
	}
	if err := r.manifest(&m); err != nil {
		return m, err
	}
	if err := nothingMore(plain); err != nil {
		return m, cut(err)
	}
	return m, r.compare(m)
}

// decrypt opens an encrypted stream and passes a plain one on.
func decrypt(f *bufio.Reader, identities Identities) (io.Reader, error) {
	const intro = "age-encryption.org/"
	if start, err := f.Peek(len(intro)); err != nil || string(start) != intro { // shorter than that is no archive either
		return f, nil
	}
	if len(identities) == 0 {
		return nil, ErrEncrypted
	}
	plain, err := age.Decrypt(f, identities...)
	if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		return nil, ErrIdentity
	}
	if err != nil {
		return nil, altered("its encryption cannot be read: %v", err)
	}
	return plain, nil
}

// cut words what tar and age say about a stream that ends too early or was changed.
func cut(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return ErrCut
	case errors.Is(err, tar.ErrHeader):
		return altered("the head of a member cannot be read: %v", err)
	}
	return err
}

// reader holds what has passed so far.
type reader struct {
	tar      *tar.Reader
	visit    Visit
	seen     []Member
	list     []byte // the manifest
	listHash string
	listSum  []byte // what its hash should be
}

// members reads to the end of the tar stream.
func (r *reader) members() error {
	for {
		h, err := r.tar.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return r.after(err)
		}
		switch {
		case r.listSum != nil || r.list != nil && h.Name != sumName:
			return altered("%s stands behind the manifest", h.Name)
		case h.Typeflag != tar.TypeReg:
			return altered("%s is no file", h.Name)
		case h.Name == manifestName:
			sum := sha256.New()
			if r.list, err = io.ReadAll(io.TeeReader(io.LimitReader(r.tar, mostManifest), sum)); err != nil {
				return r.after(err)
			}
			r.listHash = text(sum)
		case h.Name == sumName:
			if r.listSum, err = io.ReadAll(io.LimitReader(r.tar, 1<<10)); err != nil {
				return r.after(err)
			}
		case !known(h.Name):
			return altered("%s does not belong into it", h.Name)
		default:
			if err := r.member(h.Name, h.Size); err != nil {
				return err
			}
		}
	}
}

// after says behind which member the stream broke.
func (r *reader) after(err error) error {
	last := "its beginning"
	if len(r.seen) > 0 {
		last = r.seen[len(r.seen)-1].Name
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w after %s", ErrCut, last)
	}
	return altered("after %s: %v", last, err)
}

func (r *reader) member(name string, size int64) error {
	sum, content := sha256.New(), &source{r: r.tar}
	tee := io.TeeReader(content, sum)
	err := r.visit(name, size, tee)
	if err == nil {
		_, err = io.Copy(io.Discard, tee)
	}
	if content.err != nil { // whatever the visitor made of it
		return r.after(content.err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	r.seen = append(r.seen, Member{name, size, text(sum)})
	return nil
}

// source remembers that the archive itself failed.
type source struct {
	r   io.Reader
	err error
}

// Read is io.Reader's.
func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

func (r *reader) manifest(m *Manifest) error {
	if r.listSum == nil {
		if len(r.seen) == 0 {
			return altered("it is no backup of this program")
		}
		return fmt.Errorf("%w after %s: it has no manifest", ErrCut, r.seen[len(r.seen)-1].Name)
	}
	if string(r.listSum) != r.listHash+"  "+manifestName+"\n" {
		return altered("%s is not what was written", manifestName)
	}
	if err := json.Unmarshal(r.list, m); err != nil {
		return altered("%s cannot be read: %v", manifestName, err)
	}
	if m.Format != Format {
		return fmt.Errorf("the archive has format %d and this program reads %d", m.Format, Format)
	}
	return nil
}

// nothingMore reads what stands behind the tar stream: zeros, and with age the last, authenticated chunk.
func nothingMore(plain io.Reader) error {
	block := make([]byte, 4<<10)
	for {
		n, err := plain.Read(block)
		if len(bytes.Trim(block[:n], "\x00")) > 0 {
			return altered("something stands behind its end")
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return altered("its end: %v", err)
		}
	}
}

// compare names every member that is not as the manifest has it.
func (r *reader) compare(m Manifest) error {
	want, damaged := map[string]Member{}, map[string]bool{}
	for _, x := range m.Members {
		want[x.Name] = x
	}
	for _, sum := range m.Damaged {
		damaged[Files+sum] = true
	}
	var wrong []error
	for _, x := range r.seen {
		listed, ok := want[x.Name]
		sum := Hash(x.Name)
		switch {
		case !ok:
			wrong = append(wrong, altered("%s is there twice or not listed", x.Name))
		case listed != x, sum != "" && sum != x.SHA256 && !damaged[x.Name]:
			wrong = append(wrong, altered("%s is not what was written", x.Name))
		}
		delete(want, x.Name)
	}
	for name := range want {
		wrong = append(wrong, altered("%s is missing", name))
	}
	for _, name := range []string{Database, Key} {
		if !listed(m, name) {
			wrong = append(wrong, altered("%s is missing", name))
		}
	}
	return errors.Join(wrong...)
}

func listed(m Manifest, name string) bool {
	for _, x := range m.Members {
		if x.Name == name {
			return true
		}
	}
	return false
}
