package web_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/web"
)

// TestDownloadsWaitForTheirTurn: as many downloads as may run at once stall; the next is refused until they are cut off.
func TestDownloadsWaitForTheirTurn(t *testing.T) {
	begun := make(chan struct{})
	part := make([]byte, 1<<20)
	h, most := web.Downloads(2*time.Second, func(c echo.Context) error {
		if c.QueryParam("short") != "" {
			return c.String(http.StatusOK, "whole")
		}
		begun <- struct{}{}
		for range 256 { // more than a network holds in its buffers
			if _, err := c.Response().Write(part); err != nil {
				panic(http.ErrAbortHandler)
			}
		}
		return nil
	})
	server := httptest.NewServer(h)
	defer server.Close()
	for range most {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		<-begun
	}
	ask := func() int {
		res, err := server.Client().Get(server.URL + "/?short=1")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			t.Fatal(err)
		}
		return res.StatusCode
	}
	if got := ask(); got != http.StatusServiceUnavailable {
		t.Errorf("a download too many is answered %d", got)
	}
	for n := 0; ask() != http.StatusOK; n++ { // until those who take nothing are cut off
		if n == 1000 {
			t.Fatal("who takes nothing keeps its place")
		}
		time.Sleep(20 * time.Millisecond)
	}
}
