package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"vinhdanh/internal/web"
)

// uploadTime is how long a request may take to arrive: 20 MB of photos over a slow telephone.
const uploadTime = 10 * time.Minute

// stopTime is how long a server may take to stop, its drain and the requests under way together.
const stopTime = 20 * time.Second

// doors are the addresses that a server answers on: the platform's, and beside TLS a plain one.
type doors struct {
	app     *app
	front   front
	main    *http.Server
	sockets []net.Listener // of main; of plain
	plain   *http.Server   // nil for none
	fresh   freshConns
}

// openDoors listens; callers wait until serve answers them.
func (s *session) openDoors(ctx context.Context, a *app, handler http.Handler) (_ *doors, err error) {
	d := &doors{app: a}
	if d.front, err = a.front(time.Now()); err != nil {
		return nil, err
	}
	if d.sockets, err = inherited(s.env); err != nil {
		return nil, err
	}
	wanted := []struct{ addr, flag string }{{a.conf.Addr, "--addr"}}
	if d.front.plain != nil {
		wanted = append(wanted, struct{ addr, flag string }{a.conf.PlainAddr, "plain_addr in the settings"})
		d.plain = d.server(d.front.plain)
	}
	for i := len(d.sockets); i < len(wanted); i++ {
		l, err := listenOn(ctx, wanted[i].addr, wanted[i].flag)
		if err != nil {
			return nil, errors.Join(err, d.closeSockets())
		}
		d.sockets = append(d.sockets, l)
	}
	d.main = d.server(leaving{handler, a})
	d.main.TLSConfig = d.front.tls
	return d, nil
}

func (d *doors) closeSockets() error {
	var errs []error
	for _, l := range d.sockets {
		errs = append(errs, l.Close())
	}
	return errors.Join(errs...)
}

// server has the time-outs of everything that is served, and logs into the program's log.
func (d *doors) server(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: uploadTime, IdleTimeout: 2 * time.Minute,
		HTTP2:          &http.HTTP2Config{WriteByteTimeout: 2 * time.Minute}, // a handler's deadline does not reach a frame that is being written
		MaxHeaderBytes: 64 << 10, ConnState: d.fresh.state, ConnContext: web.ConnContext, ErrorLog: slog.NewLogLogger(d.app.log.Handler(), slog.LevelWarn)}
}

// answer serves until ctx ends or a door fails. Then /readyz says 503 for the time of draining while everything
// is still answered, so that a balancer looks elsewhere first; at last what is under way finishes.
func (d *doors) answer(ctx context.Context) error {
	failed := make(chan error, 2)
	var serving sync.WaitGroup
	serving.Go(func() {
		if d.main.TLSConfig != nil {
			failed <- ended(d.main.ServeTLS(d.sockets[0], "", ""))
			return
		}
		failed <- ended(d.main.Serve(web.WholeAnswers(d.sockets[0])))
	})
	if d.plain != nil {
		serving.Go(func() { failed <- ended(d.plain.Serve(d.sockets[1])) })
	}
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	d.app.stopping.Store(true)
	whole, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if err == nil && d.app.conf.Drain > 0 {
		select {
		case err = <-failed:
		case <-time.After(d.app.conf.Drain):
		}
	}
	for _, socket := range d.sockets {
		err = errors.Join(err, ended(socket.Close()))
	}
	serving.Wait()
	d.fresh.wait(whole)
	if d.plain != nil {
		err = errors.Join(err, d.plain.Shutdown(whole))
	}
	return errors.Join(err, d.main.Shutdown(whole))
}

// ended is nil for what a closed socket says.
func ended(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// freshConns are the connections that were taken and have asked nothing yet. net/http drops a request that it reads
// once Shutdown was called, so they are waited for before.
type freshConns struct{ conns sync.Map }

func (f *freshConns) state(c net.Conn, s http.ConnState) {
	if s == http.StateNew {
		f.conns.Store(c, true)
	} else {
		f.conns.Delete(c)
	}
}

// freshTime is how long a connection may stay silent when the server stops: browsers open some on suspicion.
const freshTime = time.Second

func (f *freshConns) wait(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, freshTime)
	defer cancel()
	for silent := true; silent; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(10 * time.Millisecond):
		}
		silent = false
		f.conns.Range(func(any, any) bool { silent = true; return false })
	}
}

// say prints where the platform is.
func (d *doors) say(w io.Writer) error {
	scheme := "http"
	if d.main.TLSConfig != nil {
		scheme = "https"
	}
	_, err := fmt.Fprintf(w, "Vinh Danh: %s://%s (%s)\n", scheme, d.sockets[0].Addr(), d.app.conf.BaseURL)
	if err == nil && d.front.say != nil {
		err = d.front.say(w, d.sockets[0].Addr(), d.sockets[1].Addr())
	}
	return err
}

// leaving has callers open new connections, which a balancer sends elsewhere, once the server stops.
type leaving struct {
	next http.Handler
	app  *app
}

// ServeHTTP answers one request.
func (l leaving) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if l.app.stopping.Load() {
		w.Header().Set("Connection", "close")
	}
	l.next.ServeHTTP(w, r)
}
