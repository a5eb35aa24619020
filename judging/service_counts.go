package judging

import (
	"context"
	"time"

	"vinhdanh/internal/accounts"
)

// EditionCounts sums up where an edition's dossiers stand.
type EditionCounts struct {
	Total             int // every dossier, drafts and withdrawn ones too
	ByState           map[NominationState]int
	ByGroup           map[string]int // without those withdrawn
	OldestWaiting     time.Time      // submission of the dossier that waits longest for a verdict; zero for none
	SupplementOverdue int            // sent back, and the day named has passed
	Documents         int            // papers of dossiers that were submitted and not withdrawn
	DocumentsOK       int
	DocumentsBad      int
}

// readers is the edition for a caller who may read all of its dossiers.
func (s *Service) readers(tx Tx, who accounts.Actor, slug string) (scene, error) {
	return s.enterFor(tx, who, slug, accounts.ReadNomination)
}

// Counts are the sums of an edition's dossiers, for those who work for it.
func (s *Service) Counts(ctx context.Context, who accounts.Actor, slug string) (counts EditionCounts, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.readers(tx, who, slug)
		if err != nil {
			return err
		}
		counts, err = tx.Counts(sc.edition.ID, s.today())
		return err
	})
	return counts, err
}

// Communes are where an edition's producers are, each once, in Vietnamese order.
func (s *Service) Communes(ctx context.Context, who accounts.Actor, slug string) (list []string, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.readers(tx, who, slug)
		if err != nil {
			return err
		}
		list, err = tx.Communes(sc.edition.ID)
		return err
	})
	return list, err
}
