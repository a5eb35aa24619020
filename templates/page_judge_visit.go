package templates

import "time"

// JudgeVisits is /judge/{slug}/visits: the notes of visits to the workshops of entries, and where to write one.
type JudgeVisits struct {
	Shell   Shell
	Edition EditionLine
	BackURL string
	Visits  []VisitCard
	// Entries may be written about now, each a link to the form with its place beside it.
	Entries []VisitEntryLine
	Empty   Empty
}

func (JudgeVisits) template() string { return "page_judge_visits" }

// VisitEntryLine is an entry that may be visited; Noted counts the notes that there are.
type VisitEntryLine struct {
	URL, Code, Product, By string
	Noted                  int
}

// VisitCard is a note of a visit as lists, the sheet and the dossier show it.
type VisitCard struct {
	URL, Code, Product string
	HeldOn             string // a date as people write it
	Place, People      string
	Seen               []string
	By                 string
	At                 time.Time
	Corrected          int // how often
	Photos             []VisitPhoto
}

// VisitPhoto is a photo of a visit; RemoveURL is empty for who may not take it away.
type VisitPhoto struct {
	N              int
	URL, RemoveURL string
}

// JudgeVisitForm is /judge/{slug}/visits/entries/{id} and …/visits/{id}/edit, where a note is written and corrected; it
// posts to itself.
type JudgeVisitForm struct {
	Shell         Shell
	Edition       EditionLine
	Code, Product string
	Action        string
	BackURL       string
	// Version is that of the note that is corrected, 0 for a new one.
	Version                     int
	HeldOn, Place, Others, Seen string
	Members                     []Option
	Ticked                      []string
	Faults                      FormFaults
}

func (JudgeVisitForm) template() string { return "page_judge_visit_form" }

// JudgeVisit is /judge/{slug}/visits/{id}: one note with its photos and its earlier versions.
type JudgeVisit struct {
	Shell   Shell
	Edition EditionLine
	BackURL string
	Card    VisitCard
	Earlier []VisitCard // the latest first
	// EditURL and PhotoURL correct the note and add photos, for its writer; empty for others and when it is over.
	EditURL, PhotoURL string
	Full              bool // as many photos as there may be
	MaxPhotos         int
	Faults            FormFaults
}

func (JudgeVisit) template() string { return "page_judge_visit" }
