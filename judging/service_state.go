package judging

import (
	"context"
	"fmt"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// MoveEdition moves an edition one step forward. Faults: wrong_state for any other step,
// conditions_missing with the list of what is not yet true.
func (s *Service) MoveEdition(ctx context.Context, who accounts.Actor, slug string, to State) (e Edition, err error) {
	if !slices.Contains(States(), to) {
		return e, fieldFault("state", "unknown_value", "allowed", "filing, screening, scoring, deliberation, announced, closed")
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.MoveEdition)
		if err != nil {
			return err
		}
		e = sc.edition
		if next := NextState(e.State); next != to {
			return fault.New(fault.Conflict, "step_forward_only", "state", string(e.State), "next", string(next))
		}
		missing, err := s.conditions(tx, sc, to)
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			f := fault.New(fault.Conflict, "conditions_missing", "state", string(to))
			f.Missing = missing
			return f
		}
		e, err = s.step(tx, who, sc, to)
		return err
	})
	return e, err
}

// NextState is the state after one, "" after the last.
func NextState(from State) State {
	states := States()
	if i := slices.Index(states, from); i >= 0 && i+1 < len(states) {
		return states[i+1]
	}
	return ""
}

// conditions are what must be true before a step and is not yet.
func (s *Service) conditions(tx Tx, sc scene, to State) ([]fault.Missing, error) {
	switch to {
	case Scoring:
		return s.beforeScoring(tx, sc)
	case Deliberation:
		passes, err := tx.Passes(sc.edition.ID)
		if err != nil {
			return nil, err
		}
		if pack, err := s.Pack(sc.edition); err != nil {
			return nil, err
		} else if len(passes) < pack.Passes || passes[len(passes)-1].Closed.IsZero() {
			return []fault.Missing{{Code: "pass_not_closed", Args: fault.MakeArgs("n", len(passes))}}, nil
		}
	case Announced:
		decisions, err := tx.Decisions(sc.edition.ID)
		if err == nil && len(decisions) == 0 {
			return []fault.Missing{{Code: "decision_not_recorded"}}, nil
		}
		return nil, err
	default:
	}
	return nil, nil
}

func (s *Service) beforeScoring(tx Tx, sc scene) (missing []fault.Missing, err error) {
	add := func(code string, pairs ...any) {
		missing = append(missing, fault.Missing{Code: code, Args: fault.MakeArgs(pairs...)})
	}
	waiting, err := tx.Nominations(NominationQuery{Edition: sc.edition.ID, State: NominationSubmitted})
	if err != nil {
		return nil, err
	}
	if len(waiting) > 0 {
		add("verdict_missing", "count", len(waiting))
	}
	eligible, err := tx.Nominations(NominationQuery{Edition: sc.edition.ID, State: NominationEligible, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(eligible) == 0 {
		add("none_eligible")
	}
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(sc.grants, func(g accounts.Grant) bool { return g.Body == accounts.Jury && g.Role == accounts.Head }) {
		add("jury_head_missing")
	}
	if have := len(sc.judges()); have < pack.Jury.Min {
		add("jury_too_small", "need", pack.Jury.Min, "have", have)
	}
	p, err := s.namedPlan(tx, sc)
	if err != nil {
		return nil, err
	}
	return append(missing, p.lacks()...), nil
}

// step writes the new state; opening scoring freezes the rules, gives the entry codes and hands out the
// sheets of the first pass.
func (s *Service) step(tx Tx, who accounts.Actor, sc scene, to State) (Edition, error) {
	e, kind := sc.edition, "edition.moved"
	e.State = to
	if to == Scoring {
		e.RulesFrozen, kind = s.clock(), "rules.frozen"
	}
	if err := s.saveEdition(tx, who, e, kind, ""); err != nil || to != Scoring {
		return e, err
	}
	sc.edition = e
	if err := s.giveEntryCodes(tx, sc); err != nil {
		return e, err
	}
	return e, s.openPass(tx, sc, 1)
}

// giveEntryCodes numbers the eligible entries within their product group in the order of their reference
// numbers: N2-004. A code identifies an entry on paper; it does not hide it.
func (s *Service) giveEntryCodes(tx Tx, sc scene) error {
	entries, err := tx.Nominations(NominationQuery{Edition: sc.edition.ID, State: NominationEligible})
	if err != nil {
		return err
	}
	slices.SortFunc(entries, func(a, b Nomination) int { return a.Seq - b.Seq })
	counts := map[string]int{}
	for _, n := range entries {
		counts[n.ProductGroup]++
		n.EntryCode = fmt.Sprintf("%s-%03d", n.ProductGroup, counts[n.ProductGroup])
		n.Version++
		if err := s.saveNomination(tx, n, "nomination.coded"); err != nil {
			return err
		}
	}
	return nil
}
