package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// sections is the agenda in its parts: ties, entries to discuss, the others by product group, the list. A line that is
// kept from the caller stands among those that follow it.
func (m *meetingScene) sections() (list []templates.MeetingSection) {
	code := ""
	of := make([]string, len(m.agenda))
	for i := len(m.agenda) - 1; i >= 0; i-- {
		if x := m.agenda[i]; !x.Blanked || code == "list" && x.Kind != judging.ItemList {
			code = sectionOf(x)
		}
		of[i] = code
	}
	for i, x := range m.agenda {
		if n := len(list); n == 0 || list[n-1].Code != of[i] {
			list = append(list, templates.MeetingSection{Code: of[i], Name: m.sectionName(of[i])})
		}
		section := &list[len(list)-1]
		section.Lines = append(section.Lines, m.agendaLine(x))
		if x.Settled || x.Kind == judging.ItemList && x.Ballots > 0 {
			section.Done++
		}
	}
	return list
}

func sectionOf(x judging.AgendaLine) string {
	switch {
	case x.Kind == judging.ItemTie:
		return "tie"
	case x.Kind == judging.ItemList:
		return "list"
	case x.Blanked || len(x.Discuss) > 0:
		return "discuss"
	}
	return x.Entry.Group
}

func (m *meetingScene) sectionName(code string) string {
	if code == "tie" || code == "discuss" || code == "list" {
		return m.say("section_" + code)
	}
	return m.group(code)
}

// group is the name of a product group.
func (m *meetingScene) group(code string) string {
	for _, g := range m.pack.ProductGroups {
		if g.Code == code {
			return g.Name.In(m.lang)
		}
	}
	return code
}

func (m *meetingScene) agendaLine(x judging.AgendaLine) templates.MeetingLine {
	line := templates.MeetingLine{ID: x.ID, Seq: x.Seq, Shown: x.Shown, Blanked: x.Blanked, URL: m.at() + "/items/" + x.ID}
	if x.Blanked {
		return line
	}
	line.Text, line.Code = m.named(x), x.Entry.EntryCode
	switch {
	case x.Departs:
		line.Tags = append(line.Tags, templates.Tag{Kind: "gold", Text: m.say("departs")})
	case x.Settled:
		line.Tags = append(line.Tags, templates.Tag{Kind: "ok", Text: m.say("settled")})
	case x.Unparted:
		line.Tags = append(line.Tags, templates.Tag{Kind: "warn", Text: m.say("unparted")})
	case x.Ballots > 0:
		line.Tags = append(line.Tags, templates.Tag{Kind: "new", Text: m.say("voted")})
	}
	return line
}

// stand is what is to become of an entry, as a tag.
func (m *meetingScene) stand(x judging.Stand) templates.Tag {
	kind := map[judging.Stand]string{judging.StandProposed: "ok", judging.StandUndecided: "warn"}[x]
	return templates.Tag{Kind: kind, Text: m.say(string(cmp.Or(x, judging.StandUndecided)))}
}

// meetingItem is the summary of an item; of one that is kept from the caller it holds nothing.
func (s *Server) meetingItem(c echo.Context, m *meetingScene, v judging.ItemView) (templates.MeetingItem, error) {
	x := templates.MeetingItem{ID: v.ID, Seq: v.Seq, Kind: string(v.Kind), Blanked: v.Blanked}
	if v.Blanked {
		return x, nil
	}
	x.URL = m.at() + "/items/" + v.ID
	x.Settled, x.Departs, x.Reason, x.Places, x.Proposed = v.Settled, v.Departs, v.Reason, v.Places, v.Proposed
	x.PassMark, x.MayDissent = m.pack.PassMark.String(), v.MayDissent
	x.Said, x.MayWrite, x.Partial = v.Said, v.MayWrite, v.Partial
	x.MustReason = v.Kind == judging.ItemTie || v.Jury == judging.StandUndecided
	x.MaySettle = v.Shown && m.next(judging.ActSettle)
	for _, r := range v.Results {
		x.Results = append(x.Results, m.result(v, r))
	}
	for _, d := range v.Dissents {
		x.Dissents = append(x.Dissents, templates.MeetingDissent{Name: d.Name, Text: d.Text, At: d.At})
		if d.Member == m.reader {
			x.OwnDissent = d.Text
		}
	}
	switch v.Kind {
	case judging.ItemEntry:
		return x, s.entryItem(c, m, v, &x)
	case judging.ItemTie:
		for _, e := range v.Tied {
			x.Neighbours = append(x.Neighbours, m.neighbour(e))
		}
	case judging.ItemList:
		x.Groups, _ = m.listed()
	}
	return x, nil
}

