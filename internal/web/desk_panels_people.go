package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// matchFields names the fields in which a judge meets a producer.
func (s *Server) matchFields(c echo.Context, fields []string) string {
	t := s.messages(c)
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = t("word.match", f, nil)
	}
	return strings.Join(names, ", ")
}

// panelMatches puts the possible conflicts onto the page, for those who may see them all.
func (s *Server) panelMatches(c echo.Context, sc *panelScene) error {
	if !accounts.Allowed(accounts.SeeMatches, sc.hats) {
		return nil
	}
	sc.page.ShowsAll = true
	list, err := s.Judging.Matches(c.Request().Context(), who(c), sc.edition.Slug)
	if err != nil {
		return err
	}
	base := "/desk/" + sc.edition.Slug
	for _, m := range list {
		line := templates.DeskMatch{ID: m.ID, Judge: m.JudgeName, Code: m.Code, Product: m.Product, Producer: m.Producer,
			Fields: s.matchFields(c, m.Fields), Open: m.Open(), Action: base + "/panels/conflicts/" + m.ID + "/dismiss"}
		if accounts.Allowed(accounts.Screen, sc.hats) {
			line.URL = base + "/nominations/" + m.Nomination
		}
		switch {
		case m.Declared:
			line.State = templates.Tag{Kind: "ok", Icon: "slash-circle", Text: sc.say("match_declared")}
		case m.Dismissed != nil:
			line.State, line.Reason = templates.Tag{Kind: "ok", Icon: "check-lg", Text: sc.say("match_dismissed")}, m.Dismissed.Reason+" · "+m.DismissedBy
		default:
			line.State = templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: sc.say("match_open")}
			if m.JudgeEmail != "" {
				line.AskURL = "mailto:" + m.JudgeEmail + "?subject=" + mailPart(sc.say("ask_subject", "product", m.Product)) +
					"&body=" + mailPart(sc.say("ask_body", "name", m.JudgeName, "producer", m.Producer, "fields", line.Fields))
			}
		}
		if m.ID == c.Param("id") {
			line.Typed, line.Error = c.FormValue("reason"), sc.page.Faults.Of("reason")
		}
		sc.page.Matches = append(sc.page.Matches, line)
	}
	return nil
}

// panelAbsences puts who is away onto the page, and the jury to choose from.
func (s *Server) panelAbsences(c echo.Context, sc *panelScene) error {
	ctx, slug, t := c.Request().Context(), sc.edition.Slug, s.messages(c)
	list, err := s.Judging.Absences(ctx, who(c), slug)
	if err != nil {
		return err
	}
	for _, a := range list {
		line := templates.DeskAbsence{Name: a.Name, Role: t("word.role", string(a.Role), nil), Reason: a.Reason,
			Days: i18n.FormatDate(sc.lang, a.From) + " – "}
		if a.Until != "" {
			line.Days += i18n.FormatDate(sc.lang, a.Until)
		} else {
			line.Days += sc.say("until_unknown")
		}
		switch {
		case !a.Ended.IsZero():
			line.State = templates.Tag{Kind: "ok", Icon: "check-lg", Text: sc.say("absence_ended")}
		case a.Now:
			line.State, line.EndURL = templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: sc.say("absence_now")}, "/desk/"+slug+"/panels/absences/"+a.ID+"/end"
		default:
			line.State = templates.Tag{Text: sc.say("absence_other")}
		}
		sc.page.Absences = append(sc.page.Absences, line)
	}
	if sc.edition.State != judging.Screening && sc.edition.State != judging.Scoring && sc.edition.State != judging.Deliberation {
		return nil
	}
	seats, err := s.Judging.Members(ctx, who(c), slug)
	for _, x := range seats {
		if x.Body == accounts.Jury {
			sc.page.Jury = append(sc.page.Jury, templates.Option{Value: x.ID, Label: x.Person.Name + " · " + t("word.role", string(x.Role), nil)})
		}
	}
	return err
}

// deskDismiss records that a match is no conflict.
func (s *Server) deskDismiss(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	_, err = s.Judging.DismissMatch(c.Request().Context(), who(c), slug, c.Param("id"), form.Get("reason"))
	faults := s.conflictFaults(c, err)
	if err == nil {
		return s.done(c, "/desk/"+slug+"/panels#matches", "match_dismissed")
	}
	if faults == nil {
		return err
	}
	sc, again := s.panelScene(c)
	if again != nil {
		return again
	}
	sc.page.Faults = faults
	_, status := asFault(err)
	return s.panelsPage(c, status, sc)
}

// deskAway records that a member of the jury is away.
func (s *Server) deskAway(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	in := judging.AbsenceInput{Seat: form.Get("member"), From: form.Get("from"), Until: form.Get("until"), Reason: form.Get("away_reason")}
	days := officeDays(map[string]*string{"from": &in.From, "until": &in.Until})
	if days == nil {
		if _, err = s.Judging.RecordAbsence(c.Request().Context(), who(c), slug, in); err == nil {
			return s.done(c, "/desk/"+slug+"/panels#away", "absence_recorded")
		}
	} else if err = s.may(c, slug, accounts.ArrangePanels); err == nil {
		err = days
	}
	faults := s.conflictFaults(c, err)
	if faults == nil {
		return err
	}
	for i := range faults {
		if faults[i].Field == "reason" {
			faults[i].Field = "away_reason"
		}
	}
	sc, again := s.panelScene(c)
	if again != nil {
		return again
	}
	sc.page.Faults = faults
	sc.page.Away = templates.DeskAway{Member: in.Seat, From: form.Get("from"), Until: form.Get("until"), Reason: in.Reason, Faults: faults}
	_, status := asFault(err)
	return s.panelsPage(c, status, sc)
}

// deskBackNow records that somebody is back.
func (s *Server) deskBackNow(c echo.Context) error {
	slug := c.Param("slug")
	if _, err := s.Judging.EndAbsence(c.Request().Context(), who(c), slug, c.Param("id")); err != nil {
		return err
	}
	return s.done(c, "/desk/"+slug+"/panels#away", "absence_ended")
}
