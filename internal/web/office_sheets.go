package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// sheetWords are the states of a sheet as the secretariat sees them.
var sheetWords = []string{"open", "submitted", "late", "recused"}

// officeSheets shows who has handed in which sheet, and nothing of what is on it.
func (s *Server) officeSheets(c echo.Context) error {
	o, err := s.office(c, "sheets")
	if err != nil {
		return err
	}
	ctx, slug := c.Request().Context(), o.edition.Slug
	passes, err := s.Judging.Passes(ctx, who(c), slug)
	if err != nil {
		return err
	}
	p := templates.OfficeSheets{Shell: o.shell, Edition: o.line, Nav: o.nav}
	if len(passes) == 0 {
		p.Waiting = o.tell("no_pass")
		return s.page(c, http.StatusOK, p)
	}
	pass := passes[len(passes)-1]
	if n, err := strconv.Atoi(c.QueryParam("pass")); err == nil && n >= 1 && n <= len(passes) {
		pass = passes[n-1]
	}
	p.Pass, p.Closed = pass.N, !pass.Closed.IsZero()
	lines, err := s.Judging.SheetStates(ctx, who(c), slug, pass.N)
	if err != nil {
		return err
	}
	members, err := s.Judging.Members(ctx, who(c), slug)
	if err != nil {
		return err
	}
	s.officeJudges(o, &p, lines, members)
	o.sheetFilter(c, &p, lines, len(passes))
	o.sheetGroups(&p, lines)
	return s.page(c, http.StatusOK, p)
}

// sheetWord is where a sheet stands: "open", "submitted", "late" for one that was left empty, "recused".
func sheetWord(x judging.SheetStateLine) string {
	switch {
	case x.Late:
		return "late"
	case x.State == judging.SheetLocked:
		return "submitted"
	}
	return string(x.State)
}

func (o officeScene) sheetTag(word string) templates.Tag {
	tag := templates.Tag{Text: o.tell("cell_" + word)}
	switch word {
	case "submitted":
		tag.Kind, tag.Icon = "ok", "check-lg"
	case "late":
		tag.Kind, tag.Icon = "bad", "x-lg"
	case "recused":
		tag.Icon = "slash-circle"
	default:
		tag.Kind, tag.Icon = "warn", "hourglass-split"
	}
	return tag
}

// officeJudges counts the sheets of each judge, those who have most left first.
func (s *Server) officeJudges(o officeScene, p *templates.OfficeSheets, lines []judging.SheetStateLine, members []judging.SeatView) {
	type count struct{ done, left, late, recused int }
	counts, names := map[string]*count{}, map[string]string{}
	var order []string
	for _, x := range lines {
		n := counts[x.Judge]
		if n == nil {
			n = &count{}
			counts[x.Judge], names[x.Judge] = n, x.JudgeName
			order = append(order, x.Judge)
		}
		switch sheetWord(x) {
		case "submitted":
			n.done++
		case "late":
			n.late++
		case "recused":
			n.recused++
		default:
			n.left++
		}
	}
	slices.SortStableFunc(order, func(a, b string) int {
		return counts[b].left + counts[b].late - counts[a].left - counts[a].late
	})
	for _, judge := range order {
		n := counts[judge]
		total := n.done + n.left + n.late
		p.Done, p.Total = p.Done+n.done, p.Total+total
		j := templates.OfficeJudge{Name: names[judge], Recused: n.recused,
			Progress: templates.Progress{Label: o.tell("judge_bar"), Done: n.done, Total: total}}
		switch {
		case n.left > 0:
			j.State = templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: o.tell("judge_left", "count", n.left)}
			j.SheetsURL = o.base() + "/sheets?judge=" + judge + "&state=open#entries"
			o.nudge(&j, judge, n.left, members, s.BaseURL+"/judge/"+o.edition.Slug)
		case n.late > 0:
			j.State = templates.Tag{Kind: "bad", Icon: "x-lg", Text: o.tell("judge_late", "count", n.late)}
		default:
			j.State = templates.Tag{Kind: "ok", Icon: "check-circle", Text: o.tell("judge_done")}
		}
		p.Judges = append(p.Judges, j)
	}
}

