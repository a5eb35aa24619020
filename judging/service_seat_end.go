package judging

import (
	"context"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// RemoveMember ends a seat, with a reason; its holder loses the hat at once. A judge's submitted sheets stay
// and count; those begun are recused with the reason, and empty ones go. Faults: reason_required, not_found,
// wrong_state for a closed edition, last_jury_head while a pass may be open, council_voted for a member who
// was counted in the council's vote.
func (s *Service) RemoveMember(ctx context.Context, who accounts.Actor, slug, grant, reason string) (view SeatView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		view, err = s.removeMember(tx, who, slug, grant, reason, false)
		return err
	})
	return view, err
}

// removeMember ends a seat; headFollows says that another head takes it over in the same act.
func (s *Service) removeMember(tx Tx, who accounts.Actor, slug, grant, reason string, headFollows bool) (view SeatView, err error) {
	sc, err := s.enterFor(tx, who, slug, accounts.NameMembers)
	if err != nil {
		return view, err
	}
	var c checker
	reason = c.reason("reason", reason)
	if err := c.Err(); err != nil {
		return view, err
	}
	if err := sc.in(Draft, Filing, Screening, Scoring, Deliberation, Announced); err != nil {
		return view, err
	}
	i := slices.IndexFunc(sc.grants, func(g accounts.Grant) bool { return g.ID == grant })
	if i < 0 {
		return view, fault.New(fault.NotFound, "not_found")
	}
	view.Grant = sc.grants[i]
	if view.Person, err = tx.User(view.User); err != nil {
		return view, err
	}
	if err := mayLeave(tx, sc, view.Grant, headFollows); err != nil {
		return view, err
	}
	if err := s.endSeat(tx, who, &view.Grant, reason); err != nil {
		return view, err
	}
	return view, s.leaveSheets(tx, sc, view.Grant, reason)
}

// mayLeave refuses to leave a jury at work without its head, and to take out of the council who was counted
// when it voted.
func mayLeave(tx Tx, sc scene, g accounts.Grant, headFollows bool) error {
	isHead := func(x accounts.Grant) bool {
		return x.Body == accounts.Jury && x.Role == accounts.Head && x.ID != g.ID
	}
	if !headFollows && g.Body == accounts.Jury && g.Role == accounts.Head && !slices.ContainsFunc(sc.grants, isHead) &&
		(sc.edition.State == Scoring || sc.edition.State == Deliberation) {
		return fault.New(fault.Conflict, "last_jury_head")
	}
	if g.Body != accounts.Council {
		return nil
	}
	proposal, err := tx.Proposal(sc.edition.ID)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil
	case err != nil:
		return err
	case g.Created.After(proposal.At): // named later: the vote did not count this member
		return nil
	}
	return fault.New(fault.Conflict, "council_voted")
}

func (s *Service) endSeat(tx Tx, who accounts.Actor, g *accounts.Grant, reason string) error {
	g.Ended = s.clock()
	if err := tx.SaveGrant(*g); err != nil {
		return err
	}
	if err := tx.EndJudging(g.Edition, g.User); err != nil {
		return err
	}
	if err := tx.Append(GrantLeaf("panel.ended", *g, g.Ended)); err != nil {
		return err
	}
	return s.note(tx, who, Act{Edition: g.Edition, Kind: "panel.ended", Row: g.ID, Reason: reason, At: g.Ended})
}

// leaveSheets closes what a judge who leaves had still open: an empty sheet is nobody's work and goes, so
// that a judge who is named again gets it again; one that was begun stays and is recused.
func (s *Service) leaveSheets(tx Tx, sc scene, g accounts.Grant, reason string) error {
	if g.Body != accounts.Jury || g.Role == accounts.Secretary {
		return nil
	}
	sheets, err := tx.Sheets(SheetQuery{Edition: sc.edition.ID, Judge: g.User, State: SheetOpen})
	if err != nil {
		return err
	}
	for _, sh := range sheets {
		if sh.untouched() {
			err = tx.DropSheet(sh.ID)
		} else {
			_, err = s.recuse(tx, sh, reason)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
