package contract_test

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"vinhdanh/internal/store/storetest"
)

// TestNodes runs one platform on two servers and takes away each part in turn.
func TestNodes(t *testing.T) {
	s := openSite(t, 3, 4, 24)
	s.sessions(t)
	s.limits(t)
	s.keys(t, 3)
	s.certificates(t, false)
	s.revocations(t, 2)
	s.parts(t, 60)
}

// TestProofNodes does it under more load and waits for leases, as often as the proof says.
func TestProofNodes(t *testing.T) {
	size, err := strconv.Atoi(os.Getenv("VINHDANH_PROOF"))
	if err != nil {
		t.Skip("set VINHDANH_PROOF=1, or more for more rounds")
	}
	for round := range size {
		t.Run(strconv.Itoa(round), func(t *testing.T) {
			s := openSite(t, 6, 6, 26)
			s.keys(t, 20)
			s.certificates(t, true)
			s.revocations(t, 10)
			s.parts(t, 1000)
		})
	}
}

// sessions: who signed in at one server is signed in at the other, until the session or the role ends at either.
func (s *site) sessions(t *testing.T) {
	t.Helper()
	a, b := s.nodes[0], s.nodes[1]
	reader := s.certified.desk
	a.must(t, password+"\n", "user", "password", "--email", reader.email, "--password-stdin")
	here := signIn(t, a, reader.email, password)
	there := &browser{b.base, here.http}
	if status, _ := there.open(t, "/desk"); status != http.StatusOK {
		t.Errorf("signed in at one server, /desk of the other answers %d", status)
	}
	leave, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.base+"/logout", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	leave.Header.Set("Origin", a.base)
	kept := cookiesOf(here, b) // a thief may have them
	answer, err := here.http.Do(leave)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	kept.restore(there)
	time.Sleep(time.Second) // within which every server knows
	if status, _ := there.open(t, "/desk"); status != http.StatusUnauthorized {
		t.Errorf("signed out at one server, /desk of the other answers %d", status)
	}
	seat := read[struct{ ID string }](t, s.filing.admin.post(t, s.filing.path("/members"), object{"email": "tam@example.vn",
		"name": "Tạm Thời", "title": "Ông", "body": "secretariat", "role": "member"}).done(t))
	guest := a.as(t, "tam@example.vn").at(b.base)
	entry := read[nomination](t, s.filing.desk.post(t, s.filing.path("/nominations"), full("Gốm Hương Canh", "N2", "Cơ sở Hương Canh")).done(t))
	guest.get(t, "/nominations/"+entry.ID).want(t, http.StatusOK)
	s.filing.admin.post(t, s.filing.path("/members/"+seat.ID+"/remove"), object{"reason": "Chuyển công tác"}).done(t)
	guest.get(t, "/nominations/"+entry.ID).want(t, http.StatusForbidden, http.StatusNotFound)
}

// limits are each server's own, as docs/operations.md says.
func (s *site) limits(t *testing.T) {
	t.Helper()
	code := unissued("")
	a, b := s.nodes[0].public(), s.nodes[1].public()
	limited := false
	for range 90 {
		limited = limited || a.get(t, "/certificates/"+code).want(t, http.StatusNotFound, http.StatusTooManyRequests).status == http.StatusTooManyRequests
	}
	if !limited {
		t.Error("90 unknown codes at one server meet no limit")
	}
	b.get(t, "/certificates/"+code).want(t, http.StatusNotFound)
}

// keys: of equal requests with one key, sent to both servers at once, one acts and all get its answer.
func (s *site) keys(t *testing.T, rounds int) {
	t.Helper()
	for round := range rounds {
		body := object{"slug": fmt.Sprintf("khoa-%d", round), "name": "Kỳ thử khóa", "number": 1, "year": 2025, "level": "province",
			"province": "Vĩnh Phúc", "rules": plain("50", "0.5")}
		const senders = 6
		answers := make([]answer, senders)
		together(t, senders, senders, func(i int) (err error) {
			answers[i], err = s.filing.admin.at(s.nodes[i%2].base).do(http.MethodPost, "/editions", body, "Idempotency-Key", fmt.Sprint(round))
			return err
		})
		replayed := 0
		for _, a := range answers {
			a.want(t, http.StatusCreated)
			if a.header.Get("Idempotency-Replayed") != "" {
				replayed++
			}
			if string(a.body) != string(answers[0].body) {
				t.Errorf("one key, two answers:\n%s\n%s", answers[0].body, a.body)
			}
		}
		if replayed != senders-1 {
			t.Errorf("of %d equal requests %d were replayed", senders, replayed)
		}
	}
}

