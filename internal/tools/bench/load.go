package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// client is one kept-alive HTTP/1.1 connection that does no more than a measurement needs: the
// generator shares the machine with the server, and net/http would cost more than what it measures.
type client struct {
	conn   net.Conn
	reader *bufio.Reader
}

// dial connects to a loopback address.
func dial(ctx context.Context, address string) (*client, error) { return dialFrom(ctx, "", address) }

// dialFrom connects from one of the loopback addresses 127.x.x.x, which a server takes for as many people.
func dialFrom(ctx context.Context, local, address string) (*client, error) {
	dialer := net.Dialer{}
	if local != "" {
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(local)}
	}
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	return &client{conn, bufio.NewReaderSize(conn, 32<<10)}, nil
}

func (c *client) close() { _ = c.conn.Close() }

// do sends a request and returns the status; the body goes to sink, or nowhere when sink is nil.
func (c *client) do(request []byte, sink *bytes.Buffer) (int, error) {
	if err := c.conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return 0, fmt.Errorf("set deadline: %w", err)
	}
	if _, err := c.conn.Write(request); err != nil {
		return 0, fmt.Errorf("send: %w", err)
	}
	line, err := c.reader.ReadSlice('\n')
	if err != nil {
		return 0, fmt.Errorf("read status: %w", err)
	}
	if len(line) < 12 {
		return 0, fmt.Errorf("read status: %q", line)
	}
	status, err := strconv.Atoi(string(line[9:12]))
	if err != nil {
		return 0, fmt.Errorf("read status: %w", err)
	}
	length, chunked, err := c.headers()
	if err != nil {
		return 0, err
	}
	if !chunked {
		return status, c.body(length, sink)
	}
	for more := true; more; {
		size, err := c.chunk()
		if err != nil {
			return 0, err
		}
		if err := errors.Join(c.body(size, sink), c.body(len("\r\n"), nil)); err != nil {
			return 0, err
		}
		more = size > 0
	}
	return status, nil
}

// headers reads to the empty line.
func (c *client) headers() (length int, chunked bool, err error) {
	for {
		line, err := c.reader.ReadSlice('\n')
		if err != nil {
			return 0, false, fmt.Errorf("read headers: %w", err)
		}
		if len(line) <= 2 {
			return length, chunked, nil
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, false, fmt.Errorf("read content length: %w", err)
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = true
		}
	}
}

// chunk reads the size line of a chunk; the last chunk has the size 0.
func (c *client) chunk() (int, error) {
	line, err := c.reader.ReadSlice('\n')
	if err != nil {
		return 0, fmt.Errorf("read chunk: %w", err)
	}
	size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
	if err != nil {
		return 0, fmt.Errorf("read chunk size: %w", err)
	}
	return int(size), nil
}

func (c *client) body(length int, sink *bytes.Buffer) error {
	var err error
	if sink == nil {
		_, err = c.reader.Discard(length)
	} else {
		_, err = io.CopyN(sink, c.reader, int64(length))
	}
	if err != nil {
		return fmt.Errorf("read body: %w", err)
	}
	return nil
}

// worker does one request and is called again at once; each connection has its own.
type worker func(c *client) error

// statusError is an answer other than the one that a worker needs; its connection lives on.
type statusError struct {
	status int
	said   string
}

// Error says both.
func (e *statusError) Error() string { return fmt.Sprintf("status %d: %s", e.status, e.said) }

// rate runs one connection for each worker for the given time and returns requests a second. Answers that
// are errors are counted apart; a connection that breaks is an error of the whole.
func rate(ctx context.Context, address string, workers []worker, long time.Duration) (outcome, error) {
	clients := make([]*client, 0, len(workers))
	defer func() {
		for _, c := range clients {
			c.close()
		}
	}()
	for range workers {
		c, err := dial(ctx, address)
		if err != nil {
			return outcome{}, err
		}
		clients = append(clients, c)
	}
	var done, failed, stop atomic.Int64
	broken, refused := make([]error, len(workers)), make([]error, len(workers))
	var all sync.WaitGroup
	started := time.Now()
	for n, w := range workers {
		all.Go(func() {
			for stop.Load() == 0 {
				err := w(clients[n])
				if err == nil {
					done.Add(1)
					continue
				}
				if status := (*statusError)(nil); !errors.As(err, &status) {
					broken[n] = err
					return
				}
				failed.Add(1)
				refused[n] = err
			}
		})
	}
	time.Sleep(long)
	count, took := done.Load(), time.Since(started)
	stop.Store(1)
	all.Wait()
	o := outcome{perSecond: float64(count) / took.Seconds(), failed: failed.Load()}
	for _, err := range refused {
		if o.failure == nil {
			o.failure = err
		}
	}
	return o, errors.Join(broken...)
}

// get makes workers that ask for the paths in turn and demand the status 200.
func get(connections int, paths []string) []worker { return getOr(connections, paths, 200) }

// getOr is get that takes any of the statuses.
func getOr(connections int, paths []string, statuses ...int) []worker {
	requests := make([][]byte, len(paths))
	for n, p := range paths {
		requests[n] = fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n", p)
	}
	workers := make([]worker, connections)
	for n := range workers {
		next := n * len(requests) / connections
		workers[n] = func(c *client) error {
			request := requests[next%len(requests)]
			next++
			status, err := c.do(request, nil)
			if err == nil && !slices.Contains(statuses, status) {
				err = &statusError{status, fmt.Sprintf("%.80q", request)}
			}
			return err
		}
	}
	return workers
}

// putNothing sends a body as long as a score sheet's to the reference.
func putNothing(c *client) error { return send(c, nothing, 200) }

var nothing = fmt.Appendf(nil, "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200\r\n\r\n%s", bytes.Repeat([]byte("x"), 200))

// send is a request that must be answered with the status.
func send(c *client, request []byte, status int) error {
	got, err := c.do(request, nil)
	if err == nil && got != status {
		err = &statusError{got, fmt.Sprintf("%.80q", request)}
	}
	return err
}

// times makes n workers of one that holds no state.
func times(n int, w worker) []worker { return slices.Repeat([]worker{w}, n) }
