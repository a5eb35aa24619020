package main_test

import (
	"bytes"
	"go/ast"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// longest is the number of lines no Go file passes: a longer one tells more than one story.
const longest = 400

// topLevel is everything that may stand at the top of the checkout, beside files that start with a dot.
var topLevel = []string{
	"cmd", "judging", "certificates", "templates", "internal", "docs",
	"go.mod", "go.sum", "Makefile", "README.md",
	"bin", "data", // made by make build and make run, ignored by Git
}

// unwanted are the traces of one machine: its folders and the package servers it happens to use.
// The words are cut in two so that this file does not find itself.
var unwanted = regexp.MustCompile(`(^|[^\w./)}-])/(wo` + `rk|ro` + `ot/\.)/` +
	`|registry\.(np` + `mjs|yarn)|npmm` + `irror|(proxy|sum)\.go` + `lang\.org|"resol` + `ved": "http`)

// files reads every file that Git would commit, by its path with slashes.
func files(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if inside != "." && skipped(inside, entry) {
				return filepath.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(name)
		all[filepath.ToSlash(inside)] = text
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestGoFilesAreShort(t *testing.T) {
	for name, text := range files(t) {
		if lines := bytes.Count(text, []byte("\n")); path.Ext(name) == ".go" && lines > longest {
			t.Errorf("%s has %d lines; %d are the most", name, lines, longest)
		}
	}
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(topLevel, e.Name()) {
			t.Errorf("%s stands at the top of the checkout; it belongs into one of %v", e.Name(), topLevel)
		}
	}
}

func TestNoTraceOfAMachine(t *testing.T) {
	sample := `"resol` + `ved": "https://example.org/a.tgz"`
	if !unwanted.MatchString(sample) || !unwanted.MatchString("cd /wo"+"rk/main") || unwanted.MatchString("how we /work") {
		t.Fatal("the expression finds nothing")
	}
	for name, text := range files(t) {
		if !utf8.Valid(text) {
			continue // pictures and other files that nobody types
		}
		if found := unwanted.Find(text); found != nil {
			t.Errorf("%s contains %q", name, found)
		}
	}
}

// TestPackagesSayWhatTheyOwn demands a package comment, exactly one per package, in the usual form.
func TestPackagesSayWhatTheyOwn(t *testing.T) {
	comments := map[string]int{}
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		comments[s.pkg] += 0
		if s.file.Doc == nil {
			continue
		}
		comments[s.pkg]++
		want := "Package " + s.file.Name.Name + " "
		if s.file.Name.Name == "main" {
			want = "Command " + path.Base(s.pkg) + " "
		}
		if text := s.file.Doc.Text(); !strings.HasPrefix(text, want) {
			t.Errorf("%s: the package comment begins %.40q, not %q", s.path, text, want)
		}
	}
	for pkg, n := range comments {
		if n != 1 {
			t.Errorf("%s has %d package comments", pkg, n)
		}
	}
}

// TestNothingRunsBeforeMain refuses init functions and unfinished work.
func TestNothingRunsBeforeMain(t *testing.T) {
	unfinished := regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s has a func init; initialise where the value is used", s.path)
			}
		}
		for _, c := range s.file.Comments {
			if word := unfinished.FindString(c.Text()); word != "" {
				t.Errorf("%s: a comment says %s; do it or open an issue", s.path, word)
			}
		}
	}
}

// TestExportedNamesAreDocumented demands a sentence for every exported name outside tests.
func TestExportedNamesAreDocumented(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || s.file.Name.Name == "main" {
			continue
		}
		for _, d := range s.file.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s has no comment", s.path, name)
			}
		}
	}
}

// undocumented lists the exported names of a declaration that neither it nor its group explains.
func undocumented(d ast.Decl) []string {
	var names []string
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || exportedReceiver(d)) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
					names = append(names, spec.Name.Name)
				}
			case *ast.ValueSpec:
				for _, n := range spec.Names {
					if n.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return names
}

// exportedReceiver tells whether a method belongs to an exported type: others are seen by nobody.
func exportedReceiver(d *ast.FuncDecl) bool {
	receiver := d.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	name, ok := receiver.(*ast.Ident)
	return ok && name.IsExported()
}
