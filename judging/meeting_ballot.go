package judging

import (
	"cmp"
	"maps"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// options are the choices of a ballot on an item, in the order in which they are shown.
func (i AgendaItem) options() []string {
	if i.Kind == ItemTie {
		return i.Entries
	}
	return []string{ChoiceFor, ChoiceAgainst, ChoiceAbstain}
}

// most is how many choices one member may make.
func (i AgendaItem) most() int {
	if i.Kind == ItemTie {
		return i.Places
	}
	return 1
}

// openBallot is OpenBallot on an open meeting.
func (t *sitting) openBallot(in BallotInput) error {
	if err := t.running(); err != nil {
		return err
	}
	if err := t.quiet(); err != nil {
		return err
	}
	at := t.itemAt(in.Item)
	if at < 0 || in.Item != t.meeting.Position {
		return fault.New(fault.Conflict, "not_shown")
	}
	var c checker
	question := c.line("question", in.Question, maxLine)
	if err := c.Err(); err != nil {
		return err
	}
	item := t.items[at]
	if t.away(t.who.User.ID, item) {
		return fault.New(fault.Forbidden, "own_conflict")
	}
	if err := t.quorum(item); err != nil {
		return err
	}
	if err := hides(in.Secret, t.voters(item)); err != nil {
		return err
	}
	b := Ballot{ID: accounts.NewID(), Meeting: t.meeting.ID, Item: item.ID, N: len(t.ballots) + 1, Kind: item.Kind, Secret: in.Secret,
		Question: question, Opened: t.now(), OpenedBy: t.by()}
	if item.Kind == ItemList {
		b.List = t.listHash()
	}
	return t.tx.SaveBallot(b)
}

// leastSecret is the fewest votes that may be counted of a secret ballot: of fewer, the counts would tell who chose what.
const leastSecret = 3

// hides is the fault secret_too_few when a ballot is secret and has too few votes to keep it so.
func hides(secret bool, votes int) error {
	if secret && votes < leastSecret {
		return fault.New(fault.Conflict, "secret_too_few", "need", leastSecret, "votes", votes)
	}
	return nil
}

// listHash tells one list from another: what stands as proposed, with prizes, and why.
func (t *sitting) listHash() string {
	lines := ""
	for _, i := range t.items {
		if i.Kind == ItemEntry {
			lines += i.Nomination + " " + string(i.Now()) + " " + i.Prize + " " + i.Reason + "\n"
		}
	}
	return hexSum(lines)
}

// ballot is the open ballot with that id and its item; no_ballot when it is none, own_conflict when the caller has one.
func (t *sitting) ballot(id string) (Ballot, AgendaItem, error) {
	at := t.openBallotAt()
	if !t.open() || at < 0 || t.ballots[at].ID != id {
		return Ballot{}, AgendaItem{}, fault.New(fault.Conflict, "no_ballot")
	}
	b := t.ballots[at]
	item := t.items[t.itemAt(b.Item)]
	if t.away(t.who.User.ID, item) {
		return b, item, fault.New(fault.Forbidden, "own_conflict")
	}
	return b, item, nil
}

// voted are the members who have cast on a device in an open ballot.
func (t *sitting) voted(b Ballot) ([]string, error) {
	if b.Secret {
		return t.tx.SecretVoters(b.ID)
	}
	votes, err := t.tx.NamedVotes(b.ID)
	list := make([]string, len(votes))
	for i, v := range votes {
		list[i] = v.Member
	}
	return list, err
}

// cast is Cast for a member of the council.
func (t *sitting) cast(id string, choices []string) error {
	b, item, err := t.ballot(id)
	if err != nil {
		return err
	}
	me := t.who.User.ID
	if !t.present(me) {
		return fault.New(fault.Conflict, "not_present")
	}
	choices = slices.Sorted(slices.Values(choices))
	if err := checkChoices(item, choices); err != nil {
		return err
	}
	voters, err := t.voted(b)
	if err != nil {
		return err
	}
	again := slices.Contains(voters, me)
	if b.Secret && again {
		return fault.New(fault.Conflict, "already_voted")
	}
	if slices.Contains(b.HandMembers, me) { // nobody has two votes, and nobody is shut out: the hands are to be counted anew
		b.HandBallots, b.HandMembers, b.Hand = 0, nil, nil
		if err := t.tx.SaveBallot(b); err != nil {
			return err
		}
	}
	if votes := len(voters) + 1 + b.HandBallots; !again && votes > t.voters(item) {
		return t.tooMany(votes, item)
	}
	if b.Secret {
		return t.tx.CastSecret(b.ID, me, item.options(), choices)
	}
	return t.tx.SaveNamedVote(b.ID, NamedVote{Member: me, Choices: choices})
}

// checkChoices refuses choices that the ballot does not have, twice the same, and too many or too few.
func checkChoices(item AgendaItem, choices []string) error {
	var c checker
	for i, choice := range choices {
		if !slices.Contains(item.options(), choice) {
			c.Add("choices", "unknown_value")
		}
		if i > 0 && choices[i-1] == choice {
			c.Add("choices", "duplicate")
		}
	}
	if len(choices) > item.most() {
		c.Add("choices", "too_many", "max", item.most())
	}
	if len(choices) == 0 && item.Kind != ItemTie {
		c.Add("choices", "required")
	}
	return c.Err()
}

func (t *sitting) tooMany(votes int, item AgendaItem) error {
	return fault.New(fault.Conflict, "votes_exceed_present", "votes", votes, "present", t.voters(item))
}

// handsFit is the fault votes_exceed_present when the open ballot has more votes than members who may vote.
func (t *sitting) handsFit() error {
	at := t.openBallotAt()
	if at < 0 {
		return nil
	}
	b := t.ballots[at]
	voters, err := t.voted(b)
	if err != nil {
		return err
	}
	item := t.items[t.itemAt(b.Item)]
	if votes := len(voters) + b.HandBallots; votes > t.voters(item) {
		return t.tooMany(votes, item)
	}
	return nil
}

// countByHand is CountByHand on an open meeting.
func (t *sitting) countByHand(id string, in HandCount) error {
	b, item, err := t.ballot(id)
	if err != nil {
		return err
	}
	voters, err := t.voted(b)
	if err != nil {
		return err
	}
	var c checker
	t.checkCovered(&c, item, in.Members, voters)
	checkHand(&c, item, in)
	if err := c.Err(); err != nil {
		return err
	}
	b.HandBallots, b.HandMembers, b.Hand = len(in.Members), slices.Sorted(slices.Values(in.Members)), map[string]int{}
	if err := hides(b.Secret && b.HandBallots > 0, b.HandBallots); err != nil {
		return err
	}
	for _, o := range item.options() {
		b.Hand[o] = in.Votes[o]
	}
	t.ballots[t.openBallotAt()] = b
	if err := t.handsFit(); err != nil {
		return err
	}
	return t.tx.SaveBallot(b)
}

// checkCovered refuses to count somebody by hand who may not vote on the item, voted on a device, or was named twice.
func (t *sitting) checkCovered(c *checker, item AgendaItem, members, voters []string) {
	for i, m := range members {
		code := ""
		switch {
		case !t.sits(m) || !t.present(m) || t.away(m, item):
			code = "not_in_ballot"
		case slices.Contains(voters, m):
			code = "voted_on_device"
		case slices.Contains(members[:i], m):
			code = "duplicate"
		}
		if code != "" {
			c.Add("members", code)
			return
		}
	}
}

// checkHand holds the votes of a hand count against the members that it covers.
func checkHand(c *checker, item AgendaItem, in HandCount) {
	sum, ballots := 0, len(in.Members)
	for _, choice := range slices.Sorted(maps.Keys(in.Votes)) {
		n := in.Votes[choice]
		switch {
		case !slices.Contains(item.options(), choice):
			c.Add("votes."+choice, "unknown_value")
		case n < 0 || n > ballots:
			c.Add("votes."+choice, "out_of_range", "min", 0, "max", ballots)
		}
		sum += n
	}
	if c.Empty() && (item.Kind != ItemTie && sum != ballots || sum > ballots*item.most()) {
		c.Add("votes", "hands_do_not_add_up", "sum", sum, "members", ballots)
	}
}

// closeBallot is CloseBallot on an open meeting.
func (t *sitting) closeBallot(id string, seen int64) error {
	b, item, err := t.ballot(id)
	if err != nil {
		return err
	}
	if err := t.unchanged(seen); err != nil {
		return err
	}
	if err := t.quorum(item); err != nil {
		return err
	}
	if err := t.handsFit(); err != nil {
		return err
	}
	voters, err := t.voted(b)
	if err != nil {
		return err
	}
	b.Members, b.Present, b.Voted = len(t.council()), t.voters(item), len(voters)+b.HandBallots
	if err := hides(b.Secret, b.Voted); err != nil {
		return err
	}
	// Who counted the hands takes them from the result: what is left are the votes on devices.
	if err := hides(b.Secret && b.HandBallots > 0 && len(voters) > 0, len(voters)); err != nil {
		return err
	}
	if b.Kind == ItemList && b.Voted < b.Present {
		return fault.New(fault.Conflict, "votes_missing", "missing", b.Present-b.Voted, "present", b.Present)
	}
	if err := t.count(&b, item); err != nil {
		return err
	}
	if b.Secret {
		b.Hand = nil
	}
	b.outcome(item, t.pack.Council)
	return t.endBallot(b, "ballot.closed")
}

// count adds what was cast on devices to what was counted by hand.
func (t *sitting) count(b *Ballot, item AgendaItem) (err error) {
	votes := map[string]int{}
	if b.Secret {
		votes, err = t.tx.SecretVotes(b.ID)
	} else {
		b.Names, err = t.tx.NamedVotes(b.ID)
	}
	for _, v := range b.Names {
		for _, choice := range v.Choices {
			votes[choice]++
		}
	}
	b.Counts = map[string]int{}
	for _, o := range item.options() {
		b.Counts[o] = votes[o] + b.Hand[o]
	}
	return err
}

// outcome reads the counts: whether enough of those present were for it, or who gets the places of a tie. Where the
// last place and the next have as many votes, or no vote at all, the tie stays open.
func (b *Ballot) outcome(item AgendaItem, rule CouncilRule) {
	if item.Kind != ItemTie {
		b.Carried = b.Counts[ChoiceFor] >= rule.NeedInFavour(b.Present)
		return
	}
	order := slices.Clone(item.Entries)
	slices.SortStableFunc(order, func(x, y string) int { return cmp.Compare(b.Counts[y], b.Counts[x]) })
	last := b.Counts[order[item.Places-1]]
	if last > 0 && last > b.Counts[order[item.Places]] {
		b.Elected, b.Carried = order[:item.Places], true
	}
}

// endBallot writes a ballot that is closed now and forgets what waited for it.
func (t *sitting) endBallot(b Ballot, kind string) error {
	b.Closed, b.ClosedBy = t.now(), t.by()
	t.ballots[t.openBallotAt()] = b
	if err := t.tx.SaveBallot(b); err != nil {
		return err
	}
	if err := t.tx.DropVotes(b.ID); err != nil {
		return err
	}
	return t.tx.Append(BallotLeaf(kind, b, b.Closed))
}

// cancelBallot is CancelBallot on an open meeting.
func (t *sitting) cancelBallot(id, reason string) error {
	b, _, err := t.ballot(id)
	if err != nil {
		return err
	}
	var c checker
	reason = c.reason("reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	return t.cancel(b, reason)
}

func (t *sitting) cancel(b Ballot, reason string) error {
	b.Cancelled, b.Reason, b.HandBallots, b.HandMembers, b.Hand = true, reason, 0, nil, nil
	return t.endBallot(b, "ballot.cancelled")
}

// lastResult is the last ballot on an item that was counted.
func (t *sitting) lastResult(item string) (b Ballot, found bool) {
	for _, x := range t.ballots {
		if x.Item == item && !x.Closed.IsZero() && !x.Cancelled {
			b, found = x, true
		}
	}
	return b, found
}
