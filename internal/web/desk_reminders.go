package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/letters"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// deskReminders shows who still owes what, the letters that wait and the plan.
func (s *Server) deskReminders(c echo.Context) error {
	return s.remindersPage(c, http.StatusOK, nil, nil)
}

// remindersPage shows the page, with the plan as it was typed when that was refused.
func (s *Server) remindersPage(c echo.Context, status int, typed url.Values, faults templates.FormFaults) error {
	d, err := s.deskScene(c, "reminders")
	if err != nil {
		return err
	}
	v, err := s.Judging.Reminders(c.Request().Context(), who(c), d.edition.Slug)
	if err != nil {
		return err
	}
	p := templates.DeskReminders{Shell: d.shell, Edition: d.line, Nav: d.nav, Running: v.Plan.On, Plan: planForm(v.Plan), Faults: faults}
	if v.Next != "" {
		if p.Next, err = i18n.ParseDate(v.Next); err != nil {
			return err
		}
	}
	if typed != nil {
		p.Plan = templates.ReminderPlan{Active: typed.Get("active"), Before: typed.Get("before"), After: typed.Get("after"),
			DeclareUntil: typed.Get("declare_until"), ScoringUntil: typed.Get("scoring_until"), Note: typed.Get("note")}
	}
	slices.SortStableFunc(v.Letters, func(a, b judging.ReminderLine) int {
		if a.Idle != b.Idle { // those that will leave come first
			return map[bool]int{true: 1, false: -1}[a.Idle]
		}
		return a.Planned.Compare(b.Planned)
	})
	for _, l := range v.Letters {
		if line := s.reminderLine(c, d, l); l.Open() {
			p.Waiting = append(p.Waiting, line)
			if !l.Idle {
				p.Leaving++
			}
		} else {
			p.Past = append(p.Past, line)
		}
	}
	slices.Reverse(p.Past)
	for _, x := range v.Owed {
		p.Owed = append(p.Owed, templates.ReminderDebtor{Name: x.Name, Email: x.Email, Phone: x.Phone, Lines: s.owedLines(c, x.Items)})
	}
	return s.page(c, status, p)
}

func planForm(p judging.ReminderPlan) templates.ReminderPlan {
	form := templates.ReminderPlan{Before: numbers(p.Before), After: numbers(p.After), Note: p.Note,
		DeclareUntil: i18n.TypedDate(p.DeclareUntil), ScoringUntil: i18n.TypedDate(p.ScoringUntil)}
	if p.On {
		form.Active = "yes"
	}
	return form
}

func numbers(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ", ")
}

// owedLines says what somebody owes in the reader's language.
func (s *Server) owedLines(c echo.Context, items []judging.Owed) (lines []string) {
	for _, o := range items {
		lines = append(lines, letters.Line(s.Translate, s.lang(c), o))
	}
	return lines
}

// reminderTags are the colours of a letter's states.
var reminderTags = map[judging.ReminderState]templates.Tag{
	judging.ReminderWaiting: {Kind: "new", Icon: "hourglass-split"}, judging.ReminderHeld: {Kind: "warn", Icon: "hourglass-split"},
	judging.ReminderSent: {Kind: "ok", Icon: "check-lg"},
}

func (s *Server) reminderLine(c echo.Context, d deskScene, l judging.ReminderLine) templates.ReminderLine {
	line := templates.ReminderLine{Name: l.Name, Email: l.Mail.To, URL: d.base() + "/reminders/" + l.ID, At: l.Planned,
		State: reminderTags[l.State], Own: l.Text != "", Idle: l.Idle, Lines: s.owedLines(c, l.Items)}
	state := string(l.State)
	if l.Idle {
		state, line.State = "idle", templates.Tag{Icon: "slash-circle"}
	}
	line.State.Text = s.messages(c)("page.say.reminders", state, nil)
	if !l.Open() {
		line.At = l.Ended
	}
	return line
}

