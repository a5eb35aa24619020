package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// meetingRoutes is the pages of the council's meeting. A deputy runs it where no head is present, which no table of
// rights tells: the forms of the chair are open to every member, and the service says who may.
func (s *Server) meetingRoutes() []route {
	return []route{
		{get, "/council/:slug/meeting", accounts.FollowMeeting, s.showMeeting},
		{get, "/council/:slug/meeting/now", accounts.FollowMeeting, s.showMeetingNow},
		{get, "/council/:slug/meeting/hall", accounts.FollowMeeting, s.showMeetingHall},
		{get, "/council/:slug/meeting/items/:item", accounts.FollowMeeting, s.showMeetingItem},
		{get, "/council/:slug/meeting/items/:item/photos/:n", accounts.FollowMeeting, s.showMeetingPhoto},
		{get, "/council/:slug/meeting/conflicts", accounts.FollowMeeting, s.showMeetingConflicts},
		{post, "/council/:slug/meeting/conflicts", accounts.SitInMeeting, s.postMeetingConflict},
		{post, "/council/:slug/meeting/vote", accounts.SitInMeeting, s.postMeetingVote},
		{post, "/council/:slug/meeting/dissent", accounts.SitInMeeting, s.postMeetingDissent},
		{post, "/council/:slug/meeting/act", accounts.SitInMeeting, s.postMeetingAct},
		{get, "/council/:slug/meeting/close", accounts.SitInMeeting, s.showMeetingClose},
		{post, "/council/:slug/meeting/close", accounts.SitInMeeting, s.postMeetingClose},
	}
}

// meetingScene is what every page of a meeting begins with.
type meetingScene struct {
	councilScene
	judging.MeetingView
	agenda []judging.AgendaLine
	lang   string
	say    func(code string, pairs ...any) string
	reader string // the caller's account
}

func (m *meetingScene) at() string { return "/council/" + m.edition.Slug + "/meeting" }

func (m *meetingScene) mark() string { return meetingMark(m.Meeting.ID, m.Meeting.Revision) }

// meetingMark tells one state of an edition's meetings from every other.
func meetingMark(id string, revision int64) string { return id + "." + strconv.FormatInt(revision, 10) }

// meeting loads the meeting that is open, else the last one, as the caller may see it.
func (s *Server) meeting(c echo.Context) (*meetingScene, error) {
	sc, err := s.council(c, "meeting")
	if err != nil {
		return nil, err
	}
	t := s.messages(c)
	m := &meetingScene{councilScene: sc, lang: s.lang(c), reader: who(c).User.ID}
	m.say = func(code string, pairs ...any) string { return t("page.say.meeting", code, fault.MakeArgs(pairs...)) }
	ctx := c.Request().Context()
	if m.MeetingView, err = s.Judging.MeetingNow(ctx, who(c), sc.edition.Slug); err != nil {
		return nil, err
	}
	if m.Meeting.ID != "" {
		m.agenda, err = s.Judging.MeetingAgenda(ctx, who(c), sc.edition.Slug)
	}
	return m, err
}

// state is where the meeting stands, as the pages name it.
func (m *meetingScene) state() string {
	if m.Meeting.ID == "" {
		return "none"
	}
	return string(m.State)
}

// breakSince is when the last break began, zero before the first.
func (m *meetingScene) breakSince() (from time.Time) {
	if n := len(m.Meeting.Breaks); n > 0 {
		from = m.Meeting.Breaks[n-1].From
	}
	return from
}

// next reports whether an act of the chair is open now.
func (m *meetingScene) next(act judging.MeetingAct) bool {
	for _, x := range m.Next {
		if x == act {
			return true
		}
	}
	return false
}

// meetingWaits names why there can be no meeting, "" when there can or was one.
func (s *Server) meetingWaits(c echo.Context, m *meetingScene) (pass int, waiting string, err error) {
	p, waiting, err := s.councilPass(c, m.councilScene)
	switch {
	case err != nil || waiting != "" || m.Meeting.ID != "":
	case m.edition.State == judging.Scoring || m.edition.State == judging.Screening:
		waiting = "move"
	case m.edition.State != judging.Deliberation:
		waiting = "past"
	}
	return max(p.N, 1), waiting, err
}

func (s *Server) showMeeting(c echo.Context) error {
	return s.meetingPage(c, http.StatusOK, nil, nil)
}

// meetingPage is the meeting as it stands, with what a refused form held.
func (s *Server) meetingPage(c echo.Context, status int, typed *templates.MeetingTyped, faults templates.FormFaults) error {
	m, err := s.meeting(c)
	if err != nil {
		return err
	}
	p := templates.CouncilMeeting{Shell: m.shell, Head: m.head, Faults: faults}
	if p.Pass, p.Waiting, err = s.meetingWaits(c, m); err != nil {
		return err
	}
	m.fill(&p)
	m.fillPlace(&p)
	if m.Item != nil {
		item, err := s.meetingItem(c, m, *m.Item)
		if err != nil {
			return err
		}
		p.Item, p.Typed = &item, m.offered()
	}
	if typed != nil {
		p.Typed = *typed
	}
	if m.Ballot != nil {
		p.Ballot = m.ballot()
		p.Ballot.Hands = m.hands(p.Typed)
	}
	return s.page(c, status, p)
}

