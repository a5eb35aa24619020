package mail

import (
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"
)

func letter() Message {
	return Message{
		ID: "job-7", To: "lan@example.vn", ToName: "Nghệ nhân Nguyễn Thị Lan",
		Subject: "Hồ sơ “Nón lá làng Chuông” đã được tiếp nhận để bình chọn sản phẩm công nghiệp nông thôn tiêu biểu",
		Text:    "Kính gửi bà Lan,\n\nHồ sơ đã được tiếp nhận.\n.\nDòng sau dấu chấm.\n",
	}
}

// readBack checks every header and the text of a letter as a mail program sees them.
func readBack(t *testing.T, raw, from string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	words := new(mime.WordDecoder)
	subject, err := words.DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != letter().Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Name != letter().ToName || to[0].Address != letter().To {
		t.Errorf("to %v, %v", to, err)
	}
	author, err := m.Header.AddressList("From")
	if err != nil || author[0].String() != from {
		t.Errorf("from %v, want %s", author, from)
	}
	if id := m.Header.Get("Message-Id"); id != "<job-7@award.vn>" {
		t.Errorf("message id %q", id)
	}
	if date, err := m.Header.Date(); err != nil || time.Since(date) > time.Minute {
		t.Errorf("date %v, %v", date, err)
	}
	for _, name := range []string{"User-Agent", "X-Mailer", "Bcc"} {
		if v := m.Header.Get(name); v != "" {
			t.Errorf("%s: %s", name, v)
		}
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if got := strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")); err != nil || got != strings.TrimSpace(letter().Text) {
		t.Errorf("text %q, %v", got, err)
	}
	for line := range strings.SplitSeq(raw, "\n") {
		if len(line) > 999 {
			t.Errorf("line of %d bytes", len(line))
		}
	}
}

func TestMailbox(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mail")
	send, err := Open("", dir, "Hội đồng bình chọn <so@award.vn>")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := send(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
	}
	files, _ := os.ReadDir(dir)
	if len(files) != 2 || !regexp.MustCompile(`^\d{8}T\d{6}\.\d{6}Z-job-7\.eml$`).MatchString(files[0].Name()) {
		t.Fatalf("folder holds %v", files)
	}
	raw, err := os.ReadFile(filepath.Join(dir, files[0].Name()))
	if err != nil {
		t.Fatal(err)
	}
	readBack(t, string(raw), (&mail.Address{Name: "Hội đồng bình chọn", Address: "so@award.vn"}).String())
}

func TestSMTP(t *testing.T) {
	server, client := selfSigned(t)
	for _, c := range []struct {
		name, url string
		sink      *sink
		encrypted bool
		user      string
	}{
		{"plain towards this machine", "smtp://", startSink(t, nil, false), false, ""},
		{"plain with a password", "smtp://robot:" + url.PathEscape("s:cret/é") + "@", startSink(t, nil, false), false, "robot"},
		{"STARTTLS when offered", "smtp://robot:" + url.PathEscape("s:cret/é") + "@", startSink(t, server, false), true, "robot"},
		{"TLS from the start", "smtps://", startSink(t, server, true), true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := parseSMTP(c.url+c.sink.addr+"?from=so@award.vn", "other@award.vn")
			if err != nil {
				t.Fatal(err)
			}
			s.tls = client
			if err := s.Send(t.Context(), letter()); err != nil {
				t.Fatal(err)
			}
			got := c.sink.deliveries()
			if len(got) != 1 || got[0].encrypted != c.encrypted || got[0].user != c.user || got[0].from != "so@award.vn" ||
				len(got[0].to) != 1 || got[0].to[0] != "lan@example.vn" {
				t.Fatalf("deliveries %+v", got)
			}
			readBack(t, got[0].data, "<so@award.vn>")
		})
	}
}

func TestSMTPRefusesStrangersCertificate(t *testing.T) {
	server, _ := selfSigned(t)
	k := startSink(t, server, true)
	s, err := parseSMTP("smtps://"+k.addr, "so@award.vn")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), letter()); err == nil || len(k.deliveries()) != 0 {
		t.Errorf("sent to a server nobody vouches for: %v", err)
	}
}

func TestSMTPPolicy(t *testing.T) {
	for host, want := range map[string]gomail.TLSPolicy{
		"localhost": gomail.TLSOpportunistic, "127.0.0.1": gomail.TLSOpportunistic, "[::1]": gomail.TLSOpportunistic,
		"mail.award.vn": gomail.TLSMandatory, "10.0.0.5": gomail.TLSMandatory, "localhost.evil.vn": gomail.TLSMandatory,
	} {
		s, err := parseSMTP("smtp://"+host, "so@award.vn")
		if err != nil || s.policy() != want || s.port != 587 {
			t.Errorf("%s: %v %v", host, s.policy(), err)
		}
	}
}

func TestInjectionIsRefused(t *testing.T) {
	k := startSink(t, nil, false)
	send, err := Open("smtp://"+k.addr, "", "so@award.vn")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Message){
		"CRLF in subject":      func(m *Message) { m.Subject = "Xin chào\r\nBcc: x@example.vn" },
		"LF in subject":        func(m *Message) { m.Subject = "Xin chào\nBcc: x@example.vn" },
		"line separator":       func(m *Message) { m.Subject = "Xin chào\u2028Bcc: x@example.vn" },
		"NUL in subject":       func(m *Message) { m.Subject = "Xin\x00chào" },
		"CRLF in name":         func(m *Message) { m.ToName = "Lan\r\nBcc: x@example.vn" },
		"CRLF in address":      func(m *Message) { m.To = "lan@example.vn\r\nBcc: x@example.vn" },
		"two addresses":        func(m *Message) { m.To = "lan@example.vn, x@example.vn" },
		"name in address":      func(m *Message) { m.To = "Lan <lan@example.vn>" },
		"no address":           func(m *Message) { m.To = "" },
		"CRLF in reply-to":     func(m *Message) { m.ReplyTo = "a@b.vn\r\nBcc: x@example.vn" },
		"CRLF in id":           func(m *Message) { m.ID = "a\r\nBcc: x@example.vn" },
		"path in id":           func(m *Message) { m.ID = "../../x" },
		"subject not UTF-8":    func(m *Message) { m.Subject = "\xff\xfe" },
		"subject without text": func(m *Message) { m.Subject = " " },
	} {
		m := letter()
		change(&m)
		if err := send(t.Context(), m); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := k.deliveries(); len(got) != 0 {
		t.Errorf("the server saw %+v", got)
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, c := range map[string]struct{ url, from string }{
		"scheme":          {"http://host", "so@award.vn"},
		"no host":         {"smtp://", "so@award.vn"},
		"no sender":       {"smtp://host", ""},
		"unknown setting": {"smtp://host?form=so@award.vn", "so@award.vn"},
		"sender":          {"smtp://host", "so@award.vn\r\nBcc: x@example.vn"},
		"folder's sender": {"", "nobody"},
		"broken URL":      {"smtp://robot:hunter2@%zz", "so@award.vn"},
	} {
		if _, err := Open(c.url, t.TempDir(), c.from); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
