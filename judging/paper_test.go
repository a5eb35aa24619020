package judging_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// scanned attaches a scan to a judge's sheet.
func (a *award) scanned(by accounts.Actor, sheet string) {
	a.Helper()
	_, err := a.s.AttachScan(a.Context(), by, sheet, judging.PaperScan{SHA256: "ab" + sheet, MediaType: "image/jpeg", Size: 1000, Filename: "phieu.jpg"})
	a.ok(err)
}

// typed has clerk and head type a sheet alike.
func (a *award) typed(sheet, first, second string) judging.PaperView {
	a.Helper()
	marks := map[string]any{"1": first, "2": second}
	_, err := a.s.TypePaper(a.Context(), a.clerk, sheet, marks, "Đẹp")
	a.ok(err)
	a.scanned(a.head, sheet)
	v, err := a.s.TypePaper(a.Context(), a.head, sheet, marks, " Đẹp\n")
	a.ok(err)
	return v
}

func TestPaperIsTypedByTwoPeople(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	judge := a.jury[1]
	sh := a.sheet(judge, n.ID, 1)
	_, err := a.s.SaveMarks(t.Context(), judge, sh.ID, sh.Version, map[string]any{"1": "10"}, ptr("nháp"))
	a.ok(err)
	marks := map[string]any{"1": "50.5", "2": "30"}
	v, err := a.s.TypePaper(t.Context(), a.clerk, sh.ID, marks, "")
	a.ok(err)
	if v.State != judging.PaperWaiting || v.First.Name != "clerk" || v.Second != nil {
		t.Errorf("after the first typing: %+v", v)
	}
	seen, err := a.s.PaperOf(t.Context(), a.head, sh.ID)
	a.ok(err)
	if seen.State != judging.PaperWaiting || seen.Differences != nil {
		t.Errorf("the second typist is shown %+v", seen)
	}
	_, err = a.s.TypePaper(t.Context(), a.clerk, sh.ID, marks, "")
	a.refused(err, "paper_same_person")
	_, err = a.s.TypePaper(t.Context(), a.head, sh.ID, marks, "")
	a.refused(err, "paper_scan_missing")
	a.scanned(a.clerk, sh.ID)
	v, err = a.s.TypePaper(t.Context(), a.head, sh.ID, marks, "")
	a.ok(err)
	if v.State != judging.PaperTyped || v.Ended != nil {
		t.Errorf("after the second typing: %+v", v)
	}
	got := a.sheet(judge, n.ID, 1)
	if got.State != judging.SheetSubmitted || got.Total.String() != "80.5" || got.Version != 3 || got.Comment != "" || got.Receipt == nil ||
		got.Paper == nil || got.Paper.First.Name != "clerk" || got.Paper.Second.Name != "head" || got.Paper.Compared != nil {
		t.Errorf("the judge's sheet: %+v %+v", got, got.Paper)
	}
	history, err := a.s.SheetHistory(t.Context(), judge, sh.ID)
	a.ok(err)
	if len(history) != 2 || history[0].Comment != "nháp" || history[1].Total.String() != "80.5" {
		t.Errorf("what the judge had typed herself: %+v", history)
	}
	_, err = a.s.TypePaper(t.Context(), a.head, sh.ID, marks, "")
	a.refused(err, "paper_submitted")
	a.ledgerHolds()
	a.hasTypedLeaf(1)
	if a.letters("sheet_typed") != 1 {
		t.Error("the judge was not told")
	}
}

// hasTypedLeaf counts the leaves that say who typed a sheet.
func (a *award) hasTypedLeaf(want int) {
	a.Helper()
	for _, n := range []int{1, 2} {
		passes, err := a.s.Passes(a.Context(), a.head, a.slug)
		a.ok(err)
		if len(passes) >= n && passes[n-1].Closed.IsZero() {
			_, err := a.s.ClosePass(a.Context(), a.jury[0], a.slug, n, true, "thử")
			a.ok(err)
		}
	}
	list, _, err := a.s.Journal(a.Context(), a.auditor, a.slug, judging.JournalQuery{Kind: "sheet.typed"})
	a.ok(err)
	if len(list) != want {
		a.Errorf("%d leaves of typed sheets, want %d", len(list), want)
	}
	for _, l := range list {
		if l.Subject != "Tương" || l.ActorName == "" || l.Table != "paper_sheets" {
			a.Errorf("journal says %+v", l)
		}
	}
	hidden, _, err := a.s.Journal(a.Context(), a.admin, a.slug, judging.JournalQuery{Kind: "sheet"})
	a.ok(err)
	if len(hidden) != 0 {
		a.Errorf("the administrator reads %+v", hidden)
	}
}

