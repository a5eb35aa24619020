package web

import (
	"time"

	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
	"vinhdanh/internal/paper/forms"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// What a paper of an edition waits for.
const (
	afterClose    = "close"
	afterProposal = "proposal"
	afterDecision = "decision"
)

// roundPaper is one paper of an edition: the name of its file and catalogue key, what it waits for, and what it says.
type roundPaper struct {
	file, name string
	after      string
	make       func(r round) paper.Paper
	checked    bool           // carries the ledger's last checkpoint above the signatures
	right      accounts.Right // what it needs beyond reading the ranking, or ""
	table      string         // the same as a spreadsheet, below the edition's address, or ""
}

// roundPapers are the papers from the jury's minutes to the notice, in the order in which they are needed.
var roundPapers = []roundPaper{
	{"bien-ban-cham-diem", "jury_minutes", afterClose, func(r round) paper.Paper { return forms.JuryMinutes(r.jury) }, true, "", ""},
	{"bang-tong-hop-diem", "ranking", afterClose, func(r round) paper.Paper { return forms.RankingTable(r.ranking) }, true, "", "/ranking.xlsx"},
	{"bang-diem-giam-khao", "judges", afterClose, func(r round) paper.Paper { return forms.RankingTable(r.judges) }, true,
		accounts.ReadJudgeTotals, "/judges.xlsx"},
	{"phieu-bieu-quyet", "ballot", afterClose, func(r round) paper.Paper { return forms.Ballot(r.ballot) }, false, "", ""},
	{"bien-ban-kiem-phieu", "count", afterClose, func(r round) paper.Paper { return forms.CountMinutes(r.ballot) }, true, "", ""},
	{"bien-ban-hop-hoi-dong", "minutes", afterProposal, func(r round) paper.Paper { return forms.CouncilMinutes(*r.minutes) }, true, "", ""},
	{"bao-cao", "report", afterProposal, func(r round) paper.Paper { return forms.Report(r.data) }, false, "", ""},
	{"to-trinh", "submission", afterProposal, func(r round) paper.Paper { return forms.Submission(r.data) }, false, "", ""},
	{"du-thao-quyet-dinh", "decision", afterProposal, func(r round) paper.Paper { return forms.DecisionDraft(r.data) }, false, "", ""},
	{"thong-bao-ket-qua", "notice", afterDecision, func(r round) paper.Paper { return forms.Notice(r.data) }, false, "", ""},
}

// round is what the papers of an edition say.
type round struct {
	jury    forms.JuryMinutesData
	ranking forms.RankingData
	judges  forms.RankingData // the ranking with the judges' columns, for those who may read them
	ballot  forms.BallotData
	minutes *forms.MinutesData // nil until a proposal is recorded
	data    forms.RoundData
	decided bool
}

// has reports whether what the paper waits for has happened.
func (r round) has(after string) bool {
	return after == afterClose || after == afterProposal && r.minutes != nil || after == afterDecision && r.decided
}

// showCouncilPapers lists the papers of an edition, those to come with what they wait for.
func (s *Server) showCouncilPapers(c echo.Context) error {
	sc, err := s.council(c, "papers")
	if err != nil {
		return err
	}
	p := templates.CouncilPapers{Shell: sc.shell, Head: sc.head}
	pass, waiting, err := s.councilPass(c, sc)
	if err != nil {
		return err
	}
	if p.Pass, p.Waiting = max(pass.N, 1), waiting; waiting != "" {
		return s.page(c, http.StatusOK, p)
	}
	r, err := s.round(c, sc)
	if err != nil {
		return err
	}
	t := s.messages(c)
	for _, x := range roundPapers {
		if x.right != "" && !sc.may(x.right) {
			continue
		}
		line := templates.PaperLine{Name: t("page.say.council.paper", x.name, nil), Text: t("page.say.council.paper_text", x.name, nil)}
		if r.has(x.after) {
			address := "/council/" + sc.edition.Slug + "/papers/" + x.file
			line.PDFURL, line.DOCXURL = address+".pdf", address+".docx"
			if x.table != "" {
				line.XLSXURL = "/council/" + sc.edition.Slug + x.table
			}
		} else {
			line.Waits = t("page.say.council.paper_after", x.after, nil)
		}
		p.Papers = append(p.Papers, line)
	}
	return s.page(c, http.StatusOK, p)
}

// sendCouncilPaper sends one paper, as its file's ending says.
func (s *Server) sendCouncilPaper(c echo.Context) error {
	sc, err := s.council(c, "papers")
	if err != nil {
		return err
	}
	name, ending, _ := strings.Cut(c.Param("file"), ".")
	at := slices.IndexFunc(roundPapers, func(x roundPaper) bool { return x.file == name })
	if at < 0 || ending != "pdf" && ending != "docx" {
		return fault.New(fault.NotFound, "not_found")
	}
	if s.Papers == nil {
		return fault.New(fault.Unavailable, "unavailable")
	}
	x := roundPapers[at]
	if x.right != "" && !sc.may(x.right) {
		return fault.New(fault.Forbidden, "forbidden")
	}
	r, err := s.round(c, sc)
	if err != nil {
		return err
	}
	if !r.has(x.after) {
		code := "proposal_missing"
		if x.after == afterDecision && r.minutes != nil {
			code = "decision_not_recorded"
		}
		return fault.New(fault.Conflict, code)
	}
	doc := x.make(r)
	if x.checked {
		if doc, err = s.withCheckpoint(c, doc); err != nil {
			return err
		}
	}
	write, mediaType := s.Papers.PDF, pdfType
	if ending == "docx" {
		write, mediaType = s.Papers.DOCX, docxType
	}
	var buf bytes.Buffer
	if err := write(&buf, doc); err != nil {
		return err
	}
	return sendFile(c, name+"-"+sc.edition.Slug+"."+ending, mediaType, buf.Bytes())
}

// round gathers what the papers of an edition say; before the last pass is closed it is the fault pass_open.
func (s *Server) round(c echo.Context, sc councilScene) (r round, err error) {
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return r, err
	}
	if r.jury, err = s.juryMinutes(c, sc, lines); err != nil {
		return r, err
	}
	r.ranking = forms.RankingData{Award: r.jury.Award, Pass: r.jury.Pass, Date: r.jury.Closed, Rows: r.jury.Rows, Head: r.jury.Head}
	if r.judges, err = s.judgeColumns(c, sc, r.ranking, lines); err != nil {
		return r, err
	}
	council := forms.MinutesData{Award: r.jury.Award}
	if err := s.attendants(c, sc, &council); err != nil {
		return r, err
	}
	r.ballot = forms.BallotData{Award: r.jury.Award, Members: len(council.Members)}
	for _, x := range lines {
		r.ballot.Entries = append(r.ballot.Entries, paperEntry(x))
	}
	rec, recorded, err := s.latestProposal(c, sc)
	if err != nil {
		return r, err
	}
	if recorded {
		minutes, err := s.minutesData(c, sc, rec, lines)
		if err != nil {
			return r, err
		}
		r.minutes, r.ballot.Proposal, r.ballot.HeldOn, r.ballot.Members = &minutes, &minutes, rec.HeldOn, rec.Members
	}
	return r, s.roundData(c, sc, &r, lines)
}

