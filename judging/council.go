package judging

import (
	"fmt"
	"strings"

	"vinhdanh/internal/fault"
)

// Proposal is what the council puts forward after its vote.
type Proposal struct {
	HeldOn                string // YYYY-MM-DD, the day of the meeting
	Items                 []ProposalItem
	LeftOut               []LeftOut
	Present               int // members at the vote
	For, Against, Abstain int
	// Seen is the id of the recorded proposal that the caller knew of, "" for none; nil asks nothing. It is
	// not part of the record.
	Seen *string
}

// ProposalItem is an entry that the council proposes; Prize is a code of the pack or "".
type ProposalItem struct {
	Nomination string
	Reason     string
	Prize      string
}

// LeftOut is an entry that the council does not propose, with its reason.
type LeftOut struct {
	Nomination string
	Reason     string
}

// CheckProposal refuses a proposal that the pack or the ranking does not bear out. Everything wrong with
// its fields comes in one Invalid fault: entries unknown or named twice, prizes unknown or given too often,
// the quota exceeded, reasons missing (for an entry that did not pass, for one left out though ranked
// better within its group, for a tie that the list cuts), votes that do not add up to those present, more
// present than councilMembers. Then too few present is a Conflict "no_quorum" (args need, present,
// members), too few in favour a Conflict "no_majority" (args need, for, present).
func CheckProposal(p *Pack, ranked []Ranked, councilMembers int, pr Proposal) error {
	c := &proposalCheck{pack: p, ranked: map[string]*Ranked{}, listed: map[string]string{}, leftOut: map[string]string{}}
	for i := range ranked {
		c.ranked[ranked[i].Nomination] = &ranked[i]
	}
	c.items(pr.Items)
	c.reasonsForLeavingOut(pr.LeftOut)
	c.quota()
	c.betterRanked(ranked)
	c.cutTies(ranked)
	c.votes(councilMembers, pr)
	if err := c.faults.Err(); err != nil {
		return err
	}
	return vote(p.Council, councilMembers, pr)
}

type proposalCheck struct {
	pack    *Pack
	ranked  map[string]*Ranked
	listed  map[string]string // nomination -> reason, "" when blank
	leftOut map[string]string // nomination -> reason, blank ones left out
	asked   map[string]bool   // left-out entries whose missing reason was noted
	faults  fault.Fields
}

func (c *proposalCheck) items(items []ProposalItem) {
	given := map[string]int{}
	for i, item := range items {
		path := fmt.Sprintf("nominations[%d]", i)
		c.prize(path+".prize", item.Prize, given)
		if _, twice := c.listed[item.Nomination]; twice {
			c.faults.Add(path+".id", "duplicate_nomination", "nomination", item.Nomination)
			continue
		}
		entry, known := c.ranked[item.Nomination]
		if !known {
			c.faults.Add(path+".id", "unknown_nomination", "nomination", item.Nomination)
			continue
		}
		reason := strings.TrimSpace(item.Reason)
		c.listed[item.Nomination] = reason
		if !entry.Passed && reason == "" {
			c.faults.Add(path+".reason", "required")
		}
	}
}

func (c *proposalCheck) prize(path, code string, given map[string]int) {
	if code == "" {
		return
	}
	for _, prize := range c.pack.Prizes {
		if prize.Code == code {
			if given[code]++; given[code] > prize.Count {
				c.faults.Add(path, "prize_count_exceeded", "prize", code, "count", prize.Count)
			}
			return
		}
	}
	c.faults.Add(path, "unknown_prize", "prize", code)
}

func (c *proposalCheck) reasonsForLeavingOut(list []LeftOut) {
	seen := map[string]bool{}
	for i, x := range list {
		path := fmt.Sprintf("left_out[%d].id", i)
		_, listed := c.listed[x.Nomination]
		switch {
		case c.ranked[x.Nomination] == nil:
			c.faults.Add(path, "unknown_nomination", "nomination", x.Nomination)
		case seen[x.Nomination]:
			c.faults.Add(path, "duplicate_nomination", "nomination", x.Nomination)
		case listed:
			c.faults.Add(path, "listed_and_left_out", "nomination", x.Nomination)
		}
		seen[x.Nomination] = true
		if reason := strings.TrimSpace(x.Reason); reason != "" {
			c.leftOut[x.Nomination] = reason
		}
	}
}

