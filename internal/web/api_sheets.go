package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

type sheetJSON struct {
	ID           string                    `json:"id"`
	Nomination   string                    `json:"nomination"`
	EntryCode    string                    `json:"entry_code"`
	Product      string                    `json:"product"`
	ProductGroup string                    `json:"product_group"`
	Judge        string                    `json:"judge"`
	Pass         int                       `json:"pass"`
	State        judging.SheetState        `json:"state"`
	Version      int                       `json:"version"`
	Marks        map[string]judging.Points `json:"marks"`
	Total        *judging.Points           `json:"total"`
	Max          judging.Points            `json:"max"`
	Comment      string                    `json:"comment"`
	Reason       *string                   `json:"reason"`
	Receipt      *receiptJSON              `json:"receipt"`
	Source       string                    `json:"source"` // screen, or paper when others typed it
	TypedBy      []typistJSON              `json:"typed_by,omitempty"`
	Updated      time.Time                 `json:"updated_at"`
}

type receiptJSON struct {
	Commitment string    `json:"commitment"`
	At         time.Time `json:"at"`
}

func viewSheet(v judging.SheetView) sheetJSON {
	out := sheetJSON{
		ID: v.ID, Nomination: v.Nomination, EntryCode: v.EntryCode, Product: v.Product, ProductGroup: v.ProductGroup,
		Judge: v.Judge, Pass: v.Pass, State: v.State, Version: v.Version, Marks: v.Marks, Total: v.Total, Max: v.Max,
		Comment: v.Comment, Reason: optional(v.Reason), Updated: v.Updated.UTC(),
		Source: "screen",
	}
	if out.Marks == nil {
		out.Marks = map[string]judging.Points{}
	}
	if v.Paper != nil {
		out.Source = "paper"
		out.TypedBy = viewTypist(viewTypist(viewTypist(nil, "first", &v.Paper.First), "second", &v.Paper.Second), "compared", v.Paper.Compared)
	}
	if v.Receipt != nil {
		out.Receipt = &receiptJSON{v.Receipt.Commitment, v.Receipt.At.UTC()}
	}
	return out
}

func (s *Server) listSheets(c echo.Context) error {
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	pass, err := queryNumber(c, "pass")
	if err != nil {
		return err
	}
	items, next, err := s.Judging.Sheets(c.Request().Context(), who(c), c.Param("slug"), judging.SheetFilter{
		Pass: pass, State: judging.SheetState(c.QueryParam("state")), After: p.cursor, Limit: p.limit,
	})
	if err != nil {
		return err
	}
	return replyList(c, items, next, viewSheet)
}

func (s *Server) showSheet(c echo.Context) error {
	v, err := s.Judging.Sheet(c.Request().Context(), who(c), c.Param("id"))
	return replySheet(c, v, err)
}

func (s *Server) saveSheet(c echo.Context) error {
	var f struct {
		Version *int            `json:"version"`
		Marks   *map[string]any `json:"marks"`
		Comment *string         `json:"comment"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	var faults fault.Fields
	if f.Version == nil {
		faults.Add("version", "required")
	}
	if f.Marks == nil {
		faults.Add("marks", "required")
	}
	if err := faults.Err(); err != nil {
		return err
	}
	v, err := s.Judging.SaveMarks(c.Request().Context(), who(c), c.Param("id"), *f.Version, *f.Marks, f.Comment)
	return replySheet(c, v, err)
}

func (s *Server) submitSheet(c echo.Context) error {
	if err := decodeOptional(c, &struct{}{}); err != nil {
		return err
	}
	v, err := s.Judging.SubmitSheet(c.Request().Context(), who(c), c.Param("id"))
	return replySheet(c, v, err)
}

func (s *Server) recuseSheet(c echo.Context) error { return s.withReason(c, s.Judging.RecuseSheet) }

func (s *Server) reopenSheet(c echo.Context) error { return s.withReason(c, s.Judging.ReopenSheet) }

// withReason runs an act on a sheet that takes a reason.
func (s *Server) withReason(c echo.Context, act func(ctx context.Context, who accounts.Actor, id, reason string) (judging.SheetView, error)) error {
	var f struct {
		Reason string `json:"reason"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	v, err := act(c.Request().Context(), who(c), c.Param("id"), f.Reason)
	return replySheet(c, v, err)
}

func replySheet(c echo.Context, v judging.SheetView, err error) error {
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewSheet(v))
}

type draftJSON struct {
	Version int                       `json:"version"`
	Marks   map[string]judging.Points `json:"marks"`
	Total   *judging.Points           `json:"total"`
	Comment string                    `json:"comment"`
	At      time.Time                 `json:"at"`
}

func (s *Server) showSheetHistory(c echo.Context) error {
	drafts, err := s.Judging.SheetHistory(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	return replyList(c, drafts, "", func(d judging.SheetDraft) draftJSON {
		return draftJSON{d.Version, d.Marks, d.Total, d.Comment, d.At.UTC()}
	})
}
