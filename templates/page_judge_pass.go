package templates

import "time"

// JudgePass is /judge/{slug}/pass, the state of every sheet of a pass without its marks. It posts to
// /judge/{slug}/pass/close, /judge/{slug}/pass/reopen and /judge/{slug}/pass/sheets/{id}/reopen.
type JudgePass struct {
	Shell   Shell
	Edition EditionLine
	N       int
	Passes  []Link
	// Opened is false before scoring: there is no pass yet, only who has declared.
	Opened   bool
	Empty    Empty
	ClosedAt time.Time
	LeftOpen string
	Progress Progress
	Recused  int
	Judges   []PassJudge
	Groups   []PassGroup
	// Open are the sheets that are not sent yet, Papers those that others typed from paper.
	Open   []PassSheet
	Papers []PassPaper
	// Objections are those to what was typed, without their words.
	Objections []PaperObjection
	// Unanswered counts those that wait while the pass is open; Ignore says that the head closes it all the same.
	Unanswered int
	Ignore     bool
	// Head may act: close, reopen.
	Head bool
	// MayReopen says that the closed pass can be opened again.
	MayReopen    bool
	RankingURL   string
	AgreementURL string
	SlipsURL     string // for the jury's secretary
	// Away says that the head is away today and who stands in, in sentences.
	Away []string
	// Reason is what was typed into the form at fault, Form which of them it is: "close" or "reopen".
	Reason    string
	Form      string
	LeaveOpen bool
	Faults    FormFaults
}

func (JudgePass) template() string { return "page_judge_pass" }

// PassJudge is a judge with the numbers of his sheets.
type PassJudge struct {
	Name     string
	Declared bool
	Done     int
	Open     int // not sent, or not in time
	Recused  int
	All      int
}

// PassGroup is a product group's matrix: one row an entry, one cell a judge.
type PassGroup struct {
	Name string
	Rows []PassRow
}

// PassRow is an entry with the state of each judge's sheet, in the order of the judges.
type PassRow struct {
	Code, Product string
	Done, All     int
	Cells         []PassSheet
}

// PassSheet is one sheet's state: "open", "submitted", "locked", "late", "recused" or "none".
type PassSheet struct {
	ID, State            string
	Judge, Code, Product string
	// ReopenURL leads to the page that gives the sheet back, or is empty.
	ReopenURL string
}

// PassPaper is a sheet that was typed from paper, and in Note by whom.
type PassPaper struct{ Code, Product, Judge, Note string }

// JudgeReopen is /judge/{slug}/pass/sheets/{id}/reopen, where the jury's head gives a sent sheet back to its
// judge with a reason; it posts to itself.
type JudgeReopen struct {
	Shell   Shell
	Edition EditionLine
	Sheet   PassSheet
	BackURL string
	Reason  string
	Faults  FormFaults
}

func (JudgeReopen) template() string { return "page_judge_reopen" }

// Count puts a judge's sheet into its row of the group and into every number. Sheets come by entry.
func (p *JudgePass) Count(group *PassGroup, judge int, sheet PassSheet) {
	if last := len(group.Rows) - 1; last < 0 || group.Rows[last].Code != sheet.Code {
		row := PassRow{Code: sheet.Code, Product: sheet.Product, Cells: make([]PassSheet, len(p.Judges))}
		for i := range row.Cells {
			row.Cells[i].State = "none"
		}
		group.Rows = append(group.Rows, row)
	}
	row, j := &group.Rows[len(group.Rows)-1], &p.Judges[judge]
	row.Cells[judge] = sheet
	if sheet.State == "recused" {
		j.Recused++
		p.Recused++
		return
	}
	row.All++
	j.All++
	p.Progress.Total++
	if sheet.State == "open" {
		j.Open++
		p.Open = append(p.Open, sheet)
		return
	}
	if sheet.State == "late" {
		j.Open++
		return
	}
	row.Done++
	j.Done++
	p.Progress.Done++
}
