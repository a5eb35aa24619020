package judging_test

import (
	"testing"

	"vinhdanh/judging"
)

func TestEligibleMeansWhole(t *testing.T) {
	a := newAward(t, "")
	v := a.nominate("Tương", "N1")
	a.move(judging.Screening)
	_, err := a.s.Screen(t.Context(), a.clerk, v.ID, judging.ScreenInput{Verdict: judging.NominationSupplement,
		Reasons: []judging.VerdictReason{{Text: "thiếu nhóm"}}})
	a.ok(err)
	_, err = a.s.PatchNomination(t.Context(), a.clerk, v.ID, a.nomination(v.ID).Version, judging.NominationInput{ProductGroup: ptr("")})
	a.ok(err)
	_, err = a.s.Screen(t.Context(), a.clerk, v.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
	a.fieldRefused(err, "product_group", "required")
}

// rows are the producer's and the product's row of a nomination.
func (a *award) rows(v judging.NominationView) (p judging.Producer, q judging.Product) {
	a.Helper()
	a.ok(a.db.ForJudging().View(a.Context(), func(tx judging.Tx) (err error) {
		if p, err = tx.Producer(v.ProducerID); err != nil {
			return err
		}
		q, err = tx.Product(v.ProductID)
		return err
	}))
	return p, q
}

func TestStrangersDoNotRewriteProducers(t *testing.T) {
	a := newAward(t, "")
	v := a.nominate("Tương", "N1")
	before, _ := a.rows(v)
	theirs, err := a.s.CreateNomination(t.Context(), a.stranger, a.slug, judging.NominationInput{Product: ptr("Tương"),
		Producer: &judging.ProducerInput{Name: ptr("Cơ sở Tương"), Phone: ptr("0999999999"), Address: ptr("nơi khác")}})
	a.ok(err)
	_, err = a.s.PatchNomination(t.Context(), a.stranger, theirs.ID, theirs.Version, judging.NominationInput{Product: ptr("Tên khác"),
		Producer: &judging.ProducerInput{Name: ptr("Cơ sở khác")}})
	a.ok(err)
	after, product := a.rows(v)
	if after != before || product.Name != "Tương" {
		t.Errorf("a stranger's draft made %+v of %+v, product %q", after, before, product.Name)
	}
}

func TestCorrectedNameKeepsItsOwnRow(t *testing.T) {
	a := newAward(t, "")
	v := a.nominate("Tuơng", "N1")
	fixed, err := a.s.PatchNomination(t.Context(), a.clerk, v.ID, v.Version, judging.NominationInput{Product: ptr("Tương")})
	a.ok(err)
	if _, product := a.rows(fixed); fixed.ProductID != v.ProductID || product.Name != "Tương" {
		t.Errorf("product %+v of %+v", product, fixed.Nomination)
	}
}

func TestConflictClosesTheDossier(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	_, err := a.s.Nomination(t.Context(), a.jury[1], n.ID)
	a.ok(err)
	_, err = a.s.Declare(t.Context(), a.jury[1], a.slug, []judging.ConflictInput{{Nomination: n.ID, Reason: "người nhà"}})
	a.ok(err)
	_, err = a.s.Documents(t.Context(), a.jury[1], n.ID)
	a.refused(err, "conflict_declared")
	a.score(a.jury[0], n.ID, "50", "30")
	a.score(a.jury[2], n.ID, "50", "30")
	a.closePass(1)
	_, err = a.s.Declare(t.Context(), a.jury[2], a.slug, []judging.ConflictInput{{Nomination: n.ID, Reason: "muộn"}})
	a.refused(err, "sheet_locked")
}

func TestJudgesGetNoSheetOfTheirOwn(t *testing.T) {
	a := newAward(t, "")
	v, err := a.s.CreateNomination(t.Context(), a.jury[1], a.slug, judging.NominationInput{Product: ptr("Của tôi"), ProductGroup: ptr("N1"),
		Producer: &judging.ProducerInput{Name: ptr("Tôi"), EntityKind: ptr("sme")}})
	a.ok(err)
	_, err = a.s.SubmitNomination(t.Context(), a.jury[1], v.ID)
	a.ok(err)
	_, err = a.s.CreateNomination(t.Context(), a.auditor, a.slug, judging.NominationInput{Product: ptr("x")})
	a.refused(err, "forbidden")
	a.move(judging.Screening)
	_, err = a.s.Screen(t.Context(), a.clerk, v.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
	a.ok(err)
	_, err = a.s.Declare(t.Context(), a.jury[1], a.slug, nil)
	a.ok(err)
	a.move(judging.Scoring)
	list, _, err := a.s.Sheets(t.Context(), a.jury[1], a.slug, judging.SheetFilter{})
	a.ok(err)
	for _, s := range list {
		if s.Nomination == v.ID {
			t.Error("a judge got a sheet for his own product")
		}
	}
}

func TestSheetsLeftOpenShowNoTotal(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	sh := a.sheet(a.jury[1], n.ID, 0)
	_, err := a.s.SaveMarks(t.Context(), a.jury[1], sh.ID, sh.Version, map[string]any{"1": "50", "2": "30"}, nil)
	a.ok(err)
	_, err = a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, true, "vắng")
	a.ok(err)
	if got := a.sheet(a.jury[1], n.ID, 0); got.Total != nil || got.State != judging.SheetLocked {
		t.Errorf("locked without a submission: %+v", got.Sheet)
	}
}

func TestCheckpointsDoNotCountOpenSheets(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	size := func() int64 {
		t.Helper()
		a.ok(a.db.ForJudging().Update(t.Context(), func(tx judging.Tx) error { tx.Publish(); return nil }))
		_, size, err := a.db.LastCheckpoint(t.Context())
		a.ok(err)
		return size
	}
	before := size()
	a.score(a.jury[0], n.ID, "50", "30")
	if got := size(); got != before {
		t.Errorf("a checkpoint of size %d was published while a pass had submissions, after %d", got, before)
	}
	a.score(a.jury[1], n.ID, "50", "30")
	a.score(a.jury[2], n.ID, "50", "30")
	a.closePass(1)
	if _, after, err := a.db.LastCheckpoint(t.Context()); err != nil || after <= before {
		t.Errorf("the close published %d %v", after, err)
	}
}
