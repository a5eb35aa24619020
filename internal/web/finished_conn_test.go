package web_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/web"
)

// listening serves the world's server, with whole answers or as net/http writes them, and returns its address.
func (w *world) listening(whole bool) string {
	served := httptest.NewUnstartedServer(w.server)
	if whole {
		served.Listener = web.WholeAnswers(served.Listener)
		served.Config.ConnContext = web.ConnContext
	}
	served.Start()
	w.t.Cleanup(served.Close)
	return served.Listener.Addr().String()
}

// exchange writes requests onto one connection at once and returns what came back until it ends or every request is
// answered, and whether it stays open.
func exchange(t *testing.T, address string, requests ...string) (answers []said, open bool) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, strings.Join(requests, "")); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	for _, r := range requests {
		method, _, _ := strings.Cut(r, " ")
		res, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			return answers, false
		}
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Errorf("%q: %v", r, err)
		}
		id := res.Header.Get("X-Request-Id")
		res.Header.Del("X-Request-Id")
		res.Header.Del("Date")
		if len(id) != 26 {
			t.Errorf("%q has the id %q", r, id)
		}
		answers, open = append(answers, said{res.StatusCode, res.Header, strings.ReplaceAll(string(body), id, "ID")}), !res.Close
	}
	return answers, open
}

// TestWholeAnswersAreTheSame: an answer in one piece has the bytes and headers of one that net/http writes, and leaves
// the connection as that does; so have errors, files and everything else on such connections.
func TestWholeAnswersAreTheSame(t *testing.T) {
	w := newWorld(t)
	_, codes := issued(t, w)
	hot, plain := w.listening(true), w.listening(false)
	page, record, wrong := "/v/"+codes[0], "/api/v1/certificates/"+codes[0], "/v/"+unknownCode(t, 0)
	for _, path := range []string{page, record, wrong} {
		for range 3 {
			for _, accept := range []string{"", "gzip"} {
				w.send(asker("GET", path, accept, 0))
			}
		}
	}
	request := func(line, more string) string { return line + "\r\nHost: " + host(w) + "\r\n" + more + "\r\n" }
	gzip := "Accept-Encoding: gzip\r\n"
	for name, requests := range map[string][]string{
		"keep-alive": {request("GET "+page+" HTTP/1.1", ""), request("GET "+page+" HTTP/1.1", gzip), request("GET "+record+" HTTP/1.1", ""),
			request("GET "+wrong+" HTTP/1.1", gzip), request("GET /healthz HTTP/1.1", ""), request("GET "+page+" HTTP/1.1", gzip)},
		"head":       {request("HEAD "+page+" HTTP/1.1", ""), request("HEAD "+record+" HTTP/1.1", gzip), request("GET "+page+" HTTP/1.1", "")},
		"close":      {request("GET "+page+" HTTP/1.1", gzip+"Connection: close\r\n"), request("GET "+page+" HTTP/1.1", "")},
		"old":        {request("GET "+page+" HTTP/1.0", gzip), request("GET "+page+" HTTP/1.0", "")},
		"old, kept":  {request("GET "+record+" HTTP/1.0", "Connection: keep-alive\r\n"), request("GET "+page+" HTTP/1.0", "")},
		"with words": {request("GET "+page+" HTTP/1.1", "Content-Length: 3\r\n") + "abc", request("GET "+page+" HTTP/1.1", gzip)},
		"waiting":    {request("GET "+page+" HTTP/1.1", "Expect: 100-continue\r\nContent-Length: 3\r\n") + "abc"},
		"others":     {request("GET /v HTTP/1.1", gzip), request("GET /nothing HTTP/1.1", ""), request("GET /openapi.yaml HTTP/1.1", ""), request("GET "+page+" HTTP/1.1", "")},
	} {
		want, stays := exchange(t, plain, requests...)
		got, open := exchange(t, hot, requests...)
		if diff := cmp.Diff(want, got); diff != "" || open != stays || len(got) == 0 {
			t.Errorf("%s: it stays open: %v, want %v (- as net/http writes it, + in one piece):\n%s", name, open, stays, diff)
		}
	}
}

// host is the name that the world is asked under.
func host(w *world) string {
	return strings.TrimPrefix(strings.TrimPrefix(w.server.BaseURL, "https://"), "http://")
}

// TestWholeAnswersForManyAtOnce: no answer has bytes of another's, whatever others do with their connections.
func TestWholeAnswersForManyAtOnce(t *testing.T) {
	w := newWorld(t)
	_, codes := issued(t, w)
	for range 3 {
		for _, c := range codes {
			w.send(asker("GET", "/v/"+c, "", 0))
		}
	}
	address := w.listening(true)
	var all sync.WaitGroup
	for n := range 16 {
		all.Go(func() {
			conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			in := bufio.NewReader(conn)
			for i := range 50 {
				code := codes[(n+i)%len(codes)]
				if _, err := fmt.Fprintf(conn, "GET /v/%s HTTP/1.1\r\nHost: x\r\n\r\n", code); err != nil || n%4 == 0 && i == 25 {
					return // somebody leaves without reading
				}
				res, err := http.ReadResponse(in, nil)
				if err != nil {
					t.Error(err)
					return
				}
				body, err := io.ReadAll(res.Body)
				if err != nil || !bytes.Contains(body, []byte(code)) || res.Header.Get("Content-Security-Policy") == "" {
					t.Errorf("%s: %d bytes, %v, %v", code, len(body), res.Header, err)
					return
				}
			}
		})
	}
	all.Wait()
}
