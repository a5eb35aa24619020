package judging_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

func TestSheetStatesTellNothingThatWasMarked(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương", "Cốm")
	a.score(a.jury[0], list[0].ID, "60", "40")
	for _, c := range []struct {
		who accounts.Actor
		may bool
	}{{a.clerk, true}, {a.head, true}, {a.jury[0], true}, {a.jurySecretary, true}, {a.auditor, true},
		{a.jury[1], false}, {a.admin, false}, {a.council[0], false}, {a.stranger, false}} {
		states, err := a.s.SheetStates(t.Context(), c.who, a.slug, 0)
		if !c.may {
			a.refused(err, "forbidden")
			continue
		}
		a.ok(err)
		if len(states) != 6 {
			t.Errorf("%s reads %d sheets", c.who.User.Name, len(states))
		}
		for _, l := range states {
			submitted := l.Judge == a.jury[0].User.ID && l.Nomination == list[0].ID
			if (l.State == judging.SheetSubmitted) != submitted || l.Late || l.EntryCode == "" || l.JudgeName == "" {
				t.Errorf("%+v", l)
			}
		}
	}
	_, err := a.s.SheetStates(t.Context(), a.clerk, a.slug, 2)
	a.refused(err, "not_found")
	_, err = a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, true, "ốm")
	a.ok(err)
	states, err := a.s.SheetStates(t.Context(), a.clerk, a.slug, 1)
	a.ok(err)
	late := 0
	for _, l := range states {
		if l.Late {
			late++
		}
	}
	if late != 5 {
		t.Errorf("%d sheets were left out at the close, want 5", late)
	}
}

func TestDocumentChecks(t *testing.T) {
	a := newAward(t, "")
	n := a.draftOf(a.stranger, "Tương")
	for range 2 {
		_, err := a.s.AddDocument(t.Context(), a.stranger, n.ID, judging.DocumentInput{Kind: judging.PhotoKind, SHA256: "s", MediaType: "image/jpeg"})
		a.ok(err)
	}
	check := func(n2 int, outcome judging.CheckOutcome, note string) error {
		return a.s.CheckDocument(t.Context(), a.clerk, n.ID, n2, outcome, note)
	}
	a.refused(a.s.CheckDocument(t.Context(), a.stranger, n.ID, 1, judging.CheckOK, ""), "forbidden")
	a.refused(check(9, judging.CheckOK, ""), "not_found")
	a.fieldRefused(check(1, "fine", ""), "outcome", "unknown_value")
	a.fieldRefused(check(1, judging.CheckBad, " "), "note", "reason_required")
	a.ok(check(1, judging.CheckBad, "mờ"))
	a.ok(check(2, judging.CheckBad, "thiếu dấu"))
	a.ok(check(2, judging.CheckOK, ""))
	list, err := a.s.DocumentChecks(t.Context(), a.head, n.ID)
	a.ok(err)
	var got []string
	for _, c := range list {
		got = append(got, string(c.Outcome)+" "+c.Note+" "+c.ByName)
	}
	if diff := cmp.Diff([]string{"bad mờ clerk", "ok  clerk"}, got); diff != "" {
		t.Error(diff)
	}
	_, err = a.s.DocumentChecks(t.Context(), a.auditor, n.ID)
	a.refused(err, "forbidden")
	_, err = a.s.SubmitNomination(t.Context(), a.stranger, n.ID)
	a.ok(err)
	counts, err := a.s.Counts(t.Context(), a.clerk, a.slug)
	a.ok(err)
	if counts.Documents != 2 || counts.DocumentsOK != 1 || counts.DocumentsBad != 1 {
		t.Errorf("documents: %+v", counts)
	}
}

