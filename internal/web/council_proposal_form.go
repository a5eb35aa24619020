package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// postCouncilProposal takes the form in its three steps: "check" shows everything once more before it is
// recorded, "edit" leads back to the form, "record" records.
func (s *Server) postCouncilProposal(c echo.Context) error {
	sc, err := s.council(c, "proposal")
	if err != nil {
		return err
	}
	d, form, err := readDraft(c)
	if err != nil {
		return err
	}
	step := form.Get("step")
	if step == "edit" {
		return s.proposalPage(c, sc, http.StatusOK, d, nil)
	}
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return err
	}
	d = d.settled(lines)
	p, err := d.proposal(lines)
	if err == nil {
		ctx, slug := c.Request().Context(), sc.edition.Slug
		if step != "record" {
			if p, err = s.Judging.TryProposal(ctx, who(c), slug, p); err == nil {
				return s.proposalCheckPage(c, sc, d, p, form)
			}
		} else {
			err = s.once(c, form, func() (string, error) {
				_, err := s.Judging.RecordProposal(ctx, who(c), slug, p)
				return "/council/" + slug + "/proposal?done=proposal_recorded", err
			})
		}
	} else if more := s.tryRest(c, sc, p); more != nil {
		err = joinFields(err, more)
	}
	if err == nil {
		return nil
	}
	faults, status := s.proposalFaults(c, err, p, lines)
	if status == 0 {
		return err
	}
	if fault.IsCode(err, "proposal_changed") {
		if rec, recorded, err := s.latestProposal(c, sc); err != nil {
			return err
		} else if recorded {
			d.seen = rec.ID
		}
	}
	return s.proposalPage(c, sc, status, d, placed(faults))
}

// tryRest finds what else is wrong with a proposal whose numbers could not be read.
func (s *Server) tryRest(c echo.Context, sc councilScene, p judging.Proposal) error {
	_, err := s.Judging.TryProposal(c.Request().Context(), who(c), sc.edition.Slug, p)
	if fault.KindOf(err) != fault.Invalid {
		return nil
	}
	return err
}

// joinFields is the faults of the first error and those of the second that are about entries.
func joinFields(first, second error) error {
	var all, rest fault.Fields
	all.Merge(first)
	rest.Merge(second)
	if f, _ := asFault(rest.Err()); f != nil {
		for _, x := range f.Fields {
			if strings.HasPrefix(x.Field, "nominations") || strings.HasPrefix(x.Field, "left_out") {
				all.Put(x)
			}
		}
	}
	return all.Err()
}

// placed are the faults in the order of the form: entries first, then the meeting.
func placed(faults templates.FormFaults) templates.FormFaults {
	late := []string{"held_on", "present", "votes", "votes_for", "votes_against", "votes_abstain"}
	slices.SortStableFunc(faults, func(a, b templates.FormFault) int { return slices.Index(late, a.Field) - slices.Index(late, b.Field) })
	return faults
}

// proposalPage is the form; a draft that nobody has begun is filled with those that passed.
func (s *Server) proposalPage(c echo.Context, sc councilScene, status int, d draftProposal, faults templates.FormFaults) error {
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return err
	}
	d = d.settled(lines)
	p := templates.CouncilProposalForm{Shell: sc.shell, Head: sc.head, Faults: faults, PassMark: sc.pack.PassMark.String(), Begun: d.begun}
	if p.Members, err = s.councilSize(c, sc); err != nil {
		return err
	}
	p.Quorum = sc.pack.Council.NeedPresent(p.Members)
	s.conditions(c, sc, &p)
	if !d.begun {
		d.heldOn = i18n.TypedDate(i18n.Today(s.Now()))
		var cut bool
		if d.taken, cut = suggested(sc.pack, lines); cut {
			p.Tie = s.messages(c)("page.say.council.quota", "tie", nil)
		}
	}
	p.Seen, p.HeldOn, p.Present = d.seen, d.heldOn, d.present
	p.VotesFor, p.VotesAgainst, p.VotesAbstain = d.inFavour, d.against, d.abstain
	if len(sc.pack.Prizes) > 0 {
		p.Prizes = []templates.Option{{Label: s.messages(c)("page.say.council.word", "no_prize", nil)}}
		for _, x := range sc.pack.Prizes {
			p.Prizes = append(p.Prizes, templates.Option{Value: x.Code, Label: x.Name.In(s.lang(c))})
		}
	}
	for _, g := range sc.pack.ProductGroups {
		group := templates.ProposalFormGroup{Code: g.Code, Name: g.Name.In(s.lang(c))}
		for _, x := range lines {
			if x.Group == g.Code {
				group.Rows = append(group.Rows, formRow(sc.pack, d, x, faults))
			}
		}
		if len(group.Rows) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	return s.page(c, status, p)
}

