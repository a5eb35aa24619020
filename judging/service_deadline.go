package judging

import (
	"context"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// FilingOver reports whether producers can no longer submit, because the edition has a deadline and it has
// passed. The deadline itself still counts as in time.
func (e Edition) FilingOver(now time.Time) bool {
	return !e.FilingUntil.IsZero() && now.After(e.FilingUntil)
}

// maxDeadlineDays bounds how far ahead a deadline lies: beyond it, the year was mistyped.
const maxDeadlineDays = 730

// SetDeadline says until when producers may submit, before or while dossiers are taken. Changing it needs a
// reason; it is never in the past, and while dossiers are taken it only moves later. Faults: wrong_state,
// invalid_fields with filing_until (required, in_past, too_far_ahead, deadline_shortened) and reason.
func (s *Service) SetDeadline(ctx context.Context, who accounts.Actor, slug string, until time.Time, reason string) (e Edition, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.SetDeadline)
		if err != nil {
			return err
		}
		if err := sc.in(Draft, Filing); err != nil {
			return err
		}
		e = sc.edition
		kind, reason, err := readDeadline(e, until, s.clock(), reason)
		if err != nil {
			return err
		}
		e.FilingUntil = until.UTC().Truncate(time.Microsecond)
		return s.saveEdition(tx, who, e, kind, reason)
	})
	return e, err
}

// readDeadline checks a deadline against the one before and says what sort of change it is.
func readDeadline(e Edition, until, now time.Time, reason string) (kind, why string, err error) {
	var c checker
	before := e.FilingUntil
	switch {
	case until.IsZero():
		c.Add("filing_until", "required")
	case until.Before(now):
		c.Add("filing_until", "in_past")
	case until.After(now.AddDate(0, 0, maxDeadlineDays)):
		c.Add("filing_until", "too_far_ahead", "days", maxDeadlineDays)
	case e.State == Filing && !before.IsZero() && until.Before(before):
		c.Add("filing_until", "deadline_shortened", "until", before.UTC().Format(time.RFC3339))
	}
	if before.IsZero() {
		return "deadline.set", c.text("reason", reason), c.Err()
	}
	why = c.reason("reason", reason)
	if until.After(before) {
		return "deadline.extended", why, c.Err()
	}
	return "deadline.changed", why, c.Err()
}

// onTime is the fault filing_over for a producer who submits a draft after the deadline. A dossier that was
// sent back has a day of its own, and the secretariat files papers that came in time.
func (sc scene) onTime(n Nomination, now time.Time) error {
	if n.State != NominationDraft || sc.office() || !sc.edition.FilingOver(now) {
		return nil
	}
	return fault.New(fault.Conflict, "filing_over", "until", sc.edition.FilingUntil.UTC().Format(time.RFC3339))
}