func TestCountsAndFilters(t *testing.T) {
	a := newAward(t, "")
	first := a.nominate("Tương", "N1")
	second := a.nominate("Cốm", "N2")
	a.draftOf(a.stranger, "Bánh")
	gone := a.nominate("Nem", "N2")
	_, err := a.s.WithdrawNomination(t.Context(), a.clerk, gone.ID)
	a.ok(err)
	a.move(judging.Screening)
	_, err = a.s.Screen(t.Context(), a.clerk, second.ID, judging.ScreenInput{Verdict: judging.NominationSupplement,
		Reasons: []judging.VerdictReason{{Text: "ảnh mờ"}}, Due: "2026-11-28"})
	a.ok(err)
	counts, err := a.s.Counts(t.Context(), a.auditor, a.slug)
	a.ok(err)
	want := judging.EditionCounts{Total: 4, ByState: map[judging.NominationState]int{"submitted": 1, "supplement": 1, "draft": 1, "withdrawn": 1},
		ByGroup: map[string]int{"N1": 2, "N2": 1}, OldestWaiting: first.Submitted}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error(diff)
	}
	names := func(q judging.NominationQuery) string {
		t.Helper()
		list, _, err := a.s.Nominations(t.Context(), a.clerk, a.slug, q)
		a.ok(err)
		var names []string
		for _, n := range list {
			names = append(names, n.Product)
		}
		return strings.Join(names, " ")
	}
	if got := names(judging.NominationQuery{Overdue: true}); got != "" {
		t.Errorf("overdue a day before: %q", got)
	}
	a.now = a.now.Add(48 * time.Hour)
	if counts, err = a.s.Counts(t.Context(), a.auditor, a.slug); err != nil || counts.SupplementOverdue != 1 {
		t.Errorf("overdue: %+v, %v", counts, err)
	}
	for want, q := range map[string]judging.NominationQuery{
		"Cốm":                {Overdue: true},
		"Tương Cốm Nem Bánh": {Oldest: true},
		"Cốm Tương":          {States: []judging.NominationState{"submitted", "supplement"}},
		"Bánh":               {Commune: "sa  ĐÉC"},
		"Tương":              {Oldest: true, Text: "tuong"},
	} {
		if got := names(q); got != want {
			t.Errorf("%+v gives %q, want %q", q, got, want)
		}
	}
	if communes, err := a.s.Communes(t.Context(), a.clerk, a.slug); err != nil || !slices.Equal(communes, []string{"Sa Đéc"}) {
		t.Errorf("communes %v, %v", communes, err)
	}
	_, err = a.s.Counts(t.Context(), a.stranger, a.slug)
	a.refused(err, "forbidden")
	a.oldestIsPaged("Tương Cốm Nem Bánh")
}

// oldestIsPaged reads the order of submission line by line.
func (a *award) oldestIsPaged(want string) {
	a.Helper()
	var got []string
	q := judging.NominationQuery{Oldest: true, Limit: 1}
	for {
		list, next, err := a.s.Nominations(a.Context(), a.clerk, a.slug, q)
		a.ok(err)
		got = append(got, list[0].Product)
		if q.After = next; next == "" {
			break
		}
	}
	if strings.Join(got, " ") != want {
		a.Errorf("page by page: %v, want %s", got, want)
	}
}

func TestProducersOwn(t *testing.T) {
	a := newAward(t, "")
	n := a.draftOf(a.stranger, "Tương")
	a.draftOf(a.stranger, "Cốm")
	a.draftOf(a.clerk, "Bánh")
	own, err := a.s.OwnNominations(t.Context(), a.stranger)
	a.ok(err)
	if len(own) != 2 || own[0].Product != "Cốm" || own[1].ID != n.ID || own[0].In.Slug != a.slug || !own[0].Contacts {
		t.Errorf("own: %+v", own)
	}
	_, err = a.s.CreateEdition(t.Context(), a.admin, judging.NewEdition{Slug: "sau", Name: "Sau", Number: 2, Year: 2027, Like: a.slug})
	a.ok(err)
	_, err = a.s.MoveEdition(t.Context(), a.admin, "sau", judging.Filing)
	a.ok(err)
	_, err = a.s.CreateNomination(t.Context(), a.stranger, "sau", judging.NominationInput{Product: ptr("Tương"), Description: ptr("mới"),
		Producer: &judging.ProducerInput{Name: ptr("Cơ sở Tương"), Commune: ptr("Sa Đéc")}})
	a.ok(err)
	earlier, err := a.s.Earlier(t.Context(), a.stranger)
	a.ok(err)
	if len(earlier) != 2 || earlier[0].Product != "Tương" || earlier[0].Description != "mới" || earlier[0].In.Slug != "sau" {
		t.Errorf("earlier: %+v", earlier)
	}
	_, err = a.s.OwnNominations(t.Context(), accounts.Actor{})
	a.refused(err, "unauthorised")
}

