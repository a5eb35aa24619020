package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// Readiness is the checklist before an edition's next step.
type Readiness struct {
	Next    State           // "" after the last
	Missing []fault.Missing // what MoveEdition would refuse over
	Notes   []fault.Missing // what blocks nothing and is better known
}

// Readiness says what stands between an edition and its next state, for those who work for it.
func (s *Service) Readiness(ctx context.Context, who accounts.Actor, slug string) (r Readiness, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.SeeMembers)
		if err != nil {
			return err
		}
		if r.Next = NextState(sc.edition.State); r.Next == "" {
			return nil
		}
		if r.Missing, err = s.conditions(tx, sc, r.Next); err != nil {
			return err
		}
		r.Notes, err = s.notes(tx, sc)
		return err
	})
	return r, err
}

// notes gathers what is better known before the next step.
func (s *Service) notes(tx Tx, sc scene) (notes []fault.Missing, err error) {
	notes = sc.emptySeats()
	switch sc.edition.State {
	case Draft:
		if sc.edition.FilingUntil.IsZero() {
			notes = append(notes, fault.Missing{Code: "deadline_not_set"})
		}
	case Filing:
		more, err := s.filingNotes(tx, sc)
		return append(notes, more...), err
	case Screening:
		n, err := undeclared(tx, sc)
		if err != nil {
			return nil, err
		}
		notes = append(notes, countNote("judges_undeclared", n)...)
		if n, err = openMatches(tx, sc); err != nil {
			return nil, err
		}
		notes = append(notes, countNote("matches_open", n)...)
		counts, err := tx.Counts(sc.edition.ID, s.today())
		return append(notes, countNote("supplements_open", counts.ByState[NominationSupplement])...), err
	case Scoring:
		n, err := undeclared(tx, sc)
		return append(notes, countNote("judges_undeclared", n)...), err
	case Deliberation, Announced:
		list, err := tx.Decisions(sc.edition.ID)
		if err == nil && slices.ContainsFunc(list, func(d Decision) bool { return d.File == "" }) {
			notes = append(notes, fault.Missing{Code: "decision_file_missing"})
		}
		return notes, err
	default:
	}
	return notes, nil
}

// emptySeats names the bodies that the next steps will need and that have nobody for it yet.
func (sc scene) emptySeats() (notes []fault.Missing) {
	if sc.edition.State == Announced || sc.edition.State == Closed {
		return nil
	}
	has := func(body accounts.Body, role accounts.Role) bool {
		return slices.ContainsFunc(sc.grants, func(g accounts.Grant) bool { return g.Body == body && (role == "" || g.Role == role) })
	}
	if !has(accounts.Secretariat, accounts.Head) {
		notes = append(notes, fault.Missing{Code: "no_secretariat_head"})
	}
	if !has(accounts.Jury, accounts.Head) && sc.edition.State != Screening { // there it is a condition
		notes = append(notes, fault.Missing{Code: "no_jury_head"})
	}
	if !has(accounts.Council, accounts.Head) && !has(accounts.Council, accounts.Secretary) {
		notes = append(notes, fault.Missing{Code: "no_council_head"})
	}
	if !has(accounts.Audit, "") {
		notes = append(notes, fault.Missing{Code: "no_auditor"})
	}
	return notes
}

func countNote(code string, count int) []fault.Missing {
	if count == 0 {
		return nil
	}
	return []fault.Missing{{Code: code, Args: fault.MakeArgs("count", count)}}
}

func (s *Service) filingNotes(tx Tx, sc scene) (notes []fault.Missing, err error) {
	switch until := sc.edition.FilingUntil; {
	case until.IsZero():
		notes = append(notes, fault.Missing{Code: "deadline_not_set"})
	case !sc.edition.FilingOver(s.clock()):
		notes = append(notes, fault.Missing{Code: "deadline_running", Args: fault.MakeArgs("until", until.UTC().Format(time.RFC3339))})
	}
	counts, err := tx.Counts(sc.edition.ID, s.today())
	if err != nil {
		return nil, err
	}
	notes = append(notes, countNote("drafts_left", counts.ByState[NominationDraft])...)
	return append(notes, countNote("supplements_open", counts.ByState[NominationSupplement])...), nil
}

// undeclared counts the judges who have not declared their conflicts.
func undeclared(tx Tx, sc scene) (int, error) {
	all, err := tx.Declarations(sc.edition.ID)
	left := slices.DeleteFunc(sc.judges(), func(judge string) bool {
		return slices.ContainsFunc(all, func(d Declaration) bool { return d.Judge == judge })
	})
	return len(left), err
}
