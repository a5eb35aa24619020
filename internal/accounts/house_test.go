package accounts_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
	"vinhdanh/judging/packs"
)

// right is a password that everybody in these tests has, other is one that nobody has at first.
const (
	right = "nón lá làng Chuông"
	other = "chiếu cói Nga Sơn"
)

// house is an office on a real database with a clock that stands until a test moves it.
type house struct {
	*testing.T
	db     *store.DB
	hasher *accounts.Hasher
	s      *accounts.Service
	now    time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{T: t, db: storetest.Open(t), hasher: accounts.NewHasher(), now: time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC)}
	h.s = h.service(h.db.ForAccounts())
	return h
}

func (h *house) clock() time.Time { return h.now }

func (h *house) service(s accounts.Store) *accounts.Service {
	return accounts.NewService(s, h.hasher, h.clock)
}

// meanwhile is a real store beside which something happens once, right after the first view is over.
type meanwhile struct {
	accounts.Store
	do func()
}

func (m *meanwhile) View(ctx context.Context, f func(accounts.Tx) error) error {
	err := m.Store.View(ctx, f)
	if do := m.do; do != nil {
		m.do = nil
		do()
	}
	return err
}

// beside is the service during whose next call something else happens.
func (h *house) beside(do func()) *accounts.Service {
	return h.service(&meanwhile{Store: h.db.ForAccounts(), do: do})
}

func (h *house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// refused checks that err is a fault with that code.
func (h *house) refused(err error, kind fault.Kind, code string) {
	h.Helper()
	if !errors.Is(err, &fault.Fault{Kind: kind, Code: code}) || code == "" {
		h.Fatalf("got %v, want %s: %s", err, kind, code)
	}
}

// fields are the field faults of err as "field code", in their order.
func (h *house) fields(err error) string {
	h.Helper()
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.Invalid {
		h.Fatalf("got %v, want faults of fields", err)
	}
	var list []string
	for _, x := range f.Fields {
		list = append(list, x.Field+" "+x.Code)
	}
	return strings.Join(list, ", ")
}

// person makes an account with the right password; an address that begins with "admin" administrates.
func (h *house) person(name string) accounts.Actor {
	h.Helper()
	u, err := h.s.AddUser(h.Context(), accounts.DefaultOrganiser, name+"@thu.vn", "Người "+name, right, strings.HasPrefix(name, "admin"))
	h.ok(err)
	return accounts.Actor{User: u}
}

// update changes rows behind the service's back.
func (h *house) update(f func(accounts.Tx) error) {
	h.Helper()
	h.ok(h.db.ForAccounts().Update(h.Context(), f))
}

// stored is the account as the database has it.
func (h *house) stored(who accounts.Actor) (u accounts.User) {
	h.Helper()
	h.ok(h.db.ForAccounts().View(h.Context(), func(tx accounts.Tx) (err error) {
		u, err = tx.User(who.User.ID)
		return err
	}))
	return u
}

// signIn opens a session with the right password.
func (h *house) signIn(who accounts.Actor) (token string, session accounts.Session) {
	h.Helper()
	token, session, err := h.s.SignIn(h.Context(), who.User.Email, right, "Firefox")
	h.ok(err)
	return token, session
}

// award opens an edition and returns its service, its administrator and its slug.
func (h *house) award() (*judging.Service, accounts.Actor, string) {
	h.Helper()
	load := func(id string) ([]byte, error) { _, data, err := packs.Load(id); return data, err }
	s := judging.NewService(h.db.ForJudging(), load, h.clock)
	admin := h.person("admin")
	_, err := s.CreateEdition(h.Context(), admin, judging.NewEdition{Slug: "thu", Name: "Thử", Number: 1, Year: 2026,
		Level: "province", Province: "Hưng Yên", Rules: json.RawMessage(`"generic"`)})
	h.ok(err)
	return s, admin, "thu"
}

// invite names somebody new for a seat and returns the token of the letter that they get.
func (h *house) invite(s *judging.Service, admin accounts.Actor, slug, name string, body accounts.Body) string {
	h.Helper()
	_, err := s.AddMember(h.Context(), admin, slug, judging.NewMember{Email: name + "@thu.vn", Name: "Người " + name,
		Title: "Thợ cả", Body: body, Role: accounts.Member})
	h.ok(err)
	letters, err := h.db.ListJobs(h.Context(), jobs.Queued, 100)
	h.ok(err)
	for _, job := range letters {
		var m judging.Mail
		h.ok(json.Unmarshal(job.Payload, &m))
		if _, token, found := strings.Cut(m.LinkPath, "/invitation?token="); found && m.To == name+"@thu.vn" {
			return token
		}
	}
	h.Fatalf("no invitation for %s among %d letters", name, len(letters))
	return ""
}

// size is the number of leaves; the whole ledger must agree with the tables.
func (h *house) size() int64 {
	h.Helper()
	findings, err := h.db.CheckLedger(h.Context(), nil)
	h.ok(err)
	if len(findings) > 0 {
		h.Fatalf("ledger: %v", findings)
	}
	head, err := h.db.LedgerHead(h.Context())
	h.ok(err)
	return head.Size
}

type storeTx = *store.Tx

func editionState(s string) judging.State { return judging.State(s) }
