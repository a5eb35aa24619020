package templates

import "time"

// PeopleSlips is "/desk/slips": the form that hands out a slip (posts name, phone) and the slips handed out.
type PeopleSlips struct {
	Shell       Shell
	Name, Phone string // as typed
	Query       string
	Slips       []SlipRow
	Paging      Paging
	None        Empty
	Faults      FormFaults
}

func (PeopleSlips) template() string { return "page_people_slips" }

// SlipRow is one slip in the list.
type SlipRow struct {
	Name, Phone, By string
	Made, Until     time.Time
	State           Tag
}

// PeopleSlip is the answer that shows a new slip once, to print on half a sheet.
type PeopleSlip struct {
	Shell   Shell
	Name    string
	Phone   string // as people write it: 0912 345 678
	Code    string // two groups
	Address string // of the site, without https://
	Until   time.Time
}

func (PeopleSlip) template() string { return "page_people_slip" }
