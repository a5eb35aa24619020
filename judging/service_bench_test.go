package judging_test

import (
	"testing"

	"vinhdanh/judging"
)

// BenchmarkSaveMarks is one durable save by the service, without HTTP.
func BenchmarkSaveMarks(b *testing.B) {
	a := newAward(b, "")
	n := a.toScoring("Tương")[0]
	sh := a.sheet(a.jury[1], n.ID, 0)
	for b.Loop() {
		saved, err := a.s.SaveMarks(b.Context(), a.jury[1], sh.ID, sh.Version, map[string]any{"1": "50", "2": "30"}, nil)
		if err != nil {
			b.Fatal(err)
		}
		sh = judging.SheetView{Sheet: saved.Sheet}
	}
}
