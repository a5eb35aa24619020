package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// NewMember names a person for a seat; the account and its invitation are made when the e-mail is new.
type NewMember struct {
	Email, Name, Title, Employer string
	Body                         accounts.Body
	Role                         accounts.Role
	// Address and TaxCode, of the person's own firm, are compared with those of producers.
	Address, TaxCode string
	// Replaces is the ended seat of a judge whose sheets this one takes over, as far as they were not submitted.
	Replaces string
	// NoSheets leaves a judge who is named while a pass is open without sheets until the assignment is written again.
	NoSheets bool
}

// SeatView is a seat with the person who holds it.
type SeatView struct {
	accounts.Grant
	Person accounts.User
}

// rolesOf are the roles that each body has.
var rolesOf = map[accounts.Body][]accounts.Role{
	accounts.Secretariat: {accounts.Head, accounts.Deputy, accounts.Member, accounts.Secretary},
	accounts.Jury:        {accounts.Head, accounts.Deputy, accounts.Member, accounts.Secretary},
	accounts.Council:     {accounts.Head, accounts.Deputy, accounts.Member, accounts.Secretary},
	accounts.Audit:       {accounts.Member},
}

// AddMember gives a person a seat in a body of the edition. A person may sit in several bodies, once in
// each; a second seat in the same one is the fault already_exists. A judge named while a pass is open
// gets sheets at once, unless NoSheets says that they come later.
func (s *Service) AddMember(ctx context.Context, who accounts.Actor, slug string, in NewMember) (view SeatView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.NameMembers)
		if err != nil {
			return err
		}
		if view, err = readMember(in); err != nil {
			return err
		}
		if err := sc.in(Draft, Filing, Screening, Scoring, Deliberation, Announced); err != nil {
			return err
		}
		if err := s.seat(tx, who, sc, &view); err != nil {
			return err
		}
		if in.NoSheets {
			return nil
		}
		return s.startJudge(tx, who, sc, view.Grant)
	})
	return view, err
}

// Vacated are the seats of judges that have ended and that nobody has taken over.
func (s *Service) Vacated(ctx context.Context, who accounts.Actor, slug string) (list []SeatView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.NameMembers)
		if err != nil {
			return err
		}
		grants, err := tx.Vacated(sc.edition.ID)
		if err != nil {
			return err
		}
		list, err = withHolders(tx, grants)
		return err
	})
	return list, err
}

// withHolders are seats with the people who hold them, in their order.
func withHolders(tx Tx, grants []accounts.Grant) (list []SeatView, err error) {
	for _, g := range grants {
		u, err := tx.User(g.User)
		if err != nil {
			return nil, err
		}
		list = append(list, SeatView{Grant: g, Person: u})
	}
	return list, nil
}

func readMember(in NewMember) (SeatView, error) {
	var c checker
	var v SeatView
	email, err := accounts.NormaliseEmail(in.Email)
	if in.Email == "" {
		c.Add("email", "required")
	} else if err != nil {
		c.Add("email", "bad_email")
	}
	v.Person.Email = email
	v.Person.Name = c.need("name", in.Name, maxName)
	v.Title = c.line("title", in.Title, maxName)
	v.Employer = c.line("employer", in.Employer, maxName)
	v.Address = c.line("address", in.Address, maxName)
	v.TaxCode = c.line("tax_code", in.TaxCode, maxName)
	v.Replaces = in.Replaces
	v.Body, v.Role = in.Body, in.Role
	if roles, ok := rolesOf[in.Body]; !ok {
		c.Add("body", "unknown_value", "allowed", "secretariat, jury, council, audit")
	} else if !slices.Contains(roles, in.Role) {
		allowed := ""
		for i, r := range roles {
			if i > 0 {
				allowed += ", "
			}
			allowed += string(r)
		}
		c.Add("role", "unknown_value", "allowed", allowed)
	}
	return v, c.Err()
}

func (s *Service) seat(tx Tx, who accounts.Actor, sc scene, v *SeatView) error {
	if err := mayReplace(tx, sc, v.Grant); err != nil {
		return err
	}
	now := s.clock()
	user, err := tx.UserByEmail(v.Person.Email)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		v.Person.ID, v.Person.Organiser, v.Person.Created = accounts.NewID(), sc.edition.Organiser, now
		if err := tx.SaveUser(v.Person); err != nil {
			return err
		}
		if err := invite(tx, v.Person, v.Grant, sc.edition, now); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		v.Person = user
		if user.PasswordHash == "" && user.Disabled.IsZero() { // the first invitation may have run out
			if err := invite(tx, user, v.Grant, sc.edition, now); err != nil {
				return err
			}
		}
	}
	return s.take(tx, who, sc, v, now)
}

