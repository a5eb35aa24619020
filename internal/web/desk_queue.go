package web

import (
	"bytes"
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// queue is the whole answer to a query, in its order.
func (s *Server) queue(c echo.Context, slug string, q deskQuery) ([]judging.QueueLine, error) {
	lines, err := s.Judging.Queue(c.Request().Context(), who(c), slug, q.nominations())
	if q.state == "asked" {
		lines = slices.DeleteFunc(lines, func(l judging.QueueLine) bool { return l.Asked == 0 })
	}
	if err == nil {
		sortQueue(lines, q)
	}
	return lines, err
}

// sortQueue orders lines that come in the order of products, best matches first.
func sortQueue(lines []judging.QueueLine, q deskQuery) {
	var by func(a, b judging.QueueLine) int
	switch q.sort {
	case "product":
		return
	case "code":
		by = func(a, b judging.QueueLine) int { return cmp.Compare(a.Seq, b.Seq) }
	case "newest":
		by = func(a, b judging.QueueLine) int { return b.Submitted.Compare(a.Submitted) }
	case "producer":
		keys := map[string][]byte{}
		for _, l := range lines {
			keys[l.Producer.Name] = i18n.SortKey(l.Producer.Name)
		}
		by = func(a, b judging.QueueLine) int { return bytes.Compare(keys[a.Producer.Name], keys[b.Producer.Name]) }
	default:
		if q.text != "" {
			return
		}
		by = byWait
	}
	slices.SortStableFunc(lines, by)
}

// queueRank is the order of states in a queue: what waits for the secretariat first.
var queueRank = map[judging.NominationState]int{judging.NominationSubmitted: 0, judging.NominationSupplement: 1,
	judging.NominationDraft: 2, judging.NominationEligible: 3, judging.NominationIneligible: 4, judging.NominationWithdrawn: 5}

func byWait(a, b judging.QueueLine) int {
	return cmp.Or(cmp.Compare(queueRank[a.State], queueRank[b.State]), a.Since.Compare(b.Since))
}

// deskQueue is the list of dossiers of an edition.
func (s *Server) deskQueue(c echo.Context) error {
	return s.queuePage(c, http.StatusOK, readDeskQuery(c.QueryParams()), nil)
}

// queuePage shows the list, with what was wrong with the act on it.
func (s *Server) queuePage(c echo.Context, status int, q deskQuery, faults templates.FormFaults) error {
	d, err := s.deskScene(c, "queue")
	if err != nil {
		return err
	}
	lines, err := s.queue(c, d.edition.Slug, q)
	if err != nil {
		return err
	}
	counts, err := s.Judging.Counts(c.Request().Context(), who(c), d.edition.Slug)
	if err != nil {
		return err
	}
	p := templates.DeskQueue{Shell: d.shell, Edition: d.line, Nav: d.nav, Line: d.stateLine(counts), Tiles: d.tiles(counts, q.state),
		Asked: q.asked(), ClearURL: d.base(), ListURL: q.String(), Hint: d.verdictHint(), Faults: faults}
	if p.Filter, err = s.deskFilter(c, d, q); err != nil {
		return err
	}
	state := d.edition.State
	p.MayScreen = state == judging.Screening
	if p.MayNote = state == judging.Filing || state == judging.Screening; p.MayNote {
		p.NewURL, p.ImportURL = d.base()+"/nominations/new", d.base()+"/import"
	}
	p.Main = d.firstWaiting(lines, counts, q)
	var shown []judging.QueueLine
	shown, p.Paging = deskPage(d, lines, q)
	for _, l := range shown {
		p.Rows = append(p.Rows, s.deskRow(c, d, l, q))
	}
	q.page = 0
	if s.Tables != nil {
		p.CSVURL, p.XLSXURL = d.base()+"/export.csv"+q.String(), d.base()+"/export.xlsx"+q.String()
	}
	p.None = d.none(counts, q)
	return s.page(c, status, p)
}

// verdictHint says why no verdict can be recorded in the edition now, or is empty.
func (d deskScene) verdictHint() string {
	switch d.edition.State {
	case judging.Draft, judging.Filing:
		return d.say("not_screening")
	case judging.Screening:
		return ""
	default:
		return d.say("screening_over")
	}
}

// firstWaiting leads to the dossier that waits longest, when the list holds it.
func (d deskScene) firstWaiting(lines []judging.QueueLine, counts judging.EditionCounts, q deskQuery) templates.Link {
	if d.past() {
		return templates.Link{}
	}
	i := slices.IndexFunc(lines, func(l judging.QueueLine) bool { return l.State == judging.NominationSubmitted })
	for j, l := range lines {
		if l.State == judging.NominationSubmitted && l.Since.Before(lines[i].Since) {
			i = j
		}
	}
	if i < 0 {
		if link := d.next(counts); q.state == "" && counts.ByState[judging.NominationSubmitted] == 0 {
			return link
		}
		return templates.Link{}
	}
	return templates.Link{Text: d.say("next"), URL: d.base() + "/nominations/" + lines[i].ID + q.String()}
}

func (d deskScene) none(counts judging.EditionCounts, q deskQuery) templates.Empty {
	if q.text != "" && q.state == "" && counts.ByState[judging.NominationDraft] > 0 {
		q.state, q.page = "all", 0
		return templates.Empty{Icon: "search", Title: d.say("none_found"), Text: d.say("none_in_drafts"),
			Action: templates.Link{Text: d.say("look_in_drafts"), URL: d.base() + q.String()}}
	}
	if q.asked() {
		return templates.Empty{Icon: "search", Title: d.say("none_found"), Text: d.say("none_found_do"),
			Action: templates.Link{Text: d.say("clear"), URL: d.base()}}
	}
	return templates.Empty{Icon: "inbox", Title: d.say("none"), Text: d.say("none_do", "count", counts.ByState[judging.NominationDraft]),
		Action: templates.Link{Text: d.say("see_drafts"), URL: d.base() + "?state=draft"}}
}

// deskPage cuts the page asked for out of the answer; a page beyond the last one is the last.
func deskPage(d deskScene, lines []judging.QueueLine, q deskQuery) ([]judging.QueueLine, templates.Paging) {
	last := max(1, (len(lines)+defaultLimit-1)/defaultLimit)
	n := min(max(q.page, 1), last)
	start, end := (n-1)*defaultLimit, min(n*defaultLimit, len(lines))
	p := templates.Paging{From: min(start+1, len(lines)), To: end, Total: len(lines)}
	at := func(n int) string {
		q.page = n
		return d.base() + q.String()
	}
	if n > 1 {
		p.PrevURL = at(n - 1)
	}
	if n < last {
		p.NextURL = at(n + 1)
	}
	return lines[start:end], p
}

// deskFilter is the form above the list.
func (s *Server) deskFilter(c echo.Context, d deskScene, q deskQuery) (templates.DeskFilter, error) {
	f := templates.DeskFilter{Action: d.base(), Query: q.text, State: q.state, Group: q.group, Commune: q.commune, Sort: q.sort}
	for _, state := range deskStates {
		f.States = append(f.States, templates.Option{Value: state, Label: d.stateName(state)})
	}
	f.Groups = []templates.Option{{Label: d.say("any_group")}}
	for _, g := range d.pack.ProductGroups {
		f.Groups = append(f.Groups, templates.Option{Value: g.Code, Label: g.Code + " · " + g.Name.In(d.lang)})
	}
	communes, err := s.Judging.Communes(c.Request().Context(), who(c), d.edition.Slug)
	if err != nil {
		return f, err
	}
	f.Communes = []templates.Option{{Label: d.say("any_commune")}}
	for _, x := range communes {
		f.Communes = append(f.Communes, templates.Option{Value: x, Label: x})
	}
	for _, sort := range []string{"", "newest", "product", "producer", "code"} {
		name := cmp.Or(sort, "waiting")
		f.Sorts = append(f.Sorts, templates.Option{Value: sort, Label: d.say("sort_" + name)})
	}
	return f, nil
}

// deskRow is one line of the list.
func (s *Server) deskRow(c echo.Context, d deskScene, l judging.QueueLine, q deskQuery) templates.DeskRow {
	r := templates.DeskRow{Pick: pickOf(l.Nomination), Code: l.Code, URL: d.base() + "/nominations/" + l.ID + q.String(),
		Product: l.Product, About: d.about(l), Producer: l.Producer.Name, Commune: l.Producer.Commune,
		Papers: papersOf(l), Lacks: s.lacksTag(c, d, l), State: d.stateTag(l), Waits: d.wait(l.Since)}
	if l.Asked > 0 {
		r.Notes = append(r.Notes, templates.Tag{Kind: "warn", Text: d.say("asked", "count", l.Asked)})
	}
	if len(l.Twins) > 0 {
		r.Notes = append(r.Notes, templates.Tag{Kind: "warn", Text: d.say("same_name", "codes", shortList(l.Twins))})
	}
	return r
}

// papersOf is how many of the papers that the rules ask for are there: "5/7".
func papersOf(l judging.QueueLine) string { return strconv.Itoa(l.Have) + "/" + strconv.Itoa(l.Need) }

// pickOf is what the box of a row sends: the dossier and the version that was seen.
func pickOf(n judging.Nomination) string { return n.ID + "." + strconv.Itoa(n.Version) }

// shortList names the first two of a list.
func shortList(list []string) string {
	if len(list) > 2 {
		return strings.Join(list[:2], ", ") + " +" + strconv.Itoa(len(list)-2)
	}
	return strings.Join(list, ", ")
}

// about is the small line below a product: its group, single or set, recognised before.
func (d deskScene) about(l judging.QueueLine) string {
	var parts []string
	if l.ProductGroup != "" {
		parts = append(parts, l.ProductGroup)
	}
	if n := len(l.SetMembers); n > 0 {
		parts = append(parts, d.say("set", "count", n))
	} else {
		parts = append(parts, d.say("single"))
	}
	if l.Honoured > 0 {
		parts = append(parts, d.say("honoured", "year", strconv.Itoa(l.Honoured)))
	}
	return strings.Join(parts, " · ")
}

// lacksTag says shortly what a dossier lacks: papers by name, else fields, else papers not in order.
func (s *Server) lacksTag(c echo.Context, d deskScene, l judging.QueueLine) templates.Tag {
	if l.State == judging.NominationWithdrawn {
		return templates.Tag{}
	}
	var names []string
	for _, g := range l.Missing {
		names = append(names, lowerFirst(s.paperWord(c, d.pack, g.Kind)))
	}
	switch {
	case len(names) > 0:
		return templates.Tag{Kind: "bad", Text: d.say("lacks", "what", shortList(names))}
	case len(l.Fields) > 0:
		return templates.Tag{Kind: "warn", Text: d.say("lacks_fields", "count", len(l.Fields))}
	case l.Bad > 0 && l.State != judging.NominationEligible:
		return templates.Tag{Kind: "warn", Text: d.say("bad", "count", l.Bad)}
	}
	return templates.Tag{}
}

// stateTag is where a dossier stands, in a word with its icon and colour.
func (d deskScene) stateTag(l judging.QueueLine) templates.Tag {
	switch l.State {
	case judging.NominationSubmitted:
		return templates.Tag{Kind: "new", Icon: "inbox", Text: d.say("new")}
	case judging.NominationEligible:
		return templates.Tag{Kind: "ok", Icon: "check-circle", Text: d.say("eligible")}
	case judging.NominationIneligible:
		return templates.Tag{Kind: "bad", Icon: "x-octagon", Text: d.say("ineligible")}
	case judging.NominationSupplement:
		switch {
		case l.Overdue(d.today()):
			return templates.Tag{Kind: "bad", Icon: "clock", Text: d.say("supplement_overdue", "date", d.shortDate(l.Due))}
		case l.Due != "":
			return templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: d.say("supplement_until", "date", d.shortDate(l.Due))}
		}
		return templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: d.say("supplement")}
	case judging.NominationWithdrawn:
		return templates.Tag{Icon: "slash-circle", Text: d.say("withdrawn")}
	default:
		return templates.Tag{Icon: "pencil", Text: d.say("draft")}
	}
}

// dayOf shows when something was, as a date; nothing for the zero time.
func (d deskScene) dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return d.date(i18n.Today(t))
}

// shortDate is a day without its year, for narrow columns.
func (d deskScene) shortDate(day string) string {
	date := d.date(day)
	if d.lang == i18n.Vietnamese && len(date) == len("30/08/2027") {
		return date[:len("30/08")]
	}
	return strings.TrimSuffix(date, " "+day[:min(len(day), len("2027"))])
}

// lowerFirst begins a word in the middle of a sentence with a small letter.
func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) > 1 && strings.ToLower(string(r[1])) == string(r[1]) {
		return strings.ToLower(string(r[:1])) + string(r[1:])
	}
	return s
}
