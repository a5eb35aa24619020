package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// lookRoutes are the pages on which an edition's certificates get their look.
func (s *Server) lookRoutes(register string) []route {
	at := register + "/look"
	return []route{
		{get, at, accounts.ReadLook, s.officeLook},
		{post, at, accounts.SetLook, s.officeSetLook},
		{post, at + "/specimen.pdf", accounts.ReadLook, s.officeSpecimen},
		{post, at + "/pictures", accounts.SetLook, s.officeAddPicture},
		{get, at + "/pictures/:kind", accounts.ReadLook, s.officePicture},
	}
}

// lookFields are the fields of the form in their order.
var lookFields = []string{"design", "language", "place", "authority", "signer.block", "signer.title", "signer.name", "file-emblem", "file-seal"}

// officeLook shows how the certificates of an edition look, with a specimen.
func (s *Server) officeLook(c echo.Context) error {
	o, err := s.office(c, "certificates")
	if err != nil {
		return err
	}
	l, err := s.Certificates.Look(c.Request().Context(), who(c), o.edition.Slug)
	if err != nil {
		return err
	}
	return s.lookPage(c, o, http.StatusOK, typedLook{Look: l, kept: l, sample: "longest"}, nil)
}

// typedLook is a look as a form says it, beside the one that is kept.
type typedLook struct {
	certificates.Look
	kept   certificates.Look
	sample string
	drop   []string // pictures that are to be taken away
	filled bool     // the form held more than pictures
}

func (s *Server) lookPage(c echo.Context, o officeScene, status int, l typedLook, faults templates.FormFaults) error {
	at := o.base() + "/certificates"
	t := s.messages(c)
	p := templates.OfficeLook{Shell: o.shell, Edition: o.line, Nav: o.nav, Back: templates.Link{Text: o.tell("back_register"), URL: at},
		Action: at + "/look", PictureAction: at + "/look/pictures", SpecimenURL: at + "/look/specimen.pdf", MaySet: o.head,
		Design: l.Design, Language: cmp.Or(l.Language, "vi"), Place: l.Place, Authority: l.Authority, SignerName: l.Signer.Name,
		SignerTitle: l.Signer.Title, SignerBlock: l.Signer.Block, Offline: l.Offline, Sample: l.sample, Drop: l.drop, Province: o.edition.Province,
		Faults: inOrder(faults, lookFields...)}
	options := func(prefix string, names ...string) (list []templates.Option) {
		for _, name := range names {
			key := strings.ReplaceAll(name, "-", "_")
			list = append(list, templates.Option{Value: name, Label: t("page.say.certlook_"+prefix, key, nil), Hint: t("page.say.certlook_"+prefix+"_hint", key, nil)})
		}
		return list
	}
	p.Designs, p.Languages = options("design", s.Look.Designs...), options("language_of", "vi", "en", "vi-en")
	p.Samples = options("sample_of", "longest", "short")
	if l.kept.Emblem != "" {
		p.EmblemURL = at + "/look/pictures/emblem"
	}
	if l.kept.Seal != "" {
		p.SealURL = at + "/look/pictures/seal"
	}
	return s.page(c, status, p)
}

// readLook is the look of a form; the pictures are those that are kept, unless the form takes them away.
func (s *Server) readLook(c echo.Context, slug string, form url.Values) (typedLook, error) {
	kept, err := s.Certificates.Look(c.Request().Context(), who(c), slug)
	l := certificates.Look{Design: form.Get("design"), Language: form.Get("language"), Place: form.Get("place"),
		Authority: form.Get("authority"), Offline: form.Get("offline") == "yes", Emblem: kept.Emblem, Seal: kept.Seal,
		Signer: certificates.Signer{Name: form.Get("signer.name"), Title: form.Get("signer.title"), Block: strings.ReplaceAll(form.Get("signer.block"), "\r", "")}}
	typed := typedLook{l, kept, cmp.Or(form.Get("sample"), "longest"), form["drop"], form.Has("design")}
	if !typed.filled {
		typed.Look = kept
	}
	if slices.Contains(typed.drop, "emblem") {
		typed.Emblem = ""
	}
	if slices.Contains(typed.drop, "seal") {
		typed.Seal = ""
	}
	return typed, err
}

// officeSetLook chooses the look of the certificates that are issued from now on.
func (s *Server) officeSetLook(c echo.Context) error {
	o, err := s.officeHead(c, "certificates")
	if err != nil {
		return err
	}
	form, whole, err := readFormBegin(c)
	if err != nil {
		return err
	}
	l, err := s.readLook(c, o.edition.Slug, form)
	if err != nil {
		return err
	}
	if !whole {
		return s.lookPage(c, o, http.StatusRequestEntityTooLarge, l, s.longForm(c))
	}
	_, err = s.Certificates.SetLook(c.Request().Context(), who(c), o.edition.Slug, l.Look)
	if faults, status := s.officeFaults(c, err); status != 0 {
		return s.lookPage(c, o, status, l, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, o.base()+"/certificates/look", "office_look")
}

// officeSpecimen draws a specimen of what the form says, kept or not.
func (s *Server) officeSpecimen(c echo.Context) error {
	o, err := s.office(c, "certificates")
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	l, err := s.readLook(c, o.edition.Slug, form)
	if err != nil {
		return err
	}
	st, err := s.Certificates.LookSample(c.Request().Context(), who(c), o.edition.Slug, l.Look, l.sample != "short")
	if err != nil {
		return err
	}
	return s.sendSpecimen(c, st, l.Offline)
}

// sendSpecimen draws a statement as a page that proves nothing.
func (s *Server) sendSpecimen(c echo.Context, st certificates.Statement, offline bool) error {
	file, err := s.Look.Specimen(st, offline)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `inline; filename="ban-mau.pdf"`)
	h.Set("Content-Security-Policy", framedPolicy)
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, pdfType, file)
}

// officePicture shows a picture of the edition's look.
func (s *Server) officePicture(c echo.Context) error {
	ctx := c.Request().Context()
	l, err := s.Certificates.Look(ctx, who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	sha := map[string]string{"emblem": l.Emblem, "seal": l.Seal}[c.Param("kind")]
	if sha == "" {
		return fault.New(fault.NotFound, "not_found")
	}
	file, err := s.Certificates.Picture(ctx, sha)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "image/png", file)
}
