package judging

import (
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// settleItem is SettleItem on an open meeting.
func (t *sitting) settleItem(in SettleInput, seen int64) error {
	if err := t.running(); err != nil {
		return err
	}
	if err := t.unchanged(seen); err != nil {
		return err
	}
	if err := t.quiet(); err != nil {
		return err
	}
	at := t.itemAt(in.Item)
	if at < 0 || t.items[at].Kind == ItemList {
		return fault.New(fault.NotFound, "not_found")
	}
	if t.away(t.who.User.ID, t.items[at]) {
		return fault.New(fault.Forbidden, "own_conflict")
	}
	if err := t.enough(t.attending()); err != nil {
		return err
	}
	if t.items[at].Kind == ItemTie {
		return t.settleTie(at, in)
	}
	return t.settleEntry(at, in)
}

func (t *sitting) settleEntry(at int, in SettleInput) error {
	var c checker
	i := t.items[at]
	i.Stand = in.Stand
	if in.Stand != StandProposed && in.Stand != StandLeftOut {
		c.Add("stand", "unknown_value", "allowed", "proposed, left_out")
	}
	if i.Reason = c.text("reason", in.Reason); i.Reason == "" && in.Stand != i.Jury {
		c.Add("reason", "required")
	}
	i.Prize = ""
	if in.Stand == StandProposed {
		i.Prize = in.Prize
	}
	if i.Prize != "" && !slices.ContainsFunc(t.pack.Prizes, func(p Prize) bool { return p.Code == i.Prize }) {
		c.Add("prize", "unknown_prize", "prize", i.Prize)
	}
	if err := c.Err(); err != nil {
		return err
	}
	if b, voted := t.lastResult(i.ID); voted && b.Carried != (i.Stand == StandProposed) {
		return fault.New(fault.Conflict, "against_the_vote", "for", b.Counts[ChoiceFor], "present", b.Present)
	}
	return t.saveSettled(at, i)
}

// settleTie gives the places of a tie to those whom the vote chose.
func (t *sitting) settleTie(at int, in SettleInput) error {
	b, voted := t.lastResult(t.items[at].ID)
	if !voted || !b.Carried {
		return fault.New(fault.Conflict, "tie_undecided")
	}
	var c checker
	tie := t.items[at]
	tie.Taken = b.Elected
	if tie.Reason = c.text("reason", in.Reason); tie.Reason == "" {
		c.Add("reason", "required")
	}
	if err := c.Err(); err != nil {
		return err
	}
	if err := t.saveSettled(at, tie); err != nil {
		return err
	}
	for n, i := range t.items {
		if i.Kind != ItemEntry || !slices.Contains(tie.Entries, i.Nomination) {
			continue
		}
		i.Stand, i.Reason = StandLeftOut, tie.Reason
		if slices.Contains(tie.Taken, i.Nomination) {
			i.Stand = StandProposed
		} else {
			i.Prize = ""
		}
		if err := t.saveSettled(n, i); err != nil {
			return err
		}
	}
	return nil
}

func (t *sitting) saveSettled(at int, i AgendaItem) error {
	i.Settled, i.By = t.now(), t.by()
	t.items[at] = i
	if err := t.tx.SaveAgendaItem(i); err != nil {
		return err
	}
	return t.tx.Append(AgendaItemLeaf("item.settled", i, i.Settled))
}

// discuss is WriteDiscussion on an open meeting.
func (t *sitting) discuss(item, text string) error {
	if !t.open() {
		return fault.New(fault.Conflict, "no_meeting")
	}
	at := t.itemAt(item)
	if at < 0 {
		return fault.New(fault.NotFound, "not_found")
	}
	i := t.items[at]
	if t.away(t.who.User.ID, i) {
		return fault.New(fault.Forbidden, "own_conflict")
	}
	var c checker
	i.Discussion = c.text("discussion", text)
	if err := c.Err(); err != nil || i.Discussion == t.items[at].Discussion {
		return err
	}
	i.Discussed, i.DiscussedBy = t.now(), t.by()
	if err := t.tx.SaveAgendaItem(i); err != nil {
		return err
	}
	return t.tx.Append(AgendaItemLeaf("item.discussed", i, i.Discussed))
}

// dissent is WriteDissent for a member of the council.
func (t *sitting) dissent(item, text string) error {
	if !t.open() {
		return fault.New(fault.Conflict, "no_meeting")
	}
	at := t.itemAt(item)
	if at < 0 {
		return fault.New(fault.NotFound, "not_found")
	}
	me := t.who.User.ID
	if t.away(me, t.items[at]) {
		return fault.New(fault.Forbidden, "own_conflict")
	}
	if _, voted := t.lastResult(item); !voted {
		return fault.New(fault.Conflict, "no_result")
	}
	var c checker
	d := Dissent{ID: accounts.NewID(), Meeting: t.meeting.ID, Item: item, Member: me, Text: c.reason("text", text), At: t.now()}
	if err := c.Err(); err != nil {
		return err
	}
	before, err := t.tx.Dissents(t.meeting.ID)
	if err != nil {
		return err
	}
	for _, x := range before {
		if x.Item == item && x.Member == me {
			d.ID = x.ID
		}
	}
	if err := t.tx.SaveDissent(d); err != nil {
		return err
	}
	return t.tx.Append(DissentLeaf("dissent.written", d, d.At))
}