func (c *proposalCheck) quota() {
	q := c.pack.Quota
	if q == nil {
		return
	}
	if q.ByGroup == nil {
		if len(c.listed) > q.Overall {
			c.faults.Add("nominations", "quota_exceeded", "quota", q.Overall, "listed", len(c.listed))
		}
		return
	}
	listed := map[string]int{}
	for nomination := range c.listed {
		listed[c.ranked[nomination].Group]++
	}
	for _, g := range c.pack.ProductGroups {
		if most, limited := q.ByGroup[g.Code]; limited && listed[g.Code] > most {
			c.faults.Add("nominations", "group_quota_exceeded", "group", g.Code, "quota", most, "listed", listed[g.Code])
		}
	}
}

// betterRanked asks a reason for each entry left out though a listed one of its group ranks lower; an
// entry that nobody scored ranks below all.
func (c *proposalCheck) betterRanked(ranked []Ranked) {
	lowest := map[string]int{}
	for nomination := range c.listed {
		entry := c.ranked[nomination]
		lowest[entry.Group] = max(lowest[entry.Group], place(entry))
	}
	for i := range ranked {
		r := &ranked[i]
		if _, listed := c.listed[r.Nomination]; !listed && place(r) < lowest[r.Group] {
			c.askReason(r, "reason_required")
		}
	}
}

func place(r *Ranked) int {
	if r.Rank == 0 {
		return int(^uint(0) >> 1)
	}
	return r.Rank
}

// cutTies wants every tie of which the list takes only a part explained from one side: a reason for each
// entry taken, or one for each left out.
func (c *proposalCheck) cutTies(ranked []Ranked) {
	type tie struct {
		group string
		rank  int
	}
	takenWithout, taken := map[tie]int{}, map[tie]int{}
	for nomination, reason := range c.listed {
		r := c.ranked[nomination]
		taken[tie{r.Group, r.Rank}]++
		if reason == "" {
			takenWithout[tie{r.Group, r.Rank}]++
		}
	}
	for i := range ranked {
		r := &ranked[i]
		at := tie{r.Group, r.Rank}
		if _, listed := c.listed[r.Nomination]; !listed && r.Rank > 0 && taken[at] > 0 && takenWithout[at] > 0 {
			c.askReason(r, "tie_reason_required")
		}
	}
}

func (c *proposalCheck) askReason(r *Ranked, code string) {
	if c.leftOut[r.Nomination] != "" || c.asked[r.Nomination] {
		return
	}
	if c.asked == nil {
		c.asked = map[string]bool{}
	}
	c.asked[r.Nomination] = true
	c.faults.Add("left_out", code, "nomination", r.Nomination, "entry_code", r.EntryCode)
}

func (c *proposalCheck) votes(members int, pr Proposal) {
	for _, v := range []struct {
		field string
		count int
	}{{"present", pr.Present}, {"votes.for", pr.For}, {"votes.against", pr.Against}, {"votes.abstain", pr.Abstain}} {
		if v.count < 0 || v.count > maxMembers {
			c.faults.Add(v.field, "out_of_range", "min", 0, "max", maxMembers)
			return
		}
	}
	if pr.Present > members {
		c.faults.Add("present", "above_members", "members", members)
	}
	if sum := pr.For + pr.Against + pr.Abstain; sum != pr.Present {
		c.faults.Add("votes", "votes_do_not_add_up", "sum", sum, "present", pr.Present)
	}
}

// maxMembers bounds the counts of a vote.
const maxMembers = 10_000

// vote holds the counts of a vote against the shares that the pack asks for. A majority of 1/2 means more
// than half of those present; another share must be reached.
func vote(rule CouncilRule, members int, pr Proposal) error {
	if need := rule.NeedPresent(members); pr.Present < need {
		return fault.New(fault.Conflict, "no_quorum", "need", need, "present", pr.Present, "members", members)
	}
	if need := rule.NeedInFavour(pr.Present); pr.For < need {
		return fault.New(fault.Conflict, "no_majority", "need", need, "for", pr.For, "present", pr.Present)
	}
	return nil
}

// NeedPresent is how many of a council's members must be present for a vote to count.
func (r CouncilRule) NeedPresent(members int) int { return share(r.Quorum, members) }

// NeedInFavour is how many of those present must agree: more than half for a majority of 1/2, at least the
// share for any other.
func (r CouncilRule) NeedInFavour(present int) int {
	if 2*r.Majority.Num == r.Majority.Den {
		return present/2 + 1
	}
	return share(r.Majority, present)
}

// share is the smallest whole number that is at least the fraction f of n.
func share(f Fraction, n int) int { return (n*f.Num + f.Den - 1) / f.Den }
