package web

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// reasonForm is what most acts of this file take.
type reasonForm struct {
	Reason string `json:"reason"`
}

func (s *Server) setDeadline(c echo.Context) error {
	var f struct {
		FilingUntil string `json:"filing_until"`
		Reason      string `json:"reason"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	until, err := readTime("filing_until", f.FilingUntil)
	if err != nil {
		return err
	}
	e, err := s.Judging.SetDeadline(c.Request().Context(), who(c), c.Param("slug"), until, f.Reason)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewEdition(e))
}

// readTime reads an RFC 3339 time; an empty text is no time.
func readTime(field, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		var f fault.Fields
		f.Add(field, "not_a_time")
		return t, f.Err()
	}
	return t, nil
}

func (s *Server) moveEditionBack(c echo.Context) error {
	var f reasonForm
	if err := decode(c, &f); err != nil {
		return err
	}
	e, err := s.Judging.MoveBack(c.Request().Context(), who(c), c.Param("slug"), f.Reason)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewEdition(e))
}

func (s *Server) changeRules(c echo.Context) error {
	var f struct {
		Rules json.RawMessage `json:"rules"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	e, err := s.Judging.ChangeRules(c.Request().Context(), who(c), c.Param("slug"), f.Rules)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewEditionWithRules(e))
}

func (s *Server) removeMember(c echo.Context) error {
	var f reasonForm
	if err := decode(c, &f); err != nil {
		return err
	}
	v, err := s.Judging.RemoveMember(c.Request().Context(), who(c), c.Param("slug"), c.Param("id"), f.Reason)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewMember(v))
}

// correctionForm is a decisionForm with its reason; the decoder knows no embedding.
type correctionForm struct {
	Number      string     `json:"number"`
	Date        string     `json:"date"`
	Authority   string     `json:"authority"`
	Signer      signerForm `json:"signer"`
	Nominations []string   `json:"nominations"`
	NotifiedOn  string     `json:"notified_on"`
	Reason      string     `json:"reason"`
}

func (s *Server) correctDecision(c echo.Context) error {
	var f correctionForm
	if err := decode(c, &f); err != nil {
		return err
	}
	in := judging.DecisionInput{
		Number: f.Number, Date: f.Date, Authority: f.Authority, Signer: judging.Signer(f.Signer),
		Nominations: f.Nominations, NotifiedOn: f.NotifiedOn,
	}
	d, err := s.Judging.CorrectDecision(c.Request().Context(), who(c), c.Param("slug"), c.Param("id"), in, f.Reason)
	if err != nil {
		return err
	}
	return reply(c, http.StatusCreated, viewDecision(d))
}

func (s *Server) listDecisionHistory(c echo.Context) error {
	all, err := s.Judging.DecisionHistory(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return replyList(c, all, "", viewDecision)
}
