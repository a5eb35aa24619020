package certificates

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The published list of statuses is a W3C Bitstring Status List credential (1.0) with two bits an entry, secured as
// a JWT (VC-JOSE-COSE, typ vc+jwt), and holds beside it how a code finds its place. docs/formats.md describes it.
const (
	// StatusListType is the media type of the signed list.
	StatusListType  = "application/vc+jwt"
	statusListTyp   = "vc+jwt"
	statusListClass = "BitstringStatusListCredential"

	codesDomain    = "vinhdanh-code/1\n"
	codeHashBytes  = 8
	fewestListBits = 131072 // W3C Bitstring Status List, 6.1: so that a short list does not tell of one entry
)

// listStatuses are the two bits of each status. A certificate past its last day is told by that day.
var listStatuses = []Status{Valid, Suspended, Revoked, Superseded}

// StatusEntry is one issued certificate as of the list's day.
type StatusEntry struct {
	Hash       [codeHashBytes]byte // of the code, by hashCode
	Status     Status              // one of listStatuses
	ValidUntil Date
}

// StatusList says what every issued certificate is worth at a moment. Entries stand in the order of issue, which
// never changes: a later list begins with the places of an earlier one.
type StatusList struct {
	Issuer     string // address of the platform, https://binhchon.example.vn
	MadeAt     time.Time
	NextUpdate time.Time // when a newer one is due, though nothing changes meanwhile
	Entries    []StatusEntry
}

// hashCode is how the list names a code without spelling it.
func hashCode(c Code) (h [codeHashBytes]byte) {
	sum := sha256.Sum256([]byte(codesDomain + c.Lower()))
	copy(h[:], sum[:])
	return h
}

// IssuedCode is one issued certificate with its events, the oldest first.
type IssuedCode struct {
	Code       string // as printed
	ValidUntil Date
	Events     []Event
}

// StatusList is the list of every certificate issued so far, as of now.
func (s *Service) StatusList(ctx context.Context, issuer string) (l StatusList, err error) {
	now, today := s.clock().Truncate(time.Second), s.today()
	l = StatusList{Issuer: issuer, MadeAt: now, NextUpdate: nextMidnight(now)}
	err = s.store.View(ctx, func(tx Tx) error {
		issued, err := tx.IssuedCodes()
		if err != nil {
			return err
		}
		l.Entries = make([]StatusEntry, len(issued))
		for i, c := range issued {
			code, err := ParseCode(c.Code)
			if err != nil {
				return fmt.Errorf("list status of %q: %w", c.Code, err)
			}
			l.Entries[i] = StatusEntry{hashCode(code), listStatus(c, today), c.ValidUntil}
		}
		return nil
	})
	return l, err
}

// listStatus is the status without regard to the last day, which the list tells by itself.
func listStatus(c IssuedCode, today Date) Status {
	if status := StatusAt(Record{ValidUntil: c.ValidUntil, Events: c.Events}, today); status != Expired {
		return status
	}
	return Valid
}

// nextMidnight is five minutes after the next midnight in Vietnam.
func nextMidnight(now time.Time) time.Time {
	local := now.In(vietnam)
	return time.Date(local.Year(), local.Month(), local.Day()+1, 0, 5, 0, 0, vietnam).UTC()
}

type statusHeader struct {
	Alg string `json:"alg"`
	Kid string `json:"kid"`
	Typ string `json:"typ"`
}

type statusCredential struct {
	Context   []string      `json:"@context"`
	ID        string        `json:"id"`
	Type      []string      `json:"type"`
	Issuer    string        `json:"issuer"`
	ValidFrom time.Time     `json:"validFrom"`
	Subject   statusSubject `json:"credentialSubject"`
}

type statusSubject struct {
	ID         string     `json:"id"`
	Type       string     `json:"type"`
	Purpose    string     `json:"statusPurpose"`
	Encoded    string     `json:"encodedList"`
	Count      int        `json:"count"`
	Codes      string     `json:"codes"`      // the hashes in the order of issue, base64url
	LastDays   []lastDays `json:"validUntil"` // runs of entries with the same last valid day
	NextUpdate time.Time  `json:"nextUpdate"`
}

type lastDays struct {
	Count int  `json:"count"`
	Until Date `json:"until"`
}

// Sign is the list as it is published: a JWS in compact form, by the key of that number. The same list gives the
// same text.
func (l StatusList) Sign(id int, key *ecdsa.PrivateKey) (string, error) {
	packed, err := packStatuses(l.Entries)
	if err != nil {
		return "", err
	}
	address := l.Issuer + "/.well-known/vinhdanh-status"
	subject := statusSubject{ID: address + "#list", Type: "BitstringStatusList", Purpose: "message",
		Encoded: "u" + base64.RawURLEncoding.EncodeToString(packed), Count: len(l.Entries), NextUpdate: l.NextUpdate.UTC()}
	var codes bytes.Buffer
	for _, e := range l.Entries {
		codes.Write(e.Hash[:])
		if n := len(subject.LastDays); n > 0 && subject.LastDays[n-1].Until == e.ValidUntil {
			subject.LastDays[n-1].Count++
			continue
		}
		subject.LastDays = append(subject.LastDays, lastDays{1, e.ValidUntil})
	}
	subject.Codes = base64.RawURLEncoding.EncodeToString(codes.Bytes())
	text, err := signCredential(id, key, statusCredential{
		Context: []string{"https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"},
		ID:      address, Type: []string{"VerifiableCredential", statusListClass}, Issuer: l.Issuer,
		ValidFrom: l.MadeAt.UTC(), Subject: subject})
	if err != nil {
		return "", fmt.Errorf("sign list of statuses: %w", err)
	}
	return text, nil
}

// signCredential is a credential as it travels: a JWS in compact form by the key of that number.
func signCredential(id int, key *ecdsa.PrivateKey, document any) (string, error) {
	var parts []string
	for _, part := range []any{statusHeader{"ES256", strconv.Itoa(id), statusListTyp}, document} {
		text, err := json.Marshal(part)
		if err != nil {
			return "", err
		}
		parts = append(parts, base64.RawURLEncoding.EncodeToString(text))
	}
	signed := strings.Join(parts, ".")
	signature, err := signHalves(key, []byte(signed))
	if err != nil {
		return "", err
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// packStatuses is the bitstring, gzipped: two bits an entry, the first one leftmost.
func packStatuses(entries []StatusEntry) ([]byte, error) {
	bits := make([]byte, max(fewestListBits/8, (len(entries)+3)/4))
	for i, e := range entries {
		for value, status := range listStatuses {
			if e.Status == status {
				bits[i/4] |= byte(value) << (6 - 2*(i%4))
			}
		}
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(bits)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("pack statuses: %w", err)
	}
	return packed.Bytes(), nil
}
