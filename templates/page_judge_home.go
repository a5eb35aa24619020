package templates

// JudgeHome is /judge: the editions in which a judge has work, each with how far it is.
type JudgeHome struct {
	Shell    Shell
	Editions []JudgeEdition
}

func (JudgeHome) template() string { return "page_judge_home" }

// JudgeEdition is one edition on a judge's first page.
type JudgeEdition struct {
	Edition EditionLine
	// Judges is false for the jury's secretary, who has no sheets.
	Judges bool
	// Declared says that conflicts were declared; MayDeclare that it is time to.
	Declared, MayDeclare bool
	// Progress counts the judge's sheets of the last pass; Total is 0 before scoring.
	Progress Progress
	// Reopened counts sheets that the jury's head gave back.
	Reopened int
	// Recused counts sheets that are not to be marked.
	Recused int
	// Late counts sheets that were not sent before the close and do not count.
	Late int
	// PassURL leads the jury's head to the state of the pass, or is empty.
	PassURL string
	// PanelsURL leads the jury's secretary to who judges what, or is empty.
	PanelsURL string
	// VisitsURL leads to the notes of site visits, CalibrationURL to the trial scoring; each may be empty.
	VisitsURL, CalibrationURL string
	// Todo says that Action is work; otherwise it only leads to what was done.
	Todo bool
	// Action is the one thing to do next; empty when there is none.
	Action Link
}