func TestTimeline(t *testing.T) {
	a := newAward(t, "")
	n := a.draftOf(a.stranger, "Tương")
	_, err := a.s.SubmitNomination(t.Context(), a.stranger, n.ID)
	a.ok(err)
	a.move(judging.Screening)
	_, err = a.s.Screen(t.Context(), a.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationSupplement,
		Reasons: []judging.VerdictReason{{Text: "ảnh mờ"}}, Due: "2026-12-01"})
	a.ok(err)
	_, err = a.s.SubmitNomination(t.Context(), a.stranger, n.ID)
	a.ok(err)
	_, err = a.s.Screen(t.Context(), a.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
	a.ok(err)
	for _, j := range a.jury {
		_, err := a.s.Declare(t.Context(), j, a.slug, nil)
		a.ok(err)
	}
	a.move(judging.Scoring)
	a.scoreAll(map[string][2]string{n.ID: {"60", "30"}})
	a.closePass(1)
	a.move(judging.Deliberation)
	_, err = a.s.RecordProposal(t.Context(), a.council[0], a.slug, judging.Proposal{Present: 3, For: 3, Items: []judging.ProposalItem{{Nomination: n.ID}}})
	a.ok(err)
	_, err = a.s.RecordDecision(t.Context(), a.head, a.slug, decisionOf(n.ID))
	a.ok(err)
	before := "created submitted supplement resubmitted eligible coded"
	a.steps(n.ID, before)
	a.move(judging.Announced)
	steps := a.steps(n.ID, before+" passed recognised")
	if s := steps[2]; s.Due != "2026-12-01" || s.Reasons[0].Text != "ảnh mờ" {
		t.Errorf("the request to complete it: %+v", s)
	}
	if steps[5].Code != "N1-001" || steps[6].Mean != "90.00" || steps[7].Decision == "" {
		t.Errorf("%+v", steps[5:])
	}
	_, err = a.s.Timeline(t.Context(), a.actor("judge0"), accounts.NewID())
	a.refused(err, "not_found")
}

func (a *award) steps(id, want string) []judging.TimelineStep {
	a.Helper()
	steps, err := a.s.Timeline(a.Context(), a.stranger, id)
	a.ok(err)
	var kinds []string
	for _, s := range steps {
		kinds = append(kinds, s.Kind)
	}
	if got := strings.Join(kinds, " "); got != want {
		a.Errorf("steps %q, want %q", got, want)
	}
	return steps
}

