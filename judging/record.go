// Package judging owns the rules of an award: editions, rule packs, nominations, screening, panels,
// sheets, rankings, the council's proposal and the authority's decision. It refuses to know about SQL,
// HTTP, clocks, languages, files and paper: values come in, a decision or a fault goes out.
package judging

import (
	"cmp"
	"time"
)

// State is where an edition stands; it moves one step forward at a time.
type State string

// The states of an edition, in order.
const (
	Draft        State = "draft"
	Filing       State = "filing"
	Screening    State = "screening"
	Scoring      State = "scoring"
	Deliberation State = "deliberation"
	Announced    State = "announced"
	Closed       State = "closed"
)

// States are all states in order.
func States() []State {
	return []State{Draft, Filing, Screening, Scoring, Deliberation, Announced, Closed}
}

// Edition is one round of an award (kỳ bình chọn): a number and a year.
type Edition struct {
	ID           string
	Organiser    string
	Slug         string // in addresses: lower-case letters, digits and dashes
	Name, NameEN string
	Number, Year int
	Level        string // "province"; a code of the rule pack's levels
	Province     string
	State        State
	Rules        []byte    // the rule pack, canonical JSON
	RulesFrozen  time.Time // zero until scoring opens
	FilingUntil  time.Time // the last moment at which a producer may submit; zero for none
	ResultsFor   Audience  // who may have the results bundle; "" is the auditor
	Created      time.Time
}

// Audience is who may have the edition's results bundle: the auditor unless the organiser says otherwise.
func (e Edition) Audience() Audience { return cmp.Or(e.ResultsFor, ForAuditor) }

// Producer is an establishment (cơ sở CNNT) with an identity over years.
type Producer struct {
	ID        string
	Organiser string
	Owner     string // the account that files for it, or empty
	ProducerData
	Created time.Time
}

// ProducerData is what a nomination says of its producer, as at the time of filing.
type ProducerData struct {
	Name               string
	EntityKind         string
	TaxCode            string
	RegistrationNumber string
	Address            string
	Commune            string
	Phone              string
	Email              string
	Representative     string
}

// Product keeps its identity over years and levels.
type Product struct {
	ID       string
	Producer string
	Name     string
	Created  time.Time
}

// NominationState is where a dossier stands. Passing, being proposed, recognised and certified are not
// among them: they are facts of the ranking, the proposal, the decision and the register.
type NominationState string

// The states of a nomination.
const (
	NominationDraft      NominationState = "draft"
	NominationSubmitted  NominationState = "submitted"
	NominationSupplement NominationState = "supplement" // sent back to be completed
	NominationEligible   NominationState = "eligible"
	NominationIneligible NominationState = "ineligible"
	NominationWithdrawn  NominationState = "withdrawn"
)

// Nomination is one product or set entered in one edition (hồ sơ đăng ký bình chọn).
type Nomination struct {
	ID           string
	Edition      string
	Seq          int    // within the edition, from 1
	Code         string // reference number
	EntryCode    string // mã số bình chọn, given when scoring opens
	State        NominationState
	Version      int // from 1, one up at every save
	ProductID    string
	ProducerID   string
	Product      string
	SetMembers   []string
	ProductGroup string
	Description  string
	Producer     ProducerData
	Key          string // ImportKey as first filed: a later run of the same list finds the row by it
	Filer        string // the account that files
	ByOffice     bool   // filed by the secretariat, which implies the undertaking
	Created      time.Time
	Updated      time.Time
	Submitted    time.Time // zero for drafts
}

// Document is one paper or photo of a dossier. N counts from 1 and is never used again.
type Document struct {
	ID         string
	Nomination string
	N          int
	Kind       string
	SHA256     string
	MediaType  string
	Size       int64
	Filename   string
	Uploader   string
	Created    time.Time
	Removed    time.Time
}

// Verdict is one outcome of screening (thẩm định hồ sơ).
type Verdict struct {
	ID         string
	Nomination string
	Verdict    NominationState // eligible, ineligible or supplement
	Reasons    []VerdictReason
	Due        string // YYYY-MM-DD, for supplements
	By         string
	At         time.Time
}

