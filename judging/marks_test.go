package judging_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// typed is marks as they come in JSON.
func typed(marks map[string]judging.Points) map[string]any {
	raw := map[string]any{}
	for code, mark := range marks {
		raw[code] = mark.String()
	}
	return raw
}

func TestMarksOfAPack(t *testing.T) {
	p := shipped(t, "vn-cnnt-2025")
	for _, row := range []struct {
		name  string
		marks map[string]judging.Points
		want  []string
	}{
		{"nothing scored", nil, nil},
		{"at the maximum", map[string]judging.Points{"1.1": 5000, "2.8": 3500, "2.9": 3000}, nil},
		{"zero is a mark", map[string]judging.Points{"1.1": 0}, nil},
		{"above by a step", map[string]judging.Points{"2.9": 3500}, []string{"marks.2.9 above_maximum"}},
		{"off the step", map[string]judging.Points{"1.1": 4250}, []string{"marks.1.1 off_step"}},
		{"below zero", map[string]judging.Points{"1.1": -500}, []string{"marks.1.1 not_a_number"}},
		{"group instead of leaf", map[string]judging.Points{"1": 500}, []string{"marks.1 unknown_criterion"}},
		{"every fault", map[string]judging.Points{"9": 0, "1.2": 5500, "1.1": 1}, []string{"marks.1.1 off_step", "marks.1.2 above_maximum", "marks.9 unknown_criterion"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := judging.ParseMarks(p, "N1", typed(row.marks))
			if diff := cmp.Diff(row.want, fieldCodes(t, err)); diff != "" {
				t.Error(diff)
			}
			if err == nil && len(got) != len(row.marks) {
				t.Errorf("of %d marks %d were read", len(row.marks), len(got))
			}
		})
	}
	_, err := judging.ParseMarks(p, "N1", map[string]any{"2.9": "3.5", "1.1": "0.001"})
	want := []fault.Field{
		{Field: "marks.1.1", Code: "off_step", Args: fault.Args{"step": "0.5"}},
		{Field: "marks.2.9", Code: "above_maximum", Args: fault.Args{"max": "3"}},
	}
	if diff := cmp.Diff(want, fieldsOf(err)); diff != "" {
		t.Error(diff)
	}
}

func TestParseMarks(t *testing.T) {
	p := shipped(t, "generic")
	got, err := judging.ParseMarks(p, "N1", map[string]any{"1": "39.5", "2": nil, "3": "0"})
	if diff := cmp.Diff(map[string]judging.Points{"1": 39500, "3": 0}, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for _, row := range []struct {
		name  string
		value any
		want  string
	}{
		{"JSON number", 7.5, "marks.1 not_a_number"},
		{"decimal comma", "7,5", "marks.1 not_a_number"},
		{"empty", "", "marks.1 not_a_number"},
		{"minus", "-1", "marks.1 not_a_number"},
		{"list", []any{"1"}, "marks.1 not_a_number"},
		{"above", "40.5", "marks.1 above_maximum"},
		{"off the step", "0.25", "marks.1 off_step"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := judging.ParseMarks(p, "N1", map[string]any{"1": row.value, "x": nil})
			if diff := cmp.Diff([]string{row.want, "marks.x unknown_criterion"}, fieldCodes(t, err)); diff != "" || got != nil {
				t.Errorf("marks %v %s", got, diff)
			}
		})
	}
}

func TestTotals(t *testing.T) {
	p := shipped(t, "vn-cnnt-2025")
	full := map[string]judging.Points{}
	for _, leaf := range p.Leaves("N1") {
		full[leaf.Code] = leaf.Max
	}
	total, byTop := judging.Totals(p, "N1", full)
	points := func(n judging.Points) *judging.Points { return &n }
	if diff := cmp.Diff([]*judging.Points{points(40000), points(40000), points(10000), points(10000)}, byTop); diff != "" || *total != 100000 {
		t.Errorf("total %v %s", total, diff)
	}
	delete(full, "2.12")
	total, byTop = judging.Totals(p, "N1", full)
	if total != nil || byTop[1] != nil || *byTop[0] != 40000 {
		t.Errorf("one leaf unscored: total %v, by criterion %v", total, byTop)
	}
}

// TestNullIsNeverZero: a sheet with a leaf missing has no total, whichever leaf; one of zeros has total 0.
func TestNullIsNeverZero(t *testing.T) {
	p := shipped(t, "vn-cnnt-2025")
	leaves := p.Leaves("N2")
	rapid.Check(t, func(t *rapid.T) {
		marks := map[string]judging.Points{}
		missing := 0
		var want judging.Points
		for _, leaf := range leaves {
			if rapid.IntRange(0, 20).Draw(t, "missing") == 0 {
				missing++
				continue
			}
			marks[leaf.Code] = judging.Points(rapid.IntRange(0, int(leaf.Max/p.Step)).Draw(t, leaf.Code)) * p.Step
			want += marks[leaf.Code]
		}
		if got, err := judging.ParseMarks(p, "N2", typed(marks)); err != nil || !cmp.Equal(got, marks) {
			t.Fatalf("%v is read as %v, %v", marks, got, err)
		}
		total, byTop := judging.Totals(p, "N2", marks)
		if (total == nil) != (missing > 0) {
			t.Fatalf("%d leaves missing, total %v", missing, total)
		}
		if total != nil && *total != want {
			t.Fatalf("total %v, want %v", *total, want)
		}
		for i, c := range p.TopCriteria("N2") {
			complete := true
			for _, leaf := range c.Leaves() {
				_, scored := marks[leaf.Code]
				complete = complete && scored
			}
			if (byTop[i] != nil) != complete {
				t.Fatalf("criterion %s: complete %v, sum %v", c.Code, complete, byTop[i])
			}
		}
	})
}

// fieldsOf are the fields that a fault names.
func fieldsOf(err error) []fault.Field {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f.Fields
	}
	return nil
}
