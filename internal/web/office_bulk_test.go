package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pdf"
	"vinhdanh/internal/store"
	"vinhdanh/internal/web"
)

// watchedBlobs counts how many files are open at once and how many bytes were read.
type watchedBlobs struct {
	web.Blobs
	open, most, read atomic.Int64
}

// watchedFile is one of them; it hides what it is, as a file of a bucket does.
type watchedFile struct {
	io.ReadCloser
	of *watchedBlobs
}

func (b *watchedBlobs) Open(ctx context.Context, sha string) (io.ReadCloser, error) {
	f, err := b.Blobs.Open(ctx, sha)
	if err != nil {
		return nil, err
	}
	b.most.Store(max(b.most.Load(), b.open.Add(1)))
	return watchedFile{f, b}, nil
}

func (f watchedFile) Read(p []byte) (int, error) {
	n, err := f.ReadCloser.Read(p)
	f.of.read.Add(int64(n))
	return n, err
}

func (f watchedFile) Close() error {
	f.of.open.Add(-1)
	return f.ReadCloser.Close()
}

// ahead is a browser that notes how far the reading of files is ahead of what it was sent.
type ahead struct {
	*httptest.ResponseRecorder
	of   *watchedBlobs
	most int64
}

func (a *ahead) Write(p []byte) (int, error) {
	n, err := a.ResponseRecorder.Write(p)
	a.most = max(a.most, a.of.read.Load()-int64(a.Body.Len()))
	return n, err
}

// bulky is an edition of two communes whose certificates are really printed.
func bulky(t *testing.T, change ...func(*web.Config)) *staged {
	t.Helper()
	renderer, err := pdf.New(os.DirFS("../../templates/dist/fonts"))
	if err != nil {
		t.Fatalf("fonts are missing, run make build: %v", err)
	}
	w := newWorld(t, append(change, func(c *web.Config) {
		c.Bind = func(w io.Writer, title, subject string) web.Binding {
			return pdf.NewBinder(w, pdf.BoundAbout{Title: title, Subject: subject})
		}
	})...)
	w.print = func(st certificates.Statement) ([]byte, error) {
		return renderer.Render(st, pdf.Options{BaseURL: "https://binhchon.example.vn"})
	}
	s := decided(t, w)
	err = s.db.Update(t.Context(), func(tx *store.Tx) error {
		n, err := tx.Nomination(s.nominations[1])
		if err != nil {
			return err
		}
		n.Producer.Commune = "An Bình"
		return tx.SaveNomination(n)
	})
	if err != nil {
		t.Fatal(err)
	}
	s.ok("secretariat head", "POST", "/editions/"+slug+"/certificates", 202, `{"issued_on":"2026-11-02"}`)
	s.work()
	return s
}

