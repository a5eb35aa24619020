package judging_test

import (
	"maps"
	"testing"

	"vinhdanh/judging"
)

// TestNextRemindersAreNamed: the day of the next letters is told while none are drafted, and after those of a day have gone
// that of the following ones; a letter whose receiver has finished says at once that it will not leave.
func TestNextRemindersAreNamed(t *testing.T) {
	a := filingPlan(t)
	view := func() judging.ReminderView {
		v, err := a.s.Reminders(t.Context(), a.clerk, a.slug)
		a.ok(err)
		return v
	}
	if v := view(); v.Next != "" {
		t.Errorf("with nobody to remind the next letters are of %q", v.Next)
	}
	a.draft("Nón", "")
	if v := view(); v.Next != "" {
		t.Errorf("with nobody who has an address the next letters are of %q", v.Next)
	}
	a.draft("Gốm", "gom@thu.vn")
	for _, tt := range []struct{ day, clock, next string }{
		{"2026-12-01", "09:00", "2026-12-13"}, {"2026-12-12", "09:00", "2026-12-13"}, {"2026-12-13", "07:59", "2026-12-13"},
		{"2026-12-13", "08:00", "2026-12-18"}, {"2026-12-18", "19:00", "2026-12-20"}, {"2026-12-20", "11:00", "2026-12-20"}, {"2026-12-20", "13:01", ""},
	} {
		a.at(tt.day, tt.clock)
		if tt.day != "2026-12-18" { // with the program off until it is too late
			a.tick()
		}
		if v := view(); v.Next != tt.next {
			t.Errorf("%s %s: the next letters are of %q, want %q", tt.day, tt.clock, v.Next, tt.next)
		}
	}
	a.at("2026-12-10", "09:00")
	_, err := a.s.SetReminderPlan(t.Context(), a.clerk, a.slug, judging.ReminderPlanInput{Before: "9"})
	a.ok(err)
	if v := view(); v.Next != "" {
		t.Errorf("with the plan off the next letters are of %q", v.Next)
	}
}

// TestLetterOfWhoFinishedIsIdle: a letter that waits says at once that it will not leave when its receiver has done what
// its day reminds of.
func TestLetterOfWhoFinishedIsIdle(t *testing.T) {
	a := filingPlan(t)
	gone := a.draft("Gốm", "gom@thu.vn")
	a.draft("Tương", "lang@thu.vn")
	a.at("2026-12-12", "09:00")
	a.tick()
	for _, idle := range []bool{false, true} {
		got := map[string]bool{}
		for _, l := range a.outbox() {
			got[l.Name] = l.Idle
		}
		if want := map[string]bool{"Cơ sở Gốm": idle, "Cơ sở Tương": false}; !maps.Equal(got, want) {
			t.Errorf("will not leave: %v, want %v", got, want)
		}
		if !idle {
			_, err := a.s.SubmitNomination(t.Context(), a.clerk, gone.ID)
			a.ok(err)
		}
	}
}
