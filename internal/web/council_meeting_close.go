package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// showMeetingClose shows whoever runs the meeting what it would close with; others are led to the meeting.
func (s *Server) showMeetingClose(c echo.Context) error {
	return s.meetingClosePage(c, http.StatusOK, "", nil, nil)
}

func (s *Server) meetingClosePage(c echo.Context, status int, reason string, refused []templates.MeetingMissing, faults templates.FormFaults) error {
	m, err := s.meeting(c)
	if err != nil {
		return err
	}
	if !m.Chair || m.state() != string(judging.MeetingRunning) && m.state() != string(judging.MeetingBreak) {
		return s.done(c, m.at(), "")
	}
	m.shell.Once = accounts.NewID()
	p := templates.CouncilMeetingClose{Shell: m.shell, Head: m.head, Faults: faults, Revision: m.Meeting.Revision, Reason: reason}
	if p.Replaces, err = s.proposalRecorded(c, m.edition.Slug); err != nil {
		return err
	}
	vote, err := s.listVote(c, m)
	if err != nil {
		return err
	}
	if vote != nil {
		p.Votes = &templates.VoteCount{Members: vote.Members, Present: vote.Present, For: vote.Counts[judging.ChoiceFor],
			Against: vote.Counts[judging.ChoiceAgainst], Abstain: vote.Counts[judging.ChoiceAbstain]}
	}
	p.Groups, p.LeftOut = m.listed()
	for _, g := range p.Groups {
		p.Listed += len(g.Lines)
	}
	p.Unsettled = m.unsettled()
	p.Missing = refused
	if refused == nil {
		p.Missing = m.missing(vote)
	}
	return s.page(c, status, p)
}

// listVote is the last counted ballot on the whole list, nil before the first.
func (s *Server) listVote(c echo.Context, m *meetingScene) (*judging.BallotResult, error) {
	if len(m.agenda) == 0 {
		return nil, nil //nolint:nilnil // there is none, which the page tells
	}
	v, err := s.Judging.MeetingItem(c.Request().Context(), who(c), m.edition.Slug, m.agenda[len(m.agenda)-1].ID)
	if err != nil || len(v.Results) == 0 {
		return nil, err
	}
	return &v.Results[0], nil
}

// missing is what stands against recording the proposal, each with the item where it is mended.
func (m *meetingScene) missing(vote *judging.BallotResult) (list []templates.MeetingMissing) {
	add := func(item, code string, pairs ...any) {
		list = append(list, templates.MeetingMissing{Text: m.say(code, pairs...), Item: item})
	}
	if m.State == judging.MeetingBreak {
		add("", "missing_break")
	}
	if m.Ballot != nil {
		add("", "missing_ballot")
	}
	tied := map[string]bool{}
	for _, x := range m.agenda {
		if x.Kind == judging.ItemTie && slices.ContainsFunc(x.Tied, undecidedEntry) {
			add(x.ID, "missing_tie")
			for _, e := range x.Tied {
				tied[e.Nomination] = true
			}
		}
		if x.Kind == judging.ItemEntry && !x.Blanked && undecidedEntry(judging.MeetingEntry{Stand: x.Stand}) && !tied[x.Entry.Nomination] {
			add(x.ID, "missing_undecided", "product", x.Entry.Product)
		}
	}
	last := ""
	if len(m.agenda) > 0 {
		last = m.agenda[len(m.agenda)-1].ID
	}
	switch {
	case vote == nil:
		add(last, "missing_list")
	case !vote.Carried:
		add(last, "missing_carried")
	case list == nil && !m.next(judging.ActCloseMeeting):
		add(last, "missing_changed")
	}
	return list
}

// unsettled are the entries without a conclusion of their own, which stand as the ranking proposes.
func (m *meetingScene) unsettled() (list []templates.MeetingMissing) {
	for _, x := range m.agenda {
		if x.Kind == judging.ItemEntry && !x.Blanked && !x.Settled && !undecidedEntry(judging.MeetingEntry{Stand: x.Stand}) {
			list = append(list, templates.MeetingMissing{Item: x.ID, Text: m.say("unsettled", "product", x.Entry.Product, "stand", m.stand(x.Stand).Text)})
		}
	}
	return list
}

func undecidedEntry(e judging.MeetingEntry) bool {
	return e.Stand != judging.StandProposed && e.Stand != judging.StandLeftOut
}

// postMeetingClose closes the meeting with its proposal, or without one for a reason.
func (s *Server) postMeetingClose(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	ctx, slug := c.Request().Context(), c.Param("slug")
	at := "/council/" + slug + "/meeting"
	switch form.Get("step") {
	case "record":
		err = s.once(c, form, func() (string, error) {
			_, err := s.Judging.CloseMeeting(ctx, who(c), slug, seenRevision(form))
			return at + "?done=meeting_closed", err
		})
	case "end":
		if err = s.Judging.EndMeeting(ctx, who(c), slug, form.Get("end_reason")); err == nil {
			return s.done(c, at, "meeting_ended")
		}
	default:
		return s.done(c, at+"/close", "")
	}
	if err == nil {
		return nil
	}
	return s.refusedClose(c, err, form)
}

