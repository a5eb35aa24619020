package web

import (
	"bytes"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/templates"
)

// unknownPages are the pages about codes that were never issued, one for each kind of request: they differ in
// nothing but the code and the time, so that none needs a template of its own.
type unknownPages struct {
	kinds  [1 << kindBits]atomic.Pointer[unknownPage]
	making atomic.Bool
}

// unknownPage is such a page, as long as it is true.
type unknownPage struct {
	generation int64
	day        string
	made       time.Time
	body       *pieces // nil when it differs in more
}

// makeUnknownAfter is how long the page of a kind is made for each code anew when it changed again.
const makeUnknownAfter = time.Second

// get is the page of a kind that is true, or nil.
func (u *unknownPages) get(kind answerKind, generation int64, day string) *pieces {
	if p := u.kinds[kind].Load(); p != nil && p.generation == generation && p.day == day {
		return p.body
	}
	return nil
}

// due reports whether the page of a kind is to be made.
func (u *unknownPages) due(kind answerKind, generation int64, day string, now time.Time) bool {
	p := u.kinds[kind].Load()
	return p == nil || (p.generation != generation || p.day != day) && now.Sub(p.made).Abs() >= makeUnknownAfter
}

// unknownCode answers with the page about a code that was never issued.
func (s *Server) unknownCode(c echo.Context, p templates.Verify) error {
	if s.hot == nil {
		return s.page(c, http.StatusNotFound, p)
	}
	key, plain := s.finishedKey(c.Request())
	generation, fresh := s.hot.fresh.generation(c.Request().Context(), p.CheckedAt)
	if !plain || !fresh {
		return s.page(c, http.StatusNotFound, p)
	}
	h, at := s.hot, s.hot.at(p.CheckedAt)
	if h.unsaid.due(key.kind, generation, at.day, p.CheckedAt) && h.unsaid.making.CompareAndSwap(false, true) {
		body, err := h.cutUnknown(c, key, p, at)
		if err == nil {
			h.unsaid.kinds[key.kind].Store(&unknownPage{generation, at.day, p.CheckedAt, body})
		}
		h.unsaid.making.Store(false)
		if err != nil {
			return err
		}
	}
	body := h.unsaid.get(key.kind, generation, at.day)
	if body == nil {
		return s.page(c, http.StatusNotFound, p)
	}
	header := c.Response().Header()
	header.Add("Vary", "Accept-Encoding")
	if key.kind&packed != 0 {
		header.Set("Content-Encoding", "gzip")
	}
	header[echo.HeaderContentLength] = body.length
	return c.HTMLBlob(http.StatusNotFound, body.appendTo(nil, slips{key: key, at: at}))
}

// another code than that of a key.
func (k finishedKey) another() finishedKey {
	for i, c := range k.code {
		k.code[i] = 'a' + (c+7)%26
	}
	return k
}

// cutUnknown makes the page for the code of a key and for another one. It is nil when the one, cut up, does not give
// the other.
func (h *hotVerify) cutUnknown(c echo.Context, key finishedKey, p templates.Verify, at *moment) (*pieces, error) {
	var pages [2][]byte
	address := c.Request().URL.RequestURI()
	for i, k := range []finishedKey{key, key.another()} {
		sh, err := h.s.shell(c, "verify") // read after the generation, which it may be newer than but never older
		if err != nil {
			return nil, err
		}
		sh.Address = strings.Replace(address, key.spelled(), k.spelled(), 1)
		p.Shell, p.Report, p.Code = sh, sh.Help, k.printed()
		var buf bytes.Buffer
		if err := h.s.Pages.Render(&buf, h.s.lang(c), p); err != nil {
			return nil, err
		}
		pages[i] = buf.Bytes()
	}
	own := slips{key: key, at: at}
	body := cutPage(pages[0], at.checked[one(key.kind&inEN != 0)], own)
	if !bytes.Equal(body.appendTo(nil, slips{key: key.another(), at: at}), pages[1]) || len(pages[0]) < smallest {
		return nil, nil
	}
	if key.kind&packed != 0 {
		if err := body.pack(own); err != nil {
			return nil, err
		}
	}
	body.measure(own)
	return body, nil
}
