package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pades"
	"vinhdanh/certificates/pdf"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/blob"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/mail"
	"vinhdanh/internal/store"
	"vinhdanh/judging"
	"vinhdanh/judging/packs"
	"vinhdanh/templates"
)

// app is the wired program.
type app struct {
	conf         config
	log          *slog.Logger
	db           *store.DB
	blobs        blob.Store
	key          ledger.Key
	words        *i18n.Translator
	accounts     *accounts.Service
	judging      *judging.Service
	certificates *certificates.Service
	renderer     *pdf.Renderer // nil until the assets are built
	keyring      keyring
	stamper      *pades.TimestampServer // nil without an authority
	witnesses    []witness
	send         mail.Sender
	measures     *measures
	stopping     atomic.Bool // /readyz says so
	printedNoted atomic.Bool // the base URL is among those that certificates carry
}

// The settings that keep the address of QR codes: what a server was told, and what the last one used.
const (
	baseSetting   = "base_url"
	servedSetting = "served_url"
)

// open wires the program over its data. serve makes this process the one server of an SQLite file.
func (s *session) open(ctx context.Context, serve bool) (*app, error) {
	a := &app{conf: s.conf, log: s.logger()}
	var err error
	if err := os.MkdirAll(a.conf.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	a.words = i18n.New()
	if a.key, err = ledgerKey(a.conf); err != nil {
		return nil, err
	}
	verifiers, err := ledger.Verifiers(a.key.Verifier)
	if err != nil {
		return nil, err
	}
	a.db, err = store.Open(ctx, store.Config{DataDir: a.conf.Data, DatabaseURL: a.conf.DatabaseURL, Serve: serve,
		Sign: a.sign, Verifiers: verifiers, AfterPublication: a.conf.afterPublication(), Now: time.Now, Log: a.log})
	if err != nil {
		return nil, err
	}
	if err := a.wire(ctx, serve); err != nil {
		return nil, errors.Join(err, a.db.Close())
	}
	return a, nil
}

func (a *app) wire(ctx context.Context, serve bool) (err error) {
	if to, err := a.db.Moved(ctx); err != nil {
		return err
	} else if to != "" {
		return movedError(to)
	}
	if err := a.settleBase(ctx, serve); err != nil {
		return err
	}
	if a.blobs, err = blob.Open(a.conf.BlobURL, a.conf.Data); err != nil {
		return err
	}
	if a.send, err = mail.Open(a.conf.SMTPURL, filepath.Join(a.conf.Data, "mail"), a.conf.sender()); err != nil {
		return err
	}
	a.measures = newMeasures(a)
	a.send = a.measures.countFailures(a.send)
	if templates.Built() {
		fonts, err := fs.Sub(templates.Assets(), "fonts")
		if err != nil {
			return fmt.Errorf("open embedded fonts: %w", err)
		}
		if a.renderer, err = pdf.New(fonts); err != nil {
			return err
		}
	}
	a.keyring.open = a.conf.openSigners
	if serve {
		if _, err := a.keyring.get(); err != nil {
			return err
		}
	}
	if a.stamper, err = a.conf.openStamper(); err != nil && serve {
		return err
	}
	if a.witnesses, err = a.conf.openWitnesses(); err != nil && serve {
		return err
	}
	a.accounts = accounts.NewService(a.db.ForAccounts(), accounts.NewHasher(), time.Now)
	a.judging = judging.NewService(a.db.ForJudging(), loadPack, time.Now)
	a.certificates = certificates.NewService(a.db.ForCertificates(), a.judging, a.printable, time.Now)
	return nil
}

func loadPack(id string) ([]byte, error) {
	_, data, err := packs.Load(id)
	return data, err
}

func (a *app) close() error { return errors.Join(a.keyring.close(), a.db.Close()) }

// settleBase decides what QR codes carry: what was set, else what was set for the last server, else the
// address that is listened on, which a server notes for the upkeep commands.
func (a *app) settleBase(ctx context.Context, serve bool) error {
	given := a.conf.BaseURL
	for _, name := range []string{baseSetting, servedSetting} {
		if a.conf.BaseURL != "" || serve && name == servedSetting {
			break
		}
		kept, err := a.setting(ctx, name)
		if err != nil {
			return err
		}
		a.conf.BaseURL = kept
	}
	if a.conf.BaseURL == "" {
		a.conf.BaseURL = a.conf.ownAddress()
	}
	if !serve {
		return nil
	}
	if given != "" {
		if err := a.db.SaveSetting(ctx, baseSetting, given); err != nil {
			return err
		}
	}
	return a.db.SaveSetting(ctx, servedSetting, a.conf.BaseURL)
}

// localAddress is how this machine's browser reaches an address that is listened on.
func localAddress(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "http://localhost:8080"
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// ownAddress is how this server is reached when nobody said how.
func (c *config) ownAddress() string {
	address := localAddress(c.Addr)
	if !c.speaksTLS() {
		return address
	}
	_, port, err := net.SplitHostPort(c.Addr)
	if err != nil || c.TLS != tlsLocal {
		return "https" + strings.TrimPrefix(address, "http")
	}
	return "https://" + net.JoinHostPort(hallHost(c.Addr), port)
}

// sender is the author of letters.
func (c *config) sender() string {
	if c.MailFrom != "" {
		return c.MailFrom
	}
	return "Vinh Danh <khong-tra-loi@" + hostOf(c.BaseURL) + ">"
}

func hostOf(base string) string {
	u, err := url.Parse(base)
	if err != nil || u.Hostname() == "" {
		return "localhost"
	}
	return u.Hostname()
}

// ledgerKey reads the key that signs checkpoints, made on first use and kept apart from the database. The
// log's name ends in random letters, so that no two installations share one whatever they were called then.
func ledgerKey(c config) (ledger.Key, error) {
	file := filepath.Join(c.Data, "ledger.key")
	text, err := os.ReadFile(file)
	if err == nil {
		return ledger.ParseKey(string(text))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return ledger.Key{}, fmt.Errorf("read ledger key: %w", err)
	}
	key, err := ledger.GenerateKey(rand.Reader, hostOf(c.BaseURL)+"/ledger/"+accounts.NewID()[:10])
	if err != nil {
		return key, err
	}
	f, err := os.CreateTemp(c.Data, "ledger-*.key")
	if err != nil {
		return key, fmt.Errorf("write ledger key: %w", err)
	}
	_, err = f.WriteString(strings.TrimSpace(key.Private) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return key, fmt.Errorf("write ledger key: %w", err)
	}
	// A link fails where a file is already: of two commands that meet here one key wins, whole.
	err = os.Link(f.Name(), file)
	if err2 := os.Remove(f.Name()); err2 != nil {
		return key, fmt.Errorf("write ledger key: %w", err2)
	}
	if errors.Is(err, fs.ErrExist) {
		return ledgerKey(c)
	}
	return key, err
}

// sign makes the published checkpoint of a size and root.
func (a *app) sign(size int64, root [32]byte) (string, error) {
	origin, _, _ := strings.Cut(strings.TrimPrefix(a.key.Private, "PRIVATE+KEY+"), "+")
	return ledger.SignCheckpoint(a.key, origin, ledger.Head{Size: size, Root: root})
}

// setting is a stored setting, "" when it was never set.
func (a *app) setting(ctx context.Context, name string) (string, error) {
	value, err := a.db.Setting(ctx, name)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return value, err
}
