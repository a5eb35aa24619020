package templates

import "time"

// Ledger is "/ledger": what the log is in plain words, the last published checkpoint and how to check it.
type Ledger struct {
	Shell Shell
	// Checkpoint is the signed note as served at /ledger/checkpoint; empty when none is published yet.
	Checkpoint  string
	PublishedAt time.Time // zero when it is not known
	Size        int64     // leaves below the published checkpoint
	VerifierKey string    // the note verifier key of the log, "name+hash+base64"
	Host        string    // the only name that the ledger is published on
}

func (Ledger) template() string { return "page_ledger" }

// Questions number the questions about what the ledger proves, each with its answer in the catalogue.
func (Ledger) Questions() []int { return []int{1, 2, 3, 4} }
