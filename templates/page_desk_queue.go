package templates

// DeskQueue is "/desk/{slug}": the dossiers of an edition with search, filters, order and pages, all in the
// address. The boxes of its rows post to "/desk/{slug}/bulk".
type DeskQueue struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Line    []string // deadline, state and oldest wait, in pieces
	Tiles   []DeskTile
	Filter  DeskFilter
	// Asked is true when a filter is set; ClearURL leads to the list without any.
	Asked    bool
	ClearURL string
	Rows     []DeskRow
	Paging   Paging
	// ListURL is this list's address, which rows and acts carry along.
	ListURL            string
	XLSXURL, CSVURL    string // the rows of the whole answer
	NewURL, ImportURL  string // empty when nothing may be filed now
	Main               Link   // the one main thing to do, or without a URL
	MayScreen, MayNote bool   // verdicts may be recorded now; reminders may be sent now
	// Hint says why verdicts cannot be recorded now, or is empty.
	Hint   string
	None   Empty
	Faults FormFaults
}

func (DeskQueue) template() string { return "page_desk_queue" }

// DeskFilter is what the list is narrowed to and ordered by, with the choices.
type DeskFilter struct {
	Action                             string
	Query, State, Group, Commune, Sort string
	States, Groups, Communes, Sorts    []Option
}

// DeskRow is one dossier in the list.
type DeskRow struct {
	Pick     string // id and version, what its box sends
	Code     string
	URL      string
	Product  string
	About    string // "bộ 4 món · được công nhận 2024"
	Notes    []Tag  // duplicates
	Producer string
	Commune  string
	Papers   string // "5/7"
	Lacks    Tag    // what is missing, or without a text
	State    Tag
	Waits    string // "2 ngày", or "–"
}

// DeskBulk is "/desk/{slug}/bulk": what an act would do to each ticked dossier, before it is done, and after
// it "/desk/{slug}/bulk/done".
type DeskBulk struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	// Act is "eligible", "supplement" or "remind".
	Act  string
	Done bool
	// Picks are what the confirmation sends of each dossier that is dealt with.
	Picks []string
	Take  []DeskOutcome
	Skip  []DeskOutcome
	// Unseen counts the dossiers to take of which nobody noted anything about any paper.
	Unseen  int
	Action  string
	Confirm string // the words of the main button
	Faults  FormFaults
	// Text and Due are the common reason of a supplement request.
	Text, Due string
	// From is the list's query that is led back to.
	From string
}

func (DeskBulk) template() string { return "page_desk_bulk" }

// DeskOutcome is a dossier with what is or was done to it, or why it was left out.
type DeskOutcome struct {
	Code, URL, Product, Producer string
	Why                          string
	Unseen                       bool // nobody noted anything about any of its papers
}
