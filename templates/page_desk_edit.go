package templates

// DeskEdit is "/desk/{slug}/nominations/new" and "…/{id}/edit": the wording of a dossier that the office
// writes down from paper, all on one page.
type DeskEdit struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	Action  string
	New     bool
	Printed bool // scoring has begun: only what a certificate prints can be corrected
	From    string
	Version int
	Code    string
	Product string
	Group   string
	Members string // one a line
	About   string
	// The producer.
	Name, Kind, TaxCode, Registration, Address, Commune, Phone, Email, Representative string
	Groups, Kinds                                                                     []Option
	Faults                                                                            FormFaults
	// Stale is true when somebody saved the dossier meanwhile; Theirs is what differs now.
	Stale  bool
	Theirs []SummaryRow
}

func (DeskEdit) template() string { return "page_desk_edit" }
