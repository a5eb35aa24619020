package judging

import (
	"cmp"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// declareCouncilConflict is DeclareCouncilConflict within a transaction.
func (s *Service) declareCouncilConflict(tx Tx, who accounts.Actor, slug string, c CouncilConflict) (CouncilConflict, error) {
	t, err := s.sit(tx, who, slug, 0)
	if err != nil {
		return c, err
	}
	c.Member = cmp.Or(c.Member, who.User.ID)
	if c.Member != who.User.ID || !t.sits(who.User.ID) {
		if err := t.may(who, accounts.RunMeeting); err != nil {
			return c, err
		}
	}
	if err := t.in(Screening, Scoring, Deliberation); err != nil {
		return c, err
	}
	if err := t.readConflict(&c); err != nil {
		return c, err
	}
	if err := t.spoilsNoVote(c); err != nil {
		return c, err
	}
	c.ID, c.Edition, c.By, c.At = accounts.NewID(), t.edition.ID, t.by(), s.clock()
	if err := tx.SaveCouncilConflict(c); err != nil {
		return c, err
	}
	if t.open() {
		t.conflicts = append(t.conflicts, c)
		if err := t.handsFit(); err != nil {
			return c, err
		}
		t.meeting.Revision++
		if err := tx.SaveMeeting(t.meeting); err != nil {
			return c, err
		}
	}
	return c, tx.Append(CouncilConflictLeaf("council.conflict", c, c.At))
}

func (t *sitting) readConflict(in *CouncilConflict) error {
	var c checker
	if !t.sits(in.Member) {
		c.Add("member", "unknown_value")
	}
	n, err := t.tx.Nomination(in.Nomination)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err != nil || n.Edition != t.edition.ID || n.State == NominationDraft {
		c.Add("nomination", "unknown_value")
	}
	if slices.ContainsFunc(t.conflicts, func(x CouncilConflict) bool { return x.Member == in.Member && x.Nomination == in.Nomination }) {
		c.Add("nomination", "duplicate")
	}
	in.Reason = c.reason("reason", in.Reason)
	return c.Err()
}

// spoilsNoVote is the fault has_voted when the member has cast in the open ballot on that entry.
func (t *sitting) spoilsNoVote(c CouncilConflict) error {
	at := t.openBallotAt()
	if at < 0 || !slices.Contains(t.items[t.itemAt(t.ballots[at].Item)].about(), c.Nomination) {
		return nil
	}
	return t.mayChange(c.Member)
}

// conflictViews is CouncilConflicts.
func (t *sitting) conflictViews() (list []CouncilConflictView, err error) {
	all := t.may(t.who, accounts.RunMeeting) == nil || slices.Contains(t.hats, accounts.HatAuditor)
	for _, c := range t.conflicts {
		if !all && c.Member != t.who.User.ID {
			continue
		}
		v, err := t.conflictView(c)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

func (t *sitting) conflictView(c CouncilConflict) (v CouncilConflictView, err error) {
	v.CouncilConflict, v.AsJudge = c, t.asJudge[c.ID]
	member, err := t.user(c.Member)
	if err != nil {
		return v, err
	}
	by, err := t.user(c.By)
	if err != nil {
		return v, err
	}
	n, err := t.tx.Nomination(c.Nomination)
	v.MemberName, v.ByName, v.Code, v.Product = member.Name, by.Name, cmp.Or(n.EntryCode, n.Code), n.Product
	return v, err
}

// matches is CouncilMatches: every member of the council compared with the producer of every entry.
func (t *sitting) matches() (list []Match, err error) {
	if err := t.may(t.who, accounts.RunMeeting); err != nil {
		return nil, err
	}
	entries, err := t.tx.Nominations(NominationQuery{Edition: t.edition.ID, State: NominationEligible})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(entries, func(a, b Nomination) int { return a.Seq - b.Seq })
	for _, g := range t.grants {
		if g.Body != accounts.Council {
			continue
		}
		u, err := t.user(g.User)
		if err != nil {
			return nil, err
		}
		of := interestsOf(u, g)
		for _, n := range entries {
			if fields := MatchFields(of, n.Producer); len(fields) > 0 {
				m := matchOf(u, n, fields)
				m.Declared = slices.ContainsFunc(t.conflicts, func(c CouncilConflict) bool { return c.Member == u.ID && c.Nomination == n.ID })
				list = append(list, m)
			}
		}
	}
	return list, nil
}
