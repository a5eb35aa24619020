package judging_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

func TestJuryRecordTellsWhatHappened(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Nón", "Tương")
	first, second := list[0].ID, list[1].ID
	a.score(a.jury[0], first, "50", "30")
	sealed := a.score(a.jury[1], first, "40", "30")
	for _, reason := range []string{"cộng nhầm", "ghi nhầm dòng"} {
		_, err := a.s.ReopenSheet(t.Context(), a.jury[0], sealed.ID, reason)
		a.ok(err)
		_, err = a.s.SubmitSheet(t.Context(), a.jury[1], sealed.ID)
		a.ok(err)
	}
	_, err := a.s.RecuseSheet(t.Context(), a.jury[2], a.sheet(a.jury[2], first, 1).ID, "em gái làm ở cơ sở")
	a.ok(err)
	a.score(a.jury[0], second, "50", "20")

	_, err = a.s.JuryRecord(t.Context(), a.head, a.slug, 0)
	a.refused(err, "pass_open")
	_, err = a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, true, "hai người ốm")
	a.ok(err)
	for _, nobody := range []accounts.Actor{a.stranger, a.admin} {
		_, err = a.s.JuryRecord(t.Context(), nobody, a.slug, 0)
		a.refused(err, "forbidden")
	}
	got, err := a.s.JuryRecord(t.Context(), a.council[1], a.slug, 1)
	a.ok(err)
	codes := map[string]string{}
	for _, r := range a.ranked() {
		codes[r.Nomination] = r.EntryCode
	}
	want := judging.JuryRecord{Sheets: 6, Scored: 3,
		Recusals: []judging.SheetEvent{{Judge: a.jury[2].User.ID, EntryCode: codes[first], Product: "Nón", Reason: "em gái làm ở cơ sở"}},
		Reopened: []judging.SheetEvent{{Judge: a.jury[1].User.ID, EntryCode: codes[first], Product: "Nón", Reason: "cộng nhầm"},
			{Judge: a.jury[1].User.ID, EntryCode: codes[first], Product: "Nón", Reason: "ghi nhầm dòng"}},
		LeftOpen: []judging.SheetEvent{{Judge: a.jury[1].User.ID, EntryCode: codes[second], Product: "Tương"},
			{Judge: a.jury[2].User.ID, EntryCode: codes[second], Product: "Tương"}},
	}
	byJudge := cmpopts.SortSlices(func(x, y judging.SheetEvent) bool { return x.Judge+x.Reason < y.Judge+y.Reason })
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(judging.SheetEvent{}, "At"), cmpopts.IgnoreFields(judging.JuryRecord{}, "Pass"), byJudge); diff != "" {
		t.Error(diff)
	}
	if got.Pass.N != 1 || got.Pass.LeftOpen != "hai người ốm" || len(got.Reopened) == 2 && !got.Reopened[1].At.After(got.Reopened[0].At) {
		t.Errorf("pass %+v, reopened %+v", got.Pass, got.Reopened)
	}
	a.ledgerHolds()
}

func (a *award) ranked() []judging.RankedEntry {
	a.Helper()
	list, err := a.s.Ranking(a.Context(), a.auditor, a.slug, 0)
	a.ok(err)
	return list
}
