package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

// revocationRoutes is what the council asks about certificates.
func (s *Server) revocationRoutes() []route {
	const list = "/council/:slug/certificates"
	return []route{
		{get, list, accounts.ReadRevocations, s.councilCertificates},
		{get, list + "/:code/propose", accounts.ProposeRevoking, s.councilPropose},
		{post, list + "/:code/propose", accounts.ProposeRevoking, s.councilDoPropose},
		{get, "/council/:slug/revocations/:id/evidence", accounts.ReadRevocations, s.revocationEvidence},
		{post, "/council/:slug/revocations/:id/evidence", accounts.ProposeRevoking, s.councilAddEvidence},
		{post, "/council/:slug/revocations/:id/drop", accounts.ProposeRevoking, s.councilDrop},
	}
}

// councilCertificates lists the edition's certificates and what the council has asked about them.
func (s *Server) councilCertificates(c echo.Context) error {
	return s.councilCertificatesPage(c, http.StatusOK, nil)
}

func (s *Server) councilCertificatesPage(c echo.Context, status int, faults templates.FormFaults) error {
	sc, err := s.council(c, "certificates")
	if err != nil {
		return err
	}
	base := "/council/" + sc.edition.Slug
	p := templates.CouncilCertificates{Shell: sc.shell, Head: sc.head, Faults: faults, Query: strings.TrimSpace(c.QueryParam("q")), Status: c.QueryParam("status")}
	p.Asked = p.Query != "" || p.Status != ""
	proposals, err := s.Certificates.RevocationProposals(c.Request().Context(), who(c), sc.edition.Slug)
	if err != nil {
		return err
	}
	open := map[string]bool{}
	for _, v := range proposals {
		card := s.revocationCard(c, sc.shell, v)
		if v.State == certificates.ProposalOpen {
			open[v.Certificate] = true
			if sc.may(accounts.ProposeRevoking) {
				card.UploadURL, card.DropURL, card.Faults = base+"/revocations/"+v.ID+"/evidence", base+"/revocations/"+v.ID+"/drop", faults
			}
		}
		p.Proposals = append(p.Proposals, card)
	}
	lines, _, err := s.register(c, sc.edition.Slug, registerQuery{text: p.Query, status: p.Status})
	if err != nil {
		return err
	}
	t := s.messages(c)
	p.Statuses = []templates.Option{{Label: t("page.say.office", "any_status", nil)}}
	for _, x := range certificateStates {
		p.Statuses = append(p.Statuses, templates.Option{Value: string(x), Label: t("page.status", string(x), nil)})
	}
	shown, paging := cut(lines, c.QueryParam("page"), func(n int) string {
		return base + "/certificates?" + url.Values{"q": {p.Query}, "status": {p.Status}, "page": {strconv.Itoa(n)}}.Encode()
	})
	p.Paging = paging
	for _, l := range shown {
		row := templates.CouncilCertificateLine{Number: l.Number, Product: l.Product, Producer: l.Producer, URL: "/v/" + lowerCode(l.Code),
			Status: string(l.Status), ValidUntil: day(l.ValidUntil)}
		if sc.may(accounts.ProposeRevoking) && l.May(certificates.EventRevoked) && !open[l.ID] {
			row.ProposeURL = base + "/certificates/" + lowerCode(l.Code) + "/propose"
		}
		p.Rows = append(p.Rows, row)
	}
	p.None = templates.Empty{Icon: "award", Title: t("page.say.office", "none", nil)}
	if p.Asked {
		p.None = templates.Empty{Icon: "search", Title: t("page.say.office", "none_found", nil), Text: t("page.say.office", "none_found_do", nil)}
	}
	return s.page(c, status, p)
}

