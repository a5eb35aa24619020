package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"path/filepath"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/store"
	"vinhdanh/judging"
)

// shelf is what every issued certificate of a data folder hands out: its code with the hash that the record names and the
// SHA-256 of the kept bytes.
func shelf(t *testing.T, a *app) map[string][2]string {
	t.Helper()
	lines, _, err := a.certificates.Register(t.Context(), operator, "mau-2026", certificates.Query{})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][2]string{}
	for _, l := range lines {
		file, err := a.blobs.Open(t.Context(), l.PDFSHA256)
		if err != nil {
			t.Fatalf("%s: %v", l.Number, err)
		}
		h := sha256.New()
		_, err = io.Copy(h, file)
		if err = errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
		all[l.Code] = [2]string{l.PDFSHA256, hex.EncodeToString(h.Sum(nil))}
	}
	return all
}

// TestIssuedBytesStay takes each act over certificates of the demo: whatever happens, what was issued stays byte for byte.
func TestIssuedBytesStay(t *testing.T) {
	t.Parallel()
	data := demoCopy(t)
	a := opened(t, data, false)
	want := shelf(t, a)
	same := func(after string, got map[string][2]string) {
		t.Helper()
		for code, was := range want {
			if got[code] != was || was[0] != was[1] {
				t.Errorf("after %s: %s hands out %v, was %v", after, code, got[code], was)
			}
		}
	}
	for after, act := range lifeOf(t, a) {
		if err := act(); err != nil {
			t.Fatalf("%s: %v", after, err)
		}
		same(after, shelf(t, a))
	}
	archive, back := filepath.Join(t.TempDir(), "a.tar"), t.TempDir()
	done(t, "backup", archive, "--data", data)
	done(t, "migrate", "--data", data)
	call(t, "", "doctor", "--fix", "--data", data)
	same("upkeep", shelf(t, a))
	done(t, "restore", archive, "--data", back)
	same("a restore", shelf(t, opened(t, back, false)))
	done(t, "ledger", "check", "--data", back)
}

// lifeOf are the acts that can befall a certificate, by name.
func lifeOf(t *testing.T, a *app) map[string]func() error {
	lines, _, err := a.certificates.Register(t.Context(), operator, "mau-2026", certificates.Query{})
	if err != nil {
		t.Fatal(err)
	}
	var free []certificates.Line
	for _, l := range lines {
		if l.Status == certificates.Valid && l.May(certificates.EventSuspended) && len(l.Signatures) == 0 {
			free = append(free, l)
		}
	}
	ctx, today := t.Context(), time.Now().In(time.FixedZone("+07", 7*3600)).Format(time.DateOnly)
	in := certificates.Withdrawal{Reason: "thử", DecisionNumber: "1/QĐ", DecisionDate: today, EffectiveOn: today}
	return map[string]func() error{
		"suspension and reinstatement": func() error {
			_, err := a.certificates.Suspend(ctx, operator, free[0].Code, in)
			_, again := a.certificates.Reinstate(ctx, operator, free[0].Code, in)
			return errors.Join(err, again)
		},
		"another look": func() error {
			look, err := a.certificates.Look(ctx, operator, "mau-2026")
			look.Design, look.Language = "modern-1", "vi-en"
			_, again := a.certificates.SetLook(ctx, operator, "mau-2026", look)
			return errors.Join(err, again)
		},
		"revocation": func() error { _, err := a.certificates.Revoke(ctx, operator, free[1].Code, in); return err },
		"a corrected name and a re-issue": func() error {
			err := a.db.Update(ctx, func(tx *store.Tx) error {
				n, err := tx.Nomination(free[2].Nomination)
				n.Product += " (sửa)"
				return errors.Join(err, tx.SaveNomination(n), tx.Append(judging.NominationLeaf("nomination.corrected", n, time.Now())))
			})
			_, code, again := a.certificates.Reissue(ctx, operator, free[2].Code, in)
			if err := errors.Join(err, again); err != nil {
				return err
			}
			return a.issuePrepared(ctx, code)
		},
		"a signature of the authority": func() error {
			pdf, err := io.ReadAll(mustOpen(t, a, free[3].PDFSHA256))
			if err != nil {
				return err
			}
			desk := certificates.Desk{Load: func(context.Context, string) ([]byte, error) { return pdf, nil }, Keep: a.press().Keep,
				Examine: func(context.Context, certificates.Statement, []byte, []byte) (string, time.Time, error) {
					return "UBND", time.Time{}, nil
				}}
			_, err = a.certificates.Countersign(ctx, operator, "mau-2026", append(pdf, "ký"...), desk)
			return err
		},
	}
}

func mustOpen(t *testing.T, a *app, sha string) io.Reader {
	t.Helper()
	file, err := a.blobs.Open(t.Context(), sha)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// issuePrepared issues the one certificate that waits under a code.
func (a *app) issuePrepared(ctx context.Context, code string) error {
	var id string
	err := a.db.View(ctx, func(tx *store.Tx) error {
		c, err := tx.CertificateByCode(code)
		id = c.ID
		return err
	})
	if err != nil {
		return err
	}
	return a.certificates.IssueBatch(ctx, certificates.Batch{Certificates: []string{id}}, a.press(), func(int, []certificates.BatchError) error { return nil })
}
