package web

import (
	"io"
	"net"
	"testing"
)

// TestAnswerLeavesInOnePiece: nothing is sent before release, then all of it; without its header lines nothing is.
func TestAnswerLeavesInOnePiece(t *testing.T) {
	for _, tt := range []struct {
		name, header, want string
	}{
		{"whole", "HTTP/1.1 200 OK\r\nDate: x\r\n\r\n", "HTTP/1.1 200 OK\r\nDate: x\r\nX-Frame-Options: DENY\r\n\r\nbody"},
		{"no header", "HTTP/1.1 200 OK\r\nDa", ""},
	} {
		l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		reader, err := new(net.Dialer).DialContext(t.Context(), "tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		conn, err := WholeAnswers(l).Accept()
		if err != nil {
			t.Fatal(err)
		}
		c := conn.(*wholeConn)
		c.gather([]byte("X-Frame-Options: DENY\r\n"))
		for _, part := range []string{tt.header, "body"} {
			if n, err := c.Write([]byte(part)); n != len(part) || err != nil {
				t.Errorf("%s: %d, %v", tt.name, n, err)
			}
		}
		c.release()
		if _, err := c.Write([]byte("!")); (err == nil) != (tt.want != "") {
			t.Errorf("%s: the connection afterwards: %v", tt.name, err)
		}
		_ = c.Close() // the second time, where it failed
		got, err := io.ReadAll(reader)
		if want := tt.want; want != "" && string(got) != want+"!" || want == "" && len(got) > 0 || err != nil {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, want)
		}
	}
}
