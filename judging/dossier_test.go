package judging_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/judging"
)

func TestDossierGaps(t *testing.T) {
	p := shipped(t, "vn-cnnt-2025")
	for _, row := range []struct {
		name string
		have map[string]int
		want []judging.DocumentGap
	}{
		{"nothing yet", nil, []judging.DocumentGap{{"business_registration", 1, 0}, {"description", 1, 0}, {"photo", 3, 0}}},
		{"one photo short", map[string]int{"business_registration": 1, "description": 2, "photo": 2}, []judging.DocumentGap{{"photo", 3, 2}}},
		{"complete", map[string]int{"business_registration": 1, "description": 1, "photo": 3}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, judging.DossierGaps(p, "sme", "N1", row.have)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDossierGapsByKindAndGroup(t *testing.T) {
	name := map[string]any{"vi": "Giấy"}
	p := packWith(t, map[string]any{"documents": []any{
		map[string]any{"kind": "photo", "name": name, "min": 1},
		map[string]any{"kind": "photo", "name": name, "min": 4, "product_groups": []any{"N1"}},
		map[string]any{"kind": "food_safety", "name": name, "product_groups": []any{"N2"}, "entity_kinds": []any{"sme", "cooperative"}},
	}})
	for _, row := range []struct {
		name, kind, group string
		want              []judging.DocumentGap
	}{
		{"the larger number holds", "sme", "N1", []judging.DocumentGap{{"photo", 4, 0}}},
		{"kind and group", "cooperative", "N2", []judging.DocumentGap{{"photo", 1, 0}, {"food_safety", 1, 0}}},
		{"other kind", "business_household", "N2", []judging.DocumentGap{{"photo", 1, 0}}},
		{"not named yet", "", "", []judging.DocumentGap{{"photo", 1, 0}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, judging.DossierGaps(p, row.kind, row.group, nil)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMissingFields(t *testing.T) {
	p := packWith(t, map[string]any{"required_fields": []any{"description", "producer.name", "producer.phone"}})
	got := judging.MissingFields(p, map[string]string{"producer.entity_kind": "sme", "description": " \t"})
	if diff := cmp.Diff([]string{"product_group", "producer.name", "description", "producer.phone"}, got); diff != "" {
		t.Error(diff)
	}
	got = judging.MissingFields(shipped(t, "generic"), map[string]string{"product_group": "N1", "producer.name": "Cơ sở", "producer.entity_kind": "sme"})
	if got != nil {
		t.Errorf("complete, yet missing %v", got)
	}
}
