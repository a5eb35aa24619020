package templates

import "time"

// OfficeReports is "/desk/:slug/certificates/reports": what the public reported about certificates, and which were looked
// up unusually often.
type OfficeReports struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	New     int // reports that nobody handled
	Reports []OfficeReport
	Unusual []OfficeUnusual
	// Faults are those of the form of the report FaultsOf.
	Faults   FormFaults
	FaultsOf string
}

func (OfficeReports) template() string { return "page_office_reports" }

// OfficeReport is one report; Handled is zero while it is new. Its form posts "note" to Action.
type OfficeReport struct {
	ID, Action     string
	Kind           string
	Code           string
	VerifyURL      string
	CertificateURL string // "" when no certificate has the code
	Text           string
	PhotoURL       string
	Contact        string // "" when none was given, or when it was erased
	At             time.Time
	Handled        time.Time
	HandledBy      string
	Note           string
}

// OfficeUnusual is a day on which a certificate was looked up far more often than before.
type OfficeUnusual struct {
	Day     time.Time
	Count   int
	Product string
	Number  string
	URL     string
}

// LookupChart is how often a certificate was looked up on each of the last days.
type LookupChart struct {
	From, Until time.Time
	Total, Most int
	MostOn      time.Time // zero without look-ups
	Bars        []LookupBar
}

// LookupBar is a day of the chart, 8 wide; its origin is above.
type LookupBar struct {
	X, Y, Height int
	Unusual      bool
	Title        string
}
