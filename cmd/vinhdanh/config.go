package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/caarlos0/env/v11"
	"github.com/spf13/pflag"
)

// config is everything that an installation sets. Flags win over VINHDANH_* variables, these over the
// file; VINHDANH_X_FILE names a file that holds the value of X, for secrets.
type config struct {
	Data         string   `toml:"-" env:"DATA"`
	File         string   `toml:"-" env:"CONFIG"`
	DatabaseURL  string   `toml:"database_url" env:"DATABASE_URL"`
	Addr         string   `toml:"addr" env:"ADDR"`
	BlobURL      string   `toml:"blob_url" env:"BLOB_URL"`
	BaseURL      string   `toml:"base_url" env:"BASE_URL"`
	SMTPURL      string   `toml:"smtp_url" env:"SMTP_URL"`
	MailFrom     string   `toml:"mail_from" env:"MAIL_FROM"`
	LogFormat    string   `toml:"log_format" env:"LOG_FORMAT"`
	Proxies      []string `toml:"trusted_proxies" env:"TRUSTED_PROXIES"`
	MetricsToken string   `toml:"metrics_token" env:"METRICS_TOKEN"`
	BackupDir    string   `toml:"backup_dir" env:"BACKUP_DIR"`
	BackupTo     []string `toml:"backup_recipients" env:"BACKUP_RECIPIENTS"`
	TLS          string   `toml:"tls" env:"TLS"`
	TLSCert      string   `toml:"tls_cert" env:"TLS_CERT"`
	TLSKey       string   `toml:"tls_key" env:"TLS_KEY"`
	TLSEmail     string   `toml:"tls_email" env:"TLS_EMAIL"`
	TLSDirectory string   `toml:"tls_directory" env:"TLS_DIRECTORY"`
	PlainAddr    string   `toml:"plain_addr" env:"PLAIN_ADDR"`

	SigningKey          string `toml:"signing_key" env:"SIGNING_KEY"`
	SigningPassword     string `toml:"signing_password" env:"SIGNING_PASSWORD"`
	SigningChain        string `toml:"signing_chain" env:"SIGNING_CHAIN"`
	SigningKeyNext      string `toml:"signing_key_next" env:"SIGNING_KEY_NEXT"`
	SigningPasswordNext string `toml:"signing_password_next" env:"SIGNING_PASSWORD_NEXT"`
	TimestampURL        string `toml:"timestamp_url" env:"TIMESTAMP_URL"`
	TimestampRoots      string `toml:"timestamp_roots" env:"TIMESTAMP_ROOTS"`
	AuthorityRoots      string `toml:"authority_roots" env:"AUTHORITY_ROOTS"`
	// AuthoritySigners is separated by semicolons in the variable, since names hold commas.
	AuthoritySigners []string `toml:"authority_signers" env:"AUTHORITY_SIGNERS" envSeparator:";"`
	ComparePages     string   `toml:"compare_pages" env:"COMPARE_PAGES"`

	LedgerExport string   `toml:"ledger_export" env:"LEDGER_EXPORT"`
	Witnesses    []string `toml:"witnesses" env:"WITNESSES"`

	OfflineDays         int `toml:"offline_days" env:"OFFLINE_DAYS"`
	ReportContactMonths int `toml:"report_contact_months" env:"REPORT_CONTACT_MONTHS"`
	UnusualLookups      int `toml:"unusual_lookups" env:"UNUSUAL_LOOKUPS"`

	Drain time.Duration `toml:"drain" env:"DRAIN"`
}

// prefix of the environment's variables.
const prefix = "VINHDANH_"

const defaultAddr = "127.0.0.1:8080"

// globalFlags are those that every command takes.
func globalFlags(f *pflag.FlagSet) {
	f.String("data", "./data", "data folder")
	f.String("database-url", "", "empty for SQLite in the data folder, or postgres://…")
	f.String("config", "", "configuration file (default vinhdanh.toml in the data folder)")
}

// serveFlags are those of the commands that serve.
func serveFlags(f *pflag.FlagSet) {
	f.String("addr", defaultAddr, "address to listen on")
	f.Bool("tls-local", false, "serve a hall without internet by https, with an authority of its own (default address :8443)")
	f.String("blob-url", "", "empty for the data folder, or s3://bucket?endpoint=…")
	f.String("base-url", "", "address that QR codes carry (default http:// and the address listened on)")
	f.String("smtp-url", "", "mail server, smtp:// or smtps:// (default: letters are files in the data folder)")
	f.String("log-format", "", "text or json (default: text on a terminal, else json)")
}

