package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
)

// WholeAnswers is a listener on whose TCP connections a finished answer leaves in one piece; an http.Server that
// takes its connections needs ConnContext too. Everything else passes through untouched.
func WholeAnswers(l net.Listener) net.Listener { return wholeListener{l} }

type wholeListener struct{ net.Listener }

// Accept is net.Listener's.
func (l wholeListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		return &wholeConn{TCPConn: tcp}, err
	}
	return c, err
}

type wholeKey struct{}

// ConnContext is http.Server's: handlers find the connection of WholeAnswers in their context.
func ConnContext(ctx context.Context, c net.Conn) context.Context {
	if whole, ok := c.(*wholeConn); ok {
		return context.WithValue(ctx, wholeKey{}, whole)
	}
	return ctx
}

// wholeConn can gather what net/http writes: an answer over its buffer of 4 KiB takes two writes otherwise, each of
// which wakes the reader. Into what is gathered it puts header lines that are the same in many answers, which
// net/http would copy, sort and check each time, and bodies without a detour. Only the goroutine that serves the
// connection writes.
type wholeConn struct {
	*net.TCPConn
	gathered *[]byte // nil while writes pass through
	lines    []byte  // to be put at the end of the header; nil once they are
}

// answerBody is the body of an answer to one reader.
type answerBody struct {
	*pieces
	slips
	rest []byte // what is still to be read, once anything was
	read bool
}

// Read is io.Reader's.
func (f *answerBody) Read(p []byte) (int, error) {
	if !f.read {
		f.rest, f.read = f.appendTo(nil, f.slips), true
	}
	if len(f.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

// answerBuffers are buffers that wait for their next answer.
type answerBuffers struct{ pool sync.Pool }

var buffers = answerBuffers{sync.Pool{New: func() any { return new(make([]byte, 0, 8<<10)) }}}

func (b *answerBuffers) get() *[]byte {
	buf := b.pool.Get().(*[]byte)
	*buf = (*buf)[:0]
	return buf
}

func (b *answerBuffers) put(buf *[]byte) { b.pool.Put(buf) }

// Write is net.Conn's.
func (c *wholeConn) Write(p []byte) (int, error) {
	if c.gathered == nil {
		return c.TCPConn.Write(p)
	}
	rest := p
	if c.lines != nil {
		if end := bytes.Index(p, []byte("\r\n\r\n")) + len("\r\n"); end >= len("\r\n") {
			*c.gathered = append(append(*c.gathered, p[:end]...), c.lines...)
			c.lines, rest = nil, p[end:]
		}
	}
	*c.gathered = append(*c.gathered, rest...)
	return len(p), nil
}

// ReadFrom is io.ReaderFrom's.
func (c *wholeConn) ReadFrom(src io.Reader) (int64, error) {
	if c.gathered == nil {
		return c.TCPConn.ReadFrom(src)
	}
	body, ok := src.(*answerBody)
	if !ok || body.read {
		return io.Copy(struct{ io.Writer }{c}, src)
	}
	before := len(*c.gathered)
	*c.gathered = body.appendTo(*c.gathered, body.slips)
	return int64(len(*c.gathered) - before), nil
}

// send answers in one piece: net/http's own header with the lines at its end, then the body.
func (c *wholeConn) send(w http.ResponseWriter, status int, lines []byte, body *answerBody) {
	c.gather(lines)
	defer c.release()
	w.WriteHeader(status)
	w.(http.Flusher).Flush()                // the header
	_, _ = w.(io.ReaderFrom).ReadFrom(body) // which calls the connection's
}

// gather holds back what is written until release, and puts the lines at the end of the header in it.
func (c *wholeConn) gather(lines []byte) {
	c.gathered, c.lines = buffers.get(), lines
}

// errNoHeader is an answer without the lines that belong into its header.
var errNoHeader = errors.New("net/http wrote no whole header at once")

// release sends what was gathered. A connection on which that fails ends, because net/http does not learn of it.
func (c *wholeConn) release() {
	err := errNoHeader
	if c.lines == nil {
		_, err = c.TCPConn.Write(*c.gathered)
	}
	buffers.put(c.gathered)
	c.gathered, c.lines = nil, nil
	if err != nil {
		_ = c.Close() // the reader is gone
	}
}

// wholeConnOf is the connection on which the answer to a request can leave in one piece, nil when it cannot: over
// TLS, to HEAD, to old clients, and while a body comes that net/http may have words about.
func wholeConnOf(w http.ResponseWriter, r *http.Request) *wholeConn {
	_, flushes := w.(http.Flusher)
	if _, reads := w.(io.ReaderFrom); !flushes || !reads || r.Method != http.MethodGet || !r.ProtoAtLeast(1, 1) || r.Body != http.NoBody {
		return nil
	}
	c, _ := r.Context().Value(wholeKey{}).(*wholeConn)
	return c
}
