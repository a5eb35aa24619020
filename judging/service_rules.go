package judging

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// CheckRules reads rules without keeping them: the id of an embedded pack as a JSON string, or a pack. Every
// fault of a pack is named below "rules".
func (s *Service) CheckRules(raw json.RawMessage) (*Pack, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, fieldFault("rules", "required")
	}
	return s.readRules(raw)
}

// ChangeRules gives an edition other rules before scoring opens. They must still know every product group,
// entity kind and kind of paper that a nomination uses. Faults: rules_frozen, rules_in_use with the list,
// invalid_fields.
func (s *Service) ChangeRules(ctx context.Context, who accounts.Actor, slug string, raw json.RawMessage) (e Edition, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ChangeRules)
		if err != nil {
			return err
		}
		if sc.in(Draft, Filing, Screening) != nil {
			return fault.New(fault.Conflict, "rules_frozen")
		}
		pack, err := s.CheckRules(raw)
		if err != nil {
			return err
		}
		used, err := usedOf(tx, sc)
		if err != nil {
			return err
		}
		if lost := used.lostIn(pack); len(lost) > 0 {
			f := fault.New(fault.Conflict, "rules_in_use", "count", len(lost))
			f.Missing = lost
			return f
		}
		e = sc.edition
		e.Rules = pack.Canonical()
		return s.saveEdition(tx, who, e, "rules.changed", "")
	})
	return e, err
}

// used counts what the nominations of an edition use of its rules, by code.
type used struct{ groups, kinds, papers map[string]int }

func usedOf(tx Tx, sc scene) (used, error) {
	u := used{map[string]int{}, map[string]int{}, map[string]int{}}
	list, err := tx.Nominations(NominationQuery{Edition: sc.edition.ID})
	if err != nil {
		return u, err
	}
	for _, n := range list {
		u.groups[n.ProductGroup]++
		u.kinds[n.Producer.EntityKind]++
	}
	counts, err := tx.DocumentCounts(sc.edition.ID)
	for _, papers := range counts {
		for kind, n := range papers {
			u.papers[kind] += n
		}
	}
	delete(u.groups, "") // not named yet
	delete(u.kinds, "")
	return u, err
}

// lostIn lists what a pack no longer knows.
func (u used) lostIn(p *Pack) (lost []fault.Missing) {
	for _, x := range slices.Sorted(maps.Keys(u.groups)) {
		if !p.HasGroup(x) {
			lost = append(lost, fault.Missing{Code: "group_in_use", Args: fault.MakeArgs("group", x, "count", u.groups[x])})
		}
	}
	for _, x := range slices.Sorted(maps.Keys(u.kinds)) {
		if !p.HasEntityKind(x) {
			lost = append(lost, fault.Missing{Code: "entity_kind_in_use", Args: fault.MakeArgs("kind", x, "count", u.kinds[x])})
		}
	}
	for _, x := range slices.Sorted(maps.Keys(u.papers)) {
		if !p.knowsDocument(x) {
			lost = append(lost, fault.Missing{Code: "document_kind_in_use", Args: fault.MakeArgs("kind", x, "count", u.papers[x])})
		}
	}
	return lost
}
