package packs_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/judging/packs"
)

func TestEveryPackLoads(t *testing.T) {
	for _, id := range packs.Names() {
		p, data, err := packs.Load(id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if p.ID != id || len(data) == 0 {
			t.Errorf("%s: the pack calls itself %q", id, p.ID)
		}
		for _, g := range p.ProductGroups {
			if p.MaxTotal(g.Code) != 100*judging.Point {
				t.Errorf("%s: %s has at most %s points, want 100", id, g.Code, p.MaxTotal(g.Code))
			}
		}
		for _, c := range p.Criteria {
			for _, leaf := range append(c.Leaves(), c) {
				if leaf.Name.EN == "" {
					t.Errorf("%s: criterion %s has no English name", id, leaf.Code)
				}
			}
		}
	}
	for _, id := range []string{"", "vn-cnnt-2024", "../packs", "generic.json"} {
		if _, _, err := packs.Load(id); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Load(%q) gives %v, want a NotFound fault", id, err)
		}
	}
}

// TestCircular2025 spells out what the design fixes for the first user's rules.
func TestCircular2025(t *testing.T) {
	p, _, err := packs.Load("vn-cnnt-2025")
	if err != nil {
		t.Fatal(err)
	}
	var leaves, documents, kinds []string
	for _, c := range p.Criteria {
		of := []string{}
		for _, leaf := range c.Leaves() {
			of = append(of, leaf.Max.String())
		}
		leaves = append(leaves, c.Code+"="+c.Max.String()+": "+strings.Join(of, " "))
	}
	for _, d := range p.Documents {
		documents = append(documents, d.Kind+" "+string(rune('0'+d.Min)))
	}
	for _, k := range p.EntityKinds {
		kinds = append(kinds, k.Code)
	}
	if diff := cmp.Diff([][]string{
		{"1=40: 5 5 5 5 5 5 5 5", "2=40: 3.5 3.5 3.5 3.5 3.5 3.5 3.5 3.5 3 3 3 3", "3=10: 5 5", "4=10: 5 5"},
		{"business_registration 1", "description 1", "photo 3", "signed_form 0", "food_safety 0", "quality 0", "award 0", "other 0"},
		{"sme", "cooperative_group", "cooperative", "cooperative_union", "business_household"},
		{"producer.address", "producer.commune", "producer.phone", "description"},
		{"criterion:1", "criterion:2", "median", "council"},
	}, [][]string{leaves, documents, kinds, p.RequiredFields, p.TieOrder}); diff != "" {
		t.Error(diff)
	}
	if p.Step != 500 || p.PassMark != 70*judging.Point || p.Jury.Min != 1 || p.Aggregation != judging.Mean || p.Quota != nil {
		t.Errorf("step %s, pass mark %s, jury %d, aggregation %s, quota %v", p.Step, p.PassMark, p.Jury.Min, p.Aggregation, p.Quota)
	}
}

func TestOlderAndNeutralRules(t *testing.T) {
	old, _, err := packs.Load("vn-cnnt-2018")
	if err != nil {
		t.Fatal(err)
	}
	if !old.HasLevel("district") || old.HasLevel("commune") || old.HasEntityKind("cooperative_union") {
		t.Error("the rules of 2018 have the district level and no unions of cooperatives")
	}
	generic, _, err := packs.Load("generic")
	if err != nil {
		t.Fatal(err)
	}
	if len(generic.Documents)+len(generic.RequiredFields) != 0 || len(generic.Leaves("N1")) != 4 || !generic.HasLevel("province") {
		t.Error("the neutral rules ask for no papers and mark four criteria")
	}
}

// TestDocumentedExample reads the example of the format's page, so that the page stays true.
func TestDocumentedExample(t *testing.T) {
	page, err := os.ReadFile("../../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(page), "### Example\n```json\n")
	example, _, found := strings.Cut(after, "```")
	if !found {
		t.Fatal("the page has no example")
	}
	p, err := judging.ParsePack([]byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if p.MaxTotal("A") != 50*judging.Point || p.Quota.ByGroup["B"] != 5 || p.Documents[1].Min != 1 {
		t.Errorf("the example reads as %+v", p)
	}
}