// entryItem is what the summary says of an entry.
func (s *Server) entryItem(c echo.Context, m *meetingScene, v judging.ItemView, x *templates.MeetingItem) error {
	e := v.Entry
	x.Code, x.Product, x.Producer, x.Commune, x.Group = e.EntryCode, e.Product, e.Producer, e.Commune, m.group(e.Group)
	x.Nomination, x.Mean, x.Exact, x.Rank, x.Judges = e.Nomination, e.MeanText, e.MeanExact, e.Rank, e.Judges
	x.SetMembers = v.SetMembers
	for line := range strings.Lines(v.Description) {
		if line = strings.TrimSpace(line); line != "" {
			x.Description = append(x.Description, line)
		}
	}
	x.Jury, x.Stand = m.say("jury_"+string(v.Jury)), m.stand(v.Stand).Text
	if v.Prize != "" {
		x.Prize = prizeName(m.pack, v.Prize, m.lang)
	}
	x.Tags = m.signs(v)
	if v.Quota >= 0 {
		code := "quota_all"
		if m.pack.Quota.ByGroup != nil {
			code = "quota_group"
		}
		x.Quota = m.say(code, "most", v.Quota)
	}
	x.Neighbours = m.place(v)
	docs, err := s.Judging.Documents(c.Request().Context(), who(c), e.Nomination)
	if fault.IsCode(err, "conflict_declared") {
		return nil // the dossier is closed to this member
	}
	for _, d := range docs {
		if d.Kind == judging.PhotoKind && isPicture(d.MediaType) {
			x.Photos = append(x.Photos, templates.MeetingPhoto{URL: x.URL + "/photos/" + strconv.Itoa(d.N), N: len(x.Photos) + 1})
		}
	}
	return err
}

// signs are what stands out about an entry.
func (m *meetingScene) signs(v judging.ItemView) (tags []templates.Tag) {
	switch {
	case v.Entry.Rank == 0:
		tags = append(tags, templates.Tag{Text: m.say("unscored")})
	case v.Entry.Passed:
		tags = append(tags, templates.Tag{Kind: "ok", Text: m.say("passed")})
	default:
		tags = append(tags, templates.Tag{Text: m.say("below")})
	}
	for _, d := range v.Discuss {
		if d != judging.DiscussUnscored {
			tags = append(tags, templates.Tag{Kind: "warn", Text: m.say(string(d))})
		}
	}
	if v.Departs {
		tags = append(tags, templates.Tag{Kind: "gold", Text: m.say("departs")})
	}
	return tags
}

func (m *meetingScene) neighbour(e judging.MeetingEntry) templates.MeetingNeighbour {
	return templates.MeetingNeighbour{ID: e.Item, Code: e.EntryCode, Product: e.Product, Producer: e.Producer, Mean: e.MeanText, Rank: e.Rank,
		Stand: m.stand(e.Stand)}
}

