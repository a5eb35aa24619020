package certificates

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// Misuse is what somebody says is wrong with a certificate or its use.
type Misuse string

// The sorts of misuse that the form offers, in its order.
const (
	MisuseOtherProduct Misuse = "other_product" // the paper is with another product
	MisuseForged       Misuse = "forged"        // the paper looks forged
	MisuseExpired      Misuse = "expired"       // the honour is used though it ended
	MisuseClaim        Misuse = "claim"         // more is claimed than was given
	MisuseOther        Misuse = "something_else"
)

// Misuses lists the sorts of misuse in the order of the form.
func Misuses() []Misuse {
	return []Misuse{MisuseOtherProduct, MisuseForged, MisuseExpired, MisuseClaim, MisuseOther}
}

// Bounds of a report's texts, in characters.
const (
	MaxMisuseText    = 2000
	MaxMisuseContact = 200
)

// MisuseReport is what somebody reported. It is no part of the record and has no leaf: its contact is erased some months
// after it was handled.
type MisuseReport struct {
	ID          string
	Edition     string
	Certificate string // id, or "" when no certificate has the code
	Code        string // as printed
	Kind        Misuse
	Text        string
	Photo       string // SHA-256 of the cleaned picture, or ""
	Contact     string // how to reach who reported, or ""
	At          time.Time
	Handled     time.Time // zero while it is new
	HandledBy   string
	Note        string // what was done about it
}

// MisuseInput is what the form sends; Photo is a picture that is kept already.
type MisuseInput struct {
	Kind    Misuse
	Text    string
	Contact string
	Consent bool // to keep the contact; needed with one
	Photo   string
}

// Check is the faults of the fields, or nil.
func (in MisuseInput) Check() error {
	var f fault.Fields
	if !slices.Contains(Misuses(), in.Kind) {
		f.Add("kind", "required")
	}
	if in.Kind == MisuseOther && strings.TrimSpace(in.Text) == "" {
		f.Add("text", "required")
	}
	if utf8.RuneCountInString(in.Text) > MaxMisuseText {
		f.Add("text", "too_long", "max", MaxMisuseText)
	}
	if utf8.RuneCountInString(in.Contact) > MaxMisuseContact {
		f.Add("contact", "too_long", "max", MaxMisuseContact)
	}
	if strings.TrimSpace(in.Contact) != "" && !in.Consent {
		f.Add("consent", "required")
	}
	return f.Err()
}

// ReportMisuse stores what somebody reports about a code and queues a letter to the head of the secretariat. A code that
// no certificate has belongs to the latest edition that issued any. Faults: code_mistyped, those of MisuseInput.Check,
// and not_found when nothing was ever issued.
func (s *Service) ReportMisuse(ctx context.Context, code string, in MisuseInput) (r MisuseReport, err error) {
	parsed, err := ParseCode(code)
	if err != nil {
		return r, err
	}
	if err := in.Check(); err != nil {
		return r, err
	}
	r = MisuseReport{ID: accounts.NewID(), Code: parsed.String(), Kind: in.Kind, Text: plainText(in.Text), Photo: in.Photo, Contact: plainText(in.Contact), At: s.clock()}
	err = s.store.Update(ctx, func(tx Tx) error {
		c, err := tx.CertificateByCode(r.Code)
		switch {
		case err == nil && !c.Issued.IsZero():
			r.Certificate, r.Edition = c.ID, c.Edition
		case err == nil || fault.KindOf(err) == fault.NotFound:
			if r.Edition, err = tx.LatestIssuingEdition(); err != nil {
				return err
			}
		default:
			return err
		}
		if err := tx.SaveMisuseReport(r); err != nil {
			return err
		}
		return tellHead(tx, r.Edition, "misuse_report", map[string]string{"code": r.Code, "product": c.Product}, "/certificates/reports")
	})
	return r, err
}

func plainText(s string) string {
	return norm.NFC.String(strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD")))
}

// tellHead queues a letter to the heads of an edition's secretariat; path is below its desk.
func tellHead(tx Tx, edition, letter string, args map[string]string, path string) error {
	e, err := tx.Edition(edition)
	if err != nil {
		return err
	}
	grants, err := tx.Grants(edition)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if g.Body != accounts.Secretariat || g.Role != accounts.Head || !g.Ended.IsZero() {
			continue
		}
		u, err := tx.User(g.User)
		if err != nil {
			return err
		}
		args["edition"] = e.Name
		if _, err := judging.EnqueueMail(tx, judging.Mail{To: u.Email, Letter: letter, Args: args, LinkPath: "/desk/" + e.Slug + path}, edition); err != nil {
			return err
		}
	}
	return nil
}

// MisuseReports are an edition's reports for its secretariat, those that are new first, then the latest.
func (s *Service) MisuseReports(ctx context.Context, who accounts.Actor, slug string) (list []MisuseReport, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.Screen)
		if err != nil {
			return err
		}
		list, err = tx.MisuseReports(e.ID)
		return err
	})
	slices.SortStableFunc(list, func(a, b MisuseReport) int {
		if a.Handled.IsZero() != b.Handled.IsZero() {
			if a.Handled.IsZero() {
				return -1
			}
			return 1
		}
		return b.At.Compare(a.At)
	})
	return list, err
}

// HandleMisuse notes what was done about a report; a later note takes the place of an earlier one.
func (s *Service) HandleMisuse(ctx context.Context, who accounts.Actor, slug, id, note string) error {
	var f fault.Fields
	if strings.TrimSpace(note) == "" {
		f.Add("note", "required")
	}
	if utf8.RuneCountInString(note) > MaxMisuseText {
		f.Add("note", "too_long", "max", MaxMisuseText)
	}
	return s.store.Update(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.Screen)
		if err != nil {
			return err
		}
		list, err := tx.MisuseReports(e.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(r MisuseReport) bool { return r.ID == id })
		if i < 0 {
			return fault.New(fault.NotFound, "not_found")
		}
		if err := f.Err(); err != nil {
			return err
		}
		r := list[i]
		if r.Handled.IsZero() {
			r.Handled = s.clock()
		}
		r.HandledBy, r.Note = who.User.ID, plainText(note)
		return tx.SaveMisuseReport(r)
	})
}

// ForgetContacts erases how to reach those who reported what was handled so many months ago or longer.
func (s *Service) ForgetContacts(ctx context.Context, months int) error {
	return s.store.Update(ctx, func(tx Tx) error { return tx.ForgetMisuseContacts(s.clock().AddDate(0, -months, 0)) })
}
