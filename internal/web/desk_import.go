package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

const (
	maxPasted   = 4 << 20 // bytes of a form with a pasted list
	shownIssues = 50
	shownRows   = 50
)

// deskImport asks for a list, as a file or pasted.
func (s *Server) deskImport(c echo.Context) error {
	d, err := s.deskScene(c, "import")
	if err != nil {
		return err
	}
	return s.importPage(c, d, http.StatusOK, "", nil)
}

func (s *Server) importPage(c echo.Context, d deskScene, status int, pasted string, faults templates.FormFaults) error {
	p := templates.DeskImport{Shell: d.shell, Edition: d.line, Nav: d.nav, Action: d.base() + "/import", Pasted: pasted, Faults: faults}
	for _, f := range []string{"product", "product_group", "set_members", "producer.name", "producer.entity_kind", "producer.address",
		"producer.commune", "producer.phone", "producer.email", "producer.representative", "producer.tax_code", "description"} {
		p.Columns = append(p.Columns, s.Translate("vi", "field_name."+f, nil)) // headings are read in Vietnamese by most offices
	}
	if s.ImportTemplate != nil {
		p.TemplateURL = d.base() + "/import/template"
	}
	if d.edition.State != judging.Filing && d.edition.State != judging.Screening {
		p.Hint = d.say("import_closed")
	}
	return s.page(c, status, p)
}

// deskTemplate sends the spreadsheet that offices fill in.
func (s *Server) deskTemplate(c echo.Context) error {
	d, err := s.deskScene(c, "import")
	if err != nil {
		return err
	}
	if s.ImportTemplate == nil {
		return c.Redirect(http.StatusSeeOther, d.base()+"/import")
	}
	var buf bytes.Buffer
	if err := s.ImportTemplate(&buf, d.pack, d.lang); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", disposition("mau-nhap-ho-so.xlsx"))
	return c.Blob(http.StatusOK, xlsxType, buf.Bytes())
}

// deskImportLook reads a list, keeps it, and shows what it would do.
func (s *Server) deskImportLook(c echo.Context) error {
	d, err := s.importScene(c)
	if err != nil {
		return err
	}
	u, err := s.readUpload(c, []string{"csrf"}, nil)
	if err == nil {
		defer u.close()
		err = s.lookAt(c, d, u.path, u.filename)
	}
	return s.importRefused(c, d, err, "file", "")
}

// importScene is a deskScene in which a list may be imported now.
func (s *Server) importScene(c echo.Context) (deskScene, error) {
	d, err := s.deskScene(c, "import")
	if err == nil {
		err = s.Judging.MayImport(c.Request().Context(), who(c), d.edition.Slug)
	}
	return d, err
}

// deskImportPaste does the same with rows that were copied in a spreadsheet, which come apart by tabs.
func (s *Server) deskImportPaste(c echo.Context) error {
	d, err := s.importScene(c)
	if err != nil {
		return err
	}
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxPasted)
	if err := r.ParseForm(); err != nil {
		return bodyFault(err)
	}
	pasted := r.PostForm.Get("pasted")
	if strings.TrimSpace(pasted) == "" {
		return s.importPage(c, d, http.StatusUnprocessableEntity, "", s.sayFault(c, "pasted", "desk_nothing_pasted"))
	}
	f, err := os.CreateTemp(s.TempDir, "vinhdanh-upload-*")
	if err != nil {
		return fmt.Errorf("keep pasted rows: %w", err)
	}
	defer os.Remove(f.Name()) //nolint:errcheck // a left-over in the temporary folder harms nobody
	_, err = io.WriteString(f, strings.TrimRight(pasted, "\r\n\t ")+"\n")
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("keep pasted rows: %w", err)
	}
	return s.importRefused(c, d, s.lookAt(c, d, f.Name(), d.say("pasted_name")+".csv"), "pasted", pasted)
}

// importRefused shows the form again with what is wrong with the list, at the field that it came by.
func (s *Server) importRefused(c echo.Context, d deskScene, err error, field, pasted string) error {
	if err == nil {
		return nil
	}
	faults := s.formFaults(c, err)
	for i, x := range faults {
		if x.Field == "file" {
			faults[i].Field = field
		}
	}
	if isKind(err, "file_type") {
		faults = s.sayFault(c, field, "desk_list_type") // a list is no scan, which the common words ask for
	}
	if f, status := asFault(err); faults == nil && (status == http.StatusRequestEntityTooLarge || status == http.StatusBadRequest) {
		faults = templates.FormFaults{{Field: field, Message: s.messages(c)("fault", f.Code, f.Args)}}
	}
	if faults == nil {
		return err
	}
	return s.importPage(c, d, http.StatusUnprocessableEntity, pasted, faults)
}

