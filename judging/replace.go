package judging

import (
	"context"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// ReplaceMember ends the seat of a judge and names who takes it over, in one act: somebody new, or a judge of the
// jury, who keeps her seat in the role named. What the judge has submitted stays and counts; what she had open is
// recused with the reason or, untouched, taken away, and the other gets new, empty sheets for it: marks go with their
// judge. Faults are those of RemoveMember and AddMember, not_a_judge for a seat that judges nothing.
func (s *Service) ReplaceMember(ctx context.Context, who accounts.Actor, slug, grant, reason string, in NewMember) (left, named SeatView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.NameMembers)
		if err != nil {
			return err
		}
		in.Body, in.Replaces = accounts.Jury, grant
		if named, err = readMember(in); err != nil {
			return err
		}
		left, err = s.removeMember(tx, who, slug, grant, reason, named.Role == accounts.Head)
		if err != nil {
			return err
		}
		if sc.grants, err = tx.Grants(sc.edition.ID); err != nil {
			return err
		}
		if err := s.takeOver(tx, who, sc, &named); err != nil {
			return err
		}
		return s.startJudge(tx, who, sc, named.Grant)
	})
	return left, named, err
}

// takeOver notes on the seat of a judge of the jury that it takes another over, or gives somebody new a seat.
func (s *Service) takeOver(tx Tx, who accounts.Actor, sc scene, v *SeatView) error {
	user, err := tx.UserByEmail(v.Person.Email)
	if fault.KindOf(err) == fault.NotFound {
		return s.seat(tx, who, sc, v)
	}
	if err != nil {
		return err
	}
	i := slices.IndexFunc(sc.grants, func(g accounts.Grant) bool { return g.User == user.ID && g.Body == accounts.Jury })
	if i < 0 {
		return s.seat(tx, who, sc, v)
	}
	g := sc.grants[i]
	if g.Replaces != "" || g.Role == accounts.Secretary {
		return fault.New(fault.Conflict, "seat_not_free")
	}
	g.Role, g.Replaces = v.Role, v.Replaces
	if err := mayReplace(tx, sc, g); err != nil {
		return err
	}
	v.Grant, v.Person = g, user
	if err := tx.SaveGrant(g); err != nil {
		return err
	}
	now := s.clock()
	if err := tx.Append(GrantLeaf("panel.took_over", g, now)); err != nil {
		return err
	}
	return s.note(tx, who, Act{Edition: sc.edition.ID, Kind: "panel.took_over", Row: g.ID, At: now})
}

// mayReplace makes sure that the seat taken over is one of a judge of this edition that has ended and that nobody has
// taken over yet.
func mayReplace(tx Tx, sc scene, g accounts.Grant) error {
	if g.Replaces == "" {
		return nil
	}
	old, err := tx.Grant(g.Replaces)
	if fault.KindOf(err) == fault.NotFound || err == nil && old.Edition != sc.edition.ID {
		return fieldFault("replaces", "unknown_value")
	}
	if err != nil {
		return err
	}
	taken := slices.ContainsFunc(sc.grants, func(x accounts.Grant) bool { return x.Replaces == old.ID })
	if old.Body != accounts.Jury || old.Role == accounts.Secretary || g.Body != accounts.Jury || g.Role == accounts.Secretary {
		return fault.New(fault.Conflict, "not_a_judge")
	}
	if old.Ended.IsZero() || taken {
		return fault.New(fault.Conflict, "seat_not_free")
	}
	return nil
}

// startJudge gives who was named a judge the sheets of the open pass; one who takes a seat over also gets its places
// on panels and its pairs.
func (s *Service) startJudge(tx Tx, who accounts.Actor, sc scene, g accounts.Grant) error {
	if g.Body != accounts.Jury || g.Role == accounts.Secretary {
		return nil
	}
	if g.Replaces != "" {
		if err := s.takePlaces(tx, who, sc, g); err != nil {
			return err
		}
	}
	var err error
	if sc.grants, err = tx.Grants(sc.edition.ID); err != nil {
		return err
	}
	return s.sheetsForNewJudge(tx, sc, g.User)
}

// takePlaces writes an assignment in which the new judge stands where the old one stood.
func (s *Service) takePlaces(tx Tx, who accounts.Actor, sc scene, g accounts.Grant) error {
	old, err := tx.Grant(g.Replaces)
	if err != nil {
		return err
	}
	a, err := assignmentOf(tx, sc.edition.ID)
	if err != nil || len(a.Panels)+len(a.Pairs) == 0 {
		return err
	}
	a.Panels = slices.Clone(a.Panels)
	for i, p := range a.Panels {
		if at := slices.Index(p.Judges, old.User); at >= 0 {
			judges := slices.Delete(slices.Clone(p.Judges), at, at+1)
			if !slices.Contains(judges, g.User) {
				judges = append(judges, g.User)
			}
			a.Panels[i].Judges = judges
		}
	}
	pairs := slices.DeleteFunc(slices.Clone(a.Pairs), func(x Pair) bool { return x.Judge == old.User })
	for _, x := range a.Pairs {
		if x = (Pair{g.User, x.Nomination}); slices.Contains(a.Pairs, Pair{old.User, x.Nomination}) && !slices.Contains(pairs, x) {
			pairs = append(pairs, x)
		}
	}
	a.Pairs = pairs
	a.Reason = ""
	return s.saveAssignment(tx, who, s.freshAssignment(who, a))
}

// replacedBy are the judges whose seats others took over, by those others.
func replacedBy(tx Tx, sc scene) (map[string]string, error) {
	before := map[string]string{}
	for _, g := range sc.grants {
		if g.Replaces == "" {
			continue
		}
		old, err := tx.Grant(g.Replaces)
		if err != nil {
			return nil, err
		}
		before[g.User] = old.User
	}
	return before, nil
}

// dismissOwn dismisses matches of a judge's own, as part of a declaration.
func (s *Service) dismissOwn(tx Tx, who accounts.Actor, sc scene, list []ConflictInput) error {
	var c checker
	for i, x := range list {
		reason := c.reason(pathAt("dismissed", i)+".reason", x.Reason)
		if !c.Empty() {
			continue
		}
		_, err := s.dismiss(tx, who, sc, matchID(who.User.ID, x.Nomination), reason)
		if fault.KindOf(err) == fault.NotFound {
			c.Add(pathAt("dismissed", i)+".nomination", "unknown_value")
		} else if err != nil {
			return err
		}
	}
	return c.Err()
}
