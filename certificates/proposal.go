package certificates

import (
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/ledger"
)

// Ground is why a council may ask for a certificate to be revoked.
type Ground string

// Grounds are the lawful ones, as TT 26/2014, art. 20(3) has them: the establishment breaks the law, or it breaks the
// rules of the award. How grave it is decides whether the council asks for more than a suspension.
func Grounds() []Ground { return []Ground{"law", "rules"} }

// ProposalState is how far a council's proposal about a certificate has come.
type ProposalState string

// The states of a proposal: it waits for the authority, the authority has decided, or the council took it back.
const (
	ProposalOpen    ProposalState = "open"
	ProposalDecided ProposalState = "decided"
	ProposalDropped ProposalState = "dropped"
)

// Votes are what a meeting of the council said; all zero when none was held.
type Votes struct {
	Present, For, Against, Abstain int
}

// ProposalInput is what the council puts to the authority about an issued certificate.
type ProposalInput struct {
	Kind   EventKind // EventRevoked or EventSuspended
	Ground Ground
	Reason string
	HeldOn string // YYYY-MM-DD, today when empty
	Votes
}

// Evidence is the file that a proposal rests on; the zero value is none.
type Evidence struct {
	SHA256    string // of the kept file, in hexadecimal
	MediaType string
	Filename  string
}

// RevocationProposal is a council's proposal to revoke or suspend an issued certificate (TT 26/2014, art. 20(3)).
type RevocationProposal struct {
	ID          string
	Edition     string
	Certificate string
	ProposalInput
	Members int // seats of the council at that moment
	Evidence
	State   ProposalState
	Outcome string // why it was dropped
	Event   string // id of the act of the authority that decided it
	By      string
	At      time.Time
	EndedBy string
	Ended   time.Time // zero while it is open
}

// SettledBy reports whether an act of the authority decides the proposal: the act that was asked for, or a revocation,
// after which nothing is left to ask.
func (p RevocationProposal) SettledBy(kind EventKind) bool {
	return p.State == ProposalOpen && (kind == p.Kind || kind == EventRevoked)
}

// RevocationProposalLeaf binds a council's proposal about a certificate. It is a commitment, never public: what the
// authority did not follow is nobody's reproach.
func RevocationProposalLeaf(kind string, p RevocationProposal, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "revocation_proposals", ID: p.ID, At: at,
		Body: map[string]any{"edition": p.Edition, "certificate": p.Certificate, "kind": string(p.Kind), "ground": string(p.Ground),
			"held_on": p.HeldOn, "members": p.Members, "present": p.Present, "for": p.For, "against": p.Against, "abstain": p.Abstain,
			"evidence_sha256": p.SHA256, "evidence_type": p.MediaType, "state": string(p.State), "event": p.Event,
			"by": p.By, "made": stamp(p.At), "ended_by": p.EndedBy, "ended": stamp(p.Ended)},
		Texts: map[string]string{"reason": p.Reason, "evidence_name": p.Filename, "outcome": p.Outcome}}
}

// seats counts the members of an edition's council.
func seats(grants []accounts.Grant) (n int) {
	for _, g := range grants {
		if g.Body == accounts.Council {
			n++
		}
	}
	return n
}

// openFor is the open proposal about a certificate among an edition's, or nil.
func openFor(list []RevocationProposal, certificate string) *RevocationProposal {
	i := slices.IndexFunc(list, func(p RevocationProposal) bool { return p.Certificate == certificate && p.State == ProposalOpen })
	if i < 0 {
		return nil
	}
	return &list[i]
}
