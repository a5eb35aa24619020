package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// deployed reads every file of docs/deploy by its name.
func deployed(t *testing.T) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(checkout, "docs", "deploy"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		all[e.Name()] = page(t, "docs/deploy/"+e.Name())
	}
	return all
}

func TestDeploymentNamesWhatThereIs(t *testing.T) {
	settings := map[string]bool{}
	for i := range reflect.TypeFor[config]().NumField() {
		settings[prefix+reflect.TypeFor[config]().Field(i).Tag.Get("env")] = true
	}
	variable := regexp.MustCompile(`\bVINHDANH_[A-Z_]+`)
	operations, makefile := page(t, "docs/operations.md"), page(t, "Makefile")
	for name, text := range deployed(t) {
		if !strings.Contains(operations, "deploy/"+name) && name != "Dockerfile.dockerignore" {
			t.Errorf("docs/operations.md does not tell of %s", name)
		}
		for _, v := range variable.FindAllString(text, -1) {
			if !settings[strings.TrimSuffix(v, "_FILE")] {
				t.Errorf("%s: there is no setting %s", name, v)
			}
		}
		for _, m := range regexp.MustCompile(`docs/deploy/([\w.-]+)`).FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(checkout, "docs", "deploy", m[1])); err != nil {
				t.Errorf("%s names docs/deploy/%s", name, m[1])
			}
		}
		for _, m := range regexp.MustCompile(`(?m)^[^#\n]*\bmake (\w+)`).FindAllStringSubmatch(text, -1) {
			if !strings.Contains(makefile, "\n"+m[1]+":") {
				t.Errorf("%s: there is no make %s", name, m[1])
			}
		}
	}
}

func TestContainerIsSmallAndRunsCommandsThatThereAre(t *testing.T) {
	text := page(t, "docs/deploy/Dockerfile")
	for _, want := range []string{"\nFROM scratch\n", "\nUSER 10001:10001\n", "\nVOLUME /data\n", "VINHDANH_DATA=/data", "\nSTOPSIGNAL SIGTERM\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the Dockerfile lacks %q", want)
		}
	}
	if !strings.Contains(page(t, "internal/tools/dist/main.go"), `program + "-linux-" + machine`) || !strings.Contains(text, "bin/dist/vinhdanh-linux-$(go env GOARCH)") {
		t.Error("the Dockerfile takes another file than make dist leaves")
	}
	for _, m := range regexp.MustCompile(`(?m)CMD (\[.*\])`).FindAllStringSubmatch(text, -1) {
		var words []string
		if err := yaml.Unmarshal([]byte(m[1]), &words); err != nil {
			t.Fatal(err)
		}
		if words[0] == "/vinhdanh" {
			words = words[1:]
		}
		known(t, words)
	}
	for _, name := range []string{"compose.yml", "compose-nodes.yml"} {
		var compose struct {
			Services map[string]struct {
				Image    string
				ReadOnly bool     `yaml:"read_only"`
				CapDrop  []string `yaml:"cap_drop"`
				Grace    string   `yaml:"stop_grace_period"`
			}
		}
		if err := yaml.Unmarshal([]byte(page(t, "docs/deploy/"+name)), &compose); err != nil {
			t.Fatal(name, err)
		}
		ours := 0
		for _, s := range compose.Services {
			if s.Image != "vinhdanh" {
				continue
			}
			ours++
			if grace, err := time.ParseDuration(s.Grace); err != nil || grace <= stopTime || !s.ReadOnly || len(s.CapDrop) != 1 {
				t.Errorf("%s: %+v", name, s)
			}
		}
		if ours == 0 {
			t.Errorf("%s has no server", name)
		}
	}
}

// known makes sure that there are a command and its flags.
func known(t *testing.T, words []string) {
	t.Helper()
	c, rest, err := (&session{}).root().Find(words)
	if err != nil || !c.HasParent() {
		t.Errorf("there is no command %q: %v", words, err)
		return
	}
	if err := c.ParseFlags(rest); err != nil {
		t.Errorf("%q: %v", words, err)
	}
}

func TestUnitGivesTheServerWhatItNeeds(t *testing.T) {
	unit := map[string]string{}
	for line := range strings.Lines(page(t, "docs/deploy/vinhdanh.service")) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(line, "#") {
			unit[key] = value
		}
	}
	known(t, strings.Fields(strings.TrimPrefix(unit["ExecStart"], "/usr/local/bin/vinhdanh ")))
	for key, want := range map[string]string{"Type": "notify", "User": "vinhdanh", "StateDirectory": "vinhdanh", "StateDirectoryMode": "0700",
		"ProtectSystem": "strict", "NoNewPrivileges": "true", "MemoryMax": "3G", "TimeoutStopSec": "30", "RestrictNamespaces": "true"} {
		if unit[key] != want {
			t.Errorf("%s=%s, want %s", key, unit[key], want)
		}
	}
	if stop, err := time.ParseDuration(unit["TimeoutStopSec"] + "s"); err != nil || stop <= stopTime {
		t.Errorf("systemd kills it after %v, %v", stop, err)
	}
}
