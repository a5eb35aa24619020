package templates

import "time"

// Register is "/products", the public list of honoured products. Its form asks GET /products with q, group,
// year and status.
type Register struct {
	Shell Shell
	// Query, Group, Year and Status are what was asked for; empty means all.
	Query, Group, Year, Status string
	// Groups and Years are the choices; the statuses are the page's own.
	Groups, Years []Option
	Items         []RegisterItem
	Paging        Paging
}

func (Register) template() string { return "page_register" }

// Asked reports whether the list is narrowed, which decides what an empty one says.
func (p Register) Asked() bool { return p.Query+p.Group+p.Year+p.Status != "" }

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
	VerifyURL  string
	ValidUntil time.Time
}
