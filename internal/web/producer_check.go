package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// answerRow is an answer with the field that it belongs to.
type answerRow struct {
	field string
	templates.SummaryRow
}

// rowsOf are the rows of one question.
func rowsOf(rows []answerRow, st step) (list []templates.SummaryRow) {
	for _, r := range rows {
		if slices.Contains(st.fields, r.field) {
			list = append(list, r.SummaryRow)
		}
	}
	return list
}

// answerRows are all answers of a dossier in words, in the order of the questions.
func (s *Server) answerRows(c echo.Context, d ownDossier) (rows []answerRow) {
	answers, lang := judging.Answers(d.Nomination), s.lang(c)
	for _, coded := range d.pack.ProductGroups {
		if coded.Code == d.ProductGroup {
			answers["product_group"] = coded.Name.In(lang)
		}
	}
	for _, coded := range d.pack.EntityKinds {
		if coded.Code == d.Producer.EntityKind {
			answers["producer.entity_kind"] = coded.Name.In(lang)
		}
	}
	for _, st := range producerSteps {
		for _, field := range st.fields {
			if field == "set_members" && answers[field] == "" {
				continue
			}
			r := answerRow{field, templates.SummaryRow{Label: s.messages(c)("field_name", field, nil)}}
			if field == "description" {
				r.Label = s.messages(c)("page.producer.field", "text", nil)
			}
			if answers[field] != "" {
				r.Lines = []string{answers[field]}
			}
			for _, w := range d.Warnings {
				if w.Field == field && field == "producer.tax_code" && d.open(s.Now()) {
					r.Lines = append(r.Lines, s.say(c, "warn_tax_code"))
				}
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// showCheck shows everything that will be sent, and what is missing.
func (s *Server) showCheck(c echo.Context) error {
	d, err := s.ownDossier(c)
	if err != nil {
		return err
	}
	if !d.open(s.Now()) {
		return s.done(c, d.base(), "")
	}
	return s.dossierCheck(c, http.StatusOK, d, "")
}

// dossierCheck shows the check; refused is why it could not be sent, or empty.
func (s *Server) dossierCheck(c echo.Context, status int, d ownDossier, refused string) error {
	docs, have, err := s.documents(c, d)
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "nominations")
	if err != nil {
		return err
	}
	p := templates.ProducerCheck{Shell: sh, ProducerHead: s.dossierHead(c, d), Refused: refused, Prints: s.prints(c, d)}
	if d.State == judging.NominationSupplement {
		p.Demands, p.Unanswered = s.demands(c, d, docs), s.firstUnanswered(c, d, docs)
	}
	rows := s.answerRows(c, d)
	for _, st := range producerSteps {
		back := d.base() + "/" + st.name + "?back=" + backCheck
		lacks := st.lacks(d)
		for _, r := range rows {
			if !slices.Contains(st.fields, r.field) {
				continue
			}
			r.ChangeURL = back
			if slices.Contains(lacks, r.field) {
				r.Error = s.say(c, "missing_field", "part", s.say(c, "step_"+st.name), "field", r.Label)
				p.Missing = append(p.Missing, templates.Link{Text: r.Error, URL: back + "#" + r.field})
			}
			p.Answers = append(p.Answers, r.SummaryRow)
		}
	}
	needed, other := s.paperNeeds(c, d, have)
	for _, x := range slices.Concat(needed, other) {
		if x.need == 0 && x.have == 0 {
			continue
		}
		r := templates.SummaryRow{Label: x.name, ChangeURL: d.base() + "/documents/" + x.kind + "?back=" + backCheck,
			Lines: []string{s.say(c, "have", "have", x.have)}}
		if !x.enough() {
			r.Error = s.say(c, "missing_papers", "part", x.name, "have", x.have, "need", x.need)
			p.Missing = append(p.Missing, templates.Link{Text: r.Error, URL: r.ChangeURL})
		}
		p.Papers = append(p.Papers, r)
	}
	for _, doc := range docs {
		p.Files = append(p.Files, s.fileOf(c, d, doc))
	}
	return s.page(c, status, p)
}

// refusedSubmit shows the check page with why a dossier cannot be sent.
func (s *Server) refusedSubmit(c echo.Context, d ownDossier, err error) error {
	f, status := asFault(err)
	switch {
	case f.Kind == fault.Invalid, f.Code == "documents_missing":
		return s.dossierCheck(c, status, d, "")
	case f.Kind == fault.Conflict:
		return s.dossierCheck(c, status, d, s.messages(c)("fault", f.Code, f.Args))
	}
	return err
}
