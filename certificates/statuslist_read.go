package certificates

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

const (
	maxListed = 4 << 20 // entries of a list that a reader takes: a hostile one must end
	aheadMost = 24 * time.Hour
)

// ReadStatusList reads a published list and checks its signature. Its faults are Malformed: "status_unreadable",
// "offline_key_unknown", and "status_forged" for one that its key did not sign or could no longer sign on that day.
func ReadStatusList(text string, keys OfflineKeys) (l StatusList, err error) {
	unreadable := fault.New(fault.Malformed, "status_unreadable")
	parts := strings.Split(strings.TrimSpace(text), ".")
	if len(parts) != 3 {
		return l, unreadable
	}
	var header statusHeader
	var credential statusCredential
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err = errors.Join(err, readPart(parts[0], &header), readPart(parts[1], &credential)); err != nil {
		return l, unreadable
	}
	id, err := strconv.Atoi(header.Kid)
	if err != nil || header.Alg != "ES256" || header.Typ != statusListTyp {
		return l, unreadable
	}
	key := keys.find(id)
	if key == nil {
		return l, fault.New(fault.Malformed, "offline_key_unknown", "key", id)
	}
	made := Date(i18n.Today(credential.ValidFrom))
	if !verifyHalves(key.Public, []byte(parts[0]+"."+parts[1]), signature) || key.Until != "" && made > key.Until {
		return l, fault.New(fault.Malformed, "status_forged")
	}
	if !slices.Contains(credential.Type, statusListClass) { // badges are signed with the same keys
		return l, unreadable
	}
	l = StatusList{Issuer: credential.Issuer, MadeAt: credential.ValidFrom, NextUpdate: credential.Subject.NextUpdate}
	if l.Entries, err = credential.Subject.entries(); err != nil {
		return StatusList{}, unreadable
	}
	return l, nil
}

func readPart(part string, into any) error {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

var errList = errors.New("list of statuses: its parts do not fit together")

func (s statusSubject) entries() ([]StatusEntry, error) {
	hashes, err := base64.RawURLEncoding.DecodeString(s.Codes)
	if err != nil || s.Count < 0 || s.Count > maxListed || len(hashes) != s.Count*codeHashBytes {
		return nil, errList
	}
	encoded, multibase := strings.CutPrefix(s.Encoded, "u")
	packed, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || !multibase {
		return nil, errList
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, errList
	}
	bits, err := io.ReadAll(io.LimitReader(z, maxListed/4))
	if err != nil || len(bits)*4 < s.Count {
		return nil, errList
	}
	entries := make([]StatusEntry, s.Count)
	for i := range entries {
		entries[i] = StatusEntry{[codeHashBytes]byte(hashes[i*codeHashBytes:]), listStatuses[bits[i/4]>>(6-2*(i%4))&3], ""}
	}
	rest := entries
	for _, run := range s.LastDays {
		if run.Count < 1 || run.Count > len(rest) {
			return nil, errList
		}
		for i := range rest[:run.Count] {
			rest[i].ValidUntil = run.Until
		}
		rest = rest[run.Count:]
	}
	if len(rest) > 0 {
		return nil, errList
	}
	return entries, nil
}

// Age is how many whole days old the list is. One older than limit days is the fault Conflict "status_stale", one
// from more than a day ahead "status_ahead": a clock is wrong then.
func (l StatusList) Age(now time.Time, limit int) (days int, err error) {
	age := now.Sub(l.MadeAt)
	days = int(age / (24 * time.Hour))
	switch {
	case age < -aheadMost:
		return 0, fault.New(fault.Conflict, "status_ahead", "made", i18n.Today(l.MadeAt))
	case days > limit:
		return days, fault.New(fault.Conflict, "status_stale", "days", days, "limit", limit)
	}
	return max(days, 0), nil
}

// At is what a code is worth on a day by the list, and its last valid day; Unknown for a code that it does not hold.
func (l StatusList) At(code Code, today Date) (Status, Date) {
	hash := hashCode(code)
	for _, e := range l.Entries {
		if e.Hash != hash {
			continue
		}
		if e.Status == Valid && today > e.ValidUntil {
			return Expired, e.ValidUntil
		}
		return e.Status, e.ValidUntil
	}
	return Unknown, ""
}
