package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

var (
	bodyCodes = []accounts.Body{accounts.Secretariat, accounts.Jury, accounts.Council, accounts.Audit}
	roleCodes = []accounts.Role{accounts.Head, accounts.Deputy, accounts.Member, accounts.Secretary}
)

func (s *Server) showSeats(c echo.Context) error {
	return s.seatsPage(c, http.StatusOK, templates.AdminMembers{Body: string(accounts.Jury), Role: string(accounts.Member)})
}

func (s *Server) seatsPage(c echo.Context, status int, p templates.AdminMembers) (err error) {
	slug := c.Param("slug")
	if err := s.may(c, slug, accounts.NameMembers); err != nil {
		return err
	}
	if p.Shell, err = s.shell(c, "admin"); err != nil {
		return err
	}
	e, err := s.Judging.EditionBySlug(c.Request().Context(), who(c), slug)
	if err != nil {
		return err
	}
	p.Nav, p.Edition = s.adminNav(c, slug, "members"), s.editionLine(c, e)
	seats, err := s.Judging.Members(c.Request().Context(), who(c), slug)
	if err != nil {
		return err
	}
	if p.Bodies, err = s.bodies(c, e, seats); err != nil {
		return err
	}
	p.Doubts = s.seatDoubts(c, seats)
	if err := s.sheetChoices(c, &p); err != nil {
		return err
	}
	for _, b := range bodyCodes {
		p.BodyOptions = append(p.BodyOptions, templates.Option{Value: string(b), Label: s.messages(c)("word.body", string(b), nil)})
	}
	for _, r := range roleCodes {
		p.RoleOptions = append(p.RoleOptions, templates.Option{Value: string(r), Label: s.messages(c)("word.role", string(r), nil)})
	}
	return s.page(c, status, p)
}

// What a judge who is named while a pass is open gets, beside the id of a seat whose sheets are taken over.
const (
	allSheets = "all"
	noSheets  = "none"
)

// sheetChoices asks, while a pass is open, which sheets a judge gets who is named now.
func (s *Server) sheetChoices(c echo.Context, p *templates.AdminMembers) error {
	ctx, slug := c.Request().Context(), c.Param("slug")
	passes, err := s.Judging.Passes(ctx, who(c), slug)
	if err != nil || len(passes) == 0 || !passes[len(passes)-1].Closed.IsZero() {
		return err
	}
	vacated, err := s.Judging.Vacated(ctx, who(c), slug)
	if err != nil {
		return err
	}
	t := s.messages(c)
	say := func(code string, pairs ...any) string { return t("page.say.admin", code, fault.MakeArgs(pairs...)) }
	if p.Sheets == "" {
		p.Sheets = allSheets
	}
	p.SheetOptions = []templates.Option{{Value: allSheets, Label: say("sheets_all")}}
	for _, x := range vacated {
		p.SheetOptions = append(p.SheetOptions, templates.Option{Value: x.ID, Label: say("sheets_of", "Name", x.Person.Name)})
	}
	p.SheetOptions = append(p.SheetOptions, templates.Option{Value: noSheets, Label: say("sheets_none")})
	return nil
}

// bodies are the bodies of an edition with who sits in them.
func (s *Server) bodies(c echo.Context, e judging.Edition, seats []judging.SeatView) ([]templates.AdminBody, error) {
	pack, err := s.Judging.Pack(e)
	if err != nil {
		return nil, err
	}
	t := s.messages(c)
	var list []templates.AdminBody
	for _, code := range bodyCodes {
		b := templates.AdminBody{Code: string(code), Name: t("word.body", string(code), nil)}
		b.Need = t("page.say.admin", "need_"+string(code), fault.MakeArgs("Min", pack.Jury.Min, "Quorum", pack.Council.Quorum.String()))
		for _, x := range seats {
			if x.Body == code {
				b.Seats = append(b.Seats, s.seatLine(c, e, x))
			}
		}
		list = append(list, b)
	}
	return list, nil
}

// seatDoubts says what is allowed and still worth a second look: two heads of a body, judges who also propose or who run
// the machine.
func (s *Server) seatDoubts(c echo.Context, seats []judging.SeatView) (list []string) {
	t := s.messages(c)
	heads, council := map[accounts.Body][]string{}, map[string]bool{}
	for _, x := range seats {
		if x.Role == accounts.Head {
			heads[x.Body] = append(heads[x.Body], x.Person.Name)
		}
		council[x.User] = council[x.User] || x.Body == accounts.Council
	}
	for _, body := range bodyCodes {
		if names := heads[body]; len(names) > 1 {
			list = append(list, t("page.say.admin", "two_heads", fault.MakeArgs("Body", t("word.body", string(body), nil), "Names", strings.Join(names, ", "))))
		}
	}
	for _, x := range seats {
		if x.Body != accounts.Jury || x.Role == accounts.Secretary {
			continue
		}
		if council[x.User] {
			list = append(list, t("page.say.admin", "judge_in_council", fault.MakeArgs("Name", x.Person.Name)))
		}
		if x.Person.Administrator {
			list = append(list, t("page.say.admin", "judge_administers", fault.MakeArgs("Name", x.Person.Name)))
		}
	}
	return list
}

func (s *Server) seatLine(c echo.Context, e judging.Edition, x judging.SeatView) templates.AdminSeat {
	return templates.AdminSeat{
		Name: x.Person.Name, Title: x.Title, Employer: x.Employer, Email: x.Person.Email,
		Role: s.messages(c)("word.role", string(x.Role), nil), Waiting: x.Person.PasswordHash == "",
		RemoveURL: "/admin/editions/" + e.Slug + "/members/" + x.ID + "/remove",
	}
}

