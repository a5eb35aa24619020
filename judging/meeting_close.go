package judging

import (
	"errors"
	"regexp"
	"strconv"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// closeMeeting is CloseMeeting on an open meeting.
func (t *sitting) closeMeeting(seen int64) (rec ProposalRecord, err error) {
	if err := t.running(); err != nil {
		return rec, err
	}
	if err := t.unchanged(seen); err != nil {
		return rec, err
	}
	if err := t.quiet(); err != nil {
		return rec, err
	}
	if err := t.may(t.who, accounts.RecordProposal); err != nil {
		return rec, err
	}
	proposal, items, err := t.proposal()
	if err != nil {
		return rec, err
	}
	ready, err := t.s.fitProposal(t.tx, t.scene, proposal)
	if err != nil {
		return rec, byItem(err, proposal, items)
	}
	if rec, err = t.s.saveProposal(t.tx, t.who, t.scene, ready); err != nil {
		return rec, err
	}
	t.meeting.Closed, t.meeting.ClosedBy, t.meeting.Proposal = t.now(), t.by(), rec.ID
	return rec, t.tx.Append(MeetingLeaf("meeting.closed", t.meeting, t.meeting.Closed))
}

// proposal is what the meeting puts forward: every entry as it stands, with the votes of the last ballot on the list.
// items are the agenda items of what it proposes, by nomination.
func (t *sitting) proposal() (p Proposal, items map[string]AgendaItem, err error) {
	ranked, err := t.ranked()
	if err != nil {
		return p, nil, err
	}
	items = map[string]AgendaItem{}
	for _, i := range t.items {
		if i.Kind == ItemEntry {
			items[i.Nomination] = i
		}
	}
	var open []fault.Missing
	for _, r := range ranked {
		i := items[r.Nomination]
		stand := i.Now()
		if t.againstVote(i) {
			stand = StandUndecided
		}
		switch stand {
		case StandProposed:
			p.Items = append(p.Items, ProposalItem{Nomination: r.Nomination, Reason: i.Reason, Prize: i.Prize})
		case StandLeftOut:
			if i.Reason != "" {
				p.LeftOut = append(p.LeftOut, LeftOut{Nomination: r.Nomination, Reason: i.Reason})
			}
		default:
			open = append(open, fault.Missing{Code: "entry_undecided", Args: fault.MakeArgs("item", i.ID, "entry_code", r.EntryCode)})
		}
	}
	if open != nil {
		f := fault.New(fault.Conflict, "entries_undecided", "count", len(open))
		f.Missing = open
		return p, items, f
	}
	b, voted := t.lastResult(t.items[len(t.items)-1].ID)
	if !voted {
		return p, items, fault.New(fault.Conflict, "list_vote_missing")
	}
	if b.List != t.listHash() {
		return p, items, fault.New(fault.Conflict, "list_changed")
	}
	p.HeldOn = i18n.Today(b.Closed)
	p.Present, p.For, p.Against, p.Abstain = b.Present, b.Counts[ChoiceFor], b.Counts[ChoiceAgainst], b.Counts[ChoiceAbstain]
	return p, items, nil
}

// againstVote reports whether an entry stands otherwise than the last ballot on it said.
func (t *sitting) againstVote(i AgendaItem) bool {
	b, voted := t.lastResult(i.ID)
	return voted && i.Kind == ItemEntry && b.Carried != (i.Now() == StandProposed)
}

var proposalField = regexp.MustCompile(`^nominations\[(\d+)\]\.(\w+)$`)

// byItem names the fields of a proposal by the agenda items that hold them: items.ID.reason, items.ID.prize, items for
// the list as a whole, ballot for its votes.
func byItem(err error, p Proposal, items map[string]AgendaItem) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || len(f.Fields) == 0 {
		return err
	}
	var c fault.Fields
	for _, x := range f.Fields {
		nomination, _ := x.Args["nomination"].(string)
		field := "reason"
		if m := proposalField.FindStringSubmatch(x.Field); m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil && n < len(p.Items) {
				nomination, field = p.Items[n].Nomination, m[2]
			}
		}
		switch i, known := items[nomination]; {
		case known:
			x.Field = "items." + i.ID + "." + field
		case x.Field == "present" || x.Field == "votes":
			x.Field = "ballot"
		default:
			x.Field = "items"
		}
		c.Put(x)
	}
	return c.Err()
}

// end is EndMeeting.
func (t *sitting) end(reason string) error {
	if !t.open() {
		return fault.New(fault.Conflict, "no_meeting")
	}
	var c checker
	reason = c.reason("reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	if at := t.openBallotAt(); at >= 0 {
		if err := t.cancel(t.ballots[at], reason); err != nil {
			return err
		}
	}
	t.meeting.Closed, t.meeting.ClosedBy, t.meeting.Reason = t.now(), t.by(), reason
	if n := len(t.meeting.Breaks); n > 0 && t.meeting.Breaks[n-1].Until.IsZero() {
		t.meeting.Breaks[n-1].Until = t.meeting.Closed
	}
	return t.tx.Append(MeetingLeaf("meeting.ended", t.meeting, t.meeting.Closed))
}
