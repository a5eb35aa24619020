package templates

// Login is "/login"; it posts email (or a telephone number), password (or the code of a slip), next, and
// keep (yes), keep_path and keep_body when a form was sent by somebody no longer signed in.
type Login struct {
	Shell  Shell
	Email  string // or the telephone number, as it was typed
	Next   string // the local address to go on to, or ""
	Kept   Kept
	Keep   string // "yes" when the device is to remember a judge
	Faults FormFaults
}

func (Login) template() string { return "page_login" }

// Kept is a form that was sent after its session had ended.
type Kept struct {
	Path string // where the form goes, or "" when nothing is kept
	Body string // the fields as they were sent, without passwords
	// Lost says why nothing could be kept: "file" or "long"; "" when nothing was lost.
	Lost string
}

// PeopleResume is the answer of "/login" when a form was kept: it posts the kept fields to where they were
// going.
type PeopleResume struct {
	Shell  Shell
	Action string
	Fields []HiddenField
	Typed  []SummaryRow // the same as people read it, so that nobody sends what somebody else left behind unseen
	Name   string       // who is signed in now
	Home   string       // where to go without sending
}

func (PeopleResume) template() string { return "page_people_resume" }
