package judging_test

import (
	"strconv"
	"testing"
	"time"
)

// TestClockJumps moves the machine's clock back and forth between the saves of a judge: versions, not times, put
// them in order, so that none is refused and none is lost.
func TestClockJumps(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	j := a.jury[1]
	sh := a.sheet(j, n.ID, 0)
	first := sh.Version
	jumps := []time.Duration{-48 * time.Hour, 400 * 24 * time.Hour, -time.Second, -400 * 24 * time.Hour, 90 * time.Minute}
	for i, jump := range jumps {
		a.now = a.now.Add(jump)
		saved, err := a.s.SaveMarks(t.Context(), j, sh.ID, sh.Version+i, map[string]any{"1": strconv.Itoa(i), "2": "30"}, nil)
		a.ok(err)
		if saved.Version != sh.Version+i+1 {
			t.Errorf("after a jump of %s the save made version %d", jump, saved.Version)
		}
	}
	a.now = a.now.Add(-72 * time.Hour)
	sealed, err := a.s.SubmitSheet(t.Context(), j, sh.ID)
	a.ok(err)
	if want := len(jumps) - 1; sealed.Marks["1"].String() != strconv.Itoa(want) {
		t.Errorf("sealed %v, want the last save %d", sealed.Marks, want)
	}
	history, err := a.s.SheetHistory(t.Context(), j, sh.ID)
	a.ok(err)
	for i, d := range history {
		if d.Version != first+i+1 || d.Marks["1"].String() != strconv.Itoa(i) {
			t.Errorf("history at %d: version %d, %v", i, d.Version, d.Marks)
		}
	}
	if len(history) != len(jumps) {
		t.Errorf("%d of %d saves are in the history", len(history), len(jumps))
	}
	a.ledgerHolds()
}
