package templates

import "time"

// PeopleList is "/admin/people": every account of the office, with search (q), groups (kind) and pages.
type PeopleList struct {
	Shell  Shell
	Query  string
	Kind   string
	Kinds  []Link // the groups with their counts
	People []PersonRow
	Paging Paging
	None   Empty
}

func (PeopleList) template() string { return "page_people_list" }

// PersonRow is one account in the list.
type PersonRow struct {
	URL     string
	Name    string
	Contact []string // address, telephone number with its middle hidden
	Roles   []string
	More    int // roles that are not shown
	State   Tag
}

// PeoplePerson is "/admin/people/{id}"; its acts post to the URLs of Acts.
type PeoplePerson struct {
	Shell         Shell
	Name          string
	State         Tag
	Administrator bool
	Facts         []SummaryRow
	Roles         []PersonRole
	Self          bool
	Acts          []PersonAct
	// Hint says why there is no act for a forgotten password, or ""; HintLink may lead on.
	Hint     string
	HintLink Link
}

func (PeoplePerson) template() string { return "page_people_person" }

// PersonRole is one seat with its edition; Ended is zero while it holds.
type PersonRole struct {
	Role    string // "Ban giám khảo · Thành viên"
	Edition string
	URL     string
	Ended   time.Time
}

// PersonAct is one thing that can be done with an account, as a button that posts to URL.
type PersonAct struct {
	URL, Text, Hint string
	Confirm         string // asked first, or ""
	Danger          bool
}

// PeopleNew is "/admin/people/new"; it posts name, email and administrator.
type PeopleNew struct {
	Shell         Shell
	Name, Email   string
	Administrator string // "yes" when ticked
	Faults        FormFaults
}

func (PeopleNew) template() string { return "page_people_new" }

// PeopleOffice is "/admin/office"; it posts programme, name, province, phone, email and hours to itself, and
// nothing to /admin/office/test-mail.
type PeopleOffice struct {
	Shell                                          Shell
	Programme, Name, Province, Phone, Email, Hours string
	MailTo                                         string // where a test mail goes; "" when the caller has no address
	MailToFolder                                   bool   // no mail server is set
	Mail                                           TestMail
	Faults                                         FormFaults
}

func (PeopleOffice) template() string { return "page_people_office" }

// TestMail is how the last test mail went: State is "", "queued", "retry", "done" or "failed".
type TestMail struct {
	State   string
	Problem string // what the mail server said
	URL     string // to look again
}
