package certificates

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

// Service keeps the register: it prepares, issues, withdraws and looks up certificates.
type Service struct {
	store     Store
	awards    *judging.Service // reads the rules of editions
	printable func(Statement) error
	now       func() time.Time
	places    sync.Map // printed code -> place in the status list, which never changes; read when a credential asks
}

// NewService makes the service. printable says before a number is given whether a statement can be
// drawn at all; now is the clock.
func NewService(store Store, awards *judging.Service, printable func(Statement) error, now func() time.Time) *Service {
	return &Service{store: store, awards: awards, printable: printable, now: now}
}

func (s *Service) clock() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

func (s *Service) today() Date { return Date(i18n.Today(s.now())) }

// entered is the edition of a slug for a caller who has a right in it.
func (s *Service) entered(tx Tx, who accounts.Actor, slug string, right accounts.Right) (judging.Edition, error) {
	e, err := s.awards.Known(tx, who, slug)
	if err != nil {
		return e, err
	}
	return e, enter(tx, who, e, right)
}

// enter makes sure of the caller's right in an edition.
func enter(tx Tx, who accounts.Actor, e judging.Edition, right accounts.Right) error {
	grants, err := tx.Grants(e.ID)
	if err != nil {
		return err
	}
	switch {
	case accounts.Allowed(right, accounts.Hats(who, e.Organiser, grants)):
		return nil
	case !who.SignedIn():
		return fault.New(fault.Unauthorised, "unauthorised")
	default:
		return fault.New(fault.Forbidden, "forbidden")
	}
}

// statement is what a certificate of a recognised nomination says, but for its code, number and dates.
func (s *Service) statement(e judging.Edition, n judging.Nomination, d judging.Decision, prize string) (Statement, ValidityRule, error) {
	pack, err := s.awards.Pack(e)
	if err != nil {
		return Statement{}, ValidityRule{}, err
	}
	honour := pack.Honour(e.Level)
	st := Statement{
		Product: n.Product, SetMembers: n.SetMembers, ProducerName: n.Producer.Name, ProducerAddress: printedAddress(e, n),
		ProductGroupCode: n.ProductGroup, LevelCode: e.Level, LevelTitle: Text{VI: honour.VI, EN: honour.EN},
		EditionName: e.Name, EditionNumber: e.Number, EditionYear: e.Year, Province: e.Province,
		DecisionNumber: d.Number, DecisionDate: Date(d.Date), Authority: d.Authority,
		Signer: Signer{Name: d.Signer.Name, Title: d.Signer.Title, Block: d.Signer.Block},
		Place:  placeName(e), Design: DefaultDesign,
	}
	for _, g := range pack.ProductGroups {
		if g.Code == n.ProductGroup {
			st.ProductGroup = Text{VI: g.Name.VI, EN: g.Name.EN}
		}
	}
	for _, p := range pack.Prizes {
		if p.Code == prize {
			st.Prize, st.PrizeEN = p.Name.VI, p.Name.EN
		}
	}
	return st, ValidityRule{ValidTo: pack.Certificate.ValidTo, Years: pack.Certificate.Years}, nil
}

// printedAddress is the producer's commune with the edition's province.
func printedAddress(e judging.Edition, n judging.Nomination) string {
	place := n.Producer.Commune
	if place == "" {
		return n.Producer.Address
	}
	if e.Province == "" || strings.Contains(i18n.Fold(place), i18n.Fold(placeName(e))) {
		return place
	}
	return place + ", " + e.Province
}

// placeName is the province without what it is: "tỉnh Hưng Yên" dates its papers from "Hưng Yên".
func placeName(e judging.Edition) string {
	for _, kind := range []string{"tỉnh ", "Tỉnh ", "thành phố ", "Thành phố "} {
		if rest, ok := strings.CutPrefix(e.Province, kind); ok {
			return rest
		}
	}
	if e.Province == "" {
		return e.Name
	}
	return e.Province
}

// prizeOf is the prize that the council proposed for a nomination, or "".
func prizeOf(p judging.ProposalRecord, nomination string) string {
	for _, x := range p.Items {
		if x.Nomination == nomination {
			return x.Prize
		}
	}
	return ""
}

