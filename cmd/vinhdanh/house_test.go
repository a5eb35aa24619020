package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "vinhdanh"
	root   = "../.." // the checkout, seen from this package
)

// mayImport is the picture in docs/ARCHITECTURE.md as a table: for each package of the module, the
// packages of the module that its code may import. Tests may import what they like. A package
// that is not in the table fails the test: say first where it stands.
var mayImport = map[string][]string{
	// Words that everyone shares.
	"internal/fault":    {},
	"internal/ledger":   {"internal/fault"},
	"internal/i18n":     {"internal/fault"},
	"internal/accounts": {"internal/fault", "internal/i18n", "internal/ledger"},
	"internal/paper":    {"internal/i18n"},

	// Rules: they know the business and no technology. An award exists without its paper.
	"docs": {}, // the user guide as files

	"judging":       {"internal/accounts", "internal/fault", "internal/i18n", "internal/ledger"},
	"judging/packs": {"internal/fault", "internal/i18n", "judging"},
	"certificates":  {"internal/accounts", "internal/fault", "internal/i18n", "internal/ledger", "judging"},

	// Adapters: each knows one technology and no other adapter, with two exceptions: store keeps
	// and web shows the rows of jobs, and intake reads spreadsheets through inspect's walls.
	"internal/jobs":    {"internal/fault"},
	"internal/letters": {"internal/i18n", "judging"},
	"templates":        {"internal/fault", "internal/i18n"},
	"internal/web": {"certificates", "internal/accounts", "internal/fault", "internal/i18n", "internal/jobs", "internal/ledger", "internal/letters",
		"internal/paper", "internal/paper/forms", "judging", "templates"},
	"internal/store":     {"certificates", "internal/accounts", "internal/fault", "internal/i18n", "internal/jobs", "internal/ledger", "judging"},
	"internal/mail":      {"internal/fault", "internal/i18n", "templates"},
	"internal/archive":   {"internal/fault"},
	"internal/localca":   {},
	"internal/token":     {},
	"internal/blob":      {"internal/fault"},
	"internal/inspect":   {"internal/fault"},
	"internal/intake":    {"internal/accounts", "internal/fault", "internal/i18n", "internal/inspect", "judging"},
	"certificates/pdf":   {"certificates", "internal/fault", "internal/i18n", "internal/paper", "templates"},
	"certificates/pades": {"certificates", "internal/fault", "internal/i18n"},

	// Papers: what each one says, and the written form beside PDF.
	"internal/paper/forms": {"internal/i18n", "internal/paper", "judging"},
	"internal/paper/docx":  {"internal/paper"},

	// Programs. Only cmd/vinhdanh wires, so only its row says everything.
	"cmd/vinhdanh":        {everything},
	"cmd/vinhdanh-verify": {"certificates", "certificates/pades", "internal/fault", "internal/i18n", "internal/ledger", "judging"},
	"templates/build":     {},
	"templates/samples":   {"internal/fault", "internal/i18n", "templates"},
	"templates/preview":   {"internal/fault", "internal/i18n", "templates", "templates/samples"},

	// Test equipment.
	"internal/store/storetest": {"internal/ledger", "internal/store"},
	"internal/contract":        {everything},
}

// everything in a row of mayImport allows every package of the module.
const everything = "..."

