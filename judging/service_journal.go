package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
)

// JournalQuery picks leaves of the ledger.
type JournalQuery struct {
	Kind  string // "nomination.accepted", or "nomination" for every kind that begins so
	After string // next of the page before, or empty
	Limit int    // 0 = all
}

// JournalLine is one leaf of the ledger in plain facts, without what would open its commitment.
type JournalLine struct {
	Index      int64  // in the ledger; -1 while a pass is open, when gaps would tell how many sheets came in
	Kind       string // the act, such as "nomination.accepted"
	Table, Row string
	At         time.Time
	Actor      string // the account, "operator" at the command line, or empty when the record does not say
	ActorName  string
	Subject    string // what it was about: a product, a person, the number of a decision
	Reason     string // where the act asks for one
}

// Journal is what was done in an edition, newest first: for the auditor everything, without the acts on
// sheets until every pass is closed; for the administrator without them always, so that nobody learns from
// it who has submitted.
func (s *Service) Journal(ctx context.Context, who accounts.Actor, slug string, q JournalQuery) (list []JournalLine, next string, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadJournal)
		if err != nil {
			return err
		}
		sheets, err := seesSheetLeaves(tx, sc)
		if err != nil {
			return err
		}
		limit := q.Limit
		if limit > 0 {
			q.Limit++
		}
		if list, err = tx.Journal(sc.edition.ID, q, sheets); err != nil {
			return err
		}
		if limit > 0 && len(list) > limit {
			list = list[:limit]
			next = nextPlace(q.After, limit)
		}
		return hideIndexes(tx, list)
	})
	return list, next, err
}

// seesSheetLeaves: an auditor who does not also administer, once no pass is open.
func seesSheetLeaves(tx Tx, sc scene) (bool, error) {
	if !accounts.Allowed(accounts.ReadAllSheets, sc.hats) || slices.Contains(sc.hats, accounts.HatAdministrator) {
		return false, nil
	}
	passes, err := tx.Passes(sc.edition.ID)
	open := slices.ContainsFunc(passes, func(p Pass) bool { return p.Closed.IsZero() })
	return err == nil && !open, err
}

func hideIndexes(tx Tx, list []JournalLine) error {
	telling, err := tx.Telling()
	if err != nil || !telling {
		return err
	}
	for i := range list {
		list[i].Index = -1
	}
	return nil
}
