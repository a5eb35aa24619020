package templates

import "time"

// Register is "/products", the public list of honoured products. Its form asks GET /products with q, group,
// year, edition, status, place and sort.
type Register struct {
	Shell Shell
	// Query, Group, Year, Edition, Status, Place and Sort are what was asked for; empty means all, and for
	// Sort the newest first.
	Query, Group, Year, Edition, Status, Place, Sort string
	// Groups, Years and Editions are the choices, with their counts; the statuses and orders are the page's own.
	Groups, Years, Editions []Option
	// Places are the communes and wards of what was asked for, each a link that narrows the list to it.
	Places []Link
	// Asks are the filters in use, each a link that removes it.
	Asks []Link
	// CodeURL is the look-up of what was typed when it is a certificate's code; "" otherwise.
	CodeURL string
	Items   []RegisterItem
	Paging  Paging
}

func (Register) template() string { return "page_register" }

// Asked reports whether the list is narrowed, which decides what an empty one says.
func (p Register) Asked() bool { return p.Query != "" || len(p.Asks) > 0 }

// Narrowed reports whether a filter behind the search field is in use, so that the filters stand open.
func (p Register) Narrowed() bool { return p.Group+p.Year+p.Edition+p.Status+p.Sort != "" }

// Chosen is the place that the list is narrowed to, or nil.
func (p Register) Chosen() *Link {
	for i, l := range p.Places {
		if l.Current {
			return &p.Places[i]
		}
	}
	return nil
}

// RegisterItem is one honoured product.
type RegisterItem struct {
	Product    string
	Producer   string
	Commune    string
	Group      string
	Edition    string
	Year       int
	Prize      string
	Status     VerifyStatus
	Code       string
	PhotoURL   string // a small picture, or ""
	ProductURL string // the product's page, or ""
	VerifyURL  string
	ValidUntil time.Time
}
