package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMedian(t *testing.T) {
	for _, tt := range []struct {
		values []float64
		want   float64
	}{{[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 3, 2}, 2.5}, {[]float64{7}, 7}, {nil, 0}} {
		if got := median(tt.values); got != tt.want {
			t.Errorf("median of %v is %v, want %v", tt.values, got, tt.want)
		}
	}
}

// A slow round slows both: the ratio is taken within the round, and the ratio of the medians would be 1.2.
func TestRatioIsTakenWithinARound(t *testing.T) {
	ours := &series{name: "ours", perSecond: []float64{10, 100, 60}}
	bare := &series{name: "Echo", perSecond: []float64{10, 50, 100}}
	if got := median(ratios(ours.perSecond, bare.perSecond)); got != 1 {
		t.Errorf("median ratio %v, want 1", got)
	}
	ours.perSecond, bare.perSecond = []float64{50, 100, 150}, []float64{100, 50, 150}
	for _, tt := range []struct {
		mark float64
		want string
	}{{1, met}, {1.01, missed}} {
		if r := atLeast("x", ours, bare, tt.mark); r.reached != tt.want || r.figure != "1.00" {
			t.Errorf("mark %v: %+v, want %s", tt.mark, r, tt.want)
		}
	}
	ours.failed, ours.failure = 3, errors.New("status 503")
	if r := atLeast("x", ours, bare, 0.1); r.reached != missed || !strings.Contains(r.figure, "3 errors: status 503") {
		t.Errorf("a series with errors reached its mark: %+v", r)
	}
}

func TestAtMost(t *testing.T) {
	if r := atMost("x", []float64{9, 11, 10}, 10, "ms"); r.reached != met || r.subject != "9 to 11 ms" {
		t.Errorf("10 of 10 ms: %+v", r)
	}
	if r := atMost("x", []float64{9, 11, 10.5}, 10, "ms"); r.reached != missed {
		t.Errorf("10.5 of 10 ms: %+v", r)
	}
}

func TestWriteTableLeavesTheRestOfThePage(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	before, after := "# Head\n\n"+tableOpen, tableClose+"\nWhat is not met: nothing.\n"
	if err := os.WriteFile(page, []byte(before+"an older table\n"+after), 0o600); err != nil {
		t.Fatal(err)
	}
	table := markdown("one machine", []row{{section: "saves", what: "a|b\nc", mark: "at least 1.00", figure: "2.00", reached: met}})
	for range 2 {
		if err := writeTable(page, table); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(page)
		if err != nil || string(got) != before+table+after {
			t.Errorf("the page is %q, %v", got, err)
		}
	}
	if !strings.Contains(table, `| saves | a\|b c | at least 1.00 | 2.00 | met |`) {
		t.Errorf("the table is %q", table)
	}
	fresh := filepath.Join(t.TempDir(), "fresh.md")
	if err := writeTable(fresh, table); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(page, []byte("no place\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeTable(page, table); err == nil {
		t.Error("a page without a place for the table was written")
	}
}

func TestReadBenchmarks(t *testing.T) {
	got, err := readBenchmarks([]byte("pkg: x\nBenchmarkRank/500x11-2 \t 100 \t 250000 ns/op\t 12 B/op\nBenchmarkRank/500x11-2  90  260000 ns/op\n" +
		"BenchmarkRender 10 1.5 ns/op\nok x 1s\n"))
	if err != nil || len(got) != 2 || len(got["BenchmarkRank/500x11"]) != 2 || got["BenchmarkRank/500x11"][1] != 260000 || got["BenchmarkRender"][0] != 1.5 {
		t.Errorf("read %v, %v", got, err)
	}
	if r := inMilliseconds(got, "BenchmarkNone", "x", 1); r.reached != unknowns || !strings.Contains(r.figure, "not built yet") {
		t.Errorf("a benchmark that does not exist: %+v", r)
	}
	if r := inMilliseconds(got, "BenchmarkRank/500x11", "x", 0.3); r.reached != met || r.figure != "0.255 ms" {
		t.Errorf("a benchmark of 0.255 ms: %+v", r)
	}
}

func TestChoose(t *testing.T) {
	if all, err := choose(""); err != nil || len(all) != len(allSections()) {
		t.Errorf("%d sections, %v", len(all), err)
	}
	if some, err := choose("saves, search"); err != nil || len(some) != 2 || some[1].name != "search" {
		t.Errorf("%v, %v", some, err)
	}
	if _, err := choose("saves,nothing"); err == nil {
		t.Error("a section that does not exist was chosen")
	}
}

func TestAFailedSectionLeavesTheOthers(t *testing.T) {
	b := &bench{failed: errors.New("no program")}
	chosen, err := choose("saves,power")
	if err != nil {
		t.Fatal(err)
	}
	rows := b.sections(t.Context(), chosen, 1<<40)
	if len(rows) != 2 || !strings.Contains(rows[0].figure, "no program") || rows[1].section != "power" {
		t.Errorf("rows %+v", rows)
	}
	if rows := b.sections(t.Context(), chosen, 0); len(rows) != 2 || !strings.Contains(rows[1].figure, "were over") {
		t.Errorf("rows after the time %+v", rows)
	}
}
