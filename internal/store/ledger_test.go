package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

func TestCheckpointsProofsAndReceipts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		if _, _, err := db.LastCheckpoint(ctx); fault.KindOf(err) != fault.NotFound {
			t.Errorf("before the first checkpoint: %v", err)
		}
		w := fill(t, db)
		head, err := db.LedgerHead(ctx)
		if err != nil {
			t.Fatal(err)
		}
		text, size, err := db.LastCheckpoint(ctx)
		if err != nil || size != head.Size {
			t.Fatalf("checkpoint of %d leaves, %v; the head has %d", size, err, head.Size)
		}
		c, err := ledger.ParseCheckpoint(text, storetest.Verifiers(t))
		if err != nil || c.Head() != head {
			t.Errorf("checkpoint %+v, %v", c, err)
		}
		err = db.View(ctx, func(tx *store.Tx) error {
			index, err := tx.LeafIndex("certificates", w.certificate.ID)
			if err != nil {
				return err
			}
			proof, err := tx.InclusionProof(index, size)
			if err != nil {
				return err
			}
			data, err := tx.LeafData(index, index+1)
			if err != nil {
				return err
			}
			if !strings.Contains(string(data[0]), w.certificate.Code) {
				t.Error("the certificate's leaf is not its public statement")
			}
			if err := ledger.VerifyInclusion(proof, head, index, data[0]); err != nil {
				t.Error(err)
			}
			r, err := tx.Receipt("sheet_seals", w.seal.ID)
			if err != nil {
				return err
			}
			index, err = tx.LeafIndex("sheet_seals", w.seal.ID)
			if err != nil {
				return err
			}
			if data, err = tx.LeafData(index, index+1); err != nil {
				return err
			}
			if fmt.Sprintf("%x", data[0]) != r.Commitment || !r.At.Equal(day) {
				t.Errorf("receipt %+v, leaf %x", r, data[0])
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestManyLeavesGrowOneTree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, n := range []int{1, 7, 8, 33, 300} {
			err := db.Update(t.Context(), func(tx *store.Tx) error {
				for i := range n {
					if err := tx.Append(leafOf(fmt.Sprintf("%d of %d", i, n))); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		err := db.View(t.Context(), func(tx *store.Tx) error {
			entries, err := tx.Leaves(0, 1<<40)
			if err != nil {
				return err
			}
			var again ledger.Appended
			hashes := map[int64]tlog.Hash{}
			head := ledger.EmptyHead()
			for _, e := range entries {
				again, err = ledger.AppendRecords(head, tlog.HashReaderFunc(func(idx []int64) ([]tlog.Hash, error) {
					list := make([]tlog.Hash, len(idx))
					for i, x := range idx {
						list[i] = hashes[x]
					}
					return list, nil
				}), [][]byte{e.Sealed.Data()})
				if err != nil {
					return err
				}
				for i, h := range again.Hashes {
					hashes[again.First+int64(i)] = h
				}
				head = again.Head
			}
			root, err := ledger.Root(head.Size, tx.HashReader())
			if err != nil {
				return err
			}
			if head.Size != 349 || root != head.Root {
				t.Errorf("size %d; the stored root is %v, one by one it is %v", head.Size, root, head.Root)
			}
			_, err = tx.HashReader().ReadHashes([]int64{0, 1 << 40})
			if err == nil || !strings.Contains(err.Error(), "missing") {
				t.Errorf("a hash that is not stored: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestLedgerNamesTampering changes the tables behind the program's back, one statement a row.
func TestLedgerNamesTampering(t *testing.T) {
	guards := []string{"sheet_seals", "paper_sheets", "ledger_leaves"}
	for _, row := range []struct {
		name, sql, want string // %s in want is the row's id
		id              func(world) string
	}{
		{"rules", `UPDATE editions SET rules = '{}'`, "changed editions", func(w world) string { return w.edition.ID }},
		{"deadline", `UPDATE editions SET filing_until = filing_until + 1`, "changed editions", func(w world) string { return w.edition.ID }},
		{"reason of an act", `UPDATE edition_acts SET reason = 'khác'`, "changed edition_acts", func(w world) string { return w.act.ID }},
		{"act that is gone", `DELETE FROM edition_acts`, "missing edition_acts", func(w world) string { return w.act.ID }},
		{"correction of a decision", `UPDATE decisions SET replaces = ''`, "changed decisions", func(w world) string { return w.decision.ID }},
		{"product", `UPDATE nominations SET product = 'Bún'`, "changed nominations", func(w world) string { return w.nomination.ID }},
		{"producer within JSON", `UPDATE nominations SET producer = REPLACE(producer, 'Sa Đéc', 'Cao Lãnh')`, "changed nominations", func(w world) string { return w.nomination.ID }},
		{"JSON that says the same otherwise", `UPDATE nominations SET producer = producer || ' '`, "changed nominations", func(w world) string { return w.nomination.ID }},
		{"no JSON at all", `UPDATE verdicts SET reasons = 'nothing'`, "changed verdicts", func(w world) string { return w.verdict.ID }},
		{"verdict", `UPDATE verdicts SET verdict = 'eligible'`, "changed verdicts", func(w world) string { return w.verdict.ID }},
		{"seat", `UPDATE grants SET role = 'member'`, "changed grants", func(w world) string { return w.grant.ID }},
		{"declaration gone", `DELETE FROM declarations`, "missing declarations", func(w world) string { return w.declaration.ID }},
		{"pairs of an assignment", `UPDATE assignments SET pairs = '[]'`, "changed assignments", func(w world) string { return w.assignment.ID }},
		{"panels of an assignment", `UPDATE assignments SET panels = '[]'`, "changed assignments", func(w world) string { return w.assignment.ID }},
		{"dismissal", `UPDATE conflict_dismissals SET fields = '["name","phone"]'`, "changed conflict_dismissals", func(w world) string { return w.dismissal.ID }},
		{"absence", `UPDATE absences SET last_day = '2026-12-31'`, "changed absences", func(w world) string { return w.absence.ID }},
		{"who made a judge's slip", `UPDATE judge_slips SET made_by = 'x'`, "changed judge_slips", func(w world) string { return w.judgeSlip.ID }},
		{"judge's slip gone", `DELETE FROM judge_slips`, "missing judge_slips", func(w world) string { return w.judgeSlip.ID }},
		{"seat taken over", `UPDATE grants SET replaces = ''`, "changed grants", func(w world) string { return w.grant.ID }},
		{"firm of a judge", `UPDATE grants SET tax_code = ''`, "changed grants", func(w world) string { return w.grant.ID }},
		{"conflict gone", `DELETE FROM conflicts`, "missing conflicts", func(w world) string { return w.conflict.ID }},
		{"sealed mark", `UPDATE sheet_seals SET marks = REPLACE(marks, '4.5', '4.6')`, "changed sheet_seals", func(w world) string { return w.seal.ID }},
		{"sealed total", `UPDATE sheet_seals SET total = total + 1`, "changed sheet_seals", func(w world) string { return w.seal.ID }},
		{"sealed sums", `UPDATE sheet_seals SET by_top = '4500,x'`, "changed sheet_seals", func(w world) string { return w.seal.ID }},
		{"mark as typed", `UPDATE paper_sheets SET first_marks = REPLACE(first_marks, '4.5', '4.6')`, "changed paper_sheets", func(w world) string { return w.paper.ID }},
		{"who typed", `UPDATE paper_sheets SET second_by = 'x'`, "changed paper_sheets", func(w world) string { return w.paper.ID }},
		{"paper that is gone", `UPDATE paper_sheets SET state = 'dropped'`, "missing paper_sheets", func(w world) string { return w.paper.ID }},
		{"why typings were settled alone", `UPDATE paper_sheets SET reason = 'khác'`, "changed paper_sheets", func(w world) string { return w.paper.ID }},
		{"what a visit saw", `UPDATE visit_notes SET seen = 'khác'`, "changed visit_notes", func(w world) string { return w.visit.ID }},
		{"who took part", `UPDATE visit_notes SET members = '[]'`, "changed visit_notes", func(w world) string { return w.visit.ID }},
		{"photo of a visit", `UPDATE visit_photos SET sha256 = 'x'`, "changed visit_photos", func(w world) string { return w.shot.ID }},
		{"photo brought back", `UPDATE visit_photos SET removed = 0`, "changed visit_photos", func(w world) string { return w.shot.ID }},
		{"photo of a visit gone", `DELETE FROM visit_photos`, "missing visit_photos", func(w world) string { return w.shot.ID }},
		{"seal of a sheet", `UPDATE sheets SET seal = ''`, "changed sheets", func(w world) string { return w.sheet.ID }},
		{"acts of a sheet", `UPDATE sheets SET acts = 0`, "missing sheets", func(w world) string { return w.sheet.ID }},
		{"sheet of a closed pass", `UPDATE sheets SET state = 'submitted'`, "changed passes", func(w world) string { return w.pass.ID }},
		{"pass", `UPDATE passes SET closed = closed + 1`, "changed passes", func(w world) string { return w.pass.ID }},
		{"votes", `UPDATE proposals SET votes_for = 6`, "changed proposals", func(w world) string { return w.proposal.ID }},
		{"decision", `UPDATE decisions SET nominations = '[]'`, "changed decisions", func(w world) string { return w.decision.ID }},
		{"certificate", `UPDATE certificates SET pdf_sha256 = 'x'`, "changed certificates", func(w world) string { return w.certificate.ID }},
		{"certificate taken back", `UPDATE certificates SET issued = 0`, "missing certificates", func(w world) string { return w.certificate.ID }},
		{"votes of a proposal to revoke", `UPDATE revocation_proposals SET votes_for = 6`, "changed revocation_proposals", func(w world) string { return w.asked.ID }},
		{"evidence of a proposal to revoke", `UPDATE revocation_proposals SET evidence_sha256 = 'x'`, "changed revocation_proposals", func(w world) string { return w.asked.ID }},
		{"proposal to revoke gone", `DELETE FROM revocation_proposals`, "missing revocation_proposals", func(w world) string { return w.asked.ID }},
		{"event gone", `DELETE FROM certificate_events`, "missing certificate_events", func(w world) string { return w.event.ID }},
		{"token", `UPDATE api_tokens SET hash = 'x'`, "changed api_tokens", func(w world) string { return w.token.ID }},
		{"token hidden", `UPDATE api_tokens SET ledgered = 0`, "missing api_tokens", func(w world) string { return w.token.ID }},
		{"invitation", `UPDATE invitations SET accepted = accepted + 1`, "changed invitations", func(w world) string { return w.invitation.ID }},
		{"row added", `INSERT INTO conflicts (id, edition, judge, nomination, reason, made_at)
SELECT 'added', edition, judge, nomination, '', 5 FROM conflicts`, "extra conflicts", func(world) string { return "added" }},
		{"last leaf cut off", `DELETE FROM ledger_leaves WHERE idx = (SELECT MAX(idx) FROM ledger_leaves)`, "truncated ledger_leaves", nil},
		{"log cut back with its head", `DELETE FROM ledger_leaves; UPDATE ledger_head SET size = 0,
root = (SELECT root FROM ledger_head) WHERE id = 1`, "truncated ledger_leaves", func(world) string { return "0" }},
		{"leaf", `UPDATE ledger_leaves SET body = nonce WHERE idx = 2`, "changed ledger_leaves", func(world) string { return "2" }},
		{"hash", `UPDATE ledger_hashes SET hash = (SELECT root FROM ledger_head) WHERE idx = 2`, "changed ledger_hashes", func(world) string { return "2" }},
		{"checkpoint", `UPDATE checkpoints SET body = 'x'`, "changed ledger_leaves", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			db := tamperedWith(t, guards)
			if findings, err := db.CheckLedger(context.Background(), nil); err != nil || len(findings) > 0 {
				t.Fatalf("before: %v, %v", findings, err)
			}
			if _, err := db.Writer().Exec(row.sql); err != nil {
				t.Fatal(err)
			}
			findings, err := db.CheckLedger(context.Background(), nil)
			if err != nil {
				t.Fatal(err)
			}
			want := row.want
			if row.id != nil {
				want += " " + row.id(db.w)
			}
			if !slices.ContainsFunc(findings, func(f ledger.Finding) bool {
				return f.Bad() && (f.String() == want || row.id == nil && strings.HasPrefix(f.String(), want))
			}) {
				t.Errorf("want %s, got %v", want, findings)
			}
		})
	}
}

type tampered struct {
	*store.DB
	w world
}

// tamperedWith opens a filled database whose guards are off, as somebody with the file can have it.
func tamperedWith(t *testing.T, guarded []string) tampered {
	t.Helper()
	db := storetest.Open(t)
	w := fill(t, db)
	statements := []string{"PRAGMA foreign_keys=off"}
	for _, table := range guarded {
		statements = append(statements, "DROP TRIGGER "+table+"_no_update", "DROP TRIGGER "+table+"_no_delete")
	}
	for _, s := range statements {
		if _, err := db.Writer().Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	return tampered{db, w}
}

func TestLedgerCheckOnPostgres(t *testing.T) {
	db := storetest.OpenWith(t, storetest.Config(t, storetest.PostgresURL(t)))
	w := fill(t, db)
	if findings, err := db.CheckLedger(t.Context(), nil); err != nil || len(findings) > 0 {
		t.Fatalf("before: %v, %v", findings, err)
	}
	for _, s := range []string{`DROP TRIGGER sheet_seals_no_update ON sheet_seals`, `UPDATE sheet_seals SET total = 99000`} {
		if _, err := db.Writer().Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	findings, err := db.CheckLedger(t.Context(), nil)
	if err != nil || len(findings) != 1 || findings[0].String() != "changed sheet_seals "+w.seal.ID {
		t.Errorf("findings %v, %v", findings, err)
	}
}

// TestDraftsAreNotBound: what nobody acted on yet needs no leaf.
func TestDraftsAreNotBound(t *testing.T) {
	db := storetest.Open(t)
	w := fill(t, db)
	x := newWorld(w.edition.Organiser)
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		n, s, p, c := w.nomination, w.sheet, w.pass, w.certificate
		n.ID, n.Seq, n.EntryCode, n.Submitted = x.nomination.ID, 2, "", time.Time{}
		s.ID, s.Pass, s.Acts, s.State, s.Seal = x.sheet.ID, 2, 0, judging.SheetOpen, ""
		p.ID, p.N, p.Closed, p.Reopened = x.pass.ID, 2, time.Time{}, 0
		c.ID, c.Code, c.Seq, c.Issued = x.certificate.ID, x.certificate.Code, 2, time.Time{}
		k := x.token
		k.User = w.user.ID
		for _, err := range []error{tx.SaveNomination(n), tx.SaveSheet(s), tx.SavePass(p), tx.SaveCertificate(c), tx.SaveToken(k)} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if findings, err := db.CheckLedger(t.Context(), nil); err != nil || len(findings) > 0 {
		t.Errorf("findings %v, %v", findings, err)
	}
}
