package templates

import "time"

// OfficeDecision is "/desk/:slug/decision": the council's proposal, the decisions recorded over it and what comes
// next.
type OfficeDecision struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	// Lead says where things stand.
	Lead string
	// Waiting says what is to happen first; nothing but it is shown then.
	Waiting  *Empty
	Proposal *OfficeProposal
	InForce  []OfficeRecorded
	// History is every record and correction, the latest first.
	History []Moment
	// Head marks who may record; others read Head's name in a note.
	Head bool
	// RecordURL leads to the form for a decision, empty when nothing can be recorded now.
	RecordURL string
	// Left is how many proposed entries no decision recognises.
	Left int
	// Next is what to do after the decision.
	Next   []Task
	Faults FormFaults
}

func (OfficeDecision) template() string { return "page_office_decision" }

// OfficeProposal is the council's proposal in short.
type OfficeProposal struct {
	HeldOn time.Time
	Votes  VoteCount
	Listed int
	Groups []OfficePickGroup
}

// OfficeRecorded is one decision in force.
type OfficeRecorded struct {
	ID     string
	Number string
	Rows   []SummaryRow
	// FileURL is its PDF, empty before one was sent; UploadURL takes one and CorrectURL leads to a correction,
	// both empty for those who may not.
	FileURL, UploadURL, CorrectURL string
}

// OfficePickGroup is the proposed entries of one product group.
type OfficePickGroup struct {
	Code string
	Name string
	Rows []OfficePick
}

// OfficePick is one proposed entry.
type OfficePick struct {
	ID        string
	EntryCode string
	Product   string
	Producer  string
	Rank      int
	Mean      string
	Prize     string
	Ticked    bool
	// Held is the number of the other decision that recognises it, or empty.
	Held string
}

// OfficeDecisionForm is the form for a decision, "/desk/:slug/decision/new" (posts there) and, to correct one,
// "/desk/:slug/decision/:id/correct" (posts there).
type OfficeDecisionForm struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	Action  string
	// Correct is the number of the decision that is corrected, or empty.
	Correct                         string
	Number, Date, Authority         string
	SignerName, SignerTitle         string
	SignerBlock, NotifiedOn, Reason string
	Groups                          []OfficePickGroup
	Faults                          FormFaults
	// Refusal says why the decision cannot be corrected any more; the form is left out then.
	Refusal *Empty
}

func (OfficeDecisionForm) template() string { return "page_office_decision_form" }

// OfficeDecisionCheck shows a decision before it is recorded; it posts what was typed to the form's address.
type OfficeDecisionCheck struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Action  string
	Correct string
	Rows    []SummaryRow
	// Signature is the block as certificates print it.
	Signature []string
	Signer    string
	Taken     []OfficePick
	Left      []OfficePick
	Kept      []KeptValue
}

func (OfficeDecisionCheck) template() string { return "page_office_decision_check" }
