package templates

// Setup is the page of the one-time link that makes the first administrator. It posts programme, organiser,
// province, language, name, email and password to Action.
type Setup struct {
	Shell  Shell
	Action string // "/setup/{token}"
	// What was typed is kept, the password never is.
	Programme, Organiser, Province, Language, Name, Email string
	Faults                                                FormFaults
}

func (Setup) template() string { return "page_setup" }