// juryMinutes is what the minutes of the last pass say.
func (s *Server) juryMinutes(c echo.Context, sc councilScene, lines []rankedLine) (d forms.JuryMinutesData, err error) {
	ctx := c.Request().Context()
	rec, err := s.Judging.JuryRecord(ctx, who(c), sc.edition.Slug, 0)
	if err != nil {
		return d, err
	}
	members, err := s.Judging.Members(ctx, who(c), sc.edition.Slug)
	if err != nil {
		return d, err
	}
	d = forms.JuryMinutesData{Award: s.award(c, sc), Pass: rec.Pass.N, Opened: i18n.Today(rec.Pass.Opened), Closed: i18n.Today(rec.Pass.Closed),
		Sheets: rec.Sheets, Scored: rec.Scored, LeftOpenReason: rec.Pass.LeftOpen}
	names := map[string]string{}
	for _, role := range []accounts.Role{accounts.Head, accounts.Deputy, accounts.Member, accounts.Secretary} {
		for _, m := range members {
			names[m.User] = m.Person.Name
			if m.Body != accounts.Jury || m.Role != role {
				continue
			}
			d.Members = append(d.Members, forms.Person{Name: m.Person.Name, Office: s.officeOf(m)})
			switch {
			case role == accounts.Head && d.Head == "":
				d.Head = m.Person.Name
			case role == accounts.Secretary && d.Secretary == "":
				d.Secretary = m.Person.Name
			}
		}
	}
	former := s.Translate(i18n.Vietnamese, "page.say.council.word.former_judge", nil)
	d.Recusals, d.Reopened, d.LeftOpen = sheetNotes(rec.Recusals, names, former), sheetNotes(rec.Reopened, names, former), sheetNotes(rec.LeftOpen, names, former)
	for _, x := range lines {
		d.Rows = append(d.Rows, forms.RankedRow{Entry: paperEntry(x)})
	}
	typed, err := s.Judging.TypedSheets(ctx, who(c), sc.edition.Slug, 0)
	if err != nil {
		return d, err
	}
	for _, x := range typed {
		d.Typed = append(d.Typed, forms.SheetNote{Judge: nameOf(names, x.Judge, former), Code: x.EntryCode, Product: x.Product,
			Reason: s.paperNoteIn(i18n.Vietnamese, &x.Note)})
	}
	for _, x := range rec.Objections {
		d.Objections = append(d.Objections, forms.SheetNote{Judge: nameOf(names, x.Judge, former), Code: x.EntryCode, Product: x.Product, Reason: s.objectionNote(x)})
	}
	if err := s.visitNotes(c, sc, &d); err != nil {
		return d, err
	}
	return d, s.panelNotes(c, sc, &d)
}

