package web

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// manifestName is the list of the files of a ZIP with their SHA-256, as `sha256sum -c` reads it.
const manifestName = "SHA256SUMS"

// maxNamed is how many characters of a product's or a commune's name stand in the name of a file.
const maxNamed = 60

// officeZIP streams the certificates that the register is narrowed to, in folders by commune.
func (s *Server) officeZIP(c echo.Context) error {
	o, lines, err := s.bulkLines(c)
	if err != nil {
		return err
	}
	return s.sendZIP(c, o.tell("zip_name")+"-"+o.edition.Slug, lines)
}

// sendZIP streams lines, each as its latest file, with their SHA-256. One file is open at a time. Its length is told when the
// files lie in this machine's folder.
func (s *Server) sendZIP(c echo.Context, name string, lines []certificates.Line) error {
	ctx := c.Request().Context()
	h := c.Response().Header()
	length, err := s.zipLength(ctx, lines)
	if err != nil {
		return err
	}
	if length > 0 {
		h.Set(echo.HeaderContentLength, strconv.FormatInt(length, 10))
	}
	h.Set(echo.HeaderContentType, "application/zip")
	h.Set(echo.HeaderContentDisposition, disposition(name+".zip"))
	h.Set("Cache-Control", "no-store")
	c.Response().WriteHeader(http.StatusOK)
	err = packLines(c.Response(), lines, func(l certificates.Line, w io.Writer) (string, error) {
		return l.File(), s.copyFile(ctx, l, w)
	})
	return s.orAbort(c, err)
}

// bulkLines are the lines that a download of many certificates is of, by commune and number.
func (s *Server) bulkLines(c echo.Context) (o officeScene, lines []certificates.Line, err error) {
	if o, err = s.office(c, "certificates"); err != nil {
		return o, nil, err
	}
	if lines, _, err = s.register(c, o.edition.Slug, readRegisterQuery(c.QueryParams())); err != nil {
		return o, nil, err
	}
	if len(lines) == 0 {
		return o, nil, fault.New(fault.NotFound, "not_found")
	}
	byCommune(lines)
	return o, lines, nil
}

// toHandOut are the lines whose paper may still be given to somebody: none that was revoked or replaced.
func toHandOut(lines []certificates.Line) []certificates.Line {
	return slices.DeleteFunc(lines, func(l certificates.Line) bool {
		return l.Status == certificates.Revoked || l.Status == certificates.Superseded
	})
}

// byCommune orders lines by the place that they print, as Vietnamese does, then by year and number.
func byCommune(lines []certificates.Line) {
	keys := map[string][]byte{}
	for _, l := range lines {
		if place := certificates.PlaceKey(l.Address); keys[place] == nil {
			keys[place] = i18n.SortKey(place)
		}
	}
	slices.SortStableFunc(lines, func(a, b certificates.Line) int {
		x, y := certificates.PlaceKey(a.Address), certificates.PlaceKey(b.Address)
		return cmp.Or(bytes.Compare(keys[x], keys[y]), cmp.Compare(x, y), cmp.Compare(a.IssuedOn[:4], b.IssuedOn[:4]), cmp.Compare(a.Seq, b.Seq))
	})
}

// packLines writes a ZIP of the lines' files; body writes one and answers its SHA-256, which the manifest at the end says.
func packLines(w io.Writer, lines []certificates.Line, body func(certificates.Line, io.Writer) (string, error)) error {
	z := zip.NewWriter(w)
	var manifest bytes.Buffer
	for _, l := range lines {
		name := certificateFile(l)
		part, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: l.Issued}) // a PDF is compressed already
		if err != nil {
			return err
		}
		sum, err := body(l, part)
		if err != nil {
			return err
		}
		fmt.Fprintf(&manifest, "%s  %s\n", sum, name)
	}
	part, err := z.CreateHeader(&zip.FileHeader{Name: manifestName, Method: zip.Store, Modified: lines[len(lines)-1].Issued})
	if err != nil {
		return err
	}
	if _, err := part.Write(manifest.Bytes()); err != nil {
		return err
	}
	return z.Close()
}

// certificateFile is the name of a certificate in a ZIP: commune, number, product and code in plain letters.
func certificateFile(l certificates.Line) string {
	place := cmp.Or(plainName(l.Address), "khong-ghi-dia-chi")
	return place + "/" + strings.ReplaceAll(l.Number, "/", "-") + "_" + plainName(l.Product) + "_" + l.Code + ".pdf"
}

