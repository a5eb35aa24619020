package judging_test

import (
	"cmp"
	"math/big"
	"slices"

	diff "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// record is all that the checks read of an edition; ranking is the last pass's, empty while that is open.
type record struct {
	edition     judging.Edition
	nominations []judging.Nomination
	passes      []judging.Pass
	sheets      []judging.Sheet
	totals      map[int]map[string][]judging.SheetTotal
	proposal    *judging.ProposalRecord
	decisions   []judging.Decision
	ranking     []judging.RankedEntry
}

// next is the state after the edition's, or the last.
func (r record) next() judging.State {
	states := judging.States()
	return states[min(slices.Index(states, r.edition.State)+1, len(states)-1)]
}

func (r record) sheetsIn(states ...judging.SheetState) (list []judging.Sheet) {
	for _, sh := range r.sheets {
		if slices.Contains(states, sh.State) {
			list = append(list, sh)
		}
	}
	return list
}

// read reads the record on one snapshot.
func (m *machine) read(rt *rapid.T) record {
	r := record{totals: map[int]map[string][]judging.SheetTotal{}}
	err := m.db.ForJudging().View(m.Context(), func(tx judging.Tx) (err error) {
		if r.edition, err = tx.EditionBySlug(m.slug); err != nil {
			return err
		}
		id := r.edition.ID
		if r.nominations, err = tx.Nominations(judging.NominationQuery{Edition: id}); err != nil {
			return err
		}
		if r.passes, err = tx.Passes(id); err != nil {
			return err
		}
		if r.sheets, err = tx.Sheets(judging.SheetQuery{Edition: id}); err != nil {
			return err
		}
		for _, p := range r.passes {
			if r.totals[p.N], err = tx.SealedTotals(id, p.N); err != nil {
				return err
			}
		}
		if p, err := tx.Proposal(id); err == nil {
			r.proposal = &p
		} else if fault.KindOf(err) != fault.NotFound {
			return err
		}
		r.decisions, err = tx.Decisions(id)
		return err
	})
	if err != nil {
		rt.Fatal(err)
	}
	return r
}

// check compares the record with the rules, with the machine's own account and with the step before.
func (m *machine) check(rt *rapid.T) {
	r := m.read(rt)
	m.checkOrder(rt, r)
	m.checkVersions(rt, r)
	for _, p := range r.passes {
		m.checkTotals(rt, r, p.N)
		if list, err := m.s.Ranking(m.Context(), m.auditor, m.slug, p.N); p.Closed.IsZero() {
			if !fault.IsCode(err, "pass_open") {
				rt.Fatalf("ranking of the open pass %d: %v", p.N, err)
			}
		} else if err != nil {
			rt.Fatal(err)
		} else {
			m.checkRanking(rt, r, p.N, list)
			r.ranking = list
		}
	}
	if n := len(r.passes); n > 0 && r.passes[n-1].Closed.IsZero() {
		r.ranking = nil
	}
	findings, err := m.db.CheckLedger(m.Context(), nil)
	if err != nil || len(findings) > 0 {
		rt.Fatalf("ledger: %v %v", findings, err)
	}
	m.last, m.backed = r, false
}

// checkOrder: states go forward one by one, or back one when that was asked for, a proposal stands on closed
// passes, a decision on a proposal.
func (m *machine) checkOrder(rt *rapid.T, r record) {
	if back := judging.PreviousState(m.last.edition.State); m.backed && r.edition.State != back {
		rt.Fatalf("a step back from %s to %s", m.last.edition.State, r.edition.State)
	} else if !m.backed && r.edition.State != m.last.edition.State && r.edition.State != m.last.next() {
		rt.Fatalf("from %s to %s", m.last.edition.State, r.edition.State)
	}
	if r.proposal != nil {
		if len(r.passes) == 0 {
			rt.Fatal("a proposal without a pass")
		}
		for _, p := range r.passes {
			if p.Closed.IsZero() || !p.Closed.Before(r.proposal.At) {
				rt.Fatalf("a proposal of %s on a pass closed at %s", r.proposal.At, p.Closed)
			}
		}
	}
	recognised := map[string]bool{}
	for _, d := range r.decisions {
		if r.proposal == nil || !r.proposal.At.Before(d.At) {
			rt.Fatalf("decision %s without a proposal before it", d.Number)
		}
		for _, id := range d.Nominations {
			if !slices.ContainsFunc(r.proposal.Items, func(x judging.ProposalItem) bool { return x.Nomination == id }) || recognised[id] {
				rt.Fatalf("decision %s over %s: not proposed, or for the second time", d.Number, id)
			}
			recognised[id] = true
		}
	}
	if (r.edition.State == judging.Announced || r.edition.State == judging.Closed) && len(r.decisions) == 0 {
		rt.Fatalf("%s without a decision", r.edition.State)
	}
}

// checkVersions: a version never falls, and no change of a nomination or of marks goes without a new one.
func (m *machine) checkVersions(rt *rapid.T, r record) {
	before := map[string]judging.Nomination{}
	for _, n := range m.last.nominations {
		before[n.ID] = n
	}
	for _, n := range r.nominations {
		old, known := before[n.ID]
		if known && (n.Version < old.Version || n.Version == old.Version && !diff.Equal(n, old)) {
			rt.Fatalf("nomination at version %d after %d:\n%s", n.Version, old.Version, diff.Diff(old, n))
		}
	}
	marked := map[string]judging.Sheet{}
	for _, sh := range m.last.sheets {
		marked[sh.ID] = sh
	}
	for _, sh := range r.sheets {
		old, known := marked[sh.ID]
		if known && (sh.Version < old.Version || sh.Acts < old.Acts || sh.Version == old.Version && !diff.Equal(sh.Marks, old.Marks)) {
			rt.Fatalf("sheet at version %d after %d:\n%s", sh.Version, old.Version, diff.Diff(old, sh))
		}
	}
	if len(r.nominations) < len(m.last.nominations) {
		rt.Fatal("nominations are gone")
	}
	for _, sh := range m.last.sheets {
		there := slices.ContainsFunc(r.sheets, func(x judging.Sheet) bool { return x.ID == sh.ID })
		if !there && (sh.Acts > 0 || sh.Version > 1) {
			rt.Fatalf("a sheet at version %d with %d acts is gone", sh.Version, sh.Acts)
		}
	}
}

// count is what one pass comes to by the machine's own account: by nomination the sheets that count.
func (m *machine) count(r record, pass int) map[string][]judging.SheetTotal {
	totals := map[string][]judging.SheetTotal{}
	for _, sh := range r.sheets {
		half, sealed := m.sealed[sh.ID]
		if sh.Pass == pass && sealed && half[0] >= 0 && half[1] >= 0 {
			first, second := judging.Points(half[0])*500, judging.Points(half[1])*500
			totals[sh.Nomination] = append(totals[sh.Nomination],
				judging.SheetTotal{Judge: sh.Judge, Total: first + second, ByTop: []judging.Points{first, second}})
		}
	}
	return totals
}

func (m *machine) checkTotals(rt *rapid.T, r record, pass int) {
	byJudge := cmpopts.SortSlices(func(a, b judging.SheetTotal) bool { return a.Judge < b.Judge })
	if d := diff.Diff(m.count(r, pass), r.totals[pass], byJudge, cmpopts.EquateEmpty()); d != "" {
		rt.Fatalf("sealed totals of pass %d (-account +record):\n%s", pass, d)
	}
	for _, sh := range r.sheets {
		if sh.Pass != pass {
			continue
		}
		counts := slices.ContainsFunc(r.totals[pass][sh.Nomination], func(x judging.SheetTotal) bool { return x.Judge == sh.Judge })
		if counts && sh.State != judging.SheetSubmitted && sh.State != judging.SheetLocked {
			rt.Fatalf("a sheet that is %s counts", sh.State)
		}
		if locked := !r.passes[pass-1].Closed.IsZero(); locked != (sh.State == judging.SheetLocked) && sh.State != judging.SheetRecused {
			rt.Fatalf("a sheet is %s in pass %d, closed: %t", sh.State, pass, locked)
		}
	}
}

// standing is what an entry is ranked by under the small pack, as exact numbers: the mean, the mean of the
// first criterion, the median; nil when nobody scored it.
func standing(sheets []judging.SheetTotal) []*big.Rat {
	n := int64(len(sheets))
	if n == 0 {
		return nil
	}
	var sum, first int64
	var totals []int64
	for _, s := range sheets {
		sum, first, totals = sum+int64(s.Total), first+int64(s.ByTop[0]), append(totals, int64(s.Total))
	}
	slices.Sort(totals)
	return []*big.Rat{big.NewRat(sum, n*1000), big.NewRat(first, n*1000), big.NewRat(totals[(n-1)/2]+totals[n/2], 2000)}
}

func better(a, b []*big.Rat) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) > len(b)
	}
	return slices.CompareFunc(a, b, func(x, y *big.Rat) int { return cmp.Compare(x.Cmp(y), 0) }) > 0
}

