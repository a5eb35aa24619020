package judging_test

import (
	"strings"
	"testing"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

func TestDraftsNeedAProductOnly(t *testing.T) {
	a := newAward(t, "")
	v, err := a.s.CreateNomination(t.Context(), a.stranger, a.slug, judging.NominationInput{Product: ptr("  Tương   nếp ")})
	a.ok(err)
	if v.Product != "Tương nếp" || v.State != judging.NominationDraft || v.Code != "THU-0001" || v.Version != 1 {
		t.Errorf("draft %+v", v.Nomination)
	}
	_, err = a.s.SubmitNomination(t.Context(), a.stranger, v.ID)
	for _, field := range []string{"product_group", "producer.name", "producer.entity_kind"} {
		a.fieldRefused(err, field, "required")
	}
	_, err = a.s.CreateNomination(t.Context(), a.stranger, a.slug, judging.NominationInput{})
	a.fieldRefused(err, "product", "required")
}

func TestBadNominations(t *testing.T) {
	a := newAward(t, "")
	for name, c := range map[string]struct {
		in          judging.NominationInput
		field, code string
	}{
		"emoji":         {judging.NominationInput{Product: ptr("Tương 🍯")}, "product", "unprintable"},
		"turned text":   {judging.NominationInput{Product: ptr("Tương \u202egnoT")}, "product", "unprintable"},
		"long name":     {judging.NominationInput{Product: ptr(strings.Repeat("ơ", 301))}, "product", "too_long"},
		"long text":     {judging.NominationInput{Product: ptr("x"), Description: ptr(strings.Repeat("ơ", 10_001))}, "description", "too_long"},
		"unknown group": {judging.NominationInput{Product: ptr("x"), ProductGroup: ptr("N9")}, "product_group", "unknown_value"},
		"unknown kind":  {judging.NominationInput{Product: ptr("x"), Producer: &judging.ProducerInput{EntityKind: ptr("state")}}, "producer.entity_kind", "unknown_value"},
		"phone":         {judging.NominationInput{Product: ptr("x"), Producer: &judging.ProducerInput{Phone: ptr("12")}}, "producer.phone", "bad_phone"},
		"bad bytes":     {judging.NominationInput{Product: ptr("a\xffb")}, "product", "unprintable"},
	} {
		t.Log(name)
		_, err := a.s.CreateNomination(t.Context(), a.clerk, a.slug, c.in)
		a.fieldRefused(err, c.field, c.code)
	}
	ok := judging.NominationInput{Product: ptr("x"), Description: ptr(strings.Repeat("ơ", 10_000))}
	_, err := a.s.CreateNomination(t.Context(), a.clerk, a.slug, ok)
	a.ok(err)
}

func TestNFDBecomesNFC(t *testing.T) {
	a := newAward(t, "")
	v, err := a.s.CreateNomination(t.Context(), a.clerk, a.slug, judging.NominationInput{Product: ptr("Tu\u031bo\u031bng")})
	a.ok(err)
	if v.Product != "Tương" {
		t.Errorf("stored %+q", v.Product)
	}
	found, _, err := a.s.Nominations(t.Context(), a.clerk, a.slug, judging.NominationQuery{Text: "tuong"})
	a.ok(err)
	if len(found) != 1 {
		t.Errorf("search without marks found %d", len(found))
	}
}

func TestProducersSeeTheirOwn(t *testing.T) {
	a := newAward(t, "")
	mine, err := a.s.CreateNomination(t.Context(), a.stranger, a.slug, judging.NominationInput{Product: ptr("Của tôi")})
	a.ok(err)
	theirs := a.nominate("Của người", "N1")
	list, _, err := a.s.Nominations(t.Context(), a.stranger, a.slug, judging.NominationQuery{})
	a.ok(err)
	if len(list) != 1 || list[0].ID != mine.ID {
		t.Errorf("a producer sees %d nominations", len(list))
	}
	_, err = a.s.Nomination(t.Context(), a.stranger, theirs.ID)
	a.refused(err, "not_found")
	_, err = a.s.PatchNomination(t.Context(), a.stranger, theirs.ID, theirs.Version, judging.NominationInput{Product: ptr("x")})
	a.refused(err, "not_found")
	for who, want := range map[string]bool{"clerk": true, "auditor": true, "judge1": false, "council0": false, "admin": false} {
		v, err := a.s.Nomination(t.Context(), a.actor(who), theirs.ID)
		a.ok(err)
		if v.Contacts != want {
			t.Errorf("%s sees contacts: %v", who, v.Contacts)
		}
	}
}

func TestPatchChecksTheVersion(t *testing.T) {
	a := newAward(t, "")
	v := a.nominate("Tương", "N1")
	next, err := a.s.PatchNomination(t.Context(), a.clerk, v.ID, v.Version, judging.NominationInput{ProductGroup: ptr("N2")})
	a.ok(err)
	if next.Version != v.Version+1 || next.ProductGroup != "N2" || next.Producer.Name != "Cơ sở Tương" {
		t.Errorf("patched %+v", next.Nomination)
	}
	_, err = a.s.PatchNomination(t.Context(), a.clerk, v.ID, v.Version, judging.NominationInput{ProductGroup: ptr("N1")})
	a.refused(err, "stale_version")
	_, err = a.s.PatchNomination(t.Context(), a.clerk, v.ID, next.Version, judging.NominationInput{Producer: &judging.ProducerInput{Name: ptr("")}})
	a.fieldRefused(err, "producer.name", "required")
	a.ledgerHolds()
}

func TestSupplementGoesBackAndForth(t *testing.T) {
	a := newAward(t, "")
	v, err := a.s.CreateNomination(t.Context(), a.stranger, a.slug, judging.NominationInput{Product: ptr("Tương"), ProductGroup: ptr("N1"),
		Producer: &judging.ProducerInput{Name: ptr("Cơ sở"), EntityKind: ptr("sme"), Email: ptr("Coso@Thu.vn")}})
	a.ok(err)
	v, err = a.s.SubmitNomination(t.Context(), a.stranger, v.ID)
	a.ok(err)
	_, err = a.s.PatchNomination(t.Context(), a.stranger, v.ID, v.Version, judging.NominationInput{Description: ptr("thêm")})
	a.refused(err, "wrong_state")
	a.move(judging.Screening)
	_, err = a.s.Screen(t.Context(), a.clerk, v.ID, judging.ScreenInput{Verdict: judging.NominationSupplement})
	a.fieldRefused(err, "reasons", "reason_required")
	_, err = a.s.Screen(t.Context(), a.clerk, v.ID, judging.ScreenInput{Verdict: judging.NominationSupplement, Due: "2026-11-01",
		Reasons: []judging.VerdictReason{{Document: 7, Code: "thieu", Text: "ảnh mờ"}}})
	a.fieldRefused(err, "reasons[0].document", "unknown_value")
	a.fieldRefused(err, "due", "date_order")
	_, err = a.s.Screen(t.Context(), a.clerk, v.ID, judging.ScreenInput{Verdict: judging.NominationSupplement, Due: "2026-12-01",
		Reasons: []judging.VerdictReason{{Code: "thieu", Text: "ảnh mờ"}}})
	a.ok(err)
	v, err = a.s.PatchNomination(t.Context(), a.stranger, v.ID, a.nomination(v.ID).Version, judging.NominationInput{Description: ptr("thêm")})
	a.ok(err)
	v, err = a.s.SubmitNomination(t.Context(), a.stranger, v.ID)
	a.ok(err)
	if v.State != judging.NominationSubmitted {
		t.Errorf("resubmitted as %s", v.State)
	}
	_, err = a.s.MoveEdition(t.Context(), a.admin, a.slug, judging.Scoring)
	a.refused(err, "conditions_missing")
	a.ledgerHolds()
}

func TestImportIsAllOrNothing(t *testing.T) {
	a := newAward(t, "")
	rows := []judging.ImportRow{
		{Number: 2, Product: "Tương", ProductGroup: "N1", Producer: judging.ProducerData{Name: "Cơ sở A", Commune: "xã X"}},
		{Number: 3, Product: "Nem 🍖", ProductGroup: "N1"},
	}
	run := func(rows []judging.ImportRow, opt judging.ImportOptions) judging.ImportResult {
		t.Helper()
		opt.Prior.Rows = len(rows)
		res, err := a.s.Import(t.Context(), a.clerk, a.slug, rows, opt)
		a.ok(err)
		list, _, err := a.s.Nominations(t.Context(), a.clerk, a.slug, judging.NominationQuery{})
		a.ok(err)
		if got := len(list); got != a.imported+res.Created && !opt.DryRun {
			t.Errorf("%d nominations after %+v", got, res)
		}
		if !opt.DryRun {
			a.imported += res.Created
		}
		return res
	}
	if res := run(rows, judging.ImportOptions{}); res.Created != 0 || len(res.Errors) != 1 || res.Errors[0].Row != 3 || res.Errors[0].Column != "product" {
		t.Errorf("with an error: %+v", res)
	}
	if res := run(rows[:1], judging.ImportOptions{DryRun: true}); res.Created != 1 {
		t.Errorf("dry run: %+v", res)
	}
	if res := run(rows, judging.ImportOptions{Partial: true}); res.Created != 1 {
		t.Errorf("partial: %+v", res)
	}
	if res := run(rows[:1], judging.ImportOptions{}); res.Skipped != 1 || res.Created != 0 {
		t.Errorf("again: %+v", res)
	}
	rows[0].Producer.Address = "số 1"
	if res := run(rows[:1], judging.ImportOptions{}); res.Updated != 1 {
		t.Errorf("completed: %+v", res)
	}
	_, err := a.s.Import(t.Context(), a.stranger, a.slug, rows, judging.ImportOptions{})
	if fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a producer imports: %v", err)
	}
}
