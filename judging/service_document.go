package judging

import (
	"context"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// DocumentInput is a stored file to be put into a dossier.
type DocumentInput struct {
	Kind, SHA256, MediaType string
	Size                    int64
	Filename                string
}

// PhotoKind is the kind of document that must be a picture.
const PhotoKind = "photo"

// maxDocuments bounds the papers of one dossier.
const maxDocuments = 100

// MayAddDocument tells before a file is read whether the caller may put one of that kind into the dossier.
func (s *Service) MayAddDocument(ctx context.Context, who accounts.Actor, id, kind string) error {
	return s.store.View(ctx, func(tx Tx) error {
		return s.placeForDocument(tx, who, id, kind)
	})
}

func (s *Service) placeForDocument(tx Tx, who accounts.Actor, id, kind string) error {
	sc, n, err := s.editNomination(tx, who, id)
	if err != nil {
		return err
	}
	if err := sc.mayChange(n); err != nil {
		return err
	}
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return err
	}
	if !pack.knowsDocument(kind) {
		return fieldFault("kind", "unknown_value", "allowed", pack.documentKinds())
	}
	docs, err := tx.Documents(id)
	if err == nil && len(docs) >= maxDocuments {
		err = fieldFault("file", "too_many", "max", maxDocuments)
	}
	return err
}

// standardKinds may be given in any award, asked for or not.
var standardKinds = []string{"business_registration", "description", PhotoKind, "signed_form", "food_safety", "quality", "award", "other"}

func (p *Pack) knowsDocument(kind string) bool {
	return slices.Contains(standardKinds, kind) ||
		slices.ContainsFunc(p.Documents, func(d DocumentRule) bool { return d.Kind == kind })
}

func (p *Pack) documentKinds() string {
	kinds := slices.Clone(standardKinds)
	for _, d := range p.Documents {
		if !slices.Contains(kinds, d.Kind) {
			kinds = append(kinds, d.Kind)
		}
	}
	text := ""
	for i, k := range kinds {
		if i > 0 {
			text += ", "
		}
		text += k
	}
	return text
}

// AddDocument puts a stored file into a dossier under the next number.
func (s *Service) AddDocument(ctx context.Context, who accounts.Actor, id string, in DocumentInput) (d Document, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		if err := s.placeForDocument(tx, who, id, in.Kind); err != nil {
			return err
		}
		var c checker
		filename := c.line("file", in.Filename, maxName)
		if err := c.Err(); err != nil {
			return err
		}
		n, err := tx.NextDocument(id)
		if err != nil {
			return err
		}
		d = Document{ID: accounts.NewID(), Nomination: id, N: n, Kind: in.Kind, SHA256: in.SHA256, MediaType: in.MediaType,
			Size: in.Size, Filename: filename, Uploader: who.User.ID, Created: s.clock()}
		return tx.SaveDocument(d)
	})
	return d, err
}

// Documents are the papers of a dossier by number.
func (s *Service) Documents(ctx context.Context, who accounts.Actor, id string) (list []Document, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		if _, _, err := s.nomination(tx, who, id); err != nil {
			return err
		}
		list, err = tx.Documents(id)
		return err
	})
	return list, err
}

// Document is one paper of a dossier.
func (s *Service) Document(ctx context.Context, who accounts.Actor, id string, n int) (Document, error) {
	list, err := s.Documents(ctx, who, id)
	if err != nil {
		return Document{}, err
	}
	for _, d := range list {
		if d.N == n {
			return d, nil
		}
	}
	return Document{}, fault.New(fault.NotFound, "not_found")
}

// RemoveDocument takes a paper out of a dossier; its number is not used again.
func (s *Service) RemoveDocument(ctx context.Context, who accounts.Actor, id string, n int) error {
	return s.store.Update(ctx, func(tx Tx) error {
		sc, nom, err := s.editNomination(tx, who, id)
		if err != nil {
			return err
		}
		if err := sc.mayChange(nom); err != nil {
			return err
		}
		docs, err := tx.Documents(id)
		if err != nil {
			return err
		}
		for _, d := range docs {
			if d.N == n {
				d.Removed = s.clock()
				return tx.SaveDocument(d)
			}
		}
		return fault.New(fault.NotFound, "not_found")
	})
}
