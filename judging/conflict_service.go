package judging

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// Dismissal says that a match of the data between a judge and a producer is no conflict, and why. It covers the
// fields that met when it was made and no other.
type Dismissal struct {
	ID         string
	Edition    string
	Judge      string
	Nomination string
	Fields     []string
	Reason     string
	By         string
	At         time.Time
}

// Match is a judge and an entry whose producer meets her in some fields of the data.
type Match struct {
	ID               string // of the pair; it stays the same
	Judge, JudgeName string
	JudgeEmail       string
	Nomination, Code string
	Product, Group   string
	Producer         string
	Fields           []string // of ConflictFields
	Declared         bool     // the judge has declared a conflict
	Dismissed        *Dismissal
	DismissedBy      string // the name of who dismissed it
}

// Open reports whether nobody has said yet what the match means.
func (m Match) Open() bool { return !m.Declared && m.Dismissed == nil }

// matchID names the pair of a match.
func matchID(judge, nomination string) string { return judge + "." + nomination }

// Matches are the matches of an edition by judge and entry: all of them for those who keep the panels and the
// auditor, her own for a judge.
func (s *Service) Matches(ctx context.Context, who accounts.Actor, slug string) (list []Match, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.SeeMatches)
		if err != nil {
			return err
		}
		if list, err = matches(tx, sc); err != nil {
			return err
		}
		if !seesEveryMatch(sc) {
			list = slices.DeleteFunc(list, func(m Match) bool { return m.Judge != who.User.ID })
		}
		return nil
	})
	return list, err
}

// seesEveryMatch tells those who keep the panels from a judge, who sees her own.
func seesEveryMatch(sc scene) bool {
	return slices.ContainsFunc(sc.hats, func(h accounts.Hat) bool {
		return h != accounts.HatJudge && slices.Contains(accounts.Permissions()[accounts.SeeMatches], h) || h == accounts.HatSystem
	})
}

// matches compares every judge of the jury with the producer of every entry that she may come to judge.
func matches(tx Tx, sc scene) (list []Match, err error) {
	entries, err := tx.Nominations(NominationQuery{Edition: sc.edition.ID,
		States: []NominationState{NominationSubmitted, NominationSupplement, NominationEligible}})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(entries, func(a, b Nomination) int { return a.Seq - b.Seq })
	for _, g := range sc.grants {
		if g.Body != accounts.Jury || g.Role == accounts.Secretary {
			continue
		}
		u, err := tx.User(g.User)
		if err != nil {
			return nil, err
		}
		of := interestsOf(u, g)
		for _, n := range entries {
			if fields := MatchFields(of, n.Producer); len(fields) > 0 {
				list = append(list, matchOf(u, n, fields))
			}
		}
	}
	return list, settle(tx, sc, list)
}

// interestsOf is what is known of the holder of a seat.
func interestsOf(u accounts.User, g accounts.Grant) Interests {
	return Interests{Name: u.Name, Employer: g.Employer, Address: g.Address, Phone: u.Phone, Email: u.Email, TaxCode: g.TaxCode}
}

func matchOf(u accounts.User, n Nomination, fields []string) Match {
	return Match{ID: matchID(u.ID, n.ID), Judge: u.ID, JudgeName: u.Name, JudgeEmail: u.Email, Nomination: n.ID,
		Code: cmp.Or(n.EntryCode, n.Code), Product: n.Product, Group: n.ProductGroup, Producer: n.Producer.Name, Fields: fields}
}

// settle notes on each match what was said of it.
func settle(tx Tx, sc scene, list []Match) error {
	conflicts, err := tx.Conflicts(sc.edition.ID)
	if err != nil {
		return err
	}
	dismissals, err := tx.Dismissals(sc.edition.ID)
	if err != nil {
		return err
	}
	for i := range list {
		m := &list[i]
		m.Declared = slices.ContainsFunc(conflicts, func(c Conflict) bool { return c.Judge == m.Judge && c.Nomination == m.Nomination })
		for _, d := range dismissals {
			if d.Judge == m.Judge && d.Nomination == m.Nomination && covers(d.Fields, m.Fields) {
				m.Dismissed = &d
			}
		}
		if m.Dismissed == nil {
			continue
		}
		u, err := tx.User(m.Dismissed.By)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		m.DismissedBy = u.Name
	}
	return nil
}

func covers(all, some []string) bool {
	return !slices.ContainsFunc(some, func(f string) bool { return !slices.Contains(all, f) })
}

// openMatches counts the matches of which nobody has said yet what they mean.
func openMatches(tx Tx, sc scene) (int, error) {
	list, err := matches(tx, sc)
	return count(list, Match.Open), err
}

// DismissMatch records that a match is no conflict, with a reason: of any judge for those who keep the panels, of
// her own for a judge. Faults: reason_required, not_found for a match that the data do not make, conflict_stands
// where a conflict was declared, wrong_state.
func (s *Service) DismissMatch(ctx context.Context, who accounts.Actor, slug, id, reason string) (m Match, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.DismissMatch)
		if err != nil {
			return err
		}
		if err := sc.in(Filing, Screening, Scoring, Deliberation); err != nil {
			return err
		}
		var c checker
		reason := c.reason("reason", reason)
		if err := c.Err(); err != nil {
			return err
		}
		if judge, _, _ := strings.Cut(id, "."); judge != who.User.ID && !seesEveryMatch(sc) {
			return fault.New(fault.NotFound, "not_found")
		}
		m, err = s.dismiss(tx, who, sc, id, reason)
		return err
	})
	return m, err
}

func (s *Service) dismiss(tx Tx, who accounts.Actor, sc scene, id, reason string) (m Match, err error) {
	list, err := matches(tx, sc)
	if err != nil {
		return m, err
	}
	i := slices.IndexFunc(list, func(m Match) bool { return m.ID == id })
	if i < 0 {
		return m, fault.New(fault.NotFound, "not_found")
	}
	m = list[i]
	if m.Declared {
		return m, fault.New(fault.Conflict, "conflict_stands")
	}
	d := Dismissal{ID: accounts.NewID(), Edition: sc.edition.ID, Judge: m.Judge, Nomination: m.Nomination, Fields: m.Fields,
		Reason: reason, By: who.User.ID, At: s.clock()}
	if who.System {
		d.By = "operator"
	}
	if err := tx.SaveDismissal(d); err != nil {
		return m, err
	}
	m.Dismissed, m.DismissedBy = &d, who.User.Name
	return m, tx.Append(DismissalLeaf("conflict.dismissed", d, d.At))
}
