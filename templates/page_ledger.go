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

	Witnesses []LedgerWitness // who cosigned the checkpoint
	Stamped   time.Time       // what a timestamp of it says; zero without one

	Asked, AskedCode   string        // what the reader asked about: a checkpoint, the code of a certificate
	Answer, CodeAnswer *LedgerAnswer // nil when nothing was asked
}

// LedgerWitness is somebody who cosigned the checkpoint.
type LedgerWitness struct {
	Name string
	At   time.Time
}

// LedgerAnswer is what the page says of a checkpoint or a certificate that the reader asked about; its words are in the
// catalogue below "page.public.ledger.answer_".
type LedgerAnswer struct {
	Code        string
	OK          bool
	Unsigned    bool  // the checkpoint came without its signature, as it stands on paper
	Size        int64 // entries of the checkpoint, or of the log
	Entry       int64 // of the certificate, from 1
	Hashes      int   // of the proof
	Certificate string
	URL         string // of the certificate's page
}

func (Ledger) template() string { return "page_ledger" }

// Questions number the questions about what the ledger proves, each with its answer in the catalogue.
func (Ledger) Questions() []int { return []int{1, 2, 3, 5, 4} }
