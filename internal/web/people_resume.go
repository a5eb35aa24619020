package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// maxLogin is the longest form of a sign-in, in bytes: it may carry another form of maxForm bytes, whose
// escapes are escaped again.
const maxLogin = 4 * maxForm

// neverKept reports whether a field holds what nobody may carry through a page.
func neverKept(name string) bool {
	return strings.Contains(name, "password") || name == "current" || name == "repeat" || name == "csrf"
}

// keepTyped answers a form that came from somebody no longer signed in: the sign-in, which carries what was
// typed along. Nothing of it is stored. A file cannot be carried; its form is led back to.
func (s *Server) keepTyped(c echo.Context) error {
	p := templates.Login{Kept: s.readKept(c)}
	if p.Kept.Path == "" {
		p.Next = s.comingFrom(c)
	}
	return s.loginPage(c, http.StatusUnauthorized, p)
}

func (s *Server) readKept(c echo.Context) templates.Kept {
	r := c.Request()
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if kind == echo.MIMEMultipartForm {
		return templates.Kept{Lost: "file"}
	}
	path := localAddress(r.URL.RequestURI())
	if kind != echo.MIMEApplicationForm || !s.resumable(path) {
		return templates.Kept{}
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxForm+1))
	if err != nil && !errors.Is(err, io.EOF) || len(body) > maxForm {
		return templates.Kept{Lost: "long"}
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return templates.Kept{}
	}
	for name := range form {
		if neverKept(name) {
			delete(form, name)
		}
	}
	return templates.Kept{Path: path, Body: form.Encode()}
}

// comingFrom is the page of this site that a form was on, or "".
func (s *Server) comingFrom(c echo.Context) string {
	u, err := url.Parse(c.Request().Referer())
	if err != nil || u.Host != c.Request().Host {
		return ""
	}
	return localAddress(u.RequestURI())
}

// resumable reports whether an address takes forms of people who are signed in: nothing else is sent on, no
// call of the API, no sign-out, and nothing that gives somebody power or a way into an account: whoever signs in
// at a browser that another has used must not be made to send that.
func (s *Server) resumable(address string) bool {
	u, err := url.Parse(address)
	if err != nil || address == "" {
		return false
	}
	return slices.ContainsFunc(s.routes(), func(r route) bool {
		return r.method == post && !strings.HasPrefix(r.pattern, apiRoot) && !r.public() && !r.empowers() && fits(r.pattern, u.Path)
	})
}

// empowers reports whether a form gives somebody a right, an account or a way into one.
func (r route) empowers() bool {
	return strings.HasPrefix(r.pattern, "/account/") ||
		slices.Contains([]accounts.Right{accounts.ManagePeople, accounts.NameMembers, accounts.HandOutSlips}, r.right)
}

// fits reports whether a path is one of a pattern's.
func fits(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i, part := range want {
		if part != got[i] && (!strings.HasPrefix(part, ":") || got[i] == "") {
			return false
		}
	}
	return true
}

// typedKept is the kept form of a sign-in; one that was bent on the way counts as none.
func (s *Server) typedKept(form url.Values) templates.Kept {
	k := templates.Kept{Path: localAddress(form.Get("keep_path")), Body: form.Get("keep_body")}
	if _, err := url.ParseQuery(k.Body); err != nil || len(k.Body) > maxForm || !s.resumable(k.Path) {
		return templates.Kept{}
	}
	return k
}

// unread are fields of forms that say nothing to people: buttons, ticks, ids and what pages hand each other.
var unread = []string{onceField, "version", "seen", "from", "back", "csrf", "act", "step", "go", "n", "pick", "take", "conflict",
	"edition", "like", "kept", "place", "outcome", "state", "sure", "agree", "none", "incomplete", "leave_open", "partial", "check", "pass"}

// typedLabels are the labels of fields whose names the API does not share, as their own pages have them.
var typedLabels = map[string]string{
	"programme": "page.people.office", "hours": "page.people.office", "text": "page.desk.bulk", "note": "page.desk.dossier",
	"pasted": "page.desk.import", "pass_mark": "page.admin.rules", "deadline_reason": "page.admin.edition", "time": "page.admin.edition",
}

// typedLabel is what a field is called before people, never its own name.
func (s *Server) typedLabel(c echo.Context, name string) string {
	t := s.messages(c)
	if label := t("field_name", name, nil); label != "field_name."+name {
		return label
	}
	if page, known := typedLabels[name]; known {
		return t(page, name, nil)
	}
	if code, ok := strings.CutPrefix(name, markField); ok {
		return t("page.say.people_resume", "mark", fault.MakeArgs("Code", code))
	}
	if vote, ok := strings.CutPrefix(name, "votes_"); ok {
		return t("field_name", "votes."+vote, nil)
	}
	if strings.HasPrefix(name, "prize_") {
		return t("page.council.form", "prize", nil)
	}
	if strings.HasPrefix(name, "reason") || name == "back_reason" {
		return t("field_name", "reason", nil)
	}
	return t("page.say.people_resume", "unnamed", nil)
}

// typedRows are kept fields as people read them.
func (s *Server) typedRows(c echo.Context, fields []templates.HiddenField) (rows []templates.SummaryRow) {
	for _, f := range fields {
		if slices.Contains(unread, f.Name) || strings.TrimSpace(f.Value) == "" {
			continue
		}
		rows = append(rows, templates.SummaryRow{Label: s.typedLabel(c, f.Name), Lines: strings.Split(f.Value, "\n")})
	}
	return rows
}

// resumePage shows whoever has just signed in the button that sends the kept form on.
func (s *Server) resumePage(c echo.Context, token string, k templates.Kept) error {
	actor, session, err := s.Accounts.BySession(c.Request().Context(), token)
	if err != nil {
		return err
	}
	c.Set(keyCaller, identity{Actor: actor, session: session})
	values, err := url.ParseQuery(k.Body)
	if err != nil {
		return fault.New(fault.Malformed, "body_unreadable")
	}
	p := templates.PeopleResume{Action: k.Path, Name: actor.User.Name}
	if p.Shell, err = s.shell(c, ""); err != nil {
		return err
	}
	p.Shell.Address = "/account"
	if p.Home, err = s.ownPlace(c, actor); err != nil {
		return err
	}
	for name, list := range values {
		if neverKept(name) {
			continue
		}
		for _, v := range list {
			p.Fields = append(p.Fields, templates.HiddenField{Name: name, Value: v})
		}
	}
	slices.SortStableFunc(p.Fields, func(a, b templates.HiddenField) int { return strings.Compare(a.Name, b.Name) })
	p.Typed = s.typedRows(c, p.Fields)
	return s.page(c, http.StatusOK, p)
}
