package accounts_test

import (
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/store/storetest"
)

// TestWhoIsKnownAtOnce: whoever was let in a moment ago is refused as soon as a change of this process was answered.
func TestWhoIsKnownAtOnce(t *testing.T) {
	h := newHouse(t)
	admin := h.person("admin")
	for name, change := range map[string]func(who accounts.Actor, token accounts.Token, session string, id string){
		"token revoked": func(who accounts.Actor, token accounts.Token, _, _ string) {
			h.ok(h.s.RevokeToken(t.Context(), who, token.ID))
		},
		"signed out":    func(_ accounts.Actor, _ accounts.Token, session, _ string) { h.ok(h.s.SignOut(t.Context(), session)) },
		"session ended": func(who accounts.Actor, _ accounts.Token, _, id string) { h.ok(h.s.EndSession(t.Context(), who, id)) },
		"account disabled": func(who accounts.Actor, _ accounts.Token, _, _ string) {
			h.ok(h.s.Disable(t.Context(), admin, who.User.ID))
		},
		"too long unused": func(accounts.Actor, accounts.Token, string, string) {
			h.now = h.now.Add(accounts.SessionIdle + time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			who := h.person(accounts.NewID())
			plain, token, err := h.s.AddToken(t.Context(), who, "máy")
			h.ok(err)
			session, s := h.signIn(who)
			_, byToken := h.s.ByToken(t.Context(), plain)
			_, _, bySession := h.s.BySession(t.Context(), session)
			h.ok(byToken)
			h.ok(bySession)
			_, err = h.s.ByToken(t.Context(), session)
			h.refused(err, fault.Unauthorised, "invalid_token")
			_, _, err = h.s.BySession(t.Context(), plain)
			h.refused(err, fault.Unauthorised, "unauthorised")
			change(who, token, session, s.ID)
			_, byToken = h.s.ByToken(t.Context(), plain)
			_, _, bySession = h.s.BySession(t.Context(), session)
			tokenOver, sessionOver := name == "token revoked" || name == "account disabled", name != "token revoked"
			if (byToken != nil) != tokenOver || (bySession != nil) != sessionOver {
				t.Errorf("afterwards the token: %v, the session: %v", byToken, bySession)
			}
		})
	}
	who := h.person("sau")
	plain, _, err := h.s.AddToken(t.Context(), who, "máy")
	h.ok(err)
	_, err = h.s.ByToken(t.Context(), plain)
	h.ok(err)
	h.ok(h.s.SetAdministrator(t.Context(), admin, who.User.ID, true))
	if got, err := h.s.ByToken(t.Context(), plain); err != nil || !got.User.Administrator {
		t.Errorf("made an administrator, the token's holder is %+v, %v", got.User, err)
	}
}

// TestWhoIsKnownElsewhere: what another process changes counts within a second.
func TestWhoIsKnownElsewhere(t *testing.T) {
	conf := storetest.Config(t, "")
	db := storetest.OpenWith(t, conf)
	h := &house{T: t, db: db, hasher: accounts.NewHasher(), now: time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC)}
	h.s = h.service(db.ForAccounts())
	who := h.person("lan")
	plain, token, err := h.s.AddToken(t.Context(), who, "máy")
	h.ok(err)
	session, s := h.signIn(who)
	_, byToken := h.s.ByToken(t.Context(), plain)
	_, _, bySession := h.s.BySession(t.Context(), session)
	h.ok(byToken)
	h.ok(bySession)
	storetest.Exec(t, conf.DataDir, "UPDATE api_tokens SET revoked = 1 WHERE id = $1", token.ID)
	storetest.Exec(t, conf.DataDir, "DELETE FROM sessions WHERE id = $1", s.ID)
	time.Sleep(time.Second)
	_, err = h.s.ByToken(t.Context(), plain)
	h.refused(err, fault.Unauthorised, "invalid_token")
	_, _, err = h.s.BySession(t.Context(), session)
	h.refused(err, fault.Unauthorised, "unauthorised")
}
