package judging

import (
	"cmp"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// ratio is an exact number that is not negative: num/den thousandths of a point, den above zero.
type ratio struct{ num, den int64 }

// compare is exact for every ratio: the cross products are held in 128 bits.
func (r ratio) compare(s ratio) int {
	if r.den == s.den {
		return cmp.Compare(r.num, s.num)
	}
	highR, lowR := bits.Mul64(uint64(r.num), uint64(s.den))
	highS, lowS := bits.Mul64(uint64(s.num), uint64(r.den))
	return cmp.Or(cmp.Compare(highR, highS), cmp.Compare(lowR, lowS))
}

// inPoints is the ratio in points instead of thousandths, in lowest terms.
func (r ratio) inPoints() ratio {
	num, den := r.num, r.den*int64(Point)
	a, b := num, den
	for b != 0 {
		a, b = b, a%b
	}
	return ratio{num / a, den / a}
}

// twoDecimals writes the ratio as points with two decimals, rounded half away from zero.
func (r ratio) twoDecimals() string {
	tenth := r.den * 10 // thousandths to hundredths
	hundredths := (r.num + tenth/2) / tenth
	b := strconv.AppendInt(make([]byte, 0, 8), hundredths/100, 10)
	return string(append(b, '.', byte('0'+hundredths/10%10), byte('0'+hundredths%10)))
}

// fraction writes a ratio in lowest terms, whole numbers without a denominator.
func (r ratio) fraction() string {
	if r.den == 1 {
		return strconv.FormatInt(r.num, 10)
	}
	return strconv.FormatInt(r.num, 10) + "/" + strconv.FormatInt(r.den, 10)
}

// tally is what one entry's scored sheets come to.
type tally struct {
	in      *RankInput
	mean    ratio   // of the totals that count; den is 0 when nothing was scored
	steps   []ratio // what each step of the tie order but the council compares
	overall int     // rank over all product groups
}

// tallyEntry combines the sheets of one entry; stepTops says for each tie step which top-level criterion
// it compares, -1 being the median of the totals.
func tallyEntry(p *Pack, in *RankInput, stepTops []int) (tally, error) {
	if err := checkSheets(p, in); err != nil {
		return tally{}, err
	}
	t := tally{in: in}
	n := int64(len(in.Sheets))
	if n == 0 {
		return t, nil
	}
	totals := make([]Points, 0, 16)
	for _, s := range in.Sheets {
		totals = append(totals, s.Total)
	}
	slices.Sort(totals)
	counted := totals
	if p.Aggregation == MeanDropExtremes {
		counted = totals[1 : n-1]
	}
	t.mean = ratio{sumPoints(counted), int64(len(counted))}
	t.steps = make([]ratio, len(stepTops))
	for i, top := range stepTops {
		if top < 0 {
			t.steps[i] = ratio{int64(totals[(n-1)/2] + totals[n/2]), 2}
			continue
		}
		t.steps[i].den = n
		for _, s := range in.Sheets {
			t.steps[i].num += int64(s.ByTop[top])
		}
	}
	return t, nil
}

func sumPoints(list []Points) (sum int64) {
	for _, x := range list {
		sum += int64(x)
	}
	return sum
}

// checkSheets refuses sheets that no ledger can hold; they show a mistake of the program or a damaged
// record, so the error is no fault.
func checkSheets(p *Pack, in *RankInput) error {
	if !p.HasGroup(in.Group) {
		return fmt.Errorf("rank entry %s: unknown product group %q", in.Nomination, in.Group)
	}
	tops := len(p.TopCriteria(in.Group))
	for i, s := range in.Sheets {
		if s.Total < 0 || s.Total > MaxPoints || len(s.ByTop) != tops {
			return fmt.Errorf("rank entry %s: impossible sheet of judge %s", in.Nomination, s.Judge)
		}
		if slices.ContainsFunc(s.ByTop, func(x Points) bool { return x < 0 || x > MaxPoints }) || sumPoints(s.ByTop) != int64(s.Total) {
			return fmt.Errorf("rank entry %s: sheet of judge %s does not add up", in.Nomination, s.Judge)
		}
		if slices.ContainsFunc(in.Sheets[:i], func(o SheetTotal) bool { return o.Judge == s.Judge }) {
			return fmt.Errorf("rank entry %s: two sheets of judge %s", in.Nomination, s.Judge)
		}
	}
	return nil
}

// tieSteps are the steps of the pack that points can decide, and for each product group the place of
// each step's criterion on its score sheet, -1 for the median.
func tieSteps(p *Pack) (steps []string, tops map[string][]int, err error) {
	steps = slices.DeleteFunc(slices.Clone(p.TieOrder), func(s string) bool { return s == TieCouncil })
	tops = map[string][]int{}
	for _, g := range p.ProductGroups {
		places := make([]int, len(steps))
		for i, step := range steps {
			places[i] = -1
			if code, ok := strings.CutPrefix(step, TieCriterion); ok {
				if places[i] = topIndex(p.TopCriteria(g.Code), code); places[i] < 0 {
					return nil, nil, errors.New("rank: the tie order names a criterion that does not exist")
				}
			}
		}
		tops[g.Code] = places
	}
	return steps, tops, nil
}

// compareTallies orders better tallies first and what was not scored last; depth is 0 when the means
// differ, i when step i-1 decides, and len(steps)+1 when nothing does.
func compareTallies(a, b *tally) (order, depth int) {
	if a.mean.den == 0 || b.mean.den == 0 {
		return -cmp.Compare(min(a.mean.den, 1), min(b.mean.den, 1)), 0
	}
	if c := b.mean.compare(a.mean); c != 0 {
		return c, 0
	}
	for i := range a.steps {
		if c := b.steps[i].compare(a.steps[i]); c != 0 {
			return c, i + 1
		}
	}
	return 0, len(a.steps) + 1
}
