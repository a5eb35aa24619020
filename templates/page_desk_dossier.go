package templates

import "time"

// DeskDossier is "/desk/{slug}/nominations/{id}": a dossier with its papers side by side. Its forms post to
// the addresses below it: documents/{n}/check, eligible, submit, withdraw, documents.
type DeskDossier struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	// Base is the dossier's address without a query; From is the list's query that forms carry along.
	Base, From string
	Code       string
	EntryCode  string
	Product    string
	Version    int
	State      Tag
	Place      string // "3 / 23" in the list
	Prev, Next Link   // without a URL where there is none
	// Warnings are what to look at before a verdict: duplicates, a doubtful tax code, an earlier recognition.
	Warnings []string
	// Lacks are the papers and fields that the rules ask for and the dossier has not.
	Lacks     []string
	Documents []DeskDocument
	Shown     *DeskDocument // nil without papers
	Checked   string        // "4 / 7"
	Bad       int
	Facts     []SummaryRow
	Contact   Contact
	Moments   []Moment
	Faults    FormFaults
	// What may be done now; Hint says why there is no verdict to give, or is empty.
	MayScreen, MayEdit, MaySubmit, MayWithdraw bool
	Hint                                       string
	// Eligible is true while nothing speaks against that verdict.
	Eligible bool
	Kinds    []Option // of papers that may be added
	// AddKind is the kind of the first paper that is missing, AddOpen that the form to add one stands open.
	AddKind string
	AddOpen bool
	// Questions are what judges asked about it, oldest first.
	Questions []DeskQuestion
	// Visits are the notes of visits to its workshop, VisitURL writes one; empty when it is not the time.
	Visits   []VisitCard
	VisitURL string
	// SlipURL hands out a slip to its producer, or is empty.
	SlipURL string
}

func (DeskDossier) template() string { return "page_desk_dossier" }

// DeskQuestion is a judge's question; By and AnsweredAt are empty while it waits.
type DeskQuestion struct {
	Sheet, Judge, Text string
	At                 time.Time
	Answer, By         string
	AnsweredAt         time.Time
	Field              string // id of the answer's field
	// SheetURL is the typed sheet that an objection is about, empty for a question; ScanURL its paper, as far as there is one.
	SheetURL, ScanURL string
}

// DeskDocument is one paper of the dossier with what was found of it.
type DeskDocument struct {
	N        int
	Kind     string
	Filename string
	Size     string
	At       time.Time
	// URL shows it here, FileURL is the file itself, shown by the browser; SaveURL saves it. FrameURL is the file
	// with what the browser's reader of PDFs is told.
	URL, FileURL, FrameURL, SaveURL string
	CheckURL, RemoveURL             string // where its forms post to
	Image, PDF                      bool
	Current                         bool
	Tag                             Tag
	// Outcome is "ok", "bad" or "" and Note what was written; By and CheckedAt say who and when.
	Outcome, Note, By string
	CheckedAt         time.Time
}

// DeskVerdict is "/desk/{slug}/nominations/{id}/supplement" and "…/ineligible": the reasons of a verdict,
// and then the letter before it is sent.
type DeskVerdict struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	Action  string
	From    string
	// Verdict is "supplement" or "ineligible".
	Verdict  string
	Code     string
	Product  string
	Producer string
	Contact  Contact
	Reasons  []DeskReason
	Due      string // as typed
	DueDay   time.Time
	Version  int
	Faults   FormFaults
	// Letter is shown before the verdict is recorded; nil while the reasons are written.
	Letter *DeskLetter
}

func (DeskVerdict) template() string { return "page_desk_verdict" }

// DeskReason is one reason: about a paper, or about the whole when Document is 0.
type DeskReason struct {
	ID       string // of the field
	Document int
	Label    string
	Hint     string
	Text     string
}

// DeskLetter is a mail as it will be sent; without To nobody gets it.
type DeskLetter struct {
	To, Subject, Body string
}
