package main

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/web"
)

// echoSupport is when Echo v4 stops getting security fixes, as its maintainers have said.
var echoSupport = time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC)

// postgresSupport is when each major version of PostgreSQL stops getting fixes (its versioning policy).
var postgresSupport = map[int]time.Time{
	13: time.Date(2025, 11, 13, 0, 0, 0, 0, time.UTC), 14: time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC),
	15: time.Date(2027, 11, 11, 0, 0, 0, 0, time.UTC), 16: time.Date(2028, 11, 9, 0, 0, 0, 0, time.UTC),
	17: time.Date(2029, 11, 8, 0, 0, 0, 0, time.UTC), 18: time.Date(2030, 11, 14, 0, 0, 0, 0, time.UTC),
}

func age(code string, now, until time.Time, pairs ...any) web.Health {
	args := fault.MakeArgs(append(pairs, "until", until.Format(time.DateOnly))...)
	return web.Health{Code: code, OK: now.Before(until), Args: args}
}

func echoAge(now time.Time) web.Health { return age("echo", now, echoSupport) }

// goAge tells how long the Go release that built the program gets fixes.
func goAge(now time.Time) web.Health {
	until, known := goSupport(runtime.Version())
	if !known {
		return web.Health{Code: "go", OK: true, Args: fault.MakeArgs("version", runtime.Version(), "until", "")}
	}
	return age("go", now, until, "version", runtime.Version())
}

// goSupport is when the second release after a version is due, which ends its support (Go's release policy):
// a release each February and August, 1.26 in February 2026.
func goSupport(version string) (until time.Time, known bool) {
	minor, _, _ := strings.Cut(strings.TrimPrefix(version, "go1."), ".")
	n, err := strconv.Atoi(minor)
	if err != nil || !strings.HasPrefix(version, "go1.") {
		return until, false
	}
	return time.Date(2026, time.February, 28, 0, 0, 0, 0, time.UTC).AddDate(0, 6*(n-26)+12, 0), true
}

// postgresAge tells how long the server's release gets fixes; SQLite comes with the program.
func (a *app) postgresAge(ctx context.Context, now time.Time) (h web.Health, is bool) {
	major, err := a.db.ServerVersion(ctx)
	if err != nil || major == 0 {
		return answer("postgres", err, "version", "?", "until", ""), err != nil
	}
	until, known := postgresSupport[major]
	if !known && major > 18 {
		until, known = postgresSupport[18], true // newer than this program
	}
	if !known {
		until = postgresSupport[13]
	}
	return age("postgres", now, until, "version", fmt.Sprint(major)), true
}

// clockSlack is how far clocks may be apart.
const clockSlack = time.Minute

// clock looks whether the machine's clock has gone back behind the record, and whether somebody keeps it.
func (a *app) clock(ctx context.Context, now time.Time) web.Health {
	last, err := a.db.LastLeaf(ctx)
	args := fault.MakeArgs("now", now.Format(time.RFC3339), "last", last.Format(time.RFC3339), "kept", clockKept())
	if err != nil {
		args["error"] = err.Error()
	}
	return web.Health{Code: "clock", OK: err == nil && !last.After(now.Add(clockSlack)), Args: args}
}

// clockKept is "yes" when the kernel says that a time service keeps the clock, else "no" (adjtimex(2)).
func clockKept() string {
	const unsynchronised = 5 // TIME_ERROR
	if state, err := syscall.Adjtimex(&syscall.Timex{}); err != nil || state == unsynchronised {
		return "no"
	}
	return "yes"
}

// backupLate is how old the last good backup may be when one is made every night.
const backupLate = 26 * time.Hour

// backupHealth looks at the last night's backup, which was read back when it was made.
func (a *app) backupHealth(ctx context.Context, now time.Time) web.Health {
	last, good, err := a.backups(ctx)
	when := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(i18n.VN).Format(time.RFC3339)
	}
	args := fault.MakeArgs("last", when(last.At), "good", when(good.At), "nightly", a.conf.BackupDir, "error", last.Error)
	if err != nil {
		args["error"] = err.Error()
	}
	late := a.conf.BackupDir != "" && !good.At.IsZero() && now.Sub(good.At) > backupLate
	return web.Health{Code: "backup", OK: err == nil && last.Error == "" && !late, Args: args}
}