// deskSetReminders saves the plan.
func (s *Server) deskSetReminders(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	in := judging.ReminderPlanInput{On: form.Get("active") == "yes", Before: form.Get("before"), After: form.Get("after"), Note: form.Get("note")}
	faults := s.typedDay(c, form, "declare_until", &in.DeclareUntil)
	faults = append(faults, s.typedDay(c, form, "scoring_until", &in.ScoringUntil)...)
	if faults == nil {
		_, err = s.Judging.SetReminderPlan(c.Request().Context(), who(c), c.Param("slug"), in)
		faults = s.formFaults(c, err)
	}
	if faults != nil {
		return s.remindersPage(c, http.StatusUnprocessableEntity, form, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/desk/"+c.Param("slug")+"/reminders", "reminders_saved")
}

// typedDay reads a field that may hold a day as people write it.
func (s *Server) typedDay(c echo.Context, form url.Values, name string, to *string) templates.FormFaults {
	if typed(form, name) == "" {
		return nil
	}
	day, ok := i18n.ReadDate(form.Get(name))
	if !ok {
		return templates.FormFaults{{Field: name, Message: s.messages(c)("field", "typed_date", nil)}}
	}
	*to = day
	return nil
}

// deskReminder shows one letter as it would leave.
func (s *Server) deskReminder(c echo.Context) error {
	return s.reminderPage(c, http.StatusOK, nil, nil)
}

func (s *Server) reminderPage(c echo.Context, status int, typed url.Values, faults templates.FormFaults) error {
	d, err := s.deskScene(c, "reminders")
	if err != nil {
		return err
	}
	l, err := s.Judging.Reminder(c.Request().Context(), who(c), d.edition.Slug, c.Param("id"))
	if err != nil {
		return err
	}
	p := templates.DeskReminder{Shell: d.shell, Edition: d.line, Back: templates.Link{Text: s.messages(c)("page.say.reminders", "back", nil), URL: d.base() + "/reminders"},
		Action: d.base() + "/reminders/" + l.ID, Line: s.reminderLine(c, d, l), Open: l.Open(), Held: l.State == judging.ReminderHeld, Faults: faults}
	p.LinkLater = l.Mail.LinkPath != ""
	p.Subject, p.Text = s.reminderWords(l)
	if typed != nil {
		p.Subject, p.Text = typed.Get("subject"), typed.Get("text")
	}
	return s.page(c, status, p)
}

// reminderWords are the words of a letter that may be edited; its link is none of them.
func (s *Server) reminderWords(l judging.ReminderLine) (subject, text string) {
	m := l.Mail
	m.LinkPath = ""
	if l.Text == "" && m.To != "" {
		return letters.In(s.Translate, i18n.Vietnamese, s.BaseURL, m)
	}
	return l.Subject, l.Text
}

// sendReminder sends a letter now, with the words that stand on the page: those that were changed are saved first.
func (s *Server) sendReminder(c echo.Context, form url.Values) error {
	ctx, slug, id := c.Request().Context(), c.Param("slug"), c.Param("id")
	l, err := s.Judging.Reminder(ctx, who(c), slug, id)
	if err != nil {
		return err
	}
	subject, text := s.reminderWords(l)
	plain := func(words string) string { return strings.TrimSpace(strings.ReplaceAll(words, "\r\n", "\n")) }
	if form.Has("text") && (plain(form.Get("subject")) != plain(subject) || plain(form.Get("text")) != plain(text)) {
		if err := s.Judging.EditReminder(ctx, who(c), slug, id, form.Get("subject"), form.Get("text")); err != nil {
			return err
		}
	}
	return s.Judging.SendReminder(ctx, who(c), slug, id)
}

// deskChangeReminder does to a letter what the button says.
func (s *Server) deskChangeReminder(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	ctx, slug, id := c.Request().Context(), c.Param("slug"), c.Param("id")
	back, notice := "/desk/"+slug+"/reminders", ""
	switch form.Get("act") {
	case "save":
		back, notice = back+"/"+id, "reminder_saved"
		err = s.Judging.EditReminder(ctx, who(c), slug, id, form.Get("subject"), form.Get("text"))
	case "standard":
		back, notice = back+"/"+id, "reminder_standard"
		err = s.Judging.EditReminder(ctx, who(c), slug, id, "", "")
	case "send":
		notice, err = "reminder_sent", s.sendReminder(c, form)
	case "hold":
		notice, err = "reminder_held", s.Judging.HoldReminder(ctx, who(c), slug, id, true)
	case "release":
		notice, err = "reminder_let_go", s.Judging.HoldReminder(ctx, who(c), slug, id, false)
	case "remove":
		notice, err = "reminder_removed", s.Judging.RemoveReminder(ctx, who(c), slug, id)
	default:
		_, err = s.Judging.Reminder(ctx, who(c), slug, id)
	}
	if faults := s.formFaults(c, err); err != nil && faults != nil {
		return s.reminderPage(c, http.StatusUnprocessableEntity, form, faults)
	}
	if f, _ := asFault(err); err != nil && f.Kind == fault.Conflict {
		said := templates.FormFaults{{Message: s.messages(c)("fault", f.Code, f.Args)}}
		return s.reminderPage(c, http.StatusConflict, nil, said)
	}
	if err != nil {
		return err
	}
	return s.done(c, back, notice)
}
