package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// deskEligible records that a dossier is eligible and goes on to the next one of the list.
func (s *Server) deskEligible(c echo.Context) error {
	form, from, err := s.deskForm(c)
	if err != nil {
		return err
	}
	x, err := s.dossierScene(c, from)
	if err != nil {
		return err
	}
	err = s.once(c, form, func() (string, error) {
		return s.screen(c, x, form, judging.ScreenInput{Verdict: judging.NominationEligible})
	})
	return s.refusedOnDossier(c, from, err)
}

// refusedOnDossier shows the dossier's page again when an act on it was refused for what the dossier is.
func (s *Server) refusedOnDossier(c echo.Context, from deskQuery, err error) error {
	if err == nil {
		return nil
	}
	f, status := asFault(err)
	if status != http.StatusConflict && status != http.StatusUnprocessableEntity {
		return err
	}
	t := s.messages(c)
	faults := templates.FormFaults{{Message: t("fault", f.Code, f.Args)}}
	for _, x := range f.Fields {
		faults = append(faults, templates.FormFault{Message: t("field_name", x.Field, nil) + ": " + t("field", x.Code, x.Args)})
	}
	for _, x := range f.Missing {
		faults = append(faults, templates.FormFault{Message: t("missing", x.Code, x.Args)})
	}
	return s.dossierPage(c, status, from, faults)
}

// screen records a verdict on the version that its giver saw and answers where to go on.
func (s *Server) screen(c echo.Context, x dossierScene, form url.Values, in judging.ScreenInput) (string, error) {
	if seen, err := strconv.Atoi(form.Get("version")); err == nil && seen != x.Version {
		return "", fault.New(fault.Conflict, "stale_version", "sent", seen, "stored", x.Version)
	}
	_, next, _ := x.neighbours()
	if _, err := s.Judging.Screen(c.Request().Context(), who(c), x.ID, in); err != nil {
		return "", err
	}
	if next == "" || x.from.String() == "" {
		next = x.base() + x.from.String()
	}
	done := "desk_" + string(in.Verdict)
	if in.Verdict == judging.NominationSupplement && x.Producer.Email == "" {
		done = "desk_supplement_call"
	}
	return addQuery(next, "done", done), nil
}

// addQuery adds a value to the query of an address of this site.
func addQuery(address, name, value string) string {
	mark := "?"
	if strings.Contains(address, "?") {
		mark = "&"
	}
	return address + mark + name + "=" + url.QueryEscape(value)
}

// deskSupplement asks what is to be completed, filled in from what was noted and what is missing.
func (s *Server) deskSupplement(c echo.Context) error {
	return s.askReasons(c, judging.NominationSupplement)
}

// deskIneligible asks why a dossier is not eligible.
func (s *Server) deskIneligible(c echo.Context) error {
	return s.askReasons(c, judging.NominationIneligible)
}

func (s *Server) askReasons(c echo.Context, verdict judging.NominationState) error {
	x, err := s.dossierScene(c, readDeskQuery(c.QueryParams()))
	if err != nil {
		return err
	}
	p := x.verdictPage(verdict)
	p.Reasons = s.reasons(c, x, verdict)
	p.Due = i18n.TypedDate(i18n.Today(x.now.AddDate(0, 0, supplementDays)))
	return s.page(c, http.StatusOK, p)
}

func (d dossierScene) verdictPage(verdict judging.NominationState) templates.DeskVerdict {
	return templates.DeskVerdict{Shell: d.shell, Edition: d.line, Nav: d.nav, Verdict: string(verdict), Version: d.Version,
		Action: d.at() + "/" + string(verdict), From: d.from.String(), Code: d.Code, Product: d.Product, Producer: d.Producer.Name,
		Contact: templates.Contact{Name: d.Producer.Representative, Phone: localPhone(d.Producer.Phone)},
		Back:    templates.Link{Text: d.say("back_dossier", "code", d.Code), URL: d.at() + d.from.String()}}
}

// reasons are the boxes of a verdict: for a supplement one for each paper that is not in order and one for the
// whole, which names what is missing.
func (s *Server) reasons(c echo.Context, x dossierScene, verdict judging.NominationState) []templates.DeskReason {
	if verdict != judging.NominationSupplement {
		return []templates.DeskReason{{ID: "reason_0", Label: x.say("reason")}}
	}
	var list []templates.DeskReason
	for _, d := range x.docs {
		if k := x.checks[d.N]; k.Outcome == judging.CheckBad {
			list = append(list, templates.DeskReason{ID: "reason_" + strconv.Itoa(d.N), Document: d.N, Text: k.Note,
				Label: x.say("paper_n", "what", s.paperWord(c, x.pack, d.Kind), "n", d.N)})
		}
	}
	var lines []string
	for _, g := range x.Missing {
		lines = append(lines, x.say("please_add", "what", lowerFirst(s.paperWord(c, x.pack, g.Kind)), "have", g.Have, "need", g.Need))
	}
	for _, f := range x.Fields {
		lines = append(lines, x.say("please_fill", "what", lowerFirst(s.messages(c)("field_name", f, nil))))
	}
	return append(list, templates.DeskReason{ID: "reason_0", Label: x.say("whole"), Hint: x.say("whole_hint"), Text: strings.Join(lines, "\n")})
}

// deskSupplementSend shows the letter of a request, takes it back to be changed, or sends it.
func (s *Server) deskSupplementSend(c echo.Context) error {
	return s.takeReasons(c, judging.NominationSupplement)
}

// deskIneligibleSend does the same with a verdict of not eligible.
func (s *Server) deskIneligibleSend(c echo.Context) error {
	return s.takeReasons(c, judging.NominationIneligible)
}

func (s *Server) takeReasons(c echo.Context, verdict judging.NominationState) error {
	form, from, err := s.deskForm(c)
	if err != nil {
		return err
	}
	x, err := s.dossierScene(c, from)
	if err != nil {
		return err
	}
	p := x.verdictPage(verdict)
	p.Due, p.Reasons = form.Get("due"), s.reasons(c, x, verdict)
	in, err := readReasons(form, &p, x.today())
	if err == nil && form.Get("act") == "send" {
		err = s.once(c, form, func() (string, error) { return s.screen(c, x, form, in) })
		if err == nil {
			return nil
		}
	}
	if faults := s.bulkFaults(c, err); faults != nil {
		for i := range faults {
			if faults[i].Field == "text" {
				faults[i].Field = "reason_0"
			}
		}
		p.Faults = faults
		return s.page(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return s.refusedOnDossier(c, from, err)
	}
	if form.Get("act") != "edit" {
		p.Letter = s.verdictLetter(x, in)
	}
	return s.page(c, http.StatusOK, p)
}

// readReasons reads the boxes of a verdict into the page that shows them again; empty boxes are left out. A day
// before today is told at once, not after its letter was read.
func readReasons(form url.Values, p *templates.DeskVerdict, today string) (judging.ScreenInput, error) {
	in := judging.ScreenInput{Verdict: judging.NominationState(p.Verdict)}
	for i, r := range p.Reasons {
		p.Reasons[i].Text = form.Get(r.ID)
		if text := strings.TrimSpace(form.Get(r.ID)); text != "" {
			in.Reasons = append(in.Reasons, judging.VerdictReason{Document: r.Document, Code: "secretariat", Text: text})
		}
	}
	var faults fault.Fields
	if in.Verdict == judging.NominationSupplement {
		due, err := readDue(p.Due)
		faults.Merge(err)
		if in.Due = due; due != "" && due < today {
			faults.Add("due", "desk_due_past")
		}
	}
	if len(in.Reasons) == 0 {
		faults.Add("reason_0", "reason_required")
	}
	return in, faults.Err()
}

// verdictLetter is the letter as the program will word it, in Vietnamese as it is sent.
func (s *Server) verdictLetter(x dossierScene, in judging.ScreenInput) *templates.DeskLetter {
	v := judging.Verdict{Verdict: in.Verdict, Reasons: in.Reasons, Due: in.Due}
	m := judging.VerdictLetter(x.edition, x.Nomination, v)
	args := map[string]any{"link": s.BaseURL + m.LinkPath}
	for name, value := range m.Args {
		args[name] = value
	}
	return &templates.DeskLetter{To: x.Producer.Email, Subject: s.Translate(i18n.Vietnamese, "mail."+m.Letter+".subject", args),
		Body: s.Translate(i18n.Vietnamese, "mail."+m.Letter+".body", args)}
}
