package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/module"
)

// bom is a bill of materials as CycloneDX 1.6 has it, as far as it is used here. It holds no time and no serial
// number, so that equal programs have equal lists.
type bom struct {
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Metadata   metadata    `json:"metadata"`
	Components []component `json:"components"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type     string    `json:"type"`
	Ref      string    `json:"bom-ref,omitempty"`
	Name     string    `json:"name"`
	Version  string    `json:"version,omitempty"`
	PURL     string    `json:"purl,omitempty"`
	Hashes   []hash    `json:"hashes,omitempty"`
	Licenses []license `json:"licenses,omitempty"`
	Comment  string    `json:"description,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type license struct {
	License struct {
		ID   string `json:"id,omitempty"`
		Name string `json:"name,omitempty"`
	} `json:"license"`
}

func licensed(ids ...string) []license {
	var list []license
	for _, id := range ids {
		var l license
		if l.License.ID = id; strings.Contains(id, " ") {
			l.License.ID, l.License.Name = "", id
		}
		list = append(list, l)
	}
	return list
}

// inventory lists what is in a program: Go's own note of its modules, Go itself, the C parts, and what npm brought
// into pages.
func inventory(program, version, machine, file string) ([]byte, error) {
	info, err := modules(file)
	if err != nil {
		return nil, err
	}
	sum, err := sha256File(file)
	if err != nil {
		return nil, err
	}
	b := bom{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: metadata{component{Type: "application", Ref: program, Name: program,
		Version: version, Comment: "linux/" + machine + ", static", Hashes: []hash{{"SHA-256", sum}}}}}
	goVersion := strings.TrimPrefix(info.GoVersion, "go")
	b.Components = append(b.Components, component{Type: "library", Name: "std", Version: goVersion, PURL: "pkg:golang/std@" + goVersion,
		Licenses: licensed("BSD-3-Clause"), Comment: "the Go standard library and run time"})
	for _, d := range info.Deps {
		if d.Replace != nil {
			d = d.Replace
		}
		dir, err := moduleDir(d.Path, d.Version)
		if err != nil {
			return nil, err
		}
		b.Components = append(b.Components, component{Type: "library", Name: d.Path, Version: d.Version,
			PURL: "pkg:golang/" + d.Path + "@" + d.Version, Licenses: licensed(licences(dir)...)})
		if d.Path == "github.com/mattn/go-sqlite3" {
			b.Components = append(b.Components, sqlite(dir))
		}
	}
	glibc, err := cLibrary(machine)
	if err != nil {
		return nil, err
	}
	b.Components = append(b.Components, glibc)
	if program == "vinhdanh" { // the other program has no pages
		packages, err := npmPackages(filepath.Join(checkout, "templates", "package-lock.json"))
		if err != nil {
			return nil, err
		}
		b.Components = append(b.Components, packages...)
	}
	slices.SortFunc(b.Components, func(a, c component) int {
		return cmp.Or(cmp.Compare(a.Name, c.Name), cmp.Compare(a.Version, c.Version))
	})
	for i, c := range b.Components {
		b.Components[i].Ref = cmp.Or(c.PURL, c.Name+"@"+c.Version)
	}
	text, err := json.MarshalIndent(b, "", " ")
	return append(text, '\n'), err
}

// moduleDir is where the module cache keeps a module.
func moduleDir(path, version string) (string, error) {
	out, err := exec.CommandContext(context.Background(), "go", "env", "GOMODCACHE").Output()
	if err != nil {
		return "", fmt.Errorf("ask for the module cache: %w", err)
	}
	escaped, err := module.EscapePath(path)
	if err != nil {
		return "", err
	}
	v, err := module.EscapeVersion(version)
	return filepath.Join(strings.TrimSpace(string(out)), filepath.FromSlash(escaped)+"@"+v), err
}

// sqlite is the C source within its driver.
func sqlite(dir string) component {
	c := component{Type: "library", Name: "sqlite", Licenses: licensed("blessing"), Comment: "compiled into github.com/mattn/go-sqlite3"}
	text, err := os.ReadFile(filepath.Join(dir, "sqlite3-binding.h"))
	if m := regexp.MustCompile(`#define SQLITE_VERSION\s+"([^"]+)"`).FindSubmatch(text); err == nil && m != nil {
		c.Version, c.PURL = string(m[1]), "pkg:generic/sqlite@"+string(m[1])
	}
	return c
}

// cLibrary is the C library of the compiler, which is linked in.
func cLibrary(machine string) (component, error) {
	cc, err := compiler(machine)
	if err != nil {
		return component{}, err
	}
	cmd := exec.CommandContext(context.Background(), cc, "-dM", "-E", "-include", "features.h", "-x", "c", os.DevNull)
	out, err := cmd.Output()
	if err != nil {
		return component{}, fmt.Errorf("ask %s for its C library: %w", cc, err)
	}
	m := regexp.MustCompile(`#define __GLIBC__ (\d+)[\s\S]*`).FindSubmatch(out)
	n := regexp.MustCompile(`#define __GLIBC_MINOR__ (\d+)`).FindSubmatch(out)
	if m == nil || n == nil {
		return component{}, fmt.Errorf("%s is not a compiler with glibc", cc)
	}
	v := string(m[1]) + "." + string(n[1])
	return component{Type: "library", Name: "glibc", Version: v, PURL: "pkg:generic/glibc@" + v, Licenses: licensed("LGPL-2.1-or-later"),
		Comment: "linked statically; relinking needs the sources, which are at hand with this program's"}, nil
}

// npmPackages are what npm brings for styles, scripts and fonts; some only help to build them.
func npmPackages(lock string) ([]component, error) {
	text, err := os.ReadFile(lock)
	if err != nil {
		return nil, err
	}
	var content struct {
		Packages map[string]struct {
			Version, License string
			Dev, Optional    bool
		}
	}
	if err := json.Unmarshal(text, &content); err != nil {
		return nil, fmt.Errorf("read %s: %w", lock, err)
	}
	var list []component
	for at, p := range content.Packages {
		_, name, found := strings.Cut(at, "node_modules/")
		if !found || p.Dev || p.Optional { // the optional ones are for other machines' builds
			continue
		}
		list = append(list, component{Type: "library", Name: name, Version: p.Version, Licenses: licensed(p.License),
			PURL: "pkg:npm/" + strings.Replace(name, "@", "%40", 1) + "@" + p.Version})
	}
	return list, nil
}
