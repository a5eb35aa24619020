package judging

import (
	"context"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// ProducerInput is what a caller sends of a producer: nil is not sent, "" clears.
type ProducerInput struct {
	Name, EntityKind, TaxCode, RegistrationNumber, Address, Commune, Phone, Email, Representative *string
}

// NominationInput is what a caller sends of a nomination: nil is not sent.
type NominationInput struct {
	Product, ProductGroup *string
	SetMembers            *[]string
	Producer              *ProducerInput
	Description           *string
}

// NominationView is a nomination as its reader may see it.
type NominationView struct {
	Nomination
	Missing  []DocumentGap
	Contacts bool // the reader may see phone, e-mail, representative, tax code and registration number
	Warnings []fault.Field
}

// CreateNomination starts a draft: by a producer while filing is open, by the secretariat until scoring.
func (s *Service) CreateNomination(ctx context.Context, who accounts.Actor, slug string, in NominationInput) (view NominationView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.Nominate)
		if err != nil {
			return err
		}
		if err := sc.filing(); err != nil {
			return err
		}
		pack, err := s.Pack(sc.edition)
		if err != nil {
			return err
		}
		n := Nomination{Edition: sc.edition.ID, State: NominationDraft, Filer: who.User.ID, ByOffice: sc.office()}
		if in.Product == nil {
			in.Product = new(string)
		}
		if err := applyNomination(pack, &n, in); err != nil {
			return err
		}
		if n, err = s.insertNomination(tx, sc, n); err != nil {
			return err
		}
		view, err = s.nominationView(tx, sc, who, n)
		return err
	})
	return view, err
}

// office reports whether the caller sits in the secretariat.
func (sc scene) office() bool { return slices.Contains(sc.hats, accounts.HatSecretariat) }

// filing is the fault wrong_state unless the caller may file now: producers while the edition takes
// dossiers, the secretariat until scoring opens.
func (sc scene) filing() error {
	if sc.office() {
		return sc.in(Filing, Screening)
	}
	return sc.in(Filing)
}

// insertNomination gives a draft its identity, its reference number and its product and producer rows.
func (s *Service) insertNomination(tx Tx, sc scene, n Nomination) (Nomination, error) {
	seq, err := tx.NextSeq(sc.edition.ID, "nomination")
	if err != nil {
		return n, err
	}
	now := s.clock()
	n.ID, n.Seq, n.Code, n.Version = accounts.NewID(), seq, referenceNumber(sc.edition, seq), 1
	n.Created, n.Updated = now, now
	n.Key = ImportKey(n.Product, n.Producer.Name, n.Producer.Commune)
	if err := s.identify(tx, sc, &n); err != nil {
		return n, err
	}
	return n, s.saveNomination(tx, n, "nomination.filed")
}

// saveNomination writes a nomination and, once it was accepted, its leaf.
func (s *Service) saveNomination(tx Tx, n Nomination, kind string) error {
	if err := tx.SaveNomination(n); err != nil {
		return err
	}
	if n.Submitted.IsZero() {
		return nil
	}
	return tx.Append(NominationLeaf(kind, n, s.clock()))
}

// Nominations are those of an edition that the caller may read: all for those who work for it, a
// producer's own otherwise.
func (s *Service) Nominations(ctx context.Context, who accounts.Actor, slug string, q NominationQuery) (list []NominationView, next string, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enter(tx, who, slug)
		if err != nil {
			return err
		}
		if !who.SignedIn() {
			return refuse(who)
		}
		q.Edition, q.Today = sc.edition.ID, s.today()
		if !accounts.Allowed(accounts.ReadNomination, sc.hats) {
			q.Filer = who.User.ID
		}
		limit := q.Limit
		if limit > 0 {
			q.Limit++
		}
		found, err := tx.Nominations(q)
		if err != nil {
			return err
		}
		if limit > 0 && len(found) > limit {
			found, next = found[:limit], found[limit-1].ID
		}
		counts, err := tx.DocumentCounts(sc.edition.ID)
		if err != nil {
			return err
		}
		pack, err := s.Pack(sc.edition)
		if err != nil {
			return err
		}
		closed, err := keptOut(tx, who, sc)
		if err != nil {
			return err
		}
		for _, n := range found {
			v := sc.present(pack, who, n, counts[n.ID])
			if closed(n) {
				v.Description, v.SetMembers, v.Missing = "", nil, nil
			}
			list = append(list, v)
		}
		return nil
	})
	return list, next, err
}

func (s *Service) nominationView(tx Tx, sc scene, who accounts.Actor, n Nomination) (NominationView, error) {
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return NominationView{}, err
	}
	have, err := documentCounts(tx, n.ID)
	if err != nil {
		return NominationView{}, err
	}
	return sc.present(pack, who, n, have), nil
}

func documentCounts(tx Tx, nomination string) (map[string]int, error) {
	docs, err := tx.Documents(nomination)
	have := map[string]int{}
	for _, d := range docs {
		have[d.Kind]++
	}
	return have, err
}

func (sc scene) present(pack *Pack, who accounts.Actor, n Nomination, have map[string]int) NominationView {
	v := NominationView{Nomination: n, Missing: DossierGaps(pack, n.Producer.EntityKind, n.ProductGroup, have)}
	v.Contacts = accounts.Allowed(accounts.ReadContacts, sc.hatsFor(who, n))
	if ok, warn := CheckTaxCode(n.Producer.TaxCode); n.Producer.TaxCode != "" && !ok && v.Contacts {
		v.Warnings = append(v.Warnings, fault.Field{Field: "producer.tax_code", Code: warn})
	}
	return v
}

// hatsFor are the caller's hats before one nomination: its filer owns it.
func (sc scene) hatsFor(who accounts.Actor, n Nomination) []accounts.Hat {
	if who.SignedIn() && who.Only == "" && n.Filer == who.User.ID {
		return append(slices.Clone(sc.hats), accounts.HatOwner)
	}
	return sc.hats
}

// nomination loads a nomination for a caller who may read it; to others it does not exist.
func (s *Service) nomination(tx Tx, who accounts.Actor, id string) (scene, Nomination, error) {
	if !who.SignedIn() {
		return scene{}, Nomination{}, refuse(who)
	}
	n, err := tx.Nomination(id)
	if err != nil {
		return scene{}, n, err
	}
	sc, err := s.enterID(tx, who, n.Edition)
	if err != nil {
		return sc, n, err
	}
	sc.hats = sc.hatsFor(who, n)
	if !accounts.Allowed(accounts.ReadNomination, sc.hats) {
		return sc, n, fault.New(fault.NotFound, "not_found")
	}
	return sc, n, keepApart(tx, who, sc, n)
}

// Nomination is one nomination.
func (s *Service) Nomination(ctx context.Context, who accounts.Actor, id string) (view NominationView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, n, err := s.nomination(tx, who, id)
		if err != nil {
			return err
		}
		view, err = s.nominationView(tx, sc, who, n)
		return err
	})
	return view, err
}
