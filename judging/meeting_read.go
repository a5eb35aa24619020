package judging

import (
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// view is MeetingNow.
func (t *sitting) view() (v MeetingView, err error) {
	members := t.council()
	v = MeetingView{Meeting: t.meeting, State: t.meeting.State(), Pass: t.meeting.Pass, Member: t.sits(t.who.User.ID),
		Chair: t.may(t.who, accounts.RunMeeting) == nil, Need: t.pack.Council.NeedPresent(len(members))}
	if t.meeting.ID == "" {
		v.State = ""
	}
	v.Present = v.Member && t.present(t.who.User.ID)
	v.Count = t.attending()
	v.Quorum = v.Count >= v.Need
	if v.Roll, err = t.roll(); err != nil {
		return v, err
	}
	if v.Chair {
		if v.Next, err = t.next(); err != nil {
			return v, err
		}
	}
	if at := t.itemAt(t.meeting.Position); t.open() && at >= 0 {
		item, err := t.item(t.meeting.Position)
		if err != nil {
			return v, err
		}
		v.Item = &item
	}
	if at := t.openBallotAt(); t.open() && at >= 0 {
		if v.Ballot, err = t.ballotView(t.ballots[at]); err == nil && v.Chair && v.Ballot.ID != "" {
			err = t.markVoters(v.Roll, t.ballots[at])
		}
	}
	return v, err
}

// markVoters tells on a roll who has cast in the open ballot and who was counted by hand.
func (t *sitting) markVoters(roll []RollLine, b Ballot) error {
	voters, err := t.voted(b)
	for i := range roll {
		roll[i].Voted = slices.Contains(voters, roll[i].Member)
		roll[i].ByHand = slices.Contains(b.HandMembers, roll[i].Member)
	}
	return err
}

// roll is the council with what the roll says of everybody.
func (t *sitting) roll() (list []RollLine, err error) {
	for _, id := range t.council() {
		u, err := t.user(id)
		if err != nil {
			return nil, err
		}
		line := RollLine{Member: id, Name: u.Name, Present: t.present(id), Away: t.open() && t.awayFromShown(id)}
		for _, g := range t.grants {
			if g.Body == accounts.Council && g.User == id {
				line.Role, line.Title = g.Role, g.Title
			}
		}
		for _, c := range t.changes {
			if c.Member == id {
				line.Since = c.At
			}
		}
		list = append(list, line)
	}
	return list, nil
}

// next are the acts that are open to whoever runs the meeting.
func (t *sitting) next() ([]MeetingAct, error) {
	if !t.open() {
		return t.mayOpen()
	}
	if t.meeting.State() == MeetingBreak {
		return []MeetingAct{ActMarkRoll, ActResume, ActEndMeeting}, nil
	}
	acts := []MeetingAct{ActMarkRoll, ActEndMeeting}
	kept := t.awayFromShown(t.who.User.ID)
	if t.openBallotAt() >= 0 {
		if !kept {
			acts = append(acts, ActCountByHand, ActCloseBallot, ActCancelBallot)
		}
		return acts, nil
	}
	acts = append(acts, ActShowItem, ActTakeBreak)
	if at := t.itemAt(t.meeting.Position); at >= 0 && !kept {
		item := t.items[at]
		if t.quorum(item) == nil {
			acts = append(acts, ActOpenBallot)
		}
		b, voted := t.lastResult(item.ID)
		if item.Kind == ItemEntry || item.Kind == ItemTie && voted && b.Carried {
			acts = append(acts, ActSettle)
		}
	}
	if _, _, err := t.proposal(); err == nil {
		acts = append(acts, ActCloseMeeting)
	} else if fault.KindOf(err) == "" {
		return nil, err
	}
	return acts, nil
}

// mayOpen is ActOpenMeeting when nothing stands against it.
func (t *sitting) mayOpen() ([]MeetingAct, error) {
	if t.in(Deliberation) != nil {
		return nil, nil
	}
	_, err := closedPass(t.tx, t.scene, 0)
	if err == nil {
		err = undecided(t.tx, t.scene)
	}
	switch {
	case err == nil:
		return []MeetingAct{ActOpenMeeting}, nil
	case fault.KindOf(err) != "":
		return nil, nil
	default:
		return nil, err
	}
}

// ballotView is the open ballot as the caller may see it: never how the votes fall.
func (t *sitting) ballotView(b Ballot) (*BallotView, error) {
	item := t.items[t.itemAt(b.Item)]
	if t.blanked(item) {
		return &BallotView{Item: b.Item, Kind: b.Kind}, nil
	}
	voters, err := t.voted(b)
	if err != nil {
		return nil, err
	}
	me := t.who.User.ID
	v := &BallotView{ID: b.ID, Item: b.Item, N: b.N, Kind: b.Kind, Secret: b.Secret, Question: b.Question, Most: item.most(),
		Present: t.voters(item), Voted: len(voters) + b.HandBallots, ByHand: b.HandBallots, HasVoted: slices.Contains(voters, me),
		Covered: slices.Contains(b.HandMembers, me)}
	v.MayVote = t.sits(me) && t.present(me) && (!b.Secret || !v.HasVoted) && (v.HasVoted || v.Covered || v.Voted < v.Present)
	if item.Kind == ItemTie {
		if v.Options, err = t.entries(item.Entries); err != nil {
			return nil, err
		}
	}
	if b.Secret || !v.HasVoted {
		return v, nil
	}
	votes, err := t.tx.NamedVotes(b.ID)
	for _, x := range votes {
		if x.Member == me {
			v.Own = x.Choices
		}
	}
	return v, err
}

// agenda is MeetingAgenda.
func (t *sitting) agenda() (list []AgendaLine, err error) {
	if t.meeting.ID == "" {
		return nil, fault.New(fault.Conflict, "no_meeting")
	}
	for _, i := range t.items {
		line, err := t.line(i)
		if err != nil {
			return nil, err
		}
		list = append(list, line)
	}
	return list, nil
}

// line is one line of the agenda, blanked for a member with a conflict.
func (t *sitting) line(i AgendaItem) (l AgendaLine, err error) {
	l = AgendaLine{ID: i.ID, Seq: i.Seq, Kind: i.Kind, Shown: t.open() && t.meeting.Position == i.ID}
	if t.blanked(i) {
		l.Blanked = true
		return l, nil
	}
	l.Places, l.Discuss, l.Prize, l.Reason, l.Settled, l.Departs = i.Places, i.Discuss, i.Prize, i.Reason, !i.Settled.IsZero(), i.Departs()
	l.Said = i.Discussion
	for _, b := range t.ballots {
		if b.Item == i.ID && !b.Closed.IsZero() && !b.Cancelled {
			l.Ballots++
		}
	}
	switch i.Kind {
	case ItemEntry:
		l.Jury, l.Stand = i.Jury, i.Now()
		var one []MeetingEntry
		if one, err = t.entries(i.about()); len(one) > 0 {
			l.Entry = one[0]
		}
	case ItemTie:
		b, voted := t.lastResult(i.ID)
		l.Unparted = voted && !b.Carried
		l.Tied, err = t.entries(i.Entries)
	case ItemList:
	}
	return l, err
}

// entries are nominations as the ranking has them, in its order; what the caller may not see is left out.
func (t *sitting) entries(of []string) (list []MeetingEntry, err error) {
	ranked, err := t.ranked()
	if err != nil {
		return nil, err
	}
	if err := t.readDossiers(); err != nil {
		return nil, err
	}
	for _, r := range ranked {
		at := t.itemOf(r.Nomination)
		if !slices.Contains(of, r.Nomination) || at < 0 || t.blanked(t.items[at]) {
			continue
		}
		r.TiedWith = slices.DeleteFunc(slices.Clone(r.TiedWith), func(n string) bool {
			other := t.itemOf(n)
			return other >= 0 && t.blanked(t.items[other])
		})
		n := t.dossiers[r.Nomination]
		list = append(list, MeetingEntry{RankedEntry: r, Producer: n.Producer.Name, Commune: n.Producer.Commune, Stand: t.items[at].Now(),
			Item: t.items[at].ID})
	}
	return list, nil
}

// itemOf is the place of an entry's own item, -1 for none.
func (t *sitting) itemOf(nomination string) int {
	return slices.IndexFunc(t.items, func(i AgendaItem) bool { return i.Kind == ItemEntry && i.Nomination == nomination })
}

// readDossiers reads the nominations once.
func (t *sitting) readDossiers() error {
	if t.dossiers != nil {
		return nil
	}
	list, err := t.tx.Nominations(NominationQuery{Edition: t.edition.ID, State: NominationEligible})
	t.dossiers = make(map[string]Nomination, len(list))
	for _, n := range list {
		t.dossiers[n.ID] = n
	}
	return err
}

// around is how many entries of its group a summary shows on either side of an entry.
const around = 2

// item is MeetingItem.
func (t *sitting) item(id string) (v ItemView, err error) {
	if t.meeting.ID == "" {
		return v, fault.New(fault.Conflict, "no_meeting")
	}
	at := t.itemAt(id)
	if at < 0 {
		return v, fault.New(fault.NotFound, "not_found")
	}
	i := t.items[at]
	if v.AgendaLine, err = t.line(i); err != nil || v.Blanked {
		return v, err
	}
	v.Quota = t.pack.QuotaOf("")
	switch i.Kind {
	case ItemEntry:
		n := t.dossiers[i.Nomination]
		closed, err := keptOut(t.tx, t.who, t.scene)
		if err != nil {
			return v, err
		}
		if !closed(n) {
			v.SetMembers, v.Description = n.SetMembers, n.Description
		}
		if t.pack.Quota != nil && t.pack.Quota.ByGroup != nil {
			v.Quota = t.pack.QuotaOf(n.ProductGroup)
		}
		if v.Neighbours, err = t.entries(t.neighbours(i.Nomination)); err != nil {
			return v, err
		}
	case ItemList:
		v.Proposed = count(t.items, func(x AgendaItem) bool { return x.Kind == ItemEntry && x.Now() == StandProposed && !t.blanked(x) })
		v.Partial = slices.ContainsFunc(t.items, t.blanked)
	case ItemTie:
	}
	if v.Results, err = t.results(i); err != nil {
		return v, err
	}
	slices.Reverse(v.Results)
	me := t.who.User.ID
	v.MayWrite = t.open() && t.may(t.who, accounts.RunMeeting) == nil
	v.MayDissent = t.open() && t.sits(me) && len(v.Results) > 0
	v.Dissents, err = t.dissents(id)
	return v, err
}

// neighbours are the entries of its group beside one.
func (t *sitting) neighbours(nomination string) (list []string) {
	at := slices.IndexFunc(t.ranking, func(r RankedEntry) bool { return r.Nomination == nomination })
	for n := max(0, at-around); at >= 0 && n <= at+around && n < len(t.ranking); n++ {
		if n != at && t.ranking[n].Group == t.ranking[at].Group {
			list = append(list, t.ranking[n].Nomination)
		}
	}
	return list
}
