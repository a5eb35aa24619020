package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/i18n"
)

// vn reads a time in Vietnam.
func vn(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, i18n.VN)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestNextBackup(t *testing.T) {
	for _, c := range []struct{ name, now, taken, want string }{
		{"in the evening", "2026-11-27 21:00", "2026-11-27 02:00", "2026-11-28 02:00"},
		{"before two", "2026-11-28 01:59", "2026-11-27 02:00", "2026-11-28 02:00"},
		{"just made", "2026-11-28 02:00", "2026-11-28 02:00", "2026-11-29 02:00"},
		{"over the year", "2026-12-31 12:00", "2026-12-31 02:00", "2027-01-01 02:00"},
		{"missed a night", "2026-11-28 07:30", "2026-11-27 02:00", "2026-11-28 07:40"},
		{"missed a month", "2026-11-28 01:00", "2026-10-27 02:00", "2026-11-28 01:10"},
		{"never made", "2026-11-28 07:30", "2000-01-01 00:00", "2026-11-28 07:40"},
	} {
		t.Run(c.name, func(t *testing.T) {
			// The machine's own zone does not matter.
			if got := nextBackup(vn(t, c.now).UTC(), vn(t, c.taken).UTC()); !got.Equal(vn(t, c.want)) {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestPruned(t *testing.T) {
	night := func(day string) string { return backupName(vn(t, day+" 02:00"), true) }
	nights := func(from string, days int) (list []string) {
		for i := range days {
			list = append(list, backupName(vn(t, from+" 02:00").AddDate(0, 0, i), true))
		}
		return list
	}
	now := vn(t, "2026-11-27 02:10") // a Friday
	for _, c := range []struct {
		name      string
		there     []string
		kept      []string
		untouched bool
	}{
		{"none", nil, nil, true},
		{"a week", nights("2026-11-21", 7), nights("2026-11-21", 7), true},
		{"two weeks", nights("2026-11-14", 14), append([]string{night("2026-11-15")}, nights("2026-11-21", 7)...), false},
		{"two years", nights("2024-11-28", 730), slices.Concat(
			[]string{night("2025-12-31"), night("2026-01-31"), night("2026-02-28"), night("2026-03-31"), night("2026-04-30"), night("2026-05-31"),
				night("2026-06-30"), night("2026-07-31"), night("2026-08-31"), night("2026-09-30"), night("2026-10-31")},
			[]string{night("2026-11-01"), night("2026-11-08"), night("2026-11-15")}, nights("2026-11-21", 7)), false},
		{"rare ones stay", []string{night("2019-01-01"), night("2021-06-01"), night("2026-11-01")},
			[]string{night("2019-01-01"), night("2021-06-01"), night("2026-11-01")}, true},
		{"twice a day", []string{"vinhdanh-2026-11-27-0200.tar", "vinhdanh-2026-11-27-0100.tar"}, []string{"vinhdanh-2026-11-27-0200.tar"}, false},
		{"of a time to come", append(nights("2026-11-21", 7), nights("2027-01-01", 30)...), append(nights("2026-11-21", 7), nights("2027-01-01", 30)...), true},
		{"of others", []string{"notes.txt", "vinhdanh-2026-11-27.tar", "vinhdanh-2026-11-27-0200.tar.gz", "vinhdanh-2026-13-27-0200.tar",
			"my-vinhdanh-2026-11-27-0200.tar", "vinhdanh-2026-11-27-0200.age", ".vinhdanh-2026-11-27-0200.tar.1.part"}, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			gone := pruned(c.there, now)
			if c.untouched {
				if len(gone) > 0 {
					t.Errorf("removed %v", gone)
				}
				return
			}
			left := slices.DeleteFunc(slices.Clone(c.there), func(name string) bool { return slices.Contains(gone, name) })
			slices.Sort(left)
			if diff := cmp.Diff(c.kept, left); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNight makes the backup of a night, of a bad night, and of a good one again.
func TestNight(t *testing.T) {
	t.Parallel()
	home, dir := demoCopy(t), filepath.Join(t.TempDir(), "backups")
	recipient, identity := sshPair(t)
	a := opened(t, home, true, func(c *config) { c.BackupDir, c.BackupTo = dir, []string{recipient} })
	for i, want := range []bool{true, false} {
		if mine, err := a.takeNight(t.Context(), vn(t, "2026-11-27 02:00")); mine != want || err != nil {
			t.Errorf("try %d: %v, %v", i, mine, err)
		}
	}
	if mine, err := a.takeNight(t.Context(), vn(t, "2026-11-28 02:00")); !mine || err != nil {
		t.Errorf("the next night: %v, %v", mine, err)
	}
	if last, good, err := a.backups(t.Context()); !last.At.IsZero() || !good.At.IsZero() || err != nil {
		t.Errorf("before the first: %+v %+v %v", last, good, err)
	}
	now := vn(t, "2026-11-27 02:00")
	old := "vinhdanh-2026-11-26-0200.tar.age" // the second of its day goes
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{old, "vinhdanh-2026-11-26-2100.tar.age", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	night := func() (last, good backupNote) {
		t.Helper()
		a.backUpAtNight(t.Context(), now)
		last, good, err := a.backups(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return last, good
	}
	blobs := glob(t, filepath.Join(home, "files", "*", "*"))
	if err := os.Rename(blobs[0], blobs[0]+".away"); err != nil {
		t.Fatal(err)
	}
	if last, good := night(); last.Error == "" || !good.At.IsZero() || len(glob(t, dir+"/*")) != 3 {
		t.Errorf("a bad night: %+v, %+v, %v", last, good, glob(t, dir+"/*"))
	}
	if err := os.Rename(blobs[0]+".away", blobs[0]); err != nil {
		t.Fatal(err)
	}
	last, good := night()
	if last.Error != "" || last != good || good.Bytes < 1<<20 || good.Files != len(blobs) || !good.Encrypted {
		t.Errorf("a good night: %+v, %+v", last, good)
	}
	if len(glob(t, filepath.Join(dir, old))) != 0 {
		t.Error("what is kept no longer is still there")
	}
	done(t, "restore", "--verify", good.File, "--identity", identity)
	if err := os.WriteFile(blobs[0], nil, 0o600); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Minute)
	if last, again := night(); last.Error == "" || again != good || len(glob(t, good.File)) != 1 {
		t.Errorf("a bad night after a good one: %+v, %+v", last, again)
	}
}
