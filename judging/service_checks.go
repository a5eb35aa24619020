package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// CheckOutcome is what the secretariat found of one paper.
type CheckOutcome string

// The outcomes of checking a paper.
const (
	CheckOK  CheckOutcome = "ok"
	CheckBad CheckOutcome = "bad"
)

// DocumentCheck is a working note of the secretariat about one paper of a dossier. It is no part of the
// record: what counts is the verdict.
type DocumentCheck struct {
	Document   int // its number in the dossier
	Outcome    CheckOutcome
	Note       string
	By, ByName string
	At         time.Time
}

// CheckDocument notes what the secretariat found of a paper, in place of an earlier note; a bad one needs
// words. Faults: not_found for a paper that is not there, invalid_fields.
func (s *Service) CheckDocument(ctx context.Context, who accounts.Actor, id string, n int, outcome CheckOutcome, note string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		if err := s.mayScreen(tx, who, id); err != nil {
			return err
		}
		docs, err := tx.Documents(id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(docs, func(d Document) bool { return d.N == n })
		if i < 0 {
			return fault.New(fault.NotFound, "not_found")
		}
		check := DocumentCheck{Document: n, Outcome: outcome, By: who.User.ID, At: s.clock()}
		if check.Note, err = readCheck(outcome, note); err != nil {
			return err
		}
		return tx.SaveDocumentCheck(docs[i].ID, check)
	})
}

func readCheck(outcome CheckOutcome, note string) (string, error) {
	var c checker
	switch outcome {
	case CheckOK:
		note = c.text("note", note)
	case CheckBad:
		note = c.reason("note", note)
	default:
		c.Add("outcome", "unknown_value", "allowed", "ok, bad")
	}
	return note, c.Err()
}

func (s *Service) mayScreen(tx Tx, who accounts.Actor, id string) error {
	sc, _, err := s.nomination(tx, who, id)
	if err != nil {
		return err
	}
	return sc.may(who, accounts.Screen)
}

// DocumentChecks are the secretariat's notes on a dossier's papers, by number; nobody else reads them.
func (s *Service) DocumentChecks(ctx context.Context, who accounts.Actor, id string) (list []DocumentCheck, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		if err := s.mayScreen(tx, who, id); err != nil {
			return err
		}
		list, err = tx.DocumentChecks(id)
		return err
	})
	return list, err
}