// revocationCard is a proposal as every reader sees it.
func (s *Server) revocationCard(c echo.Context, shell templates.Shell, v certificates.ProposalView) templates.RevocationCard {
	t := s.messages(c)
	say := func(code string, pairs ...any) string {
		return t("page.say.revocation", code, fault.MakeArgs(pairs...))
	}
	card := templates.RevocationCard{Shell: shell, ID: v.ID, Product: v.Line.Product, URL: "/v/" + lowerCode(v.Line.Code),
		Lead: say("lead", "number", v.Line.Number, "date", v.HeldOn)}
	kind := map[certificates.ProposalState]string{certificates.ProposalOpen: "warn", certificates.ProposalDecided: "ok"}
	card.State = templates.Tag{Kind: kind[v.State], Text: say("state_" + string(v.State))}
	row := func(name string, lines ...string) {
		card.Rows = append(card.Rows, templates.SummaryRow{Label: say("row_" + name), Lines: lines})
	}
	row("asks", say("asks_"+string(v.Kind)))
	row("ground", say("ground_"+string(v.Ground)))
	row("reason", v.Reason)
	if v.Outcome != "" {
		row("outcome", v.Outcome)
	}
	for _, e := range v.Line.Events {
		if e.ID == v.Event {
			row("decision", say("decided", "number", e.DecisionNumber, "date", e.DecisionDate, "on", e.EffectiveOn))
		}
	}
	if v.Votes != (certificates.Votes{}) {
		card.Votes = &templates.VoteCount{Members: v.Members, Present: v.Present, For: v.For, Against: v.Against, Abstain: v.Abstain}
	}
	if v.SHA256 != "" {
		card.Evidence, card.EvidenceURL = v.Filename, "/council/"+c.Param("slug")+"/revocations/"+v.ID+"/evidence"
	}
	return card
}

// proposeScene is the page of a proposal's form with what it is about.
func (s *Server) proposeScene(c echo.Context) (p templates.CouncilPropose, code string, err error) {
	sc, err := s.council(c, "certificates")
	if err != nil {
		return p, "", err
	}
	if !sc.may(accounts.ProposeRevoking) {
		return p, "", fault.New(fault.Forbidden, "forbidden")
	}
	found, err := s.Certificates.Lookup(c.Request().Context(), codeParam(c))
	if err != nil {
		return p, "", err
	}
	if found.Edition.ID != sc.edition.ID {
		return p, "", fault.New(fault.NotFound, "not_found")
	}
	t := s.messages(c)
	say := func(code string) string { return t("page.say.revocation", code, nil) }
	list := "/council/" + sc.edition.Slug + "/certificates"
	p = templates.CouncilPropose{Shell: sc.shell, Head: sc.head, Back: templates.Link{Text: say("back"), URL: list},
		Action: list + "/" + lowerCode(found.Code) + "/propose", Product: found.Product, Number: found.Number, Status: string(found.Status),
		Kind: string(certificates.EventRevoked), HeldOn: i18n.TypedDate(i18n.Today(s.Now()))}
	for _, k := range []certificates.EventKind{certificates.EventRevoked, certificates.EventSuspended} {
		if found.May(k) {
			p.Kinds = append(p.Kinds, templates.Option{Value: string(k), Label: say("asks_" + string(k)), Hint: say("asks_" + string(k) + "_hint")})
		}
	}
	for _, g := range certificates.Grounds() {
		p.Grounds = append(p.Grounds, templates.Option{Value: string(g), Label: say("ground_" + string(g))})
	}
	if len(p.Kinds) == 0 {
		p.Refusal = t("fault", "certificate_final", nil)
	}
	if p.Members, err = s.councilSize(c, sc); err != nil {
		return p, "", err
	}
	p.Quorum = sc.pack.Council.NeedPresent(p.Members)
	return p, found.Code, nil
}

