package judging

import (
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// results are the counted ballots on an item, in order.
func (t *sitting) results(i AgendaItem) (list []BallotResult, err error) {
	for _, b := range t.ballots {
		if b.Item != i.ID || b.Closed.IsZero() || b.Cancelled {
			continue
		}
		r, err := t.result(b, i)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

func (t *sitting) result(b Ballot, i AgendaItem) (r BallotResult, err error) {
	r = BallotResult{Ballot: b, NotVoted: b.Present - b.Voted}
	if b.Kind != ItemTie {
		r.Needed = t.pack.Council.NeedInFavour(b.Present)
	}
	if err := t.readDossiers(); err != nil {
		return r, err
	}
	for _, o := range i.options() {
		r.Choices = append(r.Choices, ChoiceCount{Choice: o, Code: t.dossiers[o].EntryCode, Count: b.Counts[o], ByHand: b.Hand[o]})
	}
	order := t.council()
	// Who has left the council since comes last.
	place := func(member string) int { return (slices.Index(order, member) + len(order) + 1) % (len(order) + 1) }
	names := slices.Clone(b.Names)
	slices.SortStableFunc(names, func(x, y NamedVote) int { return place(x.Member) - place(y.Member) })
	for _, v := range names {
		u, err := t.user(v.Member)
		if err != nil {
			return r, err
		}
		named := NamedChoice{Name: u.Name, Choices: v.Choices}
		for _, c := range v.Choices {
			if code := t.dossiers[c].EntryCode; code != "" {
				named.Codes = append(named.Codes, code)
			}
		}
		r.Voters = append(r.Voters, named)
	}
	for _, id := range slices.SortedStableFunc(slices.Values(b.HandMembers), func(x, y string) int { return place(x) - place(y) }) {
		u, err := t.user(id)
		if err != nil {
			return r, err
		}
		r.Hands = append(r.Hands, u.Name)
	}
	return r, nil
}

// dissents are those about an item, oldest first.
func (t *sitting) dissents(item string) (list []DissentLine, err error) {
	all, err := t.tx.Dissents(t.meeting.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		if d.Item != item {
			continue
		}
		u, err := t.user(d.Member)
		if err != nil {
			return nil, err
		}
		list = append(list, DissentLine{Dissent: d, Name: u.Name})
	}
	return list, nil
}

// record is MeetingRecord.
func (t *sitting) record() (r MeetingRecord, err error) {
	if t.meeting.ID == "" {
		return r, fault.New(fault.Conflict, "no_meeting")
	}
	r.Meeting, r.Members = t.meeting, len(t.council())
	if err := t.recordPeople(&r); err != nil {
		return r, err
	}
	for _, i := range t.items {
		if t.blanked(i) {
			continue
		}
		line, err := t.line(i)
		if err != nil {
			return r, err
		}
		item := ItemRecord{AgendaLine: line, At: t.begun(i), Cancelled: t.cancelled(i.ID)}
		if item.Results, err = t.results(i); err != nil {
			return r, err
		}
		if item.Dissents, err = t.dissents(i.ID); err != nil {
			return r, err
		}
		if i.Kind == ItemList && len(item.Results) > 0 {
			r.List = &item.Results[len(item.Results)-1]
			item.Apart = t.apart(r.Conflicts, r.List.Closed)
		}
		if line.Kind == ItemTie || !item.At.IsZero() {
			r.Items = append(r.Items, item)
		}
	}
	return r, nil
}

// begun is when the first thing was done about an item, zero when nothing was.
func (t *sitting) begun(i AgendaItem) (at time.Time) {
	first := func(x time.Time) {
		if !x.IsZero() && (at.IsZero() || x.Before(at)) {
			at = x
		}
	}
	first(i.Settled)
	first(i.Discussed)
	for _, b := range t.ballots {
		if b.Item == i.ID {
			first(b.Opened)
		}
	}
	return at
}

// cancelled are the ballots on an item that were closed without a result.
func (t *sitting) cancelled(item string) (list []Ballot) {
	for _, b := range t.ballots {
		if b.Item == item && b.Cancelled {
			list = append(list, b)
		}
	}
	return list
}

// apart are the conflicts, declared by then, of members who were present at a time.
func (t *sitting) apart(conflicts []CouncilConflictView, at time.Time) (list []CouncilConflictView) {
	for _, c := range conflicts {
		there := false
		for _, x := range t.changes {
			if x.Member == c.Member && !x.At.After(at) {
				there = x.Present
			}
		}
		if there && !c.At.After(at) {
			list = append(list, c)
		}
	}
	return list
}

// joined are those who were named to the council while it met. Who was on the roll before had a seat already.
func (t *sitting) joined() (list []JoinedLine, err error) {
	for _, g := range t.grants {
		if g.Body != accounts.Council || !g.Created.After(t.meeting.Opened) || !t.open() && g.Created.After(t.meeting.Closed) {
			continue
		}
		had := func(x accounts.Grant) bool {
			return x.Body == g.Body && x.User == g.User && x.Created.Before(g.Created)
		}
		came := func(c RollChange) bool { return c.Member == g.User && c.At.Before(g.Created) }
		if slices.ContainsFunc(t.grants, had) || slices.ContainsFunc(t.changes, came) {
			continue
		}
		u, err := t.user(g.User)
		if err != nil {
			return nil, err
		}
		list = append(list, JoinedLine{Name: u.Name, Title: g.Title, At: g.Created})
	}
	slices.SortStableFunc(list, func(a, b JoinedLine) int { return a.At.Compare(b.At) })
	return list, nil
}

// recordPeople tells who ran the meeting, who was there when, and who was kept from what.
func (t *sitting) recordPeople(r *MeetingRecord) error {
	ran := []string{t.meeting.OpenedBy, t.meeting.ClosedBy}
	for _, b := range t.ballots {
		ran = append(ran, b.ClosedBy)
	}
	for _, id := range ran {
		u, err := t.user(id)
		if err != nil {
			return err
		}
		if u.Name != "" && !slices.Contains(r.Chair, u.Name) {
			r.Chair = append(r.Chair, u.Name)
		}
	}
	for _, id := range t.attendants() {
		u, err := t.user(id)
		if err != nil {
			return err
		}
		line := AttendanceLine{Name: u.Name, Times: t.attended(id)}
		for _, g := range t.grants {
			if g.Body == accounts.Council && g.User == id {
				line.Role, line.Title = g.Role, g.Title
			}
		}
		r.Roll = append(r.Roll, line)
	}
	joined, err := t.joined()
	if err != nil {
		return err
	}
	r.Joined = joined
	for _, c := range t.conflicts {
		if t.open() && c.Member == t.who.User.ID || t.itemOf(c.Nomination) < 0 || t.after(c) {
			continue
		}
		v, err := t.conflictView(c)
		if err != nil {
			return err
		}
		r.Conflicts = append(r.Conflicts, v)
	}
	return nil
}

// after reports whether a conflict was declared when the meeting was over.
func (t *sitting) after(c CouncilConflict) bool { return !t.open() && c.At.After(t.meeting.Closed) }

// attendants are the council, then those who were on the roll and have left their seats since.
func (t *sitting) attendants() []string {
	list := t.council()
	for _, c := range t.changes {
		if !slices.Contains(list, c.Member) {
			list = append(list, c.Member)
		}
	}
	return list
}

// attended are the times from when until when a member was present.
func (t *sitting) attended(member string) (list []Break) {
	for _, c := range t.changes {
		switch {
		case c.Member != member:
		case c.Present:
			list = append(list, Break{From: c.At})
		case len(list) > 0:
			list[len(list)-1].Until = c.At
		}
	}
	return list
}
