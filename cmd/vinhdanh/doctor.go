package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"vinhdanh/internal/blob"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/web"
	"vinhdanh/templates"
)

// echoSupport is when Echo v4 stops getting security fixes, as its maintainers have said.
var echoSupport = time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC)

// finding is one line of the doctor: what was looked at, whether it is well, and what to do if not.
type finding struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	Remedy string `json:"remedy,omitempty"`
}

func (s *session) doctorCommand() *cobra.Command {
	c := jsonFlag(&cobra.Command{Use: "doctor", Short: "Say in plain words what is wrong and what to do", Args: exactly(0),
		RunE: readyOr(s.askReady, s.with(func(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
			if fix, err := cmd.Flags().GetBool("fix"); err != nil {
				return err
			} else if fix {
				if err := a.db.RebuildKeys(ctx); err != nil {
					return err
				}
			}
			return s.reportHealth(wantsJSON(cmd), a.findings(ctx))
		}))})
	c.Flags().Bool("ready", false, "only ask the server on --addr of the settings whether it is ready")
	c.Flags().Bool("fix", false, "mend what can be mended without touching the record: sort and search keys")
	return c
}

func (s *session) reportHealth(asJSON bool, list []finding) error {
	well := true
	for _, f := range list {
		well = well && f.OK
	}
	if asJSON {
		enc := json.NewEncoder(s.stdout)
		enc.SetIndent("", "  ")
		if err := enc.Encode(map[string]any{"ok": well, "findings": list}); err != nil {
			return err
		}
	} else {
		for _, f := range list {
			mark := "ok  "
			if !f.OK {
				mark = "BAD "
			}
			line := fmt.Sprintf("%s%s: %s", mark, f.Name, f.Detail)
			if !f.OK && f.Remedy != "" {
				line += "\n    do: " + f.Remedy
			}
			if _, err := fmt.Fprintln(s.stdout, line); err != nil {
				return err
			}
		}
	}
	if !well {
		return errUnwell
	}
	return nil
}

// findings are the doctor's words for the command line, in English as all of it.
func (a *app) findings(ctx context.Context) []finding {
	var list []finding
	for _, h := range a.examine(ctx) {
		f := finding{Name: h.Code, OK: h.OK, Detail: a.words.T(i18n.English, h.Sentence(), h.Args)}
		if !h.OK {
			f.Remedy = a.words.T(i18n.English, h.Remedy(), h.Args)
		}
		list = append(list, f)
	}
	return list
}

// examine looks at everything once.
func (a *app) examine(ctx context.Context) []web.Health {
	list := []web.Health{a.settings(), a.diskSpace(), {Code: "assets", OK: templates.Built()}, echoAge(time.Now())}
	list = append(list, answer("database", a.db.Ping(ctx), "engine", a.db.Engine()), answer("files", blob.Answers(ctx, a.blobs)))
	list = append(list, a.sortKeys(ctx), a.ledgerHealth(ctx))
	failed, err := a.db.ListJobs(ctx, jobs.Failed, 1)
	if err == nil && len(failed) > 0 {
		err = fmt.Errorf("%s: %s", failed[0].ID, failed[0].Problem)
	}
	return append(list, answer("jobs", err))
}

func (a *app) ledgerHealth(ctx context.Context) web.Health {
	findings, err := a.db.CheckLedger(ctx, nil)
	if err == nil && broken(findings) {
		err = fmt.Errorf("%d", len(findings))
	}
	return answer("ledger", err)
}

// sortKeys looks whether lists come in the order of this program's rules.
func (a *app) sortKeys(ctx context.Context) web.Health {
	current, err := a.db.KeysCurrent(ctx)
	if err == nil && !current {
		err = errors.New("-")
	}
	return answer("order", err)
}

func answer(code string, err error, pairs ...any) web.Health {
	h := web.Health{Code: code, OK: err == nil, Args: fault.MakeArgs(pairs...)}
	if err != nil {
		h.Args = fault.MakeArgs(append(pairs, "error", err.Error())...)
	}
	return h
}

// settings tells what holds, with secrets masked.
func (a *app) settings() web.Health {
	c := a.conf
	return answer("settings", nil, "data", c.Data, "database", masked(c.DatabaseURL, "SQLite"), "files", masked(c.BlobURL, "folder"),
		"base", c.BaseURL, "mail", masked(c.SMTPURL, "folder"))
}

func masked(address, otherwise string) string {
	if address == "" {
		return otherwise
	}
	u, err := url.Parse(address)
	if err != nil {
		return "unreadable"
	}
	return u.Redacted()
}

// leastFree is the free space in bytes below which the doctor worries: a round's photos and scans fit.
const leastFree = 2 << 30

func (a *app) diskSpace() web.Health {
	var st syscall.Statfs_t
	if err := syscall.Statfs(a.conf.Data, &st); err != nil {
		return answer("disk", err, "free", "?")
	}
	free := st.Bavail * uint64(max(st.Bsize, 0))
	return web.Health{Code: "disk", OK: free >= leastFree, Args: fault.MakeArgs("free", fmt.Sprint(free>>20))}
}

func echoAge(now time.Time) web.Health {
	return web.Health{Code: "echo", OK: now.Before(echoSupport), Args: fault.MakeArgs("until", echoSupport.Format(time.DateOnly))}
}
