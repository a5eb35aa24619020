package judging

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"vinhdanh/internal/accounts"
)

// Agreement measures how far the judges agree in the last pass, over all entries and within each product
// group that has any: for the jury's head, the council and the auditor, once the pass is closed; before
// that it is the Conflict pass_open. A panel is made of those who scored something of what is measured.
func (s *Service) Agreement(ctx context.Context, who accounts.Actor, slug string) (overall Agreement, groups map[string]Agreement, err error) {
	return s.agreement(ctx, who, slug, func(*Agreement, []AgreementEntry, int) {})
}

// ResampledAgreement is Agreement with what Resample adds, which takes much longer. Where it counts who is within
// the quota, that is the quota of all entries or of the group.
func (s *Service) ResampledAgreement(ctx context.Context, who accounts.Actor, slug string) (overall Agreement, groups map[string]Agreement, err error) {
	return s.agreement(ctx, who, slug, func(a *Agreement, entries []AgreementEntry, quota int) {
		a.Resample(scorers(entries), entries, quota)
	})
}

// LimitedAgreement is the agreement within one product group, or over all entries for a group that has none, which
// within tells, with the bootstrap intervals of Krippendorff's alpha; rights and times are those of Agreement.
func (s *Service) LimitedAgreement(ctx context.Context, who accounts.Actor, slug, group string) (a Agreement, within bool, err error) {
	entries, _, err := s.measured(ctx, who, slug)
	if err != nil {
		return Agreement{}, false, err
	}
	var some []AgreementEntry
	for _, e := range entries {
		if e.Group == group {
			some = append(some, e)
		}
	}
	if within = len(some) > 0; !within {
		some = entries
	}
	t := tabulate(scorers(some), some)
	a = Agree(t.judges, some)
	a.resampleAlpha(t, newField(t).seed)
	return a, within, nil
}

// agreement measures and then calls more, for all entries and for each group, with the quota or a number below 0.
func (s *Service) agreement(ctx context.Context, who accounts.Actor, slug string,
	more func(a *Agreement, entries []AgreementEntry, quota int)) (overall Agreement, groups map[string]Agreement, err error) {
	entries, quota, err := s.measured(ctx, who, slug)
	if err != nil {
		return Agreement{}, nil, err
	}
	byGroup := map[string][]AgreementEntry{}
	for _, e := range entries {
		byGroup[e.Group] = append(byGroup[e.Group], e)
	}
	groups = make(map[string]Agreement, len(byGroup))
	for code, some := range byGroup {
		a := Agree(scorers(some), some)
		more(&a, some, quota.ofGroup(code))
		groups[code] = a
	}
	overall = Agree(scorers(entries), entries)
	more(&overall, entries, quota.ofAll())
	return overall, groups, nil
}

// measured are the entries of the last pass with the quota, for whoever may read the agreement.
func (s *Service) measured(ctx context.Context, who accounts.Actor, slug string) (entries []AgreementEntry, quota *Quota, err error) {
	err = s.viewClosed(ctx, who, slug, accounts.ReadAgreement, 0, func(tx Tx, sc scene, n int) error {
		pack, err := s.Pack(sc.edition)
		if err != nil {
			return err
		}
		quota = pack.Quota
		entries, err = agreementEntries(tx, sc.edition.ID, n)
		return err
	})
	return entries, quota, err
}

// agreementEntries are the eligible entries by entry code, with the sealed totals of one pass.
func agreementEntries(tx Tx, edition string, pass int) ([]AgreementEntry, error) {
	nominations, err := tx.Nominations(NominationQuery{Edition: edition, State: NominationEligible})
	if err != nil {
		return nil, err
	}
	totals, err := tx.SealedTotals(edition, pass)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(nominations, func(a, b Nomination) int { return cmp.Compare(a.EntryCode, b.EntryCode) })
	entries := make([]AgreementEntry, len(nominations))
	for i, n := range nominations {
		entries[i] = AgreementEntry{Nomination: n.ID, Group: n.ProductGroup, Totals: map[string]Points{}}
		for _, t := range totals[n.ID] {
			entries[i].Totals[t.Judge] = t.Total
		}
	}
	return entries, nil
}

// scorers are the judges who scored one of the entries at least.
func scorers(entries []AgreementEntry) []string {
	judges := map[string]bool{}
	for _, e := range entries {
		for judge := range e.Totals {
			judges[judge] = true
		}
	}
	return slices.Sorted(maps.Keys(judges))
}
