package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// deskHome is the list of editions in whose secretariat the caller sits.
func (s *Server) deskHome(c echo.Context) error {
	worn, err := s.editionHats(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	worn = slices.DeleteFunc(worn, func(e editionHat) bool { return !wears(e.hats, []accounts.Hat{accounts.HatSecretariat}) })
	if len(worn) == 0 {
		return fault.New(fault.Forbidden, "forbidden")
	}
	p := templates.DeskHome{}
	if p.Shell, err = s.shell(c, "desk"); err != nil {
		return err
	}
	for _, e := range worn {
		d := deskScene{edition: e.Edition, line: s.editionLine(c, e.Edition), say: s.deskSay(c), lang: s.lang(c), now: s.Now()}
		counts, err := s.Judging.Counts(c.Request().Context(), who(c), e.Slug)
		if err != nil {
			return err
		}
		x := templates.DeskEdition{Edition: d.line, Line: d.stateLine(counts), Tiles: d.tiles(counts, "none"), Main: d.next(counts)}
		x.Links = s.deskNav(c, e.Edition, "")[:2]
		if d.past() {
			x.Links = x.Links[:1]
		}
		if x.Asked, x.Objected, err = s.openQuestions(c, e.Slug); err != nil {
			return err
		}
		p.Editions = append(p.Editions, x)
	}
	return s.page(c, http.StatusOK, p)
}

// openQuestions are how many questions of judges wait for an answer, and how many objections to typed sheets.
func (s *Server) openQuestions(c echo.Context, slug string) (asked, objected int, err error) {
	list, err := s.Judging.SheetQuestions(c.Request().Context(), who(c), slug)
	for _, q := range list {
		switch {
		case !q.Answered.IsZero():
		case q.Objects:
			objected++
		default:
			asked++
		}
	}
	return asked, objected, err
}

// tiles are the counts of an edition's dossiers; state is the filter that is set.
func (d deskScene) tiles(counts judging.EditionCounts, state string) []templates.DeskTile {
	n := counts.ByState
	verdicts := n[judging.NominationEligible] + n[judging.NominationIneligible]
	all := verdicts + n[judging.NominationSubmitted] + n[judging.NominationSupplement]
	tile := func(name string, of judging.NominationState) templates.DeskTile {
		return templates.DeskTile{Label: d.stateName(name), Count: n[of], URL: d.base() + "?state=" + name, Current: state == name}
	}
	fresh := tile("submitted", judging.NominationSubmitted)
	if fresh.Count > 0 && !counts.OldestWaiting.IsZero() && d.days(counts.OldestWaiting) > 0 {
		fresh.Note = d.say("new_oldest", "wait", d.wait(counts.OldestWaiting))
	}
	fresh.Done, fresh.Of = verdicts+n[judging.NominationSupplement], all
	if fresh.Done == 0 {
		fresh.Of = 0
	}
	back := tile("supplement", judging.NominationSupplement)
	if counts.SupplementOverdue > 0 {
		back.Tag = templates.Tag{Kind: "bad", Icon: "clock", Text: d.say("overdue_count", "count", counts.SupplementOverdue)}
	}
	eligible := tile("eligible", judging.NominationEligible)
	eligible.Of, eligible.Good = all, true
	return []templates.DeskTile{fresh, back, eligible, tile("ineligible", judging.NominationIneligible), tile("draft", judging.NominationDraft)}
}

// stateLine says what is due: the deadline and what is left of it, the state, the papers looked at.
func (d deskScene) stateLine(counts judging.EditionCounts) []string {
	var line []string
	until := d.edition.FilingUntil
	switch {
	case d.edition.State != judging.Filing:
	case until.IsZero():
		line = append(line, d.say("no_deadline"))
	case d.edition.FilingOver(d.now):
		line = append(line, d.say("deadline_over", "time", until.In(i18n.VN).Format("15:04"), "date", d.date(i18n.Today(until))))
	default:
		line = append(line, d.deadline(until), d.left(until.Sub(d.now)))
	}
	if counts.Documents > 0 && !d.past() {
		line = append(line, d.say("checked_papers", "done", counts.DocumentsOK+counts.DocumentsBad, "all", counts.Documents))
	}
	if len(line) == 0 && !counts.OldestWaiting.IsZero() {
		line = append(line, d.say("oldest", "wait", d.wait(counts.OldestWaiting)))
	}
	if len(line) > 0 {
		first := []rune(line[0])
		line[0] = strings.ToUpper(string(first[:1])) + string(first[1:])
	}
	return line
}

func (d deskScene) deadline(until time.Time) string {
	weekday := []string{"0", "1", "2", "3", "4", "5", "6"}[until.In(i18n.VN).Weekday()]
	return d.say("deadline", "time", until.In(i18n.VN).Format("15:04"), "day", d.say("weekday_"+weekday), "date", d.date(i18n.Today(until)))
}

// left says what time is left: hours count once three days are left.
func (d deskScene) left(rest time.Duration) string {
	hours := int(rest / time.Hour)
	if hours >= 3*24 {
		return d.say("left_whole", "days", hours/24)
	}
	if hours >= 24 {
		return d.say("left_days", "days", hours/24, "hours", hours%24)
	}
	return d.say("left_hours", "hours", hours, "minutes", int(rest/time.Minute)%60)
}

// past reports whether screening is over.
func (d deskScene) past() bool {
	return !slices.Contains([]judging.State{judging.Draft, judging.Filing, judging.Screening}, d.edition.State)
}

// next is the one thing to do next on the desk.
func (d deskScene) next(counts judging.EditionCounts) templates.Link {
	later := map[judging.State]string{judging.Scoring: "sheets", judging.Deliberation: "decision", judging.Announced: "certificates", judging.Closed: "certificates"}
	switch place := later[d.edition.State]; {
	case place != "":
		return templates.Link{Text: d.say("nav_" + place), URL: d.base() + "/" + place}
	case counts.ByState[judging.NominationSubmitted] > 0:
		return templates.Link{Text: d.say("next"), URL: d.base() + "?state=submitted"}
	case counts.ByState[judging.NominationSupplement] > 0:
		n := counts.ByState[judging.NominationSupplement]
		return templates.Link{Text: d.say("see_supplement", "count", n), URL: d.base() + "?state=supplement"}
	}
	return templates.Link{}
}
