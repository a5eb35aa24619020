package templates

// Home is the start page, "/": what this is, the form that looks up a code, the open rounds, the editions and the register.
// The form asks GET /v?code=….
type Home struct {
	Shell Shell
	// Code is kept in the look-up field.
	Code string
	// Open are the rounds that take dossiers, each with its deadline and where to begin.
	Open []OpenRound
	// Editions are the other ones that the public may know, newest first; with none open either, the page says so.
	Editions []EditionLine
	// Recent are the newest honoured products, three at most; their VerifyURL is needed.
	Recent []RegisterItem
	// Honoured counts the products in the register.
	Honoured int
}

func (Home) template() string { return "page_home" }

// OpenRound is an edition that takes dossiers now.
type OpenRound struct {
	EditionLine
	Deadline Deadline
	StartURL string
}
