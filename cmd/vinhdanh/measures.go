package main

import (
	"context"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"vinhdanh/certificates"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/mail"
	"vinhdanh/internal/store"
	"vinhdanh/judging"
)

// measuresWithin is how long a reading of the database for /metrics may take.
const measuresWithin = 5 * time.Second

// measures is what /metrics says beside requests. It is read when somebody asks for it; labels come from fixed
// lists, so that their number never grows.
type measures struct {
	app          *app
	mailFailures atomic.Uint64

	up, members, seconds, waiting, refused, jobs, mail, sessions, leaves, bytes, logBytes, free, backup, build *prometheus.Desc
}

func newMeasures(a *app) *measures {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("vinhdanh_"+name, help, labels, nil)
	}
	return &measures{app: a,
		up:       desc("database_up", "1 when the database answered this reading, else 0 and what it holds is left out."),
		members:  desc("commit_members", "Acts that were committed together."),
		seconds:  desc("commit_seconds", "Time to commit a group of acts."),
		waiting:  desc("commit_waiting", "Acts that wait for their commit; at most 1024."),
		refused:  desc("commit_refused_total", "Acts refused as busy because too many waited."),
		jobs:     desc("jobs", "Background work that is not done.", "kind", "state"),
		mail:     desc("mail_failures_total", "Tries to send a letter that failed in this process."),
		sessions: desc("sessions", "Open sessions."),
		leaves:   desc("ledger_leaves", "Leaves of the ledger that are published."),
		bytes:    desc("database_bytes", "Size of the database."),
		logBytes: desc("database_log_bytes", "Size of SQLite's write-ahead log."),
		free:     desc("disk_free_bytes", "Free space where the data folder is."),
		backup:   desc("backup_last_success_timestamp_seconds", "When the last good backup began; 0 when there is none."),
		build:    desc("build_info", "1, with the version of the program and of Go.", "version", "go"),
	}
}

// Describe implements prometheus.Collector.
func (m *measures) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{m.up, m.members, m.seconds, m.waiting, m.refused, m.jobs, m.mail, m.sessions, m.leaves,
		m.bytes, m.logBytes, m.free, m.backup, m.build} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (m *measures) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	act := m.app.db.Activity()
	to <- distribution(m.members, act.Members)
	to <- distribution(m.seconds, act.Seconds)
	gauge(m.waiting, float64(act.Waiting))
	to <- prometheus.MustNewConstMetric(m.refused, prometheus.CounterValue, float64(act.Refused))
	to <- prometheus.MustNewConstMetric(m.mail, prometheus.CounterValue, float64(m.mailFailures.Load()))
	gauge(m.build, 1, version, runtime.Version())
	var disk syscall.Statfs_t
	if err := syscall.Statfs(m.app.conf.Data, &disk); err == nil {
		gauge(m.free, float64(disk.Bavail)*float64(disk.Bsize))
	}
	ctx, cancel := context.WithTimeout(context.Background(), measuresWithin)
	defer cancel()
	sum, err := m.app.db.Totals(ctx)
	var good backupNote
	if err == nil {
		_, good, err = m.app.backups(ctx)
	}
	if err != nil {
		m.app.log.Error("read measures", "error", err)
		gauge(m.up, 0)
		return
	}
	gauge(m.up, 1)
	for _, kind := range append(ledger.PublishingJobs(), judging.MailJob, certificates.BatchJob) {
		for _, state := range []jobs.State{jobs.Queued, jobs.Running, jobs.Failed} {
			gauge(m.jobs, float64(sum.Jobs[store.JobGroup{Kind: kind, State: state}]), kind, string(state))
		}
	}
	gauge(m.sessions, float64(sum.Sessions))
	gauge(m.leaves, float64(sum.Leaves))
	gauge(m.bytes, float64(sum.Bytes))
	gauge(m.logBytes, float64(sum.LogBytes))
	seconds := 0.0
	if !good.At.IsZero() {
		seconds = float64(good.At.Unix())
	}
	gauge(m.backup, seconds)
}

func distribution(d *prometheus.Desc, from store.Distribution) prometheus.Metric {
	return prometheus.MustNewConstHistogram(d, from.Count, from.Sum, from.AtMost)
}

// countFailures counts the letters that a sender does not take.
func (m *measures) countFailures(send mail.Sender) mail.Sender {
	return func(ctx context.Context, letter mail.Message) error {
		err := send(ctx, letter)
		if err != nil {
			m.mailFailures.Add(1)
		}
		return err
	}
}