func (s *Server) councilPropose(c echo.Context) error {
	p, _, err := s.proposeScene(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

// proposeFields are the fields of a proposal's form in their order.
var proposeFields = []string{"kind", "ground", "reason", "held_on", "present", "votes", "votes_for", "votes_against", "votes_abstain"}

func (s *Server) councilDoPropose(c echo.Context) error {
	p, code, err := s.proposeScene(c)
	if err != nil {
		return err
	}
	form, err := readFormOf(c, maxReasonForm)
	if err != nil {
		return err
	}
	in, typed := typedProposal(&p, form)
	if typed == nil {
		err = s.once(c, form, func() (string, error) {
			_, err := s.Certificates.ProposeRevocation(c.Request().Context(), who(c), c.Param("slug"), code, in)
			return p.Back.URL + "?done=revocation_proposed", err
		})
		if err == nil {
			return nil
		}
	} else {
		err = typed
	}
	faults, status := s.officeFaults(c, err)
	if status == 0 {
		return err
	}
	p.Faults = inOrder(faults, proposeFields...)
	return s.page(c, status, p)
}

// typedProposal is the form as the service takes it; the fault is of what cannot be read.
func typedProposal(p *templates.CouncilPropose, form url.Values) (certificates.ProposalInput, error) {
	p.Kind, p.Ground, p.Reason, p.HeldOn = typed(form, "kind"), typed(form, "ground"), form.Get("reason"), typed(form, "held_on")
	p.Present, p.VotesFor, p.VotesAgainst, p.VotesAbstain = typed(form, "present"), typed(form, "votes_for"), typed(form, "votes_against"), typed(form, "votes_abstain")
	in := certificates.ProposalInput{Kind: certificates.EventKind(p.Kind), Ground: certificates.Ground(p.Ground), Reason: p.Reason, HeldOn: p.HeldOn}
	var f fault.Fields
	f.Merge(officeDays(map[string]*string{"held_on": &in.HeldOn}))
	for _, name := range []string{"kind", "ground"} {
		if typed(form, name) == "" {
			f.Add(name, "required")
		}
	}
	if p.Present+p.VotesFor+p.VotesAgainst+p.VotesAbstain == "" { // no meeting voted
		return in, f.Err()
	}
	for _, x := range []struct {
		field, typed string
		into         *int
	}{{"present", p.Present, &in.Present}, {"votes_for", p.VotesFor, &in.For}, {"votes_against", p.VotesAgainst, &in.Against}, {"votes_abstain", p.VotesAbstain, &in.Abstain}} {
		n, err := strconv.ParseUint(x.typed, 10, 16)
		if err != nil {
			f.Add(x.field, "not_a_count")
		}
		*x.into = int(n)
	}
	return in, f.Err()
}

// proposalAt is a proposal of the edition in the address.
func (s *Server) proposalAt(c echo.Context) (certificates.ProposalView, error) {
	ctx, id := c.Request().Context(), c.Param("id")
	list, err := s.Certificates.RevocationProposals(ctx, who(c), c.Param("slug"))
	if err != nil {
		return certificates.ProposalView{}, err
	}
	i := slices.IndexFunc(list, func(v certificates.ProposalView) bool { return v.ID == id })
	if i < 0 {
		return certificates.ProposalView{}, fault.New(fault.NotFound, "not_found")
	}
	return list[i], nil
}

// revocationEvidence sends the file that a proposal rests on.
func (s *Server) revocationEvidence(c echo.Context) error {
	v, err := s.proposalAt(c)
	if err != nil {
		return err
	}
	if v.SHA256 == "" {
		return fault.New(fault.NotFound, "not_found")
	}
	return s.sendFile(c, v.SHA256, v.MediaType, v.Filename)
}

// councilAddEvidence inspects a file and puts it to a proposal.
func (s *Server) councilAddEvidence(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := s.proposalAt(c)
	if err != nil {
		return err
	}
	u, err := s.readUpload(c, []string{"csrf"}, func(map[string]string) error { return s.Certificates.MayAddEvidence(ctx, who(c), v.ID) })
	if err == nil {
		defer u.close()
		err = s.addEvidence(c, v.ID, u)
	}
	return s.councilAfter(c, err, "file-"+v.ID, "revocation_evidence")
}

func (s *Server) addEvidence(c echo.Context, id string, u *upload) error {
	sha, _, mediaType, err := s.keep(c.Request().Context(), u)
	if err != nil {
		return err
	}
	if mediaType != pdfType && !isPicture(mediaType) {
		return fileFault("file_type")
	}
	return s.Certificates.AddEvidence(c.Request().Context(), who(c), id, certificates.Evidence{SHA256: sha, MediaType: mediaType, Filename: u.filename})
}

// councilDrop takes a proposal back.
func (s *Server) councilDrop(c echo.Context) error {
	v, err := s.proposalAt(c)
	if err != nil {
		return err
	}
	form, err := readFormOf(c, maxReasonForm)
	if err != nil {
		return err
	}
	err = s.Certificates.DropProposal(c.Request().Context(), who(c), v.ID, form.Get("reason-"+v.ID))
	return s.councilAfter(c, err, "reason-"+v.ID, "revocation_dropped")
}

// councilAfter leads on after a form of a proposal, or shows the list again with what is wrong at the form's field.
func (s *Server) councilAfter(c echo.Context, err error, field, code string) error {
	if faults, status := s.officeFaults(c, err); status != 0 {
		for i := range faults {
			if faults[i].Field != "" {
				faults[i].Field = field
			}
		}
		return s.councilCertificatesPage(c, status, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/council/"+c.Param("slug")+"/certificates", code)
}

// openProposalOf is the council's open proposal about a certificate of an edition that an act would decide, or nil; nil too for
// who may not read proposals.
func (s *Server) openProposalOf(c echo.Context, slug, certificate string, kind certificates.EventKind) (*certificates.ProposalView, error) {
	list, err := s.Certificates.RevocationProposals(c.Request().Context(), who(c), slug)
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind == fault.Forbidden {
		return nil, nil
	}
	for _, v := range list {
		if v.Certificate == certificate && v.SettledBy(kind) {
			return &v, nil
		}
	}
	return nil, err
}
