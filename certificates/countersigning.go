package certificates

import (
	"context"
	"fmt"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
)

// Countersignature is a file of an issued certificate that the authority has signed with its own tool. Its beginning is
// the issued file, byte for byte; both are kept.
type Countersignature struct {
	ID          string
	Certificate string
	SHA256      string // of the signed file, in hexadecimal
	Signer      string // name in the signer's certificate
	Claimed     time.Time
	By          string // who brought it back
	At          time.Time
}

// CountersignatureLeaf is the public record of a file that the authority signed.
func CountersignatureLeaf(kind string, c Countersignature, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "certificate_signatures", ID: c.ID, At: at, Public: true,
		Body: map[string]any{"certificate": c.Certificate, "sha256": c.SHA256, "signer": c.Signer, "claimed": stamp(c.Claimed),
			"by": c.By, "made": stamp(c.At)}}
}

// Desk is what taking a signed file back needs of the machine: Load reads an issued file by its SHA-256, Examine answers who
// signed and when by his own clock, or the fault of a file that adds anything else; Keep stores it durably.
type Desk struct {
	Load    func(ctx context.Context, sha256 string) ([]byte, error)
	Examine func(ctx context.Context, st Statement, issued, file []byte) (signer string, claimed time.Time, err error)
	Keep    func(ctx context.Context, file []byte) (sha256 string, err error)
}

// Countersign takes back an issued certificate that the authority signed outside. The certificate is the one whose code the
// file carries. A file that is here already changes nothing. Faults: countersign_unknown for a file of no certificate of the
// edition, certificate_final for one that was revoked or replaced, countersign_time for one that claims to be older or younger than
// can be, and those of Desk.Examine.
func (s *Service) Countersign(ctx context.Context, who accounts.Actor, slug string, file []byte, d Desk) (l Line, err error) {
	var c Certificate
	err = s.store.View(ctx, func(tx Tx) error {
		c, err = s.toCountersign(tx, who, slug, file)
		return err
	})
	if err != nil {
		return l, err
	}
	issued, err := d.Load(ctx, c.PDFSHA256)
	if err != nil {
		return l, fmt.Errorf("load certificate %s: %w", c.Code, err)
	}
	st, err := ReadStatement(c.Statement)
	if err != nil {
		return l, err
	}
	signer, claimed, err := d.Examine(ctx, st, issued, file)
	if err != nil {
		return l, err
	}
	if err := s.timely(c, claimed); err != nil {
		return l, err
	}
	sha, err := d.Keep(ctx, file)
	if err != nil {
		return l, fmt.Errorf("keep certificate %s: %w", c.Code, err)
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		if c, err = s.toCountersign(tx, who, slug, file); err != nil {
			return err
		}
		if l, err = s.line(tx, c); err != nil {
			return err
		}
		for _, old := range l.Signatures {
			if old.SHA256 == sha {
				return nil
			}
		}
		n := Countersignature{ID: accounts.NewID(), Certificate: c.ID, SHA256: sha, Signer: signer, Claimed: claimed, By: who.User.ID, At: s.clock()}
		if err := tx.SaveCountersignature(n); err != nil {
			return err
		}
		if err := tx.Append(CountersignatureLeaf("certificate.countersigned", n, n.At)); err != nil {
			return err
		}
		tx.Publish()
		l, err = s.line(tx, c)
		return err
	})
	return l, err
}

// clockSlack is how far the clock of the machine that signs may be off, its zone included.
const clockSlack = 24 * time.Hour

// timely refuses a signature that says it was made before the certificate or after today: by such a claim a key that had
// ended would still sign.
func (s *Service) timely(c Certificate, claimed time.Time) error {
	if claimed.IsZero() || claimed.After(c.Issued.Add(-clockSlack)) && claimed.Before(s.clock().Add(clockSlack)) {
		return nil
	}
	return fault.New(fault.Invalid, "countersign_time", "at", claimed.In(vietnam).Format("15:04 02/01/2006"))
}

// MayIssue is the fault of who may not issue an edition's certificates, or nil.
func (s *Service) MayIssue(ctx context.Context, who accounts.Actor, slug string) error {
	return s.MayCountersign(ctx, who, slug)
}

// MayCountersign is the fault of who may not take signed files back in an edition, or nil; asked before a file is read.
func (s *Service) MayCountersign(ctx context.Context, who accounts.Actor, slug string) error {
	return s.store.View(ctx, func(tx Tx) error { return mayCountersign(tx, who, slug) })
}

func mayCountersign(tx Tx, who accounts.Actor, slug string) error {
	e, err := tx.EditionBySlug(slug)
	if err != nil {
		return err
	}
	return enter(tx, who, e, accounts.IssueCertificate)
}

// toCountersign is the certificate of the edition whose code a file carries, for the head of the secretariat.
func (s *Service) toCountersign(tx Tx, who accounts.Actor, slug string, file []byte) (Certificate, error) {
	if err := mayCountersign(tx, who, slug); err != nil {
		return Certificate{}, err
	}
	for _, code := range FindCodes(file) {
		c, e, err := s.forHead(tx, who, code.String())
		if fault.KindOf(err) == fault.NotFound || err == nil && e.Slug != slug {
			continue
		}
		if err != nil {
			return c, err
		}
		l, err := s.line(tx, c)
		if err != nil {
			return c, err
		}
		return c, mayFollow(l, EventRevoked)
	}
	return Certificate{}, fault.New(fault.Invalid, "countersign_unknown")
}
