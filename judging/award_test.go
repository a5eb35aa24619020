package judging_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
	"vinhdanh/judging/packs"
)

// award is one edition on a real database with a person for every seat.
type award struct {
	testing.TB
	db   *store.DB
	s    *judging.Service
	now  time.Time
	slug string

	admin, head, clerk, stranger, auditor accounts.Actor
	jury                                  []accounts.Actor // head first
	jurySecretary                         accounts.Actor
	council                               []accounts.Actor // head first

	imported int // nominations that an import test has made
}

const smallPack = `{"id":"small","version":"1","name":{"vi":"Nhỏ"},
 "product_groups":[{"code":"N1","name":{"vi":"Một"}},{"code":"N2","name":{"vi":"Hai"}}],
 "entity_kinds":[{"code":"sme","name":{"vi":"Doanh nghiệp"}}],
 "criteria":[{"code":"1","name":{"vi":"A"},"max":"60"},{"code":"2","name":{"vi":"B"},"max":"40"}],
 "step":"0.5","pass_mark":"70","tie_order":["criterion:1","median","council"],
 "prizes":[{"code":"A","name":{"vi":"Giải A"},"count":1}] %s}`

// newAward opens an edition under the small pack, more being further members of its JSON object.
func newAward(t testing.TB, more string) *award {
	t.Helper()
	return newAwardOn(t, storetest.Open(t), more)
}

func newAwardOn(t testing.TB, db *store.DB, more string) *award {
	t.Helper()
	a := &award{TB: t, db: db, now: time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC), slug: "thu"}
	load := func(id string) ([]byte, error) { _, data, err := packs.Load(id); return data, err }
	a.s = judging.NewService(a.db.ForJudging(), load, func() time.Time { a.now = a.now.Add(time.Second); return a.now })
	a.admin = a.person("admin", true)
	a.stranger = a.person("stranger", false)
	_, err := a.s.CreateEdition(t.Context(), a.admin, judging.NewEdition{Slug: a.slug, Name: "Thử", Number: 1, Year: 2026,
		Level: "province", Province: "Hưng Yên", Rules: json.RawMessage(fmt.Sprintf(smallPack, more))})
	a.ok(err)
	a.head = a.seat("head", accounts.Secretariat, accounts.Head)
	a.clerk = a.seat("clerk", accounts.Secretariat, accounts.Member)
	a.auditor = a.seat("auditor", accounts.Audit, accounts.Member)
	for i, role := range []accounts.Role{accounts.Head, accounts.Member, accounts.Member} {
		a.jury = append(a.jury, a.seat(fmt.Sprintf("judge%d", i), accounts.Jury, role))
		a.council = append(a.council, a.seat(fmt.Sprintf("council%d", i), accounts.Council, role))
	}
	a.jurySecretary = a.seat("jurysec", accounts.Jury, accounts.Secretary)
	a.move(judging.Filing)
	return a
}

func (a *award) ok(err error) {
	a.Helper()
	if err != nil {
		a.Fatal(err)
	}
}

// refused checks that err is a fault with that code.
func (a *award) refused(err error, code string) {
	a.Helper()
	if !fault.IsCode(err, code) {
		a.Fatalf("got %v, want the fault %s", err, code)
	}
}

// fieldRefused checks that err names a field with that code.
func (a *award) fieldRefused(err error, field, code string) {
	a.Helper()
	f, ok := errors.AsType[*fault.Fault](err)
	if ok {
		for _, x := range f.Fields {
			if x.Field == field && x.Code == code {
				return
			}
		}
	}
	a.Fatalf("got %v, want field %s with %s", err, field, code)
}

func (a *award) person(name string, administrator bool) accounts.Actor {
	a.Helper()
	var u accounts.User
	a.ok(a.db.ForAccounts().Update(a.Context(), func(tx accounts.Tx) error {
		o, err := tx.OrganiserBySlug(accounts.DefaultOrganiser)
		if err != nil {
			return err
		}
		u = accounts.User{ID: accounts.NewID(), Organiser: o.ID, Email: name + "@thu.vn", Name: name,
			Administrator: administrator, Created: a.now}
		return tx.SaveUser(u)
	}))
	return accounts.Actor{User: u}
}

