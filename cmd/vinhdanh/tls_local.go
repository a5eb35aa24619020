package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"vinhdanh/certificates/pdf"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/localca"
)

// localFront serves a hall without internet: certificates of the data folder's own authority, and a plain
// address with one page about how to install it.
func (a *app) localFront(now time.Time) (front, error) {
	host, err := os.Hostname()
	if err != nil {
		return front{}, fmt.Errorf("ask for this machine's name: %w", err)
	}
	host, _, _ = strings.Cut(strings.ToLower(host), ".")
	ca, fresh, err := localca.Open(a.conf.Data, "Vinh Danh "+host+" "+i18n.Today(now), now)
	if err != nil {
		return front{}, hinted{err, "to make a new authority delete that file; every tablet then has to install the new one"}
	}
	if fresh {
		a.log.Warn("made a new local authority; devices have to install it", "ends", ca.Ends().Format(time.DateOnly), "fingerprint", ca.Fingerprint())
	}
	leaves := &localLeaves{ca: ca, names: []string{host + ".local", "localhost"}, now: time.Now}
	page, err := newInstallPage(ca, a.words, a.conf)
	if err != nil {
		return front{}, err
	}
	return front{tls: strictTLS(&tls.Config{GetCertificate: leaves.current}), plain: page,
		say: func(w io.Writer, main, plain net.Addr) error {
			return sayLocal(w, ca, hallHost(a.conf.Addr), main, plain)
		}}, nil
}

// localLeaves makes this machine's certificate: at first use, when it nears its end, and when somebody reached the
// machine by an address that it did not have before.
type localLeaves struct {
	ca    *localca.Authority
	names []string
	now   func() time.Time

	mu   sync.Mutex
	leaf *tls.Certificate
}

func (l *localLeaves) current(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var reached net.IP
	if hello != nil && hello.Conn != nil {
		if addr, ok := hello.Conn.LocalAddr().(*net.TCPAddr); ok {
			reached = addr.IP
		}
	}
	known := l.leaf != nil && (reached == nil || !localca.LocalAddress(reached) || slices.ContainsFunc(l.leaf.Leaf.IPAddresses, reached.Equal))
	if known && l.now().Before(l.leaf.Leaf.NotAfter.AddDate(0, -1, 0)) {
		return l.leaf, nil
	}
	addresses := machineAddresses()
	if reached != nil {
		addresses = append(addresses, reached)
	}
	leaf, err := l.ca.Leaf(l.names, addresses, l.now())
	if err != nil {
		return nil, err
	}
	l.leaf = leaf
	return leaf, nil
}

// machineAddresses are the addresses of this machine, those of virtual bridges too; none when it cannot tell.
func machineAddresses() []net.IP {
	list, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var found []net.IP
	for _, a := range list {
		if n, ok := a.(*net.IPNet); ok {
			found = append(found, n.IP)
		}
	}
	return found
}

// hallHost is how the hall's tablets reach this machine: the host that it listens on, else the address it would
// use towards the network, else any local one, else localhost. No packet is sent.
func hallHost(addr string) string {
	if host, _, err := net.SplitHostPort(addr); err == nil && host != "" {
		if ip := net.ParseIP(host); ip == nil || !ip.IsUnspecified() {
			return host
		}
	}
	if conn, err := new(net.Dialer).DialContext(context.Background(), "udp4", "192.0.2.1:9"); err == nil {
		ip := conn.LocalAddr().(*net.UDPAddr).IP //nolint:forcetypeassert // of a UDP connection
		if conn.Close() == nil && localca.LocalAddress(ip) {
			return ip.String()
		}
	}
	for _, ip := range machineAddresses() {
		if ip.To4() != nil && localca.LocalAddress(ip) && !ip.IsLoopback() {
			return ip.String()
		}
	}
	return "localhost"
}

// sayLocal prints where tablets go first, as text and as a symbol to scan, and what to compare.
func sayLocal(w io.Writer, ca *localca.Authority, host string, main, plain net.Addr) error {
	install := "http://" + withPort(host, plain)
	modules, err := pdf.Modules(install)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\nMáy tính bảng trong hội trường (tablets in the hall):\n  1. %s  cài chứng chỉ, một lần (install the certificate, once)\n"+
		"  2. https://%s  làm việc (work)\n%s\nDấu vân tay SHA-256 của chứng chỉ (fingerprint), đến %s:\n  %s\n\n",
		install, withPort(host, main), blocks(modules), ca.Ends().In(i18n.VN).Format("02/01/2006"), ca.Fingerprint())
	return err
}

func withPort(host string, addr net.Addr) string {
	_, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return host
	}
	return net.JoinHostPort(host, port)
}

// blocks draws a symbol for a terminal of any colours, two rows of modules in one line, with its quiet zone:
// what is light is drawn, because terminals are dark more often than not.
func blocks(modules [][]bool) string {
	const quiet = 4
	light := func(x, y int) bool {
		x, y = x-quiet, y-quiet
		return y < 0 || y >= len(modules) || x < 0 || x >= len(modules) || !modules[y][x]
	}
	var b strings.Builder
	side := len(modules) + 2*quiet
	for y := 0; y < side; y += 2 {
		b.WriteString("\n  \x1b[97;40m")
		for x := range side {
			switch upper, lower := light(x, y), light(x, y+1); {
			case upper && lower:
				b.WriteString("█")
			case upper:
				b.WriteString("▀")
			case lower:
				b.WriteString("▄")
			default:
				b.WriteString(" ")
			}
		}
		b.WriteString("\x1b[0m")
	}
	return b.String() + "\n"
}