// place is an entry among those beside it in its group, with the lines of pass mark and quota between them.
func (m *meetingScene) place(v judging.ItemView) (list []templates.MeetingNeighbour) {
	self := v.Entry
	self.Stand = v.Stand
	all := append(slices.Clone(v.Neighbours), self)
	last := func(x judging.MeetingEntry) int { return lastWhenZero(x.Rank) }
	slices.SortStableFunc(all, func(a, b judging.MeetingEntry) int {
		return cmp.Or(last(a)-last(b), strings.Compare(a.EntryCode, b.EntryCode))
	})
	within := func(x judging.MeetingEntry) bool {
		rank := x.Rank
		if m.pack.Quota != nil && m.pack.Quota.ByGroup == nil {
			rank = x.RankOverall
		}
		return x.Passed && rank > 0 && rank <= v.Quota
	}
	for i, e := range all {
		n := m.neighbour(e)
		n.Producer, n.Self = "", e.Nomination == self.Nomination
		if i+1 < len(all) {
			var cuts []string
			if v.Quota >= 0 && within(e) && !within(all[i+1]) {
				cuts = append(cuts, m.say("quota_line", "most", v.Quota))
			}
			if e.Passed && !all[i+1].Passed {
				cuts = append(cuts, m.say("pass_line", "mark", m.pack.PassMark.String()))
			}
			n.Cut = strings.Join(cuts, " · ")
		}
		list = append(list, n)
	}
	return list
}

// choice is a choice of a ballot in words.
func (m *meetingScene) choice(choice string, tied []judging.MeetingEntry) string {
	for _, e := range tied {
		if e.Nomination == choice {
			return e.EntryCode + " " + e.Product
		}
	}
	return m.say(choice)
}

// question is what a ballot asks.
func (m *meetingScene) question(kind judging.ItemKind, own string, places int) string {
	return cmp.Or(own, m.say("ask_"+string(kind), "places", places))
}

// ballot is the open ballot.
func (m *meetingScene) ballot() *templates.MeetingBallot {
	v := m.Ballot
	if v.ID == "" {
		return &templates.MeetingBallot{}
	}
	b := &templates.MeetingBallot{ID: v.ID, Kind: string(v.Kind), Secret: v.Secret, Present: v.Present, Voted: v.Voted, ByHand: v.ByHand,
		Most: v.Most, MayVote: v.MayVote, HasVoted: v.HasVoted, Covered: v.Covered, Own: v.Own, Question: m.question(v.Kind, v.Question, v.Most)}
	for _, e := range v.Options {
		b.Options = append(b.Options, templates.Option{Value: e.Nomination, Label: e.Product, Hint: e.EntryCode})
	}
	if v.Kind != judging.ItemTie {
		for _, choice := range []string{judging.ChoiceFor, judging.ChoiceAgainst, judging.ChoiceAbstain} {
			b.Options = append(b.Options, templates.Option{Value: choice, Label: m.say(choice)})
		}
	}
	own := make([]string, len(v.Own))
	for i, choice := range v.Own {
		own[i] = m.choice(choice, v.Options)
	}
	b.OwnText = cmp.Or(strings.Join(own, ", "), m.say("empty_vote"))
	switch {
	case !m.Member:
		b.MayNot = m.say("may_not_watch")
	case !m.Present:
		b.MayNot = m.say("may_not_absent")
	}
	for _, x := range m.Roll {
		switch {
		case !m.Chair:
		case x.Voted:
			b.Voters = append(b.Voters, x.Name)
		case x.Present && !x.Away && !x.ByHand:
			b.Missing = append(b.Missing, x.Name)
		}
	}
	return b
}

// hands are those whom a count of hands may cover, ticked as the form was sent, else as they were counted, else all.
func (m *meetingScene) hands(typed templates.MeetingTyped) (list []templates.MeetingHand) {
	if !m.Chair {
		return nil
	}
	for _, x := range m.Roll {
		if !x.Present || x.Away || x.Voted {
			continue
		}
		hand := templates.MeetingHand{ID: x.Member, Name: x.Name, On: m.Ballot.ByHand == 0 || x.ByHand}
		if typed.Counted {
			hand.On = slices.Contains(typed.Covered, x.Member)
		}
		list = append(list, hand)
	}
	return list
}

