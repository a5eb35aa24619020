package web

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// deskColumns are the columns of an exported list and what their cells hold.
var deskColumns = []struct{ name, kind string }{
	{"code", "text"}, {"product", "text"}, {"group", "text"}, {"set", "text"}, {"producer", "text"}, {"commune", "text"},
	{"phone", "text"}, {"email", "text"}, {"papers", "text"}, {"lacks", "text"}, {"state", "text"}, {"due", "date"},
	{"submitted", "date"}, {"waits", "number"},
}

// deskTable is the list as a table: the rows of the answer on screen, all pages of it, in its order.
func (s *Server) deskTable(c echo.Context, d deskScene) (Table, error) {
	table := Table{Name: d.say("nav_queue")}
	lines, err := s.queue(c, d.edition.Slug, readDeskQuery(c.QueryParams()))
	if err != nil {
		return table, err
	}
	for _, x := range deskColumns {
		table.Columns = append(table.Columns, TableColumn{Head: d.say("column_" + x.name), Kind: x.kind})
	}
	for _, l := range lines {
		table.Rows = append(table.Rows, s.deskCells(c, d, l))
	}
	return table, nil
}

func (s *Server) deskCells(c echo.Context, d deskScene, l judging.QueueLine) []string {
	var lacks []string
	for _, g := range l.Missing {
		lacks = append(lacks, lowerFirst(s.paperWord(c, d.pack, g.Kind)))
	}
	for _, f := range l.Fields {
		lacks = append(lacks, lowerFirst(s.messages(c)("field_name", f, nil)))
	}
	due, submitted, waits := "", "", ""
	if l.State == judging.NominationSupplement {
		due = l.Due
	}
	if !l.Submitted.IsZero() {
		submitted = i18n.Today(l.Submitted)
	}
	if !l.Since.IsZero() {
		waits = strconv.Itoa(d.days(l.Since))
	}
	return []string{l.Code, l.Product, l.ProductGroup, strings.Join(l.SetMembers, "; "), l.Producer.Name, l.Producer.Commune,
		localPhone(l.Producer.Phone), l.Producer.Email, papersOf(l), strings.Join(lacks, ", "), d.stateTag(l).Text, due, submitted, waits}
}

// deskCSV sends the list as CSV.
func (s *Server) deskCSV(c echo.Context) error {
	return s.deskSheet(c, "csv", "text/csv; charset=utf-8", func(w io.Writer, t Table) error { return s.Tables.CSV(w, t) })
}

// deskXLSX sends the list as a spreadsheet.
func (s *Server) deskXLSX(c echo.Context) error {
	return s.deskSheet(c, "xlsx", xlsxType, func(w io.Writer, t Table) error { return s.Tables.XLSX(w, t) })
}

func (s *Server) deskSheet(c echo.Context, ending, mediaType string, write func(io.Writer, Table) error) error {
	d, err := s.deskScene(c, "queue")
	if err != nil {
		return err
	}
	if s.Tables == nil {
		return fault.New(fault.NotFound, "page_not_found")
	}
	table, err := s.deskTable(c, d)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := write(&buf, table); err != nil {
		return err
	}
	name := d.say("export_name") + "-" + d.edition.Slug + "-" + d.now.In(i18n.VN).Format(time.DateOnly) + "." + ending
	c.Response().Header().Set("Content-Disposition", disposition(name))
	return c.Blob(http.StatusOK, mediaType, buf.Bytes())
}
