package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

type editionForm struct {
	Slug     string          `json:"slug"`
	Name     string          `json:"name"`
	NameEN   string          `json:"name_en"`
	Number   int             `json:"number"`
	Year     int             `json:"year"`
	Level    string          `json:"level"`
	Province string          `json:"province"`
	Rules    json.RawMessage `json:"rules"`
	Like     string          `json:"like"`
	Members  bool            `json:"members"`
}

type editionJSON struct {
	ID       string          `json:"id"`
	Slug     string          `json:"slug"`
	Name     string          `json:"name"`
	NameEN   string          `json:"name_en"`
	Number   int             `json:"number"`
	Year     int             `json:"year"`
	Level    string          `json:"level"`
	Province string          `json:"province"`
	State    judging.State   `json:"state"`
	Until    *time.Time      `json:"filing_until"`
	Results  string          `json:"results_for"`
	Created  time.Time       `json:"created_at"`
	Rules    json.RawMessage `json:"rules,omitempty"`
}

func viewEdition(e judging.Edition) editionJSON {
	return editionJSON{
		ID: e.ID, Slug: e.Slug, Name: e.Name, NameEN: e.NameEN, Number: e.Number, Year: e.Year,
		Level: e.Level, Province: e.Province, State: e.State, Until: optionalTime(e.FilingUntil), Results: string(e.Audience()), Created: e.Created.UTC(),
	}
}

func viewEditionWithRules(e judging.Edition) editionJSON {
	v := viewEdition(e)
	v.Rules = e.Rules
	return v
}

func (s *Server) listEditions(c echo.Context) error {
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	all, err := s.Judging.Editions(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	var found []judging.Edition
	for _, e := range all {
		if strings.Contains(i18n.Fold(e.Name+" "+e.NameEN+" "+e.Slug), i18n.Fold(p.text)) {
			found = append(found, e)
		}
	}
	items, next := pageOf(found, p, func(e judging.Edition) string { return e.ID })
	return replyList(c, items, next, viewEdition)
}

func (s *Server) createEdition(c echo.Context) error {
	var f editionForm
	if err := decode(c, &f); err != nil {
		return err
	}
	e, err := s.Judging.CreateEdition(c.Request().Context(), who(c), judging.NewEdition{
		Slug: f.Slug, Name: f.Name, NameEN: f.NameEN, Number: f.Number, Year: f.Year,
		Level: f.Level, Province: f.Province, Rules: f.Rules, Like: f.Like, Members: f.Members,
	})
	if err != nil {
		return err
	}
	return reply(c, http.StatusCreated, viewEditionWithRules(e))
}

func (s *Server) showEdition(c echo.Context) error {
	e, err := s.Judging.EditionBySlug(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewEditionWithRules(e))
}

func (s *Server) moveEdition(c echo.Context) error {
	var f struct {
		State string `json:"state"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	e, err := s.Judging.MoveEdition(c.Request().Context(), who(c), c.Param("slug"), judging.State(f.State))
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewEdition(e))
}

type meJSON struct {
	ID            string      `json:"id"`
	Email         string      `json:"email"`
	Name          string      `json:"name"`
	Administrator bool        `json:"administrator"`
	Editions      []meEdition `json:"editions"`
}

type meEdition struct {
	Slug  string         `json:"slug"`
	Name  string         `json:"name"`
	State judging.State  `json:"state"`
	Hats  []accounts.Hat `json:"hats"`
}

func (s *Server) showMe(c echo.Context) error {
	ctx, actor := c.Request().Context(), who(c)
	editions, err := s.Judging.Editions(ctx, actor)
	if err != nil {
		return err
	}
	me := meJSON{
		ID: actor.User.ID, Email: actor.User.Email, Name: actor.User.Name,
		Administrator: actor.User.Administrator, Editions: []meEdition{},
	}
	for _, e := range editions {
		hats, err := s.Judging.Hats(ctx, actor, e.Slug)
		if err != nil {
			return err
		}
		me.Editions = append(me.Editions, meEdition{e.Slug, e.Name, e.State, hats})
	}
	return reply(c, http.StatusOK, me)
}
