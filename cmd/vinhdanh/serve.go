package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"vinhdanh/docs"
	"vinhdanh/internal/blob"
	"vinhdanh/internal/intake"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/web"
	"vinhdanh/templates"
)

// uploadTime is how long a request may take to arrive: 20 MB of photos over a slow telephone.
const uploadTime = 10 * time.Minute

// stopTime is how long requests under way may take when the server stops.
const stopTime = 20 * time.Second

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
func (s *session) serve(ctx context.Context, a *app) error {
	if os.Geteuid() == 0 {
		a.log.Warn("running as root; a user of its own is safer")
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
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", a.conf.Addr)
	if err != nil {
		return hinted{fmt.Errorf("listen on %s: %w", a.conf.Addr, err), "another program may use the port; choose one with --addr"}
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: uploadTime, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	var workers sync.WaitGroup
	workers.Go(func() { a.runner().Run(work) })
	workers.Go(func() { a.keepUp(work) })
	workers.Go(func() { a.keepBackups(work) })
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if _, err := fmt.Fprintf(s.stdout, "Vinh Danh: http://%s (%s)\n", listener.Addr(), a.conf.BaseURL); err != nil {
		a.log.Warn("write to standard output", "error", err)
	}
	select {
	case err = <-failed:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		err = server.Shutdown(grace)
		cancel()
	}
	stopWork()
	workers.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// handler is the web server over the wired program.
func (a *app) handler(demo bool) (http.Handler, error) {
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
		Judging: a.judging, Certificates: a.certificates, Accounts: a.accounts, Jobs: a.db, Ledger: publicLedger{a.db}, Generations: a.db,
		Idempotency: answers{a.db}, Blobs: a.blobs, Inspector: inspector, Importer: inspector, Pages: pages, Guide: guide,
		Translate: a.words.T, Ready: a.ready, Organiser: a.accounts.Office, Verifiers: []string{a.key.Verifier}, BaseURL: a.conf.BaseURL, Now: time.Now,
		Log: a.log, Demo: demo, TrustedProxies: proxies, MetricsToken: a.conf.MetricsToken, TempDir: uploads,
		Papers: printer, Tables: tables{}, ImportTemplate: intake.WriteTemplate, Examine: a.examine, MailToFolder: a.conf.SMTPURL == "",
	})
}

// ready reports whether database and files answer.
func (a *app) ready(ctx context.Context) error {
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
