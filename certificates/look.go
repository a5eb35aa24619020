package certificates

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// DefaultDesign is the design of editions whose secretariat chose none.
const DefaultDesign = "provincial-1"

// Look is how the certificates of an edition are printed. It counts when a certificate is prepared; what was issued keeps
// the look that its statement names.
type Look struct {
	Edition   string
	Design    string // a name of certificates/pdf
	Language  string // as Statement.Language
	Place     string // of issue; the province when empty
	Authority string // with Signer, what the form of the decision suggests
	Signer    Signer
	Emblem    string // SHA-256 of a picture in hexadecimal, or empty
	Seal      string // the same
	Offline   bool   // a second symbol, for checking without a network: a reader of all symbols then finds two
	By        string // who chose it last
	At        time.Time
}

// Picture is an emblem or a seal as it is kept: a PNG without anything but its pixels, and the SHA-256 of it in hexadecimal.
type Picture struct {
	SHA256 string
	File   []byte
}

// NewPicture names a cleaned file by its hash.
func NewPicture(file []byte) Picture {
	sum := sha256.Sum256(file)
	return Picture{SHA256: hex.EncodeToString(sum[:]), File: file}
}

// lookOf is the look of an edition, the default one when nobody chose.
func lookOf(tx Tx, edition string) (Look, error) {
	l, err := tx.CertificateLook(edition)
	if fault.KindOf(err) == fault.NotFound {
		return Look{Edition: edition, Design: DefaultDesign}, nil
	}
	return l, err
}

// dressed gives a statement the look that counts for its edition now.
func (s *Service) dressed(tx Tx, e judging.Edition, st Statement) (Statement, error) {
	l, err := lookOf(tx, e.ID)
	if err == nil && l.Offline {
		st.OfflineKey, err = offlineKey(tx)
	}
	return l.dress(st, e), err
}

// dress gives a statement the look of its edition.
func (l Look) dress(st Statement, e judging.Edition) Statement {
	st.Design, st.Language, st.Emblem, st.Seal = l.Design, l.Language, l.Emblem, l.Seal
	st.Place = cmp.Or(l.Place, st.Place)
	if l.Language == "" {
		st.PrizeEN = ""
	} else {
		st.EditionNameEN = e.NameEN
	}
	return st
}

// Look is the look of an edition's certificates, for its secretariat.
func (s *Service) Look(ctx context.Context, who accounts.Actor, slug string) (l Look, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.ReadLook)
		if err != nil {
			return err
		}
		l, err = lookOf(tx, e.ID)
		return err
	})
	return l, err
}

// SetLook chooses the look of the certificates that are issued from now on, for the head of the secretariat. Emblem and
// Seal are "" or pictures that the look has now; another one comes by AddPicture, so that nobody prints a stranger's seal. The faults are those of Statement.Check and
// of the page, for a sample of short texts.
func (s *Service) SetLook(ctx context.Context, who accounts.Actor, slug string, in Look) (l Look, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.SetLook)
		if err != nil {
			return err
		}
		if l, err = in.normal(e.ID); err != nil {
			return err
		}
		if err := ownPictures(tx, l); err != nil {
			return err
		}
		st, err := s.lookSample(tx, e, l, false)
		if err != nil {
			return err
		}
		if err := s.printable(st); err != nil {
			return err
		}
		l.By, l.At = who.User.ID, s.clock()
		return tx.SaveCertificateLook(l)
	})
	return l, err
}

// maxLookText is how long a text of a look may be, in characters.
const maxLookText = 300

// normal is a look as it is kept: trimmed, in NFC, "vi" as the empty language.
func (l Look) normal(edition string) (Look, error) {
	l.Edition = edition
	var bad fault.Fields
	for _, x := range []struct {
		field string
		text  *string
	}{{"design", &l.Design}, {"language", &l.Language}, {"place", &l.Place}, {"authority", &l.Authority},
		{"signer.name", &l.Signer.Name}, {"signer.title", &l.Signer.Title}, {"signer.block", &l.Signer.Block}} {
		*x.text = strings.TrimSpace(norm.NFC.String(*x.text))
		if len([]rune(*x.text)) > maxLookText {
			bad.Add(x.field, "too_long", "max", maxLookText)
		}
	}
	if l.Language == "vi" {
		l.Language = ""
	}
	if l.Design == "" {
		bad.Add("design", "required")
	}
	return l, bad.Err()
}

// ownPictures refuses pictures that the edition's present look has not.
func ownPictures(tx Tx, l Look) error {
	had, err := lookOf(tx, l.Edition)
	if err != nil {
		return err
	}
	var bad fault.Fields
	for field, sha := range map[string]string{"emblem": l.Emblem, "seal": l.Seal} {
		if sha != "" && sha != had.Emblem && sha != had.Seal {
			bad.Add(field, "unknown_picture")
		}
	}
	return bad.Err()
}

// AddPicture puts a cleaned picture at the head of the page ("emblem") or over the signature ("seal"), for the head of the
// secretariat; another kind is the fault unknown_value.
func (s *Service) AddPicture(ctx context.Context, who accounts.Actor, slug, kind string, clean []byte) (l Look, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.SetLook)
		if err != nil {
			return err
		}
		if l, err = lookOf(tx, e.ID); err != nil {
			return err
		}
		p := NewPicture(clean)
		switch kind {
		case "emblem":
			l.Emblem = p.SHA256
		case "seal":
			l.Seal = p.SHA256
		default:
			var bad fault.Fields
			bad.Add("kind", "unknown_value", "allowed", "emblem, seal")
			return bad.Err()
		}
		if err := tx.SaveCertificatePicture(p); err != nil {
			return err
		}
		l.By, l.At = who.User.ID, s.clock()
		return tx.SaveCertificateLook(l)
	})
	return l, err
}

// MaySetLook is the fault of who may not choose an edition's look, or nil; asked before a picture is read.
func (s *Service) MaySetLook(ctx context.Context, who accounts.Actor, slug string) error {
	return s.store.View(ctx, func(tx Tx) error {
		_, err := s.entered(tx, who, slug, accounts.SetLook)
		return err
	})
}

// Picture is the file of a picture by its SHA-256; the fault not_found when there is none.
func (s *Service) Picture(ctx context.Context, sha256 string) (file []byte, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		p, err := tx.CertificatePicture(sha256)
		file = p.File
		return err
	})
	return file, err
}
