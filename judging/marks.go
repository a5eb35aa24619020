package judging

import (
	"maps"
	"slices"

	"vinhdanh/internal/fault"
)

// ParseMarks reads marks as they come in JSON, by leaf code: a string that ParsePoints reads, or null for
// a leaf that is not scored, as is one that is left out. What the pack does not allow for the product group is
// an Invalid fault with one field "marks.CODE" for each: unknown_criterion, not_a_number, above_maximum (args max)
// or off_step (args step).
func ParseMarks(p *Pack, group string, raw map[string]any) (map[string]Points, error) {
	marks := make(map[string]Points, len(raw))
	known := 0
	good := eachLeaf(p.TopCriteria(group), func(leaf *Criterion) bool {
		value, sent := raw[leaf.Code]
		if !sent {
			return true
		}
		known++
		if value == nil {
			return true
		}
		text, ok := value.(string)
		mark, err := ParsePoints(text)
		if !ok || err != nil || mark > leaf.Max || mark%p.Step != 0 {
			return false
		}
		marks[leaf.Code] = mark
		return true
	})
	if !good || known < len(raw) {
		return nil, refuseMarks(p, group, raw)
	}
	return marks, nil
}

// eachLeaf calls f with the marked criteria in the order of the sheet until one call is false.
func eachLeaf(criteria []Criterion, f func(*Criterion) bool) bool {
	for i := range criteria {
		c := &criteria[i]
		if len(c.Children) > 0 {
			if !eachLeaf(c.Children, f) {
				return false
			}
		} else if !f(c) {
			return false
		}
	}
	return true
}

// refuseMarks gathers the faults of marks, by code.
func refuseMarks(p *Pack, group string, raw map[string]any) error {
	var faults fault.Fields
	maxima := leafMaxima(p, group)
	for _, code := range slices.Sorted(maps.Keys(raw)) {
		if _, known := maxima[code]; !known {
			faults.Add("marks."+code, "unknown_criterion")
			continue
		}
		if raw[code] == nil {
			continue
		}
		text, ok := raw[code].(string)
		mark, err := ParsePoints(text)
		if !ok || err != nil {
			faults.Add("marks."+code, "not_a_number")
			continue
		}
		checkMark(&faults, p.Step, maxima[code], code, mark)
	}
	return faults.Err()
}

func leafMaxima(p *Pack, group string) map[string]Points {
	maxima := map[string]Points{}
	for _, leaf := range p.Leaves(group) {
		maxima[leaf.Code] = leaf.Max
	}
	return maxima
}

func checkMark(faults *fault.Fields, step, most Points, code string, mark Points) {
	switch {
	case mark > most:
		faults.Add("marks."+code, "above_maximum", "max", most.String())
	case mark%step != 0:
		faults.Add("marks."+code, "off_step", "step", step.String())
	}
}

// Totals sums one sheet. A top-level criterion has a sum only when each of its leaves is marked, and the
// sheet has a total only when every leaf is: what is not scored is nil, never zero.
func Totals(p *Pack, group string, marks map[string]Points) (total *Points, byTop []*Points) {
	top := p.TopCriteria(group)
	byTop = make([]*Points, len(top))
	var sum Points
	complete := true
	for i, c := range top {
		byTop[i] = sumOf(c, marks)
		if byTop[i] == nil {
			complete = false
			continue
		}
		sum += *byTop[i]
	}
	if !complete {
		return nil, byTop
	}
	return &sum, byTop
}

// sumOf is the sum of a criterion's leaves, or nil when one of them is not marked.
func sumOf(c Criterion, marks map[string]Points) *Points {
	var sum Points
	complete := eachLeaf([]Criterion{c}, func(leaf *Criterion) bool {
		mark, scored := marks[leaf.Code]
		sum += mark
		return scored
	})
	if !complete {
		return nil
	}
	return &sum
}
