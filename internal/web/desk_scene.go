package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// deskScene is what every page of one edition's desk begins with.
type deskScene struct {
	edition judging.Edition
	pack    *judging.Pack
	line    templates.EditionLine
	shell   templates.Shell
	nav     []templates.Link
	say     func(code string, pairs ...any) string
	lang    string
	now     time.Time
}

// today is the date in Vietnam, YYYY-MM-DD.
func (d deskScene) today() string { return i18n.Today(d.now) }

// base is the desk's address.
func (d deskScene) base() string { return "/desk/" + d.edition.Slug }

// deskScene opens the desk of the edition in the address for a member of its secretariat; current is the
// entry of deskNav that the page belongs to.
func (s *Server) deskScene(c echo.Context, current string) (d deskScene, err error) {
	ctx, slug := c.Request().Context(), c.Param("slug")
	if d.edition, err = s.Judging.EditionBySlug(ctx, who(c), slug); err != nil {
		return d, err
	}
	hats, err := s.Judging.Hats(ctx, who(c), slug)
	if err != nil {
		return d, err
	}
	if !slices.Contains(hats, accounts.HatSecretariat) {
		return d, fault.New(fault.Forbidden, "forbidden")
	}
	if d.pack, err = s.Judging.Pack(d.edition); err != nil {
		return d, err
	}
	if d.shell, err = s.shell(c, "desk"); err != nil {
		return d, err
	}
	d.line, d.nav, d.say = s.editionLine(c, d.edition), s.deskNav(c, d.edition, current), s.deskSay(c)
	d.lang, d.now = s.lang(c), s.Now()
	return d, nil
}

// deskSay gives the sentences that the handlers of the desk hand to its pages.
func (s *Server) deskSay(c echo.Context) func(code string, pairs ...any) string {
	t := s.messages(c)
	return func(code string, pairs ...any) string { return t("page.say.desk", code, fault.MakeArgs(pairs...)) }
}

// deskNav are the tabs of an edition's desk; current is "queue", "import", "reminders", "members", "sheets", "paper",
// "decision" or "certificates".
func (s *Server) deskNav(c echo.Context, e judging.Edition, current string) []templates.Link {
	say := s.deskSay(c)
	var links []templates.Link
	for _, name := range []string{"queue", "import", "reminders", "members", "sheets", "paper", "decision", "certificates"} {
		address := "/desk/" + e.Slug
		if name != "queue" {
			address += "/" + name
		}
		links = append(links, templates.Link{Text: say("nav_" + name), URL: address, Current: name == current})
	}
	return links
}

// deskQuery is what the list of dossiers is narrowed to and ordered by, as it stands in the address.
type deskQuery struct {
	text, state, group, commune, sort string
	page                              int
}

func readDeskQuery(v url.Values) deskQuery {
	q := deskQuery{text: strings.TrimSpace(v.Get("q")), state: v.Get("state"), group: v.Get("group"), commune: v.Get("commune"), sort: v.Get("sort")}
	if n, err := strconv.Atoi(v.Get("page")); err == nil && n > 1 && n < 10_000 {
		q.page = n
	}
	return q
}

// deskFrom reads the query of the list that a form or a link came from.
func deskFrom(from string) deskQuery {
	v, err := url.ParseQuery(strings.TrimPrefix(from, "?"))
	if err != nil || len(from) > maxQueryValue {
		return deskQuery{}
	}
	return readDeskQuery(v)
}

// String is the query as an address carries it, "" when the list is whole.
func (q deskQuery) String() string {
	v := url.Values{}
	for name, value := range map[string]string{"q": q.text, "state": q.state, "group": q.group, "commune": q.commune, "sort": q.sort} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if q.page > 1 {
		v.Set("page", strconv.Itoa(q.page))
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// asked reports whether the list is narrowed at all.
func (q deskQuery) asked() bool { return q.text+q.state+q.group+q.commune != "" }

// handedIn are the states of dossiers that the secretariat has before it.
var handedIn = []judging.NominationState{judging.NominationSubmitted, judging.NominationSupplement,
	judging.NominationEligible, judging.NominationIneligible}

// deskStates are the choices of the filter of states; "" is every dossier that was handed in.
var deskStates = []string{"", "submitted", "supplement", "overdue", "eligible", "ineligible", "asked", "draft", "withdrawn", "all"}

// nominations is the query of the service.
func (q deskQuery) nominations() judging.NominationQuery {
	n := judging.NominationQuery{Text: q.text, Group: q.group, Commune: q.commune}
	switch q.state {
	case "overdue":
		n.State, n.Overdue = judging.NominationSupplement, true
	case "", "all", "asked":
		if q.state == "" {
			n.States = handedIn
		}
	default:
		n.State = judging.NominationState(q.state)
	}
	return n
}

// stateName is a choice of the filter of states in words.
func (d deskScene) stateName(state string) string {
	switch state {
	case "":
		return d.say("handed_in")
	case "submitted":
		return d.say("new")
	case "asked":
		return d.say("with_questions")
	}
	return d.say(state)
}

// wait is how long something waits since a moment, in days of the calendar.
func (d deskScene) wait(since time.Time) string {
	if since.IsZero() {
		return "–"
	}
	if days := d.days(since); days > 0 {
		return d.say("days", "count", days)
	}
	return d.say("today")
}

func (d deskScene) days(since time.Time) int {
	from, to := since.In(i18n.VN), d.now.In(i18n.VN)
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, i18n.VN) }
	return int(day(to).Sub(day(from)) / (24 * time.Hour))
}

// date is a day given as YYYY-MM-DD in the reader's language.
func (d deskScene) date(day string) string { return i18n.FormatDate(d.lang, day) }
