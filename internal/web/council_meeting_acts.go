package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// meetingAct is one act of the chair: what it does, the sentence afterwards and the field that holds its reason.
type meetingAct struct {
	do           func(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, form url.Values) error
	done, reason string
}

// meetingActs are the acts of the chair by the name that the forms send.
var meetingActs = map[string]meetingAct{
	"open": {done: "meeting_opened", do: func(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, _ url.Values) error {
		return j.OpenMeeting(ctx, who, slug)
	}},
	"show": {do: func(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, form url.Values) error {
		return j.ShowItem(ctx, who, slug, form.Get("item"))
	}},
	"roll": {do: markMeetingRoll},
	"break": {do: func(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, _ url.Values) error {
		return j.TakeBreak(ctx, who, slug)
	}},
	"resume": {do: func(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, _ url.Values) error {
		return j.ResumeMeeting(ctx, who, slug)
	}},
	"open_ballot": {do: func(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, form url.Values) error {
		return j.OpenBallot(ctx, who, slug, judging.BallotInput{Item: form.Get("item"), Secret: form.Get("secret") == "yes", Question: form.Get("question")})
	}},
	"count": {done: "meeting_counted", do: countMeetingHands},
	"close_ballot": {do: func(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, form url.Values) error {
		return j.CloseBallot(ctx, who, slug, form.Get("ballot"), seenRevision(form))
	}},
	"cancel_ballot": {done: "meeting_cancelled", reason: "cancel_reason", do: func(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, form url.Values) error {
		return j.CancelBallot(ctx, who, slug, form.Get("ballot"), form.Get("cancel_reason"))
	}},
	"discuss": {done: "meeting_discussed", do: func(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, form url.Values) error {
		return j.WriteDiscussion(ctx, who, slug, form.Get("item"), form.Get("discussion"))
	}},
	"settle": {done: "meeting_settled", reason: "settle_reason", do: func(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, form url.Values) error {
		return j.SettleItem(ctx, who, slug, judging.SettleInput{Item: form.Get("item"), Stand: judging.Stand(form.Get("stand")),
			Reason: form.Get("settle_reason"), Prize: form.Get("prize")}, seenRevision(form))
	}},
}