// owners names the only packages that may know a technology, so that replacing it touches one
// folder. A path stands for everything below it too. Tests are bound as well, but for os/exec.
var owners = map[string][]string{
	"database/sql":                   {"internal/store", "internal/store/storetest"},
	"github.com/mattn/go-sqlite3":    {"internal/store", "internal/store/storetest"},
	"github.com/jackc/pgx":           {"internal/store", "internal/store/storetest"},
	"github.com/pressly/goose":       {"internal/store", "internal/store/storetest"},
	"github.com/labstack/echo":       {"internal/web"},
	"github.com/jung-kurt/gofpdf":    {"certificates/pdf"},
	"github.com/skip2/go-qrcode":     {"certificates/pdf"},
	"github.com/minio/minio-go":      {"internal/blob"},
	"filippo.io/age":                 {"internal/archive"},
	"github.com/wneessen/go-mail":    {"internal/mail"},
	"github.com/xuri/excelize":       {"internal/inspect", "internal/intake"},
	"github.com/nicksnyder/go-i18n":  {"internal/i18n"},
	"github.com/spf13/cobra":         {"cmd/vinhdanh", "cmd/vinhdanh-verify"},
	"os/exec":                        {"internal/inspect", "internal/store/storetest", "templates/build"},
	"github.com/alexedwards/scs":     {"internal/web"},
	"github.com/caarlos0/env":        {"cmd/vinhdanh"},
	"github.com/yuin/goldmark":       {"templates"},
	"github.com/microcosm-cc":        {"templates"},
	"github.com/gabriel-vasile/mime": {"internal/inspect"},
	"github.com/evanw/esbuild":       {"templates/build"},
	"github.com/smallstep/pkcs7":     {"certificates/pades"},
	"github.com/ThalesGroup":         {"internal/token"},
	"software.sslmate.com/src":       {"certificates/pades", "cmd/vinhdanh"},
}

// rules are the packages that get the time as a parameter.
var rules = []string{"judging", "certificates", "internal/accounts", "internal/fault", "internal/i18n", "internal/ledger"}

// foreign is what judging and certificates never import: no SQL, HTTP, file, log or embed there.
var foreign = []string{"database/sql", "embed", "html/template", "io/fs", "log", "net", "os", "syscall", "text/template"}

// clock lists the functions of package time that read it or wait for it.
var clock = []string{"Now", "Since", "Until", "After", "AfterFunc", "NewTicker", "NewTimer", "Sleep", "Tick"}

// source is one Go file of the module, parsed.
type source struct {
	pkg  string // "internal/web"
	path string // "internal/web/routes.go"
	file *ast.File
	text []byte
}

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// imports maps the file's name for each package it imports to the path.
func (s source) imports() map[string]string {
	names := map[string]string{}
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value) // the parser has read it already
		name := path.Base(p)
		if i.Name != nil && i.Name.Name != "_" {
			name = i.Name.Name
		}
		names[name] = p
	}
	return names
}

// violations applies every import rule to one file and says each breach in a sentence.
func violations(s source) []string {
	var found []string
	allowed, known := mayImport[s.pkg]
	if !known {
		found = append(found, fmt.Sprintf("%s is not in the table mayImport", s.pkg))
	}
	for _, p := range s.imports() {
		if ours, ok := strings.CutPrefix(p, module+"/"); ok && !s.test() && known && !slices.Contains(allowed, ours) &&
			!slices.Contains(allowed, everything) {
			found = append(found, fmt.Sprintf("%s may not import %s", s.pkg, ours))
		}
		for technology, packages := range owners {
			exempt := s.test() && technology == "os/exec"
			if within(p, technology) && !exempt && !slices.Contains(packages, s.pkg) {
				found = append(found, fmt.Sprintf("only %v may import %s", packages, p))
			}
		}
		if (s.pkg == "judging" || s.pkg == "certificates") && !s.test() {
			for _, f := range foreign {
				if within(p, f) && p != "net/netip" && p != "net/url" {
					found = append(found, fmt.Sprintf("%s holds rules and may not import %s", s.pkg, p))
				}
			}
		}
	}
	return append(found, misuses(s)...)
}

// within tells whether an import path is the named one, a later major version or below it.
func within(p, name string) bool {
	return p == name || strings.HasPrefix(p, name+"/") || strings.Contains(name, ".") && strings.HasPrefix(p, name)
}

// misuses finds clocks in rules and prints outside the programs.
func misuses(s source) []string {
	if s.test() {
		return nil
	}
	var found []string
	names := s.imports()
	ast.Inspect(s.file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := sel.X.(*ast.Ident)
		if !ok || x.Obj != nil {
			return true
		}
		switch p := names[x.Name]; {
		case p == "time" && slices.Contains(clock, sel.Sel.Name) && slices.Contains(rules, s.pkg):
			found = append(found, fmt.Sprintf("%s takes the time as a parameter and may not call time.%s", s.pkg, sel.Sel.Name))
		case p == "fmt" && strings.HasPrefix(sel.Sel.Name, "Print") && !strings.HasPrefix(s.pkg, "cmd/"):
			found = append(found, fmt.Sprintf("only cmd prints: fmt.%s", sel.Sel.Name))
		}
		return true
	})
	return found
}

