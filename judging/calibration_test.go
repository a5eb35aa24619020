package judging_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

func wholeTrial(judge string, tops ...judging.Points) judging.CalibrationMarks {
	m := judging.CalibrationMarks{Judge: judge, ByTop: tops, Total: new(judging.Points)}
	for _, p := range tops {
		*m.Total += p
	}
	return m
}

func TestSpreads(t *testing.T) {
	a := newAward(t, "")
	e, err := a.s.EditionBySlug(t.Context(), a.admin, a.slug)
	a.ok(err)
	pack, err := a.s.Pack(e)
	a.ok(err)
	half := judging.CalibrationMarks{Judge: "d", Marks: map[string]judging.Points{"1": 60_000}}
	got := judging.Spreads(pack, "N1", []judging.CalibrationMarks{wholeTrial("a", 50_000, 18_000), wholeTrial("b", 40_000, 36_000), wholeTrial("c", 42_000, 24_000), half}, "b")
	text := ""
	for _, s := range got {
		text += fmt.Sprintf("%s max %s %v %s-%s mean %.2f sd %.3f own %s\n", s.Code, s.Max, s.All, s.Low, s.High, s.Mean, *s.SD, s.Own)
	}
	want := `1 max 60 [40 42 50] 40-50 mean 44.00 sd 5.292 own 40
2 max 40 [18 24 36] 18-36 mean 26.00 sd 9.165 own 36
 max 100 [66 68 76] 66-76 mean 70.00 sd 5.292 own 76
`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
	if w, ok := judging.Widest(got); !ok || w.Code != "2" {
		t.Errorf("widest %v, %v", w, ok)
	}
	alone := judging.Spreads(pack, "N1", []judging.CalibrationMarks{wholeTrial("a", 50_000, 18_000), half}, "z")
	if _, ok := judging.Widest(alone); ok || alone[0].SD != nil || alone[0].Own != nil {
		t.Errorf("one judge: %+v", alone)
	}
	if judging.Spreads(pack, "N1", []judging.CalibrationMarks{half}, "d") != nil {
		t.Error("a sheet that is not whole has a spread")
	}
}

// prepare makes a round with one example, not opened yet.
func (a *award) prepare(named bool) (round, example string) {
	a.Helper()
	round, err := a.s.NewCalibration(a.Context(), a.jurySecretary, a.slug, named)
	a.ok(err)
	example, err = a.s.AddExample(a.Context(), a.jurySecretary, round, judging.ExampleInput{Title: "Ấm giả định", ProductGroup: "N1", Description: "Không có thật."})
	a.ok(err)
	return round, example
}

func (a *award) tryOut(judge accounts.Actor, example, first, second string) {
	a.Helper()
	a.ok(a.s.MarkExample(a.Context(), judge, example, map[string]any{"1": first, "2": second}))
}

// everything that counts, as its readers get it; with the ledger's size and the queue.
func (a *award) everything() string {
	a.Helper()
	var b strings.Builder
	note := func(name string, v any, err error) {
		a.Helper()
		data, bad := json.Marshal(v)
		a.ok(bad)
		fmt.Fprintf(&b, "%s: %s %v\n", name, data, err)
	}
	ranking, err := a.s.Ranking(a.Context(), a.auditor, a.slug, 0)
	note("ranking", ranking, err)
	agreement, groups, err := a.s.Agreement(a.Context(), a.auditor, a.slug)
	note("agreement", agreement, err)
	note("agreement of groups", groups, err)
	counts, err := a.s.Counts(a.Context(), a.clerk, a.slug)
	note("counts", counts, err)
	queue, err := a.s.Queue(a.Context(), a.clerk, a.slug, judging.NominationQuery{})
	note("queue", queue, err)
	states, err := a.s.SheetStates(a.Context(), a.jury[0], a.slug, 0)
	note("states", states, err)
	for _, j := range a.jury {
		sheets, _, err := a.s.Sheets(a.Context(), j, a.slug, judging.SheetFilter{})
		note("sheets", sheets, err)
	}
	record, err := a.s.JuryRecord(a.Context(), a.auditor, a.slug, 0)
	note("record", record, err)
	journal, _, err := a.s.Journal(a.Context(), a.auditor, a.slug, judging.JournalQuery{})
	note("journal", journal, err)
	head, err := a.db.LedgerHead(a.Context())
	note("head", head, err)
	return b.String()
}

