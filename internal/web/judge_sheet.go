package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// sheetScene is a sheet with what its pages need beside it.
type sheetScene struct {
	judging.SheetView
	edition judging.Edition
	pack    *judging.Pack
	own     []judging.SheetView // the caller's of the same pass, in order
	note    ownNotes            // the caller's own
}

// sheetScene loads a sheet that the caller may read.
func (s *Server) sheetScene(c echo.Context) (x sheetScene, err error) {
	ctx := c.Request().Context()
	if x.SheetView, err = s.Judging.Sheet(ctx, who(c), c.Param("id")); err != nil {
		return x, err
	}
	if x.edition, err = s.Judging.EditionBySlug(ctx, who(c), s.slugOf(c, x.Edition)); err != nil {
		return x, err
	}
	if x.pack, err = s.Judging.Pack(x.edition); err != nil {
		return x, err
	}
	if x.Judge != who(c).User.ID {
		return x, nil
	}
	if x.own, _, err = s.lastSheets(c, x.edition.Slug, x.Pass); err != nil {
		return x, err
	}
	notes, err := s.sheetNotes(c, x.edition.Slug)
	x.note = notes[x.ID]
	return x, err
}

// ownScene is sheetScene for the sheet's judge alone.
func (s *Server) ownScene(c echo.Context) (sheetScene, error) {
	x, err := s.sheetScene(c)
	if err == nil && x.Judge != who(c).User.ID {
		err = fault.New(fault.Forbidden, "forbidden")
	}
	return x, err
}

// address is where a sheet's page stands.
func (x sheetScene) address() string { return "/judge/sheets/" + x.ID }

// judgeSheet is the score sheet beside the dossier.
func (s *Server) judgeSheet(c echo.Context) error {
	x, err := s.sheetScene(c)
	if err != nil {
		return err
	}
	return s.sheetPage(c, http.StatusOK, x, shownMarks(s.lang(c), x.Marks), x.Comment, x.Version, nil)
}

// shownMarks are marks as people write them, by the name of their field.
func shownMarks(lang string, marks map[string]judging.Points) map[string]string {
	shown := make(map[string]string, len(marks))
	for code, p := range marks {
		shown[markField+code] = i18n.Decimal(lang, p.String())
	}
	return shown
}

// sheetPage shows the sheet with marks and a remark as they were typed, on the version they started from.
func (s *Server) sheetPage(c echo.Context, status int, x sheetScene, typed map[string]string, comment string, version int, faults templates.FormFaults) error {
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	sh.Light = true
	p := templates.JudgeSheet{
		Shell: sh, Edition: s.editionLine(c, x.edition), ID: x.ID, Version: version, Editable: x.State == judging.SheetOpen && x.Judge == who(c).User.ID,
		State: s.sheetTag(c, x.SheetView), Max: x.Max.String(), PassMark: x.pack.PassMark.String(), Step: x.pack.Step.String(),
		Comment: comment, Faults: namedFaults(faults), Reason: x.Reason,
		Position: sheetPosition(x),
	}
	if p.Entry, err = s.judgeEntry(c, x, true); err != nil {
		return err
	}
	sum := x.tops(s.lang(c), typed, faults)
	p.Tops, p.Total, p.Missing, p.Passed = sum.tops, sum.total.String(), len(sum.missing), sum.total >= x.pack.PassMark
	if x.Version > 1 {
		p.SavedAt = x.Updated
	}
	if x.Receipt != nil {
		p.Receipt = &templates.JudgeReceiptLine{Commitment: x.Receipt.Commitment, At: x.Receipt.At}
	}
	if x.Judge == who(c).User.ID && (x.State == judging.SheetOpen || x.State == judging.SheetSubmitted) {
		p.RecuseURL = x.address() + "/recuse"
	}
	p.Plot = s.ownPlot(c, x, sum)
	s.notePaper(c, x, &p)
	noteSheet(x, who(c).User.ID, &p)
	if x.Unshown {
		p.Unshown, p.Tops, p.PrintURL, p.ScanURL = true, nil, "", ""
	}
	if err := s.besideSheet(c, x, &p); err != nil {
		return err
	}
	return s.page(c, status, p)
}

