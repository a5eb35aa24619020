package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"vinhdanh/internal/blob"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/mail"
	"vinhdanh/internal/web"
	"vinhdanh/templates"
)

// examine looks at everything once. Where the database does not answer it asks it nothing more.
func (a *app) examine(ctx context.Context) []web.Health {
	now := time.Now()
	list := []web.Health{a.settings(), a.diskSpace(), {Code: "assets", OK: templates.Built()}, echoAge(now), goAge(now), a.signingHealth(now)}
	list = append(list, a.outsideHealth()...)
	alive := a.db.Ping(ctx)
	list = append(list, answer("database", alive, "engine", a.db.Engine()))
	if alive == nil {
		list = append(list, a.examineRecord(ctx, now)...)
	}
	return append(list, a.mailServer(ctx))
}

// examineRecord asks what only a database that answers can tell.
func (a *app) examineRecord(ctx context.Context, now time.Time) []web.Health {
	list := []web.Health{a.durability(ctx), a.integrity(ctx), a.clock(ctx, now)}
	if h, is := a.postgresAge(ctx, now); is {
		list = append(list, h)
	}
	list = append(list, answer("files", blob.Answers(ctx, a.blobs)), a.keptFiles(ctx), a.sortKeys(ctx), a.ledgerHealth(ctx))
	list = append(list, a.publishing(ctx)...)
	return append(list, a.failedJobs(ctx), a.backupHealth(ctx, now), a.printedAddresses(ctx))
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

// durability writes once and looks whether what is written would survive a power cut.
func (a *app) durability(ctx context.Context) web.Health {
	err := a.db.TryWrite(ctx)
	setting, safe := "", false
	if err == nil {
		setting, safe, err = a.db.Durability(ctx)
	}
	unsafe := err == nil && !safe
	if unsafe {
		err = errors.New(setting)
	}
	h := answer("writer", err, "setting", setting)
	h.Warn = unsafe && a.conf.DatabaseURL != "" // the server's own settings are its keeper's
	return h
}

// integrity has the engine read the whole database.
func (a *app) integrity(ctx context.Context) web.Health {
	found, err := a.db.Integrity(ctx)
	if err == nil && len(found) > 0 {
		err = errors.New(strings.Join(found, "; "))
	}
	return answer("integrity", err)
}

// keptFiles compares the files that the record names with those that are kept. One that nothing names is no
// harm: an upload that was given up, a list that was previewed.
func (a *app) keptFiles(ctx context.Context) web.Health {
	named, err := a.db.Files(ctx)
	if err != nil {
		return answer("kept", err)
	}
	found := make([]bool, len(named))
	spare, spareBytes := 0, int64(0)
	for info, err := range a.blobs.List(ctx) {
		if err != nil {
			return answer("kept", err)
		}
		if n, is := slices.BinarySearch(named, info.SHA256); is {
			found[n] = true
		} else {
			spare, spareBytes = spare+1, spareBytes+info.Size
		}
	}
	missing := slices.DeleteFunc(slices.Clone(named), func(sha string) bool {
		n, _ := slices.BinarySearch(named, sha)
		return found[n]
	})
	args := fault.MakeArgs("count", len(named), "spare", spare, "megabytes", fmt.Sprint((spareBytes+1<<20-1)>>20), "missing", len(missing))
	if len(missing) > 0 {
		args["error"] = missing[0]
	}
	return web.Health{Code: "kept", OK: len(missing) == 0, Args: args}
}

// sortKeys looks whether lists come in the order of this program's rules.
func (a *app) sortKeys(ctx context.Context) web.Health {
	current, err := a.db.KeysCurrent(ctx)
	if err == nil && !current {
		err = errors.New("-")
	}
	return answer("order", err)
}

func (a *app) ledgerHealth(ctx context.Context) web.Health {
	findings, err := a.db.CheckLedger(ctx, nil)
	if err == nil && broken(findings) {
		err = fmt.Errorf("%d", len(findings))
	}
	return answer("ledger", err)
}

// mailTime is how long the mail server may take to be reached.
const mailTime = 10 * time.Second

func (a *app) mailServer(ctx context.Context) web.Health {
	ctx, cancel := context.WithTimeout(ctx, mailTime)
	defer cancel()
	how := "server"
	if a.conf.SMTPURL == "" {
		how = "folder"
	}
	return answer("mail", mail.Reach(ctx, a.conf.SMTPURL, a.conf.sender()), "how", how)
}