// isKind reports whether a fault is of a field with the code.
func isKind(err error, code string) bool {
	if err == nil {
		return false
	}
	f, _ := asFault(err)
	return slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Code == code })
}

// lookAt keeps the list at path by its hash, which the confirmation names, and shows what it would do.
func (s *Server) lookAt(c echo.Context, d deskScene, path, name string) error {
	rows, prior, err := s.Importer.Import(c.Request().Context(), path, name, d.pack)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("keep list: %w", err)
	}
	defer f.Close()
	sha, _, err := s.Blobs.Put(c.Request().Context(), f, maxFile)
	if err != nil {
		return err
	}
	return s.previewPage(c, d, http.StatusOK, kept{sha, name}, rows, prior, nil)
}

// kept is a list between its two steps.
type kept struct{ sha, name string }

// title is what the list is called on the page; pasted rows have an ending only so that they are read as CSV.
func (k kept) title(d deskScene) string {
	if name := d.say("pasted_name"); k.name == name+".csv" {
		return name
	}
	return k.name
}

// previewPage shows what an import would do, by doing it and taking all of it back.
func (s *Server) previewPage(c echo.Context, d deskScene, status int, file kept, rows []judging.ImportRow, prior judging.ImportResult,
	faults templates.FormFaults) error {
	r, err := s.Judging.Import(c.Request().Context(), who(c), d.edition.Slug, rows, judging.ImportOptions{DryRun: true, Partial: true, Prior: prior})
	if err != nil {
		return err
	}
	p := templates.DeskImportPreview{Shell: d.shell, Edition: d.line, Nav: d.nav, Action: d.base() + "/import/confirm", File: file.sha,
		Name: file.name, Title: file.title(d), Rows: r.Rows, Created: r.Created, Updated: r.Updated, Skipped: r.Skipped, Bad: badRows(r.Errors),
		Told: len(r.Notices), Good: r.Created + r.Updated, Faults: faults, Back: templates.Link{Text: d.say("nav_import"), URL: d.base() + "/import"}}
	for _, x := range r.Notices {
		if x.Code == "unknown_column" {
			p.Unused = append(p.Unused, x.Column)
		}
	}
	p.Errors, p.MoreErrors = s.issues(c, r.Errors)
	p.Notices, p.MoreNotices = s.issues(c, r.Notices)
	bad := map[int]bool{}
	for _, x := range r.Errors {
		bad[x.Row] = true
	}
	for _, row := range rows {
		if len(p.First) == shownRows {
			break
		}
		if !bad[row.Number] {
			p.First = append(p.First, templates.DeskImportRow{Row: row.Number, Product: row.Product, Producer: row.Producer.Name,
				Group:   codedName(d.pack.ProductGroups, row.ProductGroup, d.lang),
				Commune: row.Producer.Commune, Phone: strings.ReplaceAll(localPhone(row.Producer.Phone), " ", "\u00a0"), Email: row.Producer.Email})
		}
	}
	return s.page(c, status, p)
}

// badRows counts rows with an error, each once.
func badRows(list []judging.ImportIssue) int {
	rows := map[int]bool{}
	for _, x := range list {
		rows[x.Row] = true
	}
	return len(rows)
}

// issues words the first findings of a list and counts the others.
func (s *Server) issues(c echo.Context, list []judging.ImportIssue) (shown []templates.DeskIssue, more int) {
	t := s.messages(c)
	for _, x := range list[:min(len(list), shownIssues)] {
		column := x.Column
		if name := t("field_name", column, nil); column != "" && name != "field_name."+column {
			column = name
		}
		shown = append(shown, templates.DeskIssue{Row: x.Row, Column: column, Message: t("field", x.Code, withRow(x))})
	}
	return shown, len(list) - len(shown)
}