// result is a closed ballot in words.
func (m *meetingScene) result(v judging.ItemView, r judging.BallotResult) templates.MeetingResult {
	x := templates.MeetingResult{N: r.N, Secret: r.Secret, Question: m.question(r.Kind, r.Question, v.Places), At: r.Closed,
		Members: r.Members, Present: r.Present, Voted: r.Voted, Missing: r.NotVoted, Hands: r.Hands}
	for _, n := range r.Choices {
		x.Rows = append(x.Rows, templates.MeetingCount{Label: m.choice(n.Choice, v.Tied), Count: n.Count, ByHand: n.ByHand,
			Share: 100 * n.Count / max(1, r.Present)})
	}
	for _, n := range r.Voters {
		words := make([]string, len(n.Choices))
		for i, choice := range n.Choices {
			words[i] = m.choice(choice, v.Tied)
		}
		x.Voters = append(x.Voters, templates.MeetingVoter{Name: n.Name, Choice: cmp.Or(strings.Join(words, ", "), m.say("empty_vote"))})
	}
	code, kind := "carried", "ok"
	switch {
	case r.Kind == judging.ItemTie && r.Carried:
		code = "elected"
	case r.Kind == judging.ItemTie:
		code, kind = "not_elected", "warn"
	case !r.Carried:
		code, kind = "not_carried", ""
	}
	elected := make([]string, len(r.Elected))
	for i, n := range r.Elected {
		elected[i] = m.choice(n, v.Tied)
	}
	x.Tag = templates.Tag{Kind: kind, Text: m.say("tag_" + code)}
	x.Outcome = m.say(code, "for", r.Counts[judging.ChoiceFor], "need", r.Needed, "codes", strings.Join(elected, ", "))
	return x
}

// listed are the entries as they stand now, proposed and left out, by product group.
func (m *meetingScene) listed() (proposed, left []templates.ProposedGroup) {
	for _, g := range m.pack.ProductGroups {
		in := templates.ProposedGroup{Code: g.Code, Name: g.Name.In(m.lang)}
		out := templates.ProposedGroup{Code: "out-" + g.Code, Name: in.Name}
		var lines []judging.AgendaLine
		for _, x := range m.agenda {
			if x.Kind == judging.ItemEntry && !x.Blanked && x.Entry.Group == g.Code {
				lines = append(lines, x)
			}
		}
		slices.SortStableFunc(lines, func(a, b judging.AgendaLine) int { return lastWhenZero(a.Entry.Rank) - lastWhenZero(b.Entry.Rank) })
		for _, x := range lines {
			line := templates.ProposedLine{Rank: x.Entry.Rank, EntryCode: x.Entry.EntryCode, Product: x.Entry.Product, Producer: x.Entry.Producer,
				Commune: x.Entry.Commune, Mean: x.Entry.MeanText, Reason: x.Reason}
			switch x.Stand {
			case judging.StandProposed:
				if x.Prize != "" {
					line.Prize = prizeName(m.pack, x.Prize, m.lang)
				}
				in.Lines = append(in.Lines, line)
			case judging.StandLeftOut:
				line.Below = !x.Entry.Passed
				out.Lines = append(out.Lines, line)
			case judging.StandUndecided:
				line.Reason = m.say("undecided")
				out.Lines = append(out.Lines, line)
			}
		}
		if len(in.Lines) > 0 {
			proposed = append(proposed, in)
		}
		if len(out.Lines) > 0 {
			left = append(left, out)
		}
	}
	return proposed, left
}

// meetingFaults shows what is wrong with a form of a meeting; reason is the name of the field that holds its reason.
// The status is 0 for an error that the form cannot mend.
func (s *Server) meetingFaults(c echo.Context, err error, reason string) (templates.FormFaults, int) {
	f, status := asFault(err)
	t := s.messages(c)
	switch f.Kind {
	case fault.Conflict:
		return templates.FormFaults{{Message: t("fault", f.Code, f.Args)}}, status
	case fault.Invalid:
	default:
		return nil, 0
	}
	var list templates.FormFaults
	for _, x := range f.Fields {
		field, message := x.Field, t("field", x.Code, x.Args)
		switch {
		case field == "reason" && reason == "settle_reason" && x.Code == "required":
			field, message = reason, t("page.say.meeting", "need_reason", nil)
		case field == "reason" || field == "text":
			field = reason
		}
		list = append(list, templates.FormFault{Field: field, Message: message})
	}
	return list, status
}
