package accounts

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"vinhdanh/internal/fault"
)

// SlipLife is how long a slip that was handed out lets its bearer in.
const SlipLife = 14 * 24 * time.Hour

const (
	slipLetters = "ABCDEFGHJKMNPQRTUVWXY346789" // without those that are taken for another: 0 O, 1 I L, 2 Z, 5 S
	slipLength  = 10                            // 27^10 is 47 bits: guesses are limited and the hash is slow
)

// newSlipCode is a fresh code as it is printed, in two groups: "ABCDE FGHJK".
func newSlipCode() string {
	var code, b []byte
	for len(code) < slipLength {
		b = make([]byte, 1)
		rand.Read(b)
		if most := 256 / len(slipLetters) * len(slipLetters); int(b[0]) < most { // each letter as likely as any other
			code = append(code, slipLetters[int(b[0])%len(slipLetters)])
		}
	}
	return string(code[:slipLength/2]) + " " + string(code[slipLength/2:])
}

// readSlipCode is a code as it is hashed, from any way of typing it: small letters, with or without the gap
// or a dash. ok is false for what can be no code.
func readSlipCode(typed string) (code string, ok bool) {
	code = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -–.\t\u00a0", r) {
			return -1
		}
		return r
	}, strings.ToUpper(typed))
	return code, len(code) == slipLength && strings.Trim(code, slipLetters) == ""
}

// Open reports whether the slip still lets somebody in.
func (s Slip) Open(now time.Time) bool { return s.ID != "" && s.Used.IsZero() && now.Before(s.Expires) }

// State is "open", "used", "replaced" by a newer one, or "expired".
func (s Slip) State(now time.Time) string {
	switch {
	case !s.Used.IsZero():
		return "used"
	case s.Open(now):
		return "open"
	case s.Expires.Before(s.Created.Add(SlipLife)):
		return "replaced"
	}
	return "expired"
}

// isOfficial reports whether a person sits on any body, of a closed edition too, or administrates: a slip
// must never become a way into such an account.
func isOfficial(tx Tx, u User) (bool, error) {
	grants, err := tx.GrantsOf(u.ID)
	return u.Administrator || len(grants) > 0, err
}

// MakeSlip hands out a slip for a producer's telephone number, whose account is made when it is new and keeps
// its name when it is not. The code is told once and never kept; a newer slip ends the older ones. Faults of
// fields: name required and too_long; phone bad_phone, slip_for_official, slip_disabled, phone_elsewhere.
func (s *Service) MakeSlip(ctx context.Context, who Actor, phone, name string) (line SlipLine, code string, err error) {
	var f fault.Fields
	u := User{ID: NewID(), Name: cleanLine(&f, "name", name), Created: s.clock()}
	if u.Name == "" {
		f.Add("name", "required")
	}
	if u.Phone, err = NormalisePhone(phone); err != nil {
		f.Merge(err)
	}
	err = s.store.View(ctx, func(tx Tx) error {
		_, err := s.allow(tx, who, HandOutSlips)
		return err
	})
	if err == nil {
		err = f.Err()
	}
	if err != nil {
		return line, "", err
	}
	printed := newSlipCode()
	typed, _ := readSlipCode(printed)
	hash, err := s.hasher.Hash(ctx, typed)
	if err != nil {
		return line, "", err
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		office, err := s.allow(tx, who, HandOutSlips)
		if err != nil {
			return err
		}
		owner, err := slipOwner(tx, office, u)
		if err != nil {
			return err
		}
		if err := s.endSlips(tx, owner.ID); err != nil {
			return err
		}
		now := s.clock()
		line = SlipLine{Name: owner.Name, Phone: owner.Phone, MadeByName: who.User.Name, Slip: Slip{ID: NewID(), User: owner.ID,
			CodeHash: hash, MadeBy: who.User.ID, Created: now, Expires: now.Add(SlipLife)}}
		return tx.SaveSlip(line.Slip)
	})
	if err != nil {
		return line, "", err
	}
	return line, printed, nil
}

// slipOwner is the account of a telephone number, made from fresh when there is none.
func slipOwner(tx Tx, office string, fresh User) (User, error) {
	u, err := tx.UserByPhone(fresh.Phone)
	if fault.KindOf(err) == fault.NotFound {
		fresh.Organiser = office
		return fresh, tx.SaveUser(fresh)
	}
	if err != nil {
		return u, err
	}
	official, err := isOfficial(tx, u)
	switch {
	case err != nil:
		return u, err
	case u.Organiser != office:
		return u, badField("phone", "phone_elsewhere")
	case official:
		return u, badField("phone", "slip_for_official")
	case !u.Disabled.IsZero():
		return u, badField("phone", "slip_disabled")
	}
	return u, nil
}

// endSlips ends a person's open slips.
func (s *Service) endSlips(tx Tx, user string) error {
	list, err := tx.SlipsOf(user)
	if err != nil {
		return err
	}
	now := s.clock()
	for _, old := range list {
		if old.Open(now) {
			old.Expires = now
			if err := tx.SaveSlip(old); err != nil {
				return err
			}
		}
	}
	return nil
}

// openSlip is the slip that lets a person in now; the zero one when there is none, or when the person has
// become an official since.
func (s *Service) openSlip(tx Tx, u User) (open Slip, err error) {
	list, err := tx.SlipsOf(u.ID)
	if err != nil {
		return open, err
	}
	for _, x := range list {
		if x.Open(s.clock()) {
			open = x
			break
		}
	}
	official, err := isOfficial(tx, u)
	if official || err != nil {
		return Slip{}, err
	}
	return open, nil
}

// Slips are the slips handed out in the caller's office, newest first: skip so many of those that match the
// text (name, telephone number, who handed it out; no marks needed) and give at most limit. total counts the
// matches.
func (s *Service) Slips(ctx context.Context, who Actor, text string, skip, limit int) (list []SlipLine, total int, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		office, err := s.allow(tx, who, HandOutSlips)
		if err != nil {
			return err
		}
		list, err = tx.Slips(office)
		return err
	})
	search := newSearch(text)
	var found []SlipLine
	for _, x := range list {
		if search.finds(x.Phone, x.Name, x.MadeByName) {
			found = append(found, x)
		}
	}
	return cut(found, skip, limit), len(found), err
}
