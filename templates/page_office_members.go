package templates

import "time"

// OfficeMembers is "/desk/:slug/members": who sits in the bodies of an edition, who has not come in yet and which
// conflicts of interest were declared, as the secretariat keeps and prints them.
type OfficeMembers struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	// Line counts the people, the invitations that wait and the judges who have not declared, in pieces.
	Line      []string
	Bodies    []OfficeBody
	Conflicts []OfficeConflict
	// NameURL leads an administrator to where people are named, and is empty for others.
	NameURL string
	// PanelsURL leads those who assign entries to where they do, and is empty for others.
	PanelsURL string
}

func (OfficeMembers) template() string { return "page_office_members" }

// OfficeBody is one body with its seats.
type OfficeBody struct {
	Code  string
	Name  string
	Seats []OfficeSeat
}

// OfficeSeat is one person in a body.
type OfficeSeat struct {
	Name     string
	Role     string
	Title    string
	Employer string
	Contact  Contact
	// Waiting marks people who have not taken up their invitation.
	Waiting bool
	// Declared says of a judge whether the conflicts were declared; its text is empty for others.
	Declared Tag
}

// OfficeConflict is one declared conflict of interest.
type OfficeConflict struct {
	Judge   string
	Code    string
	Product string
	URL     string
	Reason  string
	At      time.Time
}