// refusedClose shows the page again: what an item lacks stands beside that item, the rest above.
func (s *Server) refusedClose(c echo.Context, err error, form url.Values) error {
	faults, status := s.meetingFaults(c, err, "end_reason")
	if status == 0 {
		return err
	}
	reason := strings.ToValidUTF8(form.Get("end_reason"), "?")
	f, _ := errors.AsType[*fault.Fault](err)
	if form.Get("step") == "end" || f.Kind != fault.Invalid {
		return s.meetingClosePage(c, status, reason, nil, faults)
	}
	agenda, err := s.Judging.MeetingAgenda(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	var missing []templates.MeetingMissing
	for i, x := range f.Fields {
		line := templates.MeetingMissing{Text: faults[i].Message}
		id, _, _ := strings.Cut(strings.TrimPrefix(x.Field, "items."), ".")
		for _, a := range agenda {
			if a.ID == id {
				line = templates.MeetingMissing{Item: id, Text: s.messages(c)("page.say.meeting", "item_fault",
					fault.MakeArgs("item", a.Entry.Product, "message", line.Text))}
			}
		}
		missing = append(missing, line)
	}
	return s.meetingClosePage(c, status, reason, missing, nil)
}

// showMeetingConflicts is where conflicts of interest are declared.
func (s *Server) showMeetingConflicts(c echo.Context) error {
	return s.meetingConflictsPage(c, http.StatusOK, c.QueryParam("member"), c.QueryParam("nomination"), "", nil)
}

func (s *Server) meetingConflictsPage(c echo.Context, status int, member, nomination, reason string, faults templates.FormFaults) error {
	m, err := s.meeting(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	p := templates.CouncilMeetingConflicts{Shell: m.shell, Head: m.head, Faults: faults, Chair: m.Chair, MayDeclare: m.Member || m.Chair,
		Member: member, Nomination: nomination, Reason: reason}
	list, err := s.Judging.CouncilConflicts(ctx, who(c), m.edition.Slug)
	if err != nil {
		return err
	}
	own := map[string]bool{}
	for _, x := range list {
		line := templates.MeetingConflict{Member: x.MemberName, Code: x.Code, Product: x.Product, Reason: x.Reason, At: x.At, AsJudge: x.AsJudge}
		if x.By != x.Member {
			line.By = x.ByName
		}
		own[x.Nomination] = own[x.Nomination] || x.Member == m.reader
		p.Conflicts = append(p.Conflicts, line)
	}
	if !p.MayDeclare {
		return s.page(c, status, p)
	}
	entries, _, err := s.Judging.Nominations(ctx, who(c), m.edition.Slug, judging.NominationQuery{State: judging.NominationEligible})
	if err != nil {
		return err
	}
	p.Entries = []templates.Option{{Label: m.say("choose_entry")}}
	for _, n := range entries {
		if m.Chair || !own[n.ID] {
			p.Entries = append(p.Entries, templates.Option{Value: n.ID, Label: strings.TrimSpace(n.EntryCode + " " + n.Product)})
		}
	}
	if m.Chair {
		err = s.chairConflicts(c, m, &p)
	}
	if err != nil {
		return err
	}
	return s.page(c, status, p)
}

// chairConflicts adds what whoever runs the meeting may do for others, and the hints from the data.
func (s *Server) chairConflicts(c echo.Context, m *meetingScene, p *templates.CouncilMeetingConflicts) error {
	if m.Member {
		p.Members = append(p.Members, templates.Option{Value: m.reader, Label: m.say("myself")})
	}
	for _, x := range m.Roll {
		if x.Member != m.reader {
			p.Members = append(p.Members, templates.Option{Value: x.Member, Label: x.Name})
		}
	}
	matches, err := s.Judging.CouncilMatches(c.Request().Context(), who(c), m.edition.Slug)
	for _, x := range matches {
		p.Matches = append(p.Matches, templates.MeetingMatch{Member: x.Judge, MemberName: x.JudgeName, Nomination: x.Nomination, Code: x.Code,
			Product: x.Product, Producer: x.Producer, Fields: s.matchFields(c, x.Fields), Declared: x.Declared})
	}
	return err
}

// postMeetingConflict records a conflict.
func (s *Server) postMeetingConflict(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	ctx, slug := c.Request().Context(), c.Param("slug")
	member, nomination, reason := form.Get("member"), form.Get("nomination"), form.Get("conflict_reason")
	_, err = s.Judging.DeclareCouncilConflict(ctx, who(c), slug, member, nomination, reason)
	if err == nil {
		return s.done(c, "/council/"+slug+"/meeting/conflicts", "meeting_conflict")
	}
	faults, status := s.meetingFaults(c, err, "conflict_reason")
	if status == 0 {
		return err
	}
	clean := func(text string) string { return strings.ToValidUTF8(text, "?") }
	return s.meetingConflictsPage(c, status, clean(member), clean(nomination), clean(reason), faults)
}
