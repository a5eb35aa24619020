package judging

import (
	"context"
	"slices"

	"vinhdanh/internal/accounts"
)

// JudgeTotals are the totals of a closed pass judge by judge, as the score summary that the jury signs has them.
type JudgeTotals struct {
	Pass   int
	Judges []JudgeColumn                // who scored something, in the order of their seats, ended ones last
	Totals map[string]map[string]Points // by nomination and judge; what is missing was not scored
}

// JudgeColumn is one judge of JudgeTotals.
type JudgeColumn struct {
	ID, Name string
	Ended    bool // the seat ended before the pass did
}

// JudgeTotals are the sealed totals of a closed pass, the last one when pass is 0, for the head and the secretary of
// the jury, who make and sign the score summary, and for the auditor; before the close it is the Conflict pass_open.
func (s *Service) JudgeTotals(ctx context.Context, who accounts.Actor, slug string, pass int) (t JudgeTotals, err error) {
	err = s.viewClosed(ctx, who, slug, accounts.ReadJudgeTotals, pass, func(tx Tx, sc scene, n int) error {
		t.Pass = n
		totals, err := tx.SealedTotals(sc.edition.ID, n)
		if err != nil {
			return err
		}
		t.Totals = make(map[string]map[string]Points, len(totals))
		scored := map[string]bool{}
		for nomination, list := range totals {
			t.Totals[nomination] = make(map[string]Points, len(list))
			for _, x := range list {
				t.Totals[nomination][x.Judge], scored[x.Judge] = x.Total, true
			}
		}
		t.Judges, err = judgeColumns(tx, sc, scored)
		return err
	})
	return t, err
}

// judgeColumns are the judges who scored something with their names.
func judgeColumns(tx Tx, sc scene, scored map[string]bool) (list []JudgeColumn, err error) {
	add := func(id string, ended bool) error {
		u, err := tx.User(id)
		list = append(list, JudgeColumn{id, u.Name, ended})
		delete(scored, id)
		return err
	}
	for _, role := range []accounts.Role{accounts.Head, accounts.Deputy, accounts.Member} {
		for _, g := range sc.grants {
			if g.Body != accounts.Jury || g.Role != role || !scored[g.User] {
				continue
			}
			if err := add(g.User, false); err != nil {
				return nil, err
			}
		}
	}
	gone := make([]string, 0, len(scored))
	for id := range scored {
		gone = append(gone, id)
	}
	slices.Sort(gone)
	for _, id := range gone {
		if err := add(id, true); err != nil {
			return nil, err
		}
	}
	return list, nil
}