func (s *Server) nameMember(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	p := templates.AdminMembers{
		Email: form.Get("email"), Name: form.Get("name"), Title: form.Get("title"), Employer: form.Get("employer"),
		Address: form.Get("address"), TaxCode: form.Get("tax_code"),
		Body: form.Get("body"), Role: form.Get("role"), Sheets: form.Get("sheets"),
	}
	in := judging.NewMember{
		Email: p.Email, Name: p.Name, Title: p.Title, Employer: p.Employer,
		Body: accounts.Body(p.Body), Role: accounts.Role(p.Role), Address: p.Address, TaxCode: p.TaxCode, NoSheets: p.Sheets == noSheets,
	}
	if in.Body == accounts.Jury && in.Role != accounts.Secretary && !in.NoSheets && p.Sheets != allSheets {
		in.Replaces = p.Sheets
	}
	err = s.once(c, form, func() (string, error) {
		seat, err := s.Judging.AddMember(c.Request().Context(), who(c), slug, in)
		done := "member_added"
		if seat.Person.PasswordHash != "" {
			done = "member_named"
		}
		return "/admin/editions/" + slug + "/members?done=" + done, err
	})
	if p.Faults = s.seatFaults(c, err, p.Body); err != nil && p.Faults != nil {
		_, status := asFault(err)
		return s.seatsPage(c, status, p)
	}
	return err
}

// seatFaults are the faults of a seat's form; a role that the body does not have is told with the ones it has.
func (s *Server) seatFaults(c echo.Context, err error, body string) templates.FormFaults {
	faults := s.conflictFaults(c, err)
	f, _ := asFault(err)
	for i := range faults {
		if faults[i].Field == "replaces" {
			faults[i].Field = "sheets"
		}
		if faults[i].Field != "role" || len(f.Fields) != len(faults) {
			continue
		}
		t := s.messages(c)
		allowed, _ := f.Fields[i].Args["allowed"].(string)
		var roles []string
		for _, role := range strings.Split(allowed, ", ") {
			roles = append(roles, t("word.role", role, nil))
		}
		faults[i].Message = t("page.say.admin", "role_of_body", fault.MakeArgs("Body", t("word.body", body, nil), "Roles", strings.Join(roles, ", ")))
	}
	return faults
}

// conflictFaults are a form's faults, where an act that the state refuses is one of the whole form.
func (s *Server) conflictFaults(c echo.Context, err error) templates.FormFaults {
	if faults := s.formFaults(c, err); faults != nil {
		return faults
	}
	f, status := asFault(err)
	if err == nil || status != http.StatusConflict {
		return nil
	}
	var faults templates.FormFaults
	for _, text := range s.gaps(c, f.Missing) {
		faults = append(faults, templates.FormFault{Message: text})
	}
	if faults == nil {
		faults = templates.FormFaults{{Message: s.messages(c)("fault", f.Code, f.Args)}}
	}
	return faults
}

func (s *Server) askSeatEnd(c echo.Context) error {
	return s.seatEndPage(c, http.StatusOK, url.Values{}, nil)
}

func (s *Server) seatEndPage(c echo.Context, status int, form url.Values, faults templates.FormFaults) error {
	slug := c.Param("slug")
	if err := s.may(c, slug, accounts.NameMembers); err != nil {
		return err
	}
	seats, err := s.Judging.Members(c.Request().Context(), who(c), slug)
	if err != nil {
		return err
	}
	for _, x := range seats {
		if x.ID == c.Param("id") {
			return s.seatEndFor(c, status, x, form, faults)
		}
	}
	return fault.New(fault.NotFound, "not_found")
}

func (s *Server) seatEndFor(c echo.Context, status int, x judging.SeatView, form url.Values, faults templates.FormFaults) error {
	sh, err := s.shell(c, "admin")
	if err != nil {
		return err
	}
	t := s.messages(c)
	say := func(code string, pairs ...any) string { return t("page.say.admin", code, fault.MakeArgs(pairs...)) }
	list := "/admin/editions/" + c.Param("slug") + "/members"
	role := t("word.body", string(x.Body), nil) + ", " + t("word.role", string(x.Role), nil)
	p := templates.AdminReason{
		Shell: sh, Back: templates.Link{Text: t("page.admin.members", "title", nil), URL: list},
		Title: say("remove_title", "Name", x.Person.Name), Lead: say("remove_lead", "Role", role), Action: list + "/" + x.ID + "/remove",
		Label: say("remove_label"), Button: say("remove_button"), Reason: form.Get("reason"), Faults: faults,
		Replace: x.Body == accounts.Jury && x.Role != accounts.Secretary, Name: form.Get("name"), Email: form.Get("email"), Role: form.Get("role"),
	}
	if p.Role == "" {
		p.Role = string(x.Role)
	}
	for _, r := range []accounts.Role{accounts.Head, accounts.Deputy, accounts.Member} {
		p.RoleOptions = append(p.RoleOptions, templates.Option{Value: string(r), Label: t("word.role", string(r), nil)})
	}
	return s.page(c, status, p)
}

func (s *Server) endSeat(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	ctx, slug, reason, done := c.Request().Context(), c.Param("slug"), form.Get("reason"), "member_removed"
	if typed(form, "name")+typed(form, "email") == "" {
		_, err = s.Judging.RemoveMember(ctx, who(c), slug, c.Param("id"), reason)
	} else {
		done = "member_replaced"
		_, _, err = s.Judging.ReplaceMember(ctx, who(c), slug, c.Param("id"), reason,
			judging.NewMember{Name: form.Get("name"), Email: form.Get("email"), Role: accounts.Role(form.Get("role"))})
	}
	if faults := s.conflictFaults(c, err); err != nil && faults != nil {
		_, status := asFault(err)
		return s.seatEndPage(c, status, form, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/admin/editions/"+slug+"/members", done)
}
