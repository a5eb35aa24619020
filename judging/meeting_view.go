package judging

import (
	"time"

	"vinhdanh/internal/accounts"
)

// MeetingView is what the caller may see of a meeting now.
type MeetingView struct {
	Meeting Meeting // the open one, else the last; its ID is empty before the first
	State   MeetingState
	Pass    int

	Chair   bool // the caller runs the meeting
	Member  bool // the caller sits in the council
	Present bool // and is on the roll as present

	Roll   []RollLine
	Count  int  // members present
	Need   int  // members who must be present for a ballot
	Quorum bool // Count is Need at least

	Item   *ItemView   // the item that is shown; nil before the first and once the meeting is closed
	Ballot *BallotView // the open ballot, nil when there is none; blanked like its item
	Next   []MeetingAct
}

// RollLine is one member of the council with what the roll says.
type RollLine struct {
	Member  string // an account
	Name    string
	Role    accounts.Role // the highest of the member's seats
	Title   string
	Present bool
	Since   time.Time // of the last change; zero when there was none
	Away    bool      // kept from the item that is shown by a conflict
	Voted   bool      // has cast in the open ballot on a device; told to the chair alone
	ByHand  bool      // was counted by hand in the open ballot; told to the chair alone
}

// MeetingAct names an act of the chair that is open now.
type MeetingAct string

// The acts of the chair.
const (
	ActOpenMeeting  MeetingAct = "open"
	ActMarkRoll     MeetingAct = "roll"
	ActShowItem     MeetingAct = "show"
	ActOpenBallot   MeetingAct = "open_ballot"
	ActCountByHand  MeetingAct = "count_by_hand"
	ActCloseBallot  MeetingAct = "close_ballot"
	ActCancelBallot MeetingAct = "cancel_ballot"
	ActSettle       MeetingAct = "settle"
	ActTakeBreak    MeetingAct = "break"
	ActResume       MeetingAct = "resume"
	ActCloseMeeting MeetingAct = "close"
	ActEndMeeting   MeetingAct = "end"
)

// AgendaLine is one line of an agenda. Blanked leaves only ID, Seq, Kind and Shown: the caller has a conflict.
type AgendaLine struct {
	ID      string
	Seq     int
	Kind    ItemKind
	Shown   bool // it is what the chair shows
	Blanked bool

	Entry    MeetingEntry // of an entry
	Tied     []MeetingEntry
	Places   int
	Discuss  []DiscussReason
	Jury     Stand
	Stand    Stand
	Prize    string
	Reason   string
	Settled  bool
	Departs  bool
	Said     string // what was said about it
	Unparted bool   // a tie whose last ballot left it open
	Ballots  int    // closed with a result
}

// MeetingEntry is an entry as the ranking has it, with what the council stands to do with it.
type MeetingEntry struct {
	RankedEntry
	Producer string
	Commune  string
	Stand    Stand
	Item     string // its agenda item
}

// ItemView is the one-page summary of an agenda item, with its ballots.
type ItemView struct {
	AgendaLine
	SetMembers  []string
	Description string
	Quota       int            // most entries of its group, or of all, that may be proposed; -1 for no limit
	Neighbours  []MeetingEntry // of an entry: those of its group around it, itself left out; blanked ones too
	Proposed    int            // of the list: how many entries stand as proposed, of those that the caller may see
	Partial     bool           // of the list: some entries are kept from the caller, who votes on it without them
	Results     []BallotResult // closed ballots, the last one first
	Dissents    []DissentLine
	MayDissent  bool // the caller may put a dissent on record now
	MayWrite    bool // the caller may write down the discussion
}

// BallotView is an open ballot without anything that tells how the votes fall.
type BallotView struct {
	ID       string
	Item     string
	N        int
	Kind     ItemKind
	Secret   bool
	Question string
	Options  []MeetingEntry // of a tie
	Most     int            // how many of them may be chosen
	Present  int            // who may vote
	Voted    int            // how many did, on a device or by hand
	ByHand   int            // of them, by hand
	MayVote  bool           // the caller may cast now
	HasVoted bool           // the caller did, on a device
	Covered  bool           // the caller was counted by hand; a vote on a device makes that count void
	Own      []string       // the caller's choices in an open ballot
}

// BallotResult is a closed ballot.
type BallotResult struct {
	Ballot
	NotVoted int
	Needed   int           // votes in favour that carry it
	Choices  []ChoiceCount // in the order of the ballot
	Voters   []NamedChoice // of an open ballot, by name
	Hands    []string      // names of those who were counted by hand
}

// ChoiceCount is how many voted for a choice.
type ChoiceCount struct {
	Choice string // for, against, abstain or a nomination
	Code   string // of a nomination
	Count  int
	ByHand int // of them, counted by hand
}

// NamedChoice is a member's name and what she chose.
type NamedChoice struct {
	Name    string
	Choices []string
	Codes   []string // of nominations
}

// DissentLine is a dissent with its member's name.
type DissentLine struct {
	Dissent
	Name string
}

// CouncilConflictView is a conflict with names.
type CouncilConflictView struct {
	CouncilConflict
	MemberName string
	Code       string // of the entry
	Product    string
	ByName     string
	AsJudge    bool // it was declared as a judge and holds for the council too; ID is that of the judge's conflict
}

// MeetingRecord is everything that the minutes of a meeting print.
type MeetingRecord struct {
	Meeting   Meeting
	Chair     []string         // names of who ran it: those who opened and closed it
	Joined    []JoinedLine     // who was named to the council while it met, in order
	Roll      []AttendanceLine // every member, in the order of offices
	Members   int
	Conflicts []CouncilConflictView
	Items     []ItemRecord // those with a ballot, a conclusion, a tie, a dissent or a discussion, in the order of the agenda
	List      *BallotResult
}

// AttendanceLine says when a member was present.
type AttendanceLine struct {
	Name  string
	Role  accounts.Role
	Title string
	Times []Break // from when until when; Until is zero for the end of the meeting
}

// JoinedLine says that somebody was named to the council while it met.
type JoinedLine struct {
	Name, Title string
	At          time.Time
}

// ItemRecord is what was done about one item.
type ItemRecord struct {
	AgendaLine
	At        time.Time      // of the first thing that was done about it; zero when nothing was
	Results   []BallotResult // in the order of the votes
	Cancelled []Ballot       // in the order of the votes
	Dissents  []DissentLine
	Apart     []CouncilConflictView // of the list: entries without which a member present at the last ballot voted on it
}
