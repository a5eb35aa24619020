package web

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

// officeScene is a deskScene with the words of the pages after the dossiers, and whether the caller is the head,
// who records decisions and issues certificates.
type officeScene struct {
	deskScene
	tell func(code string, pairs ...any) string
	head bool
}

// office opens the desk of the edition in the address.
func (s *Server) office(c echo.Context, current string) (o officeScene, err error) {
	if o.deskScene, err = s.deskScene(c, current); err != nil {
		return o, err
	}
	hats, err := s.Judging.Hats(c.Request().Context(), who(c), o.edition.Slug)
	t := s.messages(c)
	o.tell = func(code string, pairs ...any) string { return t("page.say.office", code, fault.MakeArgs(pairs...)) }
	o.head = accounts.Allowed(accounts.RecordDecision, hats)
	return o, err
}

// officeHead is office for the head alone.
func (s *Server) officeHead(c echo.Context, current string) (officeScene, error) {
	o, err := s.office(c, current)
	if err == nil && !o.head {
		err = fault.New(fault.Forbidden, "forbidden")
	}
	return o, err
}

// council is the scene of the council's pages for what both show.
func (o officeScene) council() councilScene {
	return councilScene{edition: o.edition, pack: o.pack, shell: o.shell}
}

// officeFaults are the faults of a form with the status of its answer; 0 for an error that no form mends. What the
// state refuses is a fault of the whole form, a day that is too early names the day it must not precede.
func (s *Server) officeFaults(c echo.Context, err error) (templates.FormFaults, int) {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return nil, 0
	}
	t := s.messages(c)
	switch {
	case f.Kind == fault.Conflict:
		return templates.FormFaults{{Message: t("fault", f.Code, f.Args)}}, http.StatusConflict
	case f.Kind != fault.Invalid:
		return nil, 0
	case len(f.Fields) == 0:
		return templates.FormFaults{{Message: t("fault", f.Code, f.Args)}}, http.StatusUnprocessableEntity
	}
	var list templates.FormFaults
	for _, x := range f.Fields {
		message := t("field", x.Code, x.Args)
		switch {
		case x.Code == "date_order" && x.Args["after"] != nil:
			message = t("page.say.office", "after", x.Args)
		case x.Field == "nominations" && x.Code == "required":
			message = t("page.say.office", "take_some", nil)
		}
		name := x.Field
		if strings.HasPrefix(name, "nominations") {
			name = "take"
		}
		list = append(list, templates.FormFault{Field: name, Message: message})
	}
	return list, http.StatusUnprocessableEntity
}

// officeDays reads days as people type them into stored ones: field names to where each goes. An empty one stays
// empty for the service to refuse; what is no day is a fault.
func officeDays(days map[string]*string) error {
	var f fault.Fields
	for _, name := range slices.Sorted(maps.Keys(days)) {
		day := days[name]
		if *day = strings.TrimSpace(*day); *day == "" {
			continue
		}
		read, ok := i18n.ReadDate(*day)
		if !ok {
			f.Add(name, "typed_date")
			continue
		}
		*day = read
	}
	return f.Err()
}

// joinFaults is all fields at fault of two errors; a first error that is no fault of fields stands alone.
func joinFaults(typed, told error) error {
	if typed == nil {
		return told
	}
	if told != nil && fault.KindOf(told) != fault.Invalid {
		return told
	}
	seen := map[string]bool{}
	var all fault.Fields
	for _, err := range []error{typed, told} {
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok {
			continue
		}
		for _, x := range f.Fields {
			if !seen[x.Field] {
				all.Put(x)
			}
		}
		for _, x := range f.Fields {
			seen[x.Field] = true
		}
	}
	return all.Err()
}

// inOrder puts faults in the order of a form's fields; faults of the whole form come first.
func inOrder(faults templates.FormFaults, fields ...string) templates.FormFaults {
	slices.SortStableFunc(faults, func(a, b templates.FormFault) int {
		return slices.Index(fields, a.Field) - slices.Index(fields, b.Field)
	})
	return faults
}

// keptFields are the named fields of a form as a page that only shows them carries them on.
func keptFields(form map[string][]string, names ...string) []templates.KeptValue {
	var kept []templates.KeptValue
	for _, name := range names {
		for _, value := range form[name] {
			kept = append(kept, templates.KeptValue{Name: name, Value: value})
		}
	}
	return kept
}

// personContact is how a person is reached.
func personContact(u accounts.User) templates.Contact {
	return templates.Contact{Phone: localPhone(u.Phone), Email: u.Email}
}