// certificates has both servers work on the same certificates and kills the first, or lets it hang, in the middle.
// The other finishes what it had in hand once its lease is over; long waits for that, else the lease ends at once.
func (s *site) certificates(t *testing.T, long bool) {
	t.Helper()
	o, a, b := s.certified, s.nodes[0], s.nodes[1]
	there := member{o.head.at(b.base), o.head.email, o.head.name}
	s.gate.shut()
	first := read[job](t, o.head.post(t, o.path("/certificates"), object{"issued_on": today(0)}).want(t, http.StatusAccepted))
	s.until(t, "the first server works", func() bool { return s.running(t) == 1 })
	second := read[job](t, there.post(t, o.path("/certificates"), object{"issued_on": today(0)}).want(t, http.StatusAccepted))
	s.until(t, "both servers work", func() bool { return s.running(t) == 2 })
	issued := func() int {
		return len(storetest.Rows(t, a.database, "SELECT id FROM certificates WHERE issued <> 0"))
	}
	s.until(t, "some are issued", func() bool {
		if issued() > 2 {
			return true
		}
		select {
		case s.gate.one <- struct{}{}:
		default: // nobody is at the gate yet
		}
		time.Sleep(300 * time.Millisecond) // longer than a printed one waits for others
		return false
	})
	if long {
		_ = a.process.Process.Signal(syscall.SIGSTOP)
	} else {
		a.kill()
	}
	began, done := time.Now(), issued()
	if held := s.running(t); held == 0 {
		t.Error("the first server had nothing in hand when it was lost")
	}
	s.gate.open()
	if !long {
		storetest.Exec(t, b.database, "UPDATE jobs SET lease = 0 WHERE state = 'running' AND kind = 'certificates' AND id = $1", first.ID)
	}
	moved := *o
	moved.head, moved.s = there, b
	for _, id := range []string{first.ID, second.ID} {
		if j := moved.await(t, id); j.State != "done" || len(j.Errors) > 0 {
			t.Errorf("the other server ended the job as %+v", j)
		}
	}
	t.Logf("the first server was lost at %d certificates; the other was done %s later", done, time.Since(began).Round(time.Millisecond))
	if long {
		_ = a.process.Process.Signal(syscall.SIGCONT)
		s.until(t, "the server that hung says so", func() bool { return strings.Contains(a.output.String(), "take job") })
		if j := moved.await(t, first.ID); j.State != "done" {
			t.Errorf("a server that hung says of another's job %+v", j)
		}
	} else {
		a.start(t)
	}
	wholeRegister(t, &moved, len(storetest.Rows(t, b.database, "SELECT id FROM certificates")))
}

// running is how many servers work on certificates.
func (s *site) running(t *testing.T) int {
	t.Helper()
	return len(storetest.Rows(t, s.nodes[1].database, "SELECT id FROM jobs WHERE kind = 'certificates' AND state = 'running'"))
}

// until waits for something that must come.
func (s *site) until(t *testing.T, what string, f func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !f(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("after a minute not yet: %s", what)
		}
	}
}

// revocations: what one server keeps finished in memory says soon what was revoked at the other, so many times.
func (s *site) revocations(t *testing.T, n int) {
	t.Helper()
	register := all[certificate](t, s.certified.head.client, s.certified.path("/certificates"))
	reader, latest := s.nodes[1].public(), time.Duration(0)
	for _, c := range register[len(register)-n:] {
		status := func() string {
			return read[certificate](t, reader.get(t, "/certificates/"+c.Code).want(t, http.StatusOK)).Status
		}
		before := kept(t, s.nodes[1])
		s.until(t, "an answer is kept", func() bool { return status() == "valid" && kept(t, s.nodes[1]) > before })
		s.certified.head.post(t, "/certificates/"+c.Code+"/revoke", withdrawal("Cơ sở ngừng hoạt động")).done(t)
		began := time.Now()
		s.until(t, "the revocation is shown", func() bool { return status() == "revoked" })
		latest = max(latest, time.Since(began))
	}
	t.Logf("the other server shows a revocation after %s at most, of %d", latest.Round(time.Millisecond), n)
	if latest > 10*time.Second {
		t.Errorf("the other server showed a revoked certificate as valid for %s", latest)
	}
}
