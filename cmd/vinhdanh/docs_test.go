package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"vinhdanh/internal/accounts"
)

// checkout is the top of the repository, seen from this package.
const checkout = "../.."

func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// table reads the rows of a page's table between <!-- name --> and <!-- /name -->, without its head.
func table(t *testing.T, text, name string) [][]string {
	t.Helper()
	_, rest, found := strings.Cut(text, "<!-- "+name+" -->")
	inner, _, ended := strings.Cut(rest, "<!-- /"+name+" -->")
	if !found || !ended {
		t.Fatalf("no table %q", name)
	}
	var rows [][]string
	for line := range strings.Lines(inner) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	if len(rows) < 3 {
		t.Fatalf("table %q is empty", name)
	}
	return rows[2:]
}

// ticked finds what stands between backquotes.
var ticked = regexp.MustCompile("`([^`]+)`")

func TestPermissionsAreWritten(t *testing.T) {
	want := map[string]string{}
	for right, hats := range accounts.Permissions() {
		var words []string
		for _, h := range hats {
			words = append(words, string(h))
		}
		want[string(right)] = strings.Join(words, ", ")
	}
	got := map[string]string{}
	for _, row := range table(t, page(t, "docs/operations.md"), "permissions") {
		if _, twice := got[row[0]]; twice {
			t.Errorf("%s stands twice", row[0])
		}
		got[row[0]] = row[1]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/operations.md differs from internal/accounts/permissions.go (-code +page):\n%s", diff)
	}
}

func TestSettingsAreWritten(t *testing.T) {
	var want, got [][2]string
	for i := range reflect.TypeFor[config]().NumField() {
		tag := reflect.TypeFor[config]().Field(i).Tag
		want = append(want, [2]string{strings.Trim(tag.Get("toml"), "-"), prefix + tag.Get("env")})
	}
	for _, row := range table(t, page(t, "docs/operations.md"), "settings") {
		got = append(got, [2]string{strings.Trim(row[0], "`"), strings.Trim(row[1], "`")})
	}
	byVariable := func(a, b [2]string) int { return strings.Compare(a[1], b[1]) }
	slices.SortFunc(want, byVariable)
	slices.SortFunc(got, byVariable)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/operations.md differs from config.go (-code +page):\n%s", diff)
	}
}

func TestCommandsAreWritten(t *testing.T) {
	var want, got []string
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			if walk(sub); !sub.HasSubCommands() && !sub.Hidden {
				want = append(want, strings.TrimPrefix(sub.CommandPath(), "vinhdanh "))
			}
		}
	}
	walk((&session{}).root())
	for _, row := range table(t, page(t, "docs/operations.md"), "commands") {
		for _, m := range ticked.FindAllStringSubmatch(row[0], -1) {
			got = append(got, m[1])
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/operations.md differs from the commands (-code +page):\n%s", diff)
	}
}

func TestDependenciesAreWritten(t *testing.T) {
	direct := regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(page(t, "go.mod"), -1)
	if len(direct) < 10 {
		t.Fatalf("go.mod names only %d direct dependencies", len(direct))
	}
	record := page(t, "docs/adr/0009-dependencies.md")
	for _, m := range direct {
		if !strings.Contains(record, "`"+m[1]+"`") {
			t.Errorf("docs/adr/0009-dependencies.md has no line for %s", m[1])
		}
	}
}

// link finds the target of a Markdown link or picture that leads into the checkout.
var link = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)

func TestLinksLeadSomewhere(t *testing.T) {
	pages := []string{"README.md"}
	err := filepath.WalkDir(filepath.Join(checkout, "docs"), func(name string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".md") {
			inside, _ := filepath.Rel(checkout, name) // both are relative
			pages = append(pages, filepath.ToSlash(inside))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, name := range pages {
		for _, m := range link.FindAllStringSubmatch(page(t, name), -1) {
			seen++
			target := filepath.Join(checkout, filepath.Dir(filepath.FromSlash(name)), filepath.FromSlash(m[1]))
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s leads to %s, which is not there", name, m[1])
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d links found: the test would prove nothing", seen)
	}
}
