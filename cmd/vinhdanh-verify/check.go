package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pades"
	"vinhdanh/internal/ledger"
)

// answer is what the server says of a certificate, as far as it can be checked.
type answer struct {
	Code      string `json:"code"`
	Status    string `json:"status"`
	Number    string `json:"number"`
	Product   string `json:"product"`
	Producer  string `json:"producer"`
	IssuedOn  string `json:"issued_on"`
	Until     string `json:"valid_until"`
	PDFSHA256 string `json:"pdf_sha256"`
	Signed    []struct {
		SHA256 string `json:"sha256"`
		Issued string `json:"issued_sha256"`
	} `json:"signatures"`
	Ledger struct {
		Index      *int64   `json:"index"`
		Checkpoint string   `json:"checkpoint"`
		Proof      []string `json:"proof"`
		Record     string   `json:"record"`
	} `json:"ledger"`
}

// issued is the hash of the file as it was issued: before the authority signed it, if it did.
func (a answer) issued() string {
	for _, s := range a.Signed {
		if s.SHA256 == a.PDFSHA256 {
			return s.Issued
		}
	}
	return a.PDFSHA256
}

// report prints one line a check and remembers whether all hold.
type report struct {
	out io.Writer
	bad bool
}

func (r *report) check(name string, err error) {
	if err != nil {
		r.bad = true
		say(r.out, "no  %s: %v", name, err)
		return
	}
	say(r.out, "ok  %s", name)
}

func (r *report) exit() int {
	if r.bad {
		return exitFailed
	}
	return exitDone
}

// say prints one line; a terminal that is gone cannot be told.
func say(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, format+"\n", args...)
}

// signatureRoom holds where the authority signs and seals, in every design: a picture beyond it would cover what was issued.
var signatureRoom = pades.Box{Left: 430, Bottom: 24, Right: 790, Top: 226}

// signatories are who may have signed an issued file: those under the roots of a file and, when any is named, one of them.
type signatories struct {
	roots string
	names []string // as pades.ParseAllowed reads them
}

func (s signatories) read() (a pades.Authority, err error) {
	if a.Roots, err = readRootFile(s.roots); err != nil {
		return a, err
	}
	if len(s.names) > 0 && a.Roots == nil {
		return a, errors.New("--authority-signer without --authority-roots: give the file of the roots too")
	}
	for _, text := range s.names {
		allowed, err := pades.ParseAllowed(text)
		if err != nil {
			return a, fmt.Errorf("--authority-signer: %w", err)
		}
		a.Signers = append(a.Signers, allowed)
	}
	return a, nil
}

func checkCertificate(out io.Writer, pdfFile, answerFile, keyFile string, who signatories) (int, error) {
	pdf, err := os.ReadFile(filepath.Clean(pdfFile))
	if err != nil {
		return exitUsage, fmt.Errorf("read certificate: %w", err)
	}
	raw, err := os.ReadFile(filepath.Clean(answerFile))
	if err != nil {
		return exitUsage, fmt.Errorf("read answer: %w", err)
	}
	verifiers, err := readKeys(keyFile)
	if err != nil {
		return exitUsage, err
	}
	authority, err := who.read()
	if err != nil {
		return exitUsage, err
	}
	var a answer
	if err := json.Unmarshal(raw, &a); err != nil {
		return exitUsage, fmt.Errorf("read answer: %w", err)
	}
	r := &report{out: out}
	signer, err := fileHolds(a, pdf, authority)
	r.check("the file is the one that was issued", worded(err))
	if signer != "" {
		say(out, "    signed by %s", signer)
	}
	r.check("the ledger's record says the same", recordHolds(a))
	r.check("the record stands in the signed ledger", ledgerHolds(a, verifiers))
	say(out, "    status when the answer was given: %s (only the live page knows today's)", a.Status)
	return r.exit(), nil
}

// fileHolds: the bytes are the issued ones, or these with signatures alone behind them, and carry the code. signer tells
// who signed.
func fileHolds(a answer, pdf []byte, authority pades.Authority) (signer string, err error) {
	if !slices.ContainsFunc(certificates.FindCodes(pdf), func(c certificates.Code) bool { return c.String() == a.Code }) {
		return "", fmt.Errorf("it does not carry the code %s", a.Code)
	}
	switch sum := sha256.Sum256(pdf); hex.EncodeToString(sum[:]) {
	case a.issued():
		return "", nil
	case a.PDFSHA256:
		return signedHolds(a, pdf, authority)
	default:
		return "", fmt.Errorf("its SHA-256 is %x, issued was %s", sum, a.PDFSHA256)
	}
}

