package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
	"vinhdanh/internal/paper/forms"
	"vinhdanh/judging"
)

const (
	pdfType  = "application/pdf"
	docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// showCouncilTable sends the ranking as the page shows it, as a spreadsheet.
func (s *Server) showCouncilTable(c echo.Context) error {
	sc, err := s.council(c, "ranking")
	if err != nil {
		return err
	}
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return err
	}
	intervals, err := s.addIntervals(c, sc, lines)
	if err != nil {
		return err
	}
	return s.sendWorkbook(c, "bang-tong-hop-diem-"+sc.edition.Slug, s.rankingTable(c, sc, lines, intervals))
}

// sendWorkbook sends a table as a spreadsheet.
func (s *Server) sendWorkbook(c echo.Context, name string, table Table) error {
	if s.Tables == nil {
		return fault.New(fault.Unavailable, "unavailable")
	}
	var buf bytes.Buffer
	if err := s.Tables.XLSX(&buf, table); err != nil {
		return err
	}
	return sendFile(c, name+".xlsx", xlsxType, buf.Bytes())
}

// rankingTable is the rows that the page's filters let through, with its columns.
func (s *Server) rankingTable(c echo.Context, sc councilScene, lines []rankedLine, intervals bool) Table {
	t := s.messages(c)
	table := Table{Name: t("page.council", "ranking.title", nil)}
	column := func(name, kind string, decimals int) {
		table.Columns = append(table.Columns, TableColumn{Head: t("page.say.council.column", name, nil), Kind: kind, Decimals: decimals})
	}
	column("group", "text", 0)
	column("rank", "number", 0)
	if intervals {
		column("low", "number", 0)
		column("high", "number", 0)
	}
	for _, name := range []string{"code", "product", "producer", "commune"} {
		column(name, "text", 0)
	}
	column("mean", "number", 2)
	column("exact", "text", 0)
	column("judges", "number", 0)
	column("outcome", "text", 0)
	column("discuss", "text", 0)
	column("tie", "text", 0)
	codes, groups := map[string]string{}, map[string]string{}
	for _, x := range lines {
		codes[x.Nomination] = x.EntryCode
	}
	for _, g := range sc.pack.ProductGroups {
		groups[g.Code] = g.Name.In(s.lang(c))
	}
	for _, x := range lines {
		if !x.shown(c, sc.pack.PassMark) {
			continue
		}
		row := []string{groups[x.Group], countOrNone(x.Rank)}
		if intervals {
			row = append(row, countOrNone(x.low), countOrNone(x.high))
		}
		outcome, discuss := "not_passed", ""
		if x.Rank == 0 {
			outcome = "unscored"
		} else if x.Passed {
			outcome = "is_passed"
		}
		if x.ToDiscuss(sc.pack.PassMark) {
			discuss = t("page.council.ranking", "to_discuss", nil)
		}
		table.Rows = append(table.Rows, append(row, x.EntryCode, x.Product, x.producer.Name, x.producer.Commune, x.MeanText,
			x.MeanExact, fmt.Sprint(x.Judges), t("page.council.ranking", outcome, nil), discuss, s.tieWords(c, sc, x.RankedEntry, codes)))
	}
	return table
}

func countOrNone(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// sendFile sends a whole file to be kept.
func sendFile(c echo.Context, name, mediaType string, data []byte) error {
	c.Response().Header().Set("Content-Disposition", disposition(name))
	return c.Blob(http.StatusOK, mediaType, data)
}

// showCouncilTablePDF is the score summary to print and sign: means alone, no judge's totals.
func (s *Server) showCouncilTablePDF(c echo.Context) error {
	sc, err := s.council(c, "ranking")
	if err != nil {
		return err
	}
	if s.Papers == nil {
		return fault.New(fault.Unavailable, "unavailable")
	}
	doc, err := s.rankingPaper(c, sc)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := s.Papers.PDF(&buf, doc); err != nil {
		return err
	}
	return sendFile(c, "bang-tong-hop-diem-"+sc.edition.Slug+".pdf", pdfType, buf.Bytes())
}

func (s *Server) rankingPaper(c echo.Context, sc councilScene) (paper.Paper, error) {
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return paper.Paper{}, err
	}
	pass, _, err := s.councilPass(c, sc)
	if err != nil {
		return paper.Paper{}, err
	}
	members, err := s.Judging.Members(c.Request().Context(), who(c), sc.edition.Slug)
	if err != nil {
		return paper.Paper{}, err
	}
	data := forms.RankingData{Award: s.award(c, sc), Pass: pass.N, Date: i18n.Today(pass.Closed)}
	for _, m := range members {
		if m.Body == accounts.Jury && m.Role == accounts.Head {
			data.Head = m.Person.Name
		}
	}
	for _, x := range lines {
		data.Rows = append(data.Rows, forms.RankedRow{Entry: paperEntry(x)})
	}
	doc := forms.RankingTable(data)
	return s.withCheckpoint(c, doc)
}

// award is what every paper says of the edition.
func (s *Server) award(c echo.Context, sc councilScene) forms.Award {
	return forms.Award{Lang: s.lang(c), Edition: sc.edition, Pack: sc.pack, Organiser: sc.shell.Organiser}
}

func paperEntry(x rankedLine) forms.Entry {
	return forms.Entry{Code: x.EntryCode, Product: x.Product, Group: x.Group, Producer: x.producer.Name,
		Address: placeOf(x.producer), Mean: x.MeanText, Rank: x.Rank, NotPassed: !x.Passed}
}

func placeOf(p judging.ProducerData) string {
	return strings.Trim(p.Address+", "+p.Commune, ", ")
}

// withCheckpoint puts the last published checkpoint of the ledger before the signatures, so that who signs by hand
// signs it too; a paper from before the first one has none.
func (s *Server) withCheckpoint(c echo.Context, doc paper.Paper) (paper.Paper, error) {
	p, err := s.Ledger.Published(c.Request().Context(), 0)
	if fault.KindOf(err) == fault.NotFound {
		return doc, nil
	}
	if err != nil {
		return doc, err
	}
	at := len(doc.Blocks)
	for i, b := range doc.Blocks {
		if _, closing := b.(paper.Closing); closing {
			at = i
			break
		}
	}
	text := p.Signed
	marked, err := s.checkpointBlock(text)
	if err != nil {
		return doc, err
	}
	blocks := append([]paper.Block{}, doc.Blocks[:at]...)
	_, signature, _ := strings.Cut(text, "\n\n") // what is signed stands in the block
	blocks = append(blocks, marked, paper.Paragraph{Lead: "Chữ ký mốc sổ cái:", Text: strings.TrimSpace(signature), Whole: true})
	doc.Blocks = append(blocks, doc.Blocks[at:]...)
	return doc, nil
}

// checkpointBlock is what a checkpoint signs, origin, size and root, in words and as a QR symbol that is read letter
// by letter.
func (s *Server) checkpointBlock(text string) (paper.Block, error) {
	signed, _, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(signed, "\n")
	if len(lines) < 3 {
		return nil, fmt.Errorf("a checkpoint of %d lines", len(lines))
	}
	symbol, err := s.Papers.Symbol(signed)
	return paper.Marked{Symbol: symbol, Note: "Mốc sổ cái", Fields: paper.Fields{
		{Label: "Mốc sổ cái", Value: lines[0]}, {Label: "Số mục đã ghi", Value: lines[1]}, {Label: "Mã gốc", Value: lines[2]}}}, err
}
