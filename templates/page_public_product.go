package templates

import "time"

// PublicProduct is "/products/{id}": one recognised product over the years, with every certificate it was given.
// It names the producer and no way to reach a person.
type PublicProduct struct {
	Shell    Shell
	Product  string
	Producer string
	Commune  string
	// PlaceURL and ProducerURL are the register narrowed to the commune and to the producer.
	PlaceURL, ProducerURL string
	Group                 string
	SetMembers            []string
	// Status is what the newest certificate is worth today.
	Status VerifyStatus
	// VerifyURL is the live answer about the newest certificate.
	VerifyURL    string
	Photos       []PublicPhoto
	Recognitions []ProductRecognition // the newest first
	// Report is where a mismatch or a fake is told.
	Report Contact
}

func (PublicProduct) template() string { return "page_public_product" }

// Times is how often the product was recognised; a certificate that took another's place is no recognition more.
func (p PublicProduct) Times() int {
	n := 0
	for _, r := range p.Recognitions {
		if r.Status != StatusSuperseded {
			n++
		}
	}
	return max(n, 1)
}

// PublicPhoto is a picture of a product: as the page shows it, and whole.
type PublicPhoto struct {
	N             int // from 1
	URL, WholeURL string
}

// ProductRecognition is one certificate of a product.
type ProductRecognition struct {
	Year       int
	Title      string // the honour with its level
	Prize      string
	Edition    string
	EditionURL string // the published results, or ""
	Decision   DecisionRef
	Status     VerifyStatus
	ValidUntil time.Time
	Code       string
	VerifyURL  string
}
