package web

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

// certificateStates are what certificates can be worth, in the order shown.
var certificateStates = []certificates.Status{
	certificates.Valid, certificates.Suspended, certificates.Expired, certificates.Revoked, certificates.Superseded,
}

// registerQuery is what the register is narrowed to.
type registerQuery struct{ text, status, group, place string }

func readRegisterQuery(v url.Values) registerQuery {
	return registerQuery{strings.TrimSpace(v.Get("q")), v.Get("status"), v.Get("group"), v.Get("place")}
}

// address is the register narrowed so, at a page of it.
func (q registerQuery) address(base string, page int) string {
	v := url.Values{}
	for name, value := range map[string]string{"q": q.text, "status": q.status, "group": q.group, "place": q.place} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	if len(v) == 0 {
		return base
	}
	return base + "?" + v.Encode()
}

// register are the lines of the edition's register that fit a query, and how many of each status fit its rest.
func (s *Server) register(c echo.Context, slug string, q registerQuery) (list []certificates.Line, counts map[certificates.Status]int, err error) {
	all, _, err := s.Certificates.Register(c.Request().Context(), who(c), slug, certificates.Query{Text: q.text, Group: q.group})
	if err != nil {
		return nil, nil, err
	}
	counts = map[certificates.Status]int{}
	for _, l := range all {
		if q.place != "" && certificates.PlaceKey(l.Address) != q.place {
			continue
		}
		counts[l.Status]++
		if q.status == "" || string(l.Status) == q.status {
			list = append(list, l)
		}
	}
	return list, counts, nil
}

// communes are the places that certificates print, each once, in Vietnamese order.
func communes(all []certificates.Line) (list []templates.Option) {
	seen := map[string]bool{}
	for _, l := range all {
		if key := certificates.PlaceKey(l.Address); key != "" && !seen[key] {
			seen[key] = true
			list = append(list, templates.Option{Value: key, Label: l.Address})
		}
	}
	slices.SortFunc(list, func(a, b templates.Option) int { return bytes.Compare(i18n.SortKey(a.Label), i18n.SortKey(b.Label)) })
	return list
}

// officeRegister shows the register of the edition's certificates.
func (s *Server) officeRegister(c echo.Context) error {
	o, err := s.office(c, "certificates")
	if err != nil {
		return err
	}
	q := readRegisterQuery(c.QueryParams())
	lines, counts, err := s.register(c, o.edition.Slug, q)
	if err != nil {
		return err
	}
	base := o.base() + "/certificates"
	p := templates.OfficeRegister{Shell: o.shell, Edition: o.line, Nav: o.nav, Query: q.text, Status: q.status, Group: q.group,
		Asked: q != registerQuery{}}
	if err := s.registerHead(c, o, &p); err != nil {
		return err
	}
	if err := s.publicWord(c, o, &p); err != nil {
		return err
	}
	p.Tiles = o.registerTiles(s, c, counts, q)
	p.Statuses = []templates.Option{{Label: o.tell("any_status")}}
	for _, x := range certificateStates {
		p.Statuses = append(p.Statuses, templates.Option{Value: string(x), Label: s.messages(c)("page.status", string(x), nil)})
	}
	p.Groups = []templates.Option{{Label: o.say("any_group")}}
	for _, g := range o.pack.ProductGroups {
		p.Groups = append(p.Groups, templates.Option{Value: g.Code, Label: g.Code + " · " + g.Name.In(o.lang)})
	}
	shown, paging := cut(lines, c.QueryParam("page"), func(n int) string { return q.address(base, n) })
	p.Paging = paging
	for _, l := range shown {
		p.Rows = append(p.Rows, o.registerLine(l))
	}
	if len(lines) > 0 {
		p.ZIPURL = q.address(base+"/files.zip", 0)
		if s.Bind != nil {
			p.PrintURL = q.address(base+"/print.pdf", 0)
		}
	}
	if s.Papers != nil && len(lines) > 0 {
		p.RegisterURL = q.address(base+"/export.pdf", 0)
	}
	if s.Tables != nil {
		p.XLSXURL, p.CSVURL = q.address(base+"/export.xlsx", 0), q.address(base+"/export.csv", 0)
	}
	return s.page(c, http.StatusOK, p)
}

