package certificates

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

// Letter says of an issued certificate that its producer is to be told of it by letter, or was.
type Letter struct {
	Certificate string
	Edition     string
	Sent        time.Time // when the letter was queued; zero while it waits for the end of the issue
	Job         string    // of the letter; empty when the producer has no address
	Times       int       // how many letters told of it
}

// toldAtOnce is how many producers' letters are queued in one transaction.
const toldAtOnce = 50

// IssuedLetter is the letter that tells a producer of certificates; its address is left open.
func IssuedLetter(e judging.Edition, producer string, list []judging.MailCertificate) judging.Mail {
	return judging.Mail{Letter: "certificates_issued", Args: map[string]string{"edition": e.Name, "name": producer}, Certificates: list}
}

// addressee is one producer with what he is to be told of.
type addressee struct {
	name, email string
	letters     []Letter
	list        []judging.MailCertificate
}

// tellIssued queues one letter to each producer about those of the edition's certificates that wait for it.
func (s *Service) tellIssued(ctx context.Context, edition string) error {
	var e judging.Edition
	var all []*addressee
	err := s.store.View(ctx, func(tx Tx) (err error) {
		if e, err = tx.Edition(edition); err != nil {
			return err
		}
		all, err = addressees(tx, edition)
		return err
	})
	if err != nil {
		return err
	}
	for some := range slices.Chunk(all, toldAtOnce) {
		err := s.store.Update(ctx, func(tx Tx) error {
			for _, a := range some {
				if err := s.tellOne(tx, e, *a); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("queue letters about certificates: %w", err)
		}
	}
	return nil
}

// addressees are the producers of the certificates that wait for their letter, in the order of the certificates.
func addressees(tx Tx, edition string) (all []*addressee, err error) {
	due, err := tx.DueLetters(edition)
	if err != nil {
		return nil, err
	}
	known := map[string]*addressee{}
	for _, l := range due {
		c, err := tx.Certificate(l.Certificate)
		if err != nil {
			return nil, err
		}
		n, err := tx.Nomination(c.Nomination)
		if err != nil {
			return nil, err
		}
		key := ProducerKey(n.Producer)
		a := known[key]
		if a == nil {
			a = &addressee{name: n.Producer.Name, email: n.Producer.Email}
			known[key], all = a, append(all, a)
		}
		a.letters, a.list = append(a.letters, l), append(a.list, told(c))
	}
	return all, nil
}

// ProducerKey is the same for producers who get one letter: of one name and one address.
func ProducerKey(p judging.ProducerData) string {
	return i18n.Fold(p.Name) + "\x00" + strings.ToLower(p.Email)
}

func told(c Certificate) judging.MailCertificate {
	return judging.MailCertificate{Number: c.Number, Product: c.Product, Code: c.Code}
}

// tellOne queues one producer's letter. What was told, revoked or replaced meanwhile is left out.
func (s *Service) tellOne(tx Tx, e judging.Edition, a addressee) error {
	var letters []Letter
	var list []judging.MailCertificate
	for i, l := range a.letters {
		now, err := tx.Letter(l.Certificate)
		if err != nil {
			return err
		}
		gone, err := isGone(tx, l.Certificate)
		if err != nil {
			return err
		}
		if now.Sent.IsZero() && !gone {
			letters, list = append(letters, now), append(list, a.list[i])
		}
	}
	if len(list) == 0 {
		return nil
	}
	return s.send(tx, e, a.name, a.email, letters, list)
}

// isGone reports whether a certificate was revoked or replaced, of which its producer is told by another letter.
func isGone(tx Tx, certificate string) (bool, error) {
	events, err := tx.Events(certificate)
	return mayFollow(Line{Events: events}, EventRevoked) != nil, err
}

// send queues a letter and notes it with each certificate; who has no address is to be called, which is noted too.
func (s *Service) send(tx Tx, e judging.Edition, name, email string, letters []Letter, list []judging.MailCertificate) error {
	job := ""
	if email != "" {
		m := IssuedLetter(e, name, list)
		m.To = email
		var err error
		if job, err = judging.EnqueueMail(tx, m, e.ID); err != nil {
			return err
		}
	}
	for _, l := range letters {
		l.Sent, l.Job = s.clock(), job
		if job != "" {
			l.Times++
		}
		if err := tx.SaveLetter(l); err != nil {
			return err
		}
	}
	return nil
}

// SendLetter tells the producer of one certificate of it by letter, again if he was told before. Faults: no_email,
// certificate_final for one that was revoked or replaced.
func (s *Service) SendLetter(ctx context.Context, who accounts.Actor, code string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		c, e, err := s.forHead(tx, who, code)
		if err != nil {
			return err
		}
		l, err := s.line(tx, c)
		if err != nil {
			return err
		}
		if err := mayFollow(l, EventRevoked); err != nil {
			return err
		}
		n, err := tx.Nomination(c.Nomination)
		if err != nil {
			return err
		}
		if n.Producer.Email == "" {
			return fault.New(fault.Conflict, "no_email")
		}
		letter, err := tx.Letter(c.ID)
		if fault.KindOf(err) == fault.NotFound {
			letter, err = Letter{Certificate: c.ID, Edition: e.ID}, nil
		}
		if err != nil {
			return err
		}
		return s.send(tx, e, n.Producer.Name, n.Producer.Email, []Letter{letter}, []judging.MailCertificate{told(c)})
	})
}

// Letters is what was told by letter of an edition's certificates, by certificate, for who reads its dossiers.
func (s *Service) Letters(ctx context.Context, who accounts.Actor, slug string) (of map[string]Letter, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.Screen)
		if err != nil {
			return err
		}
		list, err := tx.Letters(e.ID)
		of = make(map[string]Letter, len(list))
		for _, l := range list {
			of[l.Certificate] = l
		}
		return err
	})
	return of, err
}

// LetterAbout is what was told to a certificate's producer by letter, for who reads the edition's dossiers; its Sent is
// zero when nothing was.
func (s *Service) LetterAbout(ctx context.Context, who accounts.Actor, code string) (l Letter, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		c, err := find(tx, code)
		if err != nil {
			return err
		}
		e, err := tx.Edition(c.Edition)
		if err != nil {
			return err
		}
		if err := enter(tx, who, e, accounts.Screen); err != nil {
			return err
		}
		if l, err = tx.Letter(c.ID); fault.KindOf(err) == fault.NotFound {
			err = nil
		}
		return err
	})
	return l, err
}
