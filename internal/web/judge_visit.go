package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// visitRoutes is the pages of site visits.
func (s *Server) visitRoutes() []route {
	return []route{
		{get, "/judge/:slug/visits", accounts.ReadVisits, s.judgeVisits},
		{get, "/judge/:slug/visits/entries/:id", accounts.WriteVisit, s.judgeVisitNew},
		{post, "/judge/:slug/visits/entries/:id", accounts.WriteVisit, s.judgeVisitRecord},
		{get, "/judge/:slug/visits/:id", accounts.ReadVisits, s.judgeVisit},
		{get, "/judge/:slug/visits/:id/edit", accounts.WriteVisit, s.judgeVisitEdit},
		{post, "/judge/:slug/visits/:id/edit", accounts.WriteVisit, s.judgeVisitCorrect},
		{post, "/judge/:slug/visits/:id/photos", accounts.WriteVisit, s.judgeVisitPhotos},
		{get, "/judge/:slug/visits/:id/photos/:n", accounts.ReadVisits, s.judgeVisitPhoto},
		{post, "/judge/:slug/visits/:id/photos/:n/remove", accounts.WriteVisit, s.judgeVisitPhotoRemove},
	}
}

// judgeVisits lists the notes and the entries that may be written about.
func (s *Server) judgeVisits(c echo.Context) error {
	x, err := s.workScene(c)
	if err != nil {
		return err
	}
	visits, err := s.Judging.Visits(c.Request().Context(), who(c), x.edition.Slug)
	if err != nil {
		return err
	}
	entries, err := s.Judging.VisitEntries(c.Request().Context(), who(c), x.edition.Slug)
	if err != nil {
		return err
	}
	t := s.messages(c)
	p := templates.JudgeVisits{Shell: x.shell, Edition: x.line, BackURL: x.home,
		Empty: templates.Empty{Icon: "geo-alt", Title: t("page.say.visit", "none", nil), Text: t("page.say.visit", "none_text", nil)}}
	noted := map[string]int{}
	for _, v := range visits {
		noted[v.Nomination]++
		p.Visits = append(p.Visits, s.visitCard(c, x.edition.Slug, v))
	}
	for _, e := range entries {
		p.Entries = append(p.Entries, templates.VisitEntryLine{URL: x.visits() + "/entries/" + e.Nomination, Code: e.EntryCode, Product: e.Product,
			By: strings.Join(filled(e.Producer, e.Place), " · "), Noted: noted[e.Nomination]})
	}
	return s.page(c, http.StatusOK, p)
}

// visitCard shows the latest version of a visit's note.
func (s *Server) visitCard(c echo.Context, slug string, v judging.VisitView) templates.VisitCard {
	card := s.visitVersion(c, v, v.VisitNote)
	card.URL, card.Corrected = "/judge/"+slug+"/visits/"+v.Visit, len(v.Earlier)
	for i, p := range v.Photos {
		photo := templates.VisitPhoto{N: i + 1, URL: fmt.Sprintf("%s/photos/%d", card.URL, p.N)}
		if v.MayCorrect {
			photo.RemoveURL = photo.URL + "/remove"
		}
		card.Photos = append(card.Photos, photo)
	}
	return card
}

// visitVersion shows one version of a note, without photos.
func (s *Server) visitVersion(c echo.Context, v judging.VisitView, n judging.VisitNote) templates.VisitCard {
	at := judging.VisitView{VisitNote: n, Names: v.Names}
	return templates.VisitCard{Code: v.EntryCode, Product: v.Product, HeldOn: i18n.FormatDate(s.lang(c), n.HeldOn), Place: n.Place,
		People: strings.Join(filled(append(at.MemberNames(), n.Others)...), ", "), Seen: filled(strings.Split(n.Seen, "\n")...),
		By: v.Names[n.By], At: n.At}
}

// judgeVisit shows one note with its earlier versions.
func (s *Server) judgeVisit(c echo.Context) error { return s.visitPage(c, http.StatusOK, nil) }

func (s *Server) visitPage(c echo.Context, status int, faults templates.FormFaults) error {
	x, v, err := s.visitAt(c)
	if err != nil {
		return err
	}
	p := templates.JudgeVisit{Shell: x.shell, Edition: x.line, BackURL: x.visits(), Card: s.visitCard(c, x.edition.Slug, v), Faults: faults,
		Full: len(v.Photos) >= judging.MaxVisitPhotos, MaxPhotos: judging.MaxVisitPhotos}
	if v.MayCorrect {
		p.EditURL, p.PhotoURL = p.Card.URL+"/edit", p.Card.URL+"/photos"
	}
	for _, n := range slices.Backward(v.Earlier) {
		p.Earlier = append(p.Earlier, s.visitVersion(c, v, n))
	}
	return s.page(c, status, p)
}

