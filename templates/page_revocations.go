package templates

import "time"

// CouncilCertificates is "/council/:slug/certificates": the edition's certificates with what they are worth, and what the
// council has asked about them.
type CouncilCertificates struct {
	Shell         Shell
	Head          CouncilHead
	Faults        FormFaults
	Proposals     []RevocationCard
	Query, Status string
	Statuses      []Option
	Asked         bool
	Rows          []CouncilCertificateLine
	Paging        Paging
	None          Empty
}

func (CouncilCertificates) template() string { return "page_council_certificates" }

// CouncilCertificateLine is one certificate; ProposeURL is empty for who may not ask, and for what nothing can be asked about.
type CouncilCertificateLine struct {
	Number, Product, Producer string
	URL                       string // of the public answer
	Status                    string
	ValidUntil                time.Time
	ProposeURL                string
}

// CouncilPropose is "/council/:slug/certificates/:code/propose" (posts there): what the council asks of the authority about one
// certificate.
type CouncilPropose struct {
	Shell                                         Shell
	Head                                          CouncilHead
	Back                                          Link
	Action                                        string
	Product, Number, Status                       string
	Kind, Ground, Reason, HeldOn                  string
	Present, VotesFor, VotesAgainst, VotesAbstain string
	Kinds, Grounds                                []Option
	Members, Quorum                               int
	Faults                                        FormFaults
	// Refusal says why nothing can be asked; the form is left out then.
	Refusal string
}

func (CouncilPropose) template() string { return "page_council_propose" }

// RevocationCard is one proposal about a certificate. Empty addresses are what the reader may not do, or what is past.
type RevocationCard struct {
	Shell              Shell
	Faults             FormFaults
	ID, Product, URL   string
	Lead               string
	State              Tag
	Rows               []SummaryRow
	Votes              *VoteCount
	Evidence           string // the file's name
	EvidenceURL        string
	ActURL             string // to the form in which the authority's decision is recorded
	UploadURL, DropURL string
}

// OfficeWithdrawals is "/desk/:slug/certificates/withdrawals": what the council asks about certificates, and the producers who
// are to be told on the telephone (posts to each call's URL).
type OfficeWithdrawals struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	Open    []RevocationCard
	Ended   []RevocationCard
	Calls   []WithdrawalCall
	Hint    string
}

func (OfficeWithdrawals) template() string { return "page_office_withdrawals" }

// WithdrawalCall is one producer to be told on the telephone of an act.
type WithdrawalCall struct {
	Producer, Person, Phone string
	Text                    string // what is to be told
	URL                     string // of the certificate at the desk
	Product                 string
	DoneURL                 string
}

// Withdrawn is "/products/withdrawn": the certificates that do not stand, or will not, the newest day first.
type Withdrawn struct {
	Shell  Shell
	Items  []WithdrawnItem
	Paging Paging
}

func (Withdrawn) template() string { return "page_withdrawn" }

// WithdrawnItem is one certificate with the act that withdraws it. Kind is "revoked", "suspended" or "superseded"; Later is set
// when the act holds from a day to come.
type WithdrawnItem struct {
	Product, Producer, Commune, Number string
	URL                                string
	Kind                               string
	Later                              bool
	On                                 time.Time
	Reason                             string
	Decision                           DecisionRef
	SuccessorCode, SuccessorURL        string
}