// sheetSum is a sheet's criteria with their sums.
type sheetSum struct {
	tops    []templates.JudgeTop
	total   judging.Points   // of what is marked
	missing []templates.Link // the leaves without a mark, to their fields
}

// namedFaults says of each mark at fault which criterion it is, for the list above the sheet.
func namedFaults(faults templates.FormFaults) templates.FormFaults {
	named := slices.Clone(faults)
	for i, f := range named {
		if code, ok := strings.CutPrefix(f.Field, markField); ok {
			named[i].Message = code + ": " + f.Message
		}
	}
	return named
}

// tops are the criteria with marks as typed; what is no number or at fault counts as not marked.
func (x sheetScene) tops(lang string, typed map[string]string, faults templates.FormFaults) sheetSum {
	var all sheetSum
	for _, top := range x.pack.TopCriteria(x.ProductGroup) {
		t := templates.JudgeTop{Code: top.Code, Name: top.Name.In(lang), Max: top.Max.String()}
		var sum judging.Points
		for _, leaf := range top.Leaves() {
			l := templates.JudgeLeaf{
				Field: markField + leaf.Code, Code: leaf.Code, Name: leaf.Name.In(lang), Max: leaf.Max.String(), Step: x.pack.Step.String(),
				Value: typed[markField+leaf.Code], Error: faults.Of(markField + leaf.Code),
			}
			if leaf.Guide != nil {
				l.Guide = leaf.Guide.In(lang)
			}
			mark, err := judging.ParsePoints(plainMark(l.Value))
			marked := err == nil && l.Error == ""
			l.Bands = markBands(leaf, lang, mark, marked)
			if marked {
				sum += mark
			} else {
				all.missing = append(all.missing, templates.Link{Text: leaf.Code + ". " + l.Name, URL: x.address() + "#" + l.Field})
			}
			t.Leaves = append(t.Leaves, l)
		}
		t.Sum = sum.String()
		all.total += sum
		all.tops = append(all.tops, t)
	}
	return all
}

// markBands are what the marks of a leaf stand for, with the one that a mark lies in when there is a mark.
func markBands(leaf judging.Criterion, lang string, mark judging.Points, marked bool) (list []templates.JudgeBand) {
	for _, b := range leaf.Bands {
		band := templates.JudgeBand{From: b.From.String(), To: b.To.String(), Name: b.Name.In(lang), In: marked && b.From <= mark && mark <= b.To}
		if b.Text != nil {
			band.Text = b.Text.In(lang)
		}
		list = append(list, band)
	}
	return list
}

// ownPlot shows the caller's other totals of the group and this one.
func (s *Server) ownPlot(c echo.Context, x sheetScene, sum sheetSum) templates.DotPlot {
	plot := templates.DotPlot{Title: s.judgeSay(c, "plot", nil)}
	var row templates.DotRow
	for _, v := range x.own {
		if v.ID != x.ID && v.ProductGroup == x.ProductGroup && v.Total != nil && v.State != judging.SheetRecused {
			row.Dots = append(row.Dots, float64(*v.Total)/float64(judging.Point))
		}
	}
	if len(row.Dots) == 0 {
		return plot
	}
	row.Kind = "own"
	if len(sum.missing) == 0 {
		row.Point = new(float64(sum.total) / float64(judging.Point))
	}
	plot.Rows = []templates.DotRow{row}
	scalePlot(&plot, x.pack, x.own)
	return plot
}

