package web

import (
	"context"
	"io"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/paper"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// Jobs is the part of the queue that readers see.
type Jobs interface {
	// LoadJob answers the fault not_found for an unknown id.
	LoadJob(ctx context.Context, id string) (jobs.Job, error)
	// ListJobs are the latest jobs, newest first; of one state when it is given.
	ListJobs(ctx context.Context, state jobs.State, limit int) ([]jobs.Job, error)
	// OpenJobs are an edition's jobs of a kind that have not come to their end, the oldest first.
	OpenJobs(ctx context.Context, kind, edition string) ([]jobs.Job, error)
	// TroubledJobs are those of some kinds that wait for another try and, of each kind, the one that came to its end last
	// if it failed, the newest first.
	TroubledJobs(ctx context.Context, kinds []string) ([]jobs.Job, error)
	// SaveJob writes a job's state, which puts a failed one back into the queue.
	SaveJob(ctx context.Context, job jobs.Job) error
	// PauseJob keeps a job from being taken up or lets it go on; the fault job_over for one that came to its end.
	PauseJob(ctx context.Context, id string, paused bool) error
}

// Ledger is the published part of the log.
type Ledger interface {
	// Published is a published checkpoint with what witnesses and an authority said of it, the last one for size 0;
	// the fault not_found when none of that size was published.
	Published(ctx context.Context, size int64) (ledger.Published, error)
	// AddCosignatures keeps what witnesses signed of a published checkpoint and tells how many of them were new; the
	// fault not_found when none of that size was published.
	AddCosignatures(ctx context.Context, size int64, list []ledger.Cosignature) (added int, err error)
	// HashReader reads stored hashes of the tree; it is asked for nothing beyond the published size.
	HashReader(ctx context.Context) tlog.HashReader
	// LeafData is the public data of the leaves from (included) to (excluded), in order.
	LeafData(ctx context.Context, from, to int64) ([][]byte, error)
}

// Generations counts the changes of what everybody is told about certificates.
type Generations interface {
	// KnownGeneration is the count that holds for all that this process committed, and for all that others had
	// when Generation last returned. It costs nothing.
	KnownGeneration() int64
	// Generation reads the count from the database.
	Generation(ctx context.Context) (int64, error)
}

// Answer is what a call with an Idempotency-Key was answered.
type Answer struct {
	User        string
	Key         string // of route, address and the caller's key: hex SHA-256
	BodyHash    string // hex SHA-256 of what the caller sent
	Status      int
	ContentType string
	Body        []byte
}

// Idempotency keeps answers for seven days.
type Idempotency interface {
	// HoldAnswer waits until no other server is making an answer under that key; release ends it.
	HoldAnswer(ctx context.Context, user, key string) (release func(), err error)
	// LoadAnswer answers the fault not_found when the key is new.
	LoadAnswer(ctx context.Context, user, key string) (Answer, error)
	// SaveAnswer keeps an answer; it is durable when the method returns.
	SaveAnswer(ctx context.Context, a Answer) error
}

// Blobs keeps files by the SHA-256 of their bytes.
type Blobs interface {
	// Put keeps a file; more than limit bytes are the fault body_too_large.
	Put(ctx context.Context, r io.Reader, limit int64) (sha256 string, size int64, err error)
	// Open answers the fault file_missing when there is no such file.
	Open(ctx context.Context, sha256 string) (io.ReadCloser, error)
}

// Inspector looks into a file before it is kept.
type Inspector interface {
	// Inspect reads the file at path, name being what its sender called it, and says what it is: the media
	// type it really has, and where the cleaned copy lies, which is path itself when nothing had to be
	// cleaned. Refusals are faults Invalid.
	Inspect(ctx context.Context, path, name string) (mediaType, cleaned string, err error)
}

// Importer reads a table of nominations.
type Importer interface {
	// Import reads the CSV or XLSX file at path by the words of a rule pack; name is what its sender called
	// it. What is wrong with a row stands in the result's issues, what is wrong with the file is a fault.
	Import(ctx context.Context, path, name string, pack *judging.Pack) ([]judging.ImportRow, judging.ImportResult, error)
}

// Papers prints the papers of the award; their only faults are paper_too_long and address_too_long.
type Papers interface {
	PDF(w io.Writer, p paper.Paper) error
	DOCX(w io.Writer, p paper.Paper) error
	// Symbol is the QR symbol of an address, read back once.
	Symbol(address string) (paper.Symbol, error)
}

// Table is a list as a spreadsheet shows it: one cell of each row for each column.
type Table struct {
	Name    string
	Columns []TableColumn
	Rows    [][]string
}

// TableColumn is the head of a column and what its cells hold: "text", "number" (a decimal with a point, of which
// Decimals are shown) or "date" (YYYY-MM-DD).
type TableColumn struct {
	Head     string
	Kind     string
	Decimals int
}

// Tables writes lists as spreadsheets.
type Tables interface {
	// XLSX writes a workbook of one sheet, CSV the same as plain text; numbers and dates are such where the
	// columns say so.
	XLSX(w io.Writer, t Table) error
	CSV(w io.Writer, t Table) error
}

// Pages writes the HTML of a page in a language, "vi" or "en".
type Pages interface {
	Render(w io.Writer, lang string, page templates.Page) error
}

// message is one sentence of a catalogue, in the caller's language.
type message func(prefix, code string, args fault.Args) string