func TestJournalLeaksNoSubmission(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương")
	read := func(who accounts.Actor) (kinds []string, lines []judging.JournalLine) {
		t.Helper()
		lines, next, err := a.s.Journal(t.Context(), who, a.slug, judging.JournalQuery{})
		a.ok(err)
		if next != "" {
			t.Errorf("a whole journal has a next page %q", next)
		}
		for _, l := range lines {
			kinds = append(kinds, l.Kind)
		}
		return kinds, lines
	}
	quiet, _ := read(a.auditor)
	a.score(a.jury[0], list[0].ID, "60", "40")
	for _, who := range []accounts.Actor{a.auditor, a.admin} {
		kinds, lines := read(who)
		if diff := cmp.Diff(quiet, kinds); diff != "" {
			t.Errorf("a submission shows in the journal of %s: %s", who.User.Name, diff)
		}
		for _, l := range lines {
			if l.Index != -1 {
				t.Errorf("%s reads the index %d of %s", who.User.Name, l.Index, l.Kind)
			}
		}
	}
	_, _, err := a.s.Journal(t.Context(), a.clerk, a.slug, judging.JournalQuery{})
	a.refused(err, "forbidden")
	for _, j := range a.jury[1:] {
		a.score(j, list[0].ID, "60", "40")
	}
	a.closePass(1)
	_, lines := read(a.auditor)
	if lines[0].Kind != "pass.closed" || lines[0].Actor != a.jury[0].User.ID || lines[0].ActorName != "judge0" || lines[0].Index < 1 {
		t.Errorf("the last line is %+v", lines[0])
	}
	submitted := slices.IndexFunc(lines, func(l judging.JournalLine) bool { return l.Kind == "sheet.submitted" })
	if submitted < 0 || lines[submitted].Subject != "Tương" {
		t.Errorf("after the close the auditor reads no submission: %v", lines)
	}
	if kinds, _ := read(a.admin); slices.Contains(kinds, "sheet.submitted") || slices.Contains(kinds, "sheet.sealed") {
		t.Error("the administrator reads submissions")
	}
	a.journalIsPaged(lines)
}

// journalIsPaged reads the journal in pages of seven and by kind.
func (a *award) journalIsPaged(want []judging.JournalLine) {
	a.Helper()
	var got []judging.JournalLine
	q := judging.JournalQuery{Limit: 7}
	for {
		lines, next, err := a.s.Journal(a.Context(), a.auditor, a.slug, q)
		a.ok(err)
		got = append(got, lines...)
		if q.After = next; next == "" {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		a.Error(diff)
	}
	of := func(kind string) int {
		lines, _, err := a.s.Journal(a.Context(), a.auditor, a.slug, judging.JournalQuery{Kind: kind})
		a.ok(err)
		return len(lines)
	}
	if of("panel") != 10 || of("panel.named") != 10 || of("pass.closed") != 1 || of("pan") != 0 {
		a.Errorf("by kind: %d %d %d %d", of("panel"), of("panel.named"), of("pass.closed"), of("pan"))
	}
}

func TestJournalSaysWhoAndWhy(t *testing.T) {
	a := newAward(t, "")
	_, err := a.s.SetDeadline(t.Context(), a.head, a.slug, a.now.Add(time.Hour), "")
	a.ok(err)
	_, err = a.s.SetDeadline(t.Context(), a.admin, a.slug, a.now.Add(2*time.Hour), "mưa bão")
	a.ok(err)
	a.ok(a.remove(a.clerk, accounts.Secretariat))
	lines, _, err := a.s.Journal(t.Context(), a.auditor, a.slug, judging.JournalQuery{Limit: 3})
	a.ok(err)
	var got []string
	for _, l := range lines {
		got = append(got, strings.Join([]string{l.Kind, l.ActorName, l.Subject, l.Reason}, "|"))
	}
	want := []string{"panel.ended|admin|clerk|chuyển công tác", "deadline.extended|admin|Thử|mưa bão", "deadline.set|head|Thử|"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestJournalSaysWhoMovedAndNamed(t *testing.T) {
	a := newAward(t, "")
	a.toScoring("Tương")
	lines, _, err := a.s.Journal(t.Context(), a.auditor, a.slug, judging.JournalQuery{})
	a.ok(err)
	told := map[string]bool{}
	for _, l := range lines {
		if told[l.Kind] = true; l.Actor == "" && (strings.HasPrefix(l.Kind, "edition.") || strings.HasPrefix(l.Kind, "panel.") || l.Kind == "rules.frozen") {
			t.Errorf("nobody is said to have done %s", l.Kind)
		}
	}
	for _, kind := range []string{"edition.opened", "edition.moved", "panel.named", "rules.frozen"} {
		if !told[kind] {
			t.Errorf("the journal has no %s", kind)
		}
	}
}
