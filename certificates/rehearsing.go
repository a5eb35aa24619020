package certificates

import (
	"context"
	"errors"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// errRehearsed ends a transaction that only showed what it would do.
var errRehearsed = errors.New("act on certificates: nothing is to stay")

// kept ends a transaction that went well: one that was only rehearsed is to leave nothing.
func kept(err error, rehearse bool) error {
	if err == nil && rehearse {
		return errRehearsed
	}
	return err
}

// rehearsed is the error of a transaction, none for one that went well and left nothing.
func rehearsed(err error) error {
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}

// Candidate is one recognised nomination before its certificate is issued.
type Candidate struct {
	Nomination judging.Nomination
	Decision   judging.Decision
	// Held is the number of the certificate that it has, or that is being issued in its place; nothing is
	// made for it then.
	Held string
	// Statement is what its certificate will print, with the number and the code that it would have now.
	Statement Statement
	// Refused says why no certificate can be made of it.
	Refused []BatchError
}

// trying is a reading transaction in which prepare does what it would do in a writing one: numbers are counted on from
// the last that was given, and certificates are kept here. Thousands are tried so while others write.
type trying struct {
	Tx
	next  map[[2]string]int
	fresh map[string]Certificate // by nomination
}

// NextSeq is the number that a series would give next.
func (t *trying) NextSeq(owner, series string) (int, error) {
	key := [2]string{owner, series}
	if _, begun := t.next[key]; !begun {
		last, err := t.LastSeq(owner, series)
		if err != nil {
			return 0, err
		}
		t.next[key] = last
	}
	t.next[key]++
	return t.next[key], nil
}

// SaveCertificate keeps a prepared certificate for the preview.
func (t *trying) SaveCertificate(c Certificate) error {
	t.fresh[c.Nomination] = c
	return nil
}

// Preview shows what Prepare would do with the same faults, in the order of the decisions. It writes nothing and keeps
// nobody from writing.
func (s *Service) Preview(ctx context.Context, who accounts.Actor, slug, issuedOn string) (list []Candidate, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		t := &trying{Tx: tx, next: map[[2]string]int{}, fresh: map[string]Certificate{}}
		e, decisions, batch, err := s.prepare(t, who, slug, issuedOn)
		if err != nil {
			return err
		}
		list, err = candidates(tx, e, decisions, batch, t.fresh)
		return err
	})
	return list, err
}

// candidates are what the decisions recognise, with what was prepared of it: fresh, by nomination.
func candidates(tx Tx, e judging.Edition, decisions []judging.Decision, batch Batch, fresh map[string]Certificate) (list []Candidate, err error) {
	certs, err := tx.Certificates(Query{Edition: e.ID, Prepared: true})
	if err != nil {
		return nil, err
	}
	held := map[string]Certificate{}
	for _, c := range certs { // by number, so that the latest one counts
		if !c.Issued.IsZero() || c.Replaces != "" {
			held[c.Nomination] = c
		}
	}
	refused := map[string][]BatchError{}
	for _, x := range batch.Refused {
		refused[x.Nomination] = append(refused[x.Nomination], x)
	}
	for _, d := range decisions {
		for _, id := range d.Nominations {
			x := Candidate{Decision: d, Held: held[id].Number, Refused: refused[id]}
			if x.Nomination, err = tx.Nomination(id); err != nil {
				return nil, err
			}
			if x.Held == "" && x.Refused == nil {
				if x.Statement, err = ReadStatement(fresh[id].Statement); err != nil {
					return nil, err
				}
			}
			list = append(list, x)
		}
	}
	return list, nil
}

// Rehearse is the line of a certificate as it would be after an event, with the faults of Revoke, Suspend or
// Reinstate; nothing stays of it.
func (s *Service) Rehearse(ctx context.Context, who accounts.Actor, code string, in Withdrawal, kind EventKind) (Line, error) {
	switch kind {
	case EventRevoked, EventSuspended, EventReinstated:
		return s.change(ctx, who, code, in, kind, true)
	default:
		return Line{}, fault.New(fault.NotFound, "not_found")
	}
}

// RehearseReissue is what the certificate that Reissue prepares would print, with the same faults; nothing
// stays of it.
func (s *Service) RehearseReissue(ctx context.Context, who accounts.Actor, code string, in Withdrawal) (Statement, error) {
	_, fresh, err := s.reissue(ctx, who, code, in, true)
	if err != nil {
		return Statement{}, err
	}
	return ReadStatement(fresh.Statement)
}

// Unissued is how many recognised nominations of an edition have no issued certificate yet, for those who may
// read its register.
func (s *Service) Unissued(ctx context.Context, who accounts.Actor, slug string) (count int, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.ReadRegister)
		if err != nil {
			return err
		}
		decisions, err := tx.Decisions(e.ID)
		if err != nil {
			return err
		}
		certs, err := tx.Certificates(Query{Edition: e.ID, Prepared: true})
		if err != nil {
			return err
		}
		held := map[string]bool{}
		for _, c := range certs {
			held[c.Nomination] = held[c.Nomination] || !c.Issued.IsZero()
		}
		for _, d := range decisions {
			for _, id := range d.Nominations {
				if !held[id] {
					count++
				}
			}
		}
		return nil
	})
	return count, err
}