// take gives a person who has an account a seat.
func (s *Service) take(tx Tx, who accounts.Actor, sc scene, v *SeatView, now time.Time) error {
	for _, g := range sc.grants {
		if g.User == v.Person.ID && g.Body == v.Body {
			return fault.New(fault.Conflict, "already_exists", "name", v.Person.Email)
		}
	}
	v.ID, v.Edition, v.User, v.Created = accounts.NewID(), sc.edition.ID, v.Person.ID, now
	if err := tx.SaveGrant(v.Grant); err != nil {
		return err
	}
	if err := tx.Append(GrantLeaf("panel.named", v.Grant, now)); err != nil {
		return err
	}
	return s.note(tx, who, Act{Edition: sc.edition.ID, Kind: "panel.named", Row: v.ID, At: now})
}

// Members are the seats of the edition with their holders, in the order they were named.
func (s *Service) Members(ctx context.Context, who accounts.Actor, slug string) (list []SeatView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.SeeMembers)
		if err != nil {
			return err
		}
		list, err = withHolders(tx, sc.grants)
		return err
	})
	return list, err
}

// ConflictInput is one conflict that a judge declares.
type ConflictInput struct{ Nomination, Reason string }

// DeclarationView is a judge's declaration with every conflict declared so far.
type DeclarationView struct {
	Declaration
	Conflicts []Conflict
}

// Declare records a judge's conflicts, possibly none, from screening on. It may be called again: a
// conflict declared later recuses that sheet. Conflicts stay; none is taken back by leaving it out.
// What is dismissed are matches of the data that are no conflict, with the reason.
func (s *Service) Declare(ctx context.Context, who accounts.Actor, slug string, in []ConflictInput, dismissed ...ConflictInput) (view DeclarationView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.DeclareConflicts)
		if err != nil {
			return err
		}
		if err := sc.in(Screening, Scoring, Deliberation); err != nil {
			return err
		}
		view.Declaration = Declaration{ID: accounts.NewID(), Edition: sc.edition.ID, Judge: who.User.ID, At: s.clock()}
		if err := tx.SaveDeclaration(view.Declaration); err != nil {
			return err
		}
		if err := tx.Append(DeclarationLeaf("conflicts.declared", view.Declaration, view.At)); err != nil {
			return err
		}
		if view.Conflicts, err = s.addConflicts(tx, sc, who.User.ID, in); err != nil {
			return err
		}
		return s.dismissOwn(tx, who, sc, dismissed)
	})
	return view, err
}

func (s *Service) addConflicts(tx Tx, sc scene, judge string, in []ConflictInput) ([]Conflict, error) {
	all, err := tx.Conflicts(sc.edition.ID)
	if err != nil {
		return nil, err
	}
	mine := slices.DeleteFunc(all, func(c Conflict) bool { return c.Judge != judge })
	var c checker
	for i, x := range in {
		field := pathAt("conflicts", i)
		reason := c.reason(field+".reason", x.Reason)
		n, err := tx.Nomination(x.Nomination)
		if fault.KindOf(err) == fault.NotFound || err == nil && n.Edition != sc.edition.ID {
			c.Add(field+".nomination", "unknown_value")
			continue
		}
		if err != nil {
			return nil, err
		}
		if !c.Empty() || slices.ContainsFunc(mine, func(m Conflict) bool { return m.Nomination == n.ID }) {
			continue
		}
		conflict := Conflict{ID: accounts.NewID(), Edition: sc.edition.ID, Judge: judge, Nomination: n.ID, Reason: reason, At: s.clock()}
		if err := s.addConflict(tx, conflict); err != nil {
			return nil, err
		}
		mine = append(mine, conflict)
	}
	return mine, c.Err()
}

// addConflict keeps a conflict and recuses the judge's sheets of that entry. Where one is locked already the
// pass must be opened again first, or the conflict would change nothing.
func (s *Service) addConflict(tx Tx, c Conflict) error {
	if err := tx.SaveConflict(c); err != nil {
		return err
	}
	if err := tx.Append(ConflictLeaf("conflict.declared", c, c.At)); err != nil {
		return err
	}
	sheets, err := tx.Sheets(SheetQuery{Edition: c.Edition, Judge: c.Judge, Nomination: c.Nomination})
	if err != nil {
		return err
	}
	for _, sh := range sheets {
		if sh.State == SheetLocked {
			return fault.New(fault.Conflict, "sheet_locked")
		}
		if sh.State == SheetOpen || sh.State == SheetSubmitted {
			if _, err := s.recuse(tx, sh, c.Reason); err != nil {
				return err
			}
		}
	}
	return nil
}
