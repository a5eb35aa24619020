package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// bulkMemory bounds the peak memory of the process that issues, in kB.
const bulkMemory = 128 << 10

// TestProofBulk issues ten thousand certificates, times the size of the proof, by the command in processes of its own: the
// first is killed, the issue is paused and resumed, one name cannot be printed. No number twice, no gap, bounded memory.
func TestProofBulk(t *testing.T) {
	size, err := strconv.Atoi(os.Getenv("VINHDANH_PROOF"))
	if err != nil {
		t.Skip("a long proof: run make proof")
	}
	program := filepath.Join(t.TempDir(), "vinhdanh")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if peak := bulk(t, 10_000*size, program); peak > bulkMemory || peak == 0 {
		t.Errorf("peak memory %d kB, want at most %d", peak, bulkMemory)
	}
}

// TestBulkOutlivesKillAndPause is TestProofBulk in small, by the test's own program.
func TestBulkOutlivesKillAndPause(t *testing.T) { bulk(t, 200, os.Args[0]) }

// bulk answers the peak memory of the processes in kB.
func bulk(t *testing.T, count int, program string) (most int) {
	t.Helper()
	data := t.TempDir()
	s := &session{stdin: strings.NewReader(""), stdout: &bytes.Buffer{}, stderr: os.Stderr, conf: config{Data: data, Addr: defaultAddr}}
	a, err := s.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(recognised(t.Context(), a, count), unprintable(t.Context(), a)); err != nil {
		t.Fatal(err)
	}
	if err := a.close(); err != nil {
		t.Fatal(err)
	}
	issue := func(ctx context.Context) *exec.Cmd {
		cmd := exec.CommandContext(ctx, program, "certificate", "issue", "--data", data, "--edition", "bulk", "--issued-on", "2026-11-27")
		cmd.Env = append(os.Environ(), asProgram+"=1")
		return cmd
	}
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	go killAt(ctx, kill, filepath.Join(data, "files"), count/4)
	out, peak, err := watchedMemory(t, issue(ctx))
	if err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the first run was not killed: %v\n%s", err, out)
	}
	cut := pausedIssue(t, s, count)
	start, cmd := time.Now(), issue(t.Context())
	out, again, err := watchedMemory(t, cmd)
	if err == nil || !strings.Contains(out, "Tên chứa ký hiệu không in được") || !strings.Contains(out, "issued ") {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("killed after %d of %d certificates; the rest in %s, %s of CPU; peak memory %d and %d MB", cut, count, time.Since(start).Round(time.Millisecond),
		cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), peak>>10, again>>10)
	noGaps(t, s, count-1)
	return max(peak, again)
}

// killAt kills once a folder holds so many files.
func killAt(ctx context.Context, kill func(), folder string, files int) {
	for n := 0; n < files && ctx.Err() == nil; time.Sleep(5 * time.Millisecond) {
		n = 0
		filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				n++
			}
			return nil
		})
	}
	kill()
}

// pausedIssue pauses the issue that was cut off, makes sure that nobody takes it up, lets it go on and answers how many
// certificates it had issued.
func pausedIssue(t *testing.T, s *session, count int) int {
	t.Helper()
	a, err := s.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	list, err := a.db.ListJobs(t.Context(), "", 10)
	if err != nil || len(list) != 1 {
		t.Fatalf("jobs %v, %v", list, err)
	}
	if err := errors.Join(a.db.ReleaseJobs(t.Context()), a.db.PauseJob(t.Context(), list[0].ID, true)); err != nil {
		t.Fatal(err)
	}
	if worked, err := a.runner().RunOne(t.Context(), certificates.BatchJob); worked || err != nil {
		t.Errorf("a paused issue was taken up (%v)", err)
	}
	lines, _, err := a.certificates.Register(t.Context(), operator, "bulk", certificates.Query{})
	if err != nil || len(lines) == 0 || len(lines) >= count-1 {
		t.Errorf("%d of %d certificates before the kill: it proves nothing (%v)", len(lines), count, err)
	}
	if err := a.db.PauseJob(t.Context(), list[0].ID, false); err != nil {
		t.Fatal(err)
	}
	return len(lines)
}

