package certificates

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// Press makes the paper: Print draws a statement and decodes its own QR symbol before it answers, Sign appends the
// organiser's signature (nil: none), Keep stores a file durably and answers its SHA-256 in hexadecimal.
type Press struct {
	Print func(Statement) ([]byte, error)
	Sign  func(ctx context.Context, st Statement, pdf []byte) (signed []byte, err error)
	Keep  func(ctx context.Context, pdf []byte) (sha256 string, err error)
}

// pressWorkers draw at once; each holds one page of about 200 kB in memory.
const pressWorkers = 2

// Progress is told after each item how many are done and what went wrong so far.
type Progress func(done int, problems []BatchError) error

// IssueBatch issues the prepared certificates of a batch; it may be called again after it was cut off,
// and passes over what is issued. A certificate that cannot be made does not stop the others. Progress is told first what
// was issued before; its error stops the work after the certificates in hand.
func (s *Service) IssueBatch(ctx context.Context, batch Batch, press Press, progress Progress) error {
	waiting, err := s.waiting(ctx, batch.Certificates)
	if err != nil {
		return err
	}
	before := len(batch.Certificates) - len(waiting)
	if err := progress(batch.refused()+before, batch.Refused); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	work := make(chan string)
	results := make(chan issued)
	var workers sync.WaitGroup
	for range pressWorkers {
		workers.Go(func() {
			s.issueLots(ctx, work, results, batch.Tell, press)
		})
	}
	go func() {
		defer close(results)
		defer workers.Wait()
		defer close(work)
		for _, id := range waiting {
			select {
			case work <- id:
			case <-ctx.Done():
				return
			}
		}
	}()
	err = gather(results, batch.Refused, batch.refused()+before, progress, cancel)
	if err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		return err
	}
	if batch.Tell {
		if err := s.tellIssued(ctx, batch.Edition); err != nil {
			return err
		}
	}
	return s.store.Update(ctx, func(tx Tx) error { tx.Publish(); return nil })
}

// lookedAtOnce is how many certificates are looked at in one view of the record.
const lookedAtOnce = 500

