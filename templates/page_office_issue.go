package templates

import "time"

// OfficeIssue is "/desk/:slug/certificates/issue": the date of issue and, with Checked, what would be issued (posts
// there).
type OfficeIssue struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	Action  string
	// IssuedOn is the date as it is typed; Rules are what it has to keep to, in sentences.
	IssuedOn string
	Rules    []string
	Faults   FormFaults
	Refusal  *Empty
	Checked  bool
	// SpecimenURL draws the first of Take as a specimen; empty when there is none.
	SpecimenURL string
	Take        []OfficeCandidate
	Bad         []OfficeCandidate
	Held        []OfficeCandidate
	Tell        OfficeTell
}

// OfficeTell is whom an issue tells by letter: how many producers, the first letter (empty after the issue), and who is
// called because there is no address.
type OfficeTell struct {
	Letters           int
	To, Subject, Body string
	Calls             []OfficeCall
}

// OfficeCall is a producer to be called about his products.
type OfficeCall struct {
	Contact  Contact
	Products []string
}

func (OfficeIssue) template() string { return "page_office_issue" }

// OfficeCandidate is one recognised product before an issue.
type OfficeCandidate struct {
	Number     string
	Code       string
	Product    string
	Producer   string
	Prize      string
	Decision   string
	ValidUntil time.Time
	// Why are the reasons for which it cannot be printed, EditURL leads to where its wording is changed.
	Why     []string
	EditURL string
}

// OfficeJob is "/desk/:slug/certificates/jobs/:id": how far an issue is and what of it could not be done.
type OfficeJob struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	// State is "queued", "running", "paused", "done" or "failed".
	State    string
	Progress Progress
	// JobURL answers how far it is, empty when it is over; RestURL takes a pause or its end, empty for who may not.
	JobURL, RestURL string
	Paused          bool
	// PerMinute certificates are made; both are 0 as long as it is not known.
	PerMinute, MinutesLeft int
	Issued                 int
	// Tell is whom the issue told; nil when nobody was to be.
	Tell     *OfficeTell
	Bad      []OfficeCandidate
	IssueURL string
	// NewURL leads to the certificate that a re-issue made.
	NewURL string
}

func (OfficeJob) template() string { return "page_office_job" }

// Over reports whether the job has come to its end.
func (j OfficeJob) Over() bool { return j.State == "done" || j.State == "failed" }
