package web

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/templates"
)

// The pages that wrong codes get.
const (
	unknownAnswer = iota // 404
	refusedAnswer        // 429

	wrongAnswers
)

// wrongPages are the pages about codes that were never issued, of each sort one for each kind of request: they differ
// in nothing but the code, the time and the request's id, so that none needs a template of its own.
type wrongPages struct {
	kinds  [wrongAnswers][1 << kindBits]atomic.Pointer[wrongPage]
	making atomic.Bool
}

// wrongPage is such a page, as long as it is true.
type wrongPage struct {
	generation int64
	day        string
	made       time.Time
	body       *pieces // nil when it differs in more
}

// makeWrongAfter is how long the page of a kind is made for each code anew when it changed again.
const makeWrongAfter = time.Second

// get is the page of a kind that is true, or nil.
func (u *wrongPages) get(sort int, kind answerKind, generation int64, day string) *pieces {
	if p := u.kinds[sort][kind].Load(); p != nil && p.generation == generation && p.day == day {
		return p.body
	}
	return nil
}

// due reports whether the page of a kind is to be made.
func (u *wrongPages) due(sort int, kind answerKind, generation int64, day string, now time.Time) bool {
	p := u.kinds[sort][kind].Load()
	return p == nil || (p.generation != generation || p.day != day) && now.Sub(p.made).Abs() >= makeWrongAfter
}

// unknownCode answers with the page about a code that was never issued.
func (s *Server) unknownCode(c echo.Context, p templates.Verify) error {
	said, err := s.wrongCode(c, wrongReply{unknownAnswer, http.StatusNotFound, p.Shell.Section, p.CheckedAt,
		func(sh templates.Shell, key finishedKey, _ string) templates.Page {
			p.Shell, p.Report, p.Code, p.ReportURL = sh, sh.Help, key.printed(), pagePath+string(key.code[:])+"/report"
			return p
		}})
	if said || err != nil {
		return err
	}
	return s.page(c, http.StatusNotFound, p)
}

// refusedCode answers with the error page for who asked for too many codes that were never issued.
func (s *Server) refusedCode(c echo.Context, p templates.Error) error {
	said, err := s.wrongCode(c, wrongReply{refusedAnswer, p.Status, p.Shell.Section, s.Now(),
		func(sh templates.Shell, _ finishedKey, id string) templates.Page {
			p.Shell, p.AgainURL, p.RequestID = sh, sh.Address, id
			return p
		}})
	if said || err != nil {
		return err
	}
	return s.page(c, p.Status, p)
}

// wrongReply is what is said about a wrong code.
type wrongReply struct {
	sort, status int
	section      string
	now          time.Time
	page         func(sh templates.Shell, key finishedKey, id string) templates.Page
}

// wrongCode answers out of the page of another code, and reports whether it did.
func (s *Server) wrongCode(c echo.Context, x wrongReply) (bool, error) {
	if s.hot == nil {
		return false, nil
	}
	key, plain := s.finishedKey(c.Request())
	generation, fresh := s.hot.fresh.generation(c.Request().Context(), x.now)
	if !plain || !fresh || key.kind&asJSON != 0 {
		return false, nil
	}
	u, own := &s.hot.wrong, slips{key, s.hot.at(x.now), requestID(c)}
	if u.due(x.sort, key.kind, generation, own.at.day, x.now) && u.making.CompareAndSwap(false, true) {
		body, err := s.cutWrong(c, x, own)
		if err == nil {
			u.kinds[x.sort][key.kind].Store(&wrongPage{generation, own.at.day, x.now, body})
		}
		u.making.Store(false)
		if err != nil {
			return false, err
		}
	}
	body := u.get(x.sort, key.kind, generation, own.at.day)
	if body == nil {
		return false, nil
	}
	header := c.Response().Header()
	header.Add("Vary", "Accept-Encoding")
	if key.kind&packed != 0 {
		header.Set("Content-Encoding", "gzip")
	}
	header[echo.HeaderContentLength] = body.length
	return true, c.HTMLBlob(x.status, body.appendTo(nil, own))
}

// another code than that of a key.
func (k finishedKey) another() finishedKey {
	for i, c := range k.code {
		k.code[i] = 'a' + (c+7)%26
	}
	return k
}

// cutWrong makes the page for who asks and for another one with another code. It is nil when the one, cut up, does
// not give the other.
func (s *Server) cutWrong(c echo.Context, x wrongReply, own slips) (*pieces, error) {
	var pages [2][]byte
	other := slips{own.key.another(), own.at, rand.Text()}
	for i, to := range []slips{own, other} {
		sh, err := s.shell(c, x.section) // read after the generation, which it may be newer than but never older
		if err != nil {
			return nil, err
		}
		sh.Address = strings.Replace(sh.Address, own.key.spelled(), to.key.spelled(), 1)
		var buf bytes.Buffer
		if err := s.Pages.Render(&buf, s.lang(c), x.page(sh, to.key, to.id)); err != nil {
			return nil, err
		}
		pages[i] = buf.Bytes()
	}
	body := cutPage(pages[0], own.at.checked[one(own.key.kind&inEN != 0)], own)
	if !bytes.Equal(body.appendTo(nil, other), pages[1]) || len(pages[0]) < smallest {
		return nil, nil
	}
	if own.key.kind&packed != 0 {
		if err := body.pack(own); err != nil {
			return nil, err
		}
	}
	body.measure(own)
	return body, nil
}
