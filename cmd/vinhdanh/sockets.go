package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// firstSocket is the first file that systemd hands over (sd_listen_fds(3)).
const firstSocket = 3

// inherited are the listening sockets that systemd opened for this process, in the unit's order; none when it
// opened none. While a server restarts they stay open and callers wait instead of being refused.
func inherited(env []string) ([]net.Listener, error) {
	if lookup(env, "LISTEN_PID") != strconv.Itoa(os.Getpid()) {
		return nil, nil
	}
	count, err := strconv.Atoi(lookup(env, "LISTEN_FDS"))
	if err != nil || count < 0 || count > 16 {
		return nil, fmt.Errorf("systemd hands over %q sockets", lookup(env, "LISTEN_FDS"))
	}
	list := make([]net.Listener, 0, count)
	for fd := firstSocket; fd < firstSocket+count; fd++ {
		syscall.CloseOnExec(fd)
		f := os.NewFile(uintptr(fd), "socket "+strconv.Itoa(fd))
		l, err := net.FileListener(f) // a copy
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("take over socket %d from systemd: %w", fd, err)
		}
		list = append(list, l)
	}
	return list, nil
}

// lookup is a variable of an environment, "" when it is not set.
func lookup(env []string, name string) string {
	for _, v := range env {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value
		}
	}
	return ""
}

// tellSystemd passes on a state such as READY=1 (sd_notify(3)), when a service manager asked for it.
func tellSystemd(ctx context.Context, env []string, state string) error {
	name := lookup(env, "NOTIFY_SOCKET")
	if name == "" {
		return nil
	}
	dialer := net.Dialer{Timeout: time.Second}
	conn, err := dialer.DialContext(ctx, "unixgram", name) // a leading @ is the abstract name space
	if err != nil {
		return fmt.Errorf("tell systemd: %w", err)
	}
	_, err = conn.Write([]byte(state))
	if err = errors.Join(err, conn.Close()); err != nil {
		return fmt.Errorf("tell systemd: %w", err)
	}
	return nil
}

// listenOn opens an address.
func listenOn(ctx context.Context, addr, flag string) (net.Listener, error) {
	var listen net.ListenConfig
	l, err := listen.Listen(ctx, "tcp", addr)
	if err != nil {
		hint := "another program may use the port; choose one with " + flag
		if errors.Is(err, syscall.EACCES) {
			hint = "ports below 1024 need CAP_NET_BIND_SERVICE or a socket unit, see docs/operations.md"
		}
		return nil, hinted{fmt.Errorf("listen on %s: %w", addr, err), hint}
	}
	return l, nil
}
