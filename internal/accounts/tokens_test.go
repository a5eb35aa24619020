package accounts_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

func TestTokens(t *testing.T) {
	h := newHouse(t)
	lan, hoa := h.person("lan"), h.person("hoa")
	plain, token, err := h.s.AddToken(t.Context(), lan, "  máy   chấm ")
	h.ok(err)
	if token.Name != "máy chấm" || token.Hash != accounts.HashToken(plain) || strings.Contains(token.Hash, plain) {
		t.Errorf("token %+v", token)
	}
	who, err := h.s.ByToken(t.Context(), plain)
	if err != nil || who.User.ID != lan.User.ID || who.Token != token.ID || who.System {
		t.Errorf("the token is of %+v, %v", who, err)
	}
	session, _ := h.signIn(lan)
	for _, text := range []string{"", "x", plain + "x", token.Hash, strings.ToUpper(plain), session} {
		_, err := h.s.ByToken(t.Context(), text)
		h.refused(err, fault.Unauthorised, "invalid_token")
	}
	for _, name := range []string{"", " \t ", strings.Repeat("ế", 101)} {
		_, _, err := h.s.AddToken(t.Context(), lan, name)
		if got := h.fields(err); got != "name required" {
			t.Errorf("name %q: %s", name, got)
		}
	}
	h.refused(h.s.RevokeToken(t.Context(), hoa, token.ID), fault.NotFound, "not_found")
	if _, err := h.s.ByToken(t.Context(), plain); err != nil {
		t.Fatalf("somebody else's attempt revoked it: %v", err)
	}
	h.ok(h.s.RevokeToken(t.Context(), lan, token.ID))
	_, err = h.s.ByToken(t.Context(), plain)
	h.refused(err, fault.Unauthorised, "invalid_token")
	h.refused(h.s.RevokeToken(t.Context(), lan, token.ID), fault.NotFound, "not_found")
	if list, err := h.s.Tokens(t.Context(), lan); err != nil || len(list) != 1 || !list[0].Revoked.Equal(h.now) {
		t.Errorf("tokens %+v, %v", list, err)
	}
	if list, err := h.s.Tokens(t.Context(), hoa); err != nil || len(list) != 0 {
		t.Errorf("hoa sees %+v, %v", list, err)
	}
}

func TestOperatorRevokesAnyToken(t *testing.T) {
	h := newHouse(t)
	plain, token, err := h.s.AddToken(t.Context(), h.person("lan"), "một")
	h.ok(err)
	kept, _, err := h.s.AddToken(t.Context(), h.person("hoa"), "hai")
	h.ok(err)
	h.refused(h.s.RevokeTokenByID(t.Context(), accounts.NewID()), fault.NotFound, "not_found")
	h.ok(h.s.RevokeTokenByID(t.Context(), token.ID))
	h.refused(h.s.RevokeTokenByID(t.Context(), token.ID), fault.NotFound, "not_found")
	_, err = h.s.ByToken(t.Context(), plain)
	h.refused(err, fault.Unauthorised, "invalid_token")
	_, err = h.s.ByToken(t.Context(), kept)
	h.ok(err)
	if all, err := h.s.AllTokens(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("%d tokens, %v", len(all), err)
	}
}

func TestDisabledAtOnce(t *testing.T) {
	h := newHouse(t)
	lan, hoa := h.person("lan"), h.person("hoa")
	plain, _, err := h.s.AddToken(t.Context(), lan, "một")
	h.ok(err)
	session, _ := h.signIn(lan)
	theirs, _ := h.signIn(hoa)
	h.ok(h.s.DisableUser(t.Context(), "lan@thu.vn"))
	_, err = h.s.ByToken(t.Context(), plain)
	h.refused(err, fault.Unauthorised, "invalid_token")
	_, _, err = h.s.BySession(t.Context(), session)
	h.refused(err, fault.Unauthorised, "unauthorised")
	if list, err := h.s.Sessions(t.Context(), lan); err != nil || len(list) != 0 {
		t.Errorf("sessions %v, %v", list, err)
	}
	if u := h.stored(lan); !u.Disabled.Equal(h.now) {
		t.Errorf("disabled %s", u.Disabled)
	}
	_, _, err = h.s.BySession(t.Context(), theirs)
	h.ok(err)
	// A session that was saved in the same moment lets nobody in either.
	text, hash := accounts.NewToken("ses")
	h.update(func(tx accounts.Tx) error {
		return tx.SaveSession(accounts.Session{ID: accounts.NewID(), TokenHash: hash, User: lan.User.ID, Created: h.now,
			LastSeen: h.now, Expires: h.now.Add(time.Hour)})
	})
	_, _, err = h.s.BySession(t.Context(), text)
	h.refused(err, fault.Unauthorised, "unauthorised")
	h.refused(h.s.DisableUser(t.Context(), "la@thu.vn"), fault.NotFound, "not_found")
}

// TestTokensOfJudgesAreLeaves: whoever holds a judge's token can act as the judge, so it leaves a trace.
func TestTokensOfJudgesAreLeaves(t *testing.T) {
	h := newHouse(t)
	s, admin, slug := h.award()
	for _, c := range []struct {
		name string
		body accounts.Body
		want int64
	}{
		{"producer", "", 0}, {"clerk", accounts.Secretariat, 0}, {"auditor", accounts.Audit, 0},
		{"judge", accounts.Jury, 1}, {"councillor", accounts.Council, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			who := h.person(c.name)
			var seat judging.SeatView
			if c.body != "" {
				var err error
				seat, err = s.AddMember(t.Context(), admin, slug, judging.NewMember{Email: who.User.Email, Name: who.User.Name,
					Title: "Thợ cả", Body: c.body, Role: accounts.Member})
				h.ok(err)
			}
			before := h.size()
			_, token, err := h.s.AddToken(t.Context(), who, "máy")
			h.ok(err)
			if got := h.size() - before; got != c.want {
				t.Errorf("the token made %d leaves, want %d", got, c.want)
			}
			h.ok(h.s.RevokeToken(t.Context(), who, token.ID))
			if got := h.size() - before; got != c.want {
				t.Errorf("with its revocation it made %d leaves, want %d", got, c.want)
			}
			if c.want == 0 {
				return
			}
			seat.Ended = h.now
			h.ok(h.db.ForJudging().Update(t.Context(), func(tx judging.Tx) error {
				return errors.Join(tx.SaveGrant(seat.Grant), tx.Append(judging.GrantLeaf("seat.ended", seat.Grant, h.now)))
			}))
			before = h.size()
			_, _, err = h.s.AddToken(t.Context(), who, "sau")
			h.ok(err)
			if got := h.size() - before; got != 0 {
				t.Errorf("a token made after the seat ended is %d leaves", got)
			}
		})
	}
}