// VerdictReason is one reason for a verdict, about one document or about the whole.
type VerdictReason struct {
	Document int    `json:"document,omitempty"`
	Code     string `json:"code"`
	Text     string `json:"text"`
}

// Declaration says that a judge has declared conflicts for an edition, possibly none.
type Declaration struct {
	ID      string
	Edition string
	Judge   string
	At      time.Time
}

// Conflict keeps one judge from one entry.
type Conflict struct {
	ID         string
	Edition    string
	Judge      string
	Nomination string
	Reason     string
	At         time.Time
}

// Pass is one round of scoring (lần chấm) within an edition.
type Pass struct {
	ID         string
	Edition    string
	N          int
	Closed     time.Time // zero while open
	ClosedBy   string
	LeftOpen   string // the reason for closing over open sheets, or empty
	SheetsHash string // of the list of sheets at the close, hex SHA-256
	Reopened   int    // how often it was reopened
	Reason     string // of the last reopening
	Opened     time.Time
}

// SheetState is where a sheet stands.
type SheetState string

// The states of a sheet.
const (
	SheetOpen      SheetState = "open"
	SheetSubmitted SheetState = "submitted"
	SheetLocked    SheetState = "locked"
	SheetRecused   SheetState = "recused"
)

// Sheet is one judge's score sheet (phiếu chấm điểm) for one entry in one pass. Marks, Total, ByTop and
// Comment are of the latest version; Seal names the sealed version, and only sealed marks count.
type Sheet struct {
	ID           string
	Edition      string
	Pass         int
	Nomination   string
	Judge        string
	EntryCode    string
	Product      string
	ProductGroup string
	State        SheetState
	Version      int
	Marks        map[string]Points
	Total        *Points  // nil unless every leaf is marked
	ByTop        []Points // sums of the top criteria in the pack's order; nil with Total
	Comment      string
	Seal         string // id of the SheetSeal that counts, or empty
	Acts         int    // submissions, reopenings and recusals so far; 0 = nothing to prove yet
	Reason       string // of the last reopening or the recusal
	Updated      time.Time
}

// SheetDraft is one saved version of a sheet, sealed or not.
type SheetDraft struct {
	Sheet   string
	Version int
	Marks   map[string]Points
	Total   *Points
	Comment string
	At      time.Time
}

// SheetSeal is one submission: the marks as they were sealed. It never changes.
type SheetSeal struct {
	ID      string
	Sheet   string
	Version int
	Marks   map[string]Points
	Total   *Points
	ByTop   []Points
	Comment string
	At      time.Time
}

// Receipt is what a judge holds of a submission: the commitment and its time, nothing that counts others.
type Receipt struct {
	Commitment string // hex SHA-256
	At         time.Time
}

// ProposalRecord is the council's recorded proposal; a later one of the same edition replaces it.
type ProposalRecord struct {
	ID      string
	Edition string
	Members int // of the council at the time
	Proposal
	By string
	At time.Time
}

// Decision is the authority's recognition as recorded, never allotted.
type Decision struct {
	ID          string
	Edition     string
	Number      string
	Date        string // YYYY-MM-DD
	Authority   string
	Signer      Signer
	Nominations []string
	NotifiedOn  string
	File        string // SHA-256 of the decision's PDF, when it was given
	Replaces    string // id of the row that this one corrects, or empty
	Reason      string // of the correction
	By          string
	At          time.Time
}

// Act is who did something to an edition that needs a person and a reason: a deadline, a step back, other
// rules, a seat that ended, a decision that was corrected. Row is the row that it was done to.
type Act struct {
	ID      string
	Edition string
	Kind    string // that of the leaf of the row
	Row     string
	Reason  string
	By      string // the account
	At      time.Time
}

// Erasure is the removal of texts about a person from one row. What it was about and why stays.
type Erasure struct {
	ID     string
	Table  string
	Row    string
	Fields []string
	Reason string
	By     string // the account, or "operator" at the command line
	At     time.Time
}

// Signer is who signs: Block is the lines above the title, such as "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH".
type Signer struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Block string `json:"block"`
}