// seenRevision is the revision that a form was made from, 0 when it does not tell.
func seenRevision(form url.Values) int64 {
	n, err := strconv.ParseInt(form.Get("seen"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// markMeetingRoll notes one member, or everybody as present.
func markMeetingRoll(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, form url.Values) error {
	var marks []judging.RollMark
	if form.Get("everybody") != "" {
		v, err := j.MeetingNow(ctx, who, slug)
		if err != nil {
			return err
		}
		for _, x := range v.Roll {
			marks = append(marks, judging.RollMark{Member: x.Member, Present: true})
		}
	}
	for _, id := range form["present"] {
		marks = append(marks, judging.RollMark{Member: id, Present: true})
	}
	for _, id := range form["absent"] {
		marks = append(marks, judging.RollMark{Member: id})
	}
	return j.MarkRoll(ctx, who, slug, marks)
}

// countMeetingHands reads a hand count; a choice that is left empty got no vote.
func countMeetingHands(ctx context.Context, j *judging.Service, who accounts.Actor, slug string, form url.Values) error {
	var f fault.Fields
	in := judging.HandCount{Members: form["members"], Votes: map[string]int{}}
	for name := range form {
		choice, is := strings.CutPrefix(name, "votes.")
		if !is || strings.TrimSpace(form.Get(name)) == "" {
			continue
		}
		n := 0
		readCount(&f, name, form.Get(name), &n)
		in.Votes[choice] = n
	}
	if err := f.Err(); err != nil {
		return err
	}
	return j.CountByHand(ctx, who, slug, form.Get("ballot"), in)
}

// postMeetingAct does what the chair asks for.
func (s *Server) postMeetingAct(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	act, known := meetingActs[form.Get("act")]
	if !known {
		return s.done(c, "/council/"+slug+"/meeting", "")
	}
	err = act.do(c.Request().Context(), s.Judging, who(c), slug, form)
	if form.Get("act") == "open" && fault.IsCode(err, "meeting_open") { // somebody else was quicker, or another tab
		return s.done(c, "/council/"+slug+"/meeting", "meeting_already")
	}
	return s.meetingAnswer(c, err, form, act.reason, act.done)
}

// meetingAnswer leads on after an act, or shows the meeting again with what was typed and what is wrong with it.
func (s *Server) meetingAnswer(c echo.Context, err error, form url.Values, reason, done string) error {
	if err == nil {
		return s.done(c, "/council/"+c.Param("slug")+"/meeting", done)
	}
	faults, status := s.meetingFaults(c, err, reason)
	if status == 0 {
		return err
	}
	return s.meetingPage(c, status, typedMeeting(form), faults)
}

// typedMeeting is what a form of the meeting held.
func typedMeeting(form url.Values) *templates.MeetingTyped {
	get := func(name string) string { return strings.ToValidUTF8(form.Get(name), "?") }
	typed := &templates.MeetingTyped{Secret: get("secret"), Stand: get("stand"), Prize: get("prize"), Question: get("question"),
		Reason: get("settle_reason"), Cancel: get("cancel_reason"), Dissent: get("dissent"), Said: get("discussion"), Votes: map[string]string{}}
	if form.Get("act") == "count" {
		typed.Counted, typed.Covered = true, form["members"]
	}
	for name := range form {
		if choice, is := strings.CutPrefix(name, "votes."); is {
			typed.Votes[choice] = get(name)
		}
	}
	return typed
}

// postMeetingVote casts the caller's vote.
func (s *Server) postMeetingVote(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	err = s.Judging.Cast(c.Request().Context(), who(c), c.Param("slug"), form.Get("ballot"), form["choice"])
	return s.meetingAnswer(c, err, form, "", "meeting_cast")
}

// postMeetingDissent puts the caller's dissent on record.
func (s *Server) postMeetingDissent(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	err = s.Judging.WriteDissent(c.Request().Context(), who(c), c.Param("slug"), form.Get("item"), form.Get("dissent"))
	if form.Get("from") != "summary" {
		return s.meetingAnswer(c, err, form, "dissent", "meeting_dissent")
	}
	if faults, status := s.meetingFaults(c, err, "dissent"); err != nil && status != 0 {
		return s.meetingItemPage(c, status, form.Get("item"), *typedMeeting(form), faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/council/"+c.Param("slug")+"/meeting/items/"+url.PathEscape(form.Get("item")), "meeting_dissent")
}

// showMeetingItem is the summary of one item.
func (s *Server) showMeetingItem(c echo.Context) error {
	return s.meetingItemPage(c, http.StatusOK, c.Param("item"), templates.MeetingTyped{}, nil)
}

func (s *Server) meetingItemPage(c echo.Context, status int, id string, typed templates.MeetingTyped, faults templates.FormFaults) error {
	m, err := s.meeting(c)
	if err != nil {
		return err
	}
	v, err := s.Judging.MeetingItem(c.Request().Context(), who(c), m.edition.Slug, id)
	if err != nil {
		return err
	}
	p := templates.CouncilMeetingItem{Shell: m.shell, Head: m.head, Faults: faults, Typed: typed, Items: len(m.agenda),
		Back: templates.Link{Text: s.messages(c)("page.meeting", "back", nil), URL: m.at()}}
	if p.Item, err = s.meetingItem(c, m, v); err != nil {
		return err
	}
	if err := s.itemRange(c, m, v, &p.Item); err != nil {
		return err
	}
	for i, x := range m.agenda {
		if x.ID != id {
			continue
		}
		if i > 0 {
			p.Prev = m.at() + "/items/" + m.agenda[i-1].ID
		}
		if i+1 < len(m.agenda) {
			p.Next = m.at() + "/items/" + m.agenda[i+1].ID
		}
	}
	return s.page(c, status, p)
}

// itemRange adds the ranks that an entry may have within its group, for those who may read agreement.
func (s *Server) itemRange(c echo.Context, m *meetingScene, v judging.ItemView, x *templates.MeetingItem) error {
	if v.Blanked || v.Kind != judging.ItemEntry || !m.may(accounts.ReadAgreement) {
		return nil
	}
	_, groups, err := s.Judging.Agreement(c.Request().Context(), who(c), m.edition.Slug)
	if err != nil {
		return err
	}
	widest := 2
	for _, r := range groups[v.Entry.Group].RankIntervals {
		widest = max(widest, r.High)
		if r.Nomination == v.Entry.Nomination {
			x.Low, x.High = r.Low, r.High
		}
	}
	from, to, at := float64(x.Low), float64(x.High), float64(v.Entry.Rank)
	x.Range = templates.RowPlot{Low: 1, High: float64(widest), From: &from, To: &to, Point: &at}
	return nil
}

// showMeetingPhoto is a photo of an item's entry, for whoever may see the item.
func (s *Server) showMeetingPhoto(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := s.Judging.MeetingItem(ctx, who(c), c.Param("slug"), c.Param("item"))
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil || v.Kind != judging.ItemEntry {
		return fault.New(fault.NotFound, "not_found")
	}
	d, err := s.Judging.Document(ctx, who(c), v.Entry.Nomination, n)
	if err != nil {
		return err
	}
	if d.Kind != judging.PhotoKind || !isPicture(d.MediaType) {
		return fault.New(fault.NotFound, "not_found")
	}
	small, err := s.thumbs.of(ctx, s.Blobs, d.SHA256, mediumPhoto)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", thumbLasts)
	h.Add("Vary", "Cookie") // whoever signs in next at this browser asks anew
	h.Set("Content-Security-Policy", filePolicy)
	return c.Blob(http.StatusOK, "image/jpeg", small)
}
