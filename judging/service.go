package judging

import (
	"context"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// Service does the business of an award on a Store, one method an act. It checks the caller's right and
// the edition's state itself, so that no door leads around them.
type Service struct {
	store Store
	packs func(id string) ([]byte, error)
	now   func() time.Time
	cache packCache
}

// NewService makes the service; packs loads an embedded rule pack by its id and answers the fault
// not_found for others, now is the clock.
func NewService(store Store, packs func(id string) ([]byte, error), now func() time.Time) *Service {
	return &Service{store: store, packs: packs, now: now}
}

// clock is the time of an act, in the precision of the record.
func (s *Service) clock() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// today is the date in Vietnam, YYYY-MM-DD.
func (s *Service) today() string { return i18n.Today(s.now()) }

// scene is what an act begins with: the edition and the hats that the caller wears in it.
type scene struct {
	edition Edition
	grants  []accounts.Grant
	hats    []accounts.Hat
	bySlip  time.Time // when a judge's slip let the caller in, or zero
}

// may is the fault forbidden, unauthorised for nobody, unless one of the hats has the right.
func (sc scene) may(who accounts.Actor, right accounts.Right) error {
	if accounts.Allowed(right, sc.hats) {
		return nil
	}
	return refuse(who)
}

func refuse(who accounts.Actor) error {
	if !who.SignedIn() {
		return fault.New(fault.Unauthorised, "unauthorised")
	}
	return fault.New(fault.Forbidden, "forbidden")
}

// in is the fault wrong_state unless the edition stands in one of the states.
func (sc scene) in(states ...State) error {
	need := ""
	for _, st := range states {
		if sc.edition.State == st {
			return nil
		}
		if need != "" {
			need += ", "
		}
		need += string(st)
	}
	return fault.New(fault.Conflict, "wrong_state", "state", string(sc.edition.State), "need", need)
}

// enter loads an edition by its address for a caller who may know of it.
func (s *Service) enter(tx Tx, who accounts.Actor, slug string) (scene, error) {
	e, err := tx.EditionBySlug(slug)
	if err != nil {
		return scene{}, err
	}
	return s.set(tx, who, e)
}

// enterFor is enter for an act that needs a right.
func (s *Service) enterFor(tx Tx, who accounts.Actor, slug string, right accounts.Right) (scene, error) {
	sc, err := s.enter(tx, who, slug)
	if err != nil {
		return sc, err
	}
	return sc, sc.may(who, right)
}

// enterID is enter by the edition's id.
func (s *Service) enterID(tx Tx, who accounts.Actor, id string) (scene, error) {
	e, err := tx.Edition(id)
	if err != nil {
		return scene{}, err
	}
	return s.set(tx, who, e)
}

func (s *Service) set(tx Tx, who accounts.Actor, e Edition) (scene, error) {
	grants, err := tx.Grants(e.ID)
	if err != nil {
		return scene{}, err
	}
	if who.Only != "" && who.Only != e.ID {
		return scene{}, fault.New(fault.NotFound, "not_found")
	}
	sc := scene{edition: e, grants: grants, hats: accounts.Hats(who, e.Organiser, grants), bySlip: who.BySlip}
	if acts, err := s.acts(tx, who, e.ID, grants); err != nil {
		return scene{}, err
	} else if acts {
		sc.hats = append(sc.hats, accounts.HatJuryHead)
	}
	if !sc.visible(who) {
		return scene{}, fault.New(fault.NotFound, "not_found")
	}
	return sc, nil
}

// visible: an edition is known to its members and administrators, to the people of its office once it is
// no draft, and to the public then too; offices never see each other's.
func (sc scene) visible(who accounts.Actor) bool {
	if who.System || sc.insider() {
		return true
	}
	if sc.edition.State == Draft {
		return false
	}
	return !who.SignedIn() || who.User.Organiser == sc.edition.Organiser
}

// insider reports whether the caller administers the edition or sits in one of its bodies.
func (sc scene) insider() bool {
	for _, h := range sc.hats {
		switch h {
		case accounts.HatPublic, accounts.HatUser, accounts.HatFiler:
		default:
			return true
		}
	}
	return false
}

// Hats are the hats that the caller wears in an edition.
func (s *Service) Hats(ctx context.Context, who accounts.Actor, slug string) (hats []accounts.Hat, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enter(tx, who, slug)
		hats = sc.hats
		return err
	})
	return hats, err
}

// seats counts the people who hold a seat in a body.
func (sc scene) seats(body accounts.Body) int {
	people := map[string]bool{}
	for _, g := range sc.grants {
		if g.Body == body {
			people[g.User] = true
		}
	}
	return len(people)
}

// judges are the ids of those who judge: head, deputy and members of the jury, in the order they came.
func (sc scene) judges() []string {
	var ids []string
	seen := map[string]bool{}
	for _, g := range sc.grants {
		if g.Body == accounts.Jury && g.Role != accounts.Secretary && !seen[g.User] {
			seen[g.User] = true
			ids = append(ids, g.User)
		}
	}
	return ids
}
