package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vinhdanh/internal/archive"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/store"
)

// The settings about backups: the night that a server has taken on, the last try and the last that went well.
const (
	backupNightSetting = "backup_night"
	backupLastSetting  = "backup_last"
	backupGoodSetting  = "backup_good"
)

// backupHour is when the nightly backup begins, in Vietnam.
const backupHour = 2

// backupCatchUp is how long after its start a server makes up for a night that it missed.
const backupCatchUp = 10 * time.Minute

// backupNote is what is kept of a backup's outcome.
type backupNote struct {
	At        time.Time `json:"at"` // when it began, UTC
	File      string    `json:"file"`
	Bytes     int64     `json:"bytes"`
	Seconds   float64   `json:"seconds"`
	Files     int       `json:"files"`
	Encrypted bool      `json:"encrypted"`
	Error     string    `json:"error,omitempty"` // empty when it was read back and the ledger in it is well
}

// result words the outcome of a backup.
func (b backup) result(begun time.Time, got proven, err error) backupNote {
	n := backupNote{At: begun.UTC().Truncate(time.Second), File: b.target, Seconds: time.Since(begun).Seconds(), Encrypted: len(b.to) > 0}
	for _, m := range got.manifest.Members {
		if archive.Hash(m.Name) != "" {
			n.Files++
		}
	}
	if info, statErr := os.Stat(b.target); statErr == nil {
		n.Bytes = info.Size()
	}
	switch {
	case err != nil:
		n.Error = err.Error()
	case len(got.findings) > 0:
		n.Error = fmt.Sprintf("the ledger has %d findings; the first: %s", len(got.findings), got.findings[0])
	}
	return n
}

// noteBackup keeps an outcome for the doctor and the administrator's page.
func noteBackup(ctx context.Context, db *store.DB, n backupNote) error {
	text, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("note backup: %w", err)
	}
	return db.Update(ctx, func(tx *store.Tx) error {
		if n.Error == "" {
			if err := tx.SaveSetting(backupGoodSetting, string(text)); err != nil {
				return err
			}
		}
		return tx.SaveSetting(backupLastSetting, string(text))
	})
}

// backups are the last backup that was tried and the last that went well; their time is zero when there is none.
func (a *app) backups(ctx context.Context) (last, good backupNote, err error) {
	for name, to := range map[string]*backupNote{backupLastSetting: &last, backupGoodSetting: &good} {
		text, err := a.setting(ctx, name)
		if err != nil {
			return last, good, err
		}
		if text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(text), to); err != nil {
			return last, good, fmt.Errorf("read setting %s: %w", name, err)
		}
	}
	return last, good, nil
}

// backupSlot is the last 02:00 in Vietnam at or before a time.
func backupSlot(now time.Time) time.Time {
	local := now.In(i18n.VN)
	slot := time.Date(local.Year(), local.Month(), local.Day(), backupHour, 0, 0, 0, i18n.VN)
	if slot.After(now) {
		slot = slot.AddDate(0, 0, -1)
	}
	return slot
}

// nextBackup is when to begin, given the night that was taken on last: the coming one, or soon when the last
// was missed, for a machine that is switched off at night.
func nextBackup(now, taken time.Time) time.Time {
	slot := backupSlot(now)
	if taken.Before(slot) {
		return now.Add(backupCatchUp)
	}
	return slot.AddDate(0, 0, 1)
}

// keepBackups makes a backup each night until ctx ends, when there is a folder for them. Of several servers on
// one database one makes it.
func (a *app) keepBackups(ctx context.Context) {
	if a.conf.BackupDir == "" {
		return
	}
	for {
		taken, err := a.setting(ctx, backupNightSetting)
		if err != nil && ctx.Err() == nil {
			a.log.Error("look for the last backup", "error", err)
		}
		last, _ := time.Parse(time.RFC3339, taken) // none yet is the zero time
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(nextBackup(time.Now(), last))):
		}
		mine, err := a.takeNight(ctx, backupSlot(time.Now()))
		if err != nil {
			a.log.Error("begin the nightly backup", "error", err)
		}
		if mine {
			a.backUpAtNight(ctx, time.Now())
		}
	}
}

