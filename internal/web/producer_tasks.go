package web

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
	"vinhdanh/templates"
)

// showDossier is the list of parts while a dossier can be changed, and what became of it afterwards.
func (s *Server) showDossier(c echo.Context) error {
	d, err := s.ownDossier(c)
	if err != nil {
		return err
	}
	if !d.open(s.Now()) || d.office && !d.Submitted.IsZero() && d.State != judging.NominationSupplement {
		return s.filedPage(c, d)
	}
	docs, have, err := s.documents(c, d)
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "nominations")
	if err != nil {
		return err
	}
	needed, other := s.paperNeeds(c, d, have)
	p := templates.ProducerTasks{Shell: sh, ProducerHead: s.dossierHead(c, d), Demands: s.demands(c, d, docs), CanWithdraw: true}
	p.Progress.Label = s.say(c, "progress")
	for _, st := range producerSteps {
		p.Answers = append(p.Answers, templates.Task{Text: s.say(c, "step_"+st.name), URL: d.base() + "/" + st.name, Tag: s.stepTag(c, d, st)})
		if st.asked(d) {
			p.Progress.Total++
			p.Progress.Done += countTrue(len(st.lacks(d)) == 0)
		}
	}
	for _, x := range needed {
		p.Papers = append(p.Papers, s.paperTask(c, d, docs, x))
		p.Progress.Total++
		p.Progress.Done += countTrue(x.enough() && !d.unanswered(docs, x.kind))
	}
	for _, x := range other {
		p.Others = append(p.Others, s.paperTask(c, d, docs, x))
	}
	if p.Next = firstOpen(s.parts(c, d, needed)); p.Next.URL == "" {
		p.Next = s.firstUnanswered(c, d, docs)
	}
	return s.page(c, http.StatusOK, p)
}

func countTrue(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (s *Server) stepTag(c echo.Context, d ownDossier, st step) templates.Tag {
	switch lacks := len(st.lacks(d)); {
	case lacks > 0 && st.begun(d):
		return templates.Tag{Kind: "warn", Icon: "exclamation-triangle", Text: s.say(c, "partly")}
	case lacks > 0:
		return templates.Tag{Icon: "dash-circle", Text: s.say(c, "todo")}
	case !st.asked(d) && !st.begun(d):
		return templates.Tag{Text: s.say(c, "optional")}
	}
	return templates.Tag{Kind: "ok", Icon: "check-circle", Text: s.say(c, "done")}
}

func (s *Server) paperTask(c echo.Context, d ownDossier, docs []judging.Document, p paperNeed) templates.Task {
	t := templates.Task{Text: p.name, URL: d.base() + "/documents/" + p.kind}
	switch {
	case d.unanswered(docs, p.kind):
		t.Tag = templates.Tag{Kind: "warn", Icon: "exclamation-triangle", Text: s.say(c, "to_mend")}
	case d.demanded(docs, p.kind) != "":
		t.Tag = templates.Tag{Kind: "ok", Icon: "check-circle", Text: s.say(c, "sent_anew")}
	case p.need == 0 && p.have == 0:
		t.Tag = templates.Tag{Text: s.say(c, "optional")}
	case p.enough():
		t.Tag = templates.Tag{Kind: "ok", Icon: "check-circle", Text: s.say(c, "have", "have", p.have)}
	case p.have == 0 && p.need == 1:
		t.Tag = templates.Tag{Icon: "dash-circle", Text: s.say(c, "todo")}
	default:
		t.Tag = templates.Tag{Kind: "warn", Icon: "exclamation-triangle", Text: s.say(c, "have_of", "have", p.have, "need", p.need)}
	}
	return t
}

// demands are the reasons of the latest verdict, each with where it is mended.
func (s *Server) demands(c echo.Context, d ownDossier, docs []judging.Document) (list []templates.ProducerDemand) {
	for _, r := range d.reasons {
		x := templates.ProducerDemand{Title: s.say(c, "whole"), Text: r.Text}
		if r.Document > 0 {
			x.Title = s.say(c, "paper_gone", "n", r.Document)
		}
		if r.Text == "" {
			x.Text = s.say(c, "demand_plain")
		}
		if doc, ok := paperNumbered(docs, r.Document); ok {
			x.Title = fmt.Sprintf("%s (%s)", s.kindName(c, d, doc.Kind), doc.Filename)
			if d.open(s.Now()) {
				x.URL, x.Unanswered = d.base()+"/documents/"+doc.Kind, d.unanswered(docs, doc.Kind)
			}
		}
		list = append(list, x)
	}
	return list
}

// demanded is why a kind of paper is asked for again, or empty. Only a dossier that was sent back has demands.
func (d ownDossier) demanded(docs []judging.Document, kind string) string {
	if d.State != judging.NominationSupplement {
		return ""
	}
	for _, r := range d.reasons {
		if doc, ok := paperNumbered(docs, r.Document); ok && doc.Kind == kind && r.Text != "" {
			return r.Text
		}
	}
	return ""
}

// unanswered reports whether a kind of paper is asked for again and none of it was sent since.
func (d ownDossier) unanswered(docs []judging.Document, kind string) bool {
	return d.demanded(docs, kind) != "" && !slices.ContainsFunc(docs, func(x judging.Document) bool {
		return x.Kind == kind && x.Created.After(d.asked)
	})
}

// firstUnanswered is the page of the first paper that is asked for again and was not sent anew, or empty.
func (s *Server) firstUnanswered(c echo.Context, d ownDossier, docs []judging.Document) templates.Link {
	for _, r := range d.reasons {
		if doc, ok := paperNumbered(docs, r.Document); ok && d.unanswered(docs, doc.Kind) {
			return templates.Link{Text: s.kindName(c, d, doc.Kind), URL: d.base() + "/documents/" + doc.Kind}
		}
	}
	return templates.Link{}
}

func paperNumbered(docs []judging.Document, n int) (judging.Document, bool) {
	for _, d := range docs {
		if d.N == n {
			return d, true
		}
	}
	return judging.Document{}, false
}

// kindName is a kind of paper in words.
func (s *Server) kindName(c echo.Context, d ownDossier, kind string) string {
	for _, rule := range d.pack.Documents {
		if rule.Kind == kind {
			return s.shortName(c, kind, rule.Name.In(s.lang(c)))
		}
	}
	return s.messages(c)("document", kind, nil)
}