// TestCalibrationNeverCounts: whatever is prepared, marked and ended, nothing that counts is a byte different, with the
// pass open and with it closed.
func TestCalibrationNeverCounts(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Nón", "Tương")
	round, example := a.prepare(true)
	before := a.everything()
	a.ok(a.s.OpenCalibration(t.Context(), a.jury[0], round))
	for i, j := range a.jury {
		a.tryOut(j, example, fmt.Sprint(10+i), "40")
	}
	same := func(when string) {
		t.Helper()
		if diff := cmp.Diff(before, a.everything()); diff != "" {
			t.Errorf("%s:\n%s", when, diff)
		}
	}
	same("after marking")
	a.ok(a.s.EndCalibration(t.Context(), a.jury[0], round))
	same("after the end")
	a.scoreAll(map[string][2]string{list[0].ID: {"50", "30"}, list[1].ID: {"40", "30"}})
	second, example := a.prepare(false)
	a.ok(a.s.OpenCalibration(t.Context(), a.jury[0], second))
	a.closePass(1)
	before = a.everything()
	for _, j := range a.jury {
		a.tryOut(j, example, "1", "1")
	}
	a.ok(a.s.EndCalibration(t.Context(), a.jury[0], second))
	same("with the pass closed")
	_, err := a.s.NewCalibration(t.Context(), a.jury[0], a.slug, false)
	a.refused(err, "calibration_over")
	a.ledgerHolds()
}

