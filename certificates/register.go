package certificates

import (
	"context"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// Certificate is one line of the register (sổ cấp). Prepared ones have a code and a number but are not
// public; issued ones have a PDF whose bytes never change.
type Certificate struct {
	ID         string
	Organiser  string
	Edition    string
	Nomination string
	Decision   string // id of the judging.Decision it rests on
	Code       string // as printed, 7K3M-9QXT-2HDK
	Seq        int    // within organiser and year of issue, from 1, without gaps
	Number     string // as printed, 01/2026/GCN
	Statement  []byte // canonical JSON of the Statement
	Product    string
	Producer   string
	Address    string // of the producer, as printed
	Group      string // code of the product group
	IssuedOn   string // YYYY-MM-DD
	ValidUntil string // YYYY-MM-DD, the last valid day
	PDFSHA256  string // of the file, hex; empty while prepared
	Prepared   time.Time
	Issued     time.Time // zero while prepared
	Replaces   string    // id of the certificate that this one supersedes when it is issued
	Reason     string    // of the re-issue
	// ReissueNumber and ReissueDate are of the decision that a re-issue rests on, PreparedBy who asked.
	ReissueNumber string
	ReissueDate   string
	PreparedBy    string
}

// EventKind is what happened to an issued certificate.
type EventKind string

// The events of a certificate's life after its issue.
const (
	EventSuspended  EventKind = "suspended"
	EventReinstated EventKind = "reinstated"
	EventRevoked    EventKind = "revoked"
	EventSuperseded EventKind = "superseded"
)

// Event is one change of an issued certificate, resting on a decision of the authority.
type Event struct {
	ID             string
	Certificate    string
	Kind           EventKind
	Reason         string
	DecisionNumber string
	DecisionDate   string // YYYY-MM-DD
	EffectiveOn    string // YYYY-MM-DD, the first day it holds
	Successor      string // id of the new certificate, when superseded
	By             string
	At             time.Time
}

// Query picks certificates for a register, ordered by year and sequence.
type Query struct {
	Organiser string
	Edition   string
	Text      string // searched without diacritics in product, producer, number and code
	Group     string
	Year      int    // year of issue, 0 = any
	Prepared  bool   // prepared ones too
	After     string // id of the last one seen, or empty
	Limit     int    // 0 = all
}

// Store runs functions on one consistent view of the record; its promises are judging.Store's.
type Store interface {
	View(ctx context.Context, f func(Tx) error) error
	Update(ctx context.Context, f func(Tx) error) error
	// Issued is an issued certificate by its code as printed, with all that stands around it, as of one moment; the
	// fault not_found when there is none, or no leaf speaks of it.
	Issued(ctx context.Context, code string) (Recorded, error)
}

// Tx is what the register needs of a database beyond what judging needs.
type Tx interface {
	judging.Tx

	// Setting is a stored setting of the installation, or the fault not_found.
	Setting(name string) (string, error)
	SaveSetting(name, value string) error

	Certificate(id string) (Certificate, error)
	CertificateByCode(code string) (Certificate, error)   // any state
	CertificateByHash(sha256 string) (Certificate, error) // of the issued file, or of one that the authority signed
	Certificates(Query) ([]Certificate, error)
	IssuedCodes() ([]IssuedCode, error) // every issued certificate in the order of the ledger's leaves of their issue
	SaveCertificate(Certificate) error
	// Listings is one page of the public register and how long the whole answer is.
	Listings(PublicQuery) (list []Listing, total int, err error)
	Places(PublicQuery) ([]Place, error) // in no order
	Shelves() ([]Shelf, error)
	ProductCertificates(product string) ([]Certificate, error) // issued ones, the newest first
	Events(certificate string) ([]Event, error)                // oldest first
	SaveEvent(Event) error
	AllEvents() ([]Event, error) // of every certificate, oldest first
	// RevocationProposals lists what an edition's council asked about its certificates, the newest first.
	RevocationProposals(edition string) ([]RevocationProposal, error)
	RevocationProposal(id string) (RevocationProposal, error)
	SaveRevocationProposal(RevocationProposal) error
	Notice(event string) (Notice, error)
	UntoldNotices(edition string) ([]Notice, error) // without a letter, and nobody was told yet
	SaveNotice(Notice) error                        // fails when the act has one already
	MarkTold(event string, at time.Time, by string) error
	Countersignatures(certificate string) ([]Countersignature, error) // oldest first
	SaveCountersignature(Countersignature) error

	// MisuseReports are an edition's reports, oldest first.
	MisuseReports(edition string) ([]MisuseReport, error)
	SaveMisuseReport(MisuseReport) error
	// ForgetMisuseContacts erases the contacts of reports that were handled before a moment.
	ForgetMisuseContacts(before time.Time) error
	// LatestIssuingEdition is the edition of the latest issued certificate; the fault not_found when there is none.
	LatestIssuingEdition() (string, error)
	// AddLookups counts look-ups of a certificate on a day, TellLookups notes that the secretariat was told of that day.
	AddLookups(certificate, day string, n int) error
	TellLookups(certificate, day string) error
	Lookups(certificate, from string) ([]LookupDay, error)      // from a day on, by day
	ToldLookups(edition, from string) ([]UnusualLookups, error) // from a day on, the latest first
	CertificateLook(edition string) (Look, error)               // the fault not_found when nobody chose
	SaveCertificateLook(Look) error
	CertificatePicture(sha256 string) (Picture, error)
	SaveCertificatePicture(Picture) error // again is no error
	Letter(certificate string) (Letter, error)
	LastSeq(owner, series string) (int, error)   // the last number that NextSeq gave, 0 before the first
	DueLetters(edition string) ([]Letter, error) // those to be sent, by number
	Letters(edition string) ([]Letter, error)    // all of them, in any order
	SaveLetter(Letter) error
}

// Background is what the public answer about a certificate tells beside its own line of the register.
type Background struct {
	Edition     judging.Edition // up to its state, without rules and times
	Organiser   accounts.Organiser
	LedgerIndex int64  // of its latest leaf in the log
	LedgerData  []byte // what the tree hashes of that leaf
	Photo       string // SHA-256 of the dossier's first photo, or empty
	ProductID   string // of the product's page, or empty
}

// Recorded is everything that the record holds for the public answer about an issued certificate.
type Recorded struct {
	Certificate
	Background
	Events        []Event            // oldest first
	Signatures    []Countersignature // the latest one, or none
	SuccessorCode string             // of the certificate that replaces it, or empty
}