// sheetPosition is where the sheet stands among the judge's own.
func sheetPosition(x sheetScene) templates.Position {
	p := templates.Position{ListURL: "/judge/" + x.edition.Slug, Of: len(x.own)}
	at := slices.IndexFunc(x.own, func(v judging.SheetView) bool { return v.ID == x.ID })
	if at < 0 {
		return templates.Position{ListURL: "/council/" + x.edition.Slug, At: 1, Of: 1}
	}
	p.At, p.Done = at+1, countStates(x.own).done
	if at > 0 {
		p.PrevURL = "/judge/sheets/" + x.own[at-1].ID
	}
	if at+1 < len(x.own) {
		p.NextURL = "/judge/sheets/" + x.own[at+1].ID
	}
	return p
}

// judgeEntry is the dossier of a sheet's entry; whole adds its photos and papers.
func (s *Server) judgeEntry(c echo.Context, x sheetScene, whole bool) (templates.JudgeEntry, error) {
	ctx, lang := c.Request().Context(), s.lang(c)
	entry := templates.JudgeEntry{Code: x.EntryCode, Product: x.Product}
	for _, g := range x.pack.ProductGroups {
		if g.Code == x.ProductGroup {
			entry.Group = g.Name.In(lang)
		}
	}
	n, err := s.Judging.Nomination(ctx, who(c), x.Nomination)
	if f, _ := asFault(err); err != nil && f.Code == "conflict_declared" {
		entry.Closed = s.messages(c)("fault", f.Code, nil)
		return entry, nil // the sheet stays readable, the dossier does not
	}
	if err != nil {
		return entry, err
	}
	entry.Producer, entry.Place, entry.SetMembers = n.Producer.Name, n.Producer.Commune, n.SetMembers
	if !whole {
		return entry, nil
	}
	for line := range strings.Lines(n.Description) {
		if line = strings.TrimSpace(line); line != "" {
			entry.Description = append(entry.Description, line)
		}
	}
	for _, k := range x.pack.EntityKinds {
		if k.Code == n.Producer.EntityKind {
			entry.Facts = append(entry.Facts, templates.SummaryRow{Label: s.judgeSay(c, "entity_kind", nil), Lines: []string{k.Name.In(lang)}})
		}
	}
	docs, err := s.Judging.Documents(ctx, who(c), x.Nomination)
	if err != nil {
		return entry, err
	}
	entry.Photos, entry.Papers = s.judgePapers(c, x, docs)
	return entry, nil
}

// judgePapers are the photos and the other documents of a dossier as links of the sheet's pages.
func (s *Server) judgePapers(c echo.Context, x sheetScene, docs []judging.Document) (photos []templates.JudgePhoto, papers []templates.JudgePaper) {
	seen := map[string]int{}
	for _, d := range docs {
		address := fmt.Sprintf("%s/documents/%d", x.address(), d.N)
		if d.Kind == judging.PhotoKind {
			n := len(photos) + 1
			photo := templates.JudgePhoto{N: n, Prev: n - 1, URL: address, PageURL: fmt.Sprintf("%s/photos/%d", x.address(), n)}
			if n > 1 {
				photos[n-2].Next = n
			}
			photos = append(photos, photo)
			continue
		}
		label := s.paperName(c, x.pack, d.Kind)
		if seen[d.Kind]++; seen[d.Kind] > 1 {
			label += fmt.Sprintf(" (%d)", seen[d.Kind])
		}
		papers = append(papers, templates.JudgePaper{Label: label, URL: address, Shown: shownAs(d.MediaType)})
	}
	return photos, papers
}

// paperName is a kind of document in short words; a kind that an award made up is named as its rules do.
func (s *Server) paperName(c echo.Context, pack *judging.Pack, kind string) string {
	if name := s.messages(c)("document", kind, nil); name != "document."+kind {
		first, size := utf8.DecodeRuneInString(name)
		return string(unicode.ToUpper(first)) + name[size:]
	}
	for _, d := range pack.Documents {
		if d.Kind == kind {
			return d.Name.In(s.lang(c))
		}
	}
	return kind
}
