package templates

import "time"

// VerifyStatus is one of the seven answers about a code.
type VerifyStatus string

// The answers; no two share a text, a colour and an icon.
const (
	StatusValid      VerifyStatus = "valid"
	StatusSuspended  VerifyStatus = "suspended"
	StatusExpired    VerifyStatus = "expired"
	StatusRevoked    VerifyStatus = "revoked"
	StatusSuperseded VerifyStatus = "superseded"
	StatusUnknown    VerifyStatus = "unknown"
	StatusMistyped   VerifyStatus = "mistyped"
)

// Stands reports whether a certificate's last day says until when it is good: beside "revoked" or "suspended" it
// would read as the day on which that ends.
func (s VerifyStatus) Stands() bool { return s == StatusValid || s == StatusExpired }

// Verify is "/v/{code}": the live answer about one certificate.
type Verify struct {
	Shell  Shell
	Status VerifyStatus
	// Code is as printed, "7K3M-9QXT-2HDK"; for a mistyped one, what was typed.
	Code      string
	CheckedAt time.Time
	// Host is the only name that the answer is to be trusted on.
	Host string
	// Certificate is what was certified; nil when the code is unknown or mistyped.
	Certificate *VerifyCertificate
	// Act is the revocation or suspension behind the status; nil otherwise.
	Act *VerifyAct
	// Replacement is the newer certificate when the status is superseded and it is known.
	Replacement *VerifyReplacement
	// Upcoming is what is recorded for a day to come; nil otherwise.
	Upcoming *VerifyUpcoming
	// History is what happened from the issue on, oldest first.
	History []VerifyMoment
	// Before is the certificate that this one replaced; nil for none.
	Before *VerifyNeighbour
	// Change says what a re-issue changed, on both certificates.
	Change string
	// Evidence is what a doubter can check; nil when there is none.
	Evidence *VerifyEvidence
	// Report is where a mismatch or a fake is told, ReportURL the form for it; "" for a mistyped code.
	Report    Contact
	ReportURL string
	// Slip says what is wrong with a mistyped code; nil otherwise.
	Slip *CodeSlip
}

func (Verify) template() string { return "page_verify" }

// VerifyCertificate is the certified statement; empty fields are left out.
type VerifyCertificate struct {
	PhotoURL   string
	PhotoText  string // what the photo shows
	ProductURL string // the product's page over the years, or ""
	Product    string
	SetMembers []string
	Producer   string
	Commune    string
	Title      string // the honour with its level: "Sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh"
	Group      string
	Edition    string
	EditionURL string // the published results, or ""
	Decision   DecisionRef
	IssuedOn   time.Time
	ValidUntil time.Time
	Number     string
	Prize      string
}

// CodeSlip is what is wrong with a typed code.
type CodeSlip struct {
	Kind   string // "letter", "short", "long" or "check"
	Letter string // that codes do not have
	Have   int    // characters
	Parts  string // the numbers of the parts that may be wrong, or ""
}

// VerifyAct is the act that revoked or suspended a certificate.
type VerifyAct struct {
	On       time.Time
	Reason   string
	Decision DecisionRef
}

// VerifyReplacement is the certificate that took the place of a superseded one.
type VerifyReplacement struct {
	Code string
	URL  string
}

// VerifyEvidence is what proves the answer without trust in this page.
type VerifyEvidence struct {
	LedgerIndex int64  // below 0 when the leaf is not published yet
	Checkpoint  string // the signed note
	PDFSHA256   string
	PDFURL      string
	JSONURL     string
	// CredentialURL is the same statement as a verifiable credential, or "".
	CredentialURL string
}

// CheckedAt is a moment as the page writes when it looked: for machines, as a time of day and as a day.
func CheckedAt(lang string, at time.Time) (iso, clock, date string) {
	return at.UTC().Format(time.RFC3339), at.In(vietnamTime).Format("15:04"), formatDate(lang, at)
}