// plainName is a text in lower-case letters without marks, digits and dashes.
func plainName(text string) string {
	words := strings.FieldsFunc(i18n.Fold(text), func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	name := strings.Join(words, "-")
	return strings.TrimRight(name[:min(len(name), maxNamed)], "-")
}

// zipLength is the length that a ZIP of the lines will have; 0 when the store does not tell sizes for nothing.
func (s *Server) zipLength(ctx context.Context, lines []certificates.Line) (int64, error) {
	sizes := make([]int64, len(lines))
	for i, l := range lines {
		size, err := s.sizeOf(ctx, l.File())
		if err != nil || size < 0 {
			return 0, err
		}
		sizes[i] = size
	}
	var total counter
	i := 0
	err := packLines(&total, lines, func(_ certificates.Line, w io.Writer) (string, error) {
		i++
		_, err := io.CopyN(w, zeros{}, sizes[i-1])
		return strings.Repeat("0", 2*sha256.Size), err
	})
	return int64(total), err
}

// sizeOf is the size of a file in this machine's folder, -1 for one that lies elsewhere.
func (s *Server) sizeOf(ctx context.Context, sha string) (int64, error) {
	f, err := s.Blobs.Open(ctx, sha)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	local, ok := f.(*os.File)
	if !ok {
		return -1, nil
	}
	info, err := local.Stat()
	if err != nil {
		return 0, fmt.Errorf("size of a certificate: %w", err)
	}
	return info.Size(), nil
}

// counter counts what is written to it.
type counter int64

func (n *counter) Write(p []byte) (int, error) {
	*n += counter(len(p))
	return len(p), nil
}

// zeros are zeros without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// copyFile copies a certificate's latest file, which must be the one of the register.
func (s *Server) copyFile(ctx context.Context, l certificates.Line, w io.Writer) error {
	f, err := s.Blobs.Open(ctx, l.File())
	if err != nil {
		return fmt.Errorf("open certificate %s: %w", l.Code, err)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, sum), f); err != nil {
		return fmt.Errorf("copy certificate %s: %w", l.Code, err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != l.File() {
		return fmt.Errorf("the file of certificate %s has the SHA-256 %s, the register says %s", l.Code, got, l.File())
	}
	return nil
}

// orAbort cuts the connection when a download fails after it began, so that nobody takes a part for the whole.
func (s *Server) orAbort(c echo.Context, err error) error {
	if err == nil {
		return nil
	}
	if !errors.Is(c.Request().Context().Err(), context.Canceled) {
		s.Log.Error("send certificates", "id", requestID(c), "error", err.Error())
	}
	panic(http.ErrAbortHandler)
}

// maxBound is the most bytes of one file that is bound; those that the authority signed may be that large.
const maxBound = maxFile

// Binding takes the pages of certificates into one PDF to print.
type Binding interface {
	// Section begins a part with a bookmark.
	Section(title string)
	// Add writes the page of a file that this program issued, signed or not.
	Add(file []byte) error
	Close() error
}

// officePrint streams one PDF of the certificates that the register is narrowed to, by commune and number. One file is in
// memory at a time.
func (s *Server) officePrint(c echo.Context) error {
	if s.Bind == nil {
		return fault.New(fault.Unavailable, "unavailable")
	}
	o, lines, err := s.bulkLines(c)
	if err != nil {
		return err
	}
	if readRegisterQuery(c.QueryParams()).status == "" {
		lines = toHandOut(lines)
	}
	if len(lines) == 0 {
		return fault.New(fault.NotFound, "not_found")
	}
	ctx := c.Request().Context()
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, pdfType)
	h.Set(echo.HeaderContentDisposition, disposition(o.tell("print_name")+"-"+o.edition.Slug+".pdf"))
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Cache-Control", "no-store")
	c.Response().WriteHeader(http.StatusOK)
	b := s.Bind(c.Response(), o.tell("print_title")+" – "+o.edition.Name, o.tell("print_subject"))
	var page bytes.Buffer
	for i, l := range lines {
		if i == 0 || certificates.PlaceKey(l.Address) != certificates.PlaceKey(lines[i-1].Address) {
			b.Section(cmp.Or(l.Address, o.tell("no_place")))
		}
		page.Reset()
		if err := s.copyFile(ctx, l, &limited{&page, maxBound}); err != nil {
			return s.orAbort(c, err)
		}
		if err := b.Add(page.Bytes()); err != nil {
			return s.orAbort(c, fmt.Errorf("bind certificate %s: %w", l.Code, err))
		}
	}
	return s.orAbort(c, b.Close())
}

// limited refuses what is too large to be held in memory.
type limited struct {
	to   *bytes.Buffer
	most int
}

func (l *limited) Write(p []byte) (int, error) {
	if l.to.Len()+len(p) > l.most {
		return 0, fault.New(fault.TooLarge, "body_too_large")
	}
	return l.to.Write(p)
}