// loadConfig reads file, environment and flags, the later winning.
func loadConfig(flags *pflag.FlagSet, environ []string) (config, error) {
	vars, err := environment(environ)
	if err != nil {
		return config{}, err
	}
	c := config{Data: "./data", ReportContactMonths: 12, UnusualLookups: 50, ComparePages: compareAuto}
	pick := func(flag, variable, otherwise string) string {
		if f := flags.Lookup(flag); f != nil && f.Changed {
			return f.Value.String()
		}
		if v := vars[prefix+variable]; v != "" {
			return v
		}
		return otherwise
	}
	c.Data = pick("data", "DATA", c.Data)
	file := pick("config", "CONFIG", "")
	if err := readFile(&c, file); err != nil {
		return c, err
	}
	if err := env.ParseWithOptions(&c, env.Options{Prefix: prefix, Environment: vars}); err != nil {
		return c, usageError{fmt.Errorf("environment: %w", err)}
	}
	c.Data, c.File = pick("data", "DATA", c.Data), file
	for flag, to := range map[string]*string{"database-url": &c.DatabaseURL, "addr": &c.Addr, "blob-url": &c.BlobURL,
		"base-url": &c.BaseURL, "smtp-url": &c.SMTPURL, "log-format": &c.LogFormat} {
		if f := flags.Lookup(flag); f != nil && f.Changed {
			*to = f.Value.String()
		}
	}
	if f := flags.Lookup("tls-local"); f != nil && f.Value.String() == "true" {
		c.TLS = tlsLocal
	}
	return c, errors.Join(c.check(), c.checkTLS())
}

// environment is the program's variables by name, with those of *_FILE read from their files.
func environment(environ []string) (map[string]string, error) {
	vars := env.ToMap(environ)
	for name, file := range vars {
		key, ok := strings.CutSuffix(name, "_FILE")
		if !ok || !strings.HasPrefix(name, prefix) || file == "" {
			continue
		}
		secret, err := os.ReadFile(filepath.Clean(file))
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		vars[key] = strings.TrimSpace(string(secret))
	}
	return vars, nil
}

// path is where the configuration file is or would be.
func (c config) path() string {
	if c.File != "" {
		return c.File
	}
	return filepath.Join(c.Data, "vinhdanh.toml")
}

// readFile reads the configuration file; the default one may be missing, a key it does not know is an error.
func readFile(c *config, file string) error {
	given := file != ""
	file = config{Data: c.Data, File: file}.path()
	meta, err := toml.DecodeFile(file, c)
	if errors.Is(err, fs.ErrNotExist) && !given {
		return nil
	}
	if err != nil {
		return usageError{fmt.Errorf("read %s: %w", file, err)}
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return hinted{usageError{fmt.Errorf("%s: unknown setting %q", file, unknown[0].String())},
			"the settings are listed in docs/operations.md"}
	}
	return nil
}

func (c *config) check() error {
	switch c.LogFormat {
	case "", "text", "json":
	default:
		return usageError{fmt.Errorf("log format %q is neither text nor json", c.LogFormat)}
	}
	if c.OfflineDays < 0 || c.OfflineDays > longestOfflineDays {
		return usageError{fmt.Errorf("offline_days is %d; it can be 1 to %d", c.OfflineDays, longestOfflineDays)}
	}
	if c.DatabaseURL != "" && !strings.HasPrefix(c.DatabaseURL, "postgres://") && !strings.HasPrefix(c.DatabaseURL, "postgresql://") {
		return usageError{errors.New("database URL must be empty or begin with postgres://")}
	}
	if c.ReportContactMonths < 1 || c.UnusualLookups < 0 {
		return usageError{errors.New("report_contact_months must be at least 1 and unusual_lookups at least 0")}
	}
	if _, err := c.allowedSigners(); err != nil {
		return err
	}
	switch c.ComparePages {
	case compareAuto, compareAlways, compareNever:
	default:
		return usageError{fmt.Errorf("compare_pages is %q; it can be auto, always or never", c.ComparePages)}
	}
	if c.BaseURL == "" {
		return nil
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return usageError{fmt.Errorf("base URL %q is not an address such as https://binhchon.example.vn", c.BaseURL)}
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	return nil
}
