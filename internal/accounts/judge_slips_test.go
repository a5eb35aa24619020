package accounts_test

import (
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// hall is an edition that is being scored, with the jury's secretary and a judge who cannot sign in.
type hall struct {
	*house
	edition          string
	secretary, judge accounts.Actor
	seat             string // the judge's
}

func newHall(t *testing.T) *hall {
	t.Helper()
	x := &hall{house: newHouse(t)}
	_, _, slug := x.award()
	x.secretary, x.judge = x.person("thuky"), x.person("giamkhao")
	x.update(func(tx accounts.Tx) error {
		e, err := tx.(storeTx).EditionBySlug(slug)
		if err != nil {
			return err
		}
		e.State, x.edition = judging.Scoring, e.ID
		if err := tx.(storeTx).SaveEdition(e); err != nil {
			return err
		}
		return tx.(storeTx).Append(judging.EditionLeaf("edition.moved", e, x.now))
	})
	x.give(x.secretary, accounts.Jury, accounts.Secretary)
	x.seat = x.give(x.judge, accounts.Jury, accounts.Member)
	x.give(x.person("truongban"), accounts.Jury, accounts.Head)
	x.give(x.person("totruong"), accounts.Secretariat, accounts.Head)
	return x
}

// give seats a person in the edition.
func (x *hall) give(who accounts.Actor, body accounts.Body, role accounts.Role) string {
	x.Helper()
	g := accounts.Grant{ID: accounts.NewID(), Edition: x.edition, User: who.User.ID, Body: body, Role: role, Created: x.now}
	x.update(func(tx accounts.Tx) error {
		if err := tx.(storeTx).SaveGrant(g); err != nil {
			return err
		}
		return tx.Append(judging.GrantLeaf("grant.made", g, x.now))
	})
	return g.ID
}

func (x *hall) admit(who accounts.Actor, password string) (string, error) {
	x.Helper()
	_, _, code, err := x.s.AdmitJudge(x.Context(), who, accounts.JudgeSlipInput{Slug: "thu", Seat: x.seat, Password: password})
	return code, err
}

// TestJudgeSlipOpensTheJudgingAlone: once, within a quarter of an hour, for the judging of its edition and nothing else; a
// leaf and letters tell of it.
func TestJudgeSlipOpensTheJudgingAlone(t *testing.T) {
	x := newHall(t)
	before := x.size()
	code, err := x.admit(x.secretary, right)
	x.ok(err)
	if x.size() != before+1 {
		t.Error("a slip makes no leaf")
	}
	for _, to := range []string{"giamkhao@thu.vn", "truongban@thu.vn", "totruong@thu.vn"} {
		if len(x.letters("slip_made", to)) != 1 {
			t.Errorf("%s is not told of the slip", to)
		}
	}
	token, session, err := x.s.SignIn(t.Context(), "giamkhao@thu.vn", strings.ToLower(code), "Firefox")
	x.ok(err)
	who, _, err := x.s.BySession(t.Context(), token)
	x.ok(err)
	if !who.BySlip.Equal(x.now) {
		t.Errorf("the slip counts from %v", who.BySlip)
	}
	if who.Only != x.edition || session.Expires.After(x.now.Add(accounts.JudgeSlipSession)) {
		t.Errorf("the slip opens %q until %s", who.Only, session.Expires)
	}
	if x.size() != before+2 || len(x.letters("slip_used", "giamkhao@thu.vn")) != 1 {
		t.Error("nobody is told that the slip was used")
	}
	if x.in("giamkhao@thu.vn", code) {
		t.Error("a slip lets in twice")
	}
	_, _, err = x.s.ChangePassword(t.Context(), who, accounts.PasswordChange{Current: right, Password: other}, "")
	x.refused(err, fault.Forbidden, "forbidden")
	_, _, err = x.s.AddToken(t.Context(), who, "x")
	x.refused(err, fault.Forbidden, "forbidden")
	code, err = x.admit(x.secretary, right)
	x.ok(err)
	x.now = x.now.Add(accounts.JudgeSlipLife)
	if x.in("giamkhao@thu.vn", code) {
		t.Error("a slip outlives its quarter of an hour")
	}
	first, err := x.admit(x.secretary, right)
	x.ok(err)
	_, err = x.admit(x.secretary, right)
	x.ok(err)
	if x.in("giamkhao@thu.vn", first) {
		t.Error("a newer slip leaves the older one")
	}
}

// TestJudgeSlipGuesses: five wrong codes end a slip, and the password still works.
func TestJudgeSlipGuesses(t *testing.T) {
	x := newHall(t)
	code, err := x.admit(x.secretary, right)
	x.ok(err)
	for range 5 {
		if x.in("giamkhao@thu.vn", "AAAAA AAAAA") {
			t.Fatal("a guess lets in")
		}
	}
	if x.in("giamkhao@thu.vn", code) {
		t.Error("the slip stands after five guesses")
	}
	if !x.in("giamkhao@thu.vn", right) {
		t.Error("guesses shut the judge out")
	}
}

// TestWhoMakesJudgeSlips: the jury's secretary alone, with the own password, and for nobody whose account does more.
func TestWhoMakesJudgeSlips(t *testing.T) {
	x := newHall(t)
	for _, name := range []string{"admin", "truongban", "totruong", "giamkhao"} {
		who := accounts.Actor{User: accounts.User{ID: x.byEmail(name + "@thu.vn"), Organiser: x.secretary.User.Organiser}}
		_, err := x.admit(who, right)
		x.refused(err, fault.Forbidden, "forbidden")
	}
	byToken := x.secretary
	byToken.Token = "x"
	_, err := x.admit(byToken, right)
	x.refused(err, fault.Forbidden, "forbidden")
	_, err = x.admit(x.secretary, other)
	if got := x.fields(err); got != "password wrong_password" {
		t.Errorf("with another password: %s", got)
	}
	good := x.seat
	for body, role := range map[accounts.Body]accounts.Role{accounts.Council: accounts.Member, accounts.Audit: accounts.Member, accounts.Secretariat: accounts.Head} {
		two := x.person("hai-" + string(body))
		x.seat = x.give(two, accounts.Jury, accounts.Member)
		x.give(two, body, role)
		_, err := x.admit(x.secretary, right)
		if got := x.fields(err); got != "seat judge_slip_official" {
			t.Errorf("for somebody of the %s: %s", body, got)
		}
	}
	x.seat = good
	code, err := x.admit(x.secretary, right)
	x.ok(err)
	x.give(x.judge, accounts.Council, accounts.Member) // named after the slip was made
	if x.in("giamkhao@thu.vn", code) {
		t.Error("a slip lets a member of the council in")
	}
}

// TestKeptDevice: a device remembers a judge without use until the pass closes, 60 days at most, for judging alone; a judge
// who has left is out at once.
func TestKeptDevice(t *testing.T) {
	x := newHall(t)
	keep := func(who accounts.Actor) (string, accounts.Session) {
		t.Helper()
		token, session, err := x.s.SignInKept(t.Context(), who.User.Email, right, "Firefox", true)
		x.ok(err)
		return token, session
	}
	open := func(token string) bool {
		t.Helper()
		_, _, err := x.s.BySession(t.Context(), token)
		return err == nil
	}
	token, session := keep(x.judge)
	if !session.Kept || session.Edition != x.edition {
		t.Errorf("kept session %+v", session)
	}
	if who, _, err := x.s.BySession(t.Context(), token); err != nil || !who.BySlip.IsZero() {
		t.Errorf("a password counts as a slip: %v %v", who.BySlip, err)
	}
	x.now = x.now.Add(time.Second)
	code, err := x.admit(x.secretary, right)
	x.ok(err)
	bySlip, _, err := x.s.SignInKept(t.Context(), "giamkhao@thu.vn", code, "Firefox", true)
	x.ok(err)
	if who, _, err := x.s.BySession(t.Context(), bySlip); err != nil || !who.BySlip.Equal(x.now) {
		t.Errorf("a slip on a remembered device counts from %v, %v", who.BySlip, err)
	}
	x.now = x.now.Add(-time.Second)
	if _, other := keep(x.secretary); other.Kept || other.Edition != "" {
		t.Error("a device remembers somebody who judges nothing")
	}
	start := x.now
	x.now = start.Add(accounts.KeptLife - time.Hour)
	if !open(token) {
		t.Error("the device forgets before 60 days")
	}
	x.now = start.Add(accounts.KeptLife + time.Hour)
	if open(token) {
		t.Error("the device remembers after 60 days")
	}
	token, _ = keep(x.judge)
	x.update(func(tx accounts.Tx) error { return tx.(storeTx).EndJudging(x.edition, "") })
	if open(token) {
		t.Error("the device remembers after the pass closed")
	}
	token, _ = keep(x.judge)
	if !open(token) {
		t.Fatal("no session")
	}
	x.update(func(tx accounts.Tx) error {
		g, err := tx.(storeTx).Grant(x.seat)
		if err != nil {
			return err
		}
		g.Ended = x.now
		return tx.(storeTx).SaveGrant(g)
	})
	if open(token) {
		t.Error("the device lets a judge in who has left")
	}
}
