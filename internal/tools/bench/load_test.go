package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestClientReadsEveryBody(t *testing.T) {
	long := strings.Repeat("vinh danh ", 20_000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/empty":
			w.WriteHeader(http.StatusNotFound)
		case "/chunked":
			for range 2 {
				_, _ = w.Write([]byte(long))
				w.(http.Flusher).Flush()
			}
		default:
			_, _ = w.Write([]byte("short"))
		}
	}))
	defer server.Close()
	c, err := dial(t.Context(), server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	tests := []struct {
		path   string
		status int
		body   string
	}{{"/", 200, "short"}, {"/chunked", 200, long + long}, {"/empty", 404, ""}, {"/", 200, "short"}}
	for _, tt := range tests {
		var body bytes.Buffer
		status, err := c.do([]byte("GET "+tt.path+" HTTP/1.1\r\nHost: localhost\r\n\r\n"), &body)
		if err != nil || status != tt.status || body.String() != tt.body {
			t.Errorf("%s: status %d, %d bytes, %v; want %d, %d bytes", tt.path, status, body.Len(), err, tt.status, len(tt.body))
		}
	}
}

func TestRateCountsAWrongStatusApart(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	if o, err := rate(t.Context(), server.Listener.Addr().String(), get(2, []string{"/"}), 20*time.Millisecond); err != nil || o.perSecond > 0 || o.failed == 0 {
		t.Errorf("answers of 404 were counted as work done: %+v, %v", o, err)
	}
}
