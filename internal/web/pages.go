package web

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// pageRoutes is every page and what pages are made of.
func (s *Server) pageRoutes() []route {
	all := []route{
		{get, "/", open, s.showHome},
		{get, "/v", open, s.showLookup},
		{get, "/v/:code", open, s.showVerify},
		{get, "/v/:code/photo", open, s.showPhoto},
		{post, "/v/check", open, s.checkFile},
		{get, "/v/:code/report", open, s.showReport},
		{post, "/v/:code/report", open, s.sendReport},
		{get, "/products", open, s.showProducts},
		{get, "/editions/:slug", open, s.showResults},
		{get, "/ledger", open, s.showLedger},
		{get, "/help", open, s.showHelp},
		{get, "/help/:topic", open, s.showHelp},
		{get, "/help/pictures/:lang/:file", unasked, s.showHelpPicture},

		{get, "/login", open, s.showLogin},
		{post, "/login", open, s.login},
		{post, "/logout", open, s.logout},
		{get, "/setup", open, s.showSetup},
		{get, "/setup/:token", open, s.showSetup},
		{post, "/setup", open, s.setUp},
		{get, "/invitation", open, s.showInvitation},
		{get, "/invitation/:token", open, s.showInvitation},
		{post, "/invitation", open, s.acceptInvitation},

		{get, "/account", signedIn, s.showAccount},
		{post, "/account/password", signedIn, s.changePassword},
		{post, "/account/sessions/:id/end", signedIn, s.endSession},
		{post, "/account/sessions/end-others", signedIn, s.endOtherSessions},
		{post, "/account/tokens", signedIn, s.makeToken},
		{post, "/account/tokens/:id/revoke", signedIn, s.revokeToken},

		{get, "/assets/*", unasked, s.showAsset},
		{get, "/favicon.ico", unasked, s.showFavicon},
	}
	return slices.Concat(all, s.publicRoutes(), s.peopleRoutes(), s.producerRoutes(), s.deskRoutes(), s.deskPaperRoutes(), s.officeRoutes(), s.judgeRoutes(), s.visitRoutes(), s.calibrationRoutes(), s.appRoutes(), s.councilRoutes(), s.revocationRoutes(), s.adminRoutes(), s.offlineRoutes())
}

// page writes a page in the reader's language.
func (s *Server) page(c echo.Context, status int, p templates.Page) error {
	var buf bytes.Buffer
	if err := s.Pages.Render(&buf, s.lang(c), p); err != nil {
		return err
	}
	s.remember(c)
	return s.sendHTML(c, status, buf.Bytes())
}

// shell is the frame of a page.
func (s *Server) shell(c echo.Context, section string) (sh templates.Shell, err error) {
	sh = templates.Shell{
		Address: c.Request().URL.RequestURI(), Section: section, CarryLanguage: cookieless(c), Demo: s.Demo,
	}
	if strings.HasPrefix(sh.Address, "/invitation") || strings.HasPrefix(sh.Address, "/setup") {
		sh.Address, _, _ = strings.Cut(sh.Address, "?")
	}
	if c.Request().Host != s.host {
		sh.BaseURLNote = s.BaseURL
	}
	sh.Notice = s.notice(c)
	sh.Once = onceValue(c)
	if s.Organiser != nil {
		o, err := s.ourOffice.get(c.Request().Context(), s, s.Organiser)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return sh, err
		}
		sh.Organiser, sh.Programme = o.Name, o.Programme
		sh.Help = templates.Contact{Name: o.Name, Phone: o.Phone, Email: o.Email, Hours: o.Hours}
	}
	if who(c).SignedIn() {
		worn, err := s.editionHats(c.Request().Context(), who(c))
		if err != nil {
			return sh, err
		}
		sh.Viewer = &templates.Viewer{Name: who(c).User.Name, Key: who(c).User.ID, Places: placesOf(worn, who(c)), Audits: audits(worn)}
	}
	return sh, nil
}

// placeHats are the hats that open each place, in the order of the navigation.
var placeHats = []struct {
	place string
	hats  []accounts.Hat
}{
	{"nominations", []accounts.Hat{accounts.HatUser}},
	{"desk", []accounts.Hat{accounts.HatSecretariat}},
	{"judge", []accounts.Hat{accounts.HatJury}},
	{"council", []accounts.Hat{accounts.HatCouncil, accounts.HatAuditor}},
	{"admin", []accounts.Hat{accounts.HatAdministrator}},
}

// places are the sections that the caller may open.
func (s *Server) places(ctx context.Context, actor accounts.Actor) ([]string, error) {
	worn, err := s.editionHats(ctx, actor)
	if err != nil {
		return nil, err
	}
	return placesOf(worn, actor), nil
}

// audits reports whether somebody reads the council's pages as an auditor, being of no council.
func audits(worn []editionHat) bool {
	sits := func(hat accounts.Hat) bool {
		return slices.ContainsFunc(worn, func(e editionHat) bool { return slices.Contains(e.hats, hat) })
	}
	return sits(accounts.HatAuditor) && !sits(accounts.HatCouncil)
}

