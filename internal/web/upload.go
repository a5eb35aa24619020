package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
)

const (
	maxFile      = 20 << 20 // bytes of one uploaded file
	maxMultipart = maxFile + 1<<20
	maxTextPart  = 64 << 10
	maxFilename  = 200
)

// upload is a multipart body: the file in a temporary place and the text fields beside it.
type upload struct {
	path     string
	filename string // as its sender called it, without folders and control characters
	sha256   string
	size     int64
	text     map[string]string
}

// close removes the temporary file.
func (u *upload) close() {
	if u.path != "" {
		os.Remove(u.path) //nolint:errcheck // a left-over in the temporary folder harms nobody
	}
}

// readUpload streams a multipart body with one part "file" and the named text fields. before, when given,
// is asked with the text fields as soon as all of them are there and the file comes, so that what may not
// be sent is not read; it is asked at the end in any case, because fields may follow the file.
func (s *Server) readUpload(c echo.Context, fields []string, before func(text map[string]string) error) (*upload, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxMultipart)
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	parts, err := r.MultipartReader()
	if err != nil || kind != "multipart/form-data" {
		return nil, fault.New(fault.Malformed, "malformed_multipart")
	}
	if before == nil {
		before = func(map[string]string) error { return nil }
	}
	u := &upload{text: map[string]string{}}
	var faults fault.Fields
	err = s.readParts(u, parts, fields, before, &faults)
	if err == nil && u.path == "" {
		faults.Add("file", "required")
	}
	if err == nil {
		err = faults.Err()
	}
	if err == nil {
		err = before(u.text)
	}
	if err != nil {
		u.close()
		return nil, multipartFault(err)
	}
	return u, nil
}

func (s *Server) readParts(u *upload, parts *multipart.Reader, fields []string, before func(map[string]string) error, faults *fault.Fields) error {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable{err}
		}
		name := part.FormName()
		switch {
		case name == "file" && u.path == "":
			if len(u.text) == len(fields) {
				err = before(u.text)
			}
			if err == nil {
				err = s.spool(u, part, part.FileName())
			}
		case slices.Contains(fields, name) && u.text[name] == "":
			u.text[name], err = readTextPart(part)
		default:
			faults.Add(name[:min(len(name), maxMemberName)], "unknown_field")
		}
		if err != nil {
			return err
		}
	}
}

// unreadable is an error of the sender's body, not of the server.
type unreadable struct{ error }

func (u unreadable) Unwrap() error { return u.error }

func readTextPart(r io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxTextPart+1))
	if err != nil {
		return "", unreadable{err}
	}
	if len(b) > maxTextPart {
		return "", fault.New(fault.TooLarge, "body_too_large", "limit", maxTextPart)
	}
	return norm.NFC.String(strings.ToValidUTF8(string(b), "\uFFFD")), nil
}

// multipartFault turns what is wrong with the body into a fault; the server's own errors stay what they are.
func multipartFault(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.TooLarge, "body_too_large", "limit", maxFile)
	}
	if _, ok := errors.AsType[unreadable](err); ok {
		return fault.New(fault.Malformed, "malformed_multipart")
	}
	return err
}

// spool writes a part to a temporary file and hashes it on the way.
func (s *Server) spool(u *upload, r io.Reader, name string) error {
	f, err := os.CreateTemp(s.TempDir, "vinhdanh-upload-*")
	if err != nil {
		return fmt.Errorf("keep upload: %w", err)
	}
	u.path, u.filename = f.Name(), cleanFilename(name)
	hash := sha256.New()
	u.size, err = io.Copy(io.MultiWriter(f, hash), sender{io.LimitReader(r, maxFile+1)})
	u.sha256 = hex.EncodeToString(hash.Sum(nil))
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("keep upload: %w", err)
	}
	if u.size > maxFile {
		return fault.New(fault.TooLarge, "body_too_large", "limit", maxFile)
	}
	return nil
}

// sender marks errors of reading as the sender's.
type sender struct{ io.Reader }

// Read implements io.Reader.
func (s sender) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = unreadable{err}
	}
	return n, err
}

// cleanFilename is a name to show and to send back, never a path to open.
func cleanFilename(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFC.String(name))
	if runes := []rune(name); len(runes) > maxFilename {
		name = string(runes[len(runes)-maxFilename:])
	}
	if strings.Trim(name, "./ ") == "" {
		return "file"
	}
	return name
}
