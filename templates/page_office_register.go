package templates

import "time"

// OfficeRegister is "/desk/:slug/certificates": the register of an edition's certificates.
type OfficeRegister struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Lead    string
	Tiles   []DeskTile
	// Jobs are the issues under way, the oldest first.
	Jobs []OfficeJobUnderWay
	// IssueURL leads to the issue of what is missing, empty when there is nothing or the reader may not.
	IssueURL string
	// SigningURL leads to what the authority signs itself, empty before the first issue and for who may not.
	SigningURL string
	// LookURL leads to how certificates are printed.
	LookURL          string
	Query, Status    string
	Group            string
	Statuses, Groups []Option
	Asked            bool
	Rows             []OfficeCertificateLine
	Paging           Paging
	None             Empty
	XLSXURL, CSVURL  string
	// ZIPURL sends the certificates shown, PrintURL their pages in one file, RegisterURL the register as a paper; empty when
	// there is nothing to send.
	ZIPURL, PrintURL, RegisterURL string
	Place                         string
	Places                        []Option
	Hint                          string
	// ReportsURL leads to what the public reported; NewReports and Unusual count what nobody handled and the days that
	// stood out lately.
	ReportsURL          string
	NewReports, Unusual int
	// Waiting leads to what the council asks about certificates and to who is to be told on the telephone.
	Waiting []Link
}

func (OfficeRegister) template() string { return "page_office_register" }

// OfficeCertificateLine is one line of the register.
type OfficeCertificateLine struct {
	Number     string
	Code       string
	URL        string
	Product    string
	Producer   string
	Status     string
	IssuedOn   time.Time
	ValidUntil time.Time
	PDFURL     string
	VerifyURL  string
}

// OfficeCertificate is "/desk/:slug/certificates/:code": one certificate with its history and what can be done
// with it.
type OfficeCertificate struct {
	Shell      Shell
	Edition    EditionLine
	Nav        []Link
	Back       Link
	Product    string
	Number     string
	Status     string
	Rows       []SummaryRow
	Moments    []Moment
	PDFURL     string
	VerifyURL  string
	DossierURL string
	// Lookups is how often the public looked it up.
	Lookups LookupChart
	// Acts are what the head of the secretariat may do, each with what it means.
	Acts []Task
	// Hint says why there is nothing to do.
	Hint string
	// LetterURL sends the producer the letter about it, again when Told; empty for who may not, or without an address.
	LetterURL string
	Told      bool
	// Contact is the producer's, nil for who may not write to him.
	Contact *Contact
}

func (OfficeCertificate) template() string { return "page_office_certificate" }

// OfficeAct is the form for a revocation, suspension, reinstatement or re-issue, and with Check its last look
// before it is recorded: "/desk/:slug/certificates/:code/revoke" and so on (posts there).
type OfficeAct struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	Action  string
	// Act is "revoke", "suspend", "reinstate" or "reissue".
	Act                                             string
	Product, Number, Status                         string
	Reason, DecisionNumber, DecisionDate, Effective string
	Faults                                          FormFaults
	// Refusal says why the act is not open; the form is left out then.
	Refusal string
	Check   bool
	Rows    []SummaryRow
	// Asked is the council's open proposal that the act decides; nil for none.
	Asked *RevocationCard
	// EditURL corrects the dossier that a re-issue prints from.
	EditURL string
	// Changes are the texts that the new certificate prints differently: each with the old line and the new one.
	Changes []OfficeChange
}

func (OfficeAct) template() string { return "page_office_act" }

// OfficeChange is one text before and after a re-issue.
type OfficeChange struct {
	Label, Before, After string
}

// OfficeJobUnderWay is an issue that is not over; URL leads to its page.
type OfficeJobUnderWay struct {
	Progress Progress
	URL      string
}
