package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

const (
	maxPanelForm = 1 << 20 // bytes: a tick for each pair
	sparePanels  = 2       // empty panels offered beyond those there are
)

// panelScene is what the page of the panels begins with: for a member of the secretariat in the desk, for the
// administrator among the edition's pages, for the jury's secretary alone.
type panelScene struct {
	edition judging.Edition
	pack    *judging.Pack
	hats    []accounts.Hat
	lang    string
	say     func(code string, pairs ...any) string
	page    templates.DeskPanels
	judges  []judging.JudgeView
}

func (s *Server) panelScene(c echo.Context) (sc panelScene, err error) {
	ctx, slug := c.Request().Context(), c.Param("slug")
	if err := s.may(c, slug, accounts.ArrangePanels); err != nil {
		return sc, err
	}
	if sc.edition, err = s.Judging.EditionBySlug(ctx, who(c), slug); err != nil {
		return sc, err
	}
	if sc.hats, err = s.Judging.Hats(ctx, who(c), slug); err != nil {
		return sc, err
	}
	if sc.pack, err = s.Judging.Pack(sc.edition); err != nil {
		return sc, err
	}
	if sc.judges, err = s.Judging.Judges(ctx, who(c), slug); err != nil {
		return sc, err
	}
	t, place := s.messages(c), "judge"
	sc.lang, sc.say = s.lang(c), func(code string, pairs ...any) string { return t("page.say.panels", code, fault.MakeArgs(pairs...)) }
	sc.page.Back = templates.Link{Text: sc.say("back_jury"), URL: "/judge/" + slug + "/pass"}
	switch {
	case accounts.Allowed(accounts.Screen, sc.hats):
		place, sc.page.Nav = "desk", s.deskNav(c, sc.edition, "members")
		sc.page.Back = templates.Link{Text: sc.say("back_members"), URL: "/desk/" + slug + "/members"}
	case accounts.Allowed(accounts.NameMembers, sc.hats):
		place, sc.page.Nav = "admin", s.adminNav(c, slug, "members")
		sc.page.Back = templates.Link{Text: sc.say("back_members"), URL: "/admin/editions/" + slug + "/members"}
	}
	sc.page.Shell, err = s.shell(c, place)
	sc.page.Edition = s.editionLine(c, sc.edition)
	sc.page.Open = sc.edition.State == judging.Screening || sc.edition.State == judging.Scoring
	sc.page.Scoring = sc.edition.State == judging.Scoring
	return sc, err
}

// deskPanels shows who judges what.
func (s *Server) deskPanels(c echo.Context) error {
	sc, err := s.panelScene(c)
	if err != nil {
		return err
	}
	return s.panelsPage(c, http.StatusOK, sc)
}

// panelsPage shows the page with what its forms held; an assignment that is not filled in yet is the one in force.
func (s *Server) panelsPage(c echo.Context, status int, sc panelScene) error {
	ctx, slug := c.Request().Context(), sc.edition.Slug
	now, err := s.Judging.Assignment(ctx, who(c), slug)
	if err != nil {
		return err
	}
	p := &sc.page
	p.Made, p.Now = now.At, sc.say("now_"+string(now.Mode), "k", now.K)
	if p.Mode == "" {
		sc.fill(now.Assignment)
	}
	if !p.Preview && len(p.Loads) == 0 {
		sc.show(now)
	}
	for _, mode := range []judging.AssignmentMode{judging.AssignAll, judging.AssignBalanced, judging.AssignByHand} {
		p.Modes = append(p.Modes, templates.Option{Value: string(mode), Label: sc.say("mode_" + string(mode)), Hint: sc.say("hint_" + string(mode))})
	}
	if err := s.panelMatches(c, &sc); err != nil {
		return err
	}
	if err := s.panelAbsences(c, &sc); err != nil {
		return err
	}
	return s.page(c, status, *p)
}

// fill puts an assignment into the form.
func (sc *panelScene) fill(a judging.Assignment) {
	p := &sc.page
	p.Mode, p.Reason = string(a.Mode), a.Reason
	if sc.page.Scoring {
		p.Reason = ""
	}
	if a.K > 0 {
		p.K = strconv.Itoa(a.K)
	}
	sc.panels(a.Panels)
}

// panels puts panels into the form, with some empty ones after them.
func (sc *panelScene) panels(list []judging.Panel) {
	has := func(list []string, value string) bool {
		return strings.Contains("\n"+strings.Join(list, "\n")+"\n", "\n"+value+"\n")
	}
	for n := range len(list) + sparePanels {
		var x judging.Panel
		if n < len(list) {
			x = list[n]
		}
		panel := templates.DeskPanel{N: n, Name: x.Name}
		for _, g := range sc.pack.ProductGroups {
			panel.Groups = append(panel.Groups, templates.DeskTick{Value: g.Code, Label: g.Code + " · " + g.Name.In(sc.lang), On: has(x.Groups, g.Code)})
		}
		for _, j := range sc.judges {
			panel.Judges = append(panel.Judges, templates.DeskTick{Value: j.User, Label: j.Person.Name, On: has(x.Judges, j.User)})
		}
		sc.page.Panels = append(sc.page.Panels, panel)
	}
}

