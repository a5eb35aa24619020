package certificates

import (
	"vinhdanh/internal/fault"
)

// Verdict is what an uploaded file is.
type Verdict string

// The verdicts.
const (
	// Genuine: exactly a file that was issued, whose certificate was not revoked.
	Genuine Verdict = "genuine"
	// Altered: it carries an issued code but is not, byte for byte, a file of that certificate.
	Altered Verdict = "altered"
	// RevokedFile: exactly a file that was issued, of a certificate that is revoked.
	RevokedFile Verdict = "revoked"
	// UnknownFile: it carries no issued code.
	UnknownFile Verdict = "unknown"
)

// Issued is what is known of an issued certificate when a file is judged.
type Issued struct {
	Code   Code
	Status Status // today
}

// Find answers what was issued; both give a fault NotFound for what was not, any other error ends the
// judgement.
type Find interface {
	// IssuedByFile is the certificate one of whose files, issued or signed by the authority, has that SHA-256 (hexadecimal,
	// lower case).
	IssuedByFile(sha256 string) (Issued, error)
	// IssuedByCode is the certificate of that code.
	IssuedByCode(code Code) (Issued, error)
}

// Check is one question that was asked about a file; DetailKey is a catalogue key below "check.".
type Check struct {
	Name      string // "code", "file" or "status"
	OK        bool
	DetailKey string
	Args      fault.Args
}

// Judgement is the verdict on a file, the certificate it belongs to (a zero Code when unknown) and
// the checks that led there.
type Judgement struct {
	Verdict Verdict
	Code    Code
	Checks  []Check
}

// Judge says what a file is, from its SHA-256 (hexadecimal, lower case) and the codes found in it. A
// file whose hash is known is genuine, or revoked; suspended, expired and superseded certificates are
// genuine with a failing check "status". Any other file that carries an issued code is altered.
func Judge(fileHash string, found []Code, find Find) (Judgement, error) {
	c, err := find.IssuedByFile(fileHash)
	switch {
	case err == nil:
		return judgeKnown(c, fileHash), nil
	case fault.KindOf(err) != fault.NotFound:
		return Judgement{}, err
	}
	for _, code := range found {
		c, err := find.IssuedByCode(code)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return Judgement{}, err
		}
		return Judgement{Altered, code, []Check{
			{"code", true, "code_issued", fault.MakeArgs("code", code.String())},
			{"file", false, "file_differs", fault.MakeArgs("sha256", fileHash)},
			checkStatus(c.Status),
		}}, nil
	}
	codes := Check{Name: "code", DetailKey: "code_missing"}
	if len(found) > 0 {
		codes = Check{"code", false, "code_unknown", fault.MakeArgs("code", found[0].String())}
	}
	return Judgement{UnknownFile, Code{}, []Check{
		codes, {"file", false, "file_unknown", fault.MakeArgs("sha256", fileHash)},
	}}, nil
}

func judgeKnown(c Issued, fileHash string) Judgement {
	v := Genuine
	if c.Status == Revoked {
		v = RevokedFile
	}
	return Judgement{v, c.Code, []Check{
		{"code", true, "code_issued", fault.MakeArgs("code", c.Code.String())},
		{"file", true, "file_issued", fault.MakeArgs("sha256", fileHash)},
		checkStatus(c.Status),
	}}
}

func checkStatus(s Status) Check {
	return Check{"status", s == Valid, "status_" + string(s), nil}
}
