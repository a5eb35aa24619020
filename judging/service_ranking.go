package judging

import (
	"context"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// RankedEntry is one line of the ranking with the product's name.
type RankedEntry struct {
	Ranked
	Product string
}

// Ranking is the table of a closed pass, the last one when pass is 0: read by those who work for the
// edition once the pass is closed, by everybody once the result is announced.
func (s *Service) Ranking(ctx context.Context, who accounts.Actor, slug string, pass int) (list []RankedEntry, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enter(tx, who, slug)
		if err != nil {
			return err
		}
		announced := sc.edition.State == Announced || sc.edition.State == Closed
		if !announced {
			if err := sc.may(who, accounts.ReadRanking); err != nil {
				return err
			}
		}
		n, err := closedPass(tx, sc, pass)
		if err != nil {
			return err
		}
		list, err = s.rank(tx, sc, n)
		return err
	})
	return list, err
}

// viewClosed enters the edition of a slug for a caller with the right and calls read with the closed pass asked for, the
// last one for 0; until it is closed the answer is the Conflict pass_open.
func (s *Service) viewClosed(ctx context.Context, who accounts.Actor, slug string, right accounts.Right, pass int,
	read func(tx Tx, sc scene, n int) error) error {
	return s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, right)
		if err != nil {
			return err
		}
		n, err := closedPass(tx, sc, pass)
		if err != nil {
			return err
		}
		return read(tx, sc, n)
	})
}

// closedPass is the number of the pass whose ranking is asked for; pass_open until it is closed.
func closedPass(tx Tx, sc scene, pass int) (int, error) {
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil {
		return 0, err
	}
	if pass == 0 {
		pass = max(len(passes), 1)
	}
	for _, p := range passes {
		if p.N == pass && !p.Closed.IsZero() {
			return pass, nil
		}
	}
	if pass > max(len(passes), 1) || pass < 0 {
		return 0, fault.New(fault.NotFound, "not_found")
	}
	return 0, fault.New(fault.Conflict, "pass_open", "n", pass)
}

// rank ranks every eligible entry by the sealed totals of one pass.
func (s *Service) rank(tx Tx, sc scene, pass int) ([]RankedEntry, error) {
	pack, in, products, err := s.rankInput(tx, sc, pass)
	if err != nil {
		return nil, err
	}
	ranked, err := Rank(pack, in)
	if err != nil {
		return nil, err
	}
	list := make([]RankedEntry, len(ranked))
	for i, r := range ranked {
		list[i] = RankedEntry{Ranked: r, Product: products[r.Nomination]}
	}
	return list, nil
}

// rankInput is what one pass is ranked from: every eligible entry with its sealed totals, and the products' names
// by nomination.
func (s *Service) rankInput(tx Tx, sc scene, pass int) (*Pack, []RankInput, map[string]string, error) {
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return nil, nil, nil, err
	}
	entries, err := tx.Nominations(NominationQuery{Edition: sc.edition.ID, State: NominationEligible})
	if err != nil {
		return nil, nil, nil, err
	}
	totals, err := tx.SealedTotals(sc.edition.ID, pass)
	if err != nil {
		return nil, nil, nil, err
	}
	products := make(map[string]string, len(entries))
	in := make([]RankInput, 0, len(entries))
	for _, n := range entries {
		products[n.ID] = n.Product
		in = append(in, RankInput{Nomination: n.ID, EntryCode: n.EntryCode, Group: n.ProductGroup, Sheets: totals[n.ID]})
	}
	return pack, in, products, nil
}
