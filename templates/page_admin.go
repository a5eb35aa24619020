package templates

import "time"

// AdminHome is "/admin": the editions of the office, each with what it waits for, and the office's own pages.
type AdminHome struct {
	Shell    Shell
	Editions []AdminEditionLine
	// FirstSteps are shown until an edition is open: what a new installation still lacks.
	FirstSteps []Task
}

func (AdminHome) template() string { return "page_admin_home" }

// AdminEditionLine is an edition in the list; Blocks is how many conditions keep it from its next state.
type AdminEditionLine struct {
	Edition EditionLine
	URL     string
	Blocks  int
	Last    bool // there is no next state
}

// AdminNew is "/admin/editions/new". It posts to itself: like, slug, name, name_en, number, year, level,
// province, rules, members, once.
type AdminNew struct {
	Shell Shell
	Like  string
	Earlier,
	Levels, Packs []Option
	Slug, Name, NameEN  string
	Number, Year, Level string
	Province, Rules     string
	Members             bool
	Faults              FormFaults
}

func (AdminNew) template() string { return "page_admin_new" }

// AdminEdition is "/admin/editions/{slug}": where the edition stands, what is missing before its next state,
// its deadline, who may have the results bundle, and the way back from a slip. It posts to …/state (state),
// …/back (reason), …/deadline (date, time, reason) and …/results (for).
type AdminEdition struct {
	Shell   Shell
	Nav     []Link
	Edition EditionLine
	// Next is the next state, "" after the last.
	Next string
	// Missing keeps it from the next state; Notes do not, but are worth a look. Both are translated.
	Missing, Notes []string
	Counts         []Link
	// Before is the state that a step back leads to, "" from the first.
	Before                     string
	DeadlineDate, DeadlineTime string
	DeadlineReason, BackReason string
	// DeadlineOpen reports whether a deadline may be set now; Extends that one is already running.
	DeadlineOpen, Extends bool
	// ResultsFor is who may have the results bundle, one of Audiences.
	ResultsFor string
	Audiences  []Option
	Now        time.Time
	Faults     FormFaults
}

func (AdminEdition) template() string { return "page_admin_edition" }

// AdminMembers is "/admin/editions/{slug}/members". It posts to itself: email, name, title, employer, body,
// role, once.
type AdminMembers struct {
	Shell                        Shell
	Nav                          []Link
	Edition                      EditionLine
	Bodies                       []AdminBody
	Doubts                       []string // translated; what is allowed and still worth a second look
	Email, Name, Title, Employer string
	Address, TaxCode             string // of the person's own firm
	Body, Role                   string
	BodyOptions, RoleOptions     []Option
	// SheetOptions are the sheets that a judge named now can get, empty while no pass is open; Sheets is the one chosen.
	SheetOptions []Option
	Sheets       string
	Faults       FormFaults
}

func (AdminMembers) template() string { return "page_admin_members" }

// AdminBody is one body of the edition with its seats; Need is a translated sentence about how many it needs.
type AdminBody struct {
	Code, Name, Need string
	Seats            []AdminSeat
}

// AdminSeat is one person in a body; RemoveURL leads to the page that ends the seat, "" when it may not.
type AdminSeat struct {
	Name, Title, Employer, Email, Role string
	Waiting                            bool // the invitation was not accepted yet
	RemoveURL                          string
}

// AdminRules is "/admin/editions/{slug}/rules": the rule pack in words and as JSON. It posts to itself: rules,
// and check for a look without a change; to …/rules/pass-mark it posts pass_mark.
type AdminRules struct {
	Shell   Shell
	Nav     []Link
	Edition EditionLine
	// Frozen is when scoring opened and the rules stopped changing; zero before.
	Frozen   time.Time
	Facts    []SummaryRow
	Criteria []RuleCriterion
	Papers   []string
	JSON     string
	PassMark string
	// Checked reports that the JSON was checked and is whole.
	Checked bool
	Faults  FormFaults
}

func (AdminRules) template() string { return "page_admin_rules" }

// RuleCriterion is one row of the score sheet, indented by Depth from 0; Group names the product group that has
// its own criteria, or is empty.
type RuleCriterion struct {
	Code, Name, Max, Group string
	Depth                  int
	Bands                  []JudgeBand // what its marks stand for; none is In
}

// AdminReason is the page that asks for the reason of an act that undoes something. It posts reason to Action.
type AdminReason struct {
	Shell                      Shell
	Back                       Link
	Title, Lead, Action, Label string
	Lines                      []string
	Button                     string
	Reason                     string
	// Replace offers to name who takes a judge's place, in the fields name, email and role.
	Replace           bool
	Name, Email, Role string
	RoleOptions       []Option
	Faults            FormFaults
}

func (AdminReason) template() string { return "page_admin_reason" }

// AdminWork is "/admin/work": what the program does beside answering, letters among it.
type AdminWork struct {
	Shell         Shell
	Filter        string // "", "queued", "running", "done" or "failed"
	Kind          string // "", "mail", "certificates" or one that follows a publication of the ledger
	States, Kinds []Option
	Jobs          []AdminJob
	MailNote      string
}

func (AdminWork) template() string { return "page_admin_work" }

// AdminJob is one job; What names it in words, Problem what stopped it, Remedy what to do about it. One that waits is
// tried again at Again.
type AdminJob struct {
	ID, What, For, Problem, Remedy string
	State                          Tag
	Done, Total, Attempts          int
	At, Again                      time.Time
	Retry                          bool
}

// AdminDoctor is "/admin/doctor": the program's own health in plain words.
type AdminDoctor struct {
	Shell     Shell
	Well      bool
	Findings  []Health
	CheckedAt time.Time
	MailNote  string
}

func (AdminDoctor) template() string { return "page_admin_doctor" }

// Health is one thing that was looked at; Remedy says what to do when it is not well.
type Health struct {
	Name, Detail, Remedy string
	OK                   bool
}
