package contract_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"vinhdanh/internal/store/storetest"
)

// TestTwoWriters lets many requests save one sheet from the same version: one wins, the others are told
// and shown what is stored.
func TestTwoWriters(t *testing.T) {
	onBoth(t, func(t *testing.T, s *server) {
		admin := s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator")
		o := open(t, s, admin, "hai-nguoi-ghi", plain("50", "0.5"))
		ids := o.upToScoring(t, 1, "Nón lá")
		j := o.judges[0]
		sheet := o.sheetsOf(t, j)[ids[0]]
		const writers = 12
		answers := make([]answer, writers)
		together(t, writers, writers, func(i int) (err error) {
			answers[i], err = j.do(http.MethodPut, "/sheets/"+sheet.ID,
				object{"version": sheet.Version, "marks": object{"1": fmt.Sprint(i + 1), "2": "5"}})
			return err
		})
		winner := -1
		for i, a := range answers {
			switch a.status {
			case http.StatusOK:
				if winner >= 0 {
					t.Errorf("writers %d and %d both saved version %d", winner, i, sheet.Version)
				}
				winner = i
			case http.StatusConflict:
			default:
				t.Error(a.is(http.StatusOK, http.StatusConflict))
			}
		}
		stored := o.sheetsOf(t, j)[ids[0]]
		if winner < 0 || stored.Marks["1"] != fmt.Sprint(winner+1) || stored.Version != sheet.Version+1 {
			t.Errorf("writer %d won and the sheet is %+v", winner, stored)
		}
		sameKey(t, o)
	})
}

// sameKey sends one POST with one idempotency key many times at once: one thing is made.
func sameKey(t *testing.T, o *office) {
	t.Helper()
	const senders = 8
	answers := make([]answer, senders)
	together(t, senders, senders, func(i int) (err error) {
		answers[i], err = o.judges[0].do(http.MethodPost, "/sheets/"+o.firstSheet(t)+"/submit", nil, "Idempotency-Key", "mot-lan")
		return err
	})
	good := 0
	for _, a := range answers {
		if a.status == http.StatusOK {
			good++
		} else if a.status != http.StatusConflict {
			t.Error(a.is(http.StatusOK, http.StatusConflict))
		}
	}
	if good == 0 {
		t.Errorf("of %d equal requests at once none went through", senders)
	}
	again := o.judges[0].post(t, "/sheets/"+o.firstSheet(t)+"/submit", nil, "Idempotency-Key", "mot-lan")
	if again.status != http.StatusOK {
		t.Errorf("the key's answer is not kept: %v", again.is(http.StatusOK))
	}
}

func (o *office) firstSheet(t *testing.T) string {
	t.Helper()
	sheets := all[sheet](t, o.judges[0].client, o.path("/sheets"))
	return sheets[0].ID
}

// many is an award of one judge that stands before the issue of so many certificates.
func many(t *testing.T, s *server, n int) *office {
	t.Helper()
	admin := s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator")
	o := open(t, s, admin, "nhieu-giay", plain("50", "0.5"))
	var products []string
	for i := range n {
		products = append(products, fmt.Sprintf("Sản phẩm mây tre số %d", i+1))
	}
	ids := o.upToScoring(t, 1, products...)
	o.score(t, func(int, string) map[string]string { return map[string]string{"1": "60", "2": "40"} })
	o.upToDeliberation(t)
	o.recognise(t, ids...)
	return o
}

// wholeRegister demands that every product has one certificate, with codes and numbers of its own and no gap.
func wholeRegister(t *testing.T, o *office, n int) {
	t.Helper()
	register := all[certificate](t, o.head.client, o.path("/certificates"))
	codes, numbers, products, series := map[string]bool{}, map[string]bool{}, map[string]bool{}, []int{}
	for _, c := range register {
		codes[c.Code], numbers[c.Number], products[c.Nomination] = true, true, true
		digits := strings.FieldsFunc(c.Number, func(r rune) bool { return r < '0' || r > '9' })
		if len(digits) == 0 {
			t.Fatalf("the number %q has no number", c.Number)
		}
		k := 0
		if _, err := fmt.Sscan(strings.TrimLeft(digits[0], "0"), &k); err != nil {
			t.Fatalf("the number %q: %v", c.Number, err)
		}
		series = append(series, k)
		pdf := pdfOf(t, o.head.client, c.Code)
		if v := judge(t, o.head.client, pdf); v.Verdict != "genuine" {
			t.Errorf("%s: %+v", c.Number, v)
		}
	}
	if len(register) != n || len(codes) != n || len(numbers) != n || len(products) != n {
		t.Errorf("%d certificates, %d codes, %d numbers, %d products; want %d of each", len(register), len(codes), len(numbers), len(products), n)
	}
	slices.Sort(series)
	for i, k := range series {
		if k != series[0]+i {
			t.Fatalf("the numbers have a gap or a double: %v", series)
		}
	}
	if lines := o.s.findings(t); len(lines) > 0 {
		t.Errorf("ledger check: %q", lines)
	}
}

