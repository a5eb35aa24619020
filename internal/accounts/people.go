package accounts

import (
	"context"
	"time"

	"vinhdanh/internal/fault"
)

// Kinds of people that a list can be narrowed to.
const (
	Everybody      = ""
	Officials      = "officials" // with a seat that holds, or administrators
	Producers      = "producers" // who never had one and signed in to file
	Administrators = "administrators"
	Invited        = "invited" // asked to set a password, and have not
	DisabledPeople = "disabled"
)

// PeopleKinds are the kinds in the order shown.
func PeopleKinds() []string {
	return []string{Everybody, Officials, Producers, Administrators, Invited, DisabledPeople}
}

// State is how an account stands: "active", "invited" (by mail, no password yet), "slip" (gets in by slips
// alone) or "disabled".
func (u User) State() string {
	switch {
	case !u.Disabled.IsZero():
		return "disabled"
	case u.PasswordHash != "":
		return "active"
	case u.Email != "":
		return "invited"
	}
	return "slip"
}

// PersonLine is an account with its seats in the office's editions, ended ones too.
type PersonLine struct {
	User  User
	Seats []Seat
}

// holding are the seats that hold.
func (p PersonLine) holding() int {
	n := 0
	for _, x := range p.Seats {
		if x.Ended.IsZero() {
			n++
		}
	}
	return n
}

// Producer reports whether an account is there to file: who was never given a seat nor the office's keys, and was not
// asked in by mail without having come.
func (p PersonLine) Producer() bool {
	return !p.User.Administrator && len(p.Seats) == 0 && p.User.State() != "invited"
}

// is reports whether the person is of a kind.
func (p PersonLine) is(kind string) bool {
	official := p.User.Administrator || p.holding() > 0
	switch kind {
	case Officials:
		return official
	case Producers:
		return p.Producer()
	case Administrators:
		return p.User.Administrator
	case Invited:
		return p.User.State() == "invited"
	case DisabledPeople:
		return p.User.State() == "disabled"
	}
	return true
}

// PeopleQuery asks for a part of a list: those of a kind whose name, address or telephone number holds the
// text (no marks needed), the first Limit after Skip.
type PeopleQuery struct {
	Text, Kind  string
	Skip, Limit int
}

// PeoplePage is a part of the list of people, by given name.
type PeoplePage struct {
	People []PersonLine
	Total  int            // of the kind asked for
	Counts map[string]int // matches of the text by kind
}

// People lists the accounts of the caller's office.
func (s *Service) People(ctx context.Context, who Actor, q PeopleQuery) (page PeoplePage, err error) {
	var users []User
	seats := map[string][]Seat{}
	err = s.store.View(ctx, func(tx Tx) error {
		office, err := s.allow(tx, who, ManagePeople)
		if err != nil {
			return err
		}
		all, err := tx.Seats(office, "")
		if err != nil {
			return err
		}
		for _, x := range all {
			seats[x.User] = append(seats[x.User], x)
		}
		users, err = tx.Users(office)
		return err
	})
	page.Counts = map[string]int{}
	search := newSearch(q.Text)
	var found []PersonLine
	for _, u := range users {
		if !search.finds(u.Phone, u.Name, u.Email) {
			continue
		}
		p := PersonLine{User: u, Seats: seats[u.ID]}
		for _, kind := range PeopleKinds() {
			if p.is(kind) {
				page.Counts[kind]++
			}
		}
		if p.is(q.Kind) {
			found = append(found, p)
		}
	}
	page.Total = len(found)
	page.People = cut(found, q.Skip, q.Limit)
	return page, err
}

// PersonView is one account as the administrator sees it.
type PersonView struct {
	PersonLine
	Sessions    int
	Tokens      int       // that work
	InvitedTill time.Time // when the open invitation ends; zero when none is open
	Judges      bool      // sits in a jury or council: nobody resets such a password from here
	Self        bool
}

// Person is one account of the caller's office; the fault not_found for any other.
func (s *Service) Person(ctx context.Context, who Actor, id string) (p PersonView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		if p.User, err = s.person(tx, who, id); err != nil {
			return err
		}
		if p.Seats, err = tx.Seats(p.User.Organiser, id); err != nil {
			return err
		}
		sessions, err := tx.Sessions(id)
		if err != nil {
			return err
		}
		for _, x := range sessions {
			if x.open(s.clock()) {
				p.Sessions++
			}
		}
		tokens, err := tx.TokensOf(id)
		if err != nil {
			return err
		}
		for _, x := range tokens {
			if x.Revoked.IsZero() {
				p.Tokens++
			}
		}
		invitations, err := tx.Invitations(id)
		if err != nil {
			return err
		}
		for _, x := range invitations {
			if p.User.State() == "invited" && x.Accepted.IsZero() && x.Expires.After(s.clock()) {
				p.InvitedTill = x.Expires
				break
			}
		}
		p.Self = id == who.User.ID
		p.Judges, err = judges(tx, id)
		return err
	})
	return p, err
}

// open reports whether the session still lets its holder in.
func (s Session) open(now time.Time) bool {
	return !now.After(s.Expires) && (s.Kept || now.Sub(s.LastSeen) <= SessionIdle)
}

// person is an account of the caller's office, for one who manages people.
func (s *Service) person(tx Tx, who Actor, id string) (User, error) {
	office, err := s.allow(tx, who, ManagePeople)
	if err != nil {
		return User{}, err
	}
	u, err := tx.User(id)
	if err == nil && u.Organiser != office {
		return User{}, fault.New(fault.NotFound, "not_found")
	}
	return u, err
}
