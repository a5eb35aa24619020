package web

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
	"vinhdanh/templates"
)

// step is one question of a dossier with the fields that it asks for, by their contract paths.
type step struct {
	name   string
	fields []string
}

// producerSteps are the questions in their order.
var producerSteps = []step{
	{"product", []string{"product", "product_group", "set_members"}},
	{"producer", []string{"producer.name", "producer.entity_kind"}},
	{"address", []string{"producer.address", "producer.commune"}},
	{"contact", []string{"producer.phone", "producer.email", "producer.representative"}},
	{"numbers", []string{"producer.tax_code", "producer.registration_number"}},
	{"description", []string{"description"}},
}

// lacks are the needed fields of a step that are empty.
func (st step) lacks(d ownDossier) []string {
	missing := judging.MissingFields(d.pack, judging.Answers(d.Nomination))
	return slices.DeleteFunc(missing, func(f string) bool { return !slices.Contains(st.fields, f) })
}

// begun reports whether a step has an answer.
func (st step) begun(d ownDossier) bool {
	answers := judging.Answers(d.Nomination)
	return slices.ContainsFunc(st.fields, func(f string) bool { return strings.TrimSpace(answers[f]) != "" })
}

// asked reports whether the rules need an answer of a step.
func (st step) asked(d ownDossier) bool {
	all := judging.MissingFields(d.pack, map[string]string{})
	return st.name == "product" || slices.ContainsFunc(st.fields, func(f string) bool { return slices.Contains(all, f) })
}

// paperNeed is a kind of paper with how many the rules need and how many there are.
type paperNeed struct {
	kind, name string
	rule       string // what the rules call it, when that is longer
	need, have int
}

func (p paperNeed) enough() bool { return p.have >= p.need }

// paperNeeds are the kinds that a dossier must have and those that it may have, in the order of the rules.
func (s *Server) paperNeeds(c echo.Context, d ownDossier, have map[string]int) (needed, other []paperNeed) {
	lang, seen := s.lang(c), map[string]bool{}
	needs := judging.DossierGaps(d.pack, d.Producer.EntityKind, d.ProductGroup, map[string]int{})
	for _, rule := range d.pack.Documents {
		if seen[rule.Kind] {
			continue
		}
		seen[rule.Kind] = true
		p := paperNeed{kind: rule.Kind, name: rule.Name.In(lang), have: have[rule.Kind]}
		if short := s.shortName(c, p.kind, p.name); short != p.name {
			p.name, p.rule = short, p.name
		}
		i := slices.IndexFunc(needs, func(g judging.DocumentGap) bool { return g.Kind == rule.Kind })
		if i < 0 {
			other = append(other, p)
			continue
		}
		p.need = needs[i].Need
		needed = append(needed, p)
	}
	return needed, other
}

// longName is from how many letters on what the rules call a paper is too long for a list on a phone.
const longName = 40

// shortName is a common word for a kind of paper whose name in the rules is long.
func (s *Server) shortName(c echo.Context, kind, name string) string {
	if utf8.RuneCountInString(name) < longName {
		return name
	}
	return cmp.Or(s.sayIf(c, "papers.name_"+kind), name)
}

// documents are the papers of a dossier and how many there are of each kind.
func (s *Server) documents(c echo.Context, d ownDossier) ([]judging.Document, map[string]int, error) {
	docs, err := s.Judging.Documents(c.Request().Context(), who(c), d.ID)
	have := map[string]int{}
	for _, x := range docs {
		have[x.Kind]++
	}
	return docs, have, err
}

// part is one part of a dossier on the way through it.
type part struct {
	link  templates.Link
	path  string // below the dossier's address
	open  bool   // something that is needed is missing
	visit bool   // nothing is needed, but nobody has looked yet
}

// parts are the questions and the needed papers in their order.
func (s *Server) parts(c echo.Context, d ownDossier, needed []paperNeed) []part {
	var list []part
	for _, st := range producerSteps {
		list = append(list, part{
			link: templates.Link{Text: s.say(c, "step_"+st.name), URL: d.base() + "/" + st.name}, path: st.name,
			open: len(st.lacks(d)) > 0, visit: !st.asked(d) && !st.begun(d),
		})
	}
	for _, p := range needed {
		path := "documents/" + p.kind
		list = append(list, part{link: templates.Link{Text: p.name, URL: d.base() + "/" + path}, path: path, open: !p.enough()})
	}
	return list
}

// after is where to go on from a part: the next one that is open or was never looked at, then the first open
// one, then the check.
func (s *Server) after(c echo.Context, d ownDossier, needed []paperNeed, path string) templates.Link {
	list := s.parts(c, d, needed)
	at := slices.IndexFunc(list, func(p part) bool { return p.path == path })
	for _, p := range list[at+1:] {
		if at >= 0 && (p.open || p.visit) {
			return p.link
		}
	}
	if first := firstOpen(list); first.URL != "" {
		return first
	}
	return templates.Link{Text: s.say(c, "next_check"), URL: d.base() + "/check"}
}

// firstOpen is the first part in which something needed is missing; empty when there is none.
func firstOpen(list []part) templates.Link {
	for _, p := range list {
		if p.open {
			return p.link
		}
	}
	return templates.Link{}
}
