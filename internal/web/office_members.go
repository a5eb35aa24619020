package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// officeMembers shows who sits in the bodies of an edition and which conflicts were declared.
func (s *Server) officeMembers(c echo.Context) error {
	o, err := s.office(c, "members")
	if err != nil {
		return err
	}
	ctx, slug := c.Request().Context(), o.edition.Slug
	seats, err := s.Judging.Members(ctx, who(c), slug)
	if err != nil {
		return err
	}
	judges, err := s.Judging.Judges(ctx, who(c), slug)
	if err != nil {
		return err
	}
	declared := map[string]bool{}
	for _, j := range judges {
		declared[j.User] = j.Declared
	}
	p := templates.OfficeMembers{Shell: o.shell, Edition: o.line, Nav: o.nav}
	if o.head {
		p.PanelsURL = "/desk/" + slug + "/panels"
	}
	if who(c).User.Administrator {
		p.NameURL = "/admin/editions/" + slug + "/members"
	}
	people, waiting, undeclared := map[string]bool{}, map[string]bool{}, 0
	for _, code := range bodyCodes {
		body := templates.OfficeBody{Code: string(code), Name: s.messages(c)("word.body", string(code), nil)}
		for _, x := range seats {
			if x.Body != code {
				continue
			}
			people[x.User] = true
			if x.Person.PasswordHash == "" {
				waiting[x.User] = true
			}
			has, judges := declared[x.User]
			seat := s.officeSeat(c, o, x, code == accounts.Jury && judges, has)
			if seat.Declared.Kind == "warn" {
				undeclared++
			}
			body.Seats = append(body.Seats, seat)
		}
		p.Bodies = append(p.Bodies, body)
	}
	p.Line = []string{o.tell("people", "count", len(people))}
	if n := len(waiting); n > 0 {
		p.Line = append(p.Line, o.tell("invited", "count", n))
	}
	if undeclared > 0 {
		p.Line = append(p.Line, o.tell("undeclared_count", "count", undeclared))
	}
	if p.Conflicts, err = s.officeConflicts(c, o, seats); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

// officeSeat is one line of a body; of one who judges it tells whether the conflicts were declared, which counts from the
// screening on.
func (s *Server) officeSeat(c echo.Context, o officeScene, x judging.SeatView, judges, declared bool) templates.OfficeSeat {
	seat := templates.OfficeSeat{Name: x.Person.Name, Title: x.Title, Employer: x.Employer, Contact: personContact(x.Person),
		Role: s.messages(c)("word.role", string(x.Role), nil), Waiting: x.Person.PasswordHash == ""}
	early := o.edition.State == judging.Draft || o.edition.State == judging.Filing
	switch {
	case !judges || early:
	case declared:
		seat.Declared = templates.Tag{Kind: "ok", Icon: "check-lg", Text: o.tell("declared")}
	default:
		seat.Declared = templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: o.tell("undeclared")}
	}
	return seat
}

// officeConflicts are the declared conflicts with the names of judges and entries.
func (s *Server) officeConflicts(c echo.Context, o officeScene, seats []judging.SeatView) ([]templates.OfficeConflict, error) {
	ctx := c.Request().Context()
	conflicts, err := s.Judging.DeclaredConflicts(ctx, who(c), o.edition.Slug)
	if err != nil || len(conflicts) == 0 {
		return nil, err
	}
	entries, err := s.officeEntries(c, o)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, x := range seats {
		names[x.User] = x.Person.Name
	}
	var list []templates.OfficeConflict
	for _, x := range conflicts {
		n := entries[x.Nomination]
		name := names[x.Judge]
		if name == "" {
			name = s.messages(c)("page.say.council.word", "former_member", nil)
		}
		code := n.EntryCode
		if code == "" {
			code = n.Code
		}
		list = append(list, templates.OfficeConflict{Judge: name, Code: code, Product: n.Product,
			URL: o.base() + "/nominations/" + x.Nomination, Reason: x.Reason, At: x.At})
	}
	return list, nil
}

// officeEntries are the dossiers of the edition by id.
func (s *Server) officeEntries(c echo.Context, o officeScene) (map[string]judging.NominationView, error) {
	list, _, err := s.Judging.Nominations(c.Request().Context(), who(c), o.edition.Slug, judging.NominationQuery{})
	if err != nil {
		return nil, err
	}
	entries := make(map[string]judging.NominationView, len(list))
	for _, n := range list {
		entries[n.ID] = n
	}
	return entries, nil
}