// objectionNote says when a judge objected to a typing and how it was settled.
func (s *Server) objectionNote(x judging.Objection) string {
	say := func(code string, at time.Time, pairs ...any) string {
		at = at.In(i18n.VN)
		pairs = append(pairs, "time", at.Format("15:04"), "date", at.Format("02/01/2006"))
		return s.Translate(i18n.Vietnamese, "page.say.paper."+code, fault.MakeArgs(pairs...))
	}
	text := say("minutes_objected", x.At)
	if x.Answered.IsZero() {
		text += " " + say("minutes_unanswered", x.At)
	} else {
		text += " " + say("minutes_answered", x.Answered, "by", x.AnsweredBy, "answer", x.Answer)
	}
	if x.Reopened {
		text += " " + say("minutes_again", x.At)
	}
	return text
}

// panelNotes tells the minutes which data met, who was away and who took whose place.
func (s *Server) panelNotes(c echo.Context, sc councilScene, d *forms.JuryMinutesData) error {
	rec, err := s.Judging.PanelRecord(c.Request().Context(), who(c), sc.edition.Slug)
	if err != nil {
		return err
	}
	say := func(code string, pairs ...any) string {
		return s.Translate(i18n.Vietnamese, "page.say.panels."+code, fault.MakeArgs(pairs...))
	}
	for _, m := range rec.Matches {
		what := say("match_open")
		switch {
		case m.Declared:
			what = say("match_declared")
		case m.Dismissed != nil:
			what = say("match_dismissed") + ": " + m.Dismissed.Reason
		}
		d.Matches = append(d.Matches, forms.SheetNote{Judge: m.JudgeName, Code: m.Code, Product: m.Product, Reason: what})
	}
	for _, a := range rec.Absences {
		if a.Name != "" {
			d.Changes = append(d.Changes, forms.SheetNote{Judge: a.Name, Reason: say("minutes_away", "from", i18n.FormatDate(i18n.Vietnamese, a.From), "reason", a.Reason)})
		}
	}
	for _, x := range rec.Slips {
		code := "minutes_slip"
		if x.Used.IsZero() {
			code = "minutes_slip_unused"
		}
		at := x.At.In(i18n.VN)
		d.Changes = append(d.Changes, forms.SheetNote{Judge: x.Judge,
			Reason: say(code, "by", x.By, "time", at.Format("15:04"), "date", at.Format("02/01/2006"))})
	}
	for _, x := range rec.Replaced {
		d.Changes = append(d.Changes, forms.SheetNote{Judge: x.Named, Reason: say("minutes_replaced", "left", x.Left)})
	}
	return nil
}

// officeOf is a member's title in the edition, or the role in the language of papers.
func (s *Server) officeOf(m judging.SeatView) string {
	if m.Title != "" {
		return m.Title
	}
	return s.Translate(i18n.Vietnamese, "word.role."+string(m.Role), nil)
}

func sheetNotes(events []judging.SheetEvent, names map[string]string, former string) (list []forms.SheetNote) {
	for _, e := range events {
		list = append(list, forms.SheetNote{Judge: nameOf(names, e.Judge, former), Code: e.EntryCode, Product: e.Product, Reason: e.Reason})
	}
	return list
}

// roundData fills in what the papers sent upward say.
func (s *Server) roundData(c echo.Context, sc councilScene, r *round, lines []rankedLine) error {
	ctx := c.Request().Context()
	counts, err := s.Judging.Counts(ctx, who(c), sc.edition.Slug)
	if err != nil {
		return err
	}
	decisions, err := s.Judging.Decisions(ctx, who(c), sc.edition.Slug)
	if err != nil {
		return err
	}
	ids := map[string]string{}
	for _, x := range lines {
		ids[x.EntryCode] = x.Nomination
	}
	d := forms.RoundData{Award: r.jury.Award, Filed: counts.Total - counts.ByState[judging.NominationDraft], Eligible: counts.ByState[judging.NominationEligible],
		ComplaintDays: sc.pack.Periods.ComplaintDays, ReplyDays: sc.pack.Periods.ReplyDays}
	for _, m := range r.jury.Members {
		if m.Name != r.jury.Secretary {
			d.Judges++
		}
	}
	for _, x := range r.jury.Rows {
		if x.Rank > 0 {
			d.Scored++
		}
		if x.Rank > 0 && !x.NotPassed {
			d.Passed++
		}
	}
	if m := r.minutes; m != nil {
		d.HeldOn, d.Proposed, d.LeftOut, d.Recognised = m.HeldOn, m.Proposed, m.LeftOut, m.Proposed
	}
	if len(decisions) > 0 {
		last := decisions[len(decisions)-1]
		r.decided = true
		d.Authority, d.Number, d.Date, d.NotifiedOn = last.Authority, last.Number, last.Date, last.NotifiedOn
		d.Signer = paper.Signature{Lines: append(filled(strings.Split(last.Signer.Block, "/")...), last.Signer.Title), Name: last.Signer.Name}
		d.Recognised = slices.DeleteFunc(slices.Clone(d.Proposed), func(e forms.Entry) bool { return !slices.Contains(last.Nominations, ids[e.Code]) })
	}
	r.data = d
	return nil
}
