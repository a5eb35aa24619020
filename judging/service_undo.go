package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// PreviousState is the state before one, "" before the first.
func PreviousState(from State) State {
	states := States()
	if i := slices.Index(states, from); i > 0 {
		return states[i-1]
	}
	return ""
}

// saveEdition writes an edition that somebody did something to, with its leaf and that of the act.
func (s *Service) saveEdition(tx Tx, who accounts.Actor, e Edition, kind, reason string) error {
	if err := tx.SaveEdition(e); err != nil {
		return err
	}
	now := s.clock()
	if err := tx.Append(EditionLeaf(kind, e, now)); err != nil {
		return err
	}
	return s.note(tx, who, Act{Edition: e.ID, Kind: kind, Row: e.ID, Reason: reason, At: now})
}

// note keeps who did something and why.
func (s *Service) note(tx Tx, who accounts.Actor, a Act) error {
	a.ID, a.By = accounts.NewID(), who.User.ID
	if who.System {
		a.By = "operator"
	}
	if err := tx.SaveAct(a); err != nil {
		return err
	}
	return tx.Append(ActLeaf("act.noted", a, a.At))
}

// MoveBack undoes the last step of an edition, with a reason, as long as nothing was recorded that only the
// later state knows. Faults: reason_required, no_step_back for a draft, step_back_refused with the list of
// what stands against it.
func (s *Service) MoveBack(ctx context.Context, who accounts.Actor, slug, reason string) (e Edition, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.MoveEdition)
		if err != nil {
			return err
		}
		var c checker
		reason := c.reason("reason", reason)
		if err := c.Err(); err != nil {
			return err
		}
		to := PreviousState(sc.edition.State)
		if to == "" {
			return fault.New(fault.Conflict, "no_step_back")
		}
		held, err := holdsBack(tx, sc)
		if err != nil {
			return err
		}
		if len(held) > 0 {
			f := fault.New(fault.Conflict, "step_back_refused", "state", string(sc.edition.State), "to", string(to))
			f.Missing = held
			return f
		}
		e = sc.edition
		if e.State == Scoring {
			if err := s.takeScoringBack(tx, sc); err != nil {
				return err
			}
			e.RulesFrozen = time.Time{}
		}
		e.State = to
		return s.saveEdition(tx, who, e, "edition.moved_back", reason)
	})
	return e, err
}

// holdsBack is what was recorded in the present state and would lose its ground in the one before.
func holdsBack(tx Tx, sc scene) ([]fault.Missing, error) {
	switch sc.edition.State {
	case Filing:
		return submittedHold(tx, sc)
	case Scoring:
		return scoringHolds(tx, sc)
	case Deliberation:
		m, err := lastMeeting(tx, sc.edition.ID)
		if err != nil || m.open() {
			return []fault.Missing{{Code: "meeting_open"}}, err
		}
		_, err = tx.Proposal(sc.edition.ID)
		if fault.KindOf(err) == fault.NotFound {
			return nil, nil
		}
		return []fault.Missing{{Code: "proposal_recorded"}}, err
	case Announced:
		n, err := tx.CertificateUses(sc.edition.ID, "")
		if n == 0 {
			return nil, err
		}
		return []fault.Missing{{Code: "certificates_exist", Args: fault.MakeArgs("count", n)}}, err
	default:
		return nil, nil
	}
}

func submittedHold(tx Tx, sc scene) ([]fault.Missing, error) {
	list, err := tx.Nominations(NominationQuery{Edition: sc.edition.ID})
	if err != nil {
		return nil, err
	}
	count := 0
	for _, n := range list {
		if !n.Submitted.IsZero() {
			count++
		}
	}
	if count == 0 {
		return nil, nil
	}
	return []fault.Missing{{Code: "nominations_submitted", Args: fault.MakeArgs("count", count)}}, nil
}

// scoringHolds says that a pass was closed or a sheet touched, never how many: nobody learns that before the
// close.
func scoringHolds(tx Tx, sc scene) (held []fault.Missing, err error) {
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(passes, func(p Pass) bool { return !p.Closed.IsZero() || p.Reopened > 0 }) {
		held = append(held, fault.Missing{Code: "pass_closed_once"})
	}
	sheets, err := tx.Sheets(SheetQuery{Edition: sc.edition.ID})
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(sheets, func(sh Sheet) bool { return !sh.untouched() }) {
		held = append(held, fault.Missing{Code: "sheets_begun"})
	}
	return held, nil
}

// untouched: nothing was saved on the sheet and nobody acted on it, so that the record does not know it yet.
func (sh Sheet) untouched() bool { return sh.Acts == 0 && sh.Version == 1 }

// takeScoringBack removes the empty sheets and their pass and takes the entry codes back; both are given
// anew when scoring opens again.
func (s *Service) takeScoringBack(tx Tx, sc scene) error {
	sheets, err := tx.Sheets(SheetQuery{Edition: sc.edition.ID})
	if err != nil {
		return err
	}
	for _, sh := range sheets {
		if err := tx.DropSheet(sh.ID); err != nil {
			return err
		}
	}
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil {
		return err
	}
	for _, p := range passes {
		if err := tx.DropPass(p.ID); err != nil {
			return err
		}
	}
	entries, err := tx.Nominations(NominationQuery{Edition: sc.edition.ID, State: NominationEligible})
	if err != nil {
		return err
	}
	for _, n := range entries {
		n.EntryCode = ""
		n.Version++
		if err := s.saveNomination(tx, n, "nomination.uncoded"); err != nil {
			return err
		}
	}
	return nil
}
