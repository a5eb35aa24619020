package templates

import "time"

// ProducerList is /nominations: the dossiers of the person who is signed in, over all editions. Its main action
// leads to /nominations/new.
type ProducerList struct {
	Shell Shell
	// Open are the editions that take dossiers now.
	Open  []ProducerOpening
	Items []ProducerItem
}

// ProducerOpening is an edition that takes dossiers, with the start of a new one.
type ProducerOpening struct {
	Edition  EditionLine
	Deadline ProducerDeadline
	URL      string
}

// ProducerItem is one dossier of the list.
type ProducerItem struct {
	Product string
	Code    string
	Edition string
	// Stage is where the dossier stands for its producer, see ProducerStages.
	Stage    string
	Deadline ProducerDeadline
	URL      string
	// PhotoURL shows the first photo, or is empty.
	PhotoURL string
}

func (ProducerList) template() string { return "page_producer_list" }

// ProducerStages are the ways in which a dossier stands before its producer: those of a nomination, "late" for a draft
// that can no longer be sent, "scoring" while it is judged, "results" once they are announced.
var ProducerStages = []string{
	"draft", "late", "submitted", "supplement", "eligible", "scoring", "results", "ineligible", "withdrawn",
}

// ProducerDeadline is until when something must be sent, told by the server's clock.
type ProducerDeadline struct {
	// Kind is "filing", "supplement" or "" when there is nothing to send.
	Kind string
	// At is the last moment; zero when none was set. A supplement is due at the end of that day.
	At time.Time
	// Now is when the page was made.
	Now  time.Time
	Over bool
}

// Left is what is left of it.
func (d ProducerDeadline) Left() Deadline { return Deadline{Until: d.At, Now: d.Now} }

// Near reports whether the deadline is a week away or less.
func (d ProducerDeadline) Near() bool { return !d.At.IsZero() && !d.Over && d.Left().Tone() != "" }
