package forms

import (
	"fmt"
	"strings"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
	"vinhdanh/judging"
)

// RankingData is what the score summary says.
type RankingData struct {
	Award
	Pass   int
	Date   string   // YYYY-MM-DD the pass was closed, or empty
	Judges []string // the judges' names, in the order of their columns; none = only means
	Rows   []RankedRow
	Head   string // the jury's head, or empty
}

// RankedRow is one entry in the order of the ranking; Totals stand in the order of the judges, nil where a
// judge did not score the entry.
type RankedRow struct {
	Entry
	Totals []*judging.Points
}

func (e Entry) group() string { return e.Group }

// RankingTable is the score summary (bảng tổng hợp điểm) by product group, judges as columns.
func RankingTable(r RankingData) paper.Paper {
	const lang = i18n.Vietnamese
	t := paper.Table{Columns: []paper.Column{{Head: "Hạng", Width: 9, Align: paper.Centre}, {Head: "Mã số", Width: 13, Align: paper.Centre},
		{Head: "Sản phẩm, bộ sản phẩm", Width: 38}, {Head: "Cơ sở", Width: 32}}}
	named := make([]string, len(r.Judges))
	for i, name := range r.Judges {
		head := fmt.Sprint("GK ", i+1)
		named[i] = head + ": " + name
		t.Columns = append(t.Columns, paper.Column{Head: head, Width: 10, Align: paper.Right})
	}
	t.Columns = append(t.Columns, paper.Column{Head: "Điểm trung bình", Width: 14, Align: paper.Right},
		paper.Column{Head: "Kết quả", Width: 14, Align: paper.Centre})
	t.Rows = byGroup(r.Pack, r.Rows, func(_ int, row RankedRow) []string { return rankedCells(row, len(r.Judges)) })
	p := paper.Paper{Lang: lang, Landscape: len(r.Judges) > 0, Title: "Bảng tổng hợp điểm", Author: r.council(lang), Reference: r.Edition.Name}
	subject := r.subject(lang)
	if r.Pack.Passes > 1 {
		subject += fmt.Sprintf("\nLần chấm thứ %d", r.Pass)
	}
	p.Blocks = []paper.Block{
		paper.Letterhead{Superior: r.council(lang), Body: "Ban giám khảo", Place: paper.PlaceLine(lang, r.place(), r.Date)},
		paper.Title{Text: "Bảng tổng hợp điểm", Subject: subject},
		t,
	}
	if len(named) > 0 {
		p.Blocks = append(p.Blocks, paper.Paragraph{Text: strings.Join(named, "; ") + "."})
	}
	p.Blocks = append(p.Blocks,
		paper.Paragraph{Italic: true, Text: fmt.Sprintf("Điểm trung bình của các giám khảo đã chấm, so với điểm đạt %s trước khi làm tròn; "+
			"ô trống: giám khảo không chấm sản phẩm.", points(&r.Pack.PassMark))},
		paper.Closing{Signatures: []paper.Signature{
			{Lines: []string{"Người lập bảng"}, Note: "(Ký, ghi rõ họ tên)"},
			{Lines: []string{"Trưởng Ban giám khảo"}, Note: "(Ký, ghi rõ họ tên)", Name: r.Head},
		}})
	return p
}

func rankedCells(row RankedRow, judges int) []string {
	rank, result := "", "Chưa chấm"
	if row.Rank > 0 {
		rank, result = fmt.Sprint(row.Rank), "Đạt"
		if row.NotPassed {
			result = "Không đạt"
		}
	}
	cells := []string{rank, row.Code, row.Product, row.Producer}
	for i := range judges {
		var total *judging.Points
		if i < len(row.Totals) {
			total = row.Totals[i]
		}
		cells = append(cells, points(total))
	}
	return append(cells, mean(row.Mean), result)
}
