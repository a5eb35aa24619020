package judging

import (
	"context"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// leastPanel is the fewest judges of whom one may be left out in a question: with two, the answer would be the
// ranking of the other.
const leastPanel = 3

// WhatIf answers a question about the ranking of the last pass, for those who read the agreement of judges and, as
// that, only once the pass is closed. Nothing is recorded. The order of places is that of Rank.
//
// To leave a judge out is Forbidden in a panel of fewer than three, and together with other weights: by trying
// weights one could work out the marks of a single judge, whose sheets the auditor alone reads.
func (s *Service) WhatIf(ctx context.Context, who accounts.Actor, slug string, q WhatIf) (places []WhatIfPlace, err error) {
	err = s.viewClosed(ctx, who, slug, accounts.ReadAgreement, 0, func(tx Tx, sc scene, n int) error {
		pack, in, _, err := s.rankInput(tx, sc, n)
		if err != nil {
			return err
		}
		judges := map[string]bool{}
		for _, e := range in {
			for _, sheet := range e.Sheets {
				judges[sheet.Judge] = true
			}
		}
		if q.Without != "" && (q.Weights != nil || len(judges) < leastPanel) {
			return fault.New(fault.Forbidden, "forbidden")
		}
		places, err = RankIf(pack, in, q)
		return err
	})
	return places, err
}
