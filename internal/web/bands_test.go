package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/judging"
	"vinhdanh/templates"
)

// TestMarkBandsPointOutTheirMark: both ends belong to a band, and without a mark none is pointed out.
func TestMarkBandsPointOutTheirMark(t *testing.T) {
	leaf := judging.Criterion{Code: "1", Max: 5 * judging.Point, Bands: []judging.Band{
		{From: 0, To: 2500, Name: judging.Name{VI: "chưa đạt", EN: "not yet"}},
		{From: 3000, To: 5000, Name: judging.Name{VI: "đạt"}, Text: &judging.Name{VI: "Có đơn hàng"}},
	}}
	for _, row := range []struct {
		name   string
		mark   judging.Points
		marked bool
		in     int // of the band, or -1
	}{{"nothing", 0, false, -1}, {"zero", 0, true, 0}, {"end of the first", 2500, true, 0}, {"start of the second", 3000, true, 1}, {"most", 5000, true, 1}} {
		want := []templates.JudgeBand{{From: "0", To: "2.5", Name: "not yet"}, {From: "3", To: "5", Name: "đạt", Text: "Có đơn hàng"}}
		if row.in >= 0 {
			want[row.in].In = true
		}
		if diff := cmp.Diff(want, markBands(leaf, "en", row.mark, row.marked)); diff != "" {
			t.Errorf("%s: %s", row.name, diff)
		}
	}
}
