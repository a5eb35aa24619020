package templates

// VerifyReport is "/v/{code}/report": the form about a misuse, which asks for no account (posts there, multipart, fields
// "kind", "text", "file", "contact", "consent" and "website", which stays empty).
type VerifyReport struct {
	Shell    Shell
	Code     string // as printed
	Product  string // "" when no certificate has the code
	Producer string
	Kinds    []Option
	Kind     string
	Text     string
	Contact  string
	Consent  bool
	Faults   FormFaults
	Sent     bool // the report was taken
	Action   string
	BackURL  string
	MaxMB    int
	Months   int // that the contact is kept after the report was handled
	Contacts Contact
	Host     string
}

// ConsentGiven is the check box's value.
func (p VerifyReport) ConsentGiven() string {
	if p.Consent {
		return "yes"
	}
	return ""
}

func (VerifyReport) template() string { return "page_verify_report" }
