package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

type importJSON struct {
	Rows    int         `json:"rows"`
	Created int         `json:"created"`
	Updated int         `json:"updated"`
	Skipped int         `json:"skipped"`
	Errors  []issueJSON `json:"errors"`
	Notices []issueJSON `json:"notices"`
}

type issueJSON struct {
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (s *Server) importNominations(c echo.Context) error {
	ctx, slug := c.Request().Context(), c.Param("slug")
	edition, err := s.Judging.EditionBySlug(ctx, who(c), slug)
	if err != nil {
		return err
	}
	pack, err := s.Judging.Pack(edition)
	if err != nil {
		return err
	}
	if err := s.Judging.MayImport(ctx, who(c), slug); err != nil {
		return err
	}
	u, err := s.readUpload(c, []string{"dry_run", "partial"}, nil)
	if err != nil {
		return err
	}
	defer u.close()
	options, err := importOptions(u.text)
	if err != nil {
		return err
	}
	rows, prior, err := s.Importer.Import(ctx, u.path, u.filename, pack)
	if err != nil {
		return err
	}
	options.Prior = prior
	result, err := s.Judging.Import(ctx, who(c), slug, rows, options)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewImport(result, s.messages(c)))
}

func importOptions(text map[string]string) (o judging.ImportOptions, err error) {
	var f fault.Fields
	read := func(name string) bool {
		switch text[name] {
		case "", "false", "0":
			return false
		case "true", "1":
			return true
		}
		f.Add(name, "wrong_type", "type", "boolean")
		return false
	}
	o.DryRun, o.Partial = read("dry_run"), read("partial")
	return o, f.Err()
}

func viewImport(r judging.ImportResult, t message) importJSON {
	issues := func(list []judging.ImportIssue) []issueJSON {
		out := make([]issueJSON, 0, len(list))
		for _, x := range list {
			out = append(out, issueJSON{x.Row, x.Column, x.Code, t("field", x.Code, withRow(x))})
		}
		return out
	}
	return importJSON{r.Rows, r.Created, r.Updated, r.Skipped, issues(r.Errors), issues(r.Notices)}
}

// withRow gives a sentence the row and the column that it may name.
func withRow(x judging.ImportIssue) fault.Args {
	args := fault.Args{"row": strconv.Itoa(x.Row), "column": x.Column}
	for name, value := range x.Args {
		args[name] = value
	}
	return args
}
