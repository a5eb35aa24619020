package judging

import (
	"context"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// maxPanels is the most panels that a jury can fall into.
const maxPanels = 50

// AssignmentInput is what is asked for: a mode, for AssignBalanced the judges an entry, for AssignByHand the pairs.
// Reason is needed once scoring is open.
type AssignmentInput struct {
	Mode   AssignmentMode
	K      int
	Panels []Panel
	Pairs  []Pair
	Reason string
}

// Assignment is who judges what, as it works out with the conflicts declared so far.
func (s *Service) Assignment(ctx context.Context, who accounts.Actor, slug string) (v AssignmentView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadAssignment)
		if err != nil {
			return err
		}
		p, err := s.namedPlan(tx, sc)
		v = p.view()
		return err
	})
	return v, err
}

// PreviewAssignment is what SetAssignment would record, with the same faults, and records nothing.
func (s *Service) PreviewAssignment(ctx context.Context, who accounts.Actor, slug string, in AssignmentInput) (v AssignmentView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, p, err := s.readAssignment(tx, who, slug, in)
		if err != nil {
			return err
		}
		v = p.view()
		if sc.edition.State != Scoring {
			return nil
		}
		_, _, err = s.changes(tx, sc, p)
		return err
	})
	return v, err
}

// SetAssignment records who judges what, in screening, and while a pass is open as far as it takes away no sheet
// that somebody has touched. Faults: assignment_refused with what is wrong with the design, sheets_touched with the
// sheets in the way, wrong_state, pass_closed.
func (s *Service) SetAssignment(ctx context.Context, who accounts.Actor, slug string, in AssignmentInput) (v AssignmentView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, p, err := s.readAssignment(tx, who, slug, in)
		if err != nil {
			return err
		}
		p.Assignment = s.freshAssignment(who, p.Assignment)
		if err := s.saveAssignment(tx, who, p.Assignment); err != nil {
			return err
		}
		v = p.view()
		if sc.edition.State != Scoring {
			return nil
		}
		n, drop, err := s.changes(tx, sc, p)
		if err != nil {
			return err
		}
		for _, sh := range drop {
			if err := tx.DropSheet(sh.ID); err != nil {
				return err
			}
		}
		return s.giveSheets(tx, sc, n, sc.judges())
	})
	return v, err
}

func (s *Service) saveAssignment(tx Tx, who accounts.Actor, a Assignment) error {
	if err := tx.SaveAssignment(a); err != nil {
		return err
	}
	if err := tx.Append(AssignmentLeaf("panel.assigned", a, a.At)); err != nil {
		return err
	}
	return s.note(tx, who, Act{Edition: a.Edition, Kind: "panel.assigned", Row: a.ID, Reason: a.Reason, At: a.At})
}

// namedPlan is plan with the names of the judges.
func (s *Service) namedPlan(tx Tx, sc scene) (plan, error) {
	p, err := s.plan(tx, sc)
	if err != nil {
		return p, err
	}
	for _, j := range p.judges {
		u, err := tx.User(j)
		if err != nil {
			return p, err
		}
		p.names[j] = u.Name
	}
	return p, nil
}

// readAssignment checks what is asked for and works it out.
func (s *Service) readAssignment(tx Tx, who accounts.Actor, slug string, in AssignmentInput) (scene, plan, error) {
	sc, err := s.enterFor(tx, who, slug, accounts.ArrangePanels)
	if err != nil {
		return sc, plan{}, err
	}
	if err := sc.in(Screening, Scoring); err != nil {
		return sc, plan{}, err
	}
	p, err := s.namedPlan(tx, sc)
	if err != nil {
		return sc, p, err
	}
	p.Assignment = Assignment{Edition: sc.edition.ID, Mode: in.Mode}
	var c checker
	c.assignment(&p, in)
	if sc.edition.State == Scoring {
		p.Reason = c.reason("reason", in.Reason)
	} else {
		p.Reason = c.text("reason", in.Reason)
	}
	if err := c.Err(); err != nil {
		return sc, p, err
	}
	var missing []fault.Missing
	if p.Mode == AssignBalanced {
		missing = p.deal()
	}
	if missing == nil {
		missing = p.lacks()
	}
	if missing != nil {
		f := fault.New(fault.Conflict, "assignment_refused")
		f.Missing = missing
		return sc, p, f
	}
	return sc, p, nil
}

