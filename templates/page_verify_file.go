package templates

import "time"

// FileVerdict is the answer about a PDF that was sent in.
type FileVerdict string

// The verdicts about a file.
const (
	FileGenuine FileVerdict = "genuine"
	FileAltered FileVerdict = "altered"
	FileRevoked FileVerdict = "revoked"
	FileUnknown FileVerdict = "unknown"
)

// VerifyFile is the answer to POST /v/check: the verdict and every check with its reason.
type VerifyFile struct {
	Shell     Shell
	Verdict   FileVerdict
	FileName  string
	Code      string // as printed, or "" when the file carries none
	VerifyURL string // the live answer about Code, or ""
	CheckedAt time.Time
	Host      string
	Checks    []FileCheck
	Report    Contact
}

func (VerifyFile) template() string { return "page_verify_file" }

// FileCheck is one check of a file: translated name and reason.
type FileCheck struct {
	Label  string
	Detail string
	OK     bool
}
