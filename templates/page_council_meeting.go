package templates

import "time"

// CouncilMeeting is the council's meeting as it stands now, at /council/{slug}/meeting: the shown entry and the open
// ballot for a member, the tools of the chair for whoever runs it. It follows the meeting by itself. Its forms post to
// …/meeting/act (csrf, act, seen and what the act needs), …/meeting/vote (csrf, ballot, choice) and …/meeting/dissent
// (csrf, item, dissent).
type CouncilMeeting struct {
	Shell  Shell
	Head   CouncilHead
	Faults FormFaults
	// Waiting is as in CouncilRanking, with "move" while the edition is not before the council yet and "past" when it
	// no longer is.
	Waiting string
	Pass    int
	// State is "none" before the first meeting, "running", "break" or "closed"; N is the meeting's number.
	State          string
	N              int
	Revision       int64
	Mark           string // of the meeting and its revision, which the page asks for again
	Opened, Closed time.Time
	BreakSince     time.Time
	EndReason      string
	// Chair runs the meeting; Member sits in the council and Present is on the roll; MayOpen may open one now.
	Chair, Member, Present, MayOpen bool
	Roll                            []MeetingRoll
	// Count of Size members are present, Need are needed for a ballot.
	Count, Need, Size int
	// Seq of Items is shown; Said is the sentence that tells a screen reader where the meeting stands.
	Seq, Items int
	Said       string
	Item       *MeetingItem
	Ballot     *MeetingBallot
	// Prev and Next are the ids of the items beside the one that is shown.
	Prev, Next string
	Agenda     []MeetingSection
	Typed      MeetingTyped
	Prizes     []Option
	// Proposed is set when the meeting closed with a proposal.
	Proposed bool
}

// Summary tells the shared form of a dissent that it does not stand on an item's own page.
func (CouncilMeeting) Summary() bool { return false }

func (CouncilMeeting) template() string { return "page_council_meeting" }

// MeetingTyped is what a refused form of the meeting holds; Stand and Prize also what is offered first.
type MeetingTyped struct {
	Secret, Stand, Prize              string
	Question, Reason, Cancel, Dissent string
	Said                              string
	// Counted is set for a form of a hand count; Covered are those whom it covers.
	Counted bool
	Covered []string
	Votes   map[string]string
}

// MeetingRoll is one member of the council on the roll.
type MeetingRoll struct {
	ID, Name, Office string
	Present          bool
	Since            time.Time
	// Away is kept from the shown item by a conflict; Voted has voted in the open ballot. Only the chair sees them.
	Away, Voted bool
}

// MeetingSection is one part of the agenda: ties, entries to discuss, the other entries by group, the list.
type MeetingSection struct {
	Code, Name string
	Done       int
	Lines      []MeetingLine
}

// MeetingLine is one item in the agenda.
type MeetingLine struct {
	ID, Code, Text string
	Seq            int
	Shown, Blanked bool
	Tags           []Tag
	URL            string
}

// MeetingItem is the summary of one item: an entry, a tie or the whole list. Of a blanked one only ID, Seq and
// Blanked are set.
type MeetingItem struct {
	ID      string
	Seq     int
	Kind    string // "tie", "entry" or "list"
	Blanked bool
	URL     string

	Code, Product, Producer, Commune, Group string
	Nomination                              string
	Description, SetMembers                 []string
	Photos                                  []MeetingPhoto
	Mean, Exact, PassMark                   string
	Rank, Judges                            int
	Tags                                    []Tag
	// Jury is what the ranking proposes, Stand what the council decided or the same; Departs tells that they differ.
	Jury, Stand           string
	Settled, Departs      bool
	Reason, Prize         string
	Quota                 string
	Neighbours            []MeetingNeighbour
	Low, High             int
	Range                 RowPlot
	Places                int
	Proposed              int
	Groups                []ProposedGroup
	Results               []MeetingResult
	Dissents              []MeetingDissent
	MayDissent, MaySettle bool
	OwnDissent            string
	// Said is what was said about the item, for the minutes; MayWrite may write it.
	Said     string
	MayWrite bool
	// Partial tells of the list that some entries are kept from the reader; MustReason that a conclusion needs a reason
	// however it falls.
	Partial, MustReason bool
	// Conflicts are the names of those whom a conflict keeps from the item, for the chair.
	Conflicts []string
}

// MeetingPhoto is a photo of an entry.
type MeetingPhoto struct {
	URL string
	N   int
}

// MeetingNeighbour is an entry beside the shown one in its group, or one of a tie; the pass mark's or the quota's line
// runs below the one with Cut.
type MeetingNeighbour struct {
	ID, Code, Product, Producer, Mean string
	Rank                              int
	Self                              bool
	Cut                               string
	Stand                             Tag
}