// fill is what the page says of the meeting as a whole.
func (m *meetingScene) fill(p *templates.CouncilMeeting) {
	p.State, p.N, p.Revision, p.Mark = m.state(), m.Meeting.N, m.Meeting.Revision, m.mark()
	p.Opened, p.Closed, p.EndReason = m.Meeting.Opened, m.Meeting.Closed, m.Meeting.Reason
	p.Proposed = m.Meeting.Proposal != ""
	p.BreakSince = m.breakSince()
	p.Chair, p.Member, p.Present, p.MayOpen = m.Chair, m.Member, m.Present, m.next(judging.ActOpenMeeting)
	p.Count, p.Need, p.Size = m.Count, m.Need, len(m.Roll)
	for _, x := range m.Roll {
		p.Roll = append(p.Roll, templates.MeetingRoll{ID: x.Member, Name: x.Name, Office: x.Title, Present: x.Present, Since: x.Since,
			Away: x.Away && m.Chair, Voted: x.Voted})
	}
	if len(m.pack.Prizes) > 0 {
		p.Prizes = []templates.Option{{Label: m.say("no_prize")}}
		for _, x := range m.pack.Prizes {
			p.Prizes = append(p.Prizes, templates.Option{Value: x.Code, Label: x.Name.In(m.lang)})
		}
	}
}

// fillPlace is where in the agenda the meeting stands.
func (m *meetingScene) fillPlace(p *templates.CouncilMeeting) {
	p.Agenda, p.Items = m.sections(), len(m.agenda)
	at := -1
	for i, x := range m.agenda {
		if x.Shown {
			at, p.Seq = i, x.Seq
		}
	}
	if at > 0 {
		p.Prev = m.agenda[at-1].ID
	}
	if at+1 < len(m.agenda) {
		p.Next = m.agenda[at+1].ID
	}
	p.Said = m.said()
}

// said tells a screen reader where the meeting stands.
func (m *meetingScene) said() string {
	switch {
	case m.state() == "none":
		return m.say("said_none")
	case m.State == judging.MeetingClosed:
		return m.say("said_closed")
	case m.State == judging.MeetingBreak:
		return m.say("said_break")
	case m.Item == nil:
		return m.say("said_open")
	case m.Item.Blanked:
		return m.say("said_blank", "where", m.seq(m.Item.Seq))
	case m.Ballot != nil:
		return m.say("said_ballot", "where", m.seq(m.Item.Seq), "what", m.named(m.Item.AgendaLine))
	}
	return m.say("said", "where", m.seq(m.Item.Seq), "what", m.named(m.Item.AgendaLine))
}

func (m *meetingScene) seq(seq int) string { return m.say("where", "seq", seq, "items", len(m.agenda)) }

// named is what an item is about, in a few words.
func (m *meetingScene) named(x judging.AgendaLine) string {
	switch x.Kind {
	case judging.ItemTie:
		return m.say("line_tie", "count", len(x.Tied), "places", x.Places)
	case judging.ItemList:
		return m.say("line_list")
	case judging.ItemEntry:
	}
	return x.Entry.Product
}

// offered is what the form of the conclusion holds first: what was settled, else what the vote said, else what the
// ranking proposes.
func (m *meetingScene) offered() templates.MeetingTyped {
	x := m.Item
	typed := templates.MeetingTyped{Stand: string(x.Jury), Prize: x.Prize, Reason: x.Reason}
	if len(x.Results) > 0 && x.Kind == judging.ItemEntry {
		typed.Stand = string(judging.StandLeftOut)
		if x.Results[0].Carried {
			typed.Stand = string(judging.StandProposed)
		}
	}
	if x.Settled && len(x.Results) == 0 {
		typed.Stand = string(x.Stand)
	}
	return typed
}

// meetingNow is the JSON that pages of a meeting ask for every few seconds.
type meetingNow struct {
	Revision string `json:"revision"`
}

// showMeetingNow tells by its Etag whether the meeting moved since a page was made.
func (s *Server) showMeetingNow(c echo.Context) error {
	id, revision, err := s.Judging.MeetingRevision(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	mark := meetingMark(id, revision)
	etag := strconv.Quote(mark)
	c.Response().Header().Set("Etag", etag)
	if c.Request().Header.Get("If-None-Match") == etag {
		return c.NoContent(http.StatusNotModified)
	}
	return c.JSON(http.StatusOK, meetingNow{Revision: mark})
}

// showMeetingHall is what a projector shows.
func (s *Server) showMeetingHall(c echo.Context) error {
	m, err := s.meeting(c)
	if err != nil {
		return err
	}
	p := templates.CouncilMeetingHall{Shell: m.shell, Head: m.head, State: m.state(), Mark: m.mark(), N: m.Meeting.N, Items: len(m.agenda), Said: m.said(),
		BreakSince: m.breakSince()}
	if m.Item != nil {
		p.Seq = m.Item.Seq
		item, err := s.meetingItem(c, m, *m.Item)
		if err != nil {
			return err
		}
		p.Item = &item
	}
	if m.Item != nil && !m.Item.Blanked && m.Ballot != nil {
		p.Ballot = m.ballot()
	}
	return s.page(c, http.StatusOK, p)
}
