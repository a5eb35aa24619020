package judging

import (
	"context"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
)

// DeskNote is what the secretariat's queue shows beside a dossier; its zero value says nothing.
type DeskNote struct {
	Bad      int       // papers found not in order
	Due      string    // the day named by the latest verdict, YYYY-MM-DD
	Screened time.Time // of the latest verdict
	Reminded time.Time // when its filer was last reminded by mail
	Asked    int       // questions of judges that wait for an answer
}

// With is the note with what another one says in the places where it says something. A verdict without a
// day takes an earlier verdict's day away.
func (n DeskNote) With(other DeskNote) DeskNote {
	if other.Bad > 0 {
		n.Bad = other.Bad
	}
	if !other.Screened.IsZero() {
		n.Due, n.Screened = other.Due, other.Screened
	}
	if !other.Reminded.IsZero() {
		n.Reminded = other.Reminded
	}
	if other.Asked > 0 {
		n.Asked = other.Asked
	}
	return n
}

// QueueLine is one dossier as the secretariat's queue shows it.
type QueueLine struct {
	NominationView
	DeskNote
	Fields     []string  // required fields that are still empty, by their contract path
	Need, Have int       // papers that the rules ask for, and how many of those are there
	Since      time.Time // when its present wait began; zero when nobody waits for it
	Twins      []string  // reference numbers of other dossiers of the edition with the same product name
	Honoured   int       // the last year in which a decision recognised the same product before; 0 for never
}

// Overdue reports whether the day for completing the dossier has passed; today is YYYY-MM-DD.
func (l QueueLine) Overdue(today string) bool {
	return l.State == NominationSupplement && l.Due != "" && l.Due < today
}

// Queue lists an edition's dossiers with what the secretariat needs to choose the next one; it is the
// secretariat's alone. The order is that of Nominations.
func (s *Service) Queue(ctx context.Context, who accounts.Actor, slug string, q NominationQuery) (lines []QueueLine, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.Screen)
		if err != nil {
			return err
		}
		q.Edition, q.Today = sc.edition.ID, s.today()
		found, err := tx.Nominations(q)
		if err != nil {
			return err
		}
		around, err := s.surroundings(tx, sc)
		if err != nil {
			return err
		}
		for _, n := range found {
			lines = append(lines, around.line(sc, who, n))
		}
		return nil
	})
	return lines, err
}

// surroundings is what the lines of a queue need beside their own rows.
type surroundings struct {
	pack     *Pack
	counts   map[string]map[string]int
	notes    map[string]DeskNote
	same     map[string][]Nomination // by the product's folded name, without those withdrawn
	honoured map[string]int          // by product id
}

func (s *Service) surroundings(tx Tx, sc scene) (a surroundings, err error) {
	if a.pack, err = s.Pack(sc.edition); err != nil {
		return a, err
	}
	if a.counts, err = tx.DocumentCounts(sc.edition.ID); err != nil {
		return a, err
	}
	if a.notes, err = tx.DeskNotes(sc.edition.ID); err != nil {
		return a, err
	}
	whole, err := tx.Nominations(NominationQuery{Edition: sc.edition.ID})
	if err != nil {
		return a, err
	}
	a.same = map[string][]Nomination{}
	for _, n := range whole {
		if key := i18n.Fold(n.Product); n.State != NominationWithdrawn {
			a.same[key] = append(a.same[key], n)
		}
	}
	a.honoured, err = honouredBefore(tx, sc.edition)
	return a, err
}

// honouredBefore says in which year the office's other editions last recognised each product.
func honouredBefore(tx Tx, e Edition) (map[string]int, error) {
	editions, err := tx.Editions(e.Organiser)
	if err != nil {
		return nil, err
	}
	years := map[string]int{}
	for _, other := range editions {
		if other.ID == e.ID || other.Year > e.Year {
			continue
		}
		decisions, err := tx.Decisions(other.ID)
		if err != nil {
			return nil, err
		}
		for _, d := range decisions {
			for _, id := range d.Nominations {
				n, err := tx.Nomination(id)
				if err != nil {
					return nil, err
				}
				years[n.ProductID] = max(years[n.ProductID], other.Year)
			}
		}
	}
	delete(years, "")
	return years, nil
}

func (a surroundings) line(sc scene, who accounts.Actor, n Nomination) QueueLine {
	l := QueueLine{NominationView: sc.present(a.pack, who, n, a.counts[n.ID]), DeskNote: a.notes[n.ID],
		Fields: MissingFields(a.pack, fieldValues(n)), Honoured: a.honoured[n.ProductID]}
	for _, g := range DossierGaps(a.pack, n.Producer.EntityKind, n.ProductGroup, nil) {
		l.Need += g.Need
	}
	l.Have = l.Need
	for _, g := range l.Missing {
		l.Have -= g.Need - g.Have
	}
	for _, other := range a.same[i18n.Fold(n.Product)] {
		if other.ID != n.ID && n.State != NominationWithdrawn {
			l.Twins = append(l.Twins, other.Code)
		}
	}
	switch n.State {
	case NominationSubmitted:
		l.Since = n.Submitted
	case NominationSupplement:
		l.Since = l.Screened
	default:
	}
	return l
}
