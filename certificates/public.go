package certificates

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

// Sort is an order of the public register.
type Sort string

// The orders of the public register; with a text, what matches it letter for letter always comes first.
const (
	SortNewest Sort = "newest" // by year of issue and number, the latest first
	SortName   Sort = "name"   // by the Vietnamese order of the products' names
)

// InUse stands in a PublicQuery for every status but superseded: a product that was given a newer
// certificate is listed once, with that one.
const InUse Status = "in use"

// PublicQuery picks issued certificates of every edition for everybody.
type PublicQuery struct {
	Text    string // searched without diacritics in product, producer, place, number and code
	Group   string // code of the product group
	Edition string // id
	Year    int    // of issue, 0 = any
	Place   string // the key of a Place
	Status  Status // what it is worth today, InUse, or empty for any
	Today   Date   // set by the service
	Sort    Sort   // SortNewest when it is empty
	Offset  int
	Limit   int // 0 = all
}

// Listing is one line of the public register.
type Listing struct {
	Certificate
	Status    Status
	ProductID string // of the product, or empty
	Photo     int    // number of the dossier's first photo, 0 for none
}

// Place is a commune or ward with how many listings it has.
type Place struct {
	Key   string
	Name  string
	Count int
}

// PlaceKey is the key of the place that a certificate prints: its case and spacing do not count, its
// diacritics do.
func PlaceKey(address string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFC.String(address))), " ")
}

// Shelf counts the issued certificates of one edition, year of issue and product group.
type Shelf struct {
	Edition string
	Year    int
	Group   string
	Count   int
}

// Catalogue is one page of the public register with what its filters offer.
type Catalogue struct {
	Items   []Listing
	Total   int     // of the whole answer
	Places  []Place // of the answer without its own place, in Vietnamese order
	Shelves []Shelf // of the whole register
}

// Browse is one page of the public register. A text that is a whole code finds its certificate whatever
// that is worth today.
func (s *Service) Browse(ctx context.Context, q PublicQuery) (found Catalogue, err error) {
	q.Today = s.today()
	if _, err := ParseCode(q.Text); err == nil && q.Status == InUse {
		q.Status = ""
	}
	err = s.store.View(ctx, func(tx Tx) error {
		if found.Items, found.Total, err = tx.Listings(q); err != nil {
			return err
		}
		q.Place = ""
		if found.Places, err = tx.Places(q); err != nil {
			return err
		}
		found.Shelves, err = tx.Shelves()
		return err
	})
	slices.SortFunc(found.Places, func(a, b Place) int {
		return slices.Compare(i18n.SortKey(a.Name), i18n.SortKey(b.Name))
	})
	return found, err
}

// Recognition is one certificate of a product with the edition that it belongs to.
type Recognition struct {
	Line
	Statement Statement
	Edition   judging.Edition
}

// ProductView is what everybody may know of a recognised product. It names no person and no way to reach
// one.
type ProductView struct {
	ID           string
	Recognitions []Recognition // the newest first, at least one
	Nomination   string        // of the newest one
	Photos       []Photo       // of its dossier
}

// Photo is one picture of a product: its number in the dossier and its file.
type Photo struct {
	N      int
	SHA256 string
}

// Product is a recognised product over the years. A product without an issued certificate is the fault
// not_found.
func (s *Service) Product(ctx context.Context, id string) (p ProductView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		certs, err := tx.ProductCertificates(id)
		if err != nil {
			return err
		}
		if len(certs) == 0 {
			return fault.New(fault.NotFound, "not_found")
		}
		p = ProductView{ID: id, Nomination: certs[0].Nomination}
		for _, c := range certs {
			r, err := s.recognition(tx, c)
			if err != nil {
				return err
			}
			p.Recognitions = append(p.Recognitions, r)
		}
		p.Photos, err = photos(tx, p.Nomination)
		return err
	})
	return p, err
}

func (s *Service) recognition(tx Tx, c Certificate) (r Recognition, err error) {
	if r.Line, err = s.line(tx, c); err != nil {
		return r, err
	}
	if r.Statement, err = ReadStatement(c.Statement); err != nil {
		return r, err
	}
	r.Edition, err = tx.Edition(c.Edition)
	return r, err
}

func photos(tx Tx, nomination string) (list []Photo, err error) {
	docs, err := tx.Documents(nomination)
	for _, d := range docs {
		if d.Kind == judging.PhotoKind {
			list = append(list, Photo{d.N, d.SHA256})
		}
	}
	return list, err
}