// unprintable gives one product a name that no font has.
func unprintable(ctx context.Context, a *app) error {
	return a.db.ForCertificates().Update(ctx, func(tx certificates.Tx) error {
		e, err := tx.EditionBySlug("bulk")
		if err != nil {
			return err
		}
		list, err := tx.Nominations(judging.NominationQuery{Edition: e.ID, Limit: 1})
		if err != nil {
			return err
		}
		n := list[0]
		n.Product = "Nem \u2603"
		return errors.Join(tx.SaveNomination(n), tx.Append(judging.NominationLeaf("nomination.corrected", n, time.Now().UTC())))
	})
}

func noGaps(t *testing.T, s *session, count int) {
	t.Helper()
	a, err := s.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.close(); err != nil {
			t.Error(err)
		}
	}()
	lines, _, err := a.certificates.Register(t.Context(), operator, "bulk", certificates.Query{})
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for i, l := range lines {
		codes[l.Code] = true
		if l.Seq != i+1 {
			t.Fatalf("certificate %d has the number %s", i+1, l.Number)
		}
	}
	if len(codes) != count {
		t.Errorf("%d codes, want %d", len(codes), count)
	}
	if findings, err := a.db.CheckLedger(t.Context(), nil); err != nil || len(findings) > 0 {
		t.Errorf("ledger: %v %v", findings, err)
	}
}

// recognised writes an edition whose decision recognises so many nominations.
func recognised(ctx context.Context, a *app, count int) error {
	rules, err := loadPack("generic")
	if err != nil {
		return err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	return a.db.ForCertificates().Update(ctx, func(tx certificates.Tx) error {
		org, err := tx.(accounts.Tx).OrganiserBySlug(accounts.DefaultOrganiser)
		if err != nil {
			return err
		}
		e := judging.Edition{ID: accounts.NewID(), Organiser: org.ID, Slug: "bulk", Name: "Kỳ lớn", Number: 1, Year: 2026,
			Level: "province", Province: "tỉnh Hưng Yên", State: judging.Deliberation, Rules: rules, Created: now}
		u := accounts.User{ID: accounts.NewID(), Organiser: org.ID, Email: "thu@mau.vn", Name: "Thư", Created: now}
		if err := errors.Join(tx.SaveUser(u), tx.SaveEdition(e), tx.Append(judging.EditionLeaf("edition.opened", e, now))); err != nil {
			return err
		}
		d := judging.Decision{ID: accounts.NewID(), Edition: e.ID, Number: "12/QĐ-UBND", Date: "2026-11-20",
			Authority: "Ủy ban nhân dân tỉnh Hưng Yên", Signer: judging.Signer{Name: "Ngô Chủ Tịch", Title: "CHỦ TỊCH"},
			NotifiedOn: "2026-11-20", By: u.ID, At: now}
		for i := range count {
			n := judging.Nomination{ID: accounts.NewID(), Edition: e.ID, Seq: i + 1, Code: fmt.Sprintf("BULK-%04d", i+1),
				State: judging.NominationEligible, Version: 1, Product: fmt.Sprintf("Tương nếp mẫu số %d “Làng Giếng”", i+1),
				ProductGroup: "N2", Producer: judging.ProducerData{Name: fmt.Sprintf("Cơ sở mẫu %d", i), Commune: "xã Tân Hưng"},
				Filer: u.ID, Created: now, Updated: now, Submitted: now}
			if err := errors.Join(tx.SaveNomination(n), tx.Append(judging.NominationLeaf("nomination.accepted", n, now))); err != nil {
				return err
			}
			d.Nominations = append(d.Nominations, n.ID)
		}
		return errors.Join(tx.SaveDecision(d), tx.Append(judging.DecisionLeaf("decision.recorded", d, now)))
	})
}
