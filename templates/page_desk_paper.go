package templates

import "time"

// DeskPaper is "/desk/:slug/paper": signed paper sheets to print and to type, and nothing of what is on them.
type DeskPaper struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	// Waiting says why there are no sheets yet; the rest is left out then.
	Waiting string
	// Refused says why the caller may look but not type, or is empty.
	Refused string
	Pass    int
	Closed  bool
	// Objections are judges' objections to what was typed for them.
	Objections []PaperObjection
	// Compare are sheets typed in two ways, Second those that wait for another person, Stopped those whose sheet went
	// another way, Done those that are sealed.
	Compare, Second, Stopped, Done []DeskPaperLine
	// Query and Judge narrow the open sheets; Open holds the first of Found.
	Query, Judge string
	Judges       []Option
	Asked        bool
	Found        int
	Open         []DeskPaperLine
	Prints       []DeskPaperPrint
	AllURL       string
	Blanks       []DeskPaperBlank
}

func (DeskPaper) template() string { return "page_desk_paper" }

// PaperObjection is a judge's objection to how a paper sheet was typed; URL is where it is dealt with, or empty. Text and
// Answer are empty for those who may not know marks; AnsweredAt is zero while it waits.
type PaperObjection struct {
	Code, Product, Judge, Text, Answer, URL string
	At, AnsweredAt                          time.Time
}

// DeskPaperLine is one sheet of a list of paper sheets.
type DeskPaperLine struct {
	Code, Product, Judge string
	// First, Second and Ended name who typed and who compared; empty when nobody has.
	First, Second, Ended string
	At                   time.Time
	State                Tag
	// URL opens what is to be done; Action are its words. Note stands in its place when it is for somebody else.
	URL, Action, Note string
	PrintURL          string
}

// DeskPaperPrint is the open sheets of one judge to print.
type DeskPaperPrint struct {
	Name string
	Open int
	URL  string
}

// DeskPaperBlank is the sheet of a product group without judge and entry.
type DeskPaperBlank struct{ Name, PDFURL, DOCXURL string }

// DeskPaperSheet is "/desk/:slug/paper/sheets/:id": one paper to be typed. The second typist sees nothing of the first
// typing.
type DeskPaperSheet struct {
	Shell                       Shell
	Edition                     EditionLine
	Nav                         []Link
	Back                        Link
	Code, Product, Group, Judge string
	Pass                        int
	State                       Tag
	Action                      string
	// Turn is 1 or 2 when the caller is to type, else 0 and Told says what is next.
	Turn  int
	Told  string
	First string
	At    time.Time
	Tops  []JudgeTop
	Max   string
	Step  string
	// Total is the sum that stands on the paper, typed to be compared; Incomplete asks whether lines are empty there too.
	Total      string
	Incomplete bool
	Missing    int
	Comment    string
	Scan       DeskPaperScan
	// CompareURL leads on when the two typings differ; DropURL gives up what was typed.
	CompareURL, DropURL string
	PDFURL, DOCXURL     string
	Faults              FormFaults
}

func (DeskPaperSheet) template() string { return "page_desk_paper_sheet" }

// DeskPaperScan is the scan of the paper and the form that sends it; URL shows it.
type DeskPaperScan struct {
	Needed, There      bool
	Filename, Size, By string
	At                 time.Time
	Action             string
	URL, FrameURL      string
	Image, PDF         bool
	Faults             FormFaults
}

// DeskPaperCompare is "/desk/:slug/paper/sheets/:id/compare": what was typed in two ways, beside the scan.
type DeskPaperCompare struct {
	Shell                       Shell
	Edition                     EditionLine
	Nav                         []Link
	Back                        Link
	Code, Product, Group, Judge string
	First, Second               string
	Action, DropURL             string
	Rows                        []DeskPaperChoice
	// Alone says that the caller typed one of the two and there is nobody else, so that Reason is asked for.
	Alone  bool
	Reason string
	Scan   DeskPaperScan
	Faults FormFaults
}

func (DeskPaperCompare) template() string { return "page_desk_paper_compare" }

// DeskPaperChoice is one line that was typed in two ways; Chosen is "first", "second" or empty.
type DeskPaperChoice struct {
	Field, Label, Max string
	First, Second     string
	Chosen            string
	Error             string
}
