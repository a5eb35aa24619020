package pades

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/smallstep/pkcs7"

	"vinhdanh/internal/fault"
)

// The faults of a file that the authority is said to have signed. All are of kind Invalid.
const (
	NotThisFile      = "countersign_other"       // it does not begin with the issued file: re-saved, or another document
	NotSigned        = "countersign_unsigned"    // nothing was signed
	AddsMore         = "countersign_more"        // it adds or changes more than signatures; argument what
	BrokenSeal       = "countersign_broken"      // a signature does not fit the file
	NotWhole         = "countersign_partial"     // something was added after the last signature
	CoversText       = "countersign_covers"      // the signature's picture lies outside the room for it
	NotTrusted       = "countersign_stranger"    // the signer stands under none of the roots; argument name
	WeakDigest       = "countersign_digest"      // it is over a digest that can be forged; argument digest
	OtherCertificate = "countersign_certificate" // its attributes name another certificate than the one that fits; argument name
	NotAllowed       = "countersign_signer"      // the signer is not among those that may sign; arguments name and sha256
	TooManyUpdates   = "countersign_updates"     // it was continued too often; argument most
	UnreadableFile   = "countersign_unreadable"
)

// Countersignature is a signature that the authority added to an issued certificate outside.
type Countersignature struct {
	Signer   *x509.Certificate
	Claimed  time.Time // by the signer's own clock; zero when it says none
	Pictures []Box     // where the new signatures are seen; none when they are not
}

// Box is a part of the page, in points from its lower left corner.
type Box struct{ Left, Bottom, Right, Top float64 }

// Countersigned examines what came back from the authority's own tool. It is accepted when the issued file is its exact
// beginning, when what follows adds signatures and nothing else, when the last signature covers the whole file, or all but
// evidence, when each fits, and when its picture stays within room. Whoever signed must be of the authority.
func Countersigned(issued, file []byte, room Box, by Authority) (Countersignature, error) {
	return examined(issued, file, room, by.trusts)
}

// Appended is Countersigned whoever signed: that the page is the issued one stands, but not that the signer is who it says.
func Appended(issued, file []byte, room Box) (Countersignature, error) {
	return examined(issued, file, room, func(*x509.Certificate, *x509.CertPool, time.Time) error { return nil })
}

func examined(issued, file []byte, room Box, trusted trust) (Countersignature, error) {
	if !bytes.HasPrefix(file, issued) {
		return Countersignature{}, fault.New(fault.Invalid, NotThisFile)
	}
	if len(file) == len(issued) {
		return Countersignature{}, fault.New(fault.Invalid, NotSigned)
	}
	before, err := readDocument(issued)
	if err != nil {
		return Countersignature{}, err
	}
	after, err := readDocument(file)
	if err != nil {
		return Countersignature{}, unreadable(err)
	}
	u := update{before: before, after: after, room: room, base: len(issued)}
	if err := u.examine(); err != nil {
		return Countersignature{}, unreadable(err)
	}
	return u.verify(trusted)
}

// unreadable makes a fault of what the parser says.
func unreadable(err error) error {
	if errors.Is(err, errStructure) || errors.Is(err, errSyntax) {
		return fault.New(fault.Invalid, UnreadableFile)
	}
	return err
}

// verify checks every new signature against the bytes that it covers.
func (u *update) verify(trusted trust) (Countersignature, error) {
	var last Countersignature
	covered := 0
	for _, field := range u.fields {
		value, err := u.after.dictionary(field["V"])
		if err != nil {
			return last, unreadable(err)
		}
		if len(value) == 0 {
			continue // a field that waits for its signature
		}
		c, end, err := u.signature(value, trusted)
		if err != nil {
			return last, err
		}
		if end > covered {
			covered, last = end, c
		}
	}
	if covered == 0 {
		return last, fault.New(fault.Invalid, NotSigned)
	}
	if err := u.onlyEvidenceFrom(covered); err != nil {
		return last, err
	}
	last.Pictures = u.pictures
	return last, nil
}

