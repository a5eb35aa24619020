package judging

import (
	"fmt"
	"slices"
	"strconv"

	"vinhdanh/internal/ledger"
)

// ranking ranks the entries anew and compares every line of the published table.
func (c *bundleCheck) ranking(p *BundlePass, totals map[string][]SheetTotal) []Ranked {
	if c.pack == nil {
		return nil
	}
	id := strconv.Itoa(p.N)
	var in []RankInput
	for i := range c.b.Nominations {
		n := &c.b.Nominations[i]
		if group := c.group(n.ID); group != "" && c.entries[n.ID] == n {
			in = append(in, RankInput{Nomination: n.ID, EntryCode: n.EntryCode, Group: group, Sheets: totals[n.ID]})
		}
	}
	ranked, err := Rank(c.pack, in)
	if err != nil {
		for _, line := range faultLines(err) {
			c.note("refused", "ranking", id, "%s", line)
		}
		return nil
	}
	said := map[string]*BundleRank{}
	for i := range p.Ranking {
		r := &p.Ranking[i]
		if said[r.Nomination] != nil || c.entries[r.Nomination] == nil {
			c.note("extra", "ranking", id, "%s", c.called(r.Nomination))
			continue
		}
		said[r.Nomination] = r
	}
	order := len(said) == len(ranked) && len(p.Ranking) == len(ranked)
	for i, r := range ranked {
		if said[r.Nomination] == nil {
			c.note("missing", "ranking", id, "%s", r.EntryCode)
			continue
		}
		c.rank(id, *said[r.Nomination], bundleRank(r))
		if order && p.Ranking[i].Nomination != r.Nomination {
			order = false
			c.note("changed", "ranking", id, "order: line %d is %s, the sheets give %s", i+1, c.called(p.Ranking[i].Nomination), r.EntryCode)
		}
	}
	return ranked
}

func (c *bundleCheck) rank(pass string, said, made BundleRank) {
	slices.Sort(said.TiedWith)
	slices.Sort(made.TiedWith)
	for _, x := range []struct {
		what       string
		said, made any
	}{
		{"rank", said.Rank, made.Rank}, {"overall rank", said.RankOverall, made.RankOverall}, {"mean", said.Mean, made.Mean},
		{"exact mean", said.MeanExact, made.MeanExact}, {"judges", said.Judges, made.Judges}, {"passed", said.Passed, made.Passed},
		{"tied with", said.TiedWith, made.TiedWith}, {"tie broken by", said.TieBrokenBy, made.TieBrokenBy},
	} {
		if s, m := fmt.Sprint(x.said), fmt.Sprint(x.made); s != m {
			c.note("changed", "ranking", pass, "%s %s: %s, the sheets give %s", c.called(made.Nomination), x.what, shown(s), shown(m))
		}
	}
}

// called is an entry by its code where it has one.
func (c *bundleCheck) called(nomination string) string {
	if n := c.entries[nomination]; n != nil && n.EntryCode != "" {
		return n.EntryCode
	}
	return nomination
}

// proposal checks the council's list against its record and the rules, by the ranking of the last pass.
func (c *bundleCheck) proposal(ranked []Ranked) {
	p := c.b.Proposal
	if p == nil {
		c.note("missing", "proposal", "", "")
		return
	}
	if record := c.open(&p.Leaf, "proposal", p.ID, "proposals", p.ID); record != nil {
		c.proposalRecord(p, record)
	}
	if c.pack == nil || ranked == nil {
		return
	}
	in := Proposal{HeldOn: p.HeldOn, Present: p.Present, For: p.For, Against: p.Against, Abstain: p.Abstain}
	for _, x := range p.Items {
		in.Items = append(in.Items, ProposalItem{Nomination: x.Nomination, Prize: x.Prize, Reason: x.placeholder()})
	}
	for _, x := range p.LeftOut {
		in.LeftOut = append(in.LeftOut, LeftOut{Nomination: x.Nomination, Reason: x.placeholder()})
	}
	if err := CheckProposal(c.pack, ranked, p.Members, in); err != nil {
		for _, line := range faultLines(err) {
			c.note("refused", "proposal", p.ID, "%s", line)
		}
	}
}