// draft numbers and dates a statement and makes the register's prepared line of it.
func (s *Service) draft(tx Tx, e judging.Edition, n judging.Nomination, d judging.Decision, st Statement, until Date) (Certificate, error) {
	year := st.IssuedOn.Year()
	seq, err := tx.NextSeq(e.Organiser, fmt.Sprintf("certificate-%d", year))
	if err != nil {
		return Certificate{}, err
	}
	if st.Code, err = NewCode(rand.Reader); err != nil {
		return Certificate{}, err
	}
	st.Number, st.ValidUntil = Number(seq, year), until
	c := Certificate{ID: accounts.NewID(), Organiser: e.Organiser, Edition: e.ID, Nomination: n.ID, Decision: d.ID,
		Seq: seq, Prepared: s.clock()}
	return c.stating(st)
}

// stating is c with a statement and the columns that repeat it.
func (c Certificate) stating(st Statement) (Certificate, error) {
	st = st.Normal()
	canonical, err := st.Canonical()
	c.Statement = canonical
	c.Code, c.Number, c.Product, c.Producer = st.Code.String(), st.Number, st.Product, st.ProducerName
	c.Address, c.Group = st.ProducerAddress, st.ProductGroupCode
	c.IssuedOn, c.ValidUntil = string(st.IssuedOn), string(st.ValidUntil)
	return c, err
}

// line is a certificate with its events and what it is worth today.
func (s *Service) line(tx Tx, c Certificate) (Line, error) {
	events, err := tx.Events(c.ID)
	if err != nil {
		return Line{}, err
	}
	signatures, err := tx.Countersignatures(c.ID)
	if err != nil {
		return Line{}, err
	}
	status := StatusAt(Record{ValidUntil: Date(c.ValidUntil), Events: events}, s.today())
	return Line{Certificate: c, Status: status, Events: events, Signatures: signatures}, nil
}

// Line is one line of the register as of today.
type Line struct {
	Certificate
	Status     Status
	Events     []Event
	Signatures []Countersignature // the authority's own, oldest first
}

// File is the SHA-256 of the latest file: the one that the authority signed last, else the issued one.
func (l Line) File() string {
	if n := len(l.Signatures); n > 0 {
		return l.Signatures[n-1].SHA256
	}
	return l.PDFSHA256
}

// Current is the event that explains the line's status, or nil.
func (l Line) Current() *Event {
	for i := len(l.Events) - 1; i >= 0; i-- {
		if string(l.Events[i].Kind) == string(l.Status) {
			return &l.Events[i]
		}
	}
	return nil
}

// find loads an issued certificate by any spelling of its code.
func find(tx Tx, code string) (Certificate, error) {
	parsed, err := ParseCode(code)
	if err != nil {
		return Certificate{}, err
	}
	c, err := tx.CertificateByCode(parsed.String())
	if fault.KindOf(err) == fault.NotFound || err == nil && c.Issued.IsZero() {
		return Certificate{}, fault.New(fault.NotFound, "certificate_unknown", "code", parsed.String())
	}
	return c, err
}

// page cuts a list that was asked for with one more than the limit.
func page(list []Line, limit int) ([]Line, string) {
	if limit > 0 && len(list) > limit {
		return list[:limit], list[limit-1].ID
	}
	return list, ""
}

// Register are the issued certificates of an edition, by number.
func (s *Service) Register(ctx context.Context, who accounts.Actor, slug string, q Query) (list []Line, next string, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.ReadRegister)
		if err != nil {
			return err
		}
		q.Edition = e.ID
		list, next, err = s.lines(tx, q)
		return err
	})
	return list, next, err
}

// PublicRegister are the issued certificates of every edition, for everybody.
func (s *Service) PublicRegister(ctx context.Context, q Query) (list []Line, next string, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		list, next, err = s.lines(tx, q)
		return err
	})
	return list, next, err
}

func (s *Service) lines(tx Tx, q Query) ([]Line, string, error) {
	limit := q.Limit
	if limit > 0 {
		q.Limit++
	}
	q.Prepared = false
	certs, err := tx.Certificates(q)
	if err != nil {
		return nil, "", err
	}
	list := make([]Line, len(certs))
	for i, c := range certs {
		if list[i], err = s.line(tx, c); err != nil {
			return nil, "", err
		}
	}
	list, next := page(list, limit)
	return list, next, nil
}
