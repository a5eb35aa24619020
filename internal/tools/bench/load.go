package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
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
func dial(ctx context.Context, address string) (*client, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
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

// rate runs one connection for each worker for the given time and returns requests a second.
func rate(ctx context.Context, address string, workers []worker, long time.Duration) (float64, error) {
	clients := make([]*client, 0, len(workers))
	defer func() {
		for _, c := range clients {
			c.close()
		}
	}()
	for range workers {
		c, err := dial(ctx, address)
		if err != nil {
			return 0, err
		}
		clients = append(clients, c)
	}
	var done, stop atomic.Int64
	failures := make([]error, len(workers))
	var all sync.WaitGroup
	started := time.Now()
	for n, w := range workers {
		all.Go(func() {
			for stop.Load() == 0 {
				if failures[n] = w(clients[n]); failures[n] != nil {
					return
				}
				done.Add(1)
			}
		})
	}
	time.Sleep(long)
	count, took := done.Load(), time.Since(started)
	stop.Store(1)
	all.Wait()
	if err := errors.Join(failures...); err != nil {
		return 0, err
	}
	return float64(count) / took.Seconds(), nil
}

// get makes workers that ask for the paths in turn and demand the status 200.
func get(connections int, paths []string) []worker {
	requests := make([][]byte, len(paths))
	for n, p := range paths {
		requests[n] = fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n", p)
	}
	workers := make([]worker, connections)
	for n := range workers {
		next := n
		workers[n] = func(c *client) error {
			request := requests[next%len(requests)]
			next++
			status, err := c.do(request, nil)
			if err == nil && status != 200 {
				err = fmt.Errorf("status %d for %.80q", status, request)
			}
			return err
		}
	}
	return workers
}
