package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEditionTravels: what export wrote opens the same edition elsewhere, and its dossiers come in once.
func TestEditionTravels(t *testing.T) {
	t.Parallel()
	data, out := demoCopy(t), filepath.Join(t.TempDir(), "ky.json")
	if c := call(t, "", "edition", "export", "mau-2027", "--out", out, "--data", data); c.code != exitDone || !strings.Contains(c.err, "dossiers") {
		t.Fatalf("%+v", c)
	}
	by := []string{"--by", "quantri@mau.vn", "--data", data}
	if printed := done(t, append([]string{"edition", "import", out, "--slug", "moi"}, by...)...); !strings.HasPrefix(printed, "opened moi as a draft") {
		t.Error(printed)
	}
	again := filepath.Join(t.TempDir(), "lai.json")
	done(t, "edition", "export", "moi", "--out", again, "--data", data)
	setUp := func(name string) string {
		head, _, _ := strings.Cut(read(t, name), `"nominations"`)
		return strings.Replace(head, `"slug": "moi"`, `"slug": "mau-2027"`, 1)
	}
	if setUp(again) != setUp(out) || !strings.Contains(setUp(out), `"criteria"`) {
		t.Errorf("opened\n%s\nwant\n%s", setUp(again), setUp(out))
	}
	renamed := strings.ReplaceAll(read(t, out), `"product": "`, `"product": "Kỳ trước: `)
	if err := os.WriteFile(out, []byte(renamed), 0o600); err != nil {
		t.Fatal(err)
	}
	dossiers := append([]string{"edition", "import", out, "--dossiers"}, by...)
	if c := call(t, "", append(dossiers, "--slug", "moi")...); c.code != exitFailed {
		t.Errorf("a draft takes dossiers: %+v", c)
	}
	first, second := done(t, append(dossiers, "--slug", "mau-2028")...), done(t, append(dossiers, "--slug", "mau-2028")...)
	if strings.HasPrefix(first, "brought in 0 ") || !strings.HasPrefix(second, "brought in 0 ") {
		t.Errorf("first %s, then %s", first, second)
	}
}

func TestEditionFilesAreRefused(t *testing.T) {
	t.Parallel()
	data, dir := demoCopy(t), t.TempDir()
	good := done(t, "edition", "export", "mau-2027", "--data", data)
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	by := []string{"--by", "quantri@mau.vn", "--data", data}
	for name, file := range map[string]string{
		"no such file":  filepath.Join(dir, "none.json"),
		"another form":  write("form.json", strings.Replace(good, editionFormat, "vinhdanh-edition/9", 1)),
		"unknown field": write("field.json", strings.Replace(good, `"year"`, `"years"`, 1)),
		"no JSON":       write("no.json", "xin chào"),
	} {
		if c := call(t, "", append([]string{"edition", "import", file, "--slug", "moi"}, by...)...); c.code != exitUsage || c.out != "" {
			t.Errorf("%s: %+v", name, c)
		}
	}
	whole := write("whole.json", good)
	for want, args := range map[string][]string{
		"hint: name an account": {"--by", "none@mau.vn", "--slug", "moi", "--data", data},
		"mau-2027":              by, // its address is taken
	} {
		if c := call(t, "", append([]string{"edition", "import", whole}, args...)...); c.code != exitFailed || !strings.Contains(c.err, want) {
			t.Errorf("%s: %+v", want, c)
		}
	}
	bad := write("bad.json", strings.Replace(good, `"product_group": "`, `"product_group": "X`, 1))
	if c := call(t, "", append([]string{"edition", "import", bad, "--dossiers", "--slug", "mau-2028"}, by...)...); c.code != exitFailed ||
		!strings.Contains(c.err, "dossier 1: product_group") || !strings.Contains(c.err, "none was brought in") {
		t.Errorf("a dossier at fault: %+v", c)
	}
}
