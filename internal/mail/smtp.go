package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// SMTP hands messages to a mail server, one connection a message. TLS is mandatory except towards this
// very machine.
type SMTP struct {
	host     string
	port     int
	implicit bool // TLS from the first byte
	user     string
	password string
	from     mail.Address
	tls      *tls.Config // nil: the system's roots
}

// sendTimeout bounds one delivery, server and network together.
const sendTimeout = 30 * time.Second

// parseSMTP reads smtp://user:password@host:587?from=… (STARTTLS) or smtps://… (TLS from the start). Its
// errors never repeat the URL, which holds a password.
func parseSMTP(rawURL, from string) (*SMTP, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, errors.New("SMTP URL cannot be read")
	}
	s := &SMTP{host: u.Hostname(), user: u.User.Username(), port: 587}
	s.password, _ = u.User.Password()
	switch u.Scheme {
	case "smtp":
	case "smtps":
		s.implicit, s.port = true, 465
	default:
		return nil, fmt.Errorf("SMTP URL has the scheme %q; smtp and smtps are known", u.Scheme)
	}
	if p := u.Port(); p != "" {
		if s.port, err = strconv.Atoi(p); err != nil {
			return nil, errors.New("SMTP URL has a bad port")
		}
	}
	for name := range u.Query() {
		if name != "from" {
			return nil, fmt.Errorf("SMTP URL has an unknown setting %q", name)
		}
	}
	if f := u.Query().Get("from"); f != "" {
		from = f
	}
	if s.host == "" {
		return nil, errors.New("SMTP URL names no host")
	}
	if from == "" {
		return nil, errors.New("SMTP needs a sender: add ?from=address to the URL")
	}
	s.from, err = parseFrom(from, "")
	return s, err
}

func (s *SMTP) local() bool {
	ip := net.ParseIP(s.host)
	return s.host == "localhost" || (ip != nil && ip.IsLoopback())
}

// policy lets only this very machine do without TLS.
func (s *SMTP) policy() gomail.TLSPolicy {
	if s.local() {
		return gomail.TLSOpportunistic
	}
	return gomail.TLSMandatory
}

// Send implements Sender.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := compose(s.from, m, time.Now()) //nolint:forbidigo // a letter is dated when it leaves
	if err != nil {
		return err
	}
	client, err := s.client()
	if err != nil {
		return err
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return fmt.Errorf("send message %s: %w", m.ID, err)
	}
	return nil
}

// reach signs in at the server and leaves without a letter.
func (s *SMTP) reach(ctx context.Context) error {
	client, err := s.client()
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("reach the mail server: %w", err)
	}
	return client.Close()
}

// client is a mail client that has not connected yet.
func (s *SMTP) client() (*gomail.Client, error) {
	opts := []gomail.Option{gomail.WithPort(s.port), gomail.WithTimeout(sendTimeout)}
	if s.implicit {
		opts = append(opts, gomail.WithSSL())
	} else {
		opts = append(opts, gomail.WithTLSPolicy(s.policy()))
	}
	if s.tls != nil {
		opts = append(opts, gomail.WithTLSConfig(s.tls))
	}
	if s.user != "" {
		auth := gomail.SMTPAuthAutoDiscover
		if s.local() && !s.implicit {
			auth = gomail.SMTPAuthPlainNoEnc
		}
		opts = append(opts, gomail.WithSMTPAuth(auth), gomail.WithUsername(s.user), gomail.WithPassword(s.password))
	}
	client, err := gomail.NewClient(s.host, opts...)
	if err != nil {
		return nil, fmt.Errorf("prepare mail client: %w", err)
	}
	return client, nil
}