// visitAt is the visit in the address, of the edition in the address.
func (s *Server) visitAt(c echo.Context) (x workScene, v judging.VisitView, err error) {
	if x, err = s.workScene(c); err != nil {
		return x, v, err
	}
	if v, err = s.Judging.Visit(c.Request().Context(), who(c), c.Param("id")); err == nil && v.Edition != x.edition.ID {
		err = fault.New(fault.NotFound, "not_found")
	}
	return x, v, err
}

// judgeVisitNew is the form of a new note.
func (s *Server) judgeVisitNew(c echo.Context) error {
	return s.visitForm(c, http.StatusOK, judging.VisitView{}, url.Values{"members": {who(c).User.ID}}, nil)
}

// judgeVisitEdit is the form of a correction.
func (s *Server) judgeVisitEdit(c echo.Context) error {
	_, v, err := s.visitAt(c)
	if err != nil {
		return err
	}
	if !v.MayCorrect {
		return c.Redirect(http.StatusSeeOther, "/judge/"+c.Param("slug")+"/visits/"+v.Visit)
	}
	return s.visitForm(c, http.StatusOK, v, url.Values{"held_on": {i18n.FormatDate(s.lang(c), v.HeldOn)}, "place": {v.Place}, "members": v.Members,
		"others": {v.Others}, "seen": {v.Seen}, "version": {strconv.Itoa(v.Version)}}, nil)
}

// visitForm shows the form with what was typed; v is the note that is corrected, empty for a new one.
func (s *Server) visitForm(c echo.Context, status int, v judging.VisitView, form url.Values, faults templates.FormFaults) error {
	x, err := s.workScene(c)
	if err != nil {
		return err
	}
	p := templates.JudgeVisitForm{Shell: x.shell, Edition: x.line, Code: v.EntryCode, Product: v.Product, BackURL: x.visits(),
		Action: x.visits() + "/" + v.Visit + "/edit", HeldOn: form.Get("held_on"), Place: form.Get("place"), Others: form.Get("others"),
		Seen: form.Get("seen"), Ticked: form["members"], Faults: faults}
	if v.Visit == "" {
		n, err := s.Judging.Nomination(c.Request().Context(), who(c), c.Param("id"))
		if err != nil {
			return err
		}
		if n.Edition != x.edition.ID {
			return fault.New(fault.NotFound, "not_found")
		}
		p.Code, p.Product, p.Action = n.EntryCode, n.Product, x.visits()+"/entries/"+n.ID
	} else {
		p.Version, _ = strconv.Atoi(form.Get("version")) // what is no number is no version
	}
	members, err := s.Judging.Members(c.Request().Context(), who(c), x.edition.Slug)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.Body == accounts.Jury {
			p.Members = append(p.Members, templates.Option{Value: m.User, Label: m.Person.Name})
		}
	}
	return s.page(c, status, p)
}

// readVisit is what the form holds; a day that is no day stays as typed, for the rules to refuse.
func readVisit(form url.Values) judging.VisitInput {
	in := judging.VisitInput{HeldOn: typed(form, "held_on"), Place: form.Get("place"), Members: form["members"], Others: form.Get("others"), Seen: form.Get("seen")}
	if date, ok := i18n.ReadDate(in.HeldOn); ok {
		in.HeldOn = date
	}
	return in
}

// judgeVisitRecord keeps a new note.
func (s *Server) judgeVisitRecord(c echo.Context) error {
	form, err := readFormOf(c, 2*maxForm)
	if err != nil {
		return err
	}
	err = s.once(c, form, func() (string, error) {
		id, err := s.Judging.RecordVisit(c.Request().Context(), who(c), c.Param("id"), readVisit(form))
		return "/judge/" + c.Param("slug") + "/visits/" + id + "?done=visit_noted", err
	})
	if faults := s.refusedForm(c, err, "seen"); faults != nil {
		_, status := asFault(err)
		return s.visitForm(c, status, judging.VisitView{}, form, faults)
	}
	return err
}

// judgeVisitCorrect keeps a correction.
func (s *Server) judgeVisitCorrect(c echo.Context) error {
	form, err := readFormOf(c, 2*maxForm)
	if err != nil {
		return err
	}
	_, v, err := s.visitAt(c)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(form.Get("version")) // what is no number is no version
	err = s.Judging.CorrectVisit(c.Request().Context(), who(c), v.Visit, version, readVisit(form))
	if faults := s.refusedForm(c, err, "seen"); faults != nil {
		_, status := asFault(err)
		return s.visitForm(c, status, v, form, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/judge/"+c.Param("slug")+"/visits/"+v.Visit, "visit_corrected")
}