// TestIssueTwice issues from many clients at once.
func TestIssueTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, s *server) {
		const products = 12
		o := many(t, s, products)
		jobs := make([]string, 4)
		together(t, len(jobs), len(jobs), func(i int) error {
			a, err := o.head.do(http.MethodPost, o.path("/certificates"), object{"issued_on": today(0)})
			if err != nil {
				return err
			}
			if err := a.is(http.StatusAccepted, http.StatusConflict); err != nil || a.status == http.StatusConflict {
				return err
			}
			j, err := parse[job](a)
			jobs[i] = j.ID
			return err
		})
		for _, id := range jobs {
			if id == "" {
				continue
			}
			if j := o.await(t, id); j.State != "done" || len(j.Errors) > 0 {
				t.Errorf("job %+v", j)
			}
		}
		wholeRegister(t, o, products)
	})
}

// TestKilledWhileIssuing kills the server in the middle of the job and demands that the next one finishes it.
func TestKilledWhileIssuing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *server) {
		const products = 50
		o := many(t, s, products)
		before := s.files(t)
		j := read[job](t, o.head.post(t, o.path("/certificates"), object{"issued_on": today(0)}).want(t, http.StatusAccepted))
		printed := 0
		for deadline := time.Now().Add(time.Minute); printed < products/3 && time.Now().Before(deadline); printed = s.files(t) - before {
			_ = s.process.Process.Signal(syscall.SIGCONT)
			time.Sleep(2 * time.Millisecond) // of work, then it stands still until somebody has looked
			_ = s.process.Process.Signal(syscall.SIGSTOP)
		}
		s.kill()
		if printed < products/3 || printed >= products {
			t.Errorf("killed when %d of %d were printed; the test wants to hit the middle", printed, products)
		}
		// On PostgreSQL another server may hold the job until its lease ends; end that now.
		if s.database != "" {
			storetest.Exec(t, s.database, "UPDATE jobs SET lease = 0 WHERE state = 'running'")
		}
		began := time.Now()
		s.start(t)
		if j = o.await(t, j.ID); j.State != "done" || j.Done != products || len(j.Errors) > 0 {
			t.Errorf("after the restart the job ended as %+v", j)
		}
		if late := time.Since(began); s.database == "" && late > 30*time.Second {
			t.Errorf("the only server took the job up again after %s", late)
		}
		t.Logf("killed at %d of %d; the job was finished %s after the restart", printed, products, time.Since(began).Round(time.Millisecond))
		wholeRegister(t, o, products)
	})
}

// files is how many files the server's own folder holds.
func (s *server) files(t *testing.T) (n int) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(s.data, "files"), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !strings.HasPrefix(d.Name(), "temp-") {
			n++
		}
		return nil // one that has just got its name is counted the next time
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestKilledWhileScoring kills the server again and again while judges save and submit, and demands that no
// acknowledged act is lost and none half done. A kill proves nothing about a power cut; TestPowerCuts does.
func TestKilledWhileScoring(t *testing.T) {
	s, o, sheets := jury(t, 4, 20)
	var told promises
	for kill := range 3 {
		var wait sync.WaitGroup
		for i, j := range o.judges {
			wait.Go(func() { _ = told.work(j, sheets[i][kill*6:kill*6+6], 200) }) // until the server is gone
		}
		before := told.count()
		for deadline := time.Now().Add(20 * time.Second); told.count() < before+100 && time.Now().Before(deadline); {
			time.Sleep(time.Millisecond)
		}
		s.kill()
		wait.Wait()
		if told.count() == before {
			t.Error("nothing was saved before the kill")
		}
		for _, fault := range told.broken(t, s.data, monotonic()) {
			t.Error(fault)
		}
		s.start(t)
	}
	t.Logf("%d acts were acknowledged", told.count())
}
