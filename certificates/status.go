package certificates

import (
	"cmp"
	"slices"
)

// Status is what a certificate is worth on a given day.
type Status string

// The statuses; the verification page has its own words for each.
const (
	Valid      Status = "valid"
	Suspended  Status = "suspended"
	Expired    Status = "expired"
	Revoked    Status = "revoked"
	Superseded Status = "superseded"
	// Unknown is the status of a code that was never issued; StatusAt never returns it.
	Unknown Status = "unknown"
)

// Record is what StatusAt needs of a certificate: its last valid day and its events in the order in
// which they were recorded.
type Record struct {
	ValidUntil Date
	Events     []Event
}

// StatusAt is the certificate's status on today, a day in Vietnam. Revoked outweighs superseded, this
// suspended, this expired; a certificate is valid through the end of its last day. Of acts that take
// effect on the same day the later recorded one counts.
func StatusAt(r Record, today Date) Status {
	events := slices.Clone(r.Events)
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(a.EffectiveOn, b.EffectiveOn) })
	var revoked, superseded, suspended bool
	for _, e := range events {
		if Date(e.EffectiveOn) > today {
			break
		}
		switch e.Kind {
		case EventRevoked:
			revoked = true
		case EventSuperseded:
			superseded = true
		case EventSuspended:
			suspended = true
		case EventReinstated:
			suspended = false
		}
	}
	switch {
	case revoked:
		return Revoked
	case superseded:
		return Superseded
	case suspended:
		return Suspended
	case today > r.ValidUntil:
		return Expired
	}
	return Valid
}