// assignment reads mode, number, panels and pairs into p.
func (c *checker) assignment(p *plan, in AssignmentInput) {
	switch {
	case in.Mode == "":
		c.Add("mode", "required")
	case in.Mode != AssignAll && in.Mode != AssignByHand && in.Mode != AssignBalanced:
		c.Add("mode", "unknown_value", "allowed", "all, by_hand, balanced")
	case in.Mode == AssignBalanced && in.K == 0:
		c.Add("k", "required")
	case in.K < 0 || in.K > len(p.judges):
		c.Add("k", "out_of_range", "min", 1, "max", len(p.judges))
	case in.Mode != AssignAll:
		p.K = max(in.K, 1)
	}
	c.panels(p, in.Panels)
	if in.Mode != AssignByHand {
		return
	}
	for i, x := range in.Pairs {
		at := slices.IndexFunc(p.entries, func(n Nomination) bool { return n.ID == x.Nomination })
		switch {
		case !slices.Contains(p.judges, x.Judge):
			c.Add(pathAt("pairs", i)+".judge", "unknown_value")
		case at < 0:
			c.Add(pathAt("pairs", i)+".nomination", "unknown_value")
		case p.apart[x]:
			c.Add(pathAt("pairs", i), "kept_apart", "judge", p.names[x.Judge], "entry", entryName(p.entries[at]))
		case !p.onPanel(x.Judge, p.entries[at].ProductGroup):
			c.Add(pathAt("pairs", i), "not_on_panel", "judge", p.names[x.Judge], "group", p.entries[at].ProductGroup)
		case !slices.Contains(p.Pairs, x):
			p.Pairs = append(p.Pairs, x)
		}
	}
}

func (p plan) onPanel(judge, group string) bool {
	return len(p.Panels) == 0 || slices.ContainsFunc(p.Panels, func(x Panel) bool {
		return slices.Contains(x.Groups, group) && slices.Contains(x.Judges, judge)
	})
}

// panels reads the panels: named, each with judges of the jury and groups of the rules, no group on two.
func (c *checker) panels(p *plan, in []Panel) {
	if len(in) > maxPanels {
		c.Add("panels", "too_many", "max", maxPanels)
		return
	}
	groups, names := map[string]bool{}, map[string]bool{}
	for i, x := range in {
		at := pathAt("panels", i)
		panel := Panel{Name: c.need(at+".name", x.Name, maxName)}
		if names[panel.Name] {
			c.Add(at+".name", "duplicate")
		}
		names[panel.Name] = true
		if len(x.Groups) == 0 {
			c.Add(at+".groups", "required")
		}
		for k, g := range x.Groups {
			switch {
			case !slices.ContainsFunc(p.pack.ProductGroups, func(has Coded) bool { return has.Code == g }):
				c.Add(pathAt(at+".groups", k), "unknown_value")
			case groups[g]:
				c.Add(pathAt(at+".groups", k), "duplicate")
			default:
				groups[g] = true
				panel.Groups = append(panel.Groups, g)
			}
		}
		if len(x.Judges) == 0 {
			c.Add(at+".judges", "required")
		}
		for k, j := range x.Judges {
			if !slices.Contains(p.judges, j) {
				c.Add(pathAt(at+".judges", k), "unknown_value")
			} else if !slices.Contains(panel.Judges, j) {
				panel.Judges = append(panel.Judges, j)
			}
		}
		p.Panels = append(p.Panels, panel)
	}
}

// changes are the number of the open pass and the untouched sheets that the plan takes away in it.
func (s *Service) changes(tx Tx, sc scene, p plan) (n int, drop []Sheet, err error) {
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil {
		return 0, nil, err
	}
	n = len(passes)
	if n == 0 || !passes[n-1].Closed.IsZero() {
		return n, nil, fault.New(fault.Conflict, "pass_closed", "n", n)
	}
	sheets, err := tx.Sheets(SheetQuery{Edition: sc.edition.ID, Pass: n})
	if err != nil {
		return n, nil, err
	}
	wanted := p.wanted(p.judges)
	var touched []fault.Missing
	for _, sh := range sheets {
		switch {
		case sh.State == SheetRecused || !slices.Contains(p.judges, sh.Judge) || slices.Contains(wanted, Pair{sh.Judge, sh.Nomination}):
		case sh.untouched():
			drop = append(drop, sh)
		default:
			touched = append(touched, fault.Missing{Code: "sheet_touched", Args: fault.MakeArgs("judge", p.names[sh.Judge],
				"entry", sh.EntryCode+" "+sh.Product, "sheet", sh.ID)})
		}
	}
	if touched != nil {
		f := fault.New(fault.Conflict, "sheets_touched")
		f.Missing = touched
		return n, nil, f
	}
	return n, drop, nil
}
