package judging

import (
	"context"
	"maps"
	"slices"
	"strings"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// erasable are the texts of a nomination that are about a person and can be erased. Marks, times, ids and
// what the decision and the certificate name cannot.
var erasable = map[string]func(*Nomination) *string{
	"description":                  func(n *Nomination) *string { return &n.Description },
	"producer.address":             func(n *Nomination) *string { return &n.Producer.Address },
	"producer.tax_code":            func(n *Nomination) *string { return &n.Producer.TaxCode },
	"producer.registration_number": func(n *Nomination) *string { return &n.Producer.RegistrationNumber },
	"producer.representative":      func(n *Nomination) *string { return &n.Producer.Representative },
	"producer.phone":               func(n *Nomination) *string { return &n.Producer.Phone },
	"producer.email":               func(n *Nomination) *string { return &n.Producer.Email },
}

// Erasable are the names of the fields that EraseTexts takes.
func Erasable() []string { return slices.Sorted(maps.Keys(erasable)) }

// EraseTexts removes texts about a person from a nomination and from its producer, so that neither the
// tables nor the ledger can give them back. The erasure is a leaf that says what and why. It is the
// operator's alone, on a request under the law on personal data (Law 91/2025/QH15).
func (s *Service) EraseTexts(ctx context.Context, who accounts.Actor, nomination string, fields []string, reason string) (e Erasure, err error) {
	if !who.System {
		return e, refuse(who)
	}
	var c checker
	reason = c.reason("reason", reason)
	if len(fields) == 0 {
		c.Add("fields", "required")
	}
	for i, f := range fields {
		if erasable[f] == nil {
			c.Add(pathAt("fields", i), "unknown_value", "allowed", strings.Join(Erasable(), ", "))
		}
	}
	if err := c.Err(); err != nil {
		return e, err
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		n, err := tx.Nomination(nomination)
		if err != nil {
			return err
		}
		e = Erasure{ID: accounts.NewID(), Table: "nominations", Row: n.ID, Fields: fields, Reason: reason, By: "operator", At: s.clock()}
		if err := s.forget(tx, n, fields); err != nil {
			return err
		}
		if err := tx.SaveErasure(e); err != nil {
			return err
		}
		return tx.Append(ErasureLeaf("", e, e.At))
	})
	return e, err
}

// forgetLetters ends the reminders that wait for a dossier's filer, whose own words may be about the person, and takes the
// address, once it is erased, out of the letters that never left.
func (s *Service) forgetLetters(tx Tx, n Nomination, email string) error {
	letters, err := tx.ReminderLetters(n.Edition)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l.Person == "nomination:"+n.ID && l.Open() {
			if err := s.endLetter(tx, l, ReminderDone); err != nil {
				return err
			}
		}
	}
	if email == "" || n.Producer.Email != "" {
		return nil
	}
	return tx.ForgetMail(n.Edition, email)
}

// forget blanks the fields in the nomination and in the producer's own row.
func (s *Service) forget(tx Tx, n Nomination, fields []string) error {
	email := n.Producer.Email
	for _, f := range fields {
		*erasable[f](&n) = ""
	}
	n.Version++
	n.Updated = s.clock()
	if err := tx.SaveNomination(n); err != nil {
		return err
	}
	if err := s.forgetLetters(tx, n, email); err != nil {
		return err
	}
	p, err := tx.Producer(n.ProducerID)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	copied := Nomination{Producer: p.ProducerData}
	for _, f := range fields {
		*erasable[f](&copied) = ""
	}
	p.ProducerData = copied.Producer
	return tx.SaveProducer(p)
}