// show puts the loads and entries of an assignment onto the page.
func (sc *panelScene) show(v judging.AssignmentView) {
	p, names := &sc.page, map[string]string{}
	p.Shared = sc.say("shared", "least", v.Least, "most", v.Most)
	for _, l := range v.Loads {
		names[l.Judge] = l.Name
		p.Loads = append(p.Loads, templates.DeskLoad{Name: l.Name, Panels: strings.Join(l.Panels, ", "), Entries: l.Entries})
	}
	p.Hand = p.Open && p.Mode == string(judging.AssignByHand)
	for _, e := range v.Entries {
		line := templates.DeskAssigned{Code: e.Code, Product: e.Product, Group: e.Group}
		var judges []string
		on := map[string]bool{}
		for _, j := range e.Judges {
			judges, on[j] = append(judges, names[j]), true
		}
		line.Judges = strings.Join(judges, ", ")
		if p.Hand {
			for _, l := range v.Loads {
				line.Ticks = append(line.Ticks, templates.DeskTick{Value: l.Judge + "." + e.Nomination, Label: l.Name, On: on[l.Judge]})
			}
		}
		p.Entries = append(p.Entries, line)
	}
}

// deskSetPanels looks at an assignment or records it.
func (s *Server) deskSetPanels(c echo.Context) error {
	sc, err := s.panelScene(c)
	if err != nil {
		return err
	}
	form, err := readFormOf(c, maxPanelForm)
	if err != nil {
		return err
	}
	in := sc.read(form)
	ctx, slug := c.Request().Context(), sc.edition.Slug
	if form.Get("act") == "apply" {
		if _, err = s.Judging.SetAssignment(ctx, who(c), slug, in); err == nil {
			return s.done(c, "/desk/"+slug+"/panels", "panels_assigned")
		}
	} else {
		var v judging.AssignmentView
		if v, err = s.Judging.PreviewAssignment(ctx, who(c), slug, in); err == nil {
			sc.page.Preview = true
			sc.show(v)
			return s.panelsPage(c, http.StatusOK, sc)
		}
	}
	if sc.page.Faults = s.conflictFaults(c, err); sc.page.Faults == nil {
		return err
	}
	if in.Mode == judging.AssignByHand {
		if err := s.showTicks(c, &sc, in); err != nil {
			return err
		}
	}
	_, status := asFault(err)
	return s.panelsPage(c, status, sc)
}

// read reads the form of an assignment and keeps on the page what it held.
func (sc *panelScene) read(form url.Values) judging.AssignmentInput {
	p := &sc.page
	p.Mode, p.K, p.Reason = form.Get("mode"), typed(form, "k"), form.Get("reason")
	in := judging.AssignmentInput{Mode: judging.AssignmentMode(p.Mode), Reason: p.Reason}
	if k, err := strconv.Atoi(p.K); err == nil {
		in.K = k
	} else if p.K != "" {
		in.K = -1 // refused as no number that there is
	}
	if in.Mode == judging.AssignAll {
		in.K = 0
	}
	for n := 0; ; n++ {
		at := "panel." + strconv.Itoa(n)
		if _, there := form[at+".name"]; !there {
			break
		}
		if x := (judging.Panel{Name: typed(form, at+".name"), Groups: form[at+".group"], Judges: form[at+".judge"]}); x.Name != "" || x.Groups != nil || x.Judges != nil {
			in.Panels = append(in.Panels, x)
		}
	}
	sc.panels(in.Panels)
	for _, pair := range form["pair"] {
		judge, nomination, _ := strings.Cut(pair, ".")
		in.Pairs = append(in.Pairs, judging.Pair{Judge: judge, Nomination: nomination})
	}
	return in
}

// showTicks shows the ticks of a form that was refused, or those of the assignment in force when it had none.
func (s *Server) showTicks(c echo.Context, sc *panelScene, in judging.AssignmentInput) error {
	v, err := s.Judging.Assignment(c.Request().Context(), who(c), sc.edition.Slug)
	if err != nil {
		return err
	}
	if len(in.Pairs) > 0 {
		for i := range v.Entries {
			v.Entries[i].Judges = nil
			for _, x := range in.Pairs {
				if x.Nomination == v.Entries[i].Nomination {
					v.Entries[i].Judges = append(v.Entries[i].Judges, x.Judge)
				}
			}
		}
	}
	sc.show(v)
	return nil
}