// TestImportRule holds every Go file of the module against the tables above.
func TestImportRule(t *testing.T) {
	for _, s := range sources(t) {
		for _, v := range violations(s) {
			t.Errorf("%s: %s", s.path, v)
		}
	}
}

// TestImportRuleBites feeds the rule files that break it, one for each clause.
func TestImportRuleBites(t *testing.T) {
	tests := []struct{ name, path, code, want string }{
		{"unknown package", "internal/helpers/a.go", `package helpers`, "internal/helpers is not in the table mayImport"},
		{"paper in the rules", "judging/a.go", `import _ "vinhdanh/certificates"`, "judging may not import certificates"},
		{"store in web", "internal/web/a.go", `import _ "vinhdanh/internal/store"`, "internal/web may not import internal/store"},
		{"web in store", "internal/store/a.go", `import _ "vinhdanh/internal/web"`, "internal/store may not import internal/web"},
		{"SQL elsewhere", "internal/jobs/a.go", `import "database/sql"`, "only [internal/store internal/store/storetest] may import database/sql"},
		{"Echo elsewhere", "internal/mail/a.go", `import "github.com/labstack/echo/v4/middleware"`,
			"only [internal/web] may import github.com/labstack/echo/v4/middleware"},
		{"SQL in a test", "internal/web/a_test.go", `import "database/sql"`, "only [internal/store internal/store/storetest] may import database/sql"},
		{"file in the rules", "judging/a.go", `import "os"`, "judging holds rules and may not import os"},
		{"HTTP in the rules", "certificates/a.go", `import "net/http"`, "certificates holds rules and may not import net/http"},
		{"clock in the rules", "judging/a.go", "import \"time\"\nvar t = time.Now()", "judging takes the time as a parameter and may not call time.Now"},
		{"clock renamed", "judging/a.go", "import w \"time\"\nvar t = w.Since", "judging takes the time as a parameter and may not call time.Since"},
		{"print", "internal/web/a.go", "import \"fmt\"\nfunc f() { fmt.Println() }", "only cmd prints: fmt.Println"},
		{"process", "internal/web/a.go", `import "os/exec"`, "only [internal/inspect internal/store/storetest templates/build] may import os/exec"},
		{"process in a test", "internal/web/a_test.go", `import "os/exec"`, ""},
		{"store in a web test", "internal/web/a_test.go", `import _ "vinhdanh/internal/store"`, ""},
		{"addresses in the rules", "certificates/a.go", `import "net/url"`, ""},
		{"duration in the rules", "judging/a.go", "import \"time\"\nvar d = time.Second", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code := tt.code
			if !strings.HasPrefix(code, "package") {
				code = "package a\n" + code
			}
			s, err := parse(tt.path, []byte(code))
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(violations(s), "\n"); got != tt.want {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
		})
	}
}

// parse reads one Go file.
func parse(name string, text []byte) (source, error) {
	f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments)
	return source{pkg: path.Dir(name), path: name, file: f, text: text}, err
}

// sources parses every Go file of the module; internal/tools holds modules of their own.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	for name, text := range files(t) {
		if path.Ext(name) != ".go" || strings.HasPrefix(name, "internal/tools/") || strings.Contains(name, "/testdata/") {
			continue
		}
		s, err := parse(name, text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		all = append(all, s)
	}
	if len(all) < 20 {
		t.Fatalf("only %d Go files found from %s: the rule would prove nothing", len(all), root)
	}
	return all
}

// skipped tells whether a folder holds nothing that is committed.
func skipped(dir string, entry fs.DirEntry) bool {
	name := entry.Name()
	hidden := strings.HasPrefix(name, ".") && name != "." && name != ".." && name != ".ci" && name != ".github"
	return hidden || name == "node_modules" || slices.Contains([]string{"bin", "data", filepath.Join("templates", "dist")}, dir)
}
