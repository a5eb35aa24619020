package judging_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/judging/packs"
)

// smallestPack gives the required fields alone.
const smallestPack = `{"id": "fair", "version": "1", "name": {"vi": "Hội thi"},
 "product_groups": [{"code": "G", "name": {"vi": "Nhóm"}}], "entity_kinds": [{"code": "any", "name": {"vi": "Cơ sở"}}],
 "criteria": [{"code": "1", "name": {"vi": "Điểm"}, "max": "10"}],
 "step": "0.5", "pass_mark": "5", "tie_order": ["council"]}`

func TestParsePackDefaults(t *testing.T) {
	got, err := judging.ParsePack([]byte(smallestPack))
	if err != nil {
		t.Fatal(err)
	}
	want := &judging.Pack{
		ID: "fair", Version: "1", Name: judging.Name{VI: "Hội thi"},
		Title: judging.Name{VI: "Sản phẩm tiêu biểu", EN: "Honoured product"},
		Levels: []judging.Coded{
			{Code: "commune", Name: judging.Name{VI: "cấp xã", EN: "commune level"}},
			{Code: "province", Name: judging.Name{VI: "cấp tỉnh", EN: "provincial level"}},
			{Code: "region", Name: judging.Name{VI: "cấp khu vực", EN: "regional level"}},
			{Code: "nation", Name: judging.Name{VI: "cấp quốc gia", EN: "national level"}},
		},
		ProductGroups:   []judging.Coded{{Code: "G", Name: judging.Name{VI: "Nhóm"}}},
		EntityKinds:     []judging.Coded{{Code: "any", Name: judging.Name{VI: "Cơ sở"}}},
		Documents:       []judging.DocumentRule{},
		RequiredFields:  []string{},
		Criteria:        []judging.Criterion{{Code: "1", Name: judging.Name{VI: "Điểm"}, Max: 10 * judging.Point}},
		CriteriaByGroup: map[string][]judging.Criterion{},
		Step:            500, PassMark: 5000, Passes: 1, Aggregation: "mean",
		TieOrder:    []string{"council"},
		Jury:        judging.JurySize{Min: 1},
		Council:     judging.CouncilRule{Quorum: judging.Fraction{Num: 2, Den: 3}, Majority: judging.Fraction{Num: 1, Den: 2}},
		Prizes:      []judging.Prize{},
		Certificate: judging.Validity{ValidTo: "year_end", Years: 4},
		Periods:     judging.Periods{ComplaintDays: 15, ReplyDays: 10},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got.Name.In("en") != "Hội thi" || got.Levels[0].Name.In("en") != "commune level" || got.Levels[0].Name.In("vi") != "cấp xã" {
		t.Error("a name is not given in the language asked for, or in Vietnamese where that is missing")
	}
}

func TestParsePackReadsEveryField(t *testing.T) {
	p := packWith(t, map[string]any{
		"documents": []any{map[string]any{"kind": "photo", "name": map[string]any{"vi": "Ảnh"}, "min": 3, "entity_kinds": []any{"sme"}, "product_groups": []any{"N2"}}},
		"quota":     map[string]any{"N1": 3}, "passes": 2, "aggregation": "mean_drop_extremes",
		"jury": map[string]any{"min": 7, "max": 9}, "council": map[string]any{"quorum": "3/4"},
		"prizes":      []any{map[string]any{"code": "A", "name": map[string]any{"vi": "Giải A"}, "count": 2, "cash": "5000000"}},
		"certificate": map[string]any{"years": 3}, "periods": map[string]any{"reply_days": 5},
	})
	if diff := cmp.Diff([]any{
		[]judging.DocumentRule{{Kind: "photo", Name: judging.Name{VI: "Ảnh"}, Min: 3, EntityKinds: []string{"sme"}, ProductGroups: []string{"N2"}}},
		&judging.Quota{ByGroup: map[string]int{"N1": 3}}, 2, "mean_drop_extremes", judging.JurySize{Min: 7, Max: 9},
		"3/4", "1/2", []judging.Prize{{Code: "A", Name: judging.Name{VI: "Giải A"}, Count: 2, Cash: "5000000"}},
		judging.Validity{ValidTo: "year_end", Years: 3}, judging.Periods{ComplaintDays: 15, ReplyDays: 5},
	}, []any{
		p.Documents, p.Quota, p.Passes, p.Aggregation, p.Jury,
		p.Council.Quorum.String(), p.Council.Majority.String(), p.Prizes, p.Certificate, p.Periods,
	}); diff != "" {
		t.Error(diff)
	}
	if q := packWith(t, map[string]any{"quota": 30}).Quota; q.Overall != 30 || q.ByGroup != nil {
		t.Errorf("overall quota read as %+v", q)
	}
}

func TestParsePackFaults(t *testing.T) {
	name := map[string]any{"vi": "Tên"}
	leaf := func(code, most string) map[string]any { return map[string]any{"code": code, "name": name, "max": most} }
	parent := func(code, most string, children ...any) map[string]any {
		return map[string]any{"code": code, "name": name, "max": most, "children": children}
	}
	banded := func(criterion map[string]any, ends ...string) map[string]any {
		bands := []any{}
		for i := 0; i+1 < len(ends); i += 2 {
			bands = append(bands, map[string]any{"from": ends[i], "to": ends[i+1], "name": name})
		}
		criterion["bands"] = bands
		return criterion
	}
	four := []any{leaf("1", "40"), leaf("2", "40"), leaf("3", "10"), leaf("4", "10")}
	for _, row := range []struct {
		name   string
		change map[string]any
		want   []string
	}{
		{"unknown field", map[string]any{"colour": "red"}, []string{"colour unknown_field"}},
		{"unknown nested field", map[string]any{"jury": map[string]any{"size": 3}}, []string{"jury.size unknown_field"}},
		{"required left out as null", map[string]any{"step": nil}, []string{"step required"}},
		{"points as number", map[string]any{"pass_mark": 70}, []string{"pass_mark wrong_type"}},
		{"points with comma", map[string]any{"pass_mark": "70,5"}, []string{"pass_mark not_a_number"}},
		{"step zero", map[string]any{"step": "0"}, []string{"step not_positive"}},
		{"blank name", map[string]any{"name": map[string]any{"vi": " "}}, []string{"name.vi required"}},
		{"name without Vietnamese", map[string]any{"name": map[string]any{"en": "Fair"}}, []string{"name.vi required"}},
		{"name of two lines", map[string]any{"name": map[string]any{"vi": "a\nb"}}, []string{"name.vi control_character"}},
		{"name too long", map[string]any{"name": map[string]any{"vi": strings.Repeat("ế", 301)}}, []string{"name.vi too_long"}},
		{"bad id", map[string]any{"id": "VN 2025"}, []string{"id bad_code"}},
		{"no groups", map[string]any{"product_groups": []any{}}, []string{"product_groups too_few"}},
		{"group twice", map[string]any{"product_groups": []any{map[string]any{"code": "A", "name": name}, map[string]any{"code": "A", "name": name}}}, []string{"product_groups[1].code duplicate_code"}},
		{"leaf off the step", map[string]any{"criteria": append([]any{parent("5", "1.25", leaf("5.1", "0.5"), leaf("5.2", "0.75"))}, four...)}, []string{"criteria[0].children[1].max off_step"}},
		{"leaf of zero", map[string]any{"criteria": append([]any{leaf("5", "0")}, four...)}, []string{"criteria[0].max not_positive"}},
		{"leaves do not add up", map[string]any{"criteria": append([]any{parent("5", "10", leaf("5.1", "5"), leaf("5.2", "4"))}, four...)}, []string{"criteria[0].max sum_differs"}},
		{"inner group does not add up", map[string]any{"criteria": append([]any{parent("5", "10", parent("5.1", "10", leaf("5.1.1", "9")))}, four...)}, []string{"criteria[0].children[0].max sum_differs"}},
		{"bands of a sum", map[string]any{"criteria": append([]any{banded(parent("5", "10", leaf("5.1", "10")), "0", "10")}, four...)}, []string{"criteria[0].bands bands_of_a_sum"}},
		{"bands begin late", map[string]any{"criteria": append([]any{banded(leaf("5", "10"), "0.5", "10")}, four...)}, []string{"criteria[0].bands[0].from band_start"}},
		{"bands with a gap", map[string]any{"criteria": append([]any{banded(leaf("5", "10"), "0", "4", "5", "10")}, four...)}, []string{"criteria[0].bands[1].from band_start"}},
		{"bands overlap", map[string]any{"criteria": append([]any{banded(leaf("5", "10"), "0", "4", "4", "10")}, four...)}, []string{"criteria[0].bands[1].from band_start"}},
		{"band reversed", map[string]any{"criteria": append([]any{banded(leaf("5", "10"), "0", "4", "4.5", "3")}, four...)}, []string{"criteria[0].bands[1].to band_reversed"}},
		{"bands end early", map[string]any{"criteria": append([]any{banded(leaf("5", "10"), "0", "4", "4.5", "9.5")}, four...)}, []string{"criteria[0].bands[1].to band_end"}},
		{"band off the step", map[string]any{"criteria": append([]any{parent("6", "10", banded(leaf("5", "10"), "0", "4.25", "4.75", "10"))}, four...)},
			[]string{"criteria[0].children[0].bands[0].to off_step", "criteria[0].children[0].bands[1].from off_step"}},
		{"no bands", map[string]any{"criteria": append([]any{banded(leaf("5", "10"))}, four...)}, []string{"criteria[0].bands too_few"}},
		{"criterion twice", map[string]any{"criteria": append([]any{parent("5", "10", leaf("1", "10"))}, four...)}, []string{"criteria[1].code duplicate_code"}},
		{"too deep", map[string]any{"criteria": append([]any{parent("5", "1", parent("5.1", "1", parent("5.1.1", "1", leaf("5.1.1.1", "1"))))}, four...)}, []string{"criteria[0].children[0].children[0].children too_deep"}},
		{"maximum too large to write", map[string]any{"criteria": append([]any{leaf("5", "9999")}, four...)}, []string{"criteria above_maximum"}},
		{"pass mark out of reach", map[string]any{"pass_mark": "100.5"}, []string{"pass_mark above_maximum"}},
		{"sheet of an unknown group", map[string]any{"criteria_by_group": map[string]any{"N9": four}}, []string{"criteria_by_group.N9 unknown_product_group"}},
		{"sheet of a group lacks a tie criterion", map[string]any{"criteria_by_group": map[string]any{"N1": []any{leaf("1", "100")}}}, []string{"tie_order[1] unknown_criterion"}},
		{"tie of an unknown criterion", map[string]any{"tie_order": []any{"criterion:9", "council"}}, []string{"tie_order[0] unknown_criterion"}},
		{"tie by name", map[string]any{"tie_order": []any{"name", "council"}}, []string{"tie_order[0] unknown_tie_step"}},
		{"tie without council", map[string]any{"tie_order": []any{"median"}}, []string{"tie_order[0] council_must_end"}},
		{"council first", map[string]any{"tie_order": []any{"council", "median", "council"}}, []string{"tie_order[2] duplicate_code", "tie_order[0] council_not_last"}},
		{"aggregation", map[string]any{"aggregation": "median"}, []string{"aggregation unknown_aggregation"}},
		{"quorum above one", map[string]any{"council": map[string]any{"quorum": "3/2"}}, []string{"council.quorum not_a_fraction"}},
		{"majority of nothing", map[string]any{"council": map[string]any{"majority": "0/2"}}, []string{"council.majority not_a_fraction"}},
		{"quorum by zero", map[string]any{"council": map[string]any{"quorum": "0/0"}}, []string{"council.quorum not_a_fraction"}},
		{"jury bounds cross", map[string]any{"jury": map[string]any{"min": 5, "max": 3}}, []string{"jury.max out_of_range"}},
		{"passes", map[string]any{"passes": 0}, []string{"passes out_of_range"}},
		{"count with a decimal", map[string]any{"passes": 1.5}, []string{"passes wrong_type"}},
		{"quota of an unknown group", map[string]any{"quota": map[string]any{"N9": 1}}, []string{"quota.N9 unknown_product_group"}},
		{"cash in prose", map[string]any{"prizes": []any{map[string]any{"code": "A", "name": name, "count": 1, "cash": "5.000.000"}}}, []string{"prizes[0].cash not_an_amount"}},
		{"required field", map[string]any{"required_fields": []any{"producer.colour"}}, []string{"required_fields[0] unknown_nomination_field"}},
		{"document for unknown kind and group", map[string]any{"documents": []any{map[string]any{"kind": "x", "name": name, "entity_kinds": []any{"king"}, "product_groups": []any{"N9"}}}}, []string{"documents[0].entity_kinds[0] unknown_entity_kind", "documents[0].product_groups[0] unknown_product_group"}},
		{"document rule twice", map[string]any{"documents": []any{map[string]any{"kind": "x", "name": name}, map[string]any{"kind": "x", "name": name}}}, []string{"documents[1].kind duplicate_code"}},
		{"validity", map[string]any{"certificate": map[string]any{"valid_to": "forever"}}, []string{"certificate.valid_to unknown_validity"}},
		{"all at once", map[string]any{"step": "x", "passes": "1", "aggregation": 3}, []string{"aggregation wrong_type", "passes wrong_type", "step not_a_number"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := judging.ParsePack(rulesWith(t, row.change))
			if diff := cmp.Diff(row.want, fieldCodes(t, err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParsePackNamesEachRequiredField(t *testing.T) {
	_, err := judging.ParsePack([]byte(`{}`))
	want := []string{
		"id required", "version required", "name required", "product_groups required", "entity_kinds required",
		"criteria required", "step required", "pass_mark required", "tie_order required",
	}
	if diff := cmp.Diff(want, fieldCodes(t, err)); diff != "" {
		t.Error(diff)
	}
	_, err = judging.ParsePack([]byte(`[]`))
	if got := fieldCodes(t, err); len(got) == 0 || got[0] != " wrong_type" {
		t.Errorf("an array gives %v", got)
	}
	_, err = judging.ParsePack([]byte(strings.Replace(smallestPack, `"step"`, `"step": "1", "step"`, 1)))
	if diff := cmp.Diff([]string{"step duplicate_field"}, fieldCodes(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestParsePackUnreadable(t *testing.T) {
	for name, data := range map[string]string{
		"empty": "", "cut": smallestPack[:100], "two values": smallestPack + "{}", "not UTF-8": "{\"id\": \"\xff\"}",
		"bottomless": strings.Repeat("[", 1000), "bare word": "rules",
	} {
		if _, err := judging.ParsePack([]byte(data)); fault.KindOf(err) != fault.Malformed {
			t.Errorf("%s: got %v, want a Malformed fault", name, err)
		}
	}
	big := append([]byte(smallestPack), bytes.Repeat([]byte(" "), judging.MaxPackBytes)...)
	if _, err := judging.ParsePack(big); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("an oversized pack gives %v", err)
	}
}

func TestPackTextIsNFC(t *testing.T) {
	decomposed := strings.Replace(smallestPack, "Hội thi", " Ho\u0323\u0302i thi ", 1)
	p, err := judging.ParsePack([]byte(decomposed))
	if err != nil || p.Name.VI != "Hội thi" {
		t.Errorf("decomposed name read as %q, %v", p.Name.VI, err)
	}
}

// TestCanonical: spelling does not matter, content does, and the canonical form is a pack itself.
func TestCanonical(t *testing.T) {
	for _, id := range packs.Names() {
		p, data, err := packs.Load(id)
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(data, &tree); err != nil {
			t.Fatal(err)
		}
		shuffled, err := json.MarshalIndent(tree, "\t", "   ")
		if err != nil {
			t.Fatal(err)
		}
		for name, other := range map[string][]byte{"other order and spacing": shuffled, "canonical": p.Canonical()} {
			q, err := judging.ParsePack(other)
			if err != nil {
				t.Fatalf("%s, %s: %v", id, name, err)
			}
			if diff := cmp.Diff(p, q); diff != "" || !bytes.Equal(p.Canonical(), q.Canonical()) {
				t.Errorf("%s, %s: another pack: %s", id, name, diff)
			}
		}
	}
	a, b := packWith(t, map[string]any{"pass_mark": "70.0"}), packWith(t, map[string]any{"pass_mark": "70.5"})
	if !bytes.Equal(a.Canonical(), shipped(t, "generic").Canonical()) || bytes.Equal(a.Canonical(), b.Canonical()) {
		t.Error("canonical bytes do not follow the pass mark")
	}
}

func TestLeavesByGroup(t *testing.T) {
	name := map[string]any{"vi": "Tên"}
	p := packWith(t, map[string]any{
		"tie_order": []any{"criterion:1", "council"},
		"criteria_by_group": map[string]any{"N3": []any{
			map[string]any{"code": "1", "name": name, "max": "60", "children": []any{
				map[string]any{"code": "1.a", "name": name, "max": "20"},
				map[string]any{"code": "1.b", "name": name, "max": "40", "children": []any{
					map[string]any{"code": "1.b.1", "name": name, "max": "15.5"}, map[string]any{"code": "1.b.2", "name": name, "max": "24.5"}}}}},
			map[string]any{"code": "2", "name": name, "max": "30"}}},
	})
	codes := func(list []judging.Criterion) (codes []string) {
		for _, c := range list {
			codes = append(codes, c.Code)
		}
		return codes
	}
	if diff := cmp.Diff([]any{[]string{"1.a", "1.b.1", "1.b.2", "2"}, []string{"1", "2"}, []string{"1", "2", "3", "4"}},
		[]any{codes(p.Leaves("N3")), codes(p.TopCriteria("N3")), codes(p.Leaves("N1"))}); diff != "" {
		t.Error(diff)
	}
	if p.MaxTotal("N3") != 90*judging.Point || p.MaxTotal("N1") != 100*judging.Point {
		t.Errorf("maxima %v and %v, want 90 and 100", p.MaxTotal("N3"), p.MaxTotal("N1"))
	}
	if !p.HasGroup("N3") || p.HasGroup("N9") || !p.HasEntityKind("sme") || p.HasEntityKind("") || !p.HasLevel("province") || p.HasLevel("district") {
		t.Error("codes are not found as the pack lists them")
	}
}

func FuzzParsePack(f *testing.F) {
	for _, id := range packs.Names() {
		_, data, err := packs.Load(id)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(smallestPack))
	f.Add([]byte(strings.Replace(smallestPack, `"max"`, `"bands": [{"from": "0", "to": "10", "name": {"vi": "mức"}, "text": {"vi": "lời"}}], "max"`, 1)))
	f.Add([]byte(`{"criteria": [{"children": [{}]}], "quota": {"N1": -1}, "criteria_by_group": {"x": null}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := judging.ParsePack(data)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Fatalf("refused with an error that is no fault: %v", err)
			}
			return
		}
		q, err := judging.ParsePack(p.Canonical())
		if err != nil {
			t.Fatalf("canonical form refused: %v", err)
		}
		if diff := cmp.Diff(p, q); diff != "" {
			t.Fatalf("canonical form reads as another pack: %s", diff)
		}
	})
}
