package judging

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"vinhdanh/internal/fault"
)

// nominationFields are the fields of a nomination that a rule pack may require, by their contract path.
func nominationFields() []string {
	return []string{
		"product", "product_group", "set_members", "description",
		"producer.name", "producer.entity_kind", "producer.tax_code", "producer.registration_number",
		"producer.address", "producer.commune", "producer.phone", "producer.email", "producer.representative",
	}
}

// checkPack notes every way in which the fields of a pack contradict one another. Values that were
// already at fault while they were read are zero and are passed over, so that one slip is told once.
func checkPack(p *Pack, faults *fault.Fields) {
	unique(faults, "levels", ".code", codesOf(p.Levels))
	unique(faults, "product_groups", ".code", codesOf(p.ProductGroups))
	unique(faults, "entity_kinds", ".code", codesOf(p.EntityKinds))
	unique(faults, "required_fields", "", p.RequiredFields)
	prizes := make([]string, len(p.Prizes))
	for i, z := range p.Prizes {
		prizes[i] = z.Code
	}
	unique(faults, "prizes", ".code", prizes)
	checkDocuments(p, faults)
	checkCriteria(p, faults, "criteria", p.Criteria)
	for _, group := range slices.Sorted(maps.Keys(p.CriteriaByGroup)) {
		path := below("criteria_by_group", group)
		checkGroup(p, faults, path, group)
		checkCriteria(p, faults, path, p.CriteriaByGroup[group])
	}
	checkTieOrder(p, faults)
	if p.Jury.Max != 0 && p.Jury.Max < p.Jury.Min {
		faults.Add("jury.max", "out_of_range", "min", p.Jury.Min, "max", 100)
	}
	if p.Quota != nil {
		for _, group := range slices.Sorted(maps.Keys(p.Quota.ByGroup)) {
			checkGroup(p, faults, below("quota", group), group)
		}
	}
}

func codesOf(list []Coded) []string {
	codes := make([]string, len(list))
	for i, c := range list {
		codes[i] = c.Code
	}
	return codes
}

// unique notes each code that repeats an earlier one.
func unique(faults *fault.Fields, path, field string, codes []string) {
	for i, code := range codes {
		if code != "" && slices.Contains(codes[:i], code) {
			faults.Add(fmt.Sprintf("%s[%d]%s", path, i, field), "duplicate_code", "code", code)
		}
	}
}

func checkGroup(p *Pack, faults *fault.Fields, path, group string) {
	if group != "" && !p.HasGroup(group) {
		faults.Add(path, "unknown_product_group", "group", group)
	}
}

// checkDocuments lets a kind of paper stand in several rules as long as each is for other producers or groups.
func checkDocuments(p *Pack, faults *fault.Fields) {
	var seen []string
	for i, d := range p.Documents {
		path := fmt.Sprintf("documents[%d]", i)
		for j, kind := range d.EntityKinds {
			if kind != "" && !p.HasEntityKind(kind) {
				faults.Add(fmt.Sprintf("%s.entity_kinds[%d]", path, j), "unknown_entity_kind", "kind", kind)
			}
		}
		for j, group := range d.ProductGroups {
			checkGroup(p, faults, fmt.Sprintf("%s.product_groups[%d]", path, j), group)
		}
		kinds, groups := slices.Sorted(slices.Values(d.EntityKinds)), slices.Sorted(slices.Values(d.ProductGroups))
		key := fmt.Sprintf("%s %q %q", d.Kind, kinds, groups)
		if d.Kind != "" && slices.Contains(seen, key) {
			faults.Add(path+".kind", "duplicate_code", "code", d.Kind)
		}
		seen = append(seen, key)
	}
}

// checkCriteria checks one score sheet: codes, maxima and their sums, and that the pass mark can be reached.
func checkCriteria(p *Pack, faults *fault.Fields, path string, list []Criterion) {
	if len(list) == 0 {
		return
	}
	sheet := &sheetCheck{faults: faults, step: p.Step, codes: map[string]bool{}}
	total, sound := sheet.list(path, list)
	switch {
	case sheet.leaves > maxLeaves:
		faults.Add(path, "too_many", "max", maxLeaves)
	case total > MaxPoints:
		faults.Add(path, "above_maximum", "max", MaxPoints.String())
	case sound && p.PassMark > total:
		faults.Add("pass_mark", "above_maximum", "max", total.String())
	}
}

type sheetCheck struct {
	faults *fault.Fields
	step   Points
	codes  map[string]bool
	leaves int
}

// list checks criteria of one level and returns the sum of their maxima, and whether each is known.
func (s *sheetCheck) list(path string, list []Criterion) (sum Points, sound bool) {
	sound = true
	for i, c := range list {
		here := fmt.Sprintf("%s[%d]", path, i)
		if c.Code != "" && s.codes[c.Code] {
			s.faults.Add(here+".code", "duplicate_code", "code", c.Code)
		}
		s.codes[c.Code] = true
		sum += c.Max
		sound = sound && c.Max > 0
		checkBands(c, s.step, here, s.faults)
		if len(c.Children) == 0 {
			s.leaves++
			if s.step > 0 && c.Max%s.step != 0 {
				s.faults.Add(here+".max", "off_step", "step", s.step.String())
			}
			continue
		}
		below, known := s.list(here+".children", c.Children)
		if known && c.Max > 0 && below != c.Max {
			s.faults.Add(here+".max", "sum_differs", "max", c.Max.String(), "sum", below.String())
		}
	}
	return sum, sound
}

// checkTieOrder wants steps that exist on every score sheet of the pack, each once, the council last.
func checkTieOrder(p *Pack, faults *fault.Fields) {
	unique(faults, "tie_order", "", p.TieOrder)
	sheets := [][]Criterion{p.Criteria}
	for _, group := range slices.Sorted(maps.Keys(p.CriteriaByGroup)) {
		sheets = append(sheets, p.CriteriaByGroup[group])
	}
	for i, step := range p.TieOrder {
		path := fmt.Sprintf("tie_order[%d]", i)
		code, isCriterion := strings.CutPrefix(step, TieCriterion)
		switch {
		case step == "", step == TieMedian, step == TieCouncil && i == len(p.TieOrder)-1:
		case step == TieCouncil:
			faults.Add(path, "council_not_last")
		case !isCriterion:
			faults.Add(path, "unknown_tie_step")
		case slices.ContainsFunc(sheets, func(list []Criterion) bool { return len(list) > 0 && topIndex(list, code) < 0 }):
			faults.Add(path, "unknown_criterion", "criterion", code)
		}
	}
	if n := len(p.TieOrder); n > 0 && p.TieOrder[n-1] != TieCouncil {
		faults.Add(fmt.Sprintf("tie_order[%d]", n-1), "council_must_end")
	}
}

// topIndex is the place of a top-level criterion in its list, or -1.
func topIndex(list []Criterion, code string) int {
	return slices.IndexFunc(list, func(c Criterion) bool { return c.Code == code })
}
