package certificates_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
	"vinhdanh/judging/packs"
)

// office is an edition in deliberation with a recorded decision, on a real database.
type office struct {
	*testing.T
	db          *store.DB
	awards      *judging.Service
	s           *certificates.Service
	now         time.Time
	head, clerk accounts.Actor
	nominations []string
	rules       []byte
	level       string

	mu    sync.Mutex
	files map[string][]byte
}

const slug = "thu"

func newOffice(t *testing.T, products ...string) *office {
	t.Helper()
	_, rules, err := packs.Load("generic")
	if err != nil {
		t.Fatal(err)
	}
	return newOfficeUnder(t, rules, "province", products...)
}

// newOfficeUnder is newOffice whose edition is held under other rules at another level.
func newOfficeUnder(t *testing.T, rules []byte, level string, products ...string) *office {
	t.Helper()
	o := &office{T: t, db: storetest.Open(t), rules: rules, level: level, now: time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC), files: map[string][]byte{}}
	clock := func() time.Time { o.mu.Lock(); defer o.mu.Unlock(); o.now = o.now.Add(time.Millisecond); return o.now }
	o.awards = judging.NewService(o.db.ForJudging(), func(id string) ([]byte, error) { _, b, err := packs.Load(id); return b, err }, clock)
	printable := func(st certificates.Statement) error { return st.Check() }
	o.s = certificates.NewService(o.db.ForCertificates(), o.awards, printable, clock)
	o.fill(products)
	return o
}

