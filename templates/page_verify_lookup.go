package templates

// LookupProblem says why a look-up led back to the form.
type LookupProblem string

// The problems of a look-up; LookupFine shows no message.
const (
	LookupFine         LookupProblem = ""
	LookupNoCode       LookupProblem = "no_code"        // the field was empty
	LookupMistyped     LookupProblem = "mistyped"       // the check character does not fit
	LookupElsewhere    LookupProblem = "elsewhere"      // the address of another site
	LookupNoFile       LookupProblem = "no_file"        // nothing was sent
	LookupFileTooLarge LookupProblem = "file_too_large" // over MaxFileMB
	LookupNotPDF       LookupProblem = "not_pdf"        // the file is no PDF
)

// VerifyLookup is "/v": one field for a code (GET /v?code=…) and a form that sends a PDF to be checked
// (POST /v/check, multipart, field "file").
type VerifyLookup struct {
	Shell   Shell
	Code    string
	Problem LookupProblem
	// Slip says what is wrong with a mistyped code; nil otherwise.
	Slip *CodeSlip
	// Elsewhere is the host that the typed or scanned address leads to, for LookupElsewhere.
	Elsewhere string
	// MaxFileMB is the largest file that is taken, in megabytes.
	MaxFileMB int
	// Host is the only name that answers are to be trusted on.
	Host string
}

func (VerifyLookup) template() string { return "page_verify_lookup" }

// field is the input that the problem belongs to, or "".
func (p VerifyLookup) field() string {
	switch p.Problem {
	case LookupNoCode, LookupMistyped, LookupElsewhere:
		return "code"
	case LookupNoFile, LookupFileTooLarge, LookupNotPDF:
		return "file"
	default:
		return ""
	}
}

// CodeFault reports whether the problem is the code's.
func (p VerifyLookup) CodeFault() bool { return p.field() == "code" }

// FileFault reports whether the problem is the file's.
func (p VerifyLookup) FileFault() bool { return p.field() == "file" }
