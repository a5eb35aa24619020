package web

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/letters"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// toTell are the producers of some certificates, each once, in their order.
type toTell struct {
	order []string
	of    map[string]*oneToTell
}

type oneToTell struct {
	producer judging.ProducerData
	list     []judging.MailCertificate
}

func (t *toTell) add(p judging.ProducerData, c judging.MailCertificate) {
	key := certificates.ProducerKey(p)
	if t.of == nil {
		t.of = map[string]*oneToTell{}
	}
	if t.of[key] == nil {
		t.of[key] = &oneToTell{producer: p}
		t.order = append(t.order, key)
	}
	t.of[key].list = append(t.of[key].list, c)
}

// calls are those who are told by telephone.
func (t *toTell) calls() (list []templates.OfficeCall) {
	for _, key := range t.order {
		x := t.of[key]
		call := templates.OfficeCall{Contact: templates.Contact{Name: x.producer.Name, Phone: localPhone(x.producer.Phone)}}
		for _, c := range x.list {
			call.Products = append(call.Products, c.Product)
		}
		list = append(list, call)
	}
	return list
}

// unknownCode stands in a letter that is shown before the certificates have their codes.
const unknownCode = "............"

// tellPreview is the choice to tell producers by letter, with the first of the letters as it will be.
func (s *Server) tellPreview(o officeScene, list toTell) (p templates.OfficeTell) {
	unaddressed := toTell{of: list.of}
	for _, key := range list.order {
		x := list.of[key]
		switch {
		case x.producer.Email == "":
			unaddressed.order = append(unaddressed.order, key)
		case p.To == "":
			p.To = x.producer.Email
			p.Subject, p.Body = letters.In(s.Translate, i18n.Vietnamese, s.BaseURL, certificates.IssuedLetter(o.edition, x.producer.Name, x.list))
		}
	}
	p.Calls = unaddressed.calls()
	p.Letters = len(list.order) - len(p.Calls)
	return p
}

// jobTells says how many letters an issue wrote and who had no address to write to and is to be called, whatever the
// dossiers hold by now; one that was revoked before its letter is neither.
func (s *Server) jobTells(c echo.Context, o officeScene, batch certificates.Batch) (*templates.OfficeTell, error) {
	lines, _, err := s.register(c, o.edition.Slug, registerQuery{})
	if err != nil {
		return nil, err
	}
	entries, err := s.officeEntries(c, o)
	if err != nil {
		return nil, err
	}
	made := make(map[string]bool, len(batch.Certificates))
	for _, id := range batch.Certificates {
		made[id] = true
	}
	told, err := s.Certificates.Letters(c.Request().Context(), who(c), o.edition.Slug)
	if err != nil {
		return nil, err
	}
	var calls toTell
	written := map[string]bool{} // by the job of the letter
	for _, l := range lines {
		switch letter := told[l.ID]; {
		case !made[l.ID] || letter.Sent.IsZero():
		case letter.Job != "":
			written[letter.Job] = true
		default:
			calls.add(entries[l.Nomination].Producer, judging.MailCertificate{Number: l.Number, Product: l.Product, Code: l.Code})
		}
	}
	return &templates.OfficeTell{Letters: len(written), Calls: calls.calls()}, nil
}

// certificateLetter shows what its producer was told by letter, and lets the head send the letter again.
func (s *Server) certificateLetter(c echo.Context, x certificateScene, p *templates.OfficeCertificate) error {
	letter, err := s.Certificates.LetterAbout(c.Request().Context(), who(c), x.Code)
	if err != nil {
		return err
	}
	if letter.Times > 0 {
		p.Moments = append(p.Moments, templates.Moment{At: letter.Sent, Title: x.tell("moment_told")})
		slices.SortStableFunc(p.Moments, func(a, b templates.Moment) int { return b.At.Compare(a.At) })
	}
	if !x.head || !x.May(certificates.EventRevoked) {
		return nil
	}
	n, err := s.Judging.Nomination(c.Request().Context(), who(c), x.Nomination)
	if err != nil {
		return err
	}
	p.Contact = &templates.Contact{Name: n.Producer.Name, Phone: localPhone(n.Producer.Phone), Email: n.Producer.Email}
	if n.Producer.Email != "" {
		p.LetterURL, p.Told = x.at()+"/letter", letter.Times > 0
	}
	return nil
}

// officeLetter sends the letter about one certificate, also again.
func (s *Server) officeLetter(c echo.Context) error {
	x, err := s.actScene(c)
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	return s.once(c, form, func() (string, error) {
		err := s.Certificates.SendLetter(c.Request().Context(), who(c), x.Code)
		if fault.IsCode(err, "no_email") {
			return x.at(), nil // the page says whom to call
		}
		return x.at() + "?done=office_letter", err
	})
}

// mailedCandidate is a certificate before its issue, as a letter will tell of it.
func mailedCandidate(st certificates.Statement) judging.MailCertificate {
	return judging.MailCertificate{Number: st.Number, Product: strings.TrimSpace(st.Product), Code: unknownCode}
}
