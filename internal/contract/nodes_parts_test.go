package contract_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
)

// thief has the cookies of a browser.
type thief struct {
	address *url.URL
	cookies []*http.Cookie
}

func cookiesOf(b *browser, s *server) thief {
	u, err := url.Parse(s.base)
	if err != nil {
		return thief{}
	}
	return thief{u, b.http.Jar.Cookies(u)}
}

func (c thief) restore(b *browser) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return
	}
	jar.SetCookies(c.address, c.cookies)
	b.http = &http.Client{Jar: jar}
}

var keptLine = regexp.MustCompile(`(?m)^vinhdanh_kept_answers_total\{.*\} (\S+)$`)

// kept is how many requests a server has answered from finished bytes.
func kept(t *testing.T, s *server) (sum float64) {
	t.Helper()
	for _, line := range keptLine.FindAllStringSubmatch(string(s.public().get(t, "!/metrics").want(t, http.StatusOK).body), -1) {
		n, err := strconv.ParseFloat(line[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	return sum
}

// parts takes each part away under load, in turn, and demands everything that was acknowledged; acts is how many
// saves each spell lasts.
func (s *site) parts(t *testing.T, acts int64) {
	t.Helper()
	var codes []string
	for _, c := range all[certificate](t, s.certified.head.at(s.front.base), s.certified.path("/certificates")) {
		if c.Status == "valid" {
			codes = append(codes, c.Code)
		}
	}
	s.restarts(t, acts, codes)
	s.lostServer(t, acts, codes)
	s.lostFiles(t)
	s.lostMail(t)
	s.lostDatabase(t, acts, codes)
	s.failover(t, acts, codes)
}

// kept demands every act that the load was told of, and a sound ledger.
func (s *site) kept(t *testing.T, l *load, database string) {
	t.Helper()
	for _, fault := range l.told.brokenAt(t, store.Config{DataDir: t.TempDir(), DatabaseURL: database}, monotonic()) {
		t.Error(fault)
	}
}

// restarts stops each server and starts it again; nobody notices.
func (s *site) restarts(t *testing.T, acts int64, codes []string) {
	t.Helper()
	l := s.press(codes...)
	l.more(t, acts)
	for i, n := range s.nodes {
		n.stop(t)
		l.more(t, acts)
		n.start(t)
		s.until(t, "the balancer sees the server again", func() bool { return s.front.nodes[i].ready.Load() })
		l.more(t, acts)
	}
	l.end(t, "rolling restart")
	s.kept(t, l, s.nodes[0].database)
}

// steady returns when so many saves went through and none was refused or cut meanwhile.
func (l *load) steady(t *testing.T, n int64) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		before := l.refused.Load() + l.cut.Load()
		l.more(t, n)
		if l.refused.Load()+l.cut.Load() == before {
			return
		}
	}
	t.Fatalf("a minute after the part was back saves are still refused: %d refused, %d cut", l.refused.Load(), l.cut.Load())
}

// lostServer kills a server; the other goes on.
func (s *site) lostServer(t *testing.T, acts int64, codes []string) {
	t.Helper()
	l := s.press(codes...)
	l.more(t, acts)
	l.forgiving.Store(true)
	s.nodes[1].kill()
	took := l.more(t, 1)
	l.steady(t, acts)
	l.forgiving.Store(false)
	s.nodes[1].start(t)
	l.more(t, acts)
	l.end(t, "lost server")
	t.Logf("the first save after the kill was answered %s later", took.Round(time.Millisecond))
	s.kept(t, l, s.nodes[0].database)
}

// lostDatabase kills PostgreSQL and starts it again; servers say so and recover by themselves.
func (s *site) lostDatabase(t *testing.T, acts int64, codes []string) {
	t.Helper()
	l := s.press(codes...)
	l.more(t, acts)
	l.forgiving.Store(true)
	if err := s.primary.Kill(); err != nil {
		t.Fatal(err)
	}
	s.away(t)
	if err := s.primary.Restart(); err != nil {
		t.Fatal(err)
	}
	took := l.more(t, 1)
	l.steady(t, acts)
	l.end(t, "lost database")
	if l.refused.Load() == 0 {
		t.Error("nobody was refused while the database was lost")
	}
	t.Logf("the first save after its restart was answered %s later", took.Round(time.Millisecond))
	s.ready(t, "ready")
	s.kept(t, l, s.nodes[0].database)
}

// away demands that servers without a database say so in plain words.
func (s *site) away(t *testing.T) {
	t.Helper()
	s.ready(t, "")
	for _, n := range s.nodes {
		judge := s.judged.judges[0].at(n.base)
		p := judge.call(t, http.MethodGet, s.judged.path("/sheets"), nil).refused(t, http.StatusServiceUnavailable, "database_away")
		if !strings.Contains(p.Detail, "cơ sở dữ liệu") {
			t.Errorf("a lost database is told as %q", p.Detail)
		}
		n.public().get(t, "!/healthz").want(t, http.StatusOK)
		if a := n.public().get(t, "!/").want(t, http.StatusServiceUnavailable); !strings.Contains(string(a.body), "cơ sở dữ liệu") {
			t.Error("a page does not say that the database is lost")
		}
	}
}

// ready demands that each server soon says of itself that it is well, or which part is missing; "" for a server that
// is not ready at all.
func (s *site) ready(t *testing.T, want string) {
	t.Helper()
	for _, n := range s.nodes {
		s.until(t, "/readyz says "+want, func() bool {
			a := n.public().get(t, "!/readyz")
			if a.status != http.StatusOK {
				return a.status == http.StatusServiceUnavailable && want == ""
			}
			got := read[struct{ Status, Code string }](t, a)
			return got.Status+got.Code == want
		})
	}
}

// failover kills PostgreSQL for good and promotes the standby; servers find it by themselves.
func (s *site) failover(t *testing.T, acts int64, codes []string) {
	t.Helper()
	l := s.press(codes...)
	l.more(t, acts)
	l.forgiving.Store(true)
	began := time.Now()
	if err := s.primary.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := s.standby.Promote(); err != nil {
		t.Fatal(err)
	}
	promoted := time.Since(began)
	l.more(t, 1)
	took := time.Since(began)
	l.steady(t, acts)
	l.end(t, "failover")
	t.Logf("promoted %s after the kill, the first save answered after %s", promoted.Round(time.Millisecond), took.Round(time.Millisecond))
	s.ready(t, "ready")
	s.kept(t, l, s.standby.URL("postgres"))
	if lines := s.nodes[1].findings(t); len(lines) > 0 {
		t.Errorf("ledger check: %q", lines)
	}
}

// lostFiles takes the bucket away: uploads are refused and leave nothing, what needs no file works.
func (s *site) lostFiles(t *testing.T) {
	t.Helper()
	o, b := s.filing, s.nodes[1]
	n := read[nomination](t, o.desk.post(t, o.path("/nominations"), full("Nón Gò Găng", "N2", "Cơ sở Gò Găng")).done(t))
	documents := "/nominations/" + n.ID + "/documents"
	clerk := o.desk.at(b.base)
	upload := func(seed int) answer {
		return clerk.post(t, documents, file{"anh.png", photo(t, "png", seed), map[string]string{"kind": "photo"}})
	}
	upload(1).done(t)
	held := s.files(t)
	s.bucket.close()
	s.ready(t, "degradedfiles_away")
	if a := upload(2); a.header.Get("Retry-After") == "" || a.refused(t, http.StatusServiceUnavailable, "files_away").Detail == "" {
		t.Errorf("an upload without a bucket is answered %s", a.body)
	}
	if list := all[object](t, clerk, documents); len(list) != 1 {
		t.Errorf("a refused upload leaves %d documents, want the one from before", len(list))
	}
	register := all[certificate](t, s.certified.head.at(b.base), s.certified.path("/certificates"))
	clerk.get(t, "/certificates/"+register[0].Code).want(t, http.StatusOK)
	clerk.get(t, "!/v/"+register[0].Code).want(t, http.StatusOK)
	clerk.get(t, "!/").want(t, http.StatusOK)
	s.certified.head.at(b.base).get(t, "/certificates/"+register[0].Code+"/pdf").refused(t, http.StatusServiceUnavailable, "files_away")
	s.bucket.start(t)
	s.ready(t, "ready")
	if now := s.files(t); now != held {
		t.Errorf("the bucket held %d files and holds %d after a refused upload", held, now)
	}
	upload(2).done(t)
	if now := s.files(t); now != held+1 {
		t.Errorf("the bucket holds %d files after the upload that worked, want %d", now, held+1)
	}
}

// lostMail: the mail server was away since the beginning. Letters waited, and each goes out once.
func (s *site) lostMail(t *testing.T) {
	t.Helper()
	letters := func(state string) int {
		return len(storetest.Rows(t, s.nodes[0].database, "SELECT id FROM jobs WHERE kind = 'mail' AND state = $1", state))
	}
	waiting := letters("queued") + letters("running")
	if waiting == 0 || letters("done")+letters("failed") > 0 {
		t.Errorf("without a mail server %d letters wait, %d are gone and %d given up", waiting, letters("done"), letters("failed"))
	}
	s.letters.start(t)
	storetest.Exec(t, s.nodes[0].database, "UPDATE jobs SET run_at = 0 WHERE kind = 'mail' AND state = 'queued'")
	s.until(t, "every letter is sent", func() bool { return letters("done") == waiting })
	once := map[string]bool{}
	got := s.letters.letters()
	for _, id := range got {
		once[id] = true
	}
	if len(once) != waiting || len(got) != waiting {
		t.Errorf("%d letters waited, %d arrived, %d different ones", waiting, len(got), len(once))
	}
}
