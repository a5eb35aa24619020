package judging

import (
	"maps"
	"slices"

	"vinhdanh/internal/fault"
)

// CheckMarks refuses marks that the pack does not allow for a product group: an Invalid fault with one
// field "marks.CODE" for each. The codes are unknown_criterion, not_a_number (below zero),
// above_maximum (args max) and off_step (args step). A leaf left out is not scored, which is no fault.
func CheckMarks(p *Pack, group string, marks map[string]Points) error {
	var faults fault.Fields
	maxima := leafMaxima(p, group)
	for _, code := range slices.Sorted(maps.Keys(marks)) {
		checkMark(&faults, p.Step, maxima, code, marks[code])
	}
	return faults.Err()
}

// ParseMarks reads marks as they come in JSON, by leaf code: a string that ParsePoints reads, or null for
// a leaf that is not scored. Its faults are those of CheckMarks, not_a_number for anything else included.
func ParseMarks(p *Pack, group string, raw map[string]any) (map[string]Points, error) {
	var faults fault.Fields
	maxima := leafMaxima(p, group)
	marks := make(map[string]Points, len(raw))
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
		checkMark(&faults, p.Step, maxima, code, mark)
		marks[code] = mark
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return marks, nil
}

func leafMaxima(p *Pack, group string) map[string]Points {
	maxima := map[string]Points{}
	for _, leaf := range p.Leaves(group) {
		maxima[leaf.Code] = leaf.Max
	}
	return maxima
}

func checkMark(faults *fault.Fields, step Points, maxima map[string]Points, code string, mark Points) {
	most, known := maxima[code]
	switch {
	case !known:
		faults.Add("marks."+code, "unknown_criterion")
	case mark < 0:
		faults.Add("marks."+code, "not_a_number")
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
	for _, leaf := range c.Leaves() {
		mark, scored := marks[leaf.Code]
		if !scored {
			return nil
		}
		sum += mark
	}
	return &sum
}