// signature checks one signature: that its range is the file from its first byte but for itself, and that its message is
// over that range. end is where the range ends.
func (u *update) signature(value dict, trusted trust) (c Countersignature, end int, err error) {
	broken := fault.New(fault.Invalid, BrokenSeal)
	list, err := u.after.list(value["ByteRange"])
	contents, is := value["Contents"].(text)
	if err != nil || !is || len(list) != 4 {
		return c, 0, broken
	}
	var n [4]int
	for i, v := range list {
		if n[i], err = strconv.Atoi(string(asNumber(v))); err != nil || n[i] < 0 || n[i] > len(u.after.data) {
			return c, 0, broken
		}
	}
	file := u.after.data
	if n[0] != 0 || n[1] < u.base || n[2] <= n[1] || n[3] > len(file)-n[2] {
		return c, 0, broken
	}
	// What is not covered is the message itself, and nothing else can hide there.
	hidden := file[n[1]:n[2]]
	if hidden[0] != '<' || hidden[len(hidden)-1] != '>' {
		return c, 0, broken
	}
	inside, err := hex.DecodeString(string(hidden[1 : len(hidden)-1]))
	if err != nil || !bytes.Equal(inside, []byte(contents)) {
		return c, 0, broken
	}
	message, err := pkcs7.Parse(trimmed(inside))
	if err != nil {
		return c, 0, broken
	}
	message.Content = append(slices.Clone(file[:n[1]]), file[n[2]:n[2]+n[3]]...)
	signer, err := verified(message)
	if err != nil {
		return c, 0, err
	}
	between := x509.NewCertPool()
	for _, x := range message.Certificates {
		between.AddCert(x)
	}
	var claimed time.Time
	if err := message.UnmarshalSignedAttribute(pkcs7.OIDAttributeSigningTime, &claimed); err != nil {
		claimed = claimedTime(value)
	}
	if err := trusted(signer, between, claimed); err != nil {
		return c, 0, err
	}
	return Countersignature{Signer: signer, Claimed: claimed}, n[2] + n[3], nil
}

// claimedTime is the /M of a signature; zero when it has none.
func claimedTime(value dict) time.Time {
	m, _ := value["M"].(text)
	for _, form := range []string{"D:20060102150405-07'00'", "D:20060102150405-07'00", "D:20060102150405Z", "D:20060102150405"} {
		if at, err := time.Parse(form, string(m)); err == nil {
			return at
		}
	}
	return time.Time{}
}

// trimmed is a message without the zeros that fill its room.
func trimmed(b []byte) []byte {
	if len(b) < 4 || b[0] != 0x30 || b[1] == 0x80 { // of indefinite length: it says itself where it ends
		return b
	}
	head, length := 2, int(b[1])
	if length > 0x80 && length <= 0x84 && len(b) > 2+length-0x80 {
		head, length = 2+length-0x80, 0
		for _, x := range b[2:head] {
			length = length<<8 | int(x)
		}
	}
	if head+length > len(b) {
		return b
	}
	return b[:head+length]
}

// onlyEvidenceFrom makes sure that what was added behind the last signature is evidence to it: a DSS, and nothing that is
// shown or signs, were it named as evidence too.
func (u *update) onlyEvidenceFrom(covered int) error {
	root, catalog, err := u.after.root()
	if err != nil {
		return unreadable(err)
	}
	_, page, err := u.after.page()
	if err != nil {
		return unreadable(err)
	}
	evidence, shown := update{before: u.before, after: u.after}, update{before: u.before, after: u.after}
	if err := errors.Join(evidence.visit(catalog["DSS"], 0), shown.visit(page["Annots"], 0), shown.visit(catalog["AcroForm"], 0)); err != nil {
		return unreadable(err)
	}
	for _, r := range u.after.revisions {
		for n, p := range r.places {
			if p.at >= covered && n != root.number && (!evidence.visited[n] || shown.visited[n]) {
				return fault.New(fault.Invalid, NotWhole)
			}
		}
	}
	return nil
}
