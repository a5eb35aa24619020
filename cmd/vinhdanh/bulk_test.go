package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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

// TestProofBulk issues a thousand certificates, times the size of the proof, by the command in a process of
// its own: no number twice, no gap, in bounded memory.
func TestProofBulk(t *testing.T) {
	size, err := strconv.Atoi(os.Getenv("VINHDANH_PROOF"))
	if err != nil {
		t.Skip("a long proof: run make proof")
	}
	count, data := 1000*size, t.TempDir()
	s := &session{stdin: strings.NewReader(""), stdout: &bytes.Buffer{}, stderr: os.Stderr, conf: config{Data: data, Addr: defaultAddr}}
	a, err := s.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	if err := recognised(t.Context(), a, count); err != nil {
		t.Fatal(err)
	}
	if err := a.close(); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "vinhdanh")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), program, "certificate", "issue", "--data", data, "--edition", "bulk", "--issued-on", "2026-11-27")
	start := time.Now()
	out, peak := peakMemory(t, cmd)
	if !strings.Contains(out, fmt.Sprintf("issued %d of %d", count, count)) {
		t.Fatal(out)
	}
	t.Logf("%d certificates in %s, %s of CPU, peak memory %d MB", count, time.Since(start).Round(time.Millisecond),
		cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), peak>>10)
	if peak > bulkMemory || peak == 0 {
		t.Errorf("peak memory %d kB, want at most %d", peak, bulkMemory)
	}
	noGaps(t, s, count)
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
