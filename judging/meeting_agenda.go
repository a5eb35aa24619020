package judging

import (
	"cmp"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// MakeAgenda is what a meeting talks about, made from a ranking: first the ties that a quota cuts through, then the
// entries to discuss, then all others, each in the ranking's order, last the list. It gives no ids.
func MakeAgenda(p *Pack, ranked []Ranked) []AgendaItem {
	ties, stands, discuss := cutAll(p, ranked)
	var talk, rest []AgendaItem
	for i := range ranked {
		r := &ranked[i]
		item := AgendaItem{Kind: ItemEntry, Nomination: r.Nomination, Jury: cmp.Or(stands[r.Nomination], StandLeftOut), Discuss: discuss[r.Nomination]}
		if r.ToDiscuss(p.PassMark) {
			item.Discuss = append(item.Discuss, DiscussNearMark)
		}
		if r.Rank == 0 {
			item.Discuss = append(item.Discuss, DiscussUnscored)
		}
		if len(item.Discuss) > 0 {
			talk = append(talk, item)
		} else {
			rest = append(rest, item)
		}
	}
	items := slices.Concat(ties, talk, rest, []AgendaItem{{Kind: ItemList}})
	for i := range items {
		items[i].Seq = i + 1
	}
	return items
}

// cutAll holds the entries that passed against the quota: ties that it cuts through, the stand of every entry that
// passed, and why to talk about those at a cut.
func cutAll(p *Pack, ranked []Ranked) (ties []AgendaItem, stands map[string]Stand, discuss map[string][]DiscussReason) {
	stands, discuss = map[string]Stand{}, map[string][]DiscussReason{}
	cut := func(limit int, list []Ranked, rank func(Ranked) int) {
		slices.SortStableFunc(list, func(a, b Ranked) int { return cmp.Compare(rank(a), rank(b)) })
		if tie, cuts := cutList(limit, list, rank, stands, discuss); cuts {
			ties = append(ties, tie)
		}
	}
	if all := p.Quota.ofAll(); all >= 0 {
		cut(all, passed(ranked, ""), func(r Ranked) int { return r.RankOverall })
		return ties, stands, discuss
	}
	for _, g := range p.ProductGroups {
		cut(p.Quota.ofGroup(g.Code), passed(ranked, g.Code), func(r Ranked) int { return r.Rank })
	}
	return ties, stands, discuss
}

// passed are the entries of a group, or of all for none, that reached the pass mark.
func passed(ranked []Ranked, group string) (list []Ranked) {
	for _, r := range ranked {
		if r.Passed && (group == "" || r.Group == group) {
			list = append(list, r)
		}
	}
	return list
}

// cutList notes what a quota, below 0 for none, takes of a list that stands in order, and the tie that it cuts through.
func cutList(quota int, list []Ranked, rank func(Ranked) int, stands map[string]Stand, discuss map[string][]DiscussReason) (tie AgendaItem, cuts bool) {
	for i, r := range list {
		stands[r.Nomination] = StandProposed
		if quota >= 0 && i >= quota {
			stands[r.Nomination] = StandLeftOut
		}
	}
	if quota <= 0 || len(list) <= quota {
		return tie, false
	}
	last, first := list[quota-1], list[quota]
	if rank(last) != rank(first) {
		for _, r := range []Ranked{last, first} {
			discuss[r.Nomination] = append(discuss[r.Nomination], DiscussCut)
		}
		return tie, false
	}
	tie = AgendaItem{Kind: ItemTie, Places: quota}
	for _, r := range list {
		switch {
		case rank(r) < rank(last):
			tie.Places--
		case rank(r) == rank(last):
			tie.Entries = append(tie.Entries, r.Nomination)
			stands[r.Nomination] = StandUndecided
			discuss[r.Nomination] = append(discuss[r.Nomination], DiscussTie)
		}
	}
	return tie, true
}

// openMeeting is OpenMeeting within a transaction.
func (s *Service) openMeeting(tx Tx, who accounts.Actor, slug string) error {
	t, err := s.sit(tx, who, slug, 0)
	if err != nil {
		return err
	}
	if err := t.may(who, accounts.RunMeeting); err != nil {
		return err
	}
	if err := t.in(Deliberation); err != nil {
		return err
	}
	if err := undecided(tx, t.scene); err != nil {
		return err
	}
	if t.open() {
		return fault.New(fault.Conflict, "meeting_open")
	}
	m := Meeting{ID: accounts.NewID(), Edition: t.edition.ID, N: t.meeting.N + 1, Opened: t.s.clock(), OpenedBy: t.by(), Revision: 1}
	if m.Pass, err = closedPass(tx, t.scene, 0); err != nil {
		return err
	}
	entries, err := s.rank(tx, t.scene, m.Pass)
	if err != nil {
		return err
	}
	ranked := make([]Ranked, len(entries))
	for i, e := range entries {
		ranked[i] = e.Ranked
	}
	items := MakeAgenda(t.pack, ranked)
	for i := range items {
		items[i].ID, items[i].Meeting = accounts.NewID(), m.ID
	}
	m.Agenda = AgendaHash(items)
	if err := tx.SaveMeeting(m); err != nil {
		return err
	}
	for _, i := range items {
		if err := tx.SaveAgendaItem(i); err != nil {
			return err
		}
	}
	return tx.Append(MeetingLeaf("meeting.opened", m, m.Opened))
}

// show is ShowItem on an open meeting.
func (t *sitting) show(id string) error {
	if err := t.running(); err != nil {
		return err
	}
	if t.itemAt(id) < 0 {
		return fault.New(fault.NotFound, "not_found")
	}
	if err := t.quiet(); err != nil {
		return err
	}
	t.meeting.Position = id
	return nil
}

// markRoll is MarkRoll on an open meeting.
func (t *sitting) markRoll(marks []RollMark) error {
	if !t.open() {
		return fault.New(fault.Conflict, "no_meeting")
	}
	var c checker
	for i, m := range marks {
		if !t.sits(m.Member) {
			c.Add(pathAt("members", i), "unknown_value")
		}
	}
	if err := c.Err(); err != nil {
		return err
	}
	for _, m := range marks {
		if t.present(m.Member) == m.Present {
			continue
		}
		if err := t.mayChange(m.Member); err != nil {
			return err
		}
		r := RollChange{ID: accounts.NewID(), Meeting: t.meeting.ID, N: len(t.changes) + 1, Member: m.Member, Present: m.Present,
			By: t.by(), At: t.now()}
		if err := t.tx.SaveRollChange(r); err != nil {
			return err
		}
		if err := t.tx.Append(RollLeaf("roll.changed", r, r.At)); err != nil {
			return err
		}
		t.changes = append(t.changes, r)
	}
	return t.handsFit()
}

// mayChange is the fault has_voted for a member who has cast in the open ballot or was counted by hand.
func (t *sitting) mayChange(member string) error {
	at := t.openBallotAt()
	if at < 0 {
		return nil
	}
	voters, err := t.voted(t.ballots[at])
	if err != nil {
		return err
	}
	if slices.Contains(voters, member) || slices.Contains(t.ballots[at].HandMembers, member) {
		return fault.New(fault.Conflict, "has_voted")
	}
	return nil
}

// takeBreak is TakeBreak on an open meeting.
func (t *sitting) takeBreak() error {
	if err := t.running(); err != nil {
		return err
	}
	if err := t.quiet(); err != nil {
		return err
	}
	at := t.now()
	t.meeting.Breaks = append(t.meeting.Breaks, Break{From: at})
	return t.tx.Append(MeetingLeaf("meeting.break", t.meeting, at))
}

// resume is ResumeMeeting.
func (t *sitting) resume() error {
	if t.meeting.ID == "" || t.meeting.State() != MeetingBreak {
		return fault.New(fault.Conflict, "not_in_break")
	}
	at := t.now()
	t.meeting.Breaks[len(t.meeting.Breaks)-1].Until = at
	return t.tx.Append(MeetingLeaf("meeting.resumed", t.meeting, at))
}
