package certificates

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Upcoming is the first recorded act that will change what the certificate is worth on a day after today, or nil. An act that
// an earlier one has made void, a suspension of what is revoked by then, is none.
func Upcoming(r Record, today Date) *Event {
	events := slices.Clone(r.Events)
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(a.EffectiveOn, b.EffectiveOn) })
	now := StatusAt(r, today)
	for _, e := range events {
		on := Date(e.EffectiveOn)
		if on > today && e.Kind != EventReinstated && StatusAt(r, on) == Status(e.Kind) && now != Status(e.Kind) {
			return &e
		}
	}
	return nil
}

// Neighbour is the certificate before or after another one in a line of re-issues; its zero value is none.
type Neighbour struct {
	Code, Number, Product, Producer, Address string
}

// Moment is one thing that happened to a certificate, from its issue on.
type Moment struct {
	Kind  string // "issued", "countersigned" or an EventKind
	At    time.Time
	Index int64  // of its leaf in the ledger
	Event *Event // of an act
	Name  string // of who signed, when countersigned
	By    string // id of who recorded it
}

// History is everything that happened to an issued certificate, oldest first, and what it replaced or was replaced by.
type History struct {
	Moments           []Moment
	Before, Successor Neighbour
}

// History is the history of a certificate that was looked up, for everybody. One of which nothing happened since its issue
// costs no further look at the record.
func (s *Service) History(ctx context.Context, p Public) (h History, err error) {
	if len(p.Events) == 0 && len(p.Signatures) == 0 && p.Replaces == "" {
		return History{Moments: []Moment{{Kind: "issued", At: p.Issued, Index: p.LedgerIndex, By: p.PreparedBy}}}, nil
	}
	err = s.store.View(ctx, func(tx Tx) error {
		h, err = s.history(tx, p.Certificate)
		return err
	})
	return h, err
}

// Upcoming is the act that will change what a certificate is worth that was looked up, or nil.
func (s *Service) Upcoming(p Public) *Event {
	return Upcoming(Record{ValidUntil: Date(p.ValidUntil), Events: p.Events}, s.today())
}

func (s *Service) history(tx Tx, c Certificate) (h History, err error) {
	l, err := s.line(tx, c)
	if err != nil {
		return h, err
	}
	add := func(m Moment, table, row string) error {
		leaves, err := tx.RowLeaves(table, row)
		if err != nil || len(leaves) == 0 {
			return err
		}
		m.Index = leaves[len(leaves)-1].Index
		h.Moments = append(h.Moments, m)
		return nil
	}
	if err := add(Moment{Kind: "issued", At: c.Issued, By: c.PreparedBy}, "certificates", c.ID); err != nil {
		return h, err
	}
	for _, n := range l.Signatures {
		if err := add(Moment{Kind: "countersigned", At: n.At, Name: n.Signer, By: n.By}, "certificate_signatures", n.ID); err != nil {
			return h, err
		}
	}
	for i, e := range l.Events {
		if err := add(Moment{Kind: string(e.Kind), At: e.At, Event: &l.Events[i], By: e.By}, "certificate_events", e.ID); err != nil {
			return h, err
		}
		if e.Successor != "" {
			if h.Successor, err = neighbour(tx, e.Successor); err != nil {
				return h, err
			}
		}
	}
	slices.SortStableFunc(h.Moments, func(a, b Moment) int { return cmp.Compare(a.Index, b.Index) })
	if c.Replaces != "" {
		h.Before, err = neighbour(tx, c.Replaces)
	}
	return h, err
}

func neighbour(tx Tx, id string) (Neighbour, error) {
	c, err := tx.Certificate(id)
	return Neighbour{c.Code, c.Number, c.Product, c.Producer, c.Address}, err
}