// waiting are those of the certificates that are not issued, in their order.
func (s *Service) waiting(ctx context.Context, ids []string) (list []string, err error) {
	for part := range slices.Chunk(ids, lookedAtOnce) {
		err := s.store.View(ctx, func(tx Tx) error {
			for _, id := range part {
				c, err := tx.Certificate(id)
				if err != nil {
					return err
				}
				if c.Issued.IsZero() {
					list = append(list, id)
				}
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("look for waiting certificates: %w", err)
		}
	}
	return list, nil
}

// issued is the outcome for one certificate.
type issued struct {
	problems []BatchError
	err      error // of the machine, not of the certificate
}

// gather counts what the workers hand in; done were issued or refused when they began.
func gather(results <-chan issued, refused []BatchError, done int, progress Progress, stop func()) error {
	problems := slices.Clone(refused)
	var failed error
	for r := range results {
		if r.err != nil {
			failed = errors.Join(failed, r.err)
			stop()
			continue
		}
		done++
		problems = append(problems, r.problems...)
		if err := progress(done, problems); err != nil {
			failed = errors.Join(failed, err)
			stop()
		}
	}
	return failed
}

// Printed certificates are recorded together, up to lotSize in a transaction; none waits for one more when lotPatience is over.
const (
	lotSize     = 16
	lotPatience = 250 * time.Millisecond
)

// issueLots prints what it is given, records it lot by lot and hands in an outcome for each. What is printed is recorded even when
// the work is to stop.
func (s *Service) issueLots(ctx context.Context, work <-chan string, results chan<- issued, tell bool, press Press) {
	var lot []printed
	record := func() {
		for _, x := range s.recordLot(ctx, lot, tell, press) {
			results <- x
		}
		lot = nil
	}
	begun := s.clock()
	for id := range work {
		if len(lot) == 0 {
			begun = s.clock()
		}
		p, refused := s.print(ctx, id, press)
		if refused != nil {
			results <- *refused
		} else {
			lot = append(lot, p)
		}
		if len(lot) == lotSize || s.clock().Sub(begun) > lotPatience {
			record()
		}
	}
	record()
}

// printed is a certificate as it was when its paper was made, and the SHA-256 of that paper.
type printed struct {
	Certificate
	sha string
}

// print makes the paper of a certificate and keeps it; refused is why there is none, or that it was issued before.
func (s *Service) print(ctx context.Context, id string, press Press) (p printed, refused *issued) {
	failed := func(doing string, err error) (printed, *issued) {
		return p, &issued{err: fmt.Errorf("%s certificate %s: %w", doing, cmp.Or(p.Code, id), err)}
	}
	err := s.store.View(ctx, func(tx Tx) (err error) {
		p.Certificate, err = tx.Certificate(id)
		return err
	})
	if err != nil {
		return failed("load", err)
	}
	if !p.Issued.IsZero() {
		return p, &issued{}
	}
	st, err := ReadStatement(p.Statement)
	if err != nil {
		return failed("read", err)
	}
	pdf, err := press.Print(st)
	if err != nil {
		return p, &issued{problems: unprinted(p.Nomination, err)}
	}
	if press.Sign != nil {
		if pdf, err = press.Sign(ctx, st, pdf); err != nil {
			return failed("sign", err)
		}
	}
	if p.sha, err = press.Keep(ctx, pdf); err != nil {
		return failed("keep", err)
	}
	return p, nil
}

func unprinted(nomination string, err error) []BatchError {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return refusals(nomination, f)
	}
	return []BatchError{{Nomination: nomination, Code: "internal"}}
}

// recordLot makes printed certificates public in one transaction. When one of them is in the way of that, each goes by itself,
// until the machine itself fails.
func (s *Service) recordLot(ctx context.Context, lot []printed, tell bool, press Press) []issued {
	if len(lot) == 0 {
		return nil
	}
	results := make([]issued, len(lot))
	if err := s.mark(ctx, tell, lot...); err != nil {
		for i, p := range lot {
			if results[i] = s.recordOne(ctx, p, tell, press); results[i].err != nil {
				return results[:i+1]
			}
		}
	}
	return results
}

// errReworded says that a certificate got another wording while it lay in the press.
var errReworded = errors.New("the statement was worded anew while it was printed")

// recordOne makes a printed certificate public; one that was worded anew while it was printed is printed again.
func (s *Service) recordOne(ctx context.Context, p printed, tell bool, press Press) issued {
	for {
		err := s.mark(ctx, tell, p)
		if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind == fault.Conflict {
			return issued{problems: refusals(p.Nomination, f)}
		}
		if !errors.Is(err, errReworded) || ctx.Err() != nil {
			return issued{err: err}
		}
		again, refused := s.print(ctx, p.ID, press)
		if refused != nil {
			return *refused
		}
		p = again
	}
}

// mark makes printed certificates public in one transaction, even when the work is to stop.
func (s *Service) mark(ctx context.Context, tell bool, lot ...printed) error {
	return s.store.Update(context.WithoutCancel(ctx), func(tx Tx) error {
		for _, p := range lot {
			if err := s.markIssued(tx, p, tell); err != nil {
				return err
			}
		}
		return nil
	})
}

// markIssued makes a prepared certificate public as it was printed, with its leaf, and retires the one it replaces; with tell
// its letter waits from then on, whatever happens to the batch.
func (s *Service) markIssued(tx Tx, p printed, tell bool) error {
	c, err := tx.Certificate(p.ID)
	if err != nil || !c.Issued.IsZero() {
		return err
	}
	if !bytes.Equal(c.Statement, p.Statement) {
		return errReworded
	}
	if err := s.mayReplace(tx, c); err != nil {
		return err
	}
	c.Issued, c.PDFSHA256 = s.clock(), p.sha
	if err := tx.SaveCertificate(c); err != nil {
		return err
	}
	if err := tx.Append(CertificateLeaf("certificate.issued", c, c.Issued)); err != nil {
		return err
	}
	if tell {
		if err := tx.SaveLetter(Letter{Certificate: c.ID, Edition: c.Edition}); err != nil {
			return err
		}
	}
	if c.Replaces == "" {
		return nil
	}
	return s.record(tx, Event{ID: accounts.NewID(), Certificate: c.Replaces, Kind: EventSuperseded, Reason: c.Reason,
		DecisionNumber: c.ReissueNumber, DecisionDate: c.ReissueDate, EffectiveOn: c.IssuedOn, Successor: c.ID,
		By: c.PreparedBy, At: s.clock()}, "certificate.superseded")
}

// mayReplace makes sure that the certificate to be replaced can still be: it may have been revoked or
// suspended while its successor waited for the press.
func (s *Service) mayReplace(tx Tx, c Certificate) error {
	if c.Replaces == "" {
		return nil
	}
	old, err := tx.Certificate(c.Replaces)
	if err != nil {
		return err
	}
	l, err := s.line(tx, old)
	if err != nil {
		return err
	}
	return mayFollow(l, EventSuperseded)
}

// record writes an act with its leaf, ends the council's proposal that it decides and has the producer told.
func (s *Service) record(tx Tx, e Event, kind string) error {
	if err := tx.SaveEvent(e); err != nil {
		return err
	}
	if err := tx.Append(EventLeaf(kind, e, e.At)); err != nil {
		return err
	}
	c, err := tx.Certificate(e.Certificate)
	if err != nil {
		return err
	}
	if err := s.settle(tx, c, e); err != nil {
		return err
	}
	return s.tell(tx, c, e)
}
