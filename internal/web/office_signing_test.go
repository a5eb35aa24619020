package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"maps"
	"mime/multipart"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pades"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/web"
)

// plainDesk takes back files that begin with what was issued and end with a name; what a real signature is, the tests of
// package pades and of the program say.
func plainDesk(w *world) certificates.Desk {
	return certificates.Desk{
		Load: func(ctx context.Context, sha256 string) ([]byte, error) {
			file, err := w.blobs.Open(ctx, sha256)
			if err != nil {
				return nil, err
			}
			defer file.Close()
			return io.ReadAll(file)
		},
		Examine: func(_ context.Context, st certificates.Statement, issued, file []byte) (string, time.Time, error) {
			rest, is := bytes.CutPrefix(file, issued)
			switch {
			case !is:
				return "", time.Time{}, fault.New(fault.Invalid, pades.NotThisFile)
			case len(rest) == 0:
				return "", time.Time{}, fault.New(fault.Invalid, pades.NotSigned)
			}
			return string(rest), w.clock, nil
		},
		Keep: func(ctx context.Context, file []byte) (string, error) {
			sha, _, err := w.blobs.Put(ctx, bytes.NewReader(file), 0)
			return sha, err
		},
	}
}

// TestAuthoritySignsByThePages: what is not signed yet is handed out in one archive, comes back file by file with a reason
// for each that is not right, and is the certificate's file from then on.
func TestAuthoritySignsByThePages(t *testing.T) {
	var desk certificates.Desk
	w := newWorld(t, func(c *web.Config) {
		c.Countersign = certificates.Desk{
			Load: func(ctx context.Context, sha string) ([]byte, error) { return desk.Load(ctx, sha) },
			Examine: func(ctx context.Context, st certificates.Statement, issued, file []byte) (string, time.Time, error) {
				return desk.Examine(ctx, st, issued, file)
			},
			Keep: func(ctx context.Context, file []byte) (string, error) { return desk.Keep(ctx, file) },
		}
	})
	desk = plainDesk(w)
	s, codes := issued(t, w)
	head := s.session("secretariat head")
	page := at("/certificates/signing")
	show := func(want string) {
		t.Helper()
		res := s.browse(page, head)
		checkPage(t, "signing", res, 200, "vi")
		if body := mainOf(res); !strings.Contains(body, want) {
			t.Errorf("the page does not say %q:\n%.900s", want, body)
		}
	}
	show("0 trên 2 giấy")
	files := s.unsigned(head)
	if len(files) != 3 || files[2].Name != "SHA256SUMS" || files[0].Name == files[1].Name {
		t.Fatalf("%d files to sign, want 2 of different names and their sums", len(files))
	}
	first := fakePDF(codes[0])
	signed := append(bytes.Clone(first), "Ủy ban nhân dân tỉnh"...)
	res := s.sendFiles(page, head, map[string][]byte{"a.pdf": signed, "b.pdf": fakePDF(codes[1]), "c.pdf": []byte("%PDF-1.4 khác")})
	checkPage(t, "sent", res, 200, "vi")
	for _, want := range []string{"Đã nhận 1 tệp", "“b.pdf”: Tệp này chưa có chữ ký mới", "“c.pdf”: Tệp này không phải giấy chứng nhận của kỳ này", "1 trên 2 giấy"} {
		if body := mainOf(res); !strings.Contains(body, want) {
			t.Errorf("the page does not say %q:\n%.1500s", want, body)
		}
	}
	if res := s.sendFiles(page, head, map[string][]byte{"c.pdf": []byte("khác")}); res.StatusCode != 422 {
		t.Errorf("nothing was taken: %d, want 422", res.StatusCode)
	}
	if files := s.unsigned(head); len(files) != 2 {
		t.Errorf("%d files left to sign, want 1 and its sum", len(files))
	}
	if body := mainOf(s.browse(at("/certificates/"+lower(codes[0])), head)); !strings.Contains(body, "Ủy ban nhân dân tỉnh đã ký số") {
		t.Errorf("the history does not tell who signed:\n%.900s", body)
	}
	got := s.call("", "GET", "/certificates/"+lower(codes[0])+"/pdf", "")
	answer := s.ok("", "GET", "/certificates/"+lower(codes[0]), 200, "")
	if !bytes.Equal(got.body, signed) || answer["pdf_sha256"] != answer["signatures"].([]any)[0].(map[string]any)["sha256"] {
		t.Errorf("handed out are %d bytes, %v", len(got.body), answer["signatures"])
	}
	for _, file := range [][]byte{first, signed} {
		if v := s.upload("", "/certificates/verify", 200, file, "x.pdf"); v["verdict"] != "genuine" {
			t.Errorf("a file of %d bytes is %v", len(file), v["verdict"])
		}
	}
}

// unsigned are the files of the archive that is handed out.
func (s *staged) unsigned(cookie string) []*zip.File {
	s.t.Helper()
	res := s.browse(at("/certificates/signing/files.zip"), cookie)
	r, err := zip.NewReader(bytes.NewReader(res.body), int64(len(res.body)))
	if err != nil {
		s.t.Fatalf("%d: %v", res.StatusCode, err)
	}
	if length := res.Header.Get("Content-Length"); length != strconv.Itoa(len(res.body)) {
		s.t.Errorf("%d bytes come, %q are told", len(res.body), length)
	}
	return r.File
}

// sendFiles posts a form of files, by name.
func (w *world) sendFiles(path, cookie string, files map[string][]byte) reply {
	w.t.Helper()
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		part, err := form.CreateFormFile("file", name)
		if err == nil {
			_, err = part.Write(files[name])
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		w.t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "https://binhchon.example.vn"+path, &buf)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Cookie", cookie)
	return w.send(r)
}