// MeetingBallot is the open ballot; nothing in it tells how the votes fall.
type MeetingBallot struct {
	ID, Kind       string
	Secret         bool
	Question       string
	Present, Voted int
	ByHand         int
	Options        []Option
	Most           int
	MayVote        bool
	HasVoted       bool
	// Covered is set for a reader who was counted by hand.
	Covered         bool
	Own             []string
	OwnText         string
	Missing, Voters []string
	MayNot          string
	// Hands are those whom a count of hands may cover, for the chair.
	Hands []MeetingHand
}

// MeetingHand is a member present without a vote on a device, On when the count of hands covers her.
type MeetingHand struct {
	ID, Name string
	On       bool
}

// NotVoted is how many of those who may vote did not, on a device or by hand; Missing names them.
func (b MeetingBallot) NotVoted() int { return b.Present - b.Voted }

// Chose reports whether the reader's vote in an open ballot holds a choice.
func (b MeetingBallot) Chose(choice string) bool {
	for _, x := range b.Own {
		if x == choice {
			return true
		}
	}
	return false
}

// MeetingResult is a closed ballot.
type MeetingResult struct {
	N                                int
	Secret                           bool
	Question, Outcome                string
	Tag                              Tag
	At                               time.Time
	Rows                             []MeetingCount
	Members, Present, Voted, Missing int
	Voters                           []MeetingVoter
	Hands                            []string // names of those who were counted by hand
}

// MeetingCount is how many votes a choice got, ByHand of them counted by hand; Share is its bar, of 0 to 100.
type MeetingCount struct {
	Label                string
	Count, ByHand, Share int
}

// MeetingVoter is who voted what in an open ballot.
type MeetingVoter struct{ Name, Choice string }

// MeetingDissent is a dissent on record.
type MeetingDissent struct {
	Name, Text string
	At         time.Time
}

// CouncilMeetingItem is the one-page summary of an item to be read alone or printed, at
// /council/{slug}/meeting/items/{id}. A dissent is written here too.
type CouncilMeetingItem struct {
	Shell  Shell
	Head   CouncilHead
	Faults FormFaults
	Item   MeetingItem
	Items  int
	Back   Link
	// Prev and Next lead to the summaries of the items beside it.
	Prev, Next string
	Typed      MeetingTyped
}

// Summary tells the shared form of a dissent that it stands on this page.
func (CouncilMeetingItem) Summary() bool { return true }

func (CouncilMeetingItem) template() string { return "page_council_meeting_item" }

// CouncilMeetingClose shows the whole list before the meeting is closed with it, and what is still missing, at
// /council/{slug}/meeting/close. It posts there csrf, once, seen and step "record", or step "end" with end_reason.
type CouncilMeetingClose struct {
	Shell   Shell
	Head    CouncilHead
	Faults  FormFaults
	Missing []MeetingMissing
	// Unsettled are entries without a conclusion, which stand as the ranking proposes: nothing against the close.
	Unsettled []MeetingMissing
	Revision  int64
	Votes     *VoteCount
	Listed    int
	Groups    []ProposedGroup
	LeftOut   []ProposedGroup
	Replaces  bool
	Reason    string
}

// MeetingMissing is what stands against recording the proposal, with the item to be shown for it.
type MeetingMissing struct{ Text, Item string }

func (CouncilMeetingClose) template() string { return "page_council_meeting_close" }

// CouncilMeetingHall is what a projector shows to the room, at /council/{slug}/meeting/hall: nothing that only some may
// read. It follows the meeting by itself and posts nothing.
type CouncilMeetingHall struct {
	Shell  Shell
	Head   CouncilHead
	State  string
	Mark   string
	N      int
	Seq    int
	Items  int
	Said   string
	Item   *MeetingItem
	Ballot *MeetingBallot
	// BreakSince is when the break began, in State "break".
	BreakSince time.Time
}

func (CouncilMeetingHall) template() string { return "page_council_meeting_hall" }

// CouncilMeetingConflicts is where a member declares a conflict with an entry and the chair records one, at
// /council/{slug}/meeting/conflicts. It posts there csrf, member, nomination and conflict_reason.
type CouncilMeetingConflicts struct {
	Shell  Shell
	Head   CouncilHead
	Faults FormFaults
	// Chair may record a conflict for another member; MayDeclare may declare one at all.
	Chair, MayDeclare          bool
	Conflicts                  []MeetingConflict
	Matches                    []MeetingMatch
	Members, Entries           []Option
	Member, Nomination, Reason string
}

func (CouncilMeetingConflicts) template() string { return "page_council_meeting_conflicts" }

// MeetingConflict is a conflict on record; By is named when somebody else recorded it.
type MeetingConflict struct {
	Member, Code, Product, Reason, By string
	At                                time.Time
	AsJudge                           bool
}

// MeetingMatch is a hint that the data tie a member to an entry's producer.
type MeetingMatch struct {
	Member, MemberName, Nomination, Code, Product, Producer string
	Fields                                                  string
	Declared                                                bool
}
