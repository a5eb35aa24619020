package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// personForm is somebody who is named for a seat.
type personForm struct {
	Email    string `json:"email"`
	Name     string `json:"name"`
	Title    string `json:"title"`
	Employer string `json:"employer"`
	Role     string `json:"role"`
	Address  string `json:"address"`
	TaxCode  string `json:"tax_code"`
}

// member is the new member, in no body yet.
func (f personForm) member() judging.NewMember {
	return judging.NewMember{Email: f.Email, Name: f.Name, Title: f.Title, Employer: f.Employer, Role: accounts.Role(f.Role),
		Address: f.Address, TaxCode: f.TaxCode}
}

type memberForm struct {
	personForm
	Body     string `json:"body"`
	Replaces string `json:"replaces"`
}

type memberJSON struct {
	ID       string        `json:"id"`
	User     string        `json:"user"`
	Email    string        `json:"email"`
	Name     string        `json:"name"`
	Title    string        `json:"title"`
	Employer string        `json:"employer"`
	Body     accounts.Body `json:"body"`
	Role     accounts.Role `json:"role"`
	Created  time.Time     `json:"created_at"`
	Replaces *string       `json:"replaces"`
}

func viewMember(v judging.SeatView) memberJSON {
	return memberJSON{
		ID: v.ID, User: v.User, Email: v.Person.Email, Name: v.Person.Name, Title: v.Title,
		Employer: v.Employer, Body: v.Body, Role: v.Role, Created: v.Created.UTC(), Replaces: optional(v.Replaces),
	}
}

func (s *Server) listMembers(c echo.Context) error {
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	all, err := s.Judging.Members(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	items, next := pageOf(all, p, func(v judging.SeatView) string { return v.ID })
	return replyList(c, items, next, viewMember)
}

func (s *Server) addMember(c echo.Context) error {
	var f memberForm
	if err := decode(c, &f); err != nil {
		return err
	}
	in := f.member()
	in.Body, in.Replaces = accounts.Body(f.Body), f.Replaces
	v, err := s.Judging.AddMember(c.Request().Context(), who(c), c.Param("slug"), in)
	if err != nil {
		return err
	}
	return reply(c, http.StatusCreated, viewMember(v))
}

type declarationForm struct {
	Conflicts []struct {
		Nomination string `json:"nomination"`
		Reason     string `json:"reason"`
	} `json:"conflicts"`
	Dismissed []struct {
		Nomination string `json:"nomination"`
		Reason     string `json:"reason"`
	} `json:"dismissed"`
}

type declarationJSON struct {
	ID        string         `json:"id"`
	At        time.Time      `json:"at"`
	Conflicts []conflictJSON `json:"conflicts"`
}

type conflictJSON struct {
	Nomination string    `json:"nomination"`
	Reason     string    `json:"reason"`
	At         time.Time `json:"at"`
}

func (s *Server) declareConflicts(c echo.Context) error {
	var f declarationForm
	if err := decode(c, &f); err != nil {
		return err
	}
	var in []judging.ConflictInput
	for _, x := range f.Conflicts {
		in = append(in, judging.ConflictInput{Nomination: x.Nomination, Reason: x.Reason})
	}
	var dismissed []judging.ConflictInput
	for _, x := range f.Dismissed {
		dismissed = append(dismissed, judging.ConflictInput{Nomination: x.Nomination, Reason: x.Reason})
	}
	v, err := s.Judging.Declare(c.Request().Context(), who(c), c.Param("slug"), in, dismissed...)
	if err != nil {
		return err
	}
	out := declarationJSON{ID: v.ID, At: v.At.UTC(), Conflicts: []conflictJSON{}}
	for _, x := range v.Conflicts {
		out.Conflicts = append(out.Conflicts, conflictJSON{x.Nomination, x.Reason, x.At.UTC()})
	}
	return reply(c, http.StatusCreated, out)
}
