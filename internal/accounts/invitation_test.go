package accounts_test

import (
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

func TestInvitationIsForOnce(t *testing.T) {
	h := newHouse(t)
	s, admin, slug := h.award()
	token := h.invite(s, admin, slug, "moi", accounts.Jury)
	u, err := h.s.InvitationOf(t.Context(), token)
	if err != nil || u.Email != "moi@thu.vn" || u.PasswordHash != "" {
		t.Fatalf("the invitation is for %+v, %v", u, err)
	}
	for _, weak := range []string{"ngắn", "matkhau2026", "moi@thu.vn...", "Người moi....."} {
		_, err := h.s.AcceptInvitation(t.Context(), token, weak)
		if got := h.fields(err); got != "password weak_password" {
			t.Errorf("password %q: %s", weak, got)
		}
	}
	before := h.size()
	u, err = h.s.AcceptInvitation(t.Context(), token, right)
	h.ok(err)
	if got := h.size() - before; got != 1 {
		t.Errorf("a judge's first password made %d leaves, want 1", got)
	}
	h.signIn(accounts.Actor{User: u})
	_, err = h.s.AcceptInvitation(t.Context(), token, other)
	h.refused(err, fault.NotFound, "invitation_invalid")
	_, err = h.s.InvitationOf(t.Context(), token)
	h.refused(err, fault.NotFound, "invitation_invalid")
	h.signIn(accounts.Actor{User: u}) // with the first password still
}

func TestInvitationsOfOthersAreNoLeaves(t *testing.T) {
	h := newHouse(t)
	s, admin, slug := h.award()
	token := h.invite(s, admin, slug, "moi", accounts.Secretariat)
	before := h.size()
	_, err := h.s.AcceptInvitation(t.Context(), token, right)
	h.ok(err)
	if got := h.size() - before; got != 0 {
		t.Errorf("a clerk's first password made %d leaves", got)
	}
}

func TestInvitationEnds(t *testing.T) {
	const fortnight = 14 * 24 * time.Hour
	for _, c := range []struct {
		name string
		do   func(h *house) error
		want bool
	}{
		{"on its last moment", func(h *house) error { h.now = h.now.Add(fortnight); return nil }, true},
		{"after fourteen days", func(h *house) error { h.now = h.now.Add(fortnight + time.Microsecond); return nil }, false},
		{"password set meanwhile", func(h *house) error { return h.s.SetPassword(h.Context(), "moi@thu.vn", other) }, false},
		{"account disabled", func(h *house) error { return h.s.DisableUser(h.Context(), "moi@thu.vn") }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			s, admin, slug := h.award()
			token := h.invite(s, admin, slug, "moi", accounts.Jury)
			h.ok(c.do(h))
			_, err := h.s.AcceptInvitation(t.Context(), token, right)
			if c.want {
				h.ok(err)
				return
			}
			h.refused(err, fault.NotFound, "invitation_invalid")
			_, err = h.s.InvitationOf(t.Context(), token)
			h.refused(err, fault.NotFound, "invitation_invalid")
			_, _, err = h.s.SignIn(t.Context(), "moi@thu.vn", right, "")
			h.refused(err, fault.Unauthorised, "invalid_credentials")
		})
	}
	h := newHouse(t)
	for _, token := range []string{"", "x", accounts.HashToken("")} {
		_, err := h.s.InvitationOf(t.Context(), token)
		h.refused(err, fault.NotFound, "invitation_invalid")
	}
}

// TestInvitationAcceptedTwiceAtOnce lets a second reader of the letter be quicker.
func TestInvitationAcceptedTwiceAtOnce(t *testing.T) {
	h := newHouse(t)
	s, admin, slug := h.award()
	token := h.invite(s, admin, slug, "moi", accounts.Jury)
	slow := h.beside(func() {
		_, err := h.s.AcceptInvitation(t.Context(), token, right)
		h.ok(err)
	})
	_, err := slow.AcceptInvitation(t.Context(), token, other)
	h.refused(err, fault.NotFound, "invitation_invalid")
	_, _, err = h.s.SignIn(t.Context(), "moi@thu.vn", right, "")
	h.ok(err)
}
