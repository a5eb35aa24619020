package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
)

// typistJSON is somebody who had a hand in a paper sheet; Act is first, second or compared.
type typistJSON struct {
	User string    `json:"user"`
	Name string    `json:"name"`
	Act  string    `json:"act"`
	At   time.Time `json:"at"`
}

type scanJSON struct {
	SHA256    string    `json:"sha256"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size"`
	Filename  string    `json:"filename"`
	At        time.Time `json:"at"`
}

// paperJSON is how far the typing of a paper sheet is. It holds no mark, but for the differences of a mismatch, which only
// the call for one sheet carries.
type paperJSON struct {
	Sheet       string              `json:"sheet"`
	Nomination  string              `json:"nomination"`
	EntryCode   string              `json:"entry_code"`
	Product     string              `json:"product"`
	Judge       string              `json:"judge"`
	JudgeName   string              `json:"judge_name"`
	Pass        int                 `json:"pass"`
	SheetState  judging.SheetState  `json:"sheet_state"`
	State       *judging.PaperState `json:"state"` // null when nobody has typed it
	TypedBy     []typistJSON        `json:"typed_by"`
	Scan        *scanJSON           `json:"scan"`
	Differences []differenceJSON    `json:"differences,omitempty"`
}

type differenceJSON struct {
	Code   string  `json:"code"`
	First  *string `json:"first"`
	Second *string `json:"second"`
}

func viewTypist(list []typistJSON, act string, t *judging.Typist) []typistJSON {
	if t == nil {
		return list
	}
	return append(list, typistJSON{t.User, t.Name, act, t.At.UTC()})
}

func viewPaper(v judging.PaperView) paperJSON {
	out := paperJSON{Sheet: v.Sheet, Nomination: v.Nomination, EntryCode: v.EntryCode, Product: v.Product, Judge: v.Judge, JudgeName: v.JudgeName,
		Pass: v.Pass, SheetState: v.SheetState, TypedBy: viewTypist(viewTypist(viewTypist([]typistJSON{}, "first", v.First), "second", v.Second), "compared", v.Ended)}
	if v.State != "" {
		out.State = &v.State
	}
	if v.Scan.SHA256 != "" {
		out.Scan = &scanJSON{v.Scan.SHA256, v.Scan.MediaType, v.Scan.Size, v.Scan.Filename, v.Scan.At.UTC()}
	}
	for _, d := range v.Differences {
		x := differenceJSON{Code: d.Code, First: pointsText(d.First), Second: pointsText(d.Second)}
		if d.Code == judging.CommentChoice {
			x.First, x.Second = &d.FirstComment, &d.SecondComment
		}
		out.Differences = append(out.Differences, x)
	}
	return out
}

func pointsText(p *judging.Points) *string {
	if p == nil {
		return nil
	}
	return new(p.String())
}

func (s *Server) listPapers(c echo.Context) error {
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	all, err := s.Judging.Papers(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	items, next := pageOf(all, p, func(v judging.PaperView) string { return v.Sheet })
	return replyList(c, items, next, viewPaper)
}

func replyPaper(c echo.Context, v judging.PaperView, err error) error {
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewPaper(v))
}

func (s *Server) showPaperSheet(c echo.Context) error {
	v, err := s.Judging.PaperOf(c.Request().Context(), who(c), c.Param("id"))
	return replyPaper(c, v, err)
}

// typePaper takes one typing; what it answers says how far the sheet is, never what was typed.
func (s *Server) typePaper(c echo.Context) error {
	var f struct {
		Marks   *map[string]any `json:"marks"`
		Comment string          `json:"comment"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	if f.Marks == nil {
		return required("marks")
	}
	v, err := s.Judging.TypePaper(c.Request().Context(), who(c), c.Param("id"), *f.Marks, f.Comment)
	return replyPaper(c, v, err)
}

func (s *Server) comparePaper(c echo.Context) error {
	var f struct {
		Choices map[string]any `json:"choices"`
		Reason  string         `json:"reason"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	choices := make(map[string]string, len(f.Choices))
	for code, choice := range f.Choices {
		choices[code] = fmt.Sprint(choice) // what is no text is neither of the two
	}
	v, err := s.Judging.ComparePaper(c.Request().Context(), who(c), c.Param("id"), choices, f.Reason)
	return replyPaper(c, v, err)
}

func (s *Server) dropPaper(c echo.Context) error {
	if err := decodeOptional(c, &struct{}{}); err != nil {
		return err
	}
	if err := s.Judging.DropPaper(c.Request().Context(), who(c), c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// sendPaperScan takes the scan of the signed paper.
func (s *Server) sendPaperScan(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	u, err := s.readUpload(c, nil, func(map[string]string) error { return s.Judging.MayAttachScan(ctx, who(c), id) })
	if err != nil {
		return err
	}
	defer u.close()
	if err := s.attachScan(c, id, u); err != nil {
		return err
	}
	v, err := s.Judging.PaperOf(ctx, who(c), id)
	v.Differences = nil
	return replyPaper(c, v, err)
}

func (s *Server) showPaperScan(c echo.Context) error {
	scan, err := s.Judging.ScanOf(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.sendFile(c, scan.SHA256, scan.MediaType, scan.Filename)
}
