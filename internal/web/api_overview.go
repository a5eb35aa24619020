package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

type readinessJSON struct {
	Next    *string          `json:"next"`
	Missing []problemMissing `json:"missing"`
	Notes   []problemMissing `json:"notes"`
}

func (s *Server) showReadiness(c echo.Context) error {
	r, err := s.Judging.Readiness(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	t := s.messages(c)
	say := func(list []fault.Missing) []problemMissing {
		out := []problemMissing{}
		for _, m := range list {
			out = append(out, problemMissing{m.Code, t("missing", m.Code, m.Args), m.Args})
		}
		return out
	}
	return reply(c, http.StatusOK, readinessJSON{optional(string(r.Next)), say(r.Missing), say(r.Notes)})
}

type sheetStateJSON struct {
	Sheet        string             `json:"sheet"`
	Judge        string             `json:"judge"`
	JudgeName    string             `json:"judge_name"`
	Nomination   string             `json:"nomination"`
	EntryCode    string             `json:"entry_code"`
	Product      string             `json:"product"`
	ProductGroup string             `json:"product_group"`
	State        judging.SheetState `json:"state"`
	Late         bool               `json:"late"`
}

func (s *Server) listSheetStates(c echo.Context) error {
	pass, err := queryNumber(c, "pass")
	if err != nil {
		return err
	}
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	all, err := s.Judging.SheetStates(c.Request().Context(), who(c), c.Param("slug"), pass)
	if err != nil {
		return err
	}
	items, next := pageOf(all, p, func(l judging.SheetStateLine) string { return l.Sheet })
	return replyList(c, items, next, func(l judging.SheetStateLine) sheetStateJSON {
		return sheetStateJSON{l.Sheet, l.Judge, l.JudgeName, l.Nomination, l.EntryCode, l.Product, l.Group, l.State, l.Late}
	})
}

type countsJSON struct {
	Total             int                             `json:"total"`
	ByState           map[judging.NominationState]int `json:"by_state"`
	ByGroup           map[string]int                  `json:"by_group"`
	OldestWaiting     *time.Time                      `json:"oldest_waiting_at"`
	SupplementOverdue int                             `json:"supplements_overdue"`
	Documents         documentCountsJSON              `json:"documents"`
}

type documentCountsJSON struct {
	Total int `json:"total"`
	OK    int `json:"ok"`
	Bad   int `json:"bad"`
}

func (s *Server) showCounts(c echo.Context) error {
	n, err := s.Judging.Counts(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, countsJSON{
		n.Total, n.ByState, n.ByGroup, optionalTime(n.OldestWaiting), n.SupplementOverdue,
		documentCountsJSON{n.Documents, n.DocumentsOK, n.DocumentsBad},
	})
}

type journalJSON struct {
	Index     *int64    `json:"index"` // null while a pass is open
	Kind      string    `json:"kind"`
	Table     string    `json:"table"`
	Row       string    `json:"row"`
	At        time.Time `json:"at"`
	Actor     *string   `json:"actor"`
	ActorName *string   `json:"actor_name"`
	Subject   *string   `json:"subject"`
	Reason    *string   `json:"reason"`
}

func viewJournal(l judging.JournalLine) journalJSON {
	out := journalJSON{
		Kind: l.Kind, Table: l.Table, Row: l.Row, At: l.At.UTC(), Actor: optional(l.Actor), ActorName: optional(l.ActorName),
		Subject: optional(l.Subject), Reason: optional(l.Reason),
	}
	if l.Index >= 0 {
		out.Index = &l.Index
	}
	return out
}

func (s *Server) listJournal(c echo.Context) error {
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	lines, next, err := s.Judging.Journal(c.Request().Context(), who(c), c.Param("slug"),
		judging.JournalQuery{Kind: c.QueryParam("kind"), After: p.cursor, Limit: p.limit})
	if err != nil {
		return err
	}
	return replyList(c, lines, next, viewJournal)
}

type timelineJSON struct {
	Kind     string                  `json:"kind"`
	At       time.Time               `json:"at"`
	Reasons  []judging.VerdictReason `json:"reasons"`
	Due      *string                 `json:"due"`
	Code     *string                 `json:"entry_code"`
	Mean     *string                 `json:"mean"`
	Decision *string                 `json:"decision"`
}

func (s *Server) showTimeline(c echo.Context) error {
	steps, err := s.Judging.Timeline(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	return replyList(c, steps, "", func(x judging.TimelineStep) timelineJSON {
		out := timelineJSON{x.Kind, x.At.UTC(), x.Reasons, optional(x.Due), optional(x.Code), optional(x.Mean), optional(x.Decision)}
		if out.Reasons == nil {
			out.Reasons = []judging.VerdictReason{}
		}
		return out
	})
}