// cut is the page asked for of a whole list; a page beyond the last one is the last.
func cut[T any](list []T, asked string, address func(page int) string) ([]T, templates.Paging) {
	last := max(1, (len(list)+defaultLimit-1)/defaultLimit)
	n, err := strconv.Atoi(asked)
	if err != nil {
		n = 1
	}
	n = min(max(n, 1), last)
	start, end := (n-1)*defaultLimit, min(n*defaultLimit, len(list))
	p := templates.Paging{From: min(start+1, len(list)), To: end, Total: len(list)}
	if n > 1 {
		p.PrevURL = address(n - 1)
	}
	if n < last {
		p.NextURL = address(n + 1)
	}
	return list[start:end], p
}

// registerHead says how much is issued, what is missing and what is under way.
func (s *Server) registerHead(c echo.Context, o officeScene, p *templates.OfficeRegister) error {
	ctx, slug := c.Request().Context(), o.edition.Slug
	missing, err := s.Certificates.Unissued(ctx, who(c), slug)
	if err != nil {
		return err
	}
	whole, _, err := s.register(c, slug, registerQuery{})
	if err != nil {
		return err
	}
	p.Place, p.Places = c.QueryParam("place"), append([]templates.Option{{Label: o.tell("any_place")}}, communes(whole)...)
	under, err := s.Jobs.OpenJobs(ctx, certificates.BatchJob, o.edition.ID)
	if err != nil {
		return err
	}
	for _, j := range under {
		job := templates.OfficeJobUnderWay{URL: o.base() + "/certificates/jobs/" + j.ID,
			Progress: templates.Progress{Label: o.tell("running"), Done: j.Done, Total: j.Total, JobURL: apiRoot + "/jobs/" + j.ID}}
		if j.Resting() {
			job.Progress.Label, job.Progress.JobURL = o.tell("job_paused"), ""
		}
		p.Jobs = append(p.Jobs, job)
	}
	decisions, err := s.Judging.Decisions(ctx, who(c), slug)
	if err != nil {
		return err
	}
	p.LookURL = o.base() + "/certificates/look"
	if o.head && missing > 0 {
		p.IssueURL = o.base() + "/certificates/issue"
	}
	if o.head && len(whole) > 0 {
		p.SigningURL = o.base() + "/certificates/signing"
	}
	if !o.head {
		p.Hint = o.tell("head_issues")
	}
	if p.Waiting, err = s.registerWaiting(c, o); err != nil {
		return err
	}
	o.registerLead(p, len(whole), missing, len(decisions) > 0)
	return nil
}

func (o officeScene) registerLead(p *templates.OfficeRegister, issued, missing int, decided bool) {
	switch {
	case issued == 0:
		p.Lead = o.tell("lead_none")
	case missing > 0:
		p.Lead = o.tell("lead_some", "count", issued) + " · " + o.tell("lead_missing", "count", missing)
	default:
		p.Lead = o.tell("lead_some", "count", issued) + " · " + o.tell("lead_whole")
	}
	switch {
	case p.Asked:
		p.None = templates.Empty{Icon: "search", Title: o.tell("none_found"), Text: o.tell("none_found_do"),
			Action: templates.Link{Text: o.say("clear"), URL: o.base() + "/certificates"}}
	case !decided:
		p.None = templates.Empty{Icon: "award", Title: o.tell("none"), Text: o.tell("none_do"),
			Action: templates.Link{Text: o.tell("see_decision"), URL: o.base() + "/decision"}}
	default:
		p.None = templates.Empty{Icon: "award", Title: o.tell("none")}
		if o.head {
			p.None.Text = o.tell("none_can")
		}
	}
}

// registerTiles count the certificates by what they are worth; only what there is, is shown.
func (o officeScene) registerTiles(s *Server, c echo.Context, counts map[certificates.Status]int, q registerQuery) []templates.DeskTile {
	var tiles []templates.DeskTile
	for _, x := range certificateStates {
		if counts[x] == 0 {
			continue
		}
		to := q
		to.status = string(x)
		if q.status == to.status {
			to.status = ""
		}
		tiles = append(tiles, templates.DeskTile{Label: s.messages(c)("page.status", string(x), nil), Count: counts[x],
			URL: to.address(o.base()+"/certificates", 0), Current: q.status == string(x)})
	}
	return tiles
}

func (o officeScene) registerLine(l certificates.Line) templates.OfficeCertificateLine {
	lower := lowerCode(l.Code)
	return templates.OfficeCertificateLine{Number: l.Number, Code: l.Code, URL: o.base() + "/certificates/" + lower, Product: l.Product,
		Producer: l.Producer, Status: string(l.Status), IssuedOn: day(l.IssuedOn), ValidUntil: day(l.ValidUntil),
		PDFURL: apiRoot + "/certificates/" + lower + "/pdf", VerifyURL: "/v/" + lower}
}
