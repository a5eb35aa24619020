package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/docs"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/blob"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/internal/web"
	"vinhdanh/judging"
	"vinhdanh/judging/packs"
	"vinhdanh/templates"
)

const adminPassword = "mat khau cua quan tri 2026"

// world is the whole program behind a handler, with a clock that tests turn.
type world struct {
	t        *testing.T
	server   *web.Server
	db       *store.DB
	conf     store.Config // of db
	accounts *accounts.Service
	certs    *certificates.Service
	blobs    blob.Store
	log      *lockedBuffer
	clock    time.Time
	tokens   map[string]string // by role
	users    map[string]accounts.User
	print    func(certificates.Statement) ([]byte, error) // nil prints a small file with the code
}

type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// newWorld wires the program over a fresh database; change may bend the configuration.
func newWorld(t *testing.T, change ...func(*web.Config)) *world {
	t.Helper()
	w := &world{t: t, log: &lockedBuffer{}, clock: time.Date(2026, 11, 2, 2, 0, 0, 0, time.UTC),
		tokens: map[string]string{}, users: map[string]accounts.User{}}
	now := func() time.Time { return w.clock }
	guide, err := templates.ReadGuide(docs.UserGuide())
	if err != nil {
		t.Fatal(err)
	}
	conf := storetest.Config(t, "")
	conf.Now = now
	w.conf, w.db = conf, storetest.OpenWith(t, conf)
	if w.blobs, err = blob.OpenFolder(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	awards := judging.NewService(w.db.ForJudging(), loadPack, now)
	w.accounts = accounts.NewService(w.db.ForAccounts(), accounts.NewHasher(), now)
	w.certs = certificates.NewService(w.db.ForCertificates(), awards, func(certificates.Statement) error { return nil }, now)
	cfg := web.Config{
		Judging: awards, Certificates: w.certs, Accounts: w.accounts, Jobs: w.db, Ledger: ledgerPort{w.db}, Generations: w.db,
		Idempotency: answersPort{w.db}, Blobs: w.blobs, Inspector: sniffer{}, Importer: linesImporter{}, Tables: plainTables{}, Papers: plainPapers{}, Pages: loadPages(t), Guide: guide, Bind: bindPlainly, Look: plainLook(),
		Translate: i18n.New().T, Organiser: w.accounts.Office, Verifiers: []string{"ledger.example.vn/test+00000000+AA=="},
		BaseURL: "https://binhchon.example.vn", Now: now, TempDir: t.TempDir(),
		Log: slog.New(slog.NewTextHandler(w.log, nil)), Offline: offlinePort(w.certs),
	}
	for _, f := range change {
		f(&cfg)
	}
	if w.server, err = web.New(cfg); err != nil {
		t.Fatal(err)
	}
	admin, err := w.accounts.AddUser(context.Background(), accounts.DefaultOrganiser, "admin@example.vn", "Quản Trị", adminPassword, true)
	if err != nil {
		t.Fatal(err)
	}
	w.give("administrator", admin)
	return w
}

// plainLook draws specimens as a line of text and takes every PNG as it is.
func plainLook() web.LookTools {
	return web.LookTools{
		Clean: func(file []byte) ([]byte, error) {
			if !bytes.HasPrefix(file, []byte("\x89PNG")) {
				return nil, fault.New(fault.Invalid, "not_an_image")
			}
			return file, nil
		},
		Specimen: func(st certificates.Statement, offline bool) ([]byte, error) {
			return fmt.Appendf(nil, "%%PDF-1.4 %s %s %s %s %s %v", st.Design, st.Language, st.Product, st.Place, st.Seal, offline), nil
		},
		Designs: []string{"provincial-1", "decree-1", "modern-1"},
	}
}

func loadPack(id string) ([]byte, error) {
	_, data, err := packs.Load(id)
	return data, err
}

type pages map[string]*templates.Set

// Render is web.Pages's.
func (p pages) Render(out io.Writer, lang string, page templates.Page) error {
	return p[lang].Render(out, page)
}

var loadSets = sync.OnceValues(func() (pages, error) {
	words, sets := i18n.New(), pages{}
	for _, lang := range i18n.Languages() {
		set, err := templates.Load(lang, func(key string, pairs ...any) string { return words.T(lang, key, fault.MakeArgs(pairs...)) })
		if err != nil {
			return nil, err
		}
		sets[lang] = set
	}
	return sets, nil
})

func loadPages(t *testing.T) pages {
	t.Helper()
	sets, err := loadSets()
	if err != nil {
		t.Fatal(err)
	}
	return sets
}

// give makes an API token for a person and remembers both under a role's name.
func (w *world) give(role string, u accounts.User) {
	w.t.Helper()
	token, _, err := w.accounts.AddToken(context.Background(), accounts.Actor{User: u}, role)
	if err != nil {
		w.t.Fatal(err)
	}
	w.tokens[role], w.users[role] = token, u
}

// person makes an account without a seat.
func (w *world) person(role string) {
	w.t.Helper()
	u, err := w.accounts.AddUser(context.Background(), accounts.DefaultOrganiser, role+"@example.vn", "Người "+role, "mat khau rat dai "+role, false)
	if err != nil {
		w.t.Fatal(err)
	}
	w.give(role, u)
}

// seat names a person for a seat by the API.
func (w *world) seat(slug, body, role string) {
	w.t.Helper()
	name := body + " " + role
	email := strings.ReplaceAll(name, " ", ".") + "@example.vn"
	w.ok("administrator", "POST", "/editions/"+slug+"/members", 201, fmt.Sprintf(
		`{"email":%q,"name":%q,"title":"Ủy viên","body":%q,"role":%q}`, email, "Ông "+name, body, strings.Fields(role)[0]))
	u, err := w.accounts.ByEmail(context.Background(), email)
	if err != nil {
		w.t.Fatal(err)
	}
	w.give(name, u)
}

// reply is an answer with its body read.
type reply struct {
	*http.Response
	body []byte
}

// json is the body as a tree.
func (r reply) json(t *testing.T) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(r.body, &v); err != nil {
		t.Fatalf("%s is no JSON object: %v", r.body, err)
	}
	return v
}

// send sends a request as it is.
func (w *world) send(r *http.Request) reply {
	w.t.Helper()
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, r)
	res := rec.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return reply{res, body}
}

// request is an API request by a role; "" is nobody.
func (w *world) request(role, method, path string, body io.Reader) *http.Request {
	w.t.Helper()
	if !strings.HasPrefix(path, "/api/") {
		path = "/api/v1" + path
	}
	r := httptest.NewRequest(method, path, body)
	if role != "" {
		token, known := w.tokens[role]
		if !known {
			w.t.Fatalf("no token for %q", role)
		}
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

// call sends JSON and checks the answer against the API's description.
func (w *world) call(role, method, path, body string) reply {
	w.t.Helper()
	r := w.request(role, method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	res := w.send(r)
	w.conforms(r, res)
	return res
}

// ok is a call that must be answered with a status.
func (w *world) ok(role, method, path string, status int, body string) map[string]any {
	w.t.Helper()
	res := w.call(role, method, path, body)
	if res.StatusCode != status {
		w.t.Fatalf("%s %s as %q: %d, want %d\n%s", method, path, role, res.StatusCode, status, res.body)
	}
	if len(res.body) == 0 {
		return nil
	}
	return res.json(w.t)
}
