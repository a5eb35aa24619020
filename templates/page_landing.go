package templates

// Landing is the first page of a signed-in place: what the person can do now, edition by edition.
type Landing struct {
	Shell Shell
	// Place is "nominations", "desk", "judge", "council" or "admin".
	Place    string
	Editions []LandingEdition
	// Action is the one main thing to do here, or nil.
	Action *LandingAction
}

func (Landing) template() string { return "page_landing" }

// LandingAction is a link that stands out; Text is translated.
type LandingAction struct {
	Text string
	URL  string
}

// LandingEdition is an edition with the work that waits in it.
type LandingEdition struct {
	Edition EditionLine
	Tasks   []LandingTask
}

// LandingTask is a piece of work: translated text, how many wait (below 0 hides the number) and where.
type LandingTask struct {
	Text  string
	Count int
	URL   string // "" when there is nothing to open
	Done  bool
}
