package web

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper/forms"
)

// registerColumns are the columns of an exported register: those of the printed one, with the product group and the
// address of the page.
var registerColumns = []struct{ name, kind string }{
	{"n", "number"}, {"number", "text"}, {"code", "text"}, {"issued", "date"}, {"product", "text"}, {"producer", "text"}, {"address", "text"},
	{"group", "text"}, {"decision", "text"}, {"until", "date"}, {"status", "text"}, {"history", "text"}, {"received", "text"}, {"link", "text"},
}

func (s *Server) officeXLSX(c echo.Context) error {
	return s.exportRegister(c, "xlsx", xlsxType, Tables.XLSX)
}

func (s *Server) officeCSV(c echo.Context) error {
	return s.exportRegister(c, "csv", "text/csv; charset=utf-8", Tables.CSV)
}

// exportRegister sends the register as it is narrowed, all pages of it.
func (s *Server) exportRegister(c echo.Context, ending, mediaType string, write func(Tables, io.Writer, Table) error) error {
	o, err := s.office(c, "certificates")
	if err != nil {
		return err
	}
	if s.Tables == nil {
		return fault.New(fault.Unavailable, "unavailable")
	}
	lines, _, err := s.register(c, o.edition.Slug, readRegisterQuery(c.QueryParams()))
	if err != nil {
		return err
	}
	table := Table{Name: o.tell("export_sheet")}
	for _, x := range registerColumns {
		table.Columns = append(table.Columns, TableColumn{Head: o.tell("column_" + x.name), Kind: x.kind})
	}
	numbers, err := s.numbers(c, o.edition.Slug)
	if err != nil {
		return err
	}
	for i, l := range lines {
		st, err := certificates.ReadStatement(l.Statement)
		if err != nil {
			return err
		}
		table.Rows = append(table.Rows, []string{strconv.Itoa(i + 1), l.Number, l.Code, l.IssuedOn, l.Product, l.Producer, l.Address,
			codedName(o.pack.ProductGroups, l.Group, o.lang), o.tell("fact_decision_text", "number", st.DecisionNumber, "date", string(st.DecisionDate)),
			l.ValidUntil, s.messages(c)("page.status", string(l.Status), nil), strings.Join(history(o.tell, l, numbers), "; "), "",
			s.BaseURL + "/v/" + lowerCode(l.Code)})
	}
	var buf bytes.Buffer
	if err := write(s.Tables, &buf, table); err != nil {
		return err
	}
	return sendFile(c, o.registerName(ending), mediaType, buf.Bytes())
}

// registerName is the name of an exported register.
func (o officeScene) registerName(ending string) string {
	return o.tell("export_name") + "-" + o.edition.Slug + "-" + o.now.In(i18n.VN).Format(time.DateOnly) + "." + ending
}

// numbers are the numbers of an edition's certificates by their ids; a successor may stand outside of what a register is
// narrowed to.
func (s *Server) numbers(c echo.Context, slug string) (map[string]string, error) {
	lines, _, err := s.register(c, slug, registerQuery{})
	numbers := make(map[string]string, len(lines))
	for _, l := range lines {
		numbers[l.ID] = l.Number
	}
	return numbers, err
}

// history is what happened to a certificate since its issue, oldest first, each with its day and decision.
func history(tell func(code string, pairs ...any) string, l certificates.Line, numbers map[string]string) (list []string) {
	for _, e := range l.Events {
		text := tell("moment_"+string(e.Kind), "on", e.EffectiveOn)
		if number := numbers[e.Successor]; number != "" {
			text += " (" + number + ")"
		}
		list = append(list, text+". "+tell("moment_rests", "number", e.DecisionNumber, "date", e.DecisionDate))
	}
	return list
}

// officeRegisterPDF prints the register as it is narrowed; papers of the office are Vietnamese in any case.
func (s *Server) officeRegisterPDF(c echo.Context) error {
	o, err := s.office(c, "certificates")
	if err != nil {
		return err
	}
	if s.Papers == nil {
		return fault.New(fault.Unavailable, "unavailable")
	}
	lines, _, err := s.register(c, o.edition.Slug, readRegisterQuery(c.QueryParams()))
	if err != nil {
		return err
	}
	vietnamese := func(code string, pairs ...any) string {
		return s.Translate(i18n.Vietnamese, "page.say.office."+code, fault.MakeArgs(pairs...))
	}
	data := forms.RegisterData{Award: s.award(c, o.council()), Date: i18n.Today(o.now)}
	numbers, err := s.numbers(c, o.edition.Slug)
	if err != nil {
		return err
	}
	for _, l := range lines {
		st, err := certificates.ReadStatement(l.Statement)
		if err != nil {
			return err
		}
		data.Rows = append(data.Rows, forms.RegisterRow{Number: l.Number, IssuedOn: l.IssuedOn, ValidUntil: l.ValidUntil, Product: l.Product,
			Producer: l.Producer, Address: l.Address, DecisionNumber: st.DecisionNumber, DecisionDate: string(st.DecisionDate),
			Status: s.Translate(i18n.Vietnamese, "page.status."+string(l.Status), nil), History: history(vietnamese, l, numbers)})
	}
	var buf bytes.Buffer
	if err := s.Papers.PDF(&buf, forms.CertificateRegister(data)); err != nil {
		return err
	}
	return sendFile(c, o.registerName("pdf"), pdfType, buf.Bytes())
}
