package templates

import "time"

// Invitation is where an invited person sets a password; it posts password and repeat to Action.
type Invitation struct {
	Shell     Shell
	Action    string // "/invitation/{token}"
	Name      string
	Email     string
	Roles     []PersonRole // the seats that wait, in words
	ExpiresAt time.Time
	Faults    FormFaults
}

func (Invitation) template() string { return "page_invitation" }
