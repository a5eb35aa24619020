package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
)

type panelForm struct {
	Name   string   `json:"name"`
	Groups []string `json:"groups"`
	Judges []string `json:"judges"`
}

type pairForm struct {
	Judge      string `json:"judge"`
	Nomination string `json:"nomination"`
}

type assignmentForm struct {
	Mode   string      `json:"mode"`
	K      int         `json:"k"`
	Panels []panelForm `json:"panels"`
	Pairs  []pairForm  `json:"pairs"`
	Reason string      `json:"reason"`
	DryRun bool        `json:"dry_run"`
}

type assignmentJSON struct {
	Mode    string      `json:"mode"`
	K       *int        `json:"k"`
	Panels  []panelForm `json:"panels"`
	Loads   []loadJSON  `json:"loads"`
	Entries []entryJSON `json:"entries"`
	Shared  struct {
		Least int `json:"least"`
		Most  int `json:"most"`
	} `json:"shared"`
	Made   *time.Time `json:"made_at"`
	DryRun bool       `json:"dry_run"`
}

type loadJSON struct {
	Judge   string   `json:"judge"`
	Name    string   `json:"name"`
	Panels  []string `json:"panels"`
	Entries int      `json:"entries"`
}

type entryJSON struct {
	Nomination   string   `json:"nomination"`
	Code         string   `json:"code"`
	Product      string   `json:"product"`
	ProductGroup string   `json:"product_group"`
	Judges       []string `json:"judges"`
}

func viewAssignment(v judging.AssignmentView, dry bool) assignmentJSON {
	out := assignmentJSON{Mode: string(v.Mode), Panels: []panelForm{}, Loads: []loadJSON{}, Entries: []entryJSON{}, DryRun: dry}
	if v.K > 0 {
		out.K = &v.K
	}
	if !dry {
		out.Made = optionalTime(v.At)
	}
	for _, x := range v.Panels {
		out.Panels = append(out.Panels, panelForm(x))
	}
	for _, x := range v.Loads {
		out.Loads = append(out.Loads, loadJSON{x.Judge, x.Name, append([]string{}, x.Panels...), x.Entries})
	}
	for _, x := range v.Entries {
		out.Entries = append(out.Entries, entryJSON{x.Nomination, x.Code, x.Product, x.Group, append([]string{}, x.Judges...)})
	}
	out.Shared.Least, out.Shared.Most = v.Least, v.Most
	return out
}

func (s *Server) showAssignment(c echo.Context) error {
	v, err := s.Judging.Assignment(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewAssignment(v, false))
}

func (s *Server) setAssignment(c echo.Context) error {
	var f assignmentForm
	if err := decode(c, &f); err != nil {
		return err
	}
	in := judging.AssignmentInput{Mode: judging.AssignmentMode(f.Mode), K: f.K, Reason: f.Reason}
	for _, x := range f.Panels {
		in.Panels = append(in.Panels, judging.Panel(x))
	}
	for _, x := range f.Pairs {
		in.Pairs = append(in.Pairs, judging.Pair(x))
	}
	set := s.Judging.SetAssignment
	if f.DryRun {
		set = s.Judging.PreviewAssignment
	}
	v, err := set(c.Request().Context(), who(c), c.Param("slug"), in)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewAssignment(v, f.DryRun))
}

type matchJSON struct {
	ID          string         `json:"id"`
	Judge       string         `json:"judge"`
	JudgeName   string         `json:"judge_name"`
	Nomination  string         `json:"nomination"`
	Code        string         `json:"code"`
	Product     string         `json:"product"`
	Producer    string         `json:"producer"`
	Fields      []string       `json:"fields"`
	Declared    bool           `json:"declared"`
	Dismissed   *dismissalJSON `json:"dismissed"`
	Outstanding bool           `json:"outstanding"`
}

type dismissalJSON struct {
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

func viewMatch(m judging.Match) matchJSON {
	out := matchJSON{ID: m.ID, Judge: m.Judge, JudgeName: m.JudgeName, Nomination: m.Nomination, Code: m.Code, Product: m.Product,
		Producer: m.Producer, Fields: m.Fields, Declared: m.Declared, Outstanding: m.Open()}
	if d := m.Dismissed; d != nil {
		out.Dismissed = &dismissalJSON{d.By, d.Reason, d.At.UTC()}
	}
	return out
}

func (s *Server) listMatches(c echo.Context) error {
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	all, err := s.Judging.Matches(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	items, next := pageOf(all, p, func(m judging.Match) string { return m.ID })
	return replyList(c, items, next, viewMatch)
}

func (s *Server) dismissMatch(c echo.Context) error {
	var f reasonForm
	if err := decode(c, &f); err != nil {
		return err
	}
	m, err := s.Judging.DismissMatch(c.Request().Context(), who(c), c.Param("slug"), c.Param("id"), f.Reason)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewMatch(m))
}

type absenceJSON struct {
	ID     string     `json:"id"`
	Member string     `json:"member"`
	Name   string     `json:"name"`
	Role   string     `json:"role"`
	From   string     `json:"from"`
	Until  *string    `json:"until"`
	Reason string     `json:"reason"`
	Away   bool       `json:"away"`
	Ended  *time.Time `json:"ended_at"`
}

func viewAbsence(v judging.AbsenceView) absenceJSON {
	return absenceJSON{v.ID, v.Seat, v.Name, string(v.Role), v.From, optional(v.Until), v.Reason, v.Now, optionalTime(v.Ended)}
}

func (s *Server) listAbsences(c echo.Context) error {
	list, err := s.Judging.Absences(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return replyList(c, list, "", viewAbsence)
}

func (s *Server) recordAbsence(c echo.Context) error {
	var f struct {
		Member string `json:"member"`
		From   string `json:"from"`
		Until  string `json:"until"`
		Reason string `json:"reason"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	v, err := s.Judging.RecordAbsence(c.Request().Context(), who(c), c.Param("slug"),
		judging.AbsenceInput{Seat: f.Member, From: f.From, Until: f.Until, Reason: f.Reason})
	if err != nil {
		return err
	}
	return reply(c, http.StatusCreated, viewAbsence(v))
}

func (s *Server) endAbsence(c echo.Context) error {
	if err := decodeOptional(c, &struct{}{}); err != nil {
		return err
	}
	v, err := s.Judging.EndAbsence(c.Request().Context(), who(c), c.Param("slug"), c.Param("id"))
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewAbsence(v))
}

// replacementForm is who takes over a seat, and why.
type replacementForm struct {
	personForm
	Reason string `json:"reason"`
}

func (s *Server) replaceMember(c echo.Context) error {
	var f replacementForm
	if err := decode(c, &f); err != nil {
		return err
	}
	_, named, err := s.Judging.ReplaceMember(c.Request().Context(), who(c), c.Param("slug"), c.Param("id"), f.Reason, f.member())
	if err != nil {
		return err
	}
	return reply(c, http.StatusCreated, viewMember(named))
}