// TestZIPOfCertificates: every file of the filtered register, by commune, under a name of plain letters, with a manifest
// that holds; streamed one file at a time.
func TestZIPOfCertificates(t *testing.T) {
	var files *watchedBlobs
	s := bulky(t, func(c *web.Config) { files = &watchedBlobs{Blobs: c.Blobs}; c.Blobs = files })
	s.countersignFirst()
	member := s.session("secretariat member")
	r := httptest.NewRequest("GET", "https://binhchon.example.vn"+at("/certificates/files.zip"), nil)
	r.Header.Set("Cookie", member)
	out := &ahead{ResponseRecorder: httptest.NewRecorder(), of: files}
	s.server.ServeHTTP(out, r)
	z, err := zip.NewReader(bytes.NewReader(out.Body.Bytes()), int64(out.Body.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	sums := map[string]string{}
	var manifest string
	for _, f := range z.File {
		body := s.readZIP(f)
		if f.Name == "SHA256SUMS" {
			manifest = string(body)
			continue
		}
		sum := sha256.Sum256(body)
		sums[f.Name] = hex.EncodeToString(sum[:])
		names = append(names, f.Name[:strings.LastIndex(f.Name, "_")])
	}
	want := []string{"an-binh-hung-yen/02-2026-GCN_tuong-nep", "tan-hung-hung-yen/01-2026-GCN_binh-gom-hoa-lam"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("files:\n%s", diff)
	}
	for line := range strings.Lines(manifest) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if sums[name] != sum || sum == "" {
			t.Errorf("the manifest says %q of %s, it is %s", sum, name, sums[name])
		}
		delete(sums, name)
	}
	if len(sums) > 0 {
		t.Errorf("the manifest lacks %v", sums)
	}
	if most := files.most.Load(); most != 1 {
		t.Errorf("%d files were open at once", most)
	}
	if out.most > 64<<10 {
		t.Errorf("%d bytes were held in memory", out.most)
	}
}

// countersignFirst keeps a file that the authority signed of the first certificate.
func (s *staged) countersignFirst() {
	s.t.Helper()
	err := s.db.ForCertificates().Update(s.t.Context(), func(tx certificates.Tx) error {
		list, err := tx.Certificates(certificates.Query{})
		if err != nil {
			return err
		}
		issued, err := s.blobs.Open(s.t.Context(), list[0].PDFSHA256)
		if err != nil {
			return err
		}
		defer issued.Close()
		file, err := io.ReadAll(issued)
		if err != nil {
			return err
		}
		trailer := file[bytes.LastIndex(file, []byte("trailer\n")):]
		previous := bytes.Fields(trailer[bytes.Index(trailer, []byte("startxref")):])[1]
		info := trailer[:bytes.Index(trailer, []byte(" >>\nstartxref"))]
		at := strconv.Itoa(len(file))
		file = append(file, "xref\n0 0\n"+string(info)+" /Prev "+string(previous)+" >>\nstartxref\n"+at+"\n%%EOF\n"...)
		sha, _, err := s.blobs.Put(s.t.Context(), bytes.NewReader(file), 0)
		if err != nil {
			return err
		}
		return tx.SaveCountersignature(certificates.Countersignature{ID: "signed", Certificate: list[0].ID, SHA256: sha, Signer: "Ủy ban", At: s.clock})
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *staged) readZIP(f *zip.File) []byte {
	s.t.Helper()
	r, err := f.Open()
	if err != nil {
		s.t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		s.t.Fatal(err)
	}
	return body
}

// TestZIPTellsItsLength: with files in a folder the length stands in the answer, and it is right.
func TestZIPTellsItsLength(t *testing.T) {
	s := bulky(t)
	head := s.session("secretariat head")
	res := s.browse(at("/certificates/files.zip"), head)
	if got := res.Header.Get("Content-Length"); got != strconv.Itoa(len(res.body)) {
		t.Errorf("told %s bytes, sent %d", got, len(res.body))
	}
	if d := res.Header.Get("Content-Disposition"); !strings.Contains(d, "giay-chung-nhan-"+slug+".zip") {
		t.Error(d)
	}
}

// TestOneFileToPrint: the pages of the filtered register by commune, with bookmarks; nothing to print is not found.
func TestOneFileToPrint(t *testing.T) {
	var files *watchedBlobs
	s := bulky(t, func(c *web.Config) { files = &watchedBlobs{Blobs: c.Blobs}; c.Blobs = files })
	s.countersignFirst()
	head := s.session("secretariat head")
	page := s.browse(at("/certificates"), head)
	checkPage(t, "register", page, 200, "vi")
	if body := mainOf(page); !strings.Contains(body, "print.pdf") || !strings.Contains(body, "bản có chữ ký số là tệp riêng") || !strings.Contains(body, "Không có giấy đã thu hồi") ||
		!strings.Contains(body, `value="an bình, hưng yên"`) {
		t.Errorf("the register does not offer it:\n%.2000s", body)
	}
	whole := s.browse(at("/certificates/print.pdf"), head)
	first, second := bytes.Index(whole.body, []byte("/Title <FEFF0041006E")), bytes.Index(whole.body, []byte("/Title <FEFF005400E2006E")) // An, Tân
	if first < 0 || second < first || bytes.Count(whole.body, []byte("/Type /Page ")) != 2 || whole.StatusCode != 200 {
		t.Errorf("%d: bookmarks at %d and %d of %d bytes", whole.StatusCode, first, second, len(whole.body))
	}
	if most := files.most.Load(); most != 1 {
		t.Errorf("%d files were open at once", most)
	}
	one := s.browse(at("/certificates/print.pdf?place=")+url.QueryEscape("an bình, hưng yên"), head)
	if n := bytes.Count(one.body, []byte("/Type /Page ")); n != 1 {
		t.Errorf("one commune has %d pages", n)
	}
	if res := s.browse(at("/certificates/print.pdf?q=khongco"), head); res.StatusCode != 404 {
		t.Errorf("nothing to print: %d", res.StatusCode)
	}
	list := s.ok("secretariat head", "GET", "/editions/"+slug+"/certificates", 200, "")["items"].([]any)
	s.ok("secretariat head", "POST", "/certificates/"+list[0].(map[string]any)["code"].(string)+"/revoke", 200,
		`{"reason":"Sai","decision":{"number":"9/QĐ","date":"2026-11-02"},"effective_on":"2026-11-02"}`)
	for query, pages := range map[string]int{"": 1, "?status=revoked": 1, "?status=valid": 1} {
		if n := bytes.Count(s.browse(at("/certificates/print.pdf"+query), head).body, []byte("/Type /Page ")); n != pages {
			t.Errorf("after one was revoked %q prints %d pages, want %d", query, n, pages)
		}
	}
}

// TestDamagedFileCutsTheDownload: a file that is not the register's is never handed on as if it were whole.
func TestDamagedFileCutsTheDownload(t *testing.T) {
	s := bulky(t, func(c *web.Config) { c.Blobs = damagedBlobs{c.Blobs} })
	for _, name := range []string{"files.zip", "print.pdf", "signing/files.zip"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: ends as if nothing was wrong", name)
				}
			}()
			s.browse(at("/certificates/"+name), s.session("secretariat head"))
		}()
	}
	if !strings.Contains(s.log.String(), "the register says") {
		t.Error("the log does not say what is wrong")
	}
}

type damagedBlobs struct{ web.Blobs }

func (b damagedBlobs) Open(ctx context.Context, sha string) (io.ReadCloser, error) {
	f, err := b.Blobs.Open(ctx, sha)
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(f, strings.NewReader("%")), f}, nil
}

// plainBinding writes files one after another; what binding really does, its own tests and bulky's say.
type plainBinding struct{ io.Writer }

func bindPlainly(w io.Writer, title, _ string) web.Binding {
	io.WriteString(w, title)
	return plainBinding{w}
}

func (plainBinding) Section(string) {}

func (b plainBinding) Add(file []byte) error {
	_, err := b.Write(file)
	return err
}

func (plainBinding) Close() error { return nil }