// takeNight reports whether this server is the one to make the backup of a night.
func (a *app) takeNight(ctx context.Context, slot time.Time) (mine bool, err error) {
	err = a.db.Update(ctx, func(tx *store.Tx) error {
		taken, err := tx.Setting(backupNightSetting)
		mine = fault.KindOf(err) == fault.NotFound
		if err != nil && !mine {
			return err
		}
		if at, err := time.Parse(time.RFC3339, taken); !mine && (err != nil || at.Before(slot)) {
			mine = true
		}
		if !mine {
			return nil
		}
		return tx.SaveSetting(backupNightSetting, slot.Format(time.RFC3339))
	})
	return mine && err == nil, err
}

// backUpAtNight makes the backup, notes its outcome and removes what is kept no longer. After a failure nothing
// is removed.
func (a *app) backUpAtNight(ctx context.Context, now time.Time) {
	b := backup{conf: a.conf, blobs: a.blobs}
	err := os.MkdirAll(a.conf.BackupDir, 0o700)
	if err == nil {
		err = sweep(filepath.Join(a.conf.BackupDir, "."+backupPrefix+"*.part"), now.Add(-stale))
	}
	if err == nil {
		b.to, err = archive.ParseRecipients(a.conf.BackupTo)
	}
	b.target = filepath.Join(a.conf.BackupDir, backupName(now, len(b.to) > 0))
	var got proven
	if err == nil {
		got, err = b.make(ctx)
	}
	n := b.result(now, got, err)
	if n.Error == "" {
		a.log.Info("backed up", "file", n.File, "bytes", n.Bytes, "seconds", n.Seconds)
		err = a.prune(now)
	} else {
		a.log.Error("back up", "error", n.Error)
	}
	if err != nil && n.Error == "" {
		a.log.Error("remove old backups", "error", err)
	}
	if err := noteBackup(context.WithoutCancel(ctx), a.db, n); err != nil {
		a.log.Error("note the backup", "error", err)
	}
}

// prune removes the archives that are kept no longer.
func (a *app) prune(now time.Time) error {
	entries, err := os.ReadDir(a.conf.BackupDir)
	if err != nil {
		return fmt.Errorf("list backups: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	for _, name := range pruned(names, now) {
		if err := os.Remove(filepath.Join(a.conf.BackupDir, name)); err != nil {
			return fmt.Errorf("remove old backup: %w", err)
		}
	}
	return nil
}

// The names of nightly archives carry the time in Vietnam.
const (
	backupPrefix = "vinhdanh-"
	backupLayout = "2006-01-02-1504"
)

func backupName(at time.Time, encrypted bool) string {
	name := backupPrefix + at.In(i18n.VN).Format(backupLayout) + ".tar"
	if encrypted {
		name += ".age"
	}
	return name
}

// backupTime is the time in the name of a nightly archive.
func backupTime(name string) (time.Time, bool) {
	text, ours := strings.CutPrefix(strings.TrimSuffix(strings.TrimSuffix(name, ".age"), ".tar"), backupPrefix)
	at, err := time.ParseInLocation(backupLayout, text, i18n.VN)
	return at, ours && err == nil && (name == backupName(at, false) || name == backupName(at, true))
}

// pruned are the nightly archives to be removed: kept is the newest of each of the last 7 days, 5 weeks and 12
// months that have one. Names of anything else, and those of a time to come, are never among them.
func pruned(names []string, now time.Time) []string {
	type made struct {
		name string
		at   time.Time
	}
	var list []made
	for _, name := range names {
		if at, ours := backupTime(name); ours && !at.After(now) {
			list = append(list, made{name, at})
		}
	}
	slices.SortFunc(list, func(a, b made) int { return cmp.Or(b.at.Compare(a.at), cmp.Compare(a.name, b.name)) })
	keep := map[string]bool{}
	for _, rule := range []struct {
		count  int
		period func(time.Time) string
	}{
		{7, func(t time.Time) string { return t.Format(time.DateOnly) }},
		{5, func(t time.Time) string { y, w := t.ISOWeek(); return fmt.Sprint(y, " ", w) }},
		{12, func(t time.Time) string { return t.Format("2006-01") }},
	} {
		seen := map[string]bool{}
		for _, m := range list {
			if p := rule.period(m.at); !seen[p] && len(seen) < rule.count {
				seen[p], keep[m.name] = true, true
			}
		}
	}
	var gone []string
	for _, m := range list {
		if !keep[m.name] {
			gone = append(gone, m.name)
		}
	}
	return gone
}