// letters counts the waiting letters of a kind.
func (a *award) letters(kind string) (n int) {
	a.Helper()
	jobs, err := a.db.ListJobs(a.Context(), "", 500)
	a.ok(err)
	for _, j := range jobs {
		var m judging.Mail
		if json.Unmarshal(j.Payload, &m) == nil && m.Letter == kind {
			n++
		}
	}
	return n
}

func TestPaperMismatchIsCompared(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	sh := a.sheet(a.jury[2], n.ID, 1)
	_, err := a.s.TypePaper(t.Context(), a.head, sh.ID, map[string]any{"1": "50", "2": "30"}, "Đẹp")
	a.ok(err)
	_, err = a.s.ComparePaper(t.Context(), a.head, sh.ID, nil, "")
	a.refused(err, "paper_alike")
	a.scanned(a.head, sh.ID)
	v, err := a.s.TypePaper(t.Context(), a.clerk, sh.ID, map[string]any{"1": "56", "2": "30"}, "Đẹp lắm")
	a.ok(err)
	if v.State != judging.PaperMismatch || v.Differences != nil {
		t.Errorf("the second typist is told %+v", v)
	}
	_, err = a.s.TypePaper(t.Context(), a.clerk, sh.ID, map[string]any{"1": "50"}, "")
	a.refused(err, "paper_mismatch")
	v, err = a.s.PaperOf(t.Context(), a.head, sh.ID)
	a.ok(err)
	fifty, more := judging.Points(50_000), judging.Points(56_000)
	want := []judging.PaperDifference{{Code: "1", First: &fifty, Second: &more}, {Code: "comment", FirstComment: "Đẹp", SecondComment: "Đẹp lắm"}}
	if diff := cmp.Diff(want, v.Differences); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
	_, err = a.s.ComparePaper(t.Context(), a.clerk, sh.ID, map[string]string{"1": "third", "2": "first"}, "chỉ có hai người")
	a.fieldRefused(err, "choices.1", "unknown_value")
	a.fieldRefused(err, "choices.2", "unknown_criterion")
	a.fieldRefused(err, "comment", "required")
	_, err = a.s.ComparePaper(t.Context(), a.clerk, sh.ID, map[string]string{"1": "second", "comment": "first"}, " ")
	a.fieldRefused(err, "reason", "reason_required")
	_, err = a.s.ComparePaper(t.Context(), a.clerk, sh.ID, map[string]string{"1": "second", "comment": "first"}, "chỉ có hai người")
	a.ok(err)
	got := a.sheet(a.jury[2], n.ID, 1)
	if got.Total.String() != "86" || got.Comment != "Đẹp" || got.Paper.Compared == nil || got.Paper.Compared.Name != "clerk" || got.Paper.Reason != "chỉ có hai người" {
		t.Errorf("after comparing: %+v %+v", got, got.Paper)
	}
	a.hasTypedLeaf(1)
	a.ledgerHolds()
}

