package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"
)

// fileForm is a form of files as a browser posts it, up to the given share of its bytes.
func (d *drafted) fileForm(kind string, share float64, files ...[]byte) reply {
	d.t.Helper()
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	for _, f := range files {
		name := "ảnh.png"
		if bytes.HasPrefix(f, []byte("%PDF")) {
			name = "giấy.pdf"
		}
		part, err := form.CreateFormFile("file", name)
		if err == nil {
			_, err = io.Copy(part, bytes.NewReader(f))
		}
		if err != nil {
			d.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		d.t.Fatal(err)
	}
	body := buf.Bytes()[:int(float64(buf.Len())*share)]
	r := httptest.NewRequest("POST", "https://binhchon.example.vn"+d.at("/documents/"+kind), bytes.NewReader(body))
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Cookie", d.cookie)
	return d.send(r)
}

func (d *drafted) papers() int {
	d.t.Helper()
	return len(d.ok("producer", "GET", "/nominations/"+d.id+"/documents", 200, "")["items"].([]any))
}

// TestUploads posts files that are good, the same, wrong, too large, none and broken off.
func TestUploads(t *testing.T) {
	d := draft(t)
	big := append([]byte("%PDF-1.4\n"), make([]byte, 21<<20)...)
	rows := []struct {
		name   string
		kind   string
		share  float64
		files  [][]byte
		status int
		papers int // in the dossier afterwards
		tells  string
	}{
		{"three photos at once", "photo", 1, [][]byte{photo(t, 1), photo(t, 2), photo(t, 3)}, 303, 3, ""},
		{"the same again", "photo", 1, [][]byte{photo(t, 2)}, 303, 3, ""},
		{"no file", "photo", 1, nil, 422, 3, "Chọn ảnh hoặc tệp trước"},
		{"a paper that is no photo", "photo", 1, [][]byte{[]byte("%PDF-1.4\n")}, 422, 3, "Đây không phải là ảnh"},
		{"a good one beside a bad one", "other", 1, [][]byte{[]byte("nothing"), []byte("%PDF-1.4\nx")}, 422, 4, "Đã nhận 1 tệp khác"},
		{"too large", "other", 1, [][]byte{big}, 422, 4, "tối đa 20 MB"},
		{"one after a large one", "other", 1, [][]byte{big, []byte("%PDF-1.4\ny")}, 422, 5, "tối đa 20 MB"},
		{"broken off in the second", "quality", 0.8, [][]byte{[]byte("%PDF-1.4\n"), bytes.Repeat([]byte("%PDF-1.4\n"), 400)}, 422, 6, "Mạng đứt giữa chừng"},
		{"broken off at once", "quality", 0.01, [][]byte{bytes.Repeat([]byte("%PDF-1.4\n"), 400)}, 422, 6, "Mạng đứt giữa chừng"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			res := d.fileForm(row.kind, row.share, row.files...)
			if res.StatusCode != row.status || !strings.Contains(mainOf(res), row.tells) {
				t.Errorf("%d, want %d and %q\n%.900s", res.StatusCode, row.status, row.tells, mainOf(res))
			}
			if row.status == 422 {
				checkPage(t, row.name, res, 422, "vi")
			}
			if got := d.papers(); got != row.papers {
				t.Errorf("%d papers, want %d", got, row.papers)
			}
		})
	}
	if res := d.fileForm("no_such_kind", 1, photo(t, 9)); res.StatusCode != 404 {
		t.Errorf("an unknown kind: %d", res.StatusCode)
	}
	d.move("screening")
	if res := d.fileForm("photo", 1, photo(t, 9)); res.StatusCode != 409 || d.papers() != 6 {
		t.Errorf("after the deadline: %d", res.StatusCode)
	}
}

// TestPapersAreServedSafely: pictures are shown, other papers downloaded, neither can run.
func TestPapersAreServedSafely(t *testing.T) {
	d := draft(t)
	d.fileForm("photo", 1, photo(t, 7))
	d.fileForm("other", 1, []byte("%PDF-1.4\n"))
	rows := []struct{ path, mediaType, disposition, cache string }{
		{"/files/1", "image/png", "", "no-store"},
		{"/files/1/thumb", "image/jpeg", "", "private"},
		{"/files/2", "application/pdf", "attachment", "no-store"},
	}
	for _, row := range rows {
		res := d.browse(d.at(row.path), d.cookie)
		h := res.Header
		if res.StatusCode != 200 || h.Get("Content-Type") != row.mediaType || !strings.HasPrefix(h.Get("Content-Disposition"), row.disposition) ||
			!strings.Contains(h.Get("Cache-Control"), row.cache) || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") ||
			h.Get("X-Content-Type-Options") != "nosniff" || row.cache == "private" && h.Get("Vary") != "Cookie" {
			t.Errorf("%s: %d %v", row.path, res.StatusCode, h)
		}
	}
	for _, path := range []string{"/files/1", "/files/1/thumb"} {
		if res := d.browse(d.at(path), ""); res.StatusCode != 303 {
			t.Errorf("%s as nobody: %d", path, res.StatusCode)
		}
	}
	checkPage(t, "question", d.browse(d.at("/files/1/remove"), d.cookie), 200, "vi")
	d.say("/files/1/remove", 303)
	d.say("/files/1/remove", 303)
	if d.papers() != 1 {
		t.Errorf("%d papers after one was taken out", d.papers())
	}
}