// checkRanking: every eligible entry stands once, at the place that its own sheets give it.
func (m *machine) checkRanking(rt *rapid.T, r record, pass int, list []judging.RankedEntry) {
	totals := m.count(r, pass)
	groups := map[string]string{}
	for _, n := range r.nominations {
		if n.State == judging.NominationEligible {
			groups[n.ID] = n.ProductGroup
		}
	}
	if len(list) != len(groups) {
		rt.Fatalf("%d entries ranked of %d", len(list), len(groups))
	}
	for _, e := range list {
		own, rank := standing(totals[e.Nomination]), 1
		for id, group := range groups {
			if group == e.Group && better(standing(totals[id]), own) {
				rank++
			}
		}
		switch {
		case groups[e.Nomination] != e.Group:
			rt.Fatalf("entry %s is ranked in group %s", e.Nomination, e.Group)
		case own == nil && (e.Mean != nil || e.Rank != 0 || e.Passed):
			rt.Fatalf("nobody scored %+v", e)
		case own != nil && (e.Mean == nil || e.Mean.Cmp(own[0]) != 0 || e.Rank != rank || e.Passed != (own[0].Cmp(big.NewRat(70, 1)) >= 0)):
			rt.Fatalf("%+v, want mean %s and rank %d", e, own[0], rank)
		}
	}
}
