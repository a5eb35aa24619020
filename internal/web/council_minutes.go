package web

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/paper"
	"vinhdanh/internal/paper/forms"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

func (s *Server) showCouncilMinutes(c echo.Context) error {
	sc, err := s.council(c, "minutes")
	if err != nil {
		return err
	}
	p := templates.CouncilMinutes{Shell: sc.shell, Head: sc.head}
	pass, waiting, err := s.councilPass(c, sc)
	if err != nil {
		return err
	}
	p.Pass, p.Waiting = max(pass.N, 1), waiting
	rec, recorded, err := s.latestProposal(c, sc)
	if err != nil {
		return err
	}
	if p.Waiting == "" && !recorded {
		p.Waiting = "no_minutes"
	}
	if p.Waiting == "" {
		doc, err := s.minutesPaper(c, sc, rec)
		if err != nil {
			return err
		}
		address := "/council/" + sc.edition.Slug + "/minutes"
		p.PDFURL, p.DOCXURL = address+".pdf", address+".docx"
		p.Blocks = paperBlocks(doc)
	}
	return s.page(c, http.StatusOK, p)
}

func (s *Server) showCouncilMinutesPDF(c echo.Context) error {
	return s.sendMinutes(c, "pdf", pdfType)
}

func (s *Server) showCouncilMinutesDOCX(c echo.Context) error {
	return s.sendMinutes(c, "docx", docxType)
}

func (s *Server) sendMinutes(c echo.Context, ending, mediaType string) error {
	sc, err := s.council(c, "minutes")
	if err != nil {
		return err
	}
	if s.Papers == nil {
		return fault.New(fault.Unavailable, "unavailable")
	}
	rec, recorded, err := s.latestProposal(c, sc)
	if err != nil {
		return err
	}
	if !recorded {
		return fault.New(fault.Conflict, "proposal_missing")
	}
	doc, err := s.minutesPaper(c, sc, rec)
	if err != nil {
		return err
	}
	write := s.Papers.PDF
	if ending == "docx" {
		write = s.Papers.DOCX
	}
	var buf bytes.Buffer
	if err := write(&buf, doc); err != nil {
		return err
	}
	return sendFile(c, "bien-ban-hoi-dong-"+sc.edition.Slug+"."+ending, mediaType, buf.Bytes())
}

// minutesPaper is the draft of the minutes from what is recorded.
func (s *Server) minutesPaper(c echo.Context, sc councilScene, rec judging.ProposalRecord) (paper.Paper, error) {
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return paper.Paper{}, err
	}
	data, err := s.minutesData(c, sc, rec, lines)
	if err != nil {
		return paper.Paper{}, err
	}
	return s.withCheckpoint(c, forms.CouncilMinutes(data))
}

// minutesData is what the minutes say of the recorded proposal; lines are the ranking.
func (s *Server) minutesData(c echo.Context, sc councilScene, rec judging.ProposalRecord, lines []rankedLine) (forms.MinutesData, error) {
	data := forms.MinutesData{Award: s.award(c, sc), HeldOn: rec.HeldOn, Present: rec.Present, For: rec.For, Against: rec.Against, Abstain: rec.Abstain}
	if err := s.attendants(c, sc, &data); err != nil {
		return data, err
	}
	meeting, err := s.meetingOf(c, sc, rec)
	if err != nil {
		return data, err
	}
	data.Meeting = meeting
	items, reasons := map[string]judging.ProposalItem{}, map[string]string{}
	for _, x := range rec.Items {
		items[x.Nomination] = x
	}
	for _, x := range rec.LeftOut {
		reasons[x.Nomination] = x.Reason
	}
	for _, x := range lines {
		if x.Rank > 0 {
			data.Scored++
		}
		if x.Passed {
			data.Passed++
		}
		entry := paperEntry(x)
		if item, listed := items[x.Nomination]; listed {
			entry.Reason, entry.Prize = item.Reason, item.Prize
			data.Proposed = append(data.Proposed, entry)
		} else {
			entry.Reason = reasons[x.Nomination]
			data.LeftOut = append(data.LeftOut, entry)
		}
	}
	return data, nil
}

