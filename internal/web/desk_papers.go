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
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// dossierPapers lists the papers and picks the one that is shown: the one asked for, else the first that
// nobody has looked at.
func (s *Server) dossierPapers(c echo.Context, x dossierScene) (list []templates.DeskDocument, shown *templates.DeskDocument) {
	asked, err := strconv.Atoi(c.QueryParam("doc"))
	if err != nil {
		asked = 0
	}
	at := slices.IndexFunc(x.docs, func(d judging.Document) bool { return d.N == asked })
	if at < 0 {
		at = max(0, slices.IndexFunc(x.docs, func(d judging.Document) bool { return x.checks[d.N].Outcome == "" }))
	}
	editable := x.edition.State == judging.Filing || x.edition.State == judging.Screening
	for i, d := range x.docs {
		n := strconv.Itoa(d.N)
		p := templates.DeskDocument{N: d.N, Kind: s.paperWord(c, x.pack, d.Kind), Filename: d.Filename, At: d.Created,
			Size: s.fileSize(c, d.Size), URL: x.paperURL(d.N), FileURL: x.at() + "/documents/" + n, Current: i == at,
			SaveURL: x.at() + "/documents/" + n + "/save", Image: strings.HasPrefix(d.MediaType, "image/"), PDF: d.MediaType == "application/pdf"}
		p.FrameURL = p.FileURL + "#navpanes=0"
		k := x.checks[d.N]
		p.Tag, p.Outcome, p.Note, p.By, p.CheckedAt = x.checkTag(k.Outcome), string(k.Outcome), k.Note, k.ByName, k.At
		if editable && x.State != judging.NominationWithdrawn {
			p.CheckURL, p.RemoveURL = p.FileURL+"/check", p.FileURL+"/remove"
		}
		list = append(list, p)
	}
	if len(list) > 0 {
		shown = &list[at]
	}
	return list, shown
}

// paperWord is the short everyday name of a kind of paper, where the rules have a long one.
func (s *Server) paperWord(c echo.Context, pack *judging.Pack, kind string) string {
	word := s.messages(c)("document", kind, nil)
	if word == "document."+kind {
		return s.paperName(c, pack, kind)
	}
	first := []rune(word)
	return strings.ToUpper(string(first[:1])) + string(first[1:])
}

// paperURL is this dossier's page with one paper shown.
func (d dossierScene) paperURL(n int) string {
	u := d.at() + d.from.String()
	if strings.Contains(u, "?") {
		return u + "&doc=" + strconv.Itoa(n)
	}
	return u + "?doc=" + strconv.Itoa(n)
}

func (d deskScene) checkTag(outcome judging.CheckOutcome) templates.Tag {
	switch outcome {
	case judging.CheckOK:
		return templates.Tag{Kind: "ok", Icon: "check-lg", Text: d.say("ok")}
	case judging.CheckBad:
		return templates.Tag{Kind: "bad", Icon: "x-lg", Text: d.say("not_ok")}
	}
	return templates.Tag{Text: d.say("unchecked")}
}

// fileSize is a number of bytes in words.
func (s *Server) fileSize(c echo.Context, n int64) string {
	switch {
	case n >= 1<<20:
		return i18n.Integer(s.lang(c), n>>20) + " MB"
	case n >= 1<<10:
		return i18n.Integer(s.lang(c), n>>10) + " KB"
	}
	return i18n.Integer(s.lang(c), n) + " B"
}

// framedPolicy lets the page beside it show a paper: a browser's own reader of PDFs works, and nothing else of
// the paper loads or runs. Papers with active content were refused when they came in.
const framedPolicy = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"

// deskFile shows a paper inside the dossier's page.
func (s *Server) deskFile(c echo.Context) error {
	d, err := s.deskPaper(c)
	if err != nil {
		return err
	}
	if !slices.Contains(readable, d.MediaType) {
		return s.sendFile(c, d.SHA256, d.MediaType, d.Filename)
	}
	f, err := s.Blobs.Open(c.Request().Context(), d.SHA256)
	if err != nil {
		return err
	}
	defer f.Close()
	h := c.Response().Header()
	h.Set("Content-Disposition", "inline")
	h.Set("Content-Security-Policy", framedPolicy)
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Cache-Control", "private, max-age=3600")
	h.Add("Vary", "Cookie")
	h.Set("Etag", strconv.Quote(d.SHA256))
	return c.Stream(http.StatusOK, d.MediaType, f)
}

// deskSaveFile sends a paper as a download.
func (s *Server) deskSaveFile(c echo.Context) error {
	d, err := s.deskPaper(c)
	if err != nil {
		return err
	}
	return s.sendFile(c, d.SHA256, d.MediaType, d.Filename)
}

// deskPaper is the paper in the address, of a dossier of the edition in the address, for its secretariat.
func (s *Server) deskPaper(c echo.Context) (judging.Document, error) {
	ctx := c.Request().Context()
	n, err := pathNumber(c)
	if err != nil {
		return judging.Document{}, err
	}
	if _, err := s.deskNomination(c); err != nil {
		return judging.Document{}, err
	}
	return s.Judging.Document(ctx, who(c), c.Param("id"), n)
}

