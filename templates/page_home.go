package templates

// Home is the start page, "/": what this is, the form that looks up a code, the editions and the register.
// The form asks GET /v?code=….
type Home struct {
	Shell Shell
	// Code is kept in the look-up field.
	Code string
	// Editions are those that the public may know, newest first; empty shows the next step.
	Editions []EditionLine
	// Recent are the newest honoured products, three at most; their VerifyURL is needed.
	Recent []RegisterItem
	// Honoured counts the products in the register.
	Honoured int
}

func (Home) template() string { return "page_home" }
