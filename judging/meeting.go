package judging

import "time"

// Meeting is one meeting of an edition's council (phiên họp). At most one of an edition is open at a time.
type Meeting struct {
	ID       string
	Edition  string
	N        int // within the edition, from 1
	Pass     int // whose ranking its agenda was made from
	Opened   time.Time
	OpenedBy string
	Breaks   []Break
	Agenda   string    // hex SHA-256 of the agenda as it was made
	Closed   time.Time // zero while it is open
	ClosedBy string
	Proposal string // id of the proposal that it closed with, or empty
	Reason   string // for ending it without a proposal
	Position string // id of the agenda item that is shown; no part of the record
	Revision int64  // one up with every act; no part of the record
}

// Break is a time in which a meeting stood still; Until is zero while it lasts.
type Break struct{ From, Until time.Time }

// MeetingState is where a meeting stands.
type MeetingState string

// The states of a meeting.
const (
	MeetingRunning MeetingState = "running"
	MeetingBreak   MeetingState = "break"
	MeetingClosed  MeetingState = "closed"
)

// State is where the meeting stands.
func (m Meeting) State() MeetingState {
	switch n := len(m.Breaks); {
	case !m.Closed.IsZero():
		return MeetingClosed
	case n > 0 && m.Breaks[n-1].Until.IsZero():
		return MeetingBreak
	default:
		return MeetingRunning
	}
}

// open reports whether it is a meeting that was not closed.
func (m Meeting) open() bool { return m.ID != "" && m.Closed.IsZero() }

// ItemKind says what an agenda item is about.
type ItemKind string

// The kinds of agenda items, in the order in which an agenda has them.
const (
	ItemTie   ItemKind = "tie"   // entries of one rank of which the quota takes only some
	ItemEntry ItemKind = "entry" // one entry
	ItemList  ItemKind = "list"  // the whole list, always the last item
)

// Stand is what is to become of an entry.
type Stand string

// The stands of an entry.
const (
	StandUndecided Stand = "undecided"
	StandProposed  Stand = "proposed"
	StandLeftOut   Stand = "left_out"
)

// DiscussReason says why the council should talk about an entry.
type DiscussReason string

// The reasons to talk about an entry.
const (
	DiscussTie      DiscussReason = "tie"       // it is tied where the quota cuts
	DiscussCut      DiscussReason = "cut"       // it is the last within the quota, or the first behind it
	DiscussNearMark DiscussReason = "near_mark" // its mean lies within DiscussWithin of the pass mark
	DiscussUnscored DiscussReason = "unscored"  // nobody scored it
)

// AgendaItem is one item of a meeting. What stands above Stand is made when the meeting opens and never changes.
type AgendaItem struct {
	ID         string
	Meeting    string
	Seq        int // from 1
	Kind       ItemKind
	Nomination string          // of an entry, else empty
	Entries    []string        // nominations of a tie, else nil
	Places     int             // how many of a tie the quota takes
	Jury       Stand           // what ranking, pass mark and quota propose for an entry
	Discuss    []DiscussReason // why to talk about an entry

	Stand   Stand    // once settled, of an entry
	Taken   []string // once settled, the nominations of a tie that get its places
	Prize   string   // a code of the rules, or empty
	Reason  string
	Settled time.Time // zero until then
	By      string    // who settled it

	Discussion  string // what was said about it, for the minutes
	Discussed   time.Time
	DiscussedBy string // who wrote that down last
}

// Now is the stand of an entry: as it was settled, else as the jury proposes.
func (i AgendaItem) Now() Stand {
	if i.Settled.IsZero() {
		return i.Jury
	}
	return i.Stand
}

// Departs reports whether an entry was settled otherwise than the jury proposes.
func (i AgendaItem) Departs() bool {
	return i.Kind == ItemEntry && i.Jury != StandUndecided && i.Now() != i.Jury
}

// about are the nominations that an item is about; the list is about none in particular.
func (i AgendaItem) about() []string {
	if i.Kind == ItemEntry {
		return []string{i.Nomination}
	}
	return i.Entries
}

// RollChange says that a member of the council came or left.
type RollChange struct {
	ID      string
	Meeting string
	N       int    // within the meeting, from 1
	Member  string // an account
	Present bool
	By      string
	At      time.Time
}

// CouncilConflict keeps a member of the council from one entry, in every meeting of the edition.
type CouncilConflict struct {
	ID         string
	Edition    string
	Member     string // an account
	Nomination string
	Reason     string
	By         string // the member, or the chair who recorded it
	At         time.Time
}

// The choices of a ballot on an entry or on the list. On a tie the choices are nominations.
const (
	ChoiceFor     = "for"
	ChoiceAgainst = "against"
	ChoiceAbstain = "abstain"
)

// Ballot is one vote on an agenda item. How it is cast lives elsewhere until it is closed.
type Ballot struct {
	ID       string
	Meeting  string
	Item     string
	N        int // within the meeting, from 1
	Kind     ItemKind
	Secret   bool
	Question string // what is asked, in the chair's words; empty for the kind's usual question
	Opened   time.Time
	OpenedBy string
	List     string // of a ballot on the list, the hash of the list that it is about

	HandBallots int            // how many members' ballots were counted by hand
	HandMembers []string       // their accounts, sorted; nil for none
	Hand        map[string]int // of them, the votes for each choice; of a secret ballot none once it is closed

	Closed    time.Time // zero while it is open
	ClosedBy  string
	Cancelled bool   // closed without a result
	Reason    string // for cancelling it
	Members   int    // of the council
	Present   int    // members present at the close who may vote on the item
	Voted     int    // of them, those who voted, on a device or by hand
	Counts    map[string]int
	Names     []NamedVote // of an open ballot, who chose what on a device, by account
	Elected   []string    // of a tie, the nominations that get the places; nil when the vote left it open
	Carried   bool        // enough of those present were for it, or the tie was parted
}

// NamedVote is what one member chose in an open ballot.
type NamedVote struct {
	Member  string   `json:"member"`
	Choices []string `json:"choices"`
}

// Dissent is what a member wants to be put on record against the outcome of an item (ý kiến bảo lưu).
type Dissent struct {
	ID      string
	Meeting string
	Item    string
	Member  string
	Text    string
	At      time.Time
}
