package contract_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// load is judges who save and visitors who verify without a pause, through the balancer.
type load struct {
	s            *site
	told         promises
	saves, looks atomic.Int64 // answered well
	refused, cut atomic.Int64 // answered 503 in plain words; not answered
	forgiving    atomic.Bool  // a part is lost, so that refusals and cuts are no fault
	stopping     atomic.Bool
	wait         sync.WaitGroup
	mu           sync.Mutex
	faults       []string
	codes        []string // of certificates that are valid
}

// press starts the load; end stops it.
func (s *site) press(codes ...string) *load {
	l := &load{s: s, codes: codes}
	for i, j := range s.judged.judges {
		judge := member{j.at(s.front.base), j.email, j.name}
		l.wait.Go(func() { l.save(judge, s.sheets[i][0].ID) })
	}
	if len(codes) > 0 {
		l.wait.Go(l.look)
	}
	return l
}

// fault notes what must not happen.
func (l *load) fault(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.faults) < 10 {
		l.faults = append(l.faults, fmt.Sprintf(format, args...))
	}
}

// save saves one sheet over and over. After an act without a clear answer it reads what has become of it.
func (l *load) save(j member, id string) {
	version, sure := 0, false
	for !l.stopping.Load() {
		if !sure {
			version, sure = l.read(j, id, version)
			continue
		}
		a, err := j.save(id, version)
		switch {
		case err == nil && a.status == http.StatusOK:
			version++
			l.told.add(id, version, "")
			l.saves.Add(1)
		default:
			sure = false
			l.unanswered(a, err)
		}
	}
}

// read asks for the version of a sheet: what was acknowledged, or one act more whose answer was lost.
func (l *load) read(j member, id string, last int) (version int, sure bool) {
	a, err := j.do(http.MethodGet, "/sheets/"+id, nil)
	if err != nil || a.status != http.StatusOK {
		l.unanswered(a, err)
		return last, false
	}
	s, err := parse[sheet](a)
	if err != nil || last > 0 && s.Version != last && s.Version != last+1 {
		l.fault("sheet %s was told version %d and has %d, %v", id, last, s.Version, err)
	}
	return s.Version, true
}

// unanswered judges what is no good answer: in good times a fault, in bad ones a refusal in plain words or a cut.
func (l *load) unanswered(a answer, err error) {
	p := problem{}
	if err == nil && a.status == http.StatusServiceUnavailable {
		p, err = parse[problem](a)
	}
	forgiving := l.forgiving.Load()
	switch {
	case !forgiving:
		l.fault("%s: %d, %v\n%.300s", a.call, a.status, err, a.body)
	case err == nil && a.status == http.StatusServiceUnavailable:
		if !slices.Contains([]string{"database_away", "busy", "closing"}, p.Code) || p.Detail == "" || a.header.Get("Retry-After") == "" {
			l.fault("%s is refused without plain words: %s", a.call, a.body)
		}
		l.refused.Add(1)
	case err != nil, a.status == http.StatusBadGateway, a.status == http.StatusConflict:
		l.cut.Add(1) // a conflict: the act whose answer was lost came after the look
	default:
		l.fault("%s: %d\n%.300s", a.call, a.status, a.body)
	}
	if forgiving {
		time.Sleep(20 * time.Millisecond)
	}
}

// look verifies certificates over and over.
func (l *load) look() {
	c := l.s.nodes[0].public().at(l.s.front.base)
	for i := 0; !l.stopping.Load(); i++ {
		a, err := c.do(http.MethodGet, "/certificates/"+l.codes[i%len(l.codes)], nil)
		if err != nil || a.status != http.StatusOK {
			l.unanswered(a, err)
			continue
		}
		if got, err := parse[certificate](a); err != nil || got.Status != "valid" {
			l.fault("a valid certificate is shown as %q, %v", got.Status, err)
		}
		l.looks.Add(1)
		time.Sleep(2 * time.Millisecond)
	}
}

// more returns when so many further saves were acknowledged, and how long that took.
func (l *load) more(t *testing.T, n int64) time.Duration {
	t.Helper()
	began, goal := time.Now(), l.saves.Load()+n
	for l.saves.Load() < goal {
		if time.Since(began) > 2*time.Minute {
			t.Fatalf("after two minutes %d of %d saves, %d refused, %d cut, faults %q", l.saves.Load(), goal, l.refused.Load(), l.cut.Load(), l.faults)
		}
		time.Sleep(2 * time.Millisecond)
	}
	return time.Since(began)
}

// end stops the load and reports what must not have happened.
func (l *load) end(t *testing.T, what string) {
	t.Helper()
	l.stopping.Store(true)
	l.wait.Wait()
	for _, f := range l.faults {
		t.Errorf("%s: %s", what, f)
	}
	t.Logf("%s: %d saves and %d verifications answered, %d refused in plain words, %d cut", what, l.saves.Load(), l.looks.Load(),
		l.refused.Load(), l.cut.Load())
}