func placesOf(worn []editionHat, actor accounts.Actor) []string {
	var places []string
	if actor.Only != "" {
		return []string{"judge"}
	}
	for _, p := range placeHats {
		ok := p.place == "nominations" || p.place == "admin" && actor.User.Administrator
		for _, e := range worn {
			ok = ok || wears(e.hats, p.hats)
		}
		if ok {
			places = append(places, p.place)
		}
	}
	return places
}

func wears(worn, wanted []accounts.Hat) bool {
	return slices.ContainsFunc(wanted, func(h accounts.Hat) bool { return slices.Contains(worn, h) })
}

// editionHat is an edition with what the caller is in it.
type editionHat struct {
	judging.Edition
	hats []accounts.Hat
}

func (s *Server) editionHats(ctx context.Context, actor accounts.Actor) ([]editionHat, error) {
	editions, err := s.Judging.Editions(ctx, actor)
	if err != nil {
		return nil, err
	}
	list := make([]editionHat, 0, len(editions))
	for _, e := range editions {
		hats, err := s.Judging.Hats(ctx, actor, e.Slug)
		if err != nil {
			return nil, err
		}
		list = append(list, editionHat{e, hats})
	}
	return list, nil
}

// editionLine shows an edition in lists and heads of pages.
func (s *Server) editionLine(c echo.Context, e judging.Edition) templates.EditionLine {
	name := e.Name
	if s.lang(c) == "en" && e.NameEN != "" {
		name = e.NameEN
	}
	line := templates.EditionLine{Name: name, Slug: e.Slug, Year: e.Year, State: string(e.State)}
	if slices.Contains([]string{"commune", "province", "region", "nation"}, e.Level) {
		line.Level = e.Level
	}
	line.FilingUntil = e.FilingUntil
	return line
}

// formFaults shows the faults of a form in the reader's language; nil for any other error.
func (s *Server) formFaults(c echo.Context, err error) templates.FormFaults {
	f, status := asFault(err)
	t := s.messages(c)
	if status == http.StatusUnprocessableEntity && len(f.Fields) > 0 {
		var list templates.FormFaults
		for _, x := range f.Fields {
			list = append(list, templates.FormFault{Field: x.Field, Message: t("field", x.Code, x.Args)})
		}
		return list
	}
	if f.Code == "invalid_credentials" || status == http.StatusTooManyRequests {
		return templates.FormFaults{{Message: t("fault", f.Code, f.Args)}}
	}
	return nil
}

// errorPage is the page of a failed request; people who are not signed in are led to the sign-in.
func (s *Server) errorPage(c echo.Context, f *fault.Fault, status int) error {
	if status == http.StatusUnauthorized && c.Request().Method == get {
		return c.Redirect(http.StatusSeeOther, "/login?next="+escapeQuery(c.Request().URL.RequestURI()))
	}
	if status == http.StatusUnauthorized && c.Request().Method == post {
		return s.keepTyped(c)
	}
	sh, err := s.shell(c, "")
	if err != nil {
		s.Log.Warn("frame of an error page", "id", requestID(c), "error", err.Error())
		sh = templates.Shell{Address: c.Request().URL.RequestURI(), CarryLanguage: cookieless(c)}
	}
	p := templates.Error{Shell: sh, Status: status, RequestID: requestID(c), RetryAfter: retryAfter(f, status)}
	if !slices.Contains(saidByThePage, f.Code) {
		p.Detail = s.messages(c)("fault", f.Code, f.Args)
	}
	if id := who(c); id.Only != "" && status == http.StatusNotFound && strings.HasPrefix(c.Request().URL.Path, "/judge/") {
		p.Detail, p.LoginURL = s.otherEdition(c, id.Only), "/login"
	}
	switch asked := c.Request().Method == get || c.Request().Method == http.MethodHead; {
	case !asked:
		p.Shell.Address, p.BackURL = "/", s.comingFrom(c)
	case status >= http.StatusInternalServerError || status == http.StatusTooManyRequests:
		p.AgainURL = c.Request().URL.RequestURI()
	}
	if status == http.StatusTooManyRequests && p.AgainURL != "" {
		return s.refusedCode(c, p)
	}
	return s.page(c, status, p)
}

// otherEdition says for which edition alone the caller's session is.
func (s *Server) otherEdition(c echo.Context, only string) string {
	e, err := s.Judging.EditionBySlug(c.Request().Context(), who(c), s.slugOf(c, only))
	if err != nil {
		return s.messages(c)("fault", "judge_session", nil)
	}
	return s.messages(c)("page.say.judge_slips", "other_edition", fault.MakeArgs("edition", e.Name))
}

// saidByThePage are faults that the error page's own words tell already.
var saidByThePage = []string{"internal", "not_found", "page_not_found", "method_not_allowed", "unauthorised"}
