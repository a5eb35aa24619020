// Package blob keeps files under the SHA-256 of their bytes, in a folder or in an S3 bucket. It refuses
// to know what a file is, whom it belongs to and what it was called.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"path/filepath"
	"time"

	"vinhdanh/internal/fault"
)

// Info describes one kept file.
type Info struct {
	SHA256   string // 64 hexadecimal characters, lower case
	Size     int64  // in bytes
	Modified time.Time
}

// Store keeps files. Every method takes the SHA-256 as 64 lower-case hexadecimal characters and returns
// ErrBadKey for anything else.
type Store interface {
	// Put reads r to its end and keeps it; a bucket that refuses or is not reached is the fault "files_away". The file is durable when Put returns; keeping the same bytes
	// twice is no error. More than limit bytes are the fault "body_too_large" (TooLarge) and leave nothing
	// behind; a limit of 0 or less is none.
	Put(ctx context.Context, r io.Reader, limit int64) (sha256hex string, size int64, err error)
	// Open reads a file; the caller closes it. A missing file is the fault "file_missing" (NotFound).
	Open(ctx context.Context, sha256hex string) (io.ReadCloser, error)
	// Stat describes a file; a missing one is the fault "file_missing".
	Stat(ctx context.Context, sha256hex string) (Info, error)
	// Delete removes a file; a missing one is no error.
	Delete(ctx context.Context, sha256hex string) error
	// List walks all files in the order of their keys; an error ends the walk.
	List(ctx context.Context) iter.Seq2[Info, error]
}

// ErrBadKey says that a key is not 64 lower-case hexadecimal characters.
var ErrBadKey = errors.New("file key is not a SHA-256")

// Open returns the store that a URL names: the folder "files" in dataDir when it is empty, else
// "s3://bucket?endpoint=host:port&region=…&prefix=…&insecure=1" with the credentials of the environment
// (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN).
func Open(rawURL, dataDir string) (Store, error) {
	if rawURL == "" {
		return OpenFolder(filepath.Join(dataDir, "files"))
	}
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, errors.New("blob URL cannot be read") // the URL may hold a secret: it is not repeated
	}
	if u.Scheme != "s3" {
		return nil, fmt.Errorf("blob URL has the scheme %q; only s3 is known", u.Scheme)
	}
	return openS3(u)
}

// Answers reports whether a store can be reached, for the readiness page. It begins a listing, because a
// look-up of one file cannot tell a missing file from a missing bucket.
func Answers(ctx context.Context, s Store) error {
	for _, err := range s.List(ctx) {
		return err
	}
	return nil
}

func checkKey(s string) error {
	if len(s) != 64 {
		return ErrBadKey
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return ErrBadKey
		}
	}
	return nil
}

func missing() error { return fault.New(fault.NotFound, "file_missing") }
