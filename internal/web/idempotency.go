package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"sync"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
)

const (
	keyHeader = "Idempotency-Key"
	maxKey    = 255
)

// idempotent answers a repeated post with the answer of the first one. Keys belong to a user and a route
// with its path; server errors and rate limits are not kept, so that they can be tried again.
func (s *Server) idempotent(pattern string, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		given := c.Request().Header.Get(keyHeader)
		if given == "" || !caller(c).SignedIn() {
			return next(c)
		}
		if !plainKey(given) {
			var f fault.Fields
			f.Add(keyHeader, "too_long", "max", maxKey)
			return f.Err()
		}
		hash, cleanup, err := s.hashBody(c)
		if err != nil {
			return err
		}
		defer cleanup()
		user, key := caller(c).User.ID, digest(pattern, c.Request().URL.Path, given)
		release, err := s.holdAnswer(c.Request().Context(), user, key)
		if err != nil {
			return err
		}
		defer release()
		kept, err := s.Idempotency.LoadAnswer(c.Request().Context(), user, key)
		switch {
		case err == nil:
			return replay(c, kept, hash)
		case fault.KindOf(err) != fault.NotFound:
			return err
		}
		return s.record(c, next, key, hash)
	}
}

// holdAnswer lets one request at a time through for each key, here and on the other servers. Those of this server
// wait for each other first, so that they share one place among those who wait for others.
func (s *Server) holdAnswer(ctx context.Context, user, key string) (release func(), err error) {
	here := s.inflight.lock(user + key)
	everywhere, err := s.Idempotency.HoldAnswer(ctx, user, key)
	if err != nil {
		here()
		return nil, err
	}
	return func() { everywhere(); here() }, nil
}

func replay(c echo.Context, kept Answer, hash string) error {
	if kept.BodyHash != hash {
		return fault.New(fault.Invalid, "idempotency_mismatch")
	}
	c.Response().Header().Set("Idempotency-Replayed", "true")
	if len(kept.Body) == 0 {
		return c.NoContent(kept.Status)
	}
	return c.Blob(kept.Status, kept.ContentType, kept.Body)
}

// record runs the handler, keeps what it answered and sends it.
func (s *Server) record(c echo.Context, next echo.HandlerFunc, key, hash string) error {
	res := c.Response()
	tee := &recorder{ResponseWriter: res.Writer}
	res.Writer = tee
	if err := s.safely(next, c); err != nil {
		s.writeError(err, c)
	}
	res.Writer = tee.ResponseWriter
	if res.Status >= http.StatusInternalServerError || res.Status == http.StatusTooManyRequests || tee.body.Len() > maxKeptAnswer {
		return nil
	}
	// The act is done: a caller who has gone away meanwhile will try again and must get this answer.
	err := s.Idempotency.SaveAnswer(context.WithoutCancel(c.Request().Context()), Answer{
		User: caller(c).User.ID, Key: key, BodyHash: hash, Status: res.Status, ContentType: res.Header().Get(echo.HeaderContentType),
		Body: tee.body.Bytes(),
	})
	if err != nil {
		s.Log.Error("keep answer", "id", requestID(c), "error", err.Error())
	}
	return nil
}

// maxKeptAnswer is the largest answer in bytes that is kept; only an import's list of issues comes near.
const maxKeptAnswer = 4 << 20

// recorder copies what is written to a response.
type recorder struct {
	http.ResponseWriter
	body bytes.Buffer
}

func (r *recorder) Write(b []byte) (int, error) {
	r.body.Write(b)
	return r.ResponseWriter.Write(b)
}

// Unwrap gives http.ResponseController the real writer.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func plainKey(key string) bool {
	for _, b := range []byte(key) {
		if b <= ' ' || b > '~' {
			return false
		}
	}
	return len(key) <= maxKey
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s,", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// hashBody reads the body into a temporary file, puts it back and hashes it: JSON as it came, multipart by
// its parts, because a client that tries again draws a new boundary.
func (s *Server) hashBody(c echo.Context) (hash string, cleanup func(), err error) {
	f, err := os.CreateTemp(s.TempDir, "vinhdanh-body-*")
	if err != nil {
		return "", nil, fmt.Errorf("keep body: %w", err)
	}
	cleanup = func() {
		f.Close()
		os.Remove(f.Name()) //nolint:errcheck // a left-over harms nobody
	}
	h := sha256.New()
	if _, err = io.Copy(io.MultiWriter(f, h), http.MaxBytesReader(c.Response(), c.Request().Body, maxMultipart)); err != nil {
		cleanup()
		return "", nil, bodyFault(err)
	}
	hash = hex.EncodeToString(h.Sum(nil))
	kind, params, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	_, err = f.Seek(0, io.SeekStart)
	if err == nil && kind == "multipart/form-data" {
		if parts, partsErr := hashParts(f, params["boundary"]); partsErr == nil {
			hash = parts
		}
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		cleanup()
		return "", nil, fmt.Errorf("read body again: %w", err)
	}
	c.Request().Body = io.NopCloser(f)
	return hash, cleanup, nil
}

func hashParts(r io.Reader, boundary string) (string, error) {
	reader := multipart.NewReader(r, boundary)
	all := sha256.New()
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return hex.EncodeToString(all.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
		h := sha256.New()
		if _, err := io.Copy(h, part); err != nil {
			return "", err
		}
		io.WriteString(all, digest(part.FormName(), part.FileName(), hex.EncodeToString(h.Sum(nil)))) //nolint:errcheck // a hash never fails
	}
}

// keyedLocks lets one request at a time through for each key.
type keyedLocks struct {
	mu    sync.Mutex
	locks map[string]*keyedLock
}

type keyedLock struct {
	sync.Mutex
	waiting int
}

func newKeyedLocks() *keyedLocks { return &keyedLocks{locks: map[string]*keyedLock{}} }

// lock waits for the key and returns what releases it.
func (k *keyedLocks) lock(key string) (release func()) {
	k.mu.Lock()
	l := k.locks[key]
	if l == nil {
		l = &keyedLock{}
		k.locks[key] = l
	}
	l.waiting++
	k.mu.Unlock()
	l.Lock()
	return func() {
		l.Unlock()
		k.mu.Lock()
		defer k.mu.Unlock()
		if l.waiting--; l.waiting == 0 {
			delete(k.locks, key)
		}
	}
}
