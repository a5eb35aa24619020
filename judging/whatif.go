package judging

import (
	"maps"
	"slices"

	"vinhdanh/internal/fault"
)

// WhatIf is a question about a ranking: what if a judge had not scored, if criteria weighed otherwise, if ties
// were parted in another order. It changes nothing that is recorded. The zero value asks for the ranking itself.
type WhatIf struct {
	Without  string                       // the judge left out, "" for none
	Weights  map[string]map[string]Points // by product group, the maximum of each top-level criterion; groups left out keep theirs
	TieOrder []string                     // as in a rule pack; nil keeps the pack's
}

// Standing is where an entry stands in a ranking. Within tells that it passed and is among the first that the
// quota of its group, or of all entries, allows, ranks shared at the cut included. Prize is the award level it
// would have if prizes went to such entries by overall rank, in the order of the pack; "" for none.
type Standing struct {
	Rank, RankOverall int
	Passed, Within    bool
	Prize             string
}

// WhatIfPlace is an entry's standing in the ranking as it is and in the one that was asked for.
type WhatIfPlace struct {
	Nomination, EntryCode, Group string
	Before, After                Standing
}

// RankIf answers a question about the ranking of in under p, in the order of Rank. Weighted criteria are compared
// exactly wherever a common denominator has room in Points, as it has for maxima up to a hundred; else they are
// cut to the finest step that has. Weights that leave a top-level criterion out, name another one or do not add
// up to the group's most points are the Invalid field "weights" with "weights_differ"; other errors are Rank's.
func RankIf(p *Pack, in []RankInput, q WhatIf) ([]WhatIfPlace, error) {
	if err := q.check(p); err != nil {
		return nil, err
	}
	before, err := Rank(p, in)
	if err != nil {
		return nil, err
	}
	other, changed := q.apply(p, in)
	after, err := Rank(other, changed)
	if err != nil {
		return nil, err
	}
	then := make(map[string]Standing, len(after))
	for _, r := range after {
		then[r.Nomination] = p.standing(r)
	}
	list := make([]WhatIfPlace, len(before))
	for i, r := range before {
		list[i] = WhatIfPlace{r.Nomination, r.EntryCode, r.Group, p.standing(r), then[r.Nomination]}
	}
	return list, nil
}

// standing reads a line of a ranking against quota and prizes.
func (p *Pack) standing(r Ranked) Standing {
	s := Standing{Rank: r.Rank, RankOverall: r.RankOverall, Passed: r.Passed}
	all, own := p.Quota.ofAll(), p.Quota.ofGroup(r.Group)
	s.Within = r.Passed && (all < 0 || r.RankOverall <= all) && (own < 0 || r.Rank <= own)
	first := 0
	for _, z := range p.Prizes {
		if first += z.Count; s.Within && r.RankOverall <= first {
			s.Prize = z.Code
			break
		}
	}
	return s
}

// check refuses weights that do not fit the criteria of their group.
func (q WhatIf) check(p *Pack) error {
	var faults fault.Fields
	for _, group := range slices.Sorted(maps.Keys(q.Weights)) {
		weights, tops, sum := q.Weights[group], p.TopCriteria(group), Points(0)
		fits := len(weights) == len(tops) && p.HasGroup(group)
		for _, top := range tops {
			w, given := weights[top.Code]
			fits = fits && given && w >= 0 && w <= MaxPoints
			sum += w
		}
		if most := p.MaxTotal(group); !fits || sum != most {
			faults.Add("weights", "weights_differ", "sum", most.String())
		}
	}
	return faults.Err()
}

// apply is the pack and the sheets that the question asks about; neither p nor in changes.
func (q WhatIf) apply(p *Pack, in []RankInput) (*Pack, []RankInput) {
	other, unit := *p, q.unit(p)
	other.PassMark *= unit
	if q.TieOrder != nil {
		other.TieOrder = q.TieOrder
	}
	changed := slices.Clone(in)
	for i := range changed {
		e := &changed[i]
		tops, weights := p.TopCriteria(e.Group), q.Weights[e.Group]
		var sheets []SheetTotal
		for _, s := range e.Sheets {
			if q.Without == "" || s.Judge != q.Without {
				sheets = append(sheets, weigh(s, tops, weights, unit))
			}
		}
		e.Sheets = sheets
	}
	return &other, changed
}

// weigh is a sheet in the unit, its criteria weighing as weights say; nil weights keep theirs.
func weigh(s SheetTotal, tops []Criterion, weights map[string]Points, unit Points) SheetTotal {
	out := SheetTotal{Judge: s.Judge, ByTop: make([]Points, len(s.ByTop))}
	for i, x := range s.ByTop {
		out.ByTop[i] = x * unit
		if weights != nil && i < len(tops) {
			most := tops[i].Max
			out.ByTop[i] = x * unit * weights[tops[i].Code] / most
		}
		out.Total += out.ByTop[i]
	}
	return out
}

// unit is by how much all points are multiplied so that weighted ones are whole, as far as there is room.
func (q WhatIf) unit(p *Pack) Points {
	room := MaxPoints
	for _, g := range p.ProductGroups {
		room = min(room, MaxPoints/max(1, p.MaxTotal(g.Code)))
	}
	unit := Points(1)
	for group, weights := range q.Weights {
		for _, top := range p.TopCriteria(group) {
			part := top.Max / divisor(top.Max, weights[top.Code])
			if unit = unit / divisor(unit, part) * part; unit > room {
				return max(1, room)
			}
		}
	}
	return unit
}
