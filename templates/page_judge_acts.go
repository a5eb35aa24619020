package templates

// JudgeCheck is /judge/sheets/{id}/check: all marks once more before the sheet is sent. It posts to
// /judge/sheets/{id}/submit.
type JudgeCheck struct {
	Shell    Shell
	ID       string
	Version  int
	Entry    JudgeEntry
	Tops     []JudgeTop
	Total    string
	Missing  []Link // criteria without a mark, to their fields
	Max      string
	PassMark string
	Passed   bool
	Comment  string
	Faults   FormFaults
}

func (JudgeCheck) template() string { return "page_judge_check" }

// JudgeRecuse is /judge/sheets/{id}/recuse, where a judge steps out of one entry with a reason; it posts to itself.
type JudgeRecuse struct {
	Shell  Shell
	ID     string
	Entry  JudgeEntry
	Reason string
	// Submitted says that a sheet already sent would be taken back by it.
	Submitted bool
	Faults    FormFaults
}

func (JudgeRecuse) template() string { return "page_judge_recuse" }

// JudgeConflict answers a save of a sheet that was saved elsewhere in between: both values of each criterion
// that differs, to choose from. It posts to /judge/sheets/{id}.
type JudgeConflict struct {
	Shell   Shell
	ID      string
	Version int // of the stored sheet
	Entry   JudgeEntry
	Choices []JudgeChoice
	// Same are the fields that need no choice, sent along unseen.
	Same []JudgeSame
}

// JudgeSame is a field on which both agree, or that one side alone changed; Stored is what the server holds.
type JudgeSame struct {
	Name, Value, Stored string
}

func (JudgeConflict) template() string { return "page_judge_conflict" }

// JudgeChoice is one criterion, or the remark, with the value typed here and the one stored.
type JudgeChoice struct {
	Field, Label string
	Mine, Stored string
}

// HiddenField is a value that a form carries along.
type HiddenField struct{ Name, Value string }

// JudgeReceipt is /judge/sheets/{id}/receipt: the sheet is sent, and what the judge holds of it.
type JudgeReceipt struct {
	Shell   Shell
	ID      string
	Entry   JudgeEntry
	Total   string
	Max     string
	Receipt JudgeReceiptLine
	// Unshown says that the sign-in, by a slip, does not show what was sent before it.
	Unshown bool
	Done    int
	Of      int
	// NextURL is the next sheet to mark, or empty when all were sent.
	NextURL string
	ListURL string
}

func (JudgeReceipt) template() string { return "page_judge_receipt" }

// JudgePhotoPage is /judge/sheets/{id}/photos/{n}: one photo, large.
type JudgePhotoPage struct {
	Shell            Shell
	Entry            JudgeEntry
	Photo            JudgePhoto
	Of               int
	SheetURL         string
	PrevURL, NextURL string
}

func (JudgePhotoPage) template() string { return "page_judge_photo" }
