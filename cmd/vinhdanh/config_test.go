package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

// configFile is a data folder with a configuration file.
func configFile(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "vinhdanh.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func load(t *testing.T, environ []string, args ...string) (config, error) {
	t.Helper()
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	globalFlags(flags)
	serveFlags(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return loadConfig(flags, environ)
}

func TestSettingsWinInOrder(t *testing.T) {
	dir := configFile(t, `addr = "file:1"
base_url = "https://file.example.vn/"
smtp_url = "smtp://file"
blob_url = "s3://file"
mail_from = "file@thu.vn"
log_format = "text"
database_url = "postgres://file/db"
trusted_proxies = ["10.0.0.1"]
metrics_token = "file"
`)
	environ := []string{"VINHDANH_ADDR=env:2", "VINHDANH_BASE_URL=https://env.example.vn", "VINHDANH_SMTP_URL=smtp://env",
		"VINHDANH_TRUSTED_PROXIES=10.0.0.2,10.0.0.3", "VINHDANH_DATABASE_URL=postgresql://env/db", "VINHDANH_BLOB_URL=", "ADDR=other:9"}
	got, err := load(t, environ, "--data", dir, "--addr", "flag:3", "--database-url", "postgres://flag/db")
	if err != nil {
		t.Fatal(err)
	}
	want := config{Data: dir, ReportContactMonths: 12, UnusualLookups: 50, ComparePages: compareAuto, DatabaseURL: "postgres://flag/db", Addr: "flag:3", BlobURL: "s3://file", BaseURL: "https://env.example.vn",
		SMTPURL: "smtp://env", MailFrom: "file@thu.vn", LogFormat: "text", Proxies: []string{"10.0.0.2", "10.0.0.3"}, MetricsToken: "file"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSettingsByDefault(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("VINHDANH_ADDR", "process:1") // the program reads the environment that it is given
	got, err := load(t, nil)
	if diff := cmp.Diff(config{Data: "./data", ReportContactMonths: 12, UnusualLookups: 50, ComparePages: compareAuto, Addr: "127.0.0.1:8080"}, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func TestDataFolder(t *testing.T) {
	flag, variable := configFile(t, `addr = "flag:1"`), configFile(t, `addr = "variable:1"`)
	elsewhere := filepath.Join(configFile(t, `addr = "elsewhere:1"`), "vinhdanh.toml")
	for _, c := range []struct {
		name       string
		env, args  []string
		data, addr string
	}{
		{"flag", []string{"VINHDANH_DATA=" + variable}, []string{"--data", flag}, flag, "flag:1"},
		{"variable", []string{"VINHDANH_DATA=" + variable}, nil, variable, "variable:1"},
		{"file by a flag", []string{"VINHDANH_CONFIG=" + filepath.Join(variable, "vinhdanh.toml")}, []string{"--data", flag, "--config", elsewhere}, flag, "elsewhere:1"},
		{"file by a variable", []string{"VINHDANH_CONFIG=" + elsewhere}, []string{"--data", flag}, flag, "elsewhere:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := load(t, c.env, c.args...)
			if err != nil || got.Data != c.data || got.Addr != c.addr {
				t.Errorf("data %s, addr %s, %v", got.Data, got.Addr, err)
			}
		})
	}
}

func TestSecretsFromFiles(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte(" smtps://u:geheim@mail.example.vn\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := load(t, []string{"VINHDANH_SMTP_URL=smtp://env", "VINHDANH_SMTP_URL_FILE=" + secret, "OTHER_FILE=/nix", "VINHDANH_ADDR_FILE="},
		"--data", t.TempDir())
	if err != nil || got.SMTPURL != "smtps://u:geheim@mail.example.vn" || got.Addr != defaultAddr {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := load(t, []string{"VINHDANH_METRICS_TOKEN_FILE=" + secret + "x"}); err == nil || !strings.Contains(err.Error(), "VINHDANH_METRICS_TOKEN_FILE") {
		t.Errorf("a missing secret: %v", err)
	}
}

func TestBadSettings(t *testing.T) {
	for _, c := range []struct {
		name, file string
		env, args  []string
		err        string
	}{
		{"unknown key", "adr = \"x:1\"", nil, nil, `unknown setting "adr"`},
		{"data in the file", "data = \"x\"", nil, nil, `unknown setting "data"`},
		{"unknown table", "[mail]\nfrom = \"x\"", nil, nil, `unknown setting "mail`},
		{"no TOML", "addr = ", nil, nil, "vinhdanh.toml"},
		{"wrong type", "addr = 80", nil, nil, "vinhdanh.toml"},
		{"given file is missing", "", nil, []string{"--config", "/nix/vinhdanh.toml"}, "/nix/vinhdanh.toml"},
		{"base URL without a scheme", `base_url = "binhchon.example.vn"`, nil, nil, "https://binhchon.example.vn"},
		{"base URL by FTP", "", []string{"VINHDANH_BASE_URL=ftp://binhchon.example.vn"}, nil, "base URL"},
		{"base URL without a host", "", []string{"VINHDANH_BASE_URL=https:///x"}, nil, "base URL"},
		{"log format", "", []string{"VINHDANH_LOG_FORMAT=xml"}, nil, `"xml" is neither text nor json`},
		{"a signer that is none", "", []string{"VINHDANH_AUTHORITY_ROOTS=x.pem", "VINHDANH_AUTHORITY_SIGNERS=O=Sở A; tỉnh B"}, nil, "authority_signers"},
		{"compare_pages", `compare_pages = "yes"`, nil, nil, "compare_pages"},
		{"signers without roots", `authority_signers = ["O=Sở A"]`, nil, nil, "authority_roots"},
		{"database of another kind", "", nil, []string{"--database-url", "mysql://localhost/x"}, "postgres://"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			data := configFile(t, c.file)
			args := append([]string{"user", "list", "--data", data}, c.args...)
			code := run(t.Context(), args, c.env, strings.NewReader(""), &out, &errs)
			called{code, out.String(), errs.String()}.says(t, exitUsage, c.err, "vinhdanh: hint: ")
			if _, err := os.Stat(filepath.Join(data, "vinhdanh.db")); err == nil {
				t.Error("the database was opened all the same")
			}
		})
	}
	var out, errs bytes.Buffer
	run(t.Context(), []string{"user", "list", "--data", configFile(t, "adr = 1")}, nil, strings.NewReader(""), &out, &errs)
	if !strings.Contains(errs.String(), "hint: the settings are listed in docs/operations.md") {
		t.Error(errs.String())
	}
}

func TestTrustedProxies(t *testing.T) {
	got, err := prefixes([]string{"10.0.0.0/8", "192.0.2.7", "2001:db8::1"})
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, p := range got {
		texts = append(texts, p.String())
	}
	if diff := cmp.Diff([]string{"10.0.0.0/8", "192.0.2.7/32", "2001:db8::1/128"}, texts); diff != "" {
		t.Error(diff)
	}
	if _, err := prefixes([]string{"proxy.example.vn"}); err == nil || !isUsage(err) {
		t.Errorf("a name: %v", err)
	}
}
