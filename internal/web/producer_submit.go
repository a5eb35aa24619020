package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
	"vinhdanh/templates"
)

// showSubmit asks for the undertaking.
func (s *Server) showSubmit(c echo.Context) error {
	d, err := s.ownDossier(c)
	if err != nil {
		return err
	}
	if !d.open(s.Now()) {
		return s.done(c, d.base(), "")
	}
	var faults templates.FormFaults
	if c.QueryParam("agree") == "no" {
		faults = templates.FormFaults{{Field: "agree", Message: s.say(c, "agree_needed")}}
	}
	return s.submitPage(c, d, faults)
}

func (s *Server) submitPage(c echo.Context, d ownDossier, faults templates.FormFaults) error {
	sh, err := s.shell(c, "nominations")
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, templates.ProducerSubmit{Shell: sh, ProducerHead: s.dossierHead(c, d), Faults: faults})
}

// submitDossier sends a dossier. A second tap, or the same form sent again later, leads to the same confirmation.
func (s *Server) submitDossier(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	d, err := s.ownDossier(c)
	if err != nil {
		return err
	}
	if form.Get("agree") == "" {
		if !d.open(s.Now()) {
			return s.done(c, d.base(), "")
		}
		return c.Redirect(http.StatusSeeOther, d.base()+"/submit?agree=no") // so that the back button leads to a page, once it is sent
	}
	defer s.inflight.lock("submit " + d.ID)()
	_, err = s.Judging.SubmitNomination(c.Request().Context(), who(c), d.ID)
	if err == nil {
		return s.done(c, d.base()+"/done", "")
	}
	now, readErr := s.Judging.Nomination(c.Request().Context(), who(c), d.ID)
	if readErr == nil && now.State == judging.NominationSubmitted {
		return s.done(c, d.base()+"/done", "")
	}
	return s.refusedSubmit(c, d, err)
}

// showDone confirms that a dossier was received, with its number.
func (s *Server) showDone(c echo.Context) error {
	d, err := s.ownDossier(c)
	if err != nil {
		return err
	}
	if d.State != judging.NominationSubmitted {
		return s.done(c, d.base(), "")
	}
	sh, err := s.shell(c, "nominations")
	if err != nil {
		return err
	}
	steps, err := s.Judging.Timeline(c.Request().Context(), who(c), d.ID)
	if err != nil {
		return err
	}
	p := templates.ProducerDone{Shell: sh, ProducerHead: s.dossierHead(c, d), Mail: d.Producer.Email, Prints: s.prints(c, d)}
	p.Panel = templates.DonePanel{Title: s.say(c, "done_title"), Text: s.say(c, "done_text"), Number: d.Code}
	for _, x := range steps {
		if x.Kind == judging.StepResubmitted {
			p.Panel.Title = s.say(c, "done_again")
		}
	}
	if s.Papers != nil {
		p.ReceiptURL = d.base() + "/papers/receipt.pdf"
	}
	return s.page(c, http.StatusOK, p)
}

// askWithdraw asks whether a dossier is to be withdrawn.
func (s *Server) askWithdraw(c echo.Context) error {
	d, err := s.ownDossier(c)
	if err != nil {
		return err
	}
	if !d.withdrawable() {
		return s.done(c, d.base(), "")
	}
	sh, err := s.shell(c, "nominations")
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, templates.ProducerWithdraw{Shell: sh, ProducerHead: s.dossierHead(c, d)})
}

// withdrawable reports whether the dossier can be taken out, which ends when scoring opens.
func (d ownDossier) withdrawable() bool {
	return d.State != judging.NominationWithdrawn && (d.edition.State == judging.Filing || d.edition.State == judging.Screening)
}

// withdrawDossier takes a dossier out; a second tap finds it withdrawn.
func (s *Server) withdrawDossier(c echo.Context) error {
	d, err := s.ownDossier(c)
	if err != nil {
		return err
	}
	if d.State != judging.NominationWithdrawn {
		if _, err := s.Judging.WithdrawNomination(c.Request().Context(), who(c), d.ID); err != nil {
			return err
		}
	}
	return s.done(c, d.base(), "producer_withdrawn")
}
