package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// journalPage is how many lines of the ledger stand on one page.
const journalPage = 50

// journalKinds are the families of acts by which the ledger is filtered.
var journalKinds = []string{"edition", "rules", "deadline", "panel", "nomination", "conflict", "sheet", "pass", "proposal", "decision", "certificate"}

func (s *Server) showCouncilJournal(c echo.Context) error {
	sc, err := s.council(c, "journal")
	if err != nil {
		return err
	}
	t := s.messages(c)
	p := templates.CouncilJournal{Shell: sc.shell, Head: sc.head, Query: c.QueryParam("q"), Day: c.QueryParam("day")}
	p.Kinds = []templates.Option{{Label: t("page.say.council.kinds", "all", nil)}}
	for _, k := range journalKinds {
		p.Kinds = append(p.Kinds, templates.Option{Value: k, Label: t("page.say.council.kinds", k, nil)})
	}
	if slices.Contains(journalKinds, c.QueryParam("kind")) {
		p.Kind = c.QueryParam("kind")
	}
	_, waiting, err := s.councilPass(c, sc)
	if err != nil {
		return err
	}
	p.Sealed = waiting == "open"
	date, ok := "", true
	if p.Day != "" {
		if date, ok = i18n.ReadDate(p.Day); !ok {
			p.DayFault = t("field", "typed_date", nil)
		}
	}
	lines, _, err := s.Judging.Journal(c.Request().Context(), who(c), sc.edition.Slug, judging.JournalQuery{})
	if err != nil {
		return err
	}
	var found []templates.JournalEntry
	for i, to := range stepsTo(sc.edition.State, lines) {
		x := lines[i]
		if p.Kind != "" && x.Kind != p.Kind && !strings.HasPrefix(x.Kind, p.Kind+".") {
			continue
		}
		entry := s.journalEntry(c, x, to)
		if p.Sealed { // whether it is told must not depend on how many sheets came in
			entry.Index = -1
		}
		p.NumbersHidden = p.NumbersHidden || entry.Index < 0
		if (date == "" || i18n.Today(x.At) == date) && holds(p.Query, entry.Says, entry.About, entry.By, entry.Reason) {
			found = append(found, entry)
		}
	}
	p.Lines, p.Paging = pageOfJournal(c, found)
	status := http.StatusOK
	if !ok {
		status = http.StatusUnprocessableEntity
	}
	return s.page(c, status, p)
}

// stepsTo are the states that the moves among an edition's lines led to, "" for every other line. The lines are all of
// them, newest first: each move was one step, and the newest led to the present state.
func stepsTo(state judging.State, lines []judging.JournalLine) []judging.State {
	to := make([]judging.State, len(lines))
	for i, x := range lines {
		if i > 0 && x.Kind == lines[i-1].Kind && x.At.Equal(lines[i-1].At) && x.Index == lines[i-1].Index {
			to[i] = to[i-1] // one leaf, shown beside two acts of one moment
			continue
		}
		switch x.Kind {
		case "edition.moved", "rules.frozen":
			to[i], state = state, judging.PreviousState(state)
		case "edition.moved_back":
			to[i], state = state, judging.NextState(state)
		}
	}
	return to
}

// journalEntry tells one leaf in plain words, a move with the state that it led to.
func (s *Server) journalEntry(c echo.Context, x judging.JournalLine, to judging.State) templates.JournalEntry {
	t := s.messages(c)
	says := t("page.say.council.act", x.Kind, nil)
	if to != "" && strings.HasPrefix(x.Kind, "edition.") {
		says = t("page.say.council.act_to", strings.TrimPrefix(x.Kind, "edition."), fault.MakeArgs("State", t("page.state", string(to), nil)))
	}
	if says == "page.say.council.act."+x.Kind {
		says = t("page.say.council.act", "unknown", fault.MakeArgs("kind", x.Kind))
	}
	by := x.ActorName
	if by == "" && x.Actor != "" {
		by = t("page.say.council.word", "operator", nil)
	}
	return templates.JournalEntry{Index: x.Index, At: x.At, Says: says, About: x.Subject, By: by, Reason: x.Reason}
}

// pageOfJournal is the part of a list that the address asks for by its number, "page", from 1.
func pageOfJournal(c echo.Context, all []templates.JournalEntry) ([]templates.JournalEntry, templates.Paging) {
	n, err := strconv.Atoi(c.QueryParam("page"))
	last := max(1, (len(all)+journalPage-1)/journalPage)
	if err != nil || n < 1 {
		n = 1
	}
	n = min(n, last)
	from, to := (n-1)*journalPage, min(n*journalPage, len(all))
	paging := templates.Paging{From: from + 1, To: to, Total: len(all)}
	if n > 1 {
		paging.PrevURL = withPage(c, n-1)
	}
	if n < last {
		paging.NextURL = withPage(c, n+1)
	}
	return all[from:to], paging
}

func withPage(c echo.Context, n int) string {
	q := url.Values{}
	for name, values := range c.QueryParams() {
		if name != "done" && len(values) > 0 && strings.TrimSpace(values[0]) != "" {
			q.Set(name, values[0])
		}
	}
	q.Set("page", strconv.Itoa(n))
	return c.Request().URL.Path + "?" + q.Encode()
}
