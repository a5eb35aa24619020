package contract_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// object is a JSON object as the tests write it.
type object = map[string]any

// client speaks to the server with one token.
type client struct {
	base, token string
	http        *http.Client
}

func (s *server) client(token string) *client {
	return &client{s.base, token, &http.Client{Timeout: time.Minute, Transport: &checking{s.spec, http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// answer is what the server said to one call.
type answer struct {
	call   string
	status int
	header http.Header
	body   []byte
}

// file is one file of a multipart body.
type file struct {
	name  string
	data  []byte
	extra map[string]string // the other fields
}

// problem is an error of the API, as RFC 9457 and the contract shape it.
type problem struct {
	Status          int
	Title, Detail   string
	Code, RequestID string
	Errors          []fieldFault
	Missing         []struct{ Code, Detail string }
	Sheet           *sheet
}

type fieldFault struct{ Field, Code, Message string }

// do makes one call below /api/v1, or of a page when path begins with "!". The body is nil, a file,
// raw bytes or anything that becomes JSON; more are names and values of headers.
func (c *client) do(method, path string, body any, more ...string) (answer, error) {
	address := c.base + "/api/v1" + path
	if page, ok := strings.CutPrefix(path, "!"); ok {
		address = c.base + page
	}
	reader, kind, err := encode(body)
	if err != nil {
		return answer{}, err
	}
	request, err := http.NewRequestWithContext(context.Background(), method, address, reader)
	if err != nil {
		return answer{}, err
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	for i := 0; i < len(more); i += 2 {
		request.Header.Set(more[i], more[i+1])
	}
	response, err := c.http.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return answer{method + " " + path, response.StatusCode, response.Header, text}, err
}

func encode(body any) (io.Reader, string, error) {
	switch b := body.(type) {
	case nil:
		return nil, "", nil
	case []byte:
		return bytes.NewReader(b), "application/json", nil
	case file:
		var buffer bytes.Buffer
		w := multipart.NewWriter(&buffer)
		var failed error
		for name, value := range b.extra {
			failed = errors.Join(failed, w.WriteField(name, value))
		}
		part, err := w.CreateFormFile("file", b.name)
		if err == nil {
			_, err = part.Write(b.data)
		}
		return &buffer, w.FormDataContentType(), errors.Join(failed, err, w.Close())
	}
	text, err := json.Marshal(body)
	return bytes.NewReader(text), "application/json", err
}

func (c *client) call(t testing.TB, method, path string, body any, more ...string) answer {
	t.Helper()
	a, err := c.do(method, path, body, more...)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

func (c *client) get(t testing.TB, path string) answer {
	t.Helper()
	return c.call(t, http.MethodGet, path, nil)
}

func (c *client) post(t testing.TB, path string, body any, more ...string) answer {
	t.Helper()
	return c.call(t, http.MethodPost, path, body, more...)
}

// is fails unless the status is one of those.
func (a answer) is(statuses ...int) error {
	if slices.Contains(statuses, a.status) {
		return nil
	}
	return fmt.Errorf("%s: status %d, want %v\n%.1500s", a.call, a.status, statuses, a.body)
}

// want demands a status.
func (a answer) want(t testing.TB, statuses ...int) answer {
	t.Helper()
	if err := a.is(statuses...); err != nil {
		t.Fatal(err)
	}
	return a
}

// done demands success of a call that may make something.
func (a answer) done(t testing.TB) answer {
	t.Helper()
	return a.want(t, http.StatusOK, http.StatusCreated)
}

// read reads the JSON body.
func read[T any](t testing.TB, a answer) T {
	t.Helper()
	v, err := parse[T](a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func parse[T any](a answer) (T, error) {
	var v T
	if err := json.Unmarshal(a.body, &v); err != nil {
		return v, fmt.Errorf("%s: %w\n%.500s", a.call, err, a.body)
	}
	return v, nil
}

// refused demands an error of the contract's shape: a status and, unless it is "", a code.
func (a answer) refused(t testing.TB, status int, code string) problem {
	t.Helper()
	p := parseProblem(t, a.want(t, status))
	if code != "" && p.Code != code {
		t.Errorf("%s: code %q, want %q\n%s", a.call, p.Code, code, a.body)
	}
	return p
}

func parseProblem(t testing.TB, a answer) problem {
	t.Helper()
	if kind := a.header.Get("Content-Type"); !strings.HasPrefix(kind, "application/problem+json") {
		t.Errorf("%s: an error of type %q", a.call, kind)
	}
	raw := read[map[string]json.RawMessage](t, a)
	for _, name := range []string{"status", "title", "detail", "code", "request_id"} {
		if _, ok := raw[name]; !ok {
			t.Errorf("%s: the problem has no %q\n%s", a.call, name, a.body)
		}
	}
	p := read[struct {
		problem
		RequestID string `json:"request_id"`
	}](t, a)
	if p.Status != a.status || p.Title == "" || p.Code == "" || p.RequestID == "" {
		t.Errorf("%s: incomplete problem %s", a.call, a.body)
	}
	return p.problem
}

// blames demands that the problem names a field which contains that text.
func (p problem) blames(t testing.TB, part string) {
	t.Helper()
	for _, e := range p.Errors {
		if strings.Contains(e.Field, part) && e.Code != "" && e.Message != "" {
			return
		}
	}
	t.Errorf("no error with code and message names %q: %+v", part, p.Errors)
}

// list is one page of a listing.
type list[T any] struct {
	Items      []T
	NextCursor *string `json:"next_cursor"`
}

// all reads a whole listing, page after page of 200.
func all[T any](t testing.TB, c *client, path string) []T {
	t.Helper()
	return pages[T](t, c, path, 200)
}

// pages reads a whole listing by pages of a size.
func pages[T any](t testing.TB, c *client, path string, size int) []T {
	t.Helper()
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	var items []T
	address := fmt.Sprintf("%s%slimit=%d", path, separator, size)
	for cursor := ""; ; {
		a := c.get(t, address+cursor).want(t, http.StatusOK)
		page := read[list[T]](t, a)
		if page.Items == nil || !bytes.Contains(a.body, []byte(`"next_cursor"`)) {
			t.Fatalf("%s is not a page of a list: %.300s", a.call, a.body)
		}
		if len(page.Items) > size {
			t.Fatalf("%s: %d items on a page of %d", a.call, len(page.Items), size)
		}
		items = append(items, page.Items...)
		if page.NextCursor == nil {
			return items
		}
		cursor = "&cursor=" + *page.NextCursor
	}
}

// together runs f for 0 to n-1 in a few goroutines and fails with the first errors.
func together(t testing.TB, workers, n int, f func(i int) error) {
	t.Helper()
	errs := make([]error, n)
	next := make(chan int)
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for i := range next {
				errs[i] = f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
	failed := 0
	for _, err := range errs {
		if err == nil {
			continue
		}
		if failed++; failed <= 3 {
			t.Error(err)
		}
	}
	if failed > 0 {
		t.Fatalf("%d of %d failed", failed, n)
	}
}

// escape writes a text as a value of a query.
func escape(s string) string { return url.QueryEscape(s) }
