package templates

import "time"

// VerifyUpcoming is an act that is recorded and holds from a later day; until then the certificate is what it is.
type VerifyUpcoming struct {
	Kind     string // "revoked" or "suspended"
	Last     time.Time
	On       time.Time
	Reason   string
	Decision DecisionRef
}

// VerifyMoment is one thing that happened to a certificate, from its issue on.
type VerifyMoment struct {
	Kind     string // "issued", "countersigned", "suspended", "reinstated", "revoked" or "superseded"
	At       time.Time
	On       time.Time // from which day an act holds; zero for what is none
	Name     string    // of who signed, when countersigned
	Reason   string
	Decision DecisionRef
	Index    int64 // of its leaf in the ledger, below 0 while that is not published
}

// VerifyNeighbour is the certificate that this one replaced.
type VerifyNeighbour struct {
	Code, URL string
}
