// Package mail sends one plain-text message at a time, into a folder or by SMTP. It refuses to know what
// a message says and when it is due: templates and jobs do.
package mail

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"
)

// Message is one message to one person.
type Message struct {
	// ID is unique and stays the same when the message is sent again (a job's id). It becomes the
	// Message-ID, so that a mailbox recognises the second copy.
	ID      string
	To      string // bare address
	ToName  string // may be empty
	ReplyTo string // bare address; may be empty
	Subject string
	Text    string // plain text, lines end with \n
}

// Sender sends one message; it returns once the message is durable in the folder or accepted by the
// server. A message that is refused before it is sent gives ErrRefused: sending it again is useless.
type Sender func(ctx context.Context, m Message) error

// ErrRefused marks a message that can never be sent: a bad address, a line break in a header.
var ErrRefused = errors.New("message refused")

// Open returns the sender that a URL names. When it is empty, messages are kept as files in dir. from is
// the sender's address, with or without a name ("Hội đồng <a@b.vn>"); a from=… in the URL wins.
func Open(rawURL, dir, from string) (Sender, error) {
	if rawURL == "" {
		author, err := parseFrom(from, "vinhdanh@localhost")
		if err != nil {
			return nil, err
		}
		return Mailbox{Dir: dir, From: author}.Send, nil
	}
	s, err := parseSMTP(rawURL, from)
	if err != nil {
		return nil, err
	}
	return s.Send, nil
}

// Reach connects to the server that a URL names, signs in and leaves; an empty URL is always reached.
func Reach(ctx context.Context, rawURL, from string) error {
	if rawURL == "" {
		return nil
	}
	s, err := parseSMTP(rawURL, from)
	if err != nil {
		return err
	}
	return s.reach(ctx)
}

func parseFrom(from, fallback string) (mail.Address, error) {
	if from == "" {
		from = fallback
	}
	a, err := mail.ParseAddress(from)
	if err != nil || strings.ContainsFunc(a.Name+a.Address, breaksHeader) {
		return mail.Address{}, fmt.Errorf("sender's address %q cannot be read", from)
	}
	return *a, nil
}

var plainID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)

// compose builds the RFC 5322 message: date, Message-ID, no User-Agent, quoted-printable UTF-8.
func compose(from mail.Address, m Message, now time.Time) (*gomail.Msg, error) {
	if err := check(m); err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	msg.FromMailAddress(&from)
	msg.ToMailAddress(&mail.Address{Name: m.ToName, Address: m.To})
	if m.ReplyTo != "" {
		msg.ReplyToMailAddress(&mail.Address{Address: m.ReplyTo})
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(now)
	_, host, _ := strings.Cut(from.Address, "@")
	msg.SetMessageIDWithValue(m.ID + "@" + host)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday replies, please
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	return msg, nil
}

func check(m Message) error {
	if !plainID.MatchString(m.ID) {
		return fmt.Errorf("%w: id is not plain", ErrRefused)
	}
	for name, value := range map[string]string{"to": m.To, "name": m.ToName, "subject": m.Subject, "reply-to": m.ReplyTo} {
		if !utf8.ValidString(value) || strings.ContainsFunc(value, breaksHeader) {
			return fmt.Errorf("%w: control character in %s", ErrRefused, name)
		}
	}
	for name, value := range map[string]string{"to": m.To, "reply-to": m.ReplyTo} {
		a, err := mail.ParseAddress(value)
		if (name == "to" || value != "") && (err != nil || a.Name != "" || a.Address != value) {
			return fmt.Errorf("%w: %s is not a bare address", ErrRefused, name)
		}
	}
	if strings.TrimSpace(m.Subject) == "" || !utf8.ValidString(m.Text) {
		return fmt.Errorf("%w: no subject, or text that is not UTF-8", ErrRefused)
	}
	return nil
}

// breaksHeader finds what could end a header or hide in it: all control characters and the two line
// separators of Unicode.
func breaksHeader(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }
