package main

import (
	"fmt"
	"io"
	"io/fs"
	"slices"

	"vinhdanh/certificates/pdf"
	"vinhdanh/internal/intake"
	"vinhdanh/internal/paper"
	"vinhdanh/internal/paper/docx"
	"vinhdanh/internal/web"
	"vinhdanh/templates"
)

// papers prints the papers of the award for the web.
type papers struct{ *pdf.Papers }

// newPapers reads the type of official papers from the built assets.
func newPapers() (papers, error) {
	fonts, err := fs.Sub(templates.Assets(), "fonts")
	if err != nil {
		return papers{}, fmt.Errorf("open embedded fonts: %w", err)
	}
	p, err := pdf.NewPapers(fonts)
	return papers{p}, err
}

// DOCX is web.Papers's.
func (papers) DOCX(w io.Writer, p paper.Paper) error { return docx.Write(w, p) }

// Symbol is web.Papers's.
func (papers) Symbol(address string) (paper.Symbol, error) { return pdf.Modules(address) }

// bindCertificates is web.Config's Bind.
func bindCertificates(w io.Writer, title, subject string) web.Binding {
	return pdf.NewBinder(w, pdf.BoundAbout{Title: title, Subject: subject})
}

// tables writes lists for the web.
type tables struct{}

// XLSX is web.Tables's.
func (tables) XLSX(w io.Writer, t web.Table) error {
	return intake.WriteTable(w, t.Name, columnsOf(t), slices.Values(cellsOf(t)))
}

// CSV is web.Tables's.
func (tables) CSV(w io.Writer, t web.Table) error {
	return intake.WriteCSV(w, columnsOf(t), slices.Values(cellsOf(t)))
}

func columnsOf(t web.Table) []intake.Column {
	list := make([]intake.Column, len(t.Columns))
	for i, c := range t.Columns {
		list[i] = intake.Column{Head: c.Head, Decimals: c.Decimals}
	}
	return list
}

func cellsOf(t web.Table) [][]intake.Cell {
	rows := make([][]intake.Cell, len(t.Rows))
	for i, row := range t.Rows {
		for j, text := range row {
			cell := intake.TextCell(text)
			if j < len(t.Columns) {
				switch t.Columns[j].Kind {
				case "number":
					cell = intake.NumberCell(text)
				case "date":
					cell = intake.DateCell(text)
				}
			}
			rows[i] = append(rows[i], cell)
		}
	}
	return rows
}
