package web

import (
	"crypto/rand"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

// hotVerify answers what everybody asks about a certificate, the page and the JSON, from finished bytes, in one
// step that does what gate and wrap do for other requests. Whatever it has no answer to goes the way of every
// request, and that answer may be kept.
type hotVerify struct {
	s       *Server
	fresh   freshness
	issued  *finishedAnswers
	unknown *finishedAnswers
	headers sharedHeaders
	wrong   wrongPages
	moment  atomic.Pointer[moment]
	counted [2]countedRoute // page, JSON
}

// countedRoute are the measures of a route whose labels are looked up once.
type countedRoute struct {
	requests [2][2]prometheus.Counter // GET, HEAD; 200, 404
	seconds  prometheus.Observer
	kept     prometheus.Counter // of these requests, those answered from finished bytes
}

// moment is what a second says on every page.
type moment struct {
	second  int64
	day     string
	checked [2][]byte // the line "looked up at" in Vietnamese and English
}

func newHotVerify(s *Server, source Generations) *hotVerify {
	h := &hotVerify{s: s, issued: newFinishedAnswers(finishedBytes), unknown: newFinishedAnswers(unknownBytes)}
	h.fresh.source = source
	for i, route := range []string{pagePath + ":code", jsonPath + ":code"} {
		for m, method := range []string{http.MethodGet, http.MethodHead} {
			for n, status := range []string{"200", "404"} {
				h.counted[i].requests[m][n] = s.metrics.requests.WithLabelValues(method, route, status)
			}
		}
		h.counted[i].seconds = s.metrics.seconds.WithLabelValues(route)
		h.counted[i].kept = s.metrics.kept.WithLabelValues(route)
	}
	s.metrics.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "vinhdanh_kept_answers_bytes", Help: "Memory of finished answers about certificates."},
		func() float64 { return float64(h.issued.bytes() + h.unknown.bytes()) }))
	return h
}

// serve answers the request if it is a plain one for a code, and reports whether it did. Those with a query
// beyond the language, with a token, an odd spelling or, for the API, a cookie are left to the other way.
func (h *hotVerify) serve(w http.ResponseWriter, r *http.Request) bool {
	key, ok := h.s.finishedKey(r)
	if !ok {
		return false
	}
	start := time.Now() //nolint:forbidigo // durations for the log, no business time
	now := h.s.Now()
	generation, fresh := h.fresh.generation(r.Context(), now)
	if !fresh {
		return false
	}
	at := h.at(now)
	if f := h.issued.get(key.wordless(), generation, at.day, now); f != nil {
		h.send(w, r, f, at, start)
		return true
	}
	if f := h.unknown.get(key, generation, at.day, now); f != nil {
		if !h.s.unknown.allow(addressKey(h.s.clientAddress(r))) {
			return false // the other way counts the refusal and words it
		}
		h.send(w, r, f, at, start)
		return true
	}
	if h.issued.asked(key.wordless()) || h.unknown.asked(key) {
		h.make(w, r, key, generation, at.day)
		return true
	}
	watched := &statusWriter{ResponseWriter: w}
	h.s.echo.ServeHTTP(watched, r)
	switch watched.status {
	case http.StatusOK:
		h.issued.note(key.wordless())
	case http.StatusNotFound:
		h.unknown.note(key)
	}
	return true
}

// at is what the second of now says, worded once.
func (h *hotVerify) at(now time.Time) *moment {
	m := h.moment.Load()
	if m != nil && m.second == now.Unix() {
		return m
	}
	m = &moment{second: now.Unix(), day: i18n.Today(now)}
	for i, lang := range languages {
		m.checked[i] = h.checkedLine(lang, now)
	}
	h.moment.Store(m)
	return m
}

// checkedLine is the line of the page that says when it was looked up.
func (h *hotVerify) checkedLine(lang string, at time.Time) []byte {
	iso, clock, date := templates.CheckedAt(lang, at)
	text := h.s.Translate(lang, "page.verify.checked", map[string]any{"Time": clock, "Date": date})
	return []byte(checkedOpen + iso + `">` + text + checkedClose)
}

// send answers with a finished answer, counts it and logs it.
func (h *hotVerify) send(w http.ResponseWriter, r *http.Request, f *finished, at *moment, start time.Time) {
	id := rand.Text()
	f.write(w, r, at, id)
	took := time.Since(start)
	if f.status == http.StatusOK && r.Method == http.MethodGet {
		h.s.lookups.add(f.key.code, 1)
	}
	counted := &h.counted[f.key.kind&asJSON]
	counted.requests[one(r.Method == http.MethodHead)][one(f.status == http.StatusNotFound)].Inc()
	counted.seconds.Observe(took.Seconds())
	counted.kept.Inc()
	h.s.logRequest(r, id, f.status, start, took, h.s.clientAddress(r), "")
}

// write is the answer as it goes out to one reader.
func (f *finished) write(w http.ResponseWriter, r *http.Request, at *moment, id string) {
	header := w.Header()
	header["X-Request-Id"] = []string{id}
	header["Content-Length"] = f.body.length
	body := &answerBody{pieces: f.body, slips: slips{f.key, at, id}}
	if c := wholeConnOf(w, r); c != nil {
		header["Content-Type"] = f.header.all["Content-Type"]
		c.send(w, f.status, f.header.lines, body)
		return
	}
	maps.Copy(header, f.header.all)
	w.WriteHeader(f.status)
	if r.Method != http.MethodHead {
		_, _ = io.Copy(w, body) // an error means that the reader is gone
	}
}

// logRequest is the one line that every request leaves when it ends: neither bodies nor tokens nor queries. The
// record is made here, because the logger's own way looks up which line of the program it is called from.
func (s *Server) logRequest(r *http.Request, id string, status int, start time.Time, took time.Duration, address, user string) {
	ctx, out := r.Context(), s.Log.Handler()
	if !out.Enabled(ctx, slog.LevelInfo) {
		return
	}
	line := slog.NewRecord(start.Add(took), slog.LevelInfo, "request", 0)
	line.AddAttrs(slog.String("id", id), slog.String("method", r.Method), slog.String("path", loggable(r.URL.Path)),
		slog.Int("status", status), slog.Duration("took", took), slog.String("address", address), slog.String("user", user))
	_ = out.Handle(ctx, line) // nobody can be told that the log is gone
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