// meetingOf is the record of the meeting that a proposal came from, nil when it was recorded by the form or when the
// caller may not follow meetings.
func (s *Server) meetingOf(c echo.Context, sc councilScene, rec judging.ProposalRecord) (*judging.MeetingRecord, error) {
	if !sc.may(accounts.FollowMeeting) {
		return nil, nil //nolint:nilnil // the minutes leave room to write
	}
	ctx, slug := c.Request().Context(), sc.edition.Slug
	list, err := s.Judging.Meetings(ctx, who(c), slug)
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if m.Proposal == rec.ID {
			record, err := s.Judging.MeetingRecord(ctx, who(c), slug, m.N)
			return &record, err
		}
	}
	return nil, nil //nolint:nilnil // as above
}

// attendants are the members of the council with their offices, head first as they were named.
func (s *Server) attendants(c echo.Context, sc councilScene, data *forms.MinutesData) error {
	members, err := s.Judging.Members(c.Request().Context(), who(c), sc.edition.Slug)
	if err != nil {
		return err
	}
	for _, role := range []accounts.Role{accounts.Head, accounts.Deputy, accounts.Member, accounts.Secretary} {
		for _, m := range members {
			if m.Body != accounts.Council || m.Role != role {
				continue
			}
			data.Members = append(data.Members, forms.Person{Name: m.Person.Name, Office: m.Title})
			switch {
			case role == accounts.Head && data.Chair == "":
				data.Chair = m.Person.Name
			case role == accounts.Secretary && data.Secretary == "":
				data.Secretary = m.Person.Name
			}
		}
	}
	return nil
}

// paperBlocks are the parts of a paper as the preview shows them.
func paperBlocks(doc paper.Paper) []templates.PaperBlock {
	var list []templates.PaperBlock
	for _, b := range doc.Normal().Blocks {
		switch b := b.(type) {
		case paper.Letterhead:
			list = append(list, templates.PaperBlock{Kind: "head", Lines: filled(b.Superior, b.Body, numbered(doc.Lang, b.Number)),
				Lead: paper.Nation(doc.Lang) + "\n" + paper.Motto(doc.Lang), Text: b.Place})
		case paper.Title:
			list = append(list, templates.PaperBlock{Kind: "title", Lead: b.Text, Lines: filled(strings.Split(b.Subject, "\n")...)})
		case paper.Heading:
			list = append(list, templates.PaperBlock{Kind: "heading", Text: b.Text})
		case paper.Paragraph:
			list = append(list, templates.PaperBlock{Kind: "text", Lead: b.Lead, Text: b.Text, Centre: b.Align == paper.Centre, Italic: b.Italic})
		case paper.Fields:
			list = append(list, fieldsBlock(b))
		case paper.Marked:
			list = append(list, fieldsBlock(b.Fields))
		case paper.List:
			block := templates.PaperBlock{Kind: "list"}
			for _, x := range b.Items {
				block.Lines = append(block.Lines, x.Text)
			}
			list = append(list, block)
		case paper.Table:
			list = append(list, tableBlock(b))
		case paper.Closing:
			list = append(list, closingBlocks(b)...)
		case paper.Blank:
			list = append(list, templates.PaperBlock{Kind: "blank", Lines: make([]string, b.Lines)})
		}
	}
	return list
}

func fieldsBlock(fields paper.Fields) templates.PaperBlock {
	block := templates.PaperBlock{Kind: "fields"}
	for _, f := range fields {
		value := f.Value
		if value == "" {
			value = "................................"
		}
		block.Fields = append(block.Fields, templates.SummaryRow{Label: f.Label, Lines: []string{value}})
	}
	return block
}

func tableBlock(t paper.Table) templates.PaperBlock {
	block := templates.PaperBlock{Kind: "table"}
	for _, column := range t.Columns {
		block.Columns = append(block.Columns, column.Head)
	}
	for _, row := range t.Rows {
		block.Rows = append(block.Rows, templates.PaperRow{Span: row.Span, Cells: row.Cells})
	}
	return block
}

func closingBlocks(b paper.Closing) (list []templates.PaperBlock) {
	if len(b.Signatures) > 0 {
		block := templates.PaperBlock{Kind: "signatures"}
		for _, x := range b.Signatures {
			block.Signatures = append(block.Signatures, templates.PaperSignature{Lines: x.Lines, Note: x.Note, Name: x.Name})
		}
		list = append(list, block)
	}
	if len(b.Recipients) > 0 {
		lines := append([]string{paper.Recipients("vi")}, paper.RecipientLines(b.Recipients)...)
		list = append(list, templates.PaperBlock{Kind: "recipients", Lines: lines})
	}
	return list
}

func numbered(lang, number string) string {
	if number == "" {
		return ""
	}
	return paper.Numbered(lang) + number
}

// filled are the texts that are not empty.
func filled(texts ...string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return s == "" })
}
