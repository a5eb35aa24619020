package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// peopleShown is how many lines one page of a list of people or slips has.
const peopleShown = 50

// skipped reads how many lines of a list come before the page asked for.
func skipped(c echo.Context) int {
	n, err := strconv.Atoi(c.QueryParam("from"))
	if err != nil || n < 0 || n > 1_000_000 {
		return 0
	}
	return n / peopleShown * peopleShown
}

// pagingAt says which part of a list is shown, its other pages by the query's "from".
func pagingAt(address string, query url.Values, skip, shown, total int) templates.Paging {
	p := templates.Paging{From: min(skip+1, total), To: skip + shown, Total: total}
	at := func(from int) string {
		q := url.Values{}
		for name := range query {
			if v := query.Get(name); v != "" {
				q.Set(name, v)
			}
		}
		if from > 0 {
			q.Set("from", strconv.Itoa(from))
		}
		if len(q) == 0 {
			return address
		}
		return address + "?" + q.Encode()
	}
	if skip > 0 {
		p.PrevURL = at(max(0, skip-peopleShown))
	}
	if skip+shown < total {
		p.NextURL = at(skip + peopleShown)
	}
	return p
}

// showSlips shows the list and the form, filled in when a dossier led here.
func (s *Server) showSlips(c echo.Context) error {
	p := templates.PeopleSlips{}
	if id := c.QueryParam("for"); id != "" {
		n, err := s.Judging.Nomination(c.Request().Context(), who(c), id)
		if err != nil {
			return err
		}
		p.Name, p.Phone = cmp.Or(n.Producer.Representative, n.Producer.Name), localPhone(n.Producer.Phone)
	}
	return s.slipsPage(c, http.StatusOK, p)
}

func (s *Server) slipsPage(c echo.Context, status int, p templates.PeopleSlips) (err error) {
	p.Query = strings.TrimSpace(c.QueryParam("q"))
	skip := skipped(c)
	list, total, err := s.Accounts.Slips(c.Request().Context(), who(c), p.Query, skip, peopleShown)
	if err != nil {
		return err
	}
	if p.Shell, err = s.shell(c, "desk"); err != nil {
		return err
	}
	t := s.messages(c)
	for _, x := range list {
		state := x.State(s.Now())
		p.Slips = append(p.Slips, templates.SlipRow{Name: x.Name, Phone: localPhone(x.Phone), By: x.MadeByName, Made: x.Created,
			Until: x.Expires, State: templates.Tag{Kind: slipTags[state], Text: t("page.say.people_slips", "state_"+state, nil)}})
	}
	p.Paging = pagingAt("/desk/slips", url.Values{"q": {p.Query}}, skip, len(list), total)
	none := "none"
	if p.Query != "" {
		none = "none_found"
	}
	p.None = templates.Empty{Icon: "key", Title: t("page.say.people_slips", none, nil), Text: t("page.say.people_slips", none+"_text", nil)}
	return s.page(c, status, p)
}

// slipTags are the colours of a slip's states.
var slipTags = map[string]string{"open": "new", "used": "ok", "replaced": "", "expired": "warn"}

// makeSlip shows the new slip in the answer itself, once. A second tap makes a newer slip, which ends the
// first: the one that is seen is the one that works.
func (s *Server) makeSlip(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	p := templates.PeopleSlips{Name: typed(form, "name"), Phone: typed(form, "phone")}
	line, code, err := s.Accounts.MakeSlip(c.Request().Context(), who(c), p.Phone, p.Name)
	if p.Faults = s.formFaults(c, err); err != nil && p.Faults != nil {
		return s.slipsPage(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	s.Log.Info("slip handed out", "id", requestID(c), "slip", line.ID, "for", line.User, "by", who(c).User.ID)
	sh, err := s.shell(c, "desk")
	if err != nil {
		return err
	}
	address := strings.TrimPrefix(s.BaseURL, "https://")
	return s.page(c, http.StatusOK, templates.PeopleSlip{Shell: sh, Name: line.Name, Phone: localPhone(line.Phone), Code: code,
		Address: address, Until: line.Expires})
}

// localPhone is a telephone number as people write it: 0912 345 678.
func localPhone(e164 string) string {
	rest, ok := strings.CutPrefix(e164, "+84")
	if !ok {
		return e164
	}
	n := "0" + rest
	if len(n) < 10 {
		return n
	}
	return n[:4] + " " + n[4:7] + " " + n[7:]
}

// maskedPhone hides the middle of a telephone number in lists: whoever needs it opens the person.
func maskedPhone(e164 string) string {
	n := localPhone(e164)
	if len(n) < 8 {
		return n
	}
	return n[:4] + " ••• " + n[len(n)-3:]
}

// officeRight refuses a page to whoever lacks a right that belongs to the office.
func (s *Server) officeRight(c echo.Context, right accounts.Right) error {
	can, err := s.Accounts.Can(c.Request().Context(), who(c), right)
	if err == nil && !can {
		return fault.New(fault.Forbidden, "forbidden")
	}
	return err
}
