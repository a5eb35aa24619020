package judging

import (
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// AssignmentMode is how it is decided which judge judges which entry.
type AssignmentMode string

// The modes of an assignment.
const (
	AssignAll      AssignmentMode = "all"      // every judge of its panel judges every entry
	AssignByHand   AssignmentMode = "by_hand"  // the pairs were named one by one
	AssignBalanced AssignmentMode = "balanced" // the program chose K judges for each entry
)

// Panel is a part of the jury that judges some of the product groups (tiểu ban).
type Panel struct {
	Name   string   `json:"name"`
	Groups []string `json:"groups"` // codes of the rule pack; each on one panel
	Judges []string `json:"judges"` // accounts; a judge may sit on several
}

// Assignment is who judges what in an edition, from the moment it was recorded; a later one replaces it. Without
// any, every judge judges every entry.
type Assignment struct {
	ID      string
	Edition string
	Mode    AssignmentMode
	K       int     // judges an entry at least, exactly when balanced; 0 for AssignAll
	Panels  []Panel // none: the whole jury judges every group
	Pairs   []Pair  // none for AssignAll
	Reason  string
	By      string
	At      time.Time
}

// gives reports whether the assignment gives an entry of a group to a judge.
func (a Assignment) gives(judge string, n Nomination) bool {
	if a.Mode == AssignByHand || a.Mode == AssignBalanced {
		return slices.Contains(a.Pairs, Pair{Judge: judge, Nomination: n.ID})
	}
	return len(a.Panels) == 0 || slices.ContainsFunc(a.Panels, func(p Panel) bool {
		return slices.Contains(p.Groups, n.ProductGroup) && slices.Contains(p.Judges, judge)
	})
}

// panels are the panels, or one without a name that is the whole jury for every group.
func (a Assignment) panels(pack *Pack, judges []string) []Panel {
	if len(a.Panels) > 0 {
		return a.Panels
	}
	whole := Panel{Judges: judges}
	for _, g := range pack.ProductGroups {
		whole.Groups = append(whole.Groups, g.Code)
	}
	return []Panel{whole}
}

// plan is all that decides who gets a sheet for what.
type plan struct {
	Assignment
	pack    *Pack
	judges  []string // of the jury today, in the order they were named
	entries []Nomination
	apart   map[Pair]bool // by a conflict, a recusal, or because the judge filed it
	names   map[string]string
}

// plan reads what decides who gets a sheet for what, under the assignment in force.
func (s *Service) plan(tx Tx, sc scene) (p plan, err error) {
	p.judges, p.apart, p.names = sc.judges(), map[Pair]bool{}, map[string]string{}
	if p.pack, err = s.Pack(sc.edition); err != nil {
		return p, err
	}
	if p.Assignment, err = assignmentOf(tx, sc.edition.ID); err != nil {
		return p, err
	}
	if p.entries, err = tx.Nominations(NominationQuery{Edition: sc.edition.ID, State: NominationEligible}); err != nil {
		return p, err
	}
	slices.SortStableFunc(p.entries, func(a, b Nomination) int { return a.Seq - b.Seq })
	for _, n := range p.entries {
		p.apart[Pair{n.Filer, n.ID}] = true
	}
	conflicts, err := tx.Conflicts(sc.edition.ID)
	if err != nil {
		return p, err
	}
	for _, c := range conflicts {
		p.apart[Pair{c.Judge, c.Nomination}] = true
	}
	recused, err := tx.Sheets(SheetQuery{Edition: sc.edition.ID, State: SheetRecused})
	for _, sh := range recused { // of earlier passes too: the reason has not gone away
		p.apart[Pair{sh.Judge, sh.Nomination}] = true
	}
	return p, err
}

// assignmentOf is the assignment in force; that of an edition without any gives everything to everybody.
func assignmentOf(tx Tx, edition string) (Assignment, error) {
	a, err := tx.Assignment(edition)
	if fault.KindOf(err) == fault.NotFound {
		return Assignment{Edition: edition, Mode: AssignAll}, nil
	}
	return a, err
}

// wanted are the pairs that should have a sheet, for the judges given, by entry.
func (p plan) wanted(judges []string) (list []Pair) {
	for _, n := range p.entries {
		for _, judge := range judges {
			if pair := (Pair{judge, n.ID}); !p.apart[pair] && p.gives(judge, n) {
				list = append(list, pair)
			}
		}
	}
	return list
}

// of are the judges of a panel who are still of the jury, and its entries.
func (p plan) of(panel Panel) (judges, entries []string) {
	for _, j := range p.judges {
		if slices.Contains(panel.Judges, j) {
			judges = append(judges, j)
		}
	}
	for _, n := range p.entries {
		if slices.Contains(panel.Groups, n.ProductGroup) {
			entries = append(entries, n.ID)
		}
	}
	return judges, entries
}

// deal chooses the pairs of a balanced assignment, panel by panel; what makes that impossible is listed.
func (p *plan) deal() (missing []fault.Missing) {
	p.Pairs = nil
	for _, panel := range p.panels(p.pack, p.judges) {
		judges, entries := p.of(panel)
		pairs, l := balance(p.Edition+panel.Name, judges, entries, func(j, e string) bool { return p.apart[Pair{j, e}] }, p.K)
		if l != nil {
			missing = append(missing, p.tell(panel, *l, judges, entries)...)
		}
		p.Pairs = append(p.Pairs, pairs...)
	}
	return missing
}

// lacks are what is wrong with who would get which sheet: entries with too few judges and, unless everybody judges
// everything, judges whom no entry links with the others of their panel. It goes by the pairs as they stand, with
// the conflicts declared since they were chosen.
func (p plan) lacks() (missing []fault.Missing) {
	need := max(p.K, 1)
	if p.Mode == AssignAll && len(p.Panels) == 0 {
		return nil
	}
	wanted := p.wanted(p.judges)
	covered := map[string]bool{}
	for _, panel := range p.panels(p.pack, p.judges) {
		judges, entries := p.of(panel)
		pairs := slices.DeleteFunc(slices.Clone(wanted), func(x Pair) bool { return !slices.Contains(entries, x.Nomination) })
		short := lack{code: lackFewJudges}
		for _, e := range entries {
			covered[e] = true
			if count(pairs, func(x Pair) bool { return x.Nomination == e }) < need {
				short.entries = append(short.entries, e)
			}
		}
		if short.entries != nil {
			missing = append(missing, p.tell(panel, short, judges, entries)...)
		} else if loose := unlinked(pairs); loose != nil && p.Mode != AssignAll {
			missing = append(missing, p.tell(panel, lack{code: lackSplit, judges: loose}, judges, entries)...)
		}
	}
	for _, n := range p.entries {
		if !covered[n.ID] {
			missing = append(missing, fault.Missing{Code: "assignment_no_panel", Args: fault.MakeArgs("entry", entryName(n), "group", n.ProductGroup)})
		}
	}
	return missing
}

func count[T any](list []T, is func(T) bool) (n int) {
	for _, x := range list {
		if is(x) {
			n++
		}
	}
	return n
}

// unlinked are the judges of pairs that no chain of shared entries links with the first one.
func unlinked(pairs []Pair) (loose []string) {
	if len(pairs) == 0 {
		return nil
	}
	linked := map[string]bool{pairs[0].Judge: true}
	for grown := true; grown; {
		grown = false
		for _, x := range pairs {
			if linked[x.Judge] != linked[x.Nomination] {
				linked[x.Judge], linked[x.Nomination], grown = true, true, true
			}
		}
	}
	for _, x := range pairs {
		if !linked[x.Judge] && !slices.Contains(loose, x.Judge) {
			loose = append(loose, x.Judge)
		}
	}
	return loose
}

// entryName is how an entry is called before and after it has its code.
func entryName(n Nomination) string {
	if n.EntryCode != "" {
		return n.EntryCode + " " + n.Product
	}
	return n.Code + " " + n.Product
}

// freshAssignment is the assignment as it is written: with an id, who made it and when.
func (s *Service) freshAssignment(who accounts.Actor, a Assignment) Assignment {
	a.ID, a.By, a.At = accounts.NewID(), who.User.ID, s.clock()
	if who.System {
		a.By = "operator"
	}
	return a
}