func formRow(pack *judging.Pack, d draftProposal, x rankedLine, faults templates.FormFaults) templates.ProposalFormRow {
	return templates.ProposalFormRow{
		ID: x.Nomination, EntryCode: x.EntryCode, Product: x.Product, Producer: x.producer.Name, Commune: x.producer.Commune,
		Rank: x.Rank, Mean: x.MeanText, Passed: x.Passed, Discuss: x.ToDiscuss(pack.PassMark), Tied: len(x.TiedWith) > 0,
		Taken: slices.Contains(d.taken, x.Nomination), Reason: strings.ToValidUTF8(d.reasons[x.Nomination], "?"),
		Prize: d.prizes[x.Nomination],
		Fault: faults.Of("reason_" + x.Nomination), PrizeFault: faults.Of("prize_" + x.Nomination),
	}
}

// conditions are what a proposal must fulfil, in words.
func (s *Server) conditions(c echo.Context, sc councilScene, p *templates.CouncilProposalForm) {
	t := s.messages(c)
	rule := sc.pack.Council
	if 2*rule.Majority.Num == rule.Majority.Den {
		p.Majority = t("page.say.council.rule", "half", nil)
	} else {
		p.Majority = t("page.say.council.rule", "share", fault.MakeArgs("share", rule.Majority.String()))
	}
	q := sc.pack.Quota
	switch {
	case q == nil:
	case q.ByGroup == nil:
		p.Quota = append(p.Quota, t("page.say.council.quota", "overall", fault.MakeArgs("most", q.Overall)))
	default:
		for _, g := range sc.pack.ProductGroups {
			if most, limited := q.ByGroup[g.Code]; limited {
				p.Quota = append(p.Quota, t("page.say.council.quota", "group", fault.MakeArgs("group", g.Name.In(s.lang(c)), "most", most)))
			}
		}
	}
}

// councilSize counts the people who sit in the council.
func (s *Server) councilSize(c echo.Context, sc councilScene) (int, error) {
	members, err := s.Judging.Members(c.Request().Context(), who(c), sc.edition.Slug)
	if err != nil {
		return 0, err
	}
	people := map[string]bool{}
	for _, m := range members {
		if m.Body == accounts.Council {
			people[m.User] = true
		}
	}
	return len(people), nil
}

// suggested are the entries that passed, the best first, as many as the quota allows; a tie that the quota would
// cut is left to the council, and cut says so.
func suggested(pack *judging.Pack, lines []rankedLine) (ids []string, cut bool) {
	if q := pack.Quota; q == nil || q.ByGroup != nil {
		for _, g := range pack.ProductGroups {
			var passed []rankedLine
			for _, x := range lines {
				if x.Group == g.Code && x.Passed {
					passed = append(passed, x)
				}
			}
			most := len(passed)
			if q != nil {
				if limit, limited := q.ByGroup[g.Code]; limited {
					most = min(most, limit)
				}
			}
			some, cuts := best(passed, most, func(x rankedLine) int { return x.Rank })
			ids, cut = append(ids, some...), cut || cuts
		}
		return ids, cut
	}
	var passed []rankedLine
	for _, x := range lines {
		if x.Passed {
			passed = append(passed, x)
		}
	}
	return best(passed, min(len(passed), pack.Quota.Overall), func(x rankedLine) int { return x.RankOverall })
}

// best takes at most so many entries by rank and only whole ties.
func best(passed []rankedLine, most int, rank func(rankedLine) int) (ids []string, cut bool) {
	passed = slices.Clone(passed)
	slices.SortStableFunc(passed, func(a, b rankedLine) int { return rank(a) - rank(b) })
	for most > 0 && most < len(passed) && rank(passed[most-1]) == rank(passed[most]) {
		most--
		cut = true
	}
	for _, x := range passed[:max(0, most)] {
		ids = append(ids, x.Nomination)
	}
	return ids, cut
}

// proposalCheckPage shows a proposal that may be recorded. It has a fresh value for the second tap: what was
// changed and checked again is another proposal.
func (s *Server) proposalCheckPage(c echo.Context, sc councilScene, d draftProposal, p judging.Proposal, form url.Values) error {
	members, err := s.councilSize(c, sc)
	if err != nil {
		return err
	}
	sc.shell.Once = accounts.NewID()
	page := templates.CouncilProposalCheck{
		Shell: sc.shell, Head: sc.head, HeldOn: day(p.HeldOn), Votes: votesOf(p, members), Listed: len(p.Items), Replaces: d.seen != "",
	}
	if page.Groups, page.LeftOut, err = s.proposedGroups(c, sc, p); err != nil {
		return err
	}
	names := make([]string, 0, len(form))
	for name := range form {
		if name != onceField && name != "step" && name != "csrf" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range form[name] {
			if value != "" || name == "seen" {
				page.Kept = append(page.Kept, templates.KeptValue{Name: name, Value: value})
			}
		}
	}
	return s.page(c, http.StatusOK, page)
}
