package certificates

import (
	"bytes"
	"context"

	"vinhdanh/internal/fault"
)

// Public is everything that everybody may know of an issued certificate.
type Public struct {
	Line
	Background
	Statement     Statement
	SuccessorCode string // of the certificate that replaces it, or empty
}

// Lookup is one issued certificate by any spelling of its code. Faults: code_mistyped, certificate_unknown.
func (s *Service) Lookup(ctx context.Context, code string) (p Public, err error) {
	parsed, err := ParseCode(code)
	if err != nil {
		return p, err
	}
	r, err := s.store.Issued(ctx, parsed.String())
	if fault.KindOf(err) == fault.NotFound {
		return p, fault.New(fault.NotFound, "certificate_unknown", "code", parsed.String())
	}
	if err != nil {
		return p, err
	}
	status := StatusAt(Record{ValidUntil: Date(r.ValidUntil), Events: r.Events}, s.today())
	p = Public{Line: Line{r.Certificate, status, r.Events, r.Signatures}, Background: r.Background, SuccessorCode: r.SuccessorCode}
	p.Statement, err = ReadStatement(r.Statement)
	return p, err
}

// FileVerdict is what a PDF that was sent in is worth.
type FileVerdict struct {
	Verdict Verdict
	Checks  []Check
	Code    string // of the certificate it belongs to, or empty
	Status  Status
	Guesses int // well-formed codes in the file that were tried in vain
}

// VerifyFile judges a PDF by its SHA-256 in hexadecimal and the codes that its bytes carry.
func (s *Service) VerifyFile(ctx context.Context, sha256 string, file []byte) (v FileVerdict, err error) {
	found := FindCodes(file)
	err = s.store.View(ctx, func(tx Tx) error {
		j, err := Judge(sha256, found, shelf{tx, s})
		if err != nil {
			return err
		}
		v = FileVerdict{Verdict: j.Verdict, Checks: j.Checks, Status: Unknown}
		switch j.Verdict {
		case UnknownFile:
			v.Guesses = len(found)
			if len(found) == 0 && !isPDF(file) {
				v.Checks[0].DetailKey = "code_no_pdf"
			}
		case Altered:
			v.Guesses = len(found) - 1 // one of them was issued
		default:
		}
		if j.Code.IsZero() {
			return nil
		}
		v.Code = j.Code.String()
		c, err := tx.CertificateByCode(v.Code)
		if err != nil {
			return err
		}
		l, err := s.line(tx, c)
		v.Status = l.Status
		return err
	})
	return v, err
}

// isPDF reports whether readers would take a file for a PDF: its mark stands near the beginning.
func isPDF(file []byte) bool { return bytes.Contains(file[:min(len(file), 1024)], []byte("%PDF-")) }

// shelf finds issued certificates for Judge.
type shelf struct {
	tx Tx
	s  *Service
}

// IssuedByFile is Find's.
func (f shelf) IssuedByFile(sha256 string) (Issued, error) {
	c, err := f.tx.CertificateByHash(sha256)
	if err != nil {
		return Issued{}, err
	}
	return f.issued(c)
}

// IssuedByCode is Find's.
func (f shelf) IssuedByCode(code Code) (Issued, error) {
	c, err := f.tx.CertificateByCode(code.String())
	if err != nil {
		return Issued{}, err
	}
	if c.Issued.IsZero() {
		return Issued{}, fault.New(fault.NotFound, "certificate_unknown")
	}
	return f.issued(c)
}

func (f shelf) issued(c Certificate) (Issued, error) {
	l, err := f.s.line(f.tx, c)
	if err != nil {
		return Issued{}, err
	}
	code, err := ParseCode(c.Code)
	return Issued{Code: code, Status: l.Status}, err
}
