package judging

import (
	"context"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// editNomination loads a nomination for a caller who may change it.
func (s *Service) editNomination(tx Tx, who accounts.Actor, id string) (scene, Nomination, error) {
	sc, n, err := s.nomination(tx, who, id)
	if err == nil {
		err = sc.may(who, accounts.EditNomination)
	}
	return sc, n, err
}

// mayChange is a fault unless the dossier can be changed now: by its producer while it is a draft or was
// sent back, by the secretariat until scoring opens.
func (sc scene) mayChange(n Nomination) error {
	if n.State == NominationWithdrawn {
		return fault.New(fault.Conflict, "wrong_state", "state", string(n.State), "need", string(NominationDraft))
	}
	if sc.office() {
		return sc.in(Filing, Screening)
	}
	switch n.State {
	case NominationDraft:
		return sc.in(Filing)
	case NominationSupplement:
		return sc.in(Filing, Screening)
	default:
		return fault.New(fault.Conflict, "wrong_state", "state", string(n.State), "need", "draft, supplement")
	}
}

// PatchNomination changes what was sent and gives the next version. After scoring opened only what a
// certificate prints can be corrected, by the secretariat, each correction a leaf. Faults: stale_version, wrong_state,
// group_frozen, invalid_fields.
func (s *Service) PatchNomination(ctx context.Context, who accounts.Actor, id string, version int, in NominationInput) (view NominationView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, n, err := s.editNomination(tx, who, id)
		if err != nil {
			return err
		}
		if err := sc.mayPatch(n, in); err != nil {
			return err
		}
		if version != n.Version {
			stored, err := s.nominationView(tx, sc, who, n)
			if err != nil {
				return err
			}
			return &fault.Fault{Kind: fault.Conflict, Code: "stale_version", Stored: stored,
				Args: fault.MakeArgs("sent", version, "stored", n.Version)}
		}
		pack, err := s.Pack(sc.edition)
		if err != nil {
			return err
		}
		before := n
		if err := applyNomination(pack, &n, in); err != nil {
			return err
		}
		if err := stillWhole(pack, n); err != nil {
			return err
		}
		if err := s.identify(tx, sc, &n); err != nil {
			return err
		}
		n.Version++
		n.Updated = s.clock()
		if err := s.saveNomination(tx, n, changeKind(before, n)); err != nil {
			return err
		}
		view, err = s.nominationView(tx, sc, who, n)
		return err
	})
	return view, err
}

// mayPatch allows any change before scoring and corrections of what is printed by the secretariat after it.
func (sc scene) mayPatch(n Nomination, in NominationInput) error {
	switch sc.edition.State {
	case Draft, Filing, Screening:
		return sc.mayChange(n)
	default:
		if sc.edition.State == Closed || !sc.office() {
			return sc.in(Filing, Screening)
		}
		return printedOnly(sc, in)
	}
}

// printedOnly allows the correction of what a certificate prints (the names of product and producer, the
// members of a set, address and commune) and refuses the rest.
func printedOnly(sc scene, in NominationInput) error {
	if in.ProductGroup != nil {
		return fault.New(fault.Conflict, "group_frozen")
	}
	printed := in.Description == nil
	if p := in.Producer; p != nil {
		printed = printed && p.EntityKind == nil && p.TaxCode == nil && p.RegistrationNumber == nil &&
			p.Phone == nil && p.Email == nil && p.Representative == nil
	}
	if !printed {
		return sc.in(Filing, Screening)
	}
	return nil
}

// stillWhole keeps an accepted dossier from losing a field that it was accepted with.
func stillWhole(pack *Pack, n Nomination) error {
	if n.Submitted.IsZero() || n.State == NominationSupplement {
		return nil
	}
	return requiredFields(pack, n)
}

func requiredFields(pack *Pack, n Nomination) error {
	var f fault.Fields
	for _, field := range MissingFields(pack, fieldValues(n)) {
		f.Add(field, "required")
	}
	return f.Err()
}

func changeKind(before, after Nomination) string {
	if before.ProductGroup != after.ProductGroup {
		return "nomination.regrouped"
	}
	return "nomination.corrected"
}

// SubmitNomination hands a whole dossier in. Faults: invalid_fields for missing fields, documents_missing
// with the list, wrong_state, filing_over for a producer's first submission after the deadline.
func (s *Service) SubmitNomination(ctx context.Context, who accounts.Actor, id string) (view NominationView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, n, err := s.editNomination(tx, who, id)
		if err != nil {
			return err
		}
		if n.State != NominationDraft && n.State != NominationSupplement {
			return fault.New(fault.Conflict, "wrong_state", "state", string(n.State), "need", "draft, supplement")
		}
		if err := sc.mayChange(n); err != nil {
			return err
		}
		now := s.clock()
		if err := sc.onTime(n, now); err != nil {
			return err
		}
		if err := s.whole(tx, sc, n); err != nil {
			return err
		}
		n.State, n.Submitted, n.Updated = NominationSubmitted, now, now
		n.Version++
		if sc.office() {
			n.ByOffice = true
		}
		if err := s.saveNomination(tx, n, "nomination.accepted"); err != nil {
			return err
		}
		if err := acknowledge(tx, sc.edition, n); err != nil {
			return err
		}
		view, err = s.nominationView(tx, sc, who, n)
		return err
	})
	return view, err
}

// whole is a fault unless every required field and document is there; fields come first.
func (s *Service) whole(tx Tx, sc scene, n Nomination) error {
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return err
	}
	if err := requiredFields(pack, n); err != nil {
		return err
	}
	have, err := documentCounts(tx, n.ID)
	if err != nil {
		return err
	}
	gaps := DossierGaps(pack, n.Producer.EntityKind, n.ProductGroup, have)
	if len(gaps) == 0 {
		return nil
	}
	f := fault.New(fault.Conflict, "documents_missing", "count", len(gaps))
	for _, g := range gaps {
		f.Missing = append(f.Missing, fault.Missing{Code: "document_missing",
			Args: fault.MakeArgs("kind", g.Kind, "need", g.Need, "have", g.Have)})
	}
	return f
}

// WithdrawNomination takes a dossier out before scoring opens.
func (s *Service) WithdrawNomination(ctx context.Context, who accounts.Actor, id string) (view NominationView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, n, err := s.editNomination(tx, who, id)
		if err != nil {
			return err
		}
		if n.State == NominationWithdrawn {
			return fault.New(fault.Conflict, "wrong_state", "state", string(n.State), "need", "draft, submitted, supplement, eligible")
		}
		if err := sc.in(Filing, Screening); err != nil {
			return err
		}
		n.State, n.Updated = NominationWithdrawn, s.clock()
		n.Version++
		if err := s.saveNomination(tx, n, "nomination.withdrawn"); err != nil {
			return err
		}
		view, err = s.nominationView(tx, sc, who, n)
		return err
	})
	return view, err
}
