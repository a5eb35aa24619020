package judging

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// TestMeanSquaresAndDisagreement holds the steps before the statistics against the published ones.
func TestMeanSquaresAndDisagreement(t *testing.T) {
	text, err := os.ReadFile("testdata/oracles.json")
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		ShroutFleiss struct {
			Data [][]int64          `json:"data"`
			MS   map[string]float64 `json:"MS"`
			REML struct {
				Entry float64 `json:"var_entry"`
				Judge float64 `json:"var_judge"`
			} `json:"reml"`
			T int64 `json:"T"`
		} `json:"shrout_fleiss_1979"`
		Krippendorff struct {
			Data [][]*int64            `json:"judges_x_units"`
			N    int                   `json:"n_pairable"`
			DoDe map[string][2]float64 `json:"Do_De"`
		} `json:"krippendorff_C"`
	}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	near := func(name string, got, expected, digits float64) {
		t.Helper()
		if math.Abs(got-expected) > 0.5001*math.Pow(10, -digits) {
			t.Errorf("%s = %v, want %v", name, got, expected)
		}
	}
	var ties int64
	for j := range 4 {
		var column []int64
		for _, row := range want.ShroutFleiss.Data {
			column = append(column, row[j])
		}
		_, own := midRanks(column)
		ties += own
	}
	if ties != want.ShroutFleiss.T {
		t.Errorf("T = %d, want %d", ties, want.ShroutFleiss.T)
	}
	for _, row := range want.ShroutFleiss.Data {
		for j := range row {
			row[j] *= int64(Point)
		}
	}
	ms := squares(want.ShroutFleiss.Data)
	for name, got := range map[string]float64{"BMS": ms.BMS, "JMS": ms.JMS, "EMS": ms.EMS, "WMS": ms.WMS} {
		near(name, got, want.ShroutFleiss.MS[name], 6)
	}
	reml := want.ShroutFleiss.REML // of a balanced table, the mean squares give the same
	near("variance of entries", (ms.BMS-ms.EMS)/ms.k, reml.Entry, 6)
	near("variance of judges", (ms.JMS-ms.EMS)/ms.n, reml.Judge, 6)

	var units [][]int64
	var all []int64
	for u := range want.Krippendorff.Data[0] {
		var unit []int64
		for _, judge := range want.Krippendorff.Data {
			if judge[u] != nil {
				unit = append(unit, *judge[u])
			}
		}
		if len(unit) > 1 {
			units, all = append(units, unit), append(all, unit...)
		}
	}
	if len(all) != want.Krippendorff.N {
		t.Errorf("%d values in pairs, want %d", len(all), want.Krippendorff.N)
	}
	observed, expected := disagreement(units)
	near("Do interval", observed, want.Krippendorff.DoDe["interval"][0], 10)
	near("De interval", expected, want.Krippendorff.DoDe["interval"][1], 10)
	twice, _ := midRanks(all)
	for i := range units {
		m := len(units[i])
		units[i], twice = twice[:m], twice[m:]
	}
	observed, expected = disagreement(units)
	near("Do ordinal", observed/4, want.Krippendorff.DoDe["ordinal"][0], 10)
	near("De ordinal", expected/4, want.Krippendorff.DoDe["ordinal"][1], 10)
}
