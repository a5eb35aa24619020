package web

import (
	"bytes"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"
)

// What stands around the time at which a page was looked up.
const (
	checkedOpen  = `<time datetime="`
	checkedClose = `</time>`
)

// make answers a request the way of every request and keeps the answer. Of those who ask for the same at once
// one has it made, and nobody waits for another's slow line.
func (h *hotVerify) make(w http.ResponseWriter, r *http.Request, key finishedKey, generation int64, day string) {
	start := time.Now() //nolint:forbidigo // durations for the log, no business time
	release := h.s.inflight.lock("verify" + string(key.code[:]) + string(rune(key.kind)))
	now := h.s.Now()
	if f := h.issued.get(key.wordless(), generation, day, now); f != nil {
		release()
		h.send(w, r, f, h.at(now), start)
		return
	}
	answer := h.record(r)
	f := h.finish(key, answer, generation, day)
	if f != nil {
		if f.status == http.StatusNotFound {
			f.until = now.Add(unknownFor)
			h.unknown.put(f)
		} else {
			h.issued.put(f)
		}
	}
	release()
	if f != nil {
		f.write(w, r, h.at(now), answer.header.Get("X-Request-Id"))
		return
	}
	h.pass(w, key, answer)
}

// pass gives on an answer that is not kept.
func (h *hotVerify) pass(w http.ResponseWriter, key finishedKey, answer *recordedAnswer) {
	body := answer.body.Bytes()
	if key.kind&packed != 0 && len(body) >= smallest {
		if short, err := h.s.writers.pack(body); err == nil {
			body = short
			answer.header.Set("Content-Encoding", "gzip")
			answer.header.Del("Content-Length")
		}
	}
	maps.Copy(w.Header(), answer.header)
	w.WriteHeader(answer.status)
	w.Write(body) // an error means that the reader is gone
}

// record is the answer to a request as those get it who take nothing compressed.
func (h *hotVerify) record(r *http.Request) *recordedAnswer {
	plain := *r
	plain.Header = maps.Clone(r.Header)
	plain.Header.Del("Accept-Encoding")
	answer := &recordedAnswer{header: http.Header{}}
	h.s.echo.ServeHTTP(answer, &plain)
	return answer
}

// finish makes an answer that can go out again, nil of one that cannot.
func (h *hotVerify) finish(key finishedKey, answer *recordedAnswer, generation int64, day string) *finished {
	f := &finished{key: key, status: answer.status, generation: generation, day: day}
	body := bytes.Clone(answer.body.Bytes())
	isJSON, found := key.kind&asJSON != 0, true
	switch {
	case f.status == http.StatusOK && isJSON:
		f.key, f.body = key.wordless(), &pieces{parts: [][]byte{body}}
	case f.status == http.StatusNotFound && isJSON && key.kind&anyTongue == 0:
		var head, tail []byte
		head, tail, found = bytes.Cut(body, []byte(answer.header.Get("X-Request-Id")))
		f.body = &pieces{parts: [][]byte{head, tail}, gaps: []gap{idGap}}
	case f.status == http.StatusOK:
		f.body, found = h.cutChecked(body, key)
	case f.status == http.StatusNotFound && !isJSON:
		f.body = h.wrong.get(unknownAnswer, key.kind, generation, day)
		f.shares, found = true, f.body != nil
	default:
		return nil
	}
	if !found {
		return nil
	}
	header := answer.header.Clone()
	header.Del("X-Request-Id")
	header.Del("Content-Length")
	var err error
	own := slips{key, &moment{checked: [2][]byte{f.body.line, f.body.line}}, answer.header.Get("X-Request-Id")}
	if key.kind&packed != 0 {
		if !f.shares {
			err = f.body.pack(own)
		}
		header.Set("Content-Encoding", "gzip")
	}
	if err != nil {
		return nil
	}
	if !f.shares {
		f.body.measure(own)
	}
	if f.header, err = h.headers.share(header); err != nil {
		return nil
	}
	return f
}

// cutChecked takes the line that says when it was looked up out of a page; false when the page has none that
// this code would write letter by letter.
func (h *hotVerify) cutChecked(page []byte, key finishedKey) (*pieces, bool) {
	from := bytes.Index(page, []byte(checkedOpen))
	if from < 0 {
		return nil, false
	}
	stamp, _, _ := strings.Cut(string(page[from+len(checkedOpen):]), `"`)
	at, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return nil, false
	}
	line := h.checkedLine(languages[one(key.kind&inEN != 0)], at)
	if !bytes.HasPrefix(page[from:], line) {
		return nil, false
	}
	return &pieces{parts: [][]byte{page[:from], page[from+len(line):]}, gaps: []gap{timeGap}, line: line}, true
}

// sharedHeaders keeps one copy of equal headers: few differ, and each answer would carry its own.
type sharedHeaders struct{ kept sync.Map }

// sharedHeader is a header as a map and as it stands on the wire.
type sharedHeader struct {
	all   http.Header
	lines []byte // all but Content-Type, which net/http guesses when it knows none
}

func (s *sharedHeaders) share(header http.Header) (*sharedHeader, error) {
	var text strings.Builder
	if err := header.Write(&text); err != nil {
		return nil, err
	}
	if kept, found := s.kept.Load(text.String()); found {
		return kept.(*sharedHeader), nil
	}
	var lines bytes.Buffer
	if err := header.WriteSubset(&lines, map[string]bool{"Content-Type": true}); err != nil {
		return nil, err
	}
	kept, _ := s.kept.LoadOrStore(text.String(), &sharedHeader{header, lines.Bytes()})
	return kept.(*sharedHeader), nil
}

// recordedAnswer holds an answer back.
type recordedAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is http.ResponseWriter's.
func (a *recordedAnswer) Header() http.Header { return a.header }

// WriteHeader is http.ResponseWriter's.
func (a *recordedAnswer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write is http.ResponseWriter's.
func (a *recordedAnswer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// statusWriter notes the status of an answer that passes through.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader is http.ResponseWriter's.
func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
