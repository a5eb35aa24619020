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

// keyBits are the binary places of a key.
const keyBits = 39

// key grows with the ratio of a mean and is 0 where there is none: a larger key is a larger mean, and equal
// means have equal keys. A mean is at most MaxPoints, below 2^24, so that a key has 63 bits.
func (r ratio) key() uint64 {
	if r.den == 0 {
		return 0
	}
	high, low := bits.Mul64(uint64(r.num), 1<<keyBits)
	whole, _ := bits.Div64(high, low, uint64(r.den))
	return 1 + whole
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
	steps   []ratio // what each step of the tie order but the council compares; a median is worked out when it is asked for
	group   int     // which of the pack's product groups
	overall int     // rank over all product groups
}

// sheetShape is what the score sheet of a product group has.
type sheetShape struct {
	tops  int   // top-level criteria
	steps []int // for each tie step which of them it compares, -1 being the median of the totals
}

// tallyEntry combines the sheets of one entry; sheets has the shape of a sheet for each product group, and steps
// is where the tie steps are kept.
func tallyEntry(p *Pack, in *RankInput, sheets []sheetShape, steps []ratio) (tally, error) {
	t := tally{in: in, steps: steps, group: slices.IndexFunc(p.ProductGroups, func(g Coded) bool { return g.Code == in.Group })}
	if t.group < 0 {
		return tally{}, fmt.Errorf("rank entry %s: unknown product group %q", in.Nomination, in.Group)
	}
	if len(in.Sheets) == 0 {
		return t, nil
	}
	least, most := MaxPoints, Points(0)
	shape := &sheets[t.group]
	for i := range in.Sheets {
		s := &in.Sheets[i]
		if err := checkSheet(in, i, shape.tops); err != nil {
			return tally{}, err
		}
		t.mean.num += int64(s.Total)
		least, most = min(least, s.Total), max(most, s.Total)
		for step, top := range shape.steps {
			if top >= 0 {
				steps[step].num += int64(s.ByTop[top])
				steps[step].den++
			}
		}
	}
	t.mean.den = int64(len(in.Sheets))
	if p.Aggregation == MeanDropExtremes {
		t.mean.num -= int64(least + most)
		t.mean.den -= 2
	}
	return t, nil
}

// step is what a step of the tie order compares of an entry that was scored.
func (t *tally) step(i int) ratio {
	if t.steps[i].den == 0 {
		t.steps[i] = t.in.median()
	}
	return t.steps[i]
}

// median is the median of the totals of an entry that was scored.
func (in *RankInput) median() ratio {
	totals := make([]Points, 0, 16)
	for i := range in.Sheets {
		totals = append(totals, in.Sheets[i].Total)
	}
	slices.Sort(totals)
	n := len(totals)
	return ratio{int64(totals[(n-1)/2] + totals[n/2]), 2}
}

func sumPoints(list []Points) (sum int64) {
	for _, x := range list {
		sum += int64(x)
	}
	return sum
}

// checkSheet refuses a sheet that no ledger can hold; it shows a mistake of the program or a damaged record,
// so the error is no fault.
func checkSheet(in *RankInput, i, tops int) error {
	s := &in.Sheets[i]
	if s.Total < 0 || s.Total > MaxPoints || len(s.ByTop) != tops {
		return fmt.Errorf("rank entry %s: impossible sheet of judge %s", in.Nomination, s.Judge)
	}
	if slices.ContainsFunc(s.ByTop, func(x Points) bool { return x < 0 || x > MaxPoints }) || sumPoints(s.ByTop) != int64(s.Total) {
		return fmt.Errorf("rank entry %s: sheet of judge %s does not add up", in.Nomination, s.Judge)
	}
	for j := range i {
		if in.Sheets[j].Judge == s.Judge {
			return fmt.Errorf("rank entry %s: two sheets of judge %s", in.Nomination, s.Judge)
		}
	}
	return nil
}

// tieSteps are the steps of the pack that points can decide, and the shape of a sheet of each product group.
func tieSteps(p *Pack) (steps []string, sheets []sheetShape, err error) {
	steps = slices.DeleteFunc(slices.Clone(p.TieOrder), func(s string) bool { return s == TieCouncil })
	sheets = make([]sheetShape, len(p.ProductGroups))
	for g, group := range p.ProductGroups {
		tops := p.TopCriteria(group.Code)
		places := make([]int, len(steps))
		for i, step := range steps {
			places[i] = -1
			if code, ok := strings.CutPrefix(step, TieCriterion); ok {
				if places[i] = topIndex(tops, code); places[i] < 0 {
					return nil, nil, errors.New("rank: the tie order names a criterion that does not exist")
				}
			}
		}
		sheets[g] = sheetShape{len(tops), places}
	}
	return steps, sheets, nil
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
		if c := b.step(i).compare(a.step(i)); c != 0 {
			return c, i + 1
		}
	}
	return 0, len(a.steps) + 1
}
