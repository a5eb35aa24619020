package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"vinhdanh/certificates/pdf"
	"vinhdanh/docs"
	"vinhdanh/internal/blob"
	"vinhdanh/internal/intake"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/web"
	"vinhdanh/templates"
)

// garbage is how much a server lets pile up before it is collected, in per cent of what is in use: with some
// 45 MB of pages and words in use and a save that leaves little, collecting more often takes a tenth of its time.
const garbage = 200

func (s *session) serveCommand() *cobra.Command {
	c := &cobra.Command{Use: "serve", Short: "Serve the platform", Args: exactly(0),
		Example: "  vinhdanh serve --data /var/lib/vinhdanh --base-url https://binhchon.example.vn",
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := s.open(cmd.Context(), true)
			if err != nil {
				return err
			}
			err = s.offerSetup(cmd.Context(), a)
			if err == nil {
				err = s.serve(cmd.Context(), a)
			}
			return errors.Join(err, a.close())
		}}
	serveFlags(c.Flags())
	return c
}

// offerSetup prints the one-time set-up link while nobody has an account.
func (s *session) offerSetup(ctx context.Context, a *app) error {
	token, err := a.accounts.OpenSetup(ctx)
	if err != nil || token == "" {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "Mở liên kết này trong 30 phút để thiết lập (open this link within 30 minutes to set up):\n  %s/setup?token=%s\n",
		a.conf.BaseURL, token)
	return err
}

// serve answers requests and works on jobs until ctx ends, then lets what is under way finish.
func (s *session) serve(ctx context.Context, a *app) (err error) {
	s.lines.gather()
	defer func() { err = errors.Join(err, s.lines.release()) }()
	if os.Geteuid() == 0 {
		a.log.Warn("running as root; a user of its own is safer")
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	mark, err := a.setting(ctx, demoSetting)
	if err != nil {
		return err
	}
	handler, err := a.handler(mark != "") // a demo shows its banner whichever command serves it
	if err != nil {
		return err
	}
	if a.conf.DatabaseURL == "" {
		if err := a.db.ReleaseJobs(ctx); err != nil {
			return err
		}
	}
	open, err := s.openDoors(ctx, a, handler)
	if err != nil {
		return err
	}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	var workers sync.WaitGroup
	workers.Go(func() { a.runner().Run(work) })
	workers.Go(func() { a.keepUp(work) })
	workers.Go(func() { a.keepBackups(work) })
	workers.Go(func() { a.keepReminding(work) })
	workers.Go(func() { a.keepCounting(work, handler) })
	if err := errors.Join(open.say(s.stdout), tellSystemd(ctx, s.env, "READY=1")); err != nil {
		a.log.Warn("say that the server runs", "error", err)
	}
	err = open.answer(ctx)
	stopWork()
	workers.Wait()
	return err
}

// handler is the web server over the wired program.
func (a *app) handler(demo bool) (*web.Server, error) {
	if a.renderer == nil {
		return nil, hinted{errors.New("the styles and fonts are missing"), "run `make build`"}
	}
	pages, err := a.pages()
	if err != nil {
		return nil, err
	}
	guide, err := templates.ReadGuide(docs.UserGuide())
	if err != nil {
		return nil, err
	}
	proxies, err := prefixes(a.conf.Proxies)
	if err != nil {
		return nil, err
	}
	uploads := filepath.Join(a.conf.Data, "tmp")
	if err := os.MkdirAll(uploads, 0o700); err != nil {
		return nil, fmt.Errorf("make folder for uploads: %w", err)
	}
	inspector, err := newInspector(uploads)
	if err != nil {
		return nil, err
	}
	printer, err := newPapers()
	if err != nil {
		return nil, err
	}
	return web.New(web.Config{
		Judging: a.judging, Certificates: a.certificates, Countersign: a.desk(inspector), Offline: a.offlineChecks(), Accounts: a.accounts, Jobs: a.db, Ledger: publicLedger{a}, Generations: a.db,
		Idempotency: answers{a.db}, Blobs: a.blobs, Inspector: inspector, Importer: inspector, Pages: pages, Guide: guide,
		Translate: a.words.T, Ready: a.ready, Organiser: a.accounts.Office, Verifiers: []string{a.key.Verifier}, Signers: a.signers, BaseURL: a.conf.BaseURL, Now: time.Now,
		Log: a.log, Demo: demo, TrustedProxies: proxies, MetricsToken: a.conf.MetricsToken, TempDir: uploads,
		HallTLS: a.conf.TLS == tlsLocal, ContactMonths: a.conf.ReportContactMonths, Collectors: []prometheus.Collector{a.measures},
		Papers: printer, Tables: tables{}, Bind: bindCertificates, Look: web.LookTools{Clean: pdf.CleanPicture, Specimen: a.specimen, Designs: pdf.Designs()}, ImportTemplate: intake.WriteTemplate, Examine: a.examine, MailToFolder: a.conf.SMTPURL == "",
	})
}

// errStopping is why a server that drains is not ready.
var errStopping = errors.New("this server is stopping")

// ready reports whether database and files answer, and the server means to stay.
func (a *app) ready(ctx context.Context) error {
	if a.stopping.Load() {
		return errStopping
	}
	if err := a.db.Ping(ctx); err != nil {
		return err
	}
	return blob.Answers(ctx, a.blobs)
}

func (a *app) runner() *jobs.Runner {
	r := jobs.NewRunner(a.db, a.handlers(), time.Now, a.log)
	r.WakeOn(a.db.Enqueued())
	return r
}