// nudge adds the ways to remind a judge: a letter in the caller's own mail program and the telephone.
func (o officeScene) nudge(j *templates.OfficeJudge, judge string, left int, members []judging.SeatView, link string) {
	for _, m := range members {
		if m.User != judge || m.Body != accounts.Jury {
			continue
		}
		j.Phone = localPhone(m.Person.Phone)
		if m.Person.Email != "" {
			subject := o.tell("mail_subject", "edition", o.line.Name)
			body := o.tell("mail_body", "name", j.Name, "count", left, "link", link)
			j.MailURL = "mailto:" + m.Person.Email + "?subject=" + mailPart(subject) + "&body=" + mailPart(strings.ReplaceAll(body, "\n", "\r\n"))
		}
	}
}

// mailPart is a text within a mailto address, where a plus sign is no space.
func mailPart(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// sheetFilter is the form above the table.
func (o officeScene) sheetFilter(c echo.Context, p *templates.OfficeSheets, lines []judging.SheetStateLine, passes int) {
	f := &p.Filter
	f.Query, f.Group, f.Judge, f.State = strings.TrimSpace(c.QueryParam("q")), c.QueryParam("group"), c.QueryParam("judge"), c.QueryParam("state")
	f.Pass = strconv.Itoa(p.Pass)
	p.Asked = f.Query+f.Group+f.Judge+f.State != ""
	f.Groups = []templates.Option{{Label: o.say("any_group")}}
	for _, g := range o.pack.ProductGroups {
		f.Groups = append(f.Groups, templates.Option{Value: g.Code, Label: g.Code + " · " + g.Name.In(o.lang)})
	}
	f.Judges = []templates.Option{{Label: o.tell("any_judge")}}
	for _, x := range lines {
		if !slices.ContainsFunc(f.Judges, func(j templates.Option) bool { return j.Value == x.Judge }) {
			f.Judges = append(f.Judges, templates.Option{Value: x.Judge, Label: x.JudgeName})
		}
	}
	f.States = []templates.Option{{Label: o.tell("any_state")}}
	for _, word := range sheetWords {
		f.States = append(f.States, templates.Option{Value: word, Label: o.tell("filter_" + word)})
	}
	for n := 1; n <= passes && passes > 1; n++ {
		f.PassesToChoose = append(f.PassesToChoose, templates.Option{Value: strconv.Itoa(n), Label: o.tell("pass_n", "n", n)})
	}
}

// sheetGroups is the table of entries by judges that the filters let through.
func (o officeScene) sheetGroups(p *templates.OfficeSheets, lines []judging.SheetStateLine) {
	var judges []string
	for _, x := range p.Filter.Judges[1:] {
		if p.Filter.Judge == "" || p.Filter.Judge == x.Value {
			judges, p.Columns = append(judges, x.Value), append(p.Columns, x.Label)
		}
	}
	cells := map[[2]string]string{}
	var entries []judging.SheetStateLine
	for _, x := range lines {
		if len(entries) == 0 || entries[len(entries)-1].Nomination != x.Nomination {
			entries = append(entries, x)
		}
		cells[[2]string{x.Nomination, x.Judge}] = sheetWord(x)
	}
	for _, g := range o.pack.ProductGroups {
		group := templates.OfficeSheetGroup{Code: g.Code, Name: g.Name.In(o.lang)}
		for _, x := range entries {
			if x.Group != g.Code || p.Filter.Group != "" && p.Filter.Group != g.Code || !holds(p.Filter.Query, x.Product, x.EntryCode) {
				continue
			}
			row, fits := templates.OfficeSheetRow{EntryCode: x.EntryCode, Product: x.Product}, p.Filter.State == ""
			for i, judge := range judges {
				cell := templates.OfficeSheetCell{Judge: p.Columns[i]}
				if word, given := cells[[2]string{x.Nomination, judge}]; given {
					cell.State = o.sheetTag(word)
					fits = fits || word == p.Filter.State
				}
				row.Cells = append(row.Cells, cell)
			}
			if fits {
				group.Rows = append(group.Rows, row)
			}
		}
		if p.Found += len(group.Rows); len(group.Rows) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
}
