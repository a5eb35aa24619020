package judging

const (
	joinRounds = 200     // chance walks before everything is tried
	joinSteps  = 20      // exchanges in each
	maxTries   = 100_000 // places looked at when everything is tried
)

// join exchanges sheets until judges and entries hang together, keeping loads and entries as they are.
func (d *design) join() *lack {
	if len(d.entries)*d.k < len(d.entries)+len(d.judges)-1 { // a connected graph has so many edges at least
		return &lack{code: lackThin, judges: d.judges}
	}
	for range joinRounds {
		for d.merge() {
		}
		if d.parts().count == 1 {
			return nil
		}
		d.wander()
	}
	tries := maxTries
	if d.search(0, &tries) {
		return nil
	}
	if tries <= 0 {
		return &lack{code: lackNotFound, judges: d.judges}
	}
	return &lack{code: lackSplit, judges: d.loose()}
}

// parts are the pieces of the graph; a sheet that closes a ring is one that its piece can spare.
type parts struct {
	count          int
	ofJudge, ofEnt []int
	spare          [][2]int // entry, judge
}

func (d *design) parts() parts {
	m := len(d.judges)
	root := make([]int, m+len(d.entries))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	p := parts{count: len(root), ofJudge: make([]int, m), ofEnt: make([]int, len(d.entries))}
	for e := range d.entries {
		for j := range d.judges {
			if !d.has[e][j] {
				continue
			}
			a, b := find(j), find(m+e)
			if a == b {
				p.spare = append(p.spare, [2]int{e, j})
				continue
			}
			root[a] = b
			p.count--
		}
	}
	for j := range p.ofJudge {
		p.ofJudge[j] = find(j)
	}
	for e := range p.ofEnt {
		p.ofEnt[e] = find(m + e)
	}
	return p
}

// merge makes one exchange that leaves fewer parts: a sheet that can be spared goes over to a judge of another
// part, for one of hers or, where her load is the smaller, for nothing.
func (d *design) merge() bool {
	p := d.parts()
	if p.count == 1 {
		return false
	}
	for _, s := range p.spare {
		e, j := s[0], s[1]
		for to := range d.judges {
			if p.ofJudge[to] == p.ofJudge[j] || !d.may[e][to] {
				continue
			}
			if d.load[j] == d.load[to]+1 {
				d.take(e, j)
				d.give(e, to)
				return true
			}
			for other := range d.entries {
				if d.has[other][to] && d.may[other][j] {
					d.exchange(e, j, other, to)
					return true
				}
			}
		}
	}
	return false
}

// exchange gives entry e of judge j to judge to, for her entry other.
func (d *design) exchange(e, j, other, to int) {
	d.take(e, j)
	d.give(e, to)
	d.take(other, to)
	d.give(other, j)
}

// wander makes some exchanges by chance, to come to a place from where merge finds one.
func (d *design) wander() {
	for range joinSteps {
		e, other := d.dice.below(len(d.entries)), d.dice.below(len(d.entries))
		j, to := d.dice.below(len(d.judges)), d.dice.below(len(d.judges))
		if !d.has[e][j] || d.has[e][to] || !d.may[e][to] {
			continue
		}
		if d.has[other][to] && !d.has[other][j] && d.may[other][j] {
			d.exchange(e, j, other, to)
		} else if d.load[j] == d.load[to]+1 {
			d.take(e, j)
			d.give(e, to)
		}
	}
}

// search tries every design from entry e on until one is even and connected, or tries are used up.
func (d *design) search(e int, tries *int) bool {
	if e == 0 {
		for i := range d.entries {
			for j := range d.judges {
				if d.has[i][j] {
					d.take(i, j)
				}
			}
		}
	}
	if e == len(d.entries) {
		least := len(d.entries) * d.k / len(d.judges)
		for _, load := range d.load {
			if load < least {
				return false
			}
		}
		return d.parts().count == 1
	}
	return d.searchRow(e, 0, d.k, tries)
}

// searchRow chooses what is left of entry e's judges from judge j on.
func (d *design) searchRow(e, j, left int, tries *int) bool {
	if left == 0 {
		return d.search(e+1, tries)
	}
	most := (len(d.entries)*d.k + len(d.judges) - 1) / len(d.judges)
	for ; j < len(d.judges); j++ {
		if *tries--; *tries < 0 {
			return false
		}
		if !d.may[e][j] || d.load[j] == most {
			continue
		}
		d.give(e, j)
		if d.searchRow(e, j+1, left-1, tries) {
			return true
		}
		d.take(e, j)
	}
	return false
}

// loose are the judges who cannot be linked with the first one whatever is assigned, all of them when only
// evenness and the numbers stand against it.
func (d *design) loose() (list []string) {
	all := *d
	all.has = d.may
	p := all.parts()
	for j, judge := range d.judges {
		if p.count == 1 || p.ofJudge[j] != p.ofJudge[0] {
			list = append(list, judge)
		}
	}
	return list
}