func (a *award) seat(name string, body accounts.Body, role accounts.Role) accounts.Actor {
	a.Helper()
	v, err := a.s.AddMember(a.Context(), a.admin, a.slug, judging.NewMember{Email: name + "@thu.vn", Name: name, Body: body, Role: role})
	a.ok(err)
	return accounts.Actor{User: v.Person}
}

func (a *award) move(to judging.State) {
	a.Helper()
	_, err := a.s.MoveEdition(a.Context(), a.admin, a.slug, to)
	a.ok(err)
}

func ptr[T any](v T) *T { return &v }

// nominate files and submits one entry by the clerk.
func (a *award) nominate(product, group string) judging.NominationView {
	a.Helper()
	v, err := a.s.CreateNomination(a.Context(), a.clerk, a.slug, judging.NominationInput{Product: &product, ProductGroup: &group,
		Producer: &judging.ProducerInput{Name: ptr("Cơ sở " + product), EntityKind: ptr("sme"), Phone: ptr("0912 345 678")}})
	a.ok(err)
	v, err = a.s.SubmitNomination(a.Context(), a.clerk, v.ID)
	a.ok(err)
	return v
}

// toScoring nominates the products in group N1, screens them all as eligible and opens scoring.
func (a *award) toScoring(products ...string) []judging.NominationView {
	a.Helper()
	var list []judging.NominationView
	for _, p := range products {
		list = append(list, a.nominate(p, "N1"))
	}
	a.move(judging.Screening)
	for _, n := range list {
		_, err := a.s.Screen(a.Context(), a.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
		a.ok(err)
	}
	for _, j := range a.jury {
		_, err := a.s.Declare(a.Context(), j, a.slug, nil)
		a.ok(err)
	}
	a.move(judging.Scoring)
	return list
}

// sheet is a judge's sheet of a nomination in a pass.
func (a *award) sheet(judge accounts.Actor, nomination string, pass int) judging.SheetView {
	a.Helper()
	list, _, err := a.s.Sheets(a.Context(), judge, a.slug, judging.SheetFilter{Pass: pass})
	a.ok(err)
	for _, s := range list {
		if s.Nomination == nomination {
			return s
		}
	}
	a.Fatalf("no sheet of %s for nomination %s", judge.User.Name, nomination)
	return judging.SheetView{}
}

// score marks and submits a judge's sheet.
func (a *award) score(judge accounts.Actor, nomination string, first, second string) judging.SheetView {
	a.Helper()
	sh := a.sheet(judge, nomination, 0)
	saved, err := a.s.SaveMarks(a.Context(), judge, sh.ID, sh.Version, map[string]any{"1": first, "2": second}, nil)
	a.ok(err)
	saved, err = a.s.SubmitSheet(a.Context(), judge, saved.ID)
	a.ok(err)
	return saved
}

// scoreAll lets every judge give each nomination the same marks.
func (a *award) scoreAll(marks map[string][2]string) {
	a.Helper()
	for id, m := range marks {
		for _, j := range a.jury {
			a.score(j, id, m[0], m[1])
		}
	}
}

func (a *award) closePass(n int) {
	a.Helper()
	_, err := a.s.ClosePass(a.Context(), a.jury[0], a.slug, n, false, "")
	a.ok(err)
}

// ledgerHolds checks the whole ledger against the tables.
func (a *award) ledgerHolds() {
	a.Helper()
	findings, err := a.db.CheckLedger(context.Background(), nil)
	a.ok(err)
	for _, f := range findings {
		a.Errorf("ledger: %s", f)
	}
}

// actor is a person of the award by the name before the @.
func (a *award) actor(name string) accounts.Actor {
	a.Helper()
	var u accounts.User
	a.ok(a.db.ForAccounts().View(a.Context(), func(tx accounts.Tx) (err error) {
		u, err = tx.UserByEmail(name + "@thu.vn")
		return err
	}))
	return accounts.Actor{User: u}
}