func TestWhoNeverTypesPaper(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	sh := a.sheet(a.jury[1], n.ID, 1)
	marks := map[string]any{"1": "50", "2": "30"}
	for _, who := range []struct {
		name, code string
		actor      accounts.Actor
	}{
		{"her own judge", "forbidden", a.jury[1]}, {"another judge", "not_found", a.jury[2]}, {"the jury's head", "not_found", a.jury[0]},
		{"the administrator", "not_found", a.admin}, {"the council", "not_found", a.council[0]}, {"the auditor", "not_found", a.auditor},
		{"a stranger", "not_found", a.stranger}, {"nobody", "unauthorised", accounts.Actor{}},
	} {
		if _, err := a.s.TypePaper(t.Context(), who.actor, sh.ID, marks, ""); !fault.IsCode(err, who.code) {
			t.Errorf("%s: %v, want %s", who.name, err, who.code)
		}
	}
	for i, code := range map[string]string{"judge1": "paper_judge", "judge2": "paper_judge", "admin": "paper_administrator", "auditor": "forbidden"} {
		_, err := a.s.AddMember(t.Context(), a.admin, a.slug, judging.NewMember{Email: i + "@thu.vn", Name: i, Body: accounts.Secretariat, Role: accounts.Member})
		a.ok(err)
		who := a.actor(i)
		_, err = a.s.TypePaper(t.Context(), who, sh.ID, marks, "")
		a.refused(err, code)
		_, err = a.s.PaperOf(t.Context(), who, sh.ID)
		a.refused(err, code)
	}
}

func TestPaperOfASheetThatWentAnotherWay(t *testing.T) {
	marks := map[string]any{"1": "50", "2": "30"}
	for _, tt := range []struct {
		name, code string
		state      judging.PaperState
		meanwhile  func(a *award, judge accounts.Actor, sheet string) error
	}{
		{"recused meanwhile", "paper_recused", judging.PaperStopped, func(a *award, judge accounts.Actor, sheet string) error {
			_, err := a.s.RecuseSheet(a.Context(), judge, sheet, "họ hàng")
			return err
		}},
		{"submitted meanwhile", "paper_submitted", judging.PaperStopped, func(a *award, judge accounts.Actor, sheet string) error {
			_, err := a.s.SubmitSheet(a.Context(), judge, sheet)
			return err
		}},
		{"pass closed meanwhile", "paper_locked", judging.PaperStopped, func(a *award, _ accounts.Actor, _ string) error {
			_, err := a.s.ClosePass(a.Context(), a.jury[0], a.slug, 1, true, "hết giờ")
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newAward(t, "")
			n := a.toScoring("Tương")[0]
			sh := a.sheet(a.jury[1], n.ID, 1)
			_, err := a.s.TypePaper(t.Context(), a.clerk, sh.ID, marks, "")
			a.ok(err)
			a.scanned(a.clerk, sh.ID)
			a.ok(tt.meanwhile(a, a.jury[1], sh.ID))
			_, err = a.s.TypePaper(t.Context(), a.head, sh.ID, marks, "")
			a.refused(err, tt.code)
			list, err := a.s.Papers(t.Context(), a.head, a.slug)
			a.ok(err)
			if len(list) != 1 || list[0].State != tt.state {
				t.Errorf("the queue says %+v", list)
			}
			a.ok(a.s.DropPaper(t.Context(), a.head, sh.ID))
			list, err = a.s.Papers(t.Context(), a.head, a.slug)
			a.ok(err)
			if len(list) != 0 {
				t.Errorf("given up, the queue says %+v", list)
			}
			a.ledgerHolds()
		})
	}
}

// TestPaperAfterReopening: what was typed before a sheet was reopened is never the first half of another paper.
func TestPaperAfterReopening(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	sh := a.sheet(a.jury[1], n.ID, 1)
	a.typed(sh.ID, "50", "30")
	_, err := a.s.ReopenSheet(t.Context(), a.jury[0], sh.ID, "giám khảo không đồng ý")
	a.ok(err)
	if got := a.sheet(a.jury[1], n.ID, 1); got.Paper != nil || got.State != judging.SheetOpen || got.Total.String() != "80" {
		t.Errorf("reopened: %+v", got)
	}
	_, err = a.s.TypePaper(t.Context(), a.clerk, sh.ID, map[string]any{"1": "40", "2": "30"}, "")
	a.ok(err)
	_, err = a.s.SubmitSheet(t.Context(), a.jury[1], sh.ID)
	a.ok(err)
	_, err = a.s.ReopenSheet(t.Context(), a.jury[0], sh.ID, "lại")
	a.ok(err)
	v, err := a.s.TypePaper(t.Context(), a.head, sh.ID, map[string]any{"1": "40", "2": "30"}, "")
	a.ok(err)
	if v.State != judging.PaperWaiting || v.First.Name != "head" || v.Scan.SHA256 != "" {
		t.Errorf("a typing of an earlier round counted: %+v", v)
	}
	a.ok(a.s.DropPaper(t.Context(), a.clerk, sh.ID))
	a.refused(a.s.DropPaper(t.Context(), a.clerk, sh.ID), "paper_untyped")
	a.typed(sh.ID, "60", "40")
	if got := a.sheet(a.jury[1], n.ID, 1); got.Total.String() != "100" || got.Paper == nil {
		t.Errorf("typed again: %+v", got)
	}
	a.ledgerHolds()
	a.hasTypedLeaf(2)
}

