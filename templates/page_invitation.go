package templates

import "time"

// Invitation is where an invited person sets a password; it posts password and repeat to Action.
type Invitation struct {
	Shell     Shell
	Action    string // "/invitation/{token}"
	Name      string
	Email     string
	Role      string // translated: "thành viên Ban giám khảo"
	Edition   string
	ExpiresAt time.Time
	Faults    FormFaults
}

func (Invitation) template() string { return "page_invitation" }
