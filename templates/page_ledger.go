package templates

import "time"

// Ledger is "/ledger": what the log is in plain words, the last published checkpoint and how to check it.
type Ledger struct {
	Shell Shell
	// Checkpoint is the signed note as served at /ledger/checkpoint; empty when none is published yet.
	Checkpoint  string
	PublishedAt time.Time
	Size        int64  // leaves below the published checkpoint
	VerifierKey string // the note key that signed it, as vinhdanh-verify takes it
	Host        string
}

func (Ledger) template() string { return "page_ledger" }
