package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// decisionScene is an officeScene with the council's proposal and what was decided over it.
type decisionScene struct {
	officeScene
	proposal  judging.ProposalRecord
	proposed  bool
	decisions []judging.Decision // in force, oldest first
}

func (s *Server) decisionScene(c echo.Context, o officeScene) (x decisionScene, err error) {
	ctx, slug := c.Request().Context(), o.edition.Slug
	x.officeScene = o
	x.proposal, err = s.Judging.ProposalOf(ctx, who(c), slug)
	if x.proposed = err == nil; err != nil && fault.KindOf(err) != fault.NotFound {
		return x, err
	}
	x.decisions, err = s.Judging.Decisions(ctx, who(c), slug)
	return x, err
}

// open reports whether decisions may be recorded in the edition's state.
func (x decisionScene) open() bool {
	return x.edition.State == judging.Deliberation || x.edition.State == judging.Announced
}

// held is the number of the decision that recognises each nomination, leaving out the one with that id.
func (x decisionScene) held(but string) map[string]string {
	held := map[string]string{}
	for _, d := range x.decisions {
		if d.ID == but {
			continue
		}
		for _, id := range d.Nominations {
			held[id] = d.Number
		}
	}
	return held
}

// picks are the proposed entries by group in the order of their ranks; ticked says which are ticked.
func (s *Server) picks(c echo.Context, x decisionScene, but string, ticked func(id string) bool) ([]templates.OfficePickGroup, error) {
	lines, err := s.rankedLines(c, x.council())
	if err != nil {
		return nil, err
	}
	held := x.held(but)
	var groups []templates.OfficePickGroup
	for _, g := range x.pack.ProductGroups {
		group := templates.OfficePickGroup{Code: g.Code, Name: g.Name.In(x.lang)}
		for _, l := range lines {
			i := slices.IndexFunc(x.proposal.Items, func(y judging.ProposalItem) bool { return y.Nomination == l.Nomination })
			if l.Group != g.Code || i < 0 {
				continue
			}
			group.Rows = append(group.Rows, templates.OfficePick{ID: l.Nomination, EntryCode: l.EntryCode, Product: l.Product,
				Producer: l.producer.Name, Rank: l.Rank, Mean: l.MeanText, Prize: prizeName(x.pack, x.proposal.Items[i].Prize, x.lang),
				Held: held[l.Nomination], Ticked: held[l.Nomination] == "" && ticked(l.Nomination)})
		}
		if len(group.Rows) > 0 {
			groups = append(groups, group)
		}
	}
	return groups, nil
}

// officeDecision shows the proposal, the decisions over it and what comes next.
func (s *Server) officeDecision(c echo.Context) error { return s.decisionPage(c, http.StatusOK, nil) }

func (s *Server) decisionPage(c echo.Context, status int, faults templates.FormFaults) error {
	o, err := s.office(c, "decision")
	if err != nil {
		return err
	}
	x, err := s.decisionScene(c, o)
	if err != nil {
		return err
	}
	p := templates.OfficeDecision{Shell: o.shell, Edition: o.line, Nav: o.nav, Head: o.head, Faults: faults}
	if !x.proposed {
		p.Lead = o.line.Name
		p.Waiting = &templates.Empty{Icon: "hourglass-split", Title: o.tell("not_yet"), Text: o.tell("not_yet_do")}
		return s.page(c, status, p)
	}
	groups, err := s.picks(c, x, "", func(string) bool { return false })
	if err != nil {
		return err
	}
	rec := x.proposal
	p.Proposal = &templates.OfficeProposal{HeldOn: day(rec.HeldOn), Votes: votesOf(rec.Proposal, rec.Members), Listed: len(rec.Items), Groups: groups}
	recognised := len(x.held(""))
	p.Left = len(rec.Items) - recognised
	p.Lead = x.decisionLead(recognised)
	if o.head && x.open() && p.Left > 0 {
		p.RecordURL = o.base() + "/decision/new"
	}
	for _, d := range x.decisions {
		p.InForce = append(p.InForce, x.recorded(d))
	}
	if p.Next, err = s.afterDecision(c, x); err != nil {
		return err
	}
	if p.History, err = s.decisionMoments(c, x); err != nil {
		return err
	}
	return s.page(c, status, p)
}

func (x decisionScene) decisionLead(recognised int) string {
	switch {
	case recognised > 0:
		return x.tell("lead_decided", "count", recognised)
	case !x.open():
		return x.tell("lead_closed")
	}
	return x.tell("lead_proposal", "count", len(x.proposal.Items))
}

// recorded is one decision in force with what may be done with it.
func (x decisionScene) recorded(d judging.Decision) templates.OfficeRecorded {
	at := x.base() + "/decision/" + d.ID
	r := templates.OfficeRecorded{ID: d.ID, Number: d.Number, Rows: x.decisionRows(d)}
	if d.File != "" {
		r.FileURL = at + "/file"
	}
	if x.head {
		r.UploadURL = at + "/file"
		if x.open() {
			r.CorrectURL = at + "/correct"
		}
	}
	return r
}