// deskImportConfirm imports the kept list. Rows that became faulty since the preview stop it, unless only the
// good rows were asked for.
func (s *Server) deskImportConfirm(c echo.Context) error {
	d, err := s.importScene(c)
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	file := kept{form.Get("kept"), cleanFilename(form.Get("name"))}
	rows, prior, err := s.keptRows(c, d, file)
	if err != nil {
		return s.importRefused(c, d, err, "file", "")
	}
	stopped := errors.New("import: a row is at fault")
	err = s.once(c, form, func() (string, error) {
		options := judging.ImportOptions{Partial: form.Get("partial") != "", Prior: prior}
		r, err := s.Judging.Import(c.Request().Context(), who(c), d.edition.Slug, rows, options)
		if err == nil && len(r.Errors) > 0 && !options.Partial {
			err = stopped
		}
		if err != nil {
			return "", err
		}
		counts := url.Values{}
		for name, n := range map[string]int{"rows": r.Rows, "created": r.Created, "updated": r.Updated, "skipped": r.Skipped, "bad": badRows(r.Errors)} {
			counts.Set(name, strconv.Itoa(n))
		}
		if len(r.Errors) > 0 {
			counts.Set("kept", file.sha)
			counts.Set("ending", filepath.Ext(file.name))
		}
		return d.base() + "/import/done?" + counts.Encode(), nil
	})
	if errors.Is(err, stopped) {
		return s.previewPage(c, d, http.StatusUnprocessableEntity, file, rows, prior, nil)
	}
	return err
}

// keptRows reads the list again that the preview showed. Its name is the hash of its bytes, which only who
// has the list knows.
func (s *Server) keptRows(c echo.Context, d deskScene, file kept) ([]judging.ImportRow, judging.ImportResult, error) {
	none := judging.ImportResult{}
	if len(file.sha) != 64 || strings.Trim(file.sha, "0123456789abcdef") != "" {
		return nil, none, required("file")
	}
	in, err := s.Blobs.Open(c.Request().Context(), file.sha)
	if fault.IsCode(err, "file_missing") {
		return nil, none, required("file")
	}
	if err != nil {
		return nil, none, err
	}
	defer in.Close()
	out, err := os.CreateTemp(s.TempDir, "vinhdanh-upload-*")
	if err != nil {
		return nil, none, fmt.Errorf("read kept list: %w", err)
	}
	defer os.Remove(out.Name()) //nolint:errcheck // a left-over in the temporary folder harms nobody
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Close()); err != nil {
		return nil, none, fmt.Errorf("read kept list: %w", err)
	}
	return s.Importer.Import(c.Request().Context(), out.Name(), file.name, d.pack)
}

// deskImportDone tells what an import did.
func (s *Server) deskImportDone(c echo.Context) error {
	d, err := s.deskScene(c, "import")
	if err != nil {
		return err
	}
	p := templates.DeskImportPreview{Shell: d.shell, Edition: d.line, Nav: d.nav, Done: true, DraftsURL: d.base() + "?state=draft&sort=code",
		Back: templates.Link{Text: d.say("nav_import"), URL: d.base() + "/import"}}
	names, counts := []string{"rows", "created", "updated", "skipped", "bad"}, make([]int, 5)
	for i, name := range names {
		if n, err := strconv.Atoi(c.QueryParam(name)); err == nil && n >= 0 {
			counts[i] = n
		}
	}
	p.Rows, p.Created, p.Updated, p.Skipped, p.Bad = counts[0], counts[1], counts[2], counts[3], counts[4]
	if slices.Max(counts) > 1_000_000 {
		return fault.New(fault.NotFound, "not_found")
	}
	if p.Errors, p.MoreErrors, err = s.leftRows(c, d, p.Bad); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

// leftRows are the rows of the list of the address that an import left out, with what is wrong with each: what it would
// say of them again. There are none once the list is gone or nothing may be imported any more.
func (s *Server) leftRows(c echo.Context, d deskScene, bad int) (shown []templates.DeskIssue, more int, err error) {
	if bad == 0 || c.QueryParam("kept") == "" {
		return nil, 0, nil
	}
	rows, prior, err := s.keptRows(c, d, kept{c.QueryParam("kept"), cleanFilename("list" + c.QueryParam("ending"))})
	if err == nil {
		var r judging.ImportResult
		r, err = s.Judging.Import(c.Request().Context(), who(c), d.edition.Slug, rows, judging.ImportOptions{DryRun: true, Partial: true, Prior: prior})
		shown, more = s.issues(c, r.Errors)
	}
	if _, told := errors.AsType[*fault.Fault](err); told {
		return nil, 0, nil
	}
	return shown, more, err
}