// signedHolds: the file begins with the issued one, which alone the ledger knows; of the rest nobody's word is taken.
func signedHolds(a answer, pdf []byte, authority pades.Authority) (signer string, err error) {
	issued := beginning(pdf, a.issued())
	if issued == nil {
		return "", fmt.Errorf("it does not begin with the issued file, whose SHA-256 is %s", a.issued())
	}
	if authority.Roots == nil {
		c, err := pades.Appended(issued, pdf, signatureRoom)
		if err != nil {
			return "", err
		}
		return c.Signer.Subject.CommonName + "; who that is was not checked: see --authority-roots", nil
	}
	c, err := pades.Countersigned(issued, pdf, signatureRoom, authority)
	if err != nil {
		return "", err
	}
	signer = c.Signer.Subject.CommonName
	if len(authority.Signers) == 0 {
		signer += "; whoever stands under these roots may have signed: see --authority-signer"
	}
	return signer, nil
}

// beginning is the part of a PDF that is a whole file with that SHA-256, nil when none is.
func beginning(pdf []byte, sha string) []byte {
	h, end := sha256.New(), 0
	for rest := pdf; ; {
		part, after, found := bytes.Cut(rest, []byte("%%EOF\n"))
		if !found {
			return nil
		}
		h.Write(pdf[end : end+len(part)+len("%%EOF\n")])
		end, rest = end+len(part)+len("%%EOF\n"), after
		if hex.EncodeToString(h.Sum(nil)) == sha {
			return pdf[:end]
		}
	}
}

// recordHolds: the published record binds code, number, names and the file's hash.
func recordHolds(a answer) error {
	var record struct {
		Body struct {
			Code     string `json:"code"`
			Number   string `json:"number"`
			Product  string `json:"product"`
			Producer string `json:"producer"`
			IssuedOn string `json:"issued_on"`
			Until    string `json:"valid_until"`
			SHA256   string `json:"pdf_sha256"`
		} `json:"body"`
	}
	if a.Ledger.Record == "" {
		return fmt.Errorf("the answer carries no record")
	}
	if err := json.Unmarshal([]byte(a.Ledger.Record), &record); err != nil {
		return fmt.Errorf("read record: %w", err)
	}
	b := record.Body
	for _, pair := range [][3]string{{"code", b.Code, a.Code}, {"number", b.Number, a.Number}, {"product", b.Product, a.Product},
		{"producer", b.Producer, a.Producer}, {"issued_on", b.IssuedOn, a.IssuedOn}, {"valid_until", b.Until, a.Until}, {"pdf_sha256", b.SHA256, a.issued()}} {
		if pair[1] != pair[2] {
			return fmt.Errorf("%s is %q in the ledger and %q in the answer", pair[0], pair[1], pair[2])
		}
	}
	return nil
}

// ledgerHolds: the record is included in a checkpoint that the published key signed.
func ledgerHolds(a answer, verifiers note.Verifiers) error {
	if a.Ledger.Index == nil {
		return fmt.Errorf("no published checkpoint covers it yet")
	}
	p, err := readPoint([]byte(a.Ledger.Checkpoint), verifiers)
	if err != nil {
		return err
	}
	proof := make([]treeHash, len(a.Ledger.Proof))
	for i, text := range a.Ledger.Proof {
		hash, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(hash) != len(proof[i]) {
			return fmt.Errorf("proof hash %d is no SHA-256", i)
		}
		proof[i] = treeHash(hash)
	}
	return included(leafHash([]byte(a.Ledger.Record)), *a.Ledger.Index, p.size, proof, p.root)
}

func checkCheckpoint(out io.Writer, file, keyFile string) (int, error) {
	text, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return exitUsage, fmt.Errorf("read checkpoint: %w", err)
	}
	verifiers, err := readKeys(keyFile)
	if err != nil {
		return exitUsage, err
	}
	r := &report{out: out}
	p, err := readPoint(text, verifiers)
	r.check("the checkpoint is signed with the published key", err)
	if err == nil {
		say(out, "    %s holds %d records", p.origin, p.size)
	}
	return r.exit(), nil
}

// readKeys reads verifiers from the published JSON or from a text file with one a line.
func readKeys(file string) (note.Verifiers, error) {
	data, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	return ledger.ReadVerifiers(data)
}