func (o *office) ok(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// fill writes the rows that the register rests on: the way there is judging's own test.
func (o *office) fill(products []string) {
	o.Helper()
	person := func(name string) accounts.Actor {
		return accounts.Actor{User: accounts.User{ID: accounts.NewID(), Email: name + "@thu.vn", Name: name, Created: o.now}}
	}
	o.head, o.clerk = person("head"), person("clerk")
	o.ok(o.db.ForCertificates().Update(o.Context(), func(tx certificates.Tx) error {
		at := tx.(accounts.Tx)
		org, err := at.OrganiserBySlug(accounts.DefaultOrganiser)
		if err != nil {
			return err
		}
		e := judging.Edition{ID: accounts.NewID(), Organiser: org.ID, Slug: slug, Name: "Thử", Number: 1, Year: 2026,
			Level: o.level, Province: "tỉnh Hưng Yên", State: judging.Deliberation, Rules: o.rules, Created: o.now}
		if err := tx.SaveEdition(e); err != nil {
			return err
		}
		if err := tx.Append(judging.EditionLeaf("edition.opened", e, o.now)); err != nil {
			return err
		}
		for i, who := range []*accounts.Actor{&o.head, &o.clerk} {
			who.User.Organiser = org.ID
			role := []accounts.Role{accounts.Head, accounts.Member}[i]
			g := accounts.Grant{ID: accounts.NewID(), Edition: e.ID, User: who.User.ID, Body: accounts.Secretariat, Role: role, Created: o.now}
			if err := errors.Join(tx.SaveUser(who.User), tx.SaveGrant(g), tx.Append(judging.GrantLeaf("panel.named", g, o.now))); err != nil {
				return err
			}
		}
		return o.recognise(tx, e, products)
	}))
}

func (o *office) recognise(tx certificates.Tx, e judging.Edition, products []string) error {
	d := judging.Decision{ID: accounts.NewID(), Edition: e.ID, Number: "12/QĐ-UBND", Date: "2026-11-20", Authority: "UBND tỉnh",
		Signer: judging.Signer{Name: "Nguyễn A", Title: "CHỦ TỊCH"}, NotifiedOn: "2026-11-20", By: o.head.User.ID, At: o.now}
	o.nominations = nil
	for i, p := range products {
		producer := judging.Producer{ID: accounts.NewID(), Organiser: e.Organiser, Created: o.now,
			ProducerData: judging.ProducerData{Name: "Cơ sở " + fmt.Sprint(i), EntityKind: "sme", Commune: "xã Tân Hưng"}}
		product := judging.Product{ID: accounts.NewID(), Producer: producer.ID, Name: p, Created: o.now}
		n := judging.Nomination{ID: accounts.NewID(), Edition: e.ID, Seq: i + 1, Code: fmt.Sprintf("THU-%04d", i+1), State: judging.NominationEligible,
			Version: 1, Product: p, ProductID: product.ID, ProducerID: producer.ID, ProductGroup: "N1", Producer: producer.ProducerData,
			Filer: o.clerk.User.ID, Created: o.now, Updated: o.now, Submitted: o.now}
		if err := errors.Join(tx.SaveProducer(producer), tx.SaveProduct(product), tx.SaveNomination(n),
			tx.Append(judging.NominationLeaf("nomination.accepted", n, o.now))); err != nil {
			return err
		}
		o.nominations = append(o.nominations, n.ID)
	}
	d.Nominations = o.nominations
	return errors.Join(tx.SaveDecision(d), tx.Append(judging.DecisionLeaf("decision.recorded", d, o.now)))
}

func (o *office) press() certificates.Press {
	return certificates.Press{
		Print: func(st certificates.Statement) ([]byte, error) {
			return []byte("%PDF-1.4 /Keywords (" + st.Code.String() + ") " + st.Product), nil
		},
		Keep: func(_ context.Context, pdf []byte) (string, error) {
			sum := sha256.Sum256(pdf)
			sha := hex.EncodeToString(sum[:])
			o.mu.Lock()
			defer o.mu.Unlock()
			o.files[sha] = pdf
			return sha, nil
		},
	}
}

// batch is the payload of a queued job.
func (o *office) batch(jobID string) certificates.Batch {
	o.Helper()
	var b certificates.Batch
	job, err := o.db.LoadJob(o.Context(), jobID)
	o.ok(err)
	o.ok(json.Unmarshal(job.Payload, &b))
	return b
}

func (o *office) issueAll(day string) certificates.Batch {
	o.Helper()
	id, err := o.s.Prepare(o.Context(), o.head, slug, day, false)
	o.ok(err)
	b := o.batch(id)
	o.ok(o.s.IssueBatch(o.Context(), b, o.press(), func(int, []certificates.BatchError) error { return nil }))
	return b
}

func (o *office) register() []certificates.Line {
	o.Helper()
	list, _, err := o.s.Register(o.Context(), o.head, slug, certificates.Query{})
	o.ok(err)
	return list
}

func (o *office) refused(err error, code string) {
	o.Helper()
	if !fault.IsCode(err, code) {
		o.Fatalf("got %v, want the fault %s", err, code)
	}
}

func (o *office) ledgerHolds() {
	o.Helper()
	findings, err := o.db.CheckLedger(o.Context(), nil)
	o.ok(err)
	for _, f := range findings {
		o.Errorf("ledger: %s", f)
	}
}

func act(day string) certificates.Withdrawal {
	return certificates.Withdrawal{Reason: "vi phạm", DecisionNumber: "99/QĐ-UBND", DecisionDate: "2026-11-27", EffectiveOn: day}
}

func TestIssueGivesNumbersWithoutGaps(t *testing.T) {
	o := newOffice(t, "Tương", "Nem", "Chả", "Bánh")
	_, err := o.s.Prepare(t.Context(), o.clerk, slug, "2026-11-27", false)
	o.refused(err, "forbidden")
	for day, code := range map[string]string{"": "required", "27/11/2026": "not_a_date", "2026-11-19": "date_order", "2027-01-27": "too_far_ahead"} {
		_, err := o.s.Prepare(t.Context(), o.head, slug, day, false)
		if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Fields[0].Field != "issued_on" || f.Fields[0].Code != code {
			t.Errorf("issued on %q: %v, want %s", day, err, code)
		}
	}
	o.issueAll("2026-11-27")
	again := o.issueAll("2026-11-27")
	if len(again.Certificates) != 0 {
		t.Errorf("a second call issues %d again", len(again.Certificates))
	}
	list := o.register()
	for i, c := range list {
		if want := fmt.Sprintf("%02d/2026/GCN", i+1); c.Number != want || c.ValidUntil != "2029-12-31" || c.Status != certificates.Valid {
			t.Errorf("certificate %d: %+v, want number %s", i, c.Certificate, want)
		}
	}
	if len(list) != 4 || list[0].Address != "xã Tân Hưng, tỉnh Hưng Yên" {
		t.Errorf("register %+v", list)
	}
	o.ledgerHolds()
}

func TestOneBadNameDoesNotStopTheRest(t *testing.T) {
	o := newOffice(t, "Tương", "Nem \U0001F356", "Chả")
	b := o.issueAll("2026-11-27")
	if len(b.Refused) != 1 || b.Refused[0].Nomination != o.nominations[1] || b.Refused[0].Field != "product" {
		t.Errorf("refused %+v", b.Refused)
	}
	if list := o.register(); len(list) != 2 || list[1].Number != "02/2026/GCN" {
		t.Errorf("register %+v", list)
	}
}

func TestKilledBatchResumes(t *testing.T) {
	o := newOffice(t, "Tương", "Nem", "Chả", "Bánh", "Kẹo")
	id, err := o.s.Prepare(t.Context(), o.head, slug, "2026-11-27", false)
	o.ok(err)
	b, killed := o.batch(id), errors.New("killed")
	press, left := o.press(), 2
	press.Keep = func(ctx context.Context, pdf []byte) (string, error) {
		o.mu.Lock()
		left--
		dead := left < 0
		o.mu.Unlock()
		if dead {
			return "", killed
		}
		return o.press().Keep(ctx, pdf)
	}
	if err := o.s.IssueBatch(t.Context(), b, press, func(int, []certificates.BatchError) error { return nil }); !errors.Is(err, killed) {
		t.Fatalf("cut off: %v", err)
	}
	before := len(o.register())
	if before == 0 || before == 5 {
		t.Fatalf("%d issued before the cut", before)
	}
	last := 0
	o.ok(o.s.IssueBatch(t.Context(), b, o.press(), func(done int, _ []certificates.BatchError) error { last = done; return nil }))
	numbers := map[string]bool{}
	for _, c := range o.register() {
		numbers[c.Number+c.Code] = true
	}
	if len(numbers) != 5 || last != 5 {
		t.Errorf("%d certificates, progress %d after resuming", len(numbers), last)
	}
	o.ledgerHolds()
}

func TestLifeOfACertificate(t *testing.T) {
	o := newOffice(t, "Tương", "Nem")
	o.issueAll("2026-11-27")
	c := o.register()[0]
	_, err := o.s.Revoke(t.Context(), o.clerk, c.Code, act("2026-11-27"))
	o.refused(err, "forbidden")
	_, err = o.s.Revoke(t.Context(), o.head, c.Code, certificates.Withdrawal{DecisionDate: "2026-11-28", EffectiveOn: "x"})
	if f, ok := errors.AsType[*fault.Fault](err); !ok || len(f.Fields) != 3 {
		t.Errorf("empty revocation: %v", err)
	}
	_, err = o.s.Reinstate(t.Context(), o.head, c.Code, act("2026-11-27"))
	o.refused(err, "certificate_not_suspended")
	l, err := o.s.Suspend(t.Context(), o.head, strings.ToLower(c.Code), act("2026-11-27"))
	o.ok(err)
	o.is(l, certificates.Suspended)
	l, err = o.s.Reinstate(t.Context(), o.head, c.Code, act("2026-11-27"))
	o.ok(err)
	o.is(l, certificates.Valid)
	l, err = o.s.Revoke(t.Context(), o.head, c.Code, act("2026-11-28"))
	o.ok(err)
	o.is(l, certificates.Valid)
	o.now = o.now.AddDate(0, 0, 1)
	p, err := o.s.Lookup(t.Context(), c.Code)
	o.ok(err)
	o.is(p.Line, certificates.Revoked)
	_, err = o.s.Revoke(t.Context(), o.head, c.Code, act("2026-11-28"))
	o.refused(err, "certificate_final")
	_, _, err = o.s.Reissue(t.Context(), o.head, c.Code, act("2026-11-28"))
	o.refused(err, "certificate_final")
	o.now = time.Date(2029, 12, 31, 16, 59, 0, 0, time.UTC) // 23:59 in Vietnam
	other, err := o.s.Lookup(t.Context(), o.register()[1].Code)
	o.ok(err)
	o.is(other.Line, certificates.Valid)
	o.now = o.now.Add(time.Minute)
	other, err = o.s.Lookup(t.Context(), o.register()[1].Code)
	o.ok(err)
	o.is(other.Line, certificates.Expired)
	o.ledgerHolds()
}

func (o *office) is(l certificates.Line, want certificates.Status) {
	o.Helper()
	if l.Status != want {
		o.Errorf("status %s, want %s", l.Status, want)
	}
}

func TestReissueSupersedes(t *testing.T) {
	o := newOffice(t, "Tương Bầm")
	o.issueAll("2026-11-27")
	old := o.register()[0]
	n, err := o.awards.Nomination(t.Context(), o.clerk, o.nominations[0])
	o.ok(err)
	name := "Tương Bần"
	_, err = o.awards.PatchNomination(t.Context(), o.clerk, n.ID, n.Version, judging.NominationInput{Product: &name})
	o.ok(err)
	id, code, err := o.s.Reissue(t.Context(), o.head, old.Code, act("2026-11-27"))
	o.ok(err)
	_, err = o.s.Lookup(t.Context(), code)
	o.refused(err, "certificate_unknown")
	_, _, err = o.s.Reissue(t.Context(), o.head, old.Code, act("2026-11-27"))
	o.refused(err, "reissue_pending")
	o.ok(o.s.IssueBatch(t.Context(), o.batch(id), o.press(), func(int, []certificates.BatchError) error { return nil }))
	was, err := o.s.Lookup(t.Context(), old.Code)
	o.ok(err)
	o.is(was.Line, certificates.Superseded)
	is, err := o.s.Lookup(t.Context(), was.SuccessorCode)
	o.ok(err)
	if is.Code != code || is.Product != name || was.Product != "Tương Bầm" || is.Number != "02/2026/GCN" || is.ValidUntil != old.ValidUntil {
		t.Errorf("successor %+v", is.Certificate)
	}
	o.ledgerHolds()
}

func TestVerifyFile(t *testing.T) {
	o := newOffice(t, "Tương")
	o.issueAll("2026-11-27")
	c := o.register()[0]
	verdict := func(pdf []byte) certificates.Verdict {
		t.Helper()
		sum := sha256.Sum256(pdf)
		v, err := o.s.VerifyFile(t.Context(), hex.EncodeToString(sum[:]), pdf)
		o.ok(err)
		return v.Verdict
	}
	pdf := o.files[c.PDFSHA256]
	if got := verdict(pdf); got != certificates.Genuine {
		t.Errorf("the issued file is %s", got)
	}
	if got := verdict(append([]byte(nil), append(pdf, ' ')...)); got != certificates.Altered {
		t.Errorf("a file with one byte more is %s", got)
	}
	if got := verdict([]byte("%PDF-1.4")); got != certificates.UnknownFile {
		t.Errorf("another file is %s", got)
	}
	_, err := o.s.Revoke(t.Context(), o.head, c.Code, act("2026-11-27"))
	o.ok(err)
	if got := verdict(pdf); got != certificates.RevokedFile {
		t.Errorf("the file of a revoked certificate is %s", got)
	}
}

func TestRunnerIssuesThroughTheQueue(t *testing.T) {
	o := newOffice(t, "Tương", "Nem")
	id, err := o.s.Prepare(t.Context(), o.head, slug, "2026-11-27", false)
	o.ok(err)
	tries := 0
	handler := func(ctx context.Context, job *jobs.Job, save func() error) error {
		if tries++; tries == 1 {
			return errors.New("the disk is full")
		}
		return o.s.IssueBatch(ctx, o.batch(id), o.press(), func(done int, _ []certificates.BatchError) error {
			job.Done = done
			return save()
		})
	}
	now := time.Now()
	runner := jobs.NewRunner(o.db, map[string]jobs.Handler{certificates.BatchJob: handler}, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	for range 2 {
		worked, err := runner.RunOne(t.Context(), certificates.BatchJob)
		o.ok(err)
		if !worked {
			t.Fatal("no job was due")
		}
		now = now.Add(time.Hour)
	}
	job, err := o.db.LoadJob(t.Context(), id)
	o.ok(err)
	if job.State != jobs.Done || job.Done != 2 || job.Total != 2 || len(o.register()) != 2 {
		t.Errorf("job %+v, %d issued", job, len(o.register()))
	}
}