func TestPaperIsChecked(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	sh := a.sheet(a.jury[1], n.ID, 1)
	_, err := a.s.TypePaper(t.Context(), a.clerk, sh.ID, map[string]any{"1": "61", "2": "0.3", "3": "1"}, "")
	a.fieldRefused(err, "marks.1", "above_maximum")
	a.fieldRefused(err, "marks.2", "off_step")
	a.fieldRefused(err, "marks.3", "unknown_criterion")
	_, err = a.s.TypePaper(t.Context(), a.clerk, sh.ID, map[string]any{"1": nil}, "")
	a.fieldRefused(err, "marks", "required")
	_, err = a.s.AttachScan(t.Context(), a.clerk, sh.ID, judging.PaperScan{SHA256: "ab"})
	a.refused(err, "paper_untyped")

	late := a.seat("late", accounts.Jury, accounts.Member) // has not declared
	sheets, err := a.s.SheetStates(t.Context(), a.head, a.slug, 1)
	a.ok(err)
	for _, x := range sheets {
		if x.Judge == late.User.ID {
			_, err = a.s.TypePaper(t.Context(), a.clerk, x.Sheet, map[string]any{"1": "50"}, "")
			a.refused(err, "paper_undeclared")
		}
	}
	_, err = a.s.TypePaper(t.Context(), a.clerk, sh.ID, map[string]any{"1": "50"}, "")
	a.ok(err)
	a.scanned(a.clerk, sh.ID)
	_, err = a.s.TypePaper(t.Context(), a.head, sh.ID, map[string]any{"1": "50"}, "")
	a.ok(err)
	if got := a.sheet(a.jury[1], n.ID, 1); got.Total != nil || got.State != judging.SheetSubmitted {
		t.Errorf("a line left empty on paper is not scored, never zero: %+v", got)
	}
}

// TestWhoSeesAScan: the secretariat while it types and compares, and again when its judge objects, the judge and after the close the auditor once it is typed.
func TestWhoSeesAScan(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	sh := a.sheet(a.jury[1], n.ID, 1)
	see := func(who accounts.Actor) bool {
		t.Helper()
		_, err := a.s.ScanOf(t.Context(), who, sh.ID)
		if _, told := errors.AsType[*fault.Fault](err); err != nil && !told {
			t.Fatal(err)
		}
		return err == nil
	}
	check := func(when string, clerk, judge, auditor bool) {
		t.Helper()
		got := []bool{see(a.clerk), see(a.jury[1]), see(a.auditor), see(a.jury[2]), see(a.jury[0]), see(a.admin)}
		if diff := cmp.Diff([]bool{clerk, judge, auditor, false, false, false}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
	}
	_, err := a.s.TypePaper(t.Context(), a.clerk, sh.ID, map[string]any{"1": "50"}, "")
	a.ok(err)
	a.scanned(a.clerk, sh.ID)
	check("waiting", true, false, false)
	_, err = a.s.TypePaper(t.Context(), a.head, sh.ID, map[string]any{"1": "51"}, "")
	a.ok(err)
	check("to compare", true, false, false)
	_, err = a.s.ComparePaper(t.Context(), a.head, sh.ID, map[string]string{"1": "first"}, "chỉ có hai người")
	a.ok(err)
	check("typed", false, true, false)
	a.ok(a.s.ObjectToPaper(t.Context(), a.jury[1], sh.ID, "Mục 1"))
	check("objected", true, true, false)
	a.ok(a.s.TakeQuestionBack(t.Context(), a.jury[1], sh.ID, true))
	check("taken back", false, true, false)
	_, err = a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, true, "hết giờ")
	a.ok(err)
	check("closed", false, true, true)
}
