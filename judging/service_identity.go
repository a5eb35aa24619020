package judging

import (
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// identify links a nomination to the rows of its producer and its product, made when they are new, so that
// both keep their identity over years. A row that other nominations share is never renamed: a nomination
// that changes its wording goes over to another row.
func (s *Service) identify(tx Tx, sc scene, n *Nomination) error {
	if n.Producer.Name != "" {
		p, err := s.producerOf(tx, sc, *n)
		if err != nil {
			return err
		}
		n.ProducerID = p.ID
	}
	p, err := s.productOf(tx, *n)
	if err != nil {
		return err
	}
	n.ProductID = p.ID
	return nil
}

func (s *Service) producerOf(tx Tx, sc scene, n Nomination) (Producer, error) {
	p, err := tx.ProducerByName(sc.edition.Organiser, n.Producer.Name, n.Producer.Commune)
	switch {
	case err == nil && n.Submitted.IsZero():
		return p, nil // a draft may name anybody and changes nobody
	case err == nil:
		p.ProducerData = completed(p.ProducerData, n.Producer)
		return p, tx.SaveProducer(p)
	case fault.KindOf(err) != fault.NotFound:
		return p, err
	}
	if n.ProducerID != "" {
		if uses, err := tx.ProducerUses(n.ProducerID); err != nil {
			return p, err
		} else if uses <= 1 { // its own: the name was corrected
			if p, err = tx.Producer(n.ProducerID); err != nil {
				return p, err
			}
			p.ProducerData = n.Producer
			return p, tx.SaveProducer(p)
		}
	}
	p = Producer{ID: accounts.NewID(), Organiser: sc.edition.Organiser, ProducerData: n.Producer, Created: s.clock()}
	return p, tx.SaveProducer(p)
}

// completed is what is known of a producer with what a nomination adds; a field left out there says nothing.
func completed(known, said ProducerData) ProducerData {
	for _, f := range []struct {
		to   *string
		from string
	}{
		{&known.Name, said.Name}, {&known.EntityKind, said.EntityKind}, {&known.TaxCode, said.TaxCode},
		{&known.RegistrationNumber, said.RegistrationNumber}, {&known.Address, said.Address}, {&known.Commune, said.Commune},
		{&known.Phone, said.Phone}, {&known.Email, said.Email}, {&known.Representative, said.Representative},
	} {
		if f.from != "" {
			*f.to = f.from
		}
	}
	return known
}

func (s *Service) productOf(tx Tx, n Nomination) (Product, error) {
	if n.ProducerID != "" {
		if p, err := tx.ProductByName(n.ProducerID, n.Product); fault.KindOf(err) != fault.NotFound {
			return p, err
		}
	}
	if n.ProductID != "" {
		if uses, err := tx.ProductUses(n.ProductID); err != nil {
			return Product{}, err
		} else if uses <= 1 {
			p, err := tx.Product(n.ProductID)
			if err != nil {
				return p, err
			}
			p.Name, p.Producer = n.Product, n.ProducerID
			return p, tx.SaveProduct(p)
		}
	}
	p := Product{ID: accounts.NewID(), Producer: n.ProducerID, Name: n.Product, Created: s.clock()}
	return p, tx.SaveProduct(p)
}