// deskNomination is the dossier in the address, which must be of the edition in the address.
func (s *Server) deskNomination(c echo.Context) (judging.NominationView, error) {
	d, err := s.deskScene(c, "queue")
	if err != nil {
		return judging.NominationView{}, err
	}
	n, err := s.Judging.Nomination(c.Request().Context(), who(c), c.Param("id"))
	if err == nil && n.Edition != d.edition.ID {
		err = fault.New(fault.NotFound, "not_found")
	}
	return n, err
}

// deskCheck notes what was found of a paper and goes on to the next one that nobody has looked at.
func (s *Server) deskCheck(c echo.Context) error {
	form, from, err := s.deskForm(c)
	if err != nil {
		return err
	}
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	outcome := judging.CheckOutcome(form.Get("outcome"))
	err = s.Judging.CheckDocument(c.Request().Context(), who(c), c.Param("id"), n, outcome, form.Get("note"))
	if faults := s.formFaults(c, err); faults != nil {
		return s.faultyDossier(c, from, n, faults)
	}
	if err != nil {
		return err
	}
	x, err := s.dossierScene(c, from)
	if err != nil {
		return err
	}
	next := n
	for i, d := range slices.Concat(x.docs, x.docs) {
		if passed := i > slices.IndexFunc(x.docs, func(y judging.Document) bool { return y.N == n }); passed && x.checks[d.N].Outcome == "" {
			next = d.N
			break
		}
	}
	return s.done(c, x.paperURL(next)+"#papers", "desk_checked")
}

// deskForm reads a form of a dossier's page for its secretariat, and the list's query that it carries.
func (s *Server) deskForm(c echo.Context) (url.Values, deskQuery, error) {
	if _, err := s.deskNomination(c); err != nil {
		return nil, deskQuery{}, err
	}
	form, err := readForm(c)
	if err != nil {
		return nil, deskQuery{}, err
	}
	return form, deskFrom(form.Get("from")), nil
}

// faultyDossier shows the dossier's page again with the paper n and what is wrong with a form.
func (s *Server) faultyDossier(c echo.Context, from deskQuery, n int, faults templates.FormFaults) error {
	c.QueryParams().Set("doc", strconv.Itoa(n))
	return s.dossierPage(c, http.StatusUnprocessableEntity, from, faults)
}

// deskAddDocument puts a paper into the dossier.
func (s *Server) deskAddDocument(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	n, err := s.deskNomination(c)
	if err != nil {
		return err
	}
	u, err := s.readUpload(c, []string{"kind", onceField, "csrf"}, func(text map[string]string) error {
		if text["kind"] == "" {
			return required("kind")
		}
		return s.Judging.MayAddDocument(ctx, who(c), id, text["kind"])
	})
	if err == nil {
		defer u.close()
		err = s.addPaper(c, n.ID, u)
	}
	if faults := s.formFaults(c, err); faults != nil {
		return s.dossierPage(c, http.StatusUnprocessableEntity, deskQuery{}, faults)
	}
	return err
}

func (s *Server) addPaper(c echo.Context, id string, u *upload) error {
	ctx, address := c.Request().Context(), c.Request().URL.Path
	sha, size, mediaType, err := s.keep(ctx, u)
	if err != nil {
		return err
	}
	if u.text["kind"] == photoKind && !strings.HasPrefix(mediaType, "image/") {
		return fileFault("not_an_image")
	}
	return s.once(c, url.Values{onceField: {u.text[onceField]}}, func() (string, error) {
		d, err := s.Judging.AddDocument(ctx, who(c), id, judging.DocumentInput{
			Kind: u.text["kind"], SHA256: sha, MediaType: mediaType, Size: size, Filename: u.filename})
		if err != nil {
			return "", err
		}
		return strings.TrimSuffix(address, "/documents") + "?doc=" + strconv.Itoa(d.N) + "&done=desk_added#papers", nil
	})
}

// deskRemoveDocument takes a paper out of the dossier, once it was said to be sure.
func (s *Server) deskRemoveDocument(c echo.Context) error {
	form, from, err := s.deskForm(c)
	if err != nil {
		return err
	}
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	if form.Get("sure") == "" {
		return s.faultyDossier(c, from, n, s.sayFault(c, "file", "desk_sure"))
	}
	if err := s.Judging.RemoveDocument(c.Request().Context(), who(c), c.Param("id"), n); err != nil {
		return err
	}
	return s.done(c, "/desk/"+c.Param("slug")+"/nominations/"+c.Param("id")+from.String()+"#papers", "desk_removed")
}

// sayFault is one fault of a form in the reader's language.
func (s *Server) sayFault(c echo.Context, field, code string) templates.FormFaults {
	return templates.FormFaults{{Field: field, Message: s.messages(c)("field", code, nil)}}
}
