package templates

import "time"

// JudgeSheet is /judge/sheets/{id}, the score sheet beside the dossier; it posts to itself.
type JudgeSheet struct {
	Shell   Shell
	Edition EditionLine
	ID      string
	Version int
	// Editable is false for a sheet that was submitted, locked or recused; State says which.
	Editable bool
	State    Tag
	Entry    JudgeEntry
	Tops     []JudgeTop
	// Unshown says that the sign-in, by a slip, does not show what was sent before it: this sheet, without Tops then, or
	// one of an earlier pass.
	Unshown bool
	// Total is the sum of what is marked so far, Missing the number of criteria without a mark.
	Total    string
	Missing  int
	Max      string
	PassMark string
	Step     string
	Passed   bool
	Comment  string
	Faults   FormFaults
	// SavedAt is when the server last kept a draft; zero before the first.
	SavedAt time.Time
	// Reason is why the sheet was reopened or recused.
	Reason   string
	Receipt  *JudgeReceiptLine
	Plot     DotPlot
	Position Position
	// RecuseURL is empty when a recusal is not possible any more.
	RecuseURL string
	// Paper says who typed the sheet from the judge's paper, ScanURL is its scan, Object says what to do when it is wrong.
	Paper, ScanURL, Object string
	// ObjectURL says that the typed sheet differs from its paper, or is empty.
	ObjectURL string
	// PrintURL prints the sheet for its judge, BlankURL without her marks; both are empty for others.
	PrintURL, BlankURL string
	// Own says that its reader is its judge, who may flag it; Flagged is the judge's mark to come back to it.
	Own, Flagged bool
	// AskURL asks the secretariat, or is empty; Lines are what was asked and objected, Asked says that a question is among them.
	AskURL string
	Lines  []JudgeQuestionLine
	Asked  bool
	// Pass is the number of the pass where there are several, else 0; Earlier the judge's own marks of passes before.
	Pass    int
	Earlier []JudgeEarlier
	// Visits are the notes of visits to the entry's workshop, by day.
	Visits []VisitCard
}

// JudgeEarlier is what the judge marked on the entry in an earlier pass; Total is empty when it did not count.
type JudgeEarlier struct {
	N              int
	Total, Comment string
	Leaves         []JudgeLeaf
}

func (JudgeSheet) template() string { return "page_judge_sheet" }

// Position is where a sheet stands among the judge's own.
type Position struct {
	At, Of           int
	ListURL          string
	PrevURL, NextURL string
	// Done counts the sheets that were submitted.
	Done int
}

// JudgeEntry is a dossier as a judge reads it.
type JudgeEntry struct {
	Code        string
	Group       string
	Product     string
	Producer    string
	Place       string
	SetMembers  []string
	Description []string
	Facts       []SummaryRow
	Photos      []JudgePhoto
	Papers      []JudgePaper
	Closed      string // why the dossier is closed to the reader, "" when it is not
}

// JudgePhoto is one photo of the product: URL is the picture, PageURL the page that shows it large.
type JudgePhoto struct {
	N       int
	Prev    int // 0 when there is none
	Next    int
	URL     string
	PageURL string
	Caption string
}

// Shown says whether there is anything that opens over the sheet.
func (e JudgeEntry) Shown() bool { return len(e.Photos)+len(e.Papers) > 0 }

// JudgePaper is a document of the dossier.
type JudgePaper struct {
	Label string
	URL   string
	// Shown is "pdf" or "image" for what opens over the sheet, empty for what is a download.
	Shown string
}

// JudgeTop is a top criterion with the leaves that are marked.
type JudgeTop struct {
	Code, Name, Max string
	// Sum is the sum of what is marked in it.
	Sum    string
	Leaves []JudgeLeaf
}

// JudgeLeaf is one criterion to be marked; Field is the name and id of its input.
type JudgeLeaf struct {
	Field, Code, Name, Guide, Max, Step string
	// Value is the mark as it is typed; empty when it is not scored.
	Value string
	Error string
	// Bands say what the marks stand for; most criteria have none.
	Bands []JudgeBand
}

// JudgeBand is a stretch of marks, From and To included, with what it stands for; In is the one that holds the mark.
type JudgeBand struct {
	From, To, Name, Text string
	In                   bool
}

// JudgeReceiptLine is what a judge holds of a submission.
type JudgeReceiptLine struct {
	Commitment string
	At         time.Time
}
