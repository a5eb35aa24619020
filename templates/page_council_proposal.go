package templates

import "time"

// CouncilProposal is the recorded proposal, at /council/{slug}/proposal, read only; before there is one it says
// what waits. It posts nothing.
type CouncilProposal struct {
	Shell Shell
	Head  CouncilHead
	// Waiting is as in CouncilRanking, "none" when the pass is closed and nothing is recorded yet.
	Waiting string
	Pass    int
	// MayRecord shows the way to the form.
	MayRecord bool
	Proposal  *RecordedProposal
	// Decision is the authority's, after which nothing is changed any more.
	Decision *DecisionRef
}

func (CouncilProposal) template() string { return "page_council_proposal" }

// RecordedProposal is what the council proposed, with its votes.
type RecordedProposal struct {
	HeldOn     time.Time
	RecordedAt time.Time
	By         string
	Votes      VoteCount
	Listed     int
	Groups     []ProposedGroup
	LeftOut    []ProposedGroup
}

// VoteCount is a vote of the council; Members is how many it had.
type VoteCount struct{ Members, Present, For, Against, Abstain int }

// ProposedGroup is one product group's part of a proposal.
type ProposedGroup struct {
	Code, Name string
	Lines      []ProposedLine
}

// ProposedLine is one entry that is proposed or left out.
type ProposedLine struct {
	Rank                                  int
	EntryCode, Product, Producer, Commune string
	Mean                                  string
	Prize, Reason                         string
	// Below is of an entry that is not proposed and did not reach the pass mark.
	Below bool
}

// CouncilProposalForm is where head or secretary of the council build the proposal, at
// /council/{slug}/proposal. It posts there: csrf, seen, take (the ids), reason_ID, prize_ID, held_on,
// present, votes_for, votes_against, votes_abstain and step "check".
type CouncilProposalForm struct {
	Shell  Shell
	Head   CouncilHead
	Faults FormFaults
	// Seen is the id of the proposal that this one replaces, or empty; Begun says that the ticks are somebody's.
	Seen  string
	Begun bool
	// Members is the council's size, Quorum the fewest present, Majority the share of those who must agree.
	Members, Quorum int
	Majority        string
	PassMark        string
	// Quota are sentences about how many may be proposed; Tie one about a tie that the quota cuts.
	Quota  []string
	Tie    string
	Groups []ProposalFormGroup
	Prizes []Option
	// What is typed.
	HeldOn, Present, VotesFor, VotesAgainst, VotesAbstain string
}

func (CouncilProposalForm) template() string { return "page_council_proposal_form" }

// ProposalFormGroup is the entries of one product group in the order of their ranks.
type ProposalFormGroup struct {
	Code, Name string
	Rows       []ProposalFormRow
}

// ProposalFormRow is one entry: whether it is ticked, why, and its prize.
type ProposalFormRow struct {
	ID, EntryCode, Product, Producer, Commune string
	Rank                                      int
	Mean                                      string
	Passed, Discuss, Tied                     bool
	Taken                                     bool
	Reason, Prize                             string
	Fault, PrizeFault                         string
}

// CouncilProposalCheck lets the recorder check everything before it is recorded. It posts to
// /council/{slug}/proposal what the form posted, with step "record" or "edit".
type CouncilProposalCheck struct {
	Shell    Shell
	Head     CouncilHead
	HeldOn   time.Time
	Votes    VoteCount
	Listed   int
	Groups   []ProposedGroup
	LeftOut  []ProposedGroup
	Replaces bool
	// Kept is what the form posted, name by name.
	Kept []KeptValue
}

func (CouncilProposalCheck) template() string { return "page_council_proposal_check" }

// KeptValue is one hidden field of a form that goes on over two pages.
type KeptValue struct{ Name, Value string }