// TestBundleKnowsNoCalibration writes a whole round into a finished edition.
func TestBundleKnowsNoCalibration(t *testing.T) {
	a, list := announced(t)
	before := a.bundle()
	a.ok(a.db.ForJudging().Update(t.Context(), func(tx judging.Tx) error {
		n, err := tx.Nomination(list[0].ID)
		if err != nil {
			return err
		}
		m := wholeTrial(a.jury[0].User.ID, 60_000, 40_000)
		m.Example, m.Updated = "mẫu", a.now
		for _, err := range []error{
			tx.SaveCalibration(judging.Calibration{ID: "vòng", Edition: n.Edition, N: 1, At: a.now, Opened: a.now, Ended: a.now}),
			tx.SaveCalibrationExample(judging.CalibrationExample{ID: "mẫu", Calibration: "vòng", Edition: n.Edition, N: 1, Title: "Ấm", ProductGroup: "N1"}),
			tx.SaveCalibrationMarks(m),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	}))
	if diff := cmp.Diff(string(before), string(a.bundle())); diff != "" {
		t.Error(diff)
	}
}

// TestCalibrationTellsNobodyEarly: before the end nobody gets anything of others' marks; after it the own ones are set
// apart and names come only when the round says so.
func TestCalibrationTellsNobodyEarly(t *testing.T) {
	for _, named := range []bool{false, true} {
		a := newAward(t, "")
		a.toScoring("Nón")
		round, example := a.prepare(named)
		seen := func(who accounts.Actor) string {
			t.Helper()
			list, err := a.s.Calibrations(t.Context(), who, a.slug)
			a.ok(err)
			data, err := json.Marshal(list)
			a.ok(err)
			return string(data)
		}
		if list, err := a.s.Calibrations(t.Context(), a.jury[1], a.slug); err != nil || len(list) != 0 {
			t.Errorf("a round in preparation: %v, %v", list, err)
		}
		a.ok(a.s.OpenCalibration(t.Context(), a.jurySecretary, round))
		a.tryOut(a.jury[1], example, "30", "20")
		member, head := seen(a.jury[1]), ""
		for _, mark := range []string{"11", "59.5"} {
			a.tryOut(a.jury[2], example, mark, "7")
			if got := seen(a.jury[1]); got != member {
				t.Errorf("a judge learns of another's marks:\n%s", cmp.Diff(member, got))
			}
			if head == "" {
				head = seen(a.jury[0])
			}
			if got := seen(a.jury[0]); got != head {
				t.Errorf("the head learns of marks:\n%s", cmp.Diff(head, got))
			}
		}
		a.refused(a.s.EndCalibration(t.Context(), a.jurySecretary, round), "forbidden")
		a.ok(a.s.EndCalibration(t.Context(), a.jury[0], round))
		a.refused(a.s.MarkExample(t.Context(), a.jury[0], example, map[string]any{"1": "1"}), "calibration_not_open")
		list, err := a.s.Calibrations(t.Context(), a.jury[1], a.slug)
		a.ok(err)
		x := list[0].Examples[0]
		if !named { // of two, each would know the other's marks
			if len(x.Spreads) != 0 || !x.TooFew || strings.Contains(seen(a.jury[1]), "66500") {
				t.Errorf("two judges without names: %+v", x)
			}
			continue
		}
		if total := x.Spreads[2]; *total.Own != 50_000 || total.Low != 50_000 || total.High != 66_500 {
			t.Errorf("spread %+v", total)
		}
		if len(x.Judges) != 2 {
			t.Errorf("names: %+v", x.Judges)
		}
	}
}

// TestCalibrationWithoutNames tells the spread of three, and whose marks are whose to nobody.
func TestCalibrationWithoutNames(t *testing.T) {
	a := newAward(t, "")
	a.toScoring("Nón")
	round, example := a.prepare(false)
	a.ok(a.s.OpenCalibration(t.Context(), a.jury[0], round))
	for i, j := range a.jury {
		a.tryOut(j, example, fmt.Sprint(30+i), "20")
	}
	a.ok(a.s.EndCalibration(t.Context(), a.jury[0], round))
	list, err := a.s.Calibrations(t.Context(), a.jury[1], a.slug)
	a.ok(err)
	data, err := json.Marshal(list)
	a.ok(err)
	x := list[0].Examples[0]
	if len(x.Spreads) != 3 || x.TooFew || *x.Spreads[0].Own != 31_000 || x.Spreads[0].High != 32_000 {
		t.Errorf("three judges: %+v", x)
	}
	if len(x.Judges) != 0 || strings.Contains(string(data), "judge2") {
		t.Errorf("names: %s", data)
	}
}

func TestCalibrationRules(t *testing.T) {
	a := newAward(t, "")
	_, err := a.s.NewCalibration(t.Context(), a.jury[0], a.slug, false)
	a.refused(err, "wrong_state")
	a.toScreening("N1", "Nón")
	for _, nobody := range []accounts.Actor{a.admin, a.head, a.jury[1], a.council[0]} {
		_, err := a.s.NewCalibration(t.Context(), nobody, a.slug, false)
		a.refused(err, "forbidden")
	}
	round, err := a.s.NewCalibration(t.Context(), a.jury[0], a.slug, false)
	a.ok(err)
	_, err = a.s.NewCalibration(t.Context(), a.jury[0], a.slug, false)
	a.refused(err, "calibration_open")
	a.refused(a.s.OpenCalibration(t.Context(), a.jury[0], round), "calibration_empty")
	_, err = a.s.AddExample(t.Context(), a.jury[0], round, judging.ExampleInput{ProductGroup: "N9"})
	a.fieldRefused(err, "title", "required")
	a.fieldRefused(err, "product_group", "required")
	example, err := a.s.AddExample(t.Context(), a.jury[0], round, judging.ExampleInput{Title: "Ấm", ProductGroup: "N1"})
	a.ok(err)
	gone, err := a.s.AddExample(t.Context(), a.jury[0], round, judging.ExampleInput{Title: "Nồi", ProductGroup: "N2"})
	a.ok(err)
	a.ok(a.s.AddExampleFile(t.Context(), a.jury[0], gone, judging.DocumentInput{SHA256: "s", MediaType: "application/pdf", Filename: "a.pdf"}))
	a.ok(a.s.DropExample(t.Context(), a.jury[0], gone))
	_, _, err = a.s.Example(t.Context(), a.jury[1], example)
	a.refused(err, "not_found")
	a.refused(a.s.MarkExample(t.Context(), a.jury[1], example, map[string]any{"1": "1"}), "calibration_not_open")
	a.ok(a.s.OpenCalibration(t.Context(), a.jury[0], round))
	a.refused(a.s.ChangeExample(t.Context(), a.jury[0], example, judging.ExampleInput{Title: "Khác", ProductGroup: "N1"}), "calibration_opened")
	a.fieldRefused(a.s.MarkExample(t.Context(), a.jury[1], example, map[string]any{"1": "60.5"}), "marks.1", "above_maximum")
	a.fieldRefused(a.s.MarkExample(t.Context(), a.jury[1], example, map[string]any{"2": "0.2"}), "marks.2", "off_step")
	a.refused(a.s.MarkExample(t.Context(), a.jurySecretary, example, map[string]any{"1": "1"}), "forbidden")
}
