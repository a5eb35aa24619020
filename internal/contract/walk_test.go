package contract_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// walk is how people go through the award in TestWalk, as templates/browser/walk.mjs reads it.
type walk struct {
	Width    int    `json:"width"`
	Scripts  bool   `json:"scripts"`
	Lang     string `json:"lang"`
	Keyboard bool   `json:"keyboard"`
	Axe      bool   `json:"axe"`

	Base     string `json:"base"`
	Setup    string `json:"setup"`    // the one-time link
	Mail     string `json:"mail"`     // the folder of letters
	Pictures string `json:"pictures"` // where a walk that stops leaves pictures; empty for none
	Patience int    `json:"patience"` // milliseconds that a control may take to appear
}

// TestWalk walks the whole award through the pages of a server on an empty folder, on a desk with scripts.
func TestWalk(t *testing.T) {
	if testing.Short() {
		t.Skip("walks the award in Chromium; -short was given")
	}
	t.Parallel()
	walkAll(t, walk{Width: 1280, Lang: "vi", Scripts: true})
}

// TestProofWalk walks the award at three widths, with and without scripts, in both languages, by mouse and by keyboard
// alone, with axe-core on every page where scripts run, as axe-core itself must.
func TestProofWalk(t *testing.T) {
	if os.Getenv("VINHDANH_PROOF") == "" {
		t.Skip("long: run make proof")
	}
	for name, w := range map[string]walk{
		"820 px, English, keyboard alone":             {Width: 820, Lang: "en", Scripts: true, Keyboard: true, Axe: true},
		"360 px, English, keyboard alone, no scripts": {Width: 360, Lang: "en", Keyboard: true},
		"360 px, Vietnamese, keyboard alone":          {Width: 360, Lang: "vi", Scripts: true, Keyboard: true, Axe: true},
		"820 px, Vietnamese, no scripts":              {Width: 820, Lang: "vi"},
		"1280 px, English, keyboard, no scripts":      {Width: 1280, Lang: "en", Keyboard: true},
		"1280 px, Vietnamese, scripts, mouse":         {Width: 1280, Lang: "vi", Scripts: true, Axe: true},
	} {
		t.Run(name, func(t *testing.T) { walkAll(t, w) })
	}
}

// walkAll walks from the set-up link that a fresh server prints to the closed edition.
func walkAll(t *testing.T, w walk) {
	t.Helper()
	s := serve(t, "")
	w.Base, w.Setup, w.Mail = s.base, setupLink.FindString(s.output.String()), filepath.Join(s.data, "mail")
	if w.Setup == "" {
		t.Fatalf("a server on an empty folder prints no set-up link:\n%s", s.output)
	}
	if out, err := browse(t, "walk.mjs", w); err != nil {
		t.Errorf("%v\n%s", err, out)
	} else {
		t.Log(out)
	}
}

// TestStumbles lets a producer stumble as people do: an ended session, a double tap, the back button, two tabs, a
// dropped file, decomposed letters, an answer that is too long.
func TestStumbles(t *testing.T) {
	if testing.Short() {
		t.Skip("opens Chromium; -short was given")
	}
	stumble(t, true)
}

// TestProofStumbles does it without scripts.
func TestProofStumbles(t *testing.T) {
	if os.Getenv("VINHDANH_PROOF") == "" {
		t.Skip("long: run make proof")
	}
	stumble(t, false)
}

func stumble(t *testing.T, scripts bool) {
	t.Helper()
	s := serve(t, "")
	o := open(t, s, s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator"), "vap", "vn-cnnt-2025")
	o.move(t, "filing")
	s.account(t, "coso@example.vn", "Cơ sở")
	options := object{"base": s.base, "email": "coso@example.vn", "password": password, "width": 360, "scripts": scripts, "lang": "vi"}
	if out, err := browse(t, "stumbles.mjs", options); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// browse runs a script of templates/browser with its options.
func browse(t *testing.T, script string, options any) (string, error) {
	t.Helper()
	for _, program := range []string{"node", "chromium"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%s is not installed: apt-get install nodejs npm chromium", program)
		}
	}
	text, err := json.Marshal(options)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", filepath.Join("browser", script), string(text))
	cmd.Dir = filepath.Join("..", "..", "templates")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// spoilt is a set-up page with every fault that a walk is to note.
const spoilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><main id="main"><h1>a</h1><h1>b</h1>
<p>page.setup.title</p><p>Thiết lập</p><p lang="vi">Tiếng Việt</p><div style="width:2000px">.</div><img src="/gone" alt="">
<p style="position:fixed;top:0;left:0;width:100%;height:100%;background:white;z-index:1">over all</p>
<label>P<input id="programme"></label><script>throw new Error("broken")</script></main>`

// TestWalkBites lets a walk begin on a page with every fault that it is to note.
func TestWalkBites(t *testing.T) {
	if testing.Short() {
		t.Skip("opens Chromium; -short was given")
	}
	bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, spoilt)
	}))
	defer bad.Close()
	out, err := browse(t, "walk.mjs", walk{Width: 360, Lang: "en", Scripts: true, Keyboard: true, Axe: true, Base: bad.URL, Setup: bad.URL + "/setup", Patience: 2000})
	if err == nil {
		t.Error("a walk over a spoilt page passed")
	}
	for _, want := range []string{"has 2 h1", `shows a key: "page.setup.title"`, `is not translated: "Thiết lập"`, "wider than the screen",
		"404 from", "script error: broken", "the focus is hidden: INPUT programme", "the walk stops at setUp"} {
		if !strings.Contains(out, want) {
			t.Errorf("the walk does not note %q:\n%s", want, out)
		}
	}
	if strings.Contains(out, "Tiếng Việt") {
		t.Errorf("the walk takes words in another language that say so for untranslated ones:\n%s", out)
	}
}