// placeholder stands for a reason of which only is known that it was given.
func (r BundleReason) placeholder() string {
	if r.Given {
		return "given"
	}
	return ""
}

func (c *bundleCheck) proposalRecord(p *BundleProposal, record *ledger.Opened) {
	c.differ("proposal", p.ID, "edition", c.b.Edition.ID, body(record, "edition"))
	for _, x := range []struct {
		what string
		said any
		key  string
	}{
		{"day of the meeting", p.HeldOn, "held_on"}, {"members", p.Members, "members"}, {"present", p.Present, "present"},
		{"votes for", p.For, "for"}, {"votes against", p.Against, "against"}, {"abstentions", p.Abstain, "abstain"},
	} {
		c.differ("proposal", p.ID, x.what, x.said, body(record, x.key))
	}
	var said, was, out []string
	for _, x := range p.Items {
		said = append(said, x.Nomination+" "+x.Prize)
		c.reason(p.ID, "reason."+x.Nomination, x, record)
	}
	items, _ := body(record, "items").([]any)
	for _, v := range items {
		item, _ := v.(map[string]any)
		was = append(was, fmt.Sprint(item["nomination"])+" "+fmt.Sprint(item["prize"]))
	}
	c.differ("proposal", p.ID, "list", said, was)
	for _, x := range p.LeftOut {
		out = append(out, x.Nomination)
		c.reason(p.ID, "left_out."+x.Nomination, x, record)
	}
	c.differ("proposal", p.ID, "entries left out", out, bodyTexts(record, "left_out"))
}

// reason checks that a reason that was not given is the empty text.
func (c *bundleCheck) reason(id, field string, r BundleReason, record *ledger.Opened) {
	if empty := record.Opens(field, "", r.Salt); empty == r.Given {
		c.note("changed", "proposal", id, "reason for %s: given %v, its record says %v", c.called(r.Nomination), r.Given, !empty)
	}
}

// decisions checks each decision against its record, the proposal and those before it.
func (c *bundleCheck) decisions() {
	if len(c.b.Decisions) == 0 {
		c.note("missing", "decision", "", "")
	}
	replaced := map[string]bool{}
	for _, d := range c.b.Decisions {
		replaced[d.Replaces] = true
	}
	recognised := map[string]bool{}
	for i := range c.b.Decisions {
		d := &c.b.Decisions[i]
		if record := c.open(&d.Leaf, "decision", d.ID, "decisions", d.ID); record != nil {
			c.differ("decision", d.ID, "edition", c.b.Edition.ID, body(record, "edition"))
			c.differ("decision", d.ID, "number", d.Number, body(record, "number"))
			c.differ("decision", d.ID, "date", d.Date, body(record, "date"))
			c.differ("decision", d.ID, "notified on", d.NotifiedOn, body(record, "notified_on"))
			c.differ("decision", d.ID, "list", d.Nominations, bodyTexts(record, "nominations"))
			was, _ := body(record, "replaces").(string) // left out of a decision that corrects none
			c.differ("decision", d.ID, "replaces", d.Replaces, was)
		}
		if !replaced[d.ID] {
			c.decided(d, recognised)
		}
	}
}

// decided checks a decision in force: every entry proposed and recognised once, no day before the one it follows.
func (c *bundleCheck) decided(d *BundleDecision, recognised map[string]bool) {
	for _, id := range d.Nominations {
		if p := c.b.Proposal; p != nil && !slices.ContainsFunc(p.Items, func(x BundleReason) bool { return x.Nomination == id }) {
			c.note("refused", "decision", d.ID, "%s: the council did not propose it", c.called(id))
		}
		if recognised[id] {
			c.note("refused", "decision", d.ID, "%s: recognised before", c.called(id))
		}
		recognised[id] = true
	}
	if p := c.b.Proposal; p != nil && d.Date < p.HeldOn {
		c.note("refused", "decision", d.ID, "date: %s, the council met on %s", d.Date, p.HeldOn)
	}
	if d.NotifiedOn < d.Date {
		c.note("refused", "decision", d.ID, "notified on: %s, before its date %s", d.NotifiedOn, d.Date)
	}
}