// decisionRows are a decision's lines to be compared with the signed paper.
func (x decisionScene) decisionRows(d judging.Decision) []templates.SummaryRow {
	return []templates.SummaryRow{
		{Label: x.tell("row_date"), Lines: []string{x.date(d.Date)}},
		{Label: x.tell("row_authority"), Lines: []string{d.Authority}},
		{Label: x.tell("row_signer"), Lines: filled(d.Signer.Block, d.Signer.Title, d.Signer.Name)},
		{Label: x.tell("row_list"), Lines: []string{x.tell("row_products", "count", len(d.Nominations))}},
		{Label: x.tell("row_notified"), Lines: []string{x.date(d.NotifiedOn)}},
	}
}

// afterDecision is what comes after a decision, each with how far it is.
func (s *Server) afterDecision(c echo.Context, x decisionScene) ([]templates.Task, error) {
	if len(x.decisions) == 0 {
		return nil, nil
	}
	missing, err := s.Certificates.Unissued(c.Request().Context(), who(c), x.edition.Slug)
	if err != nil {
		return nil, err
	}
	todo := templates.Tag{Kind: "warn", Text: x.tell("to_do")}
	done := templates.Tag{Kind: "ok", Icon: "check-lg", Text: x.tell("done")}
	issue := templates.Task{Text: x.tell("next_issued"), URL: x.base() + "/certificates", Tag: done}
	if missing > 0 {
		issue = templates.Task{Text: x.tell("next_issue"), Hint: x.tell("next_issue_hint", "count", missing), URL: x.base() + "/certificates", Tag: todo}
		if x.head {
			issue.URL = x.base() + "/certificates/issue"
		}
	}
	list := []templates.Task{issue}
	for _, d := range x.decisions {
		if d.File == "" {
			list = append(list, templates.Task{Text: x.tell("next_file"), Hint: x.tell("next_file_hint", "number", d.Number), URL: "#d-" + d.ID, Tag: todo})
		}
	}
	announce := templates.Task{Text: x.tell("next_announce"), Hint: x.tell("next_announce_hint"), Tag: templates.Tag{Text: x.tell("waiting")}}
	if x.edition.State != judging.Deliberation {
		announce.URL, announce.Hint, announce.Tag = "/editions/"+x.edition.Slug, "", done
	}
	return append(list, announce), nil
}

// decisionMoments is every record and correction, the latest first.
func (s *Server) decisionMoments(c echo.Context, x decisionScene) ([]templates.Moment, error) {
	history, err := s.Judging.DecisionHistory(c.Request().Context(), who(c), x.edition.Slug)
	if err != nil || len(history) == 0 {
		return nil, err
	}
	names, err := s.memberNames(c, x.edition.Slug)
	if err != nil {
		return nil, err
	}
	var list []templates.Moment
	for _, d := range slices.Backward(history) {
		m := templates.Moment{At: d.At, Title: x.tell("moment_recorded", "number", d.Number), By: names[d.By]}
		m.Lines = []string{x.tell("row_products", "count", len(d.Nominations)) + ", " + d.Authority + ", " + x.date(d.Date) + ", " + d.Signer.Name}
		if d.Replaces != "" {
			m.Title = x.tell("moment_corrected", "number", d.Number)
			m.Lines = append(m.Lines, x.tell("moment_because", "reason", d.Reason))
		}
		list = append(list, m)
	}
	return list, nil
}

// decisionInForce is the decision in force with the id of the address.
func (x decisionScene) decisionInForce(id string) (judging.Decision, error) {
	for _, d := range x.decisions {
		if d.ID == id {
			return d, nil
		}
	}
	return judging.Decision{}, fault.New(fault.NotFound, "not_found")
}

// officeDecisionFile sends the PDF of a decision.
func (s *Server) officeDecisionFile(c echo.Context) error {
	o, err := s.office(c, "decision")
	if err != nil {
		return err
	}
	x, err := s.decisionScene(c, o)
	if err != nil {
		return err
	}
	d, err := x.decisionInForce(c.Param("id"))
	if err == nil && d.File == "" {
		err = fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return err
	}
	return s.sendFile(c, d.File, pdfType, "quyet-dinh-"+o.edition.Slug+"-"+strconv.Itoa(len(x.decisions))+".pdf")
}

// officeFileDecision keeps the PDF of a decision.
func (s *Server) officeFileDecision(c echo.Context) error {
	o, err := s.officeHead(c, "decision")
	if err != nil {
		return err
	}
	ctx, slug := c.Request().Context(), o.edition.Slug
	u, err := s.readUpload(c, []string{"csrf"}, func(map[string]string) error {
		return s.Judging.MayAddEditionDocument(ctx, who(c), slug, judging.DecisionKind)
	})
	if err == nil {
		defer u.close()
		err = s.fileDecision(c, slug, u)
	}
	if faults, status := s.officeFaults(c, err); status != 0 {
		for i, x := range faults {
			if x.Field == "file" {
				faults[i].Field = "file-" + c.Param("id")
			}
		}
		return s.decisionPage(c, status, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, o.base()+"/decision", "office_filed")
}

func (s *Server) fileDecision(c echo.Context, slug string, u *upload) error {
	sha, _, mediaType, err := s.keep(c.Request().Context(), u)
	if err != nil {
		return err
	}
	if mediaType != pdfType {
		return fileFault("not_a_pdf")
	}
	_, err = s.Judging.FileDecision(c.Request().Context(), who(c), slug, c.Param("id"), sha)
	return err
}
