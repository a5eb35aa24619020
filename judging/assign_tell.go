package judging

import (
	"slices"
	"strings"

	"vinhdanh/internal/fault"
)

// tell words a lack of a panel as what a person reads, with names in place of ids.
func (p plan) tell(panel Panel, l lack, judges, entries []string) (missing []fault.Missing) {
	if l.code == lackFewJudges {
		for _, n := range p.entries {
			if !slices.Contains(l.entries, n.ID) {
				continue
			}
			have := count(judges, func(j string) bool { return !p.apart[Pair{j, n.ID}] && (p.Mode == AssignBalanced || p.gives(j, n)) })
			missing = append(missing, fault.Missing{Code: lackFewJudges,
				Args: fault.MakeArgs("entry", entryName(n), "need", max(p.K, 1), "have", have, "nomination", n.ID)})
		}
		return missing
	}
	names := make([]string, len(l.judges))
	for i, j := range l.judges {
		names[i] = p.names[j]
	}
	slices.Sort(names)
	return []fault.Missing{{Code: l.code, Args: fault.MakeArgs("judges", strings.Join(names, ", "), "panel", panel.Name,
		"count", len(judges), "entries", len(entries), "k", p.K)}}
}

// JudgeLoad is how many entries one judge has.
type JudgeLoad struct {
	Judge, Name string
	Panels      []string // the names of those the judge sits on
	Entries     int
}

// AssignedEntry is one entry with the judges who get a sheet for it.
type AssignedEntry struct {
	Nomination, Code, Product, Group string
	Judges                           []string
}

// AssignmentView is an assignment as it works out today: loads, entries, and how many entries two judges of a panel
// share at least and at most.
type AssignmentView struct {
	Assignment
	Loads       []JudgeLoad
	Entries     []AssignedEntry
	Least, Most int
	// Lacks are what would keep scoring from being opened.
	Lacks []fault.Missing
}

func (p plan) view() AssignmentView {
	v := AssignmentView{Assignment: p.Assignment, Lacks: p.lacks()}
	wanted := p.wanted(p.judges)
	for _, j := range p.judges {
		load := JudgeLoad{Judge: j, Name: p.names[j], Entries: count(wanted, func(x Pair) bool { return x.Judge == j })}
		for _, panel := range p.Panels {
			if slices.Contains(panel.Judges, j) {
				load.Panels = append(load.Panels, panel.Name)
			}
		}
		v.Loads = append(v.Loads, load)
	}
	for _, n := range p.entries {
		e := AssignedEntry{Nomination: n.ID, Code: n.EntryCode, Product: n.Product, Group: n.ProductGroup}
		if e.Code == "" {
			e.Code = n.Code
		}
		for _, x := range wanted {
			if x.Nomination == n.ID {
				e.Judges = append(e.Judges, x.Judge)
			}
		}
		v.Entries = append(v.Entries, e)
	}
	for i, panel := range p.panels(p.pack, p.judges) {
		judges, entries := p.of(panel)
		least, most := meetings(judges, slices.DeleteFunc(slices.Clone(wanted), func(x Pair) bool { return !slices.Contains(entries, x.Nomination) }))
		if i == 0 || least < v.Least {
			v.Least = least
		}
		v.Most = max(v.Most, most)
	}
	return v
}

// meetings are how many entries two of the judges share at least and at most.
func meetings(judges []string, pairs []Pair) (least, most int) {
	of := map[string]map[string]bool{}
	for _, p := range pairs {
		if of[p.Nomination] == nil {
			of[p.Nomination] = map[string]bool{}
		}
		of[p.Nomination][p.Judge] = true
	}
	least = len(of)
	for i, a := range judges {
		for _, b := range judges[:i] {
			n := 0
			for _, seen := range of {
				if seen[a] && seen[b] {
					n++
				}
			}
			least, most = min(least, n), max(most, n)
		}
	}
	return least, most
}
