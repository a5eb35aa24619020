package ledger

import (
	"strings"
	"time"
)

// The kinds of jobs that follow a publication, each when its setting is set.
const (
	WitnessJob = "ledger.witness" // asks the witnesses to cosign
	StampJob   = "ledger.stamp"   // gets an authority's time
	ExportJob  = "ledger.export"  // writes the copy that others serve
)

// PublishingJobs are the kinds of all of them.
func PublishingJobs() []string { return []string{WitnessJob, StampJob, ExportJob} }

// Published is a checkpoint that was published, with what others said of it since.
type Published struct {
	Size         int64
	Signed       string // the checkpoint as it was published: its text and the log's own signature
	At           time.Time
	Cosignatures []Cosignature // in the order in which they came
	Stamp        []byte        // an authority's answer (RFC 3161) with its token over Signed, DER; nil without one
	Stamped      time.Time     // the time in it; zero without one
}

// Text is the checkpoint as it is served: with the lines of its witnesses below the log's own.
func (p Published) Text() string {
	var b strings.Builder
	b.WriteString(p.Signed)
	for _, c := range p.Cosignatures {
		b.WriteString(c.Line)
	}
	return b.String()
}
