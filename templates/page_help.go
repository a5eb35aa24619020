package templates

// Help is "/help", the list of chapters, or one chapter of the user guide when it has a body.
type Help struct {
	Shell    Shell
	Chapters []Chapter
	Chapter  Chapter
}

func (Help) template() string { return "page_help" }
