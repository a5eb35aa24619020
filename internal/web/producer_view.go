package web

import (
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// ownDossier is a nomination before the person who files it, or before the secretariat that files for somebody.
type ownDossier struct {
	judging.NominationView
	edition judging.Edition
	pack    *judging.Pack
	office  bool
	due     string // YYYY-MM-DD of the latest supplement request, or empty
	asked   time.Time
	reasons []judging.VerdictReason
}

// ownDossier loads the nomination that the address names. To whoever may not change it, it does not exist: judges
// and council read dossiers on pages of their own.
func (s *Server) ownDossier(c echo.Context) (d ownDossier, err error) {
	ctx := c.Request().Context()
	if d.NominationView, err = s.Judging.Nomination(ctx, who(c), c.Param("id")); err != nil {
		return d, err
	}
	slug := s.slugOf(c, d.Edition)
	if d.edition, err = s.Judging.EditionBySlug(ctx, who(c), slug); err != nil {
		return d, err
	}
	hats, err := s.Judging.Hats(ctx, who(c), slug)
	if err != nil {
		return d, err
	}
	d.office = slices.Contains(hats, accounts.HatSecretariat)
	if d.Filer == who(c).User.ID {
		hats = append(hats, accounts.HatOwner)
	}
	if !accounts.Allowed(accounts.EditNomination, hats) {
		return d, fault.New(fault.NotFound, "not_found")
	}
	if d.pack, err = s.Judging.Pack(d.edition); err != nil {
		return d, err
	}
	if d.State != judging.NominationSupplement && d.State != judging.NominationIneligible {
		return d, nil
	}
	verdicts, err := s.Judging.Verdicts(ctx, who(c), d.ID)
	for _, v := range verdicts {
		d.due, d.asked, d.reasons = v.Due, v.At, v.Reasons
	}
	return d, err
}

func (d ownDossier) base() string { return "/nominations/" + d.ID }

// open reports whether the dossier can be changed now, as judging decides it when it is saved.
func (d ownDossier) open(now time.Time) bool {
	early := d.edition.State == judging.Filing || d.edition.State == judging.Screening
	switch {
	case d.State == judging.NominationWithdrawn:
		return false
	case d.office, d.State == judging.NominationSupplement:
		return early
	}
	return d.State == judging.NominationDraft && d.edition.State == judging.Filing && !d.edition.FilingOver(now)
}

// stageOf is where a nomination stands for its producer, one of templates.ProducerStages.
func stageOf(n judging.Nomination, e judging.Edition, now time.Time) string {
	switch n.State {
	case judging.NominationDraft:
		if e.State != judging.Filing || e.FilingOver(now) {
			return "late"
		}
	case judging.NominationSupplement:
		if e.State != judging.Filing && e.State != judging.Screening {
			return "late"
		}
	case judging.NominationEligible:
		switch e.State {
		case judging.Scoring, judging.Deliberation:
			return "scoring"
		case judging.Announced, judging.Closed:
			return "results"
		default:
		}
	default:
	}
	return string(n.State)
}

// filingDeadline is that of an edition.
func filingDeadline(e judging.Edition, now time.Time) templates.ProducerDeadline {
	d := deadlineAt("filing", e.FilingUntil, now)
	d.Over = e.FilingOver(now)
	return d
}

// supplementDeadline is the end of the day by which a dossier is to be sent again.
func supplementDeadline(due string, now time.Time) templates.ProducerDeadline {
	day, err := i18n.ParseDate(due)
	if due == "" || err != nil {
		return templates.ProducerDeadline{Kind: "supplement"}
	}
	return deadlineAt("supplement", day.AddDate(0, 0, 1).Add(-time.Minute), now)
}

func deadlineAt(kind string, at, now time.Time) templates.ProducerDeadline {
	return templates.ProducerDeadline{Kind: kind, At: at, Now: now, Over: !at.IsZero() && now.After(at)}
}

// dossierHead is what the pages of a dossier begin with.
func (s *Server) dossierHead(c echo.Context, d ownDossier) templates.ProducerHead {
	h := templates.ProducerHead{
		Base: d.base(), Code: d.Code, Product: d.Product, Edition: s.editionLine(c, d.edition).Name,
		Stage: stageOf(d.Nomination, d.edition, s.Now()),
	}
	switch d.State {
	case judging.NominationDraft:
		h.Deadline = filingDeadline(d.edition, s.Now())
	case judging.NominationSupplement:
		h.Deadline = supplementDeadline(d.due, s.Now())
	default:
	}
	return h
}

// say is a sentence for the producer's pages.
func (s *Server) say(c echo.Context, code string, pairs ...any) string {
	return s.messages(c)("page.say.producer", code, fault.MakeArgs(pairs...))
}

// sayIf is say for codes that come from a rule pack: "" for one that the catalogue does not know.
func (s *Server) sayIf(c echo.Context, code string) string {
	text := s.say(c, code)
	if text == "page.say.producer."+code {
		return ""
	}
	return text
}
