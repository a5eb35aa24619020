package pades

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
)

// Claim is what a signature says of itself: who signs, where, what for and when (by the signer's own clock). The texts may
// be empty.
type Claim struct {
	Name, Place, Reason string
	At                  time.Time
}

// Stamper gives the timestamp token (RFC 3161) of a SHA-256 digest.
type Stamper interface {
	Stamp(ctx context.Context, digest [sha256.Size]byte) (Token, error)
}

// Signer signs PDFs with one key: at level B-B, with a Stamper B-T, with Revocations too B-LT as far as the certificates
// name responders or lists. It is safe for use by several goroutines if the key is.
type Signer struct {
	Key         Key
	Stamper     Stamper      // nil for none
	Revocations *Revocations // the same
}

// tokenRoom is the most that a timestamp token takes, in bytes.
const tokenRoom = 8 << 10

// Sign appends an invisible signature over the whole of a PDF that has none yet. The file keeps every byte that it had.
func (s Signer) Sign(ctx context.Context, pdf []byte, c Claim) ([]byte, error) {
	u, err := continued(pdf)
	if err != nil {
		return nil, err
	}
	_, catalog, err := u.base.root()
	if err != nil {
		return nil, err
	}
	if catalog["AcroForm"] != nil {
		return nil, errors.New("this PDF has a form or a signature already")
	}
	page, first, err := u.base.page()
	if err != nil {
		return nil, err
	}
	if first["Annots"] != nil {
		return nil, errors.New("this PDF has annotations already")
	}
	value, field, looks := u.free(), u.free(), u.free()
	dict, contents := s.dictionary(c)
	at := u.object(value, dict)
	u.object(field, fmt.Appendf(nil, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (VinhDanh) /V %d 0 R /Rect [0 0 0 0] /F 132 /P %d 0 R /AP << /N %d 0 R >> >>",
		value, page.number, looks))
	// Nothing is seen of it, but PDF/A wants every field to have looks.
	u.object(looks, []byte("<< /Type /XObject /Subtype /Form /BBox [0 0 0 0] /Length 0 >>\nstream\n\nendstream"))
	if err := u.extend(page, fmt.Sprintf("/Annots [%d 0 R]", field)); err != nil {
		return nil, err
	}
	if err := u.extend(u.root, fmt.Sprintf("/AcroForm << /Fields [%d 0 R] /SigFlags 3 >>", field)); err != nil {
		return nil, err
	}
	out, stampers, err := s.fill(ctx, u.finish(), at+contents)
	if err != nil || s.Revocations == nil {
		return out, err
	}
	e, err := s.Revocations.Evidence(ctx, s.Key.Chain, stampers)
	if err != nil || len(e.Lists)+len(e.Answers) == 0 {
		return out, err
	}
	return AddEvidence(out, e)
}

const (
	rangeRoom = "/ByteRange [0 0000000000 0000000000 0000000000]"
	textRoom  = 3 << 10
)

// dictionary is the signature's, with room for range and message, and where the message's "<" stands in it.
func (s Signer) dictionary(c Claim) (dict []byte, contents int) {
	room := textRoom
	for _, x := range s.Key.Chain {
		room += len(x.Raw)
	}
	if s.Stamper != nil {
		room += tokenRoom
	}
	var b bytes.Buffer
	_, offset := c.At.Zone()
	fmt.Fprintf(&b, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:%s%+03d'%02d')\n",
		c.At.Format("20060102150405"), offset/3600, offset/60%60)
	for _, x := range []struct{ key, text string }{{"Name", c.Name}, {"Location", c.Place}, {"Reason", c.Reason}} {
		if x.text != "" {
			fmt.Fprintf(&b, "/%s %s\n", x.key, utf16Text(x.text))
		}
	}
	b.WriteString(rangeRoom + "\n/Contents ")
	contents = b.Len()
	b.WriteString("<" + strings.Repeat("0", 2*room) + "> >>")
	return b.Bytes(), contents
}

// fill signs all of a file but the message's room, and puts the message there. stampers are the certificates behind its
// timestamp.
func (s Signer) fill(ctx context.Context, pdf []byte, contents int) (out []byte, stampers []*x509.Certificate, err error) {
	end := contents + bytes.IndexByte(pdf[contents:], '>') + 1
	at := bytes.LastIndex(pdf[:contents], []byte(rangeRoom))
	written := fmt.Sprintf("/ByteRange [0 %d %d %d]", contents, end, len(pdf)-end)
	copy(pdf[at:], written+strings.Repeat(" ", len(rangeRoom)-len(written)))
	h := sha256.New()
	h.Write(pdf[:contents])
	h.Write(pdf[end:])
	var stamp func([]byte) ([]byte, error)
	if s.Stamper != nil {
		stamp = func(signature []byte) ([]byte, error) {
			token, err := s.Stamper.Stamp(ctx, sha256.Sum256(signature))
			stampers = token.Certificates
			return token.Raw, err
		}
	}
	message, err := s.Key.message(h.Sum(nil), stamp)
	if err != nil {
		return nil, nil, err
	}
	if 2*len(message) > end-contents-2 {
		return nil, nil, fmt.Errorf("sign: the message takes %d bytes, there is room for %d", len(message), (end-contents-2)/2)
	}
	hex.Encode(pdf[contents+1:], message)
	return pdf, stampers, nil
}

// utf16Text is a text string of PDF.
func utf16Text(s string) string {
	b := []byte("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		b = fmt.Appendf(b, "%04X", u)
	}
	return string(append(b, '>'))
}
