package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
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
		os.Remove(u.path) //nolint:errcheck,gosec // a left-over in the temporary folder harms nobody
	}
}

// readUpload streams a multipart body with one part "file" and the named text fields. before, when given,
// is asked with the text fields read so far as soon as the file comes, so that what may not be sent is not
// read; it is asked again at the end when the fields came after the file.
func (s *Server) readUpload(c echo.Context, fields []string, before func(text map[string]string) error) (*upload, error) {
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, maxMultipart)
	kind, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	parts, err2 := c.Request().MultipartReader()
	if err != nil || err2 != nil || kind != "multipart/form-data" {
		return nil, fault.New(fault.Malformed, "malformed_multipart")
	}
	u := &upload{text: map[string]string{}}
	var faults fault.Fields
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			name := part.FormName()
			switch {
			case name == "file" && u.path == "":
				if before != nil && len(u.text) == len(fields) {
					err = before(u.text)
				}
				if err == nil {
					err = s.spool(u, part, part.FileName())
				}
			case slices.Contains(fields, name) && u.text[name] == "":
				u.text[name], err = readTextPart(part)
			default:
				faults.Add(name, "unknown_field")
			}
		}
		if err != nil {
			u.close()
			return nil, multipartFault(err)
		}
	}
	if u.path == "" {
		faults.Add("file", "required")
	}
	err = faults.Err()
	if err == nil && before != nil {
		err = before(u.text)
	}
	if err != nil {
		u.close()
		return nil, err
	}
	return u, nil
}

func readTextPart(r io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxTextPart+1))
	if len(b) > maxTextPart {
		return "", fault.New(fault.TooLarge, "body_too_large", "limit", maxTextPart)
	}
	return norm.NFC.String(strings.ToValidUTF8(string(b), "\uFFFD")), err
}

// multipartFault keeps faults and server errors apart from bodies that cannot be read.
func multipartFault(err error) error {
	if fault.KindOf(err) != "" {
		return err
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.TooLarge, "body_too_large", "limit", maxFile)
	}
	if _, ok := errors.AsType[*os.PathError](err); ok {
		return err
	}
	return fault.New(fault.Malformed, "malformed_multipart")
}

// spool writes a part to a temporary file and hashes it on the way.
func (s *Server) spool(u *upload, r io.Reader, name string) error {
	f, err := os.CreateTemp(s.TempDir, "vinhdanh-upload-*")
	if err != nil {
		return fmt.Errorf("keep upload: %w", err)
	}
	u.path, u.filename = f.Name(), cleanFilename(name)
	hash := sha256.New()
	u.size, err = io.Copy(io.MultiWriter(f, hash), io.LimitReader(r, maxFile+1))
	u.sha256 = hex.EncodeToString(hash.Sum(nil))
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if u.size > maxFile {
		return fault.New(fault.TooLarge, "body_too_large", "limit", maxFile)
	}
	return nil
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
