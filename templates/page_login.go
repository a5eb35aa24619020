package templates

// Login is "/login"; it posts email, password and next to itself.
type Login struct {
	Shell  Shell
	Email  string
	Next   string // the local address to go on to, or ""
	Faults FormFaults
}

func (Login) template() string { return "page_login" }
