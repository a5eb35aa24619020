package judging

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
)

// pass checks a pass: its record, the list of its sheets, each sheet and the ranking that they make.
func (c *bundleCheck) pass(i int, p *BundlePass) []Ranked {
	id := strconv.Itoa(p.N)
	if p.N != i+1 {
		c.note("missing", "pass", strconv.Itoa(i+1), "")
	}
	var rows []Sheet
	totals := map[string][]SheetTotal{}
	seen := map[string]bool{}
	for j := range p.Sheets {
		sh := &p.Sheets[j]
		if seen[sh.ID] {
			c.note("extra", "sheet", sh.ID, "")
		}
		seen[sh.ID] = true
		row, total := c.sheet(p.N, sh)
		rows = append(rows, row)
		if total != nil {
			totals[sh.Nomination] = append(totals[sh.Nomination], *total)
		}
	}
	hash := SheetsHash(rows)
	if hash != p.SHA256 {
		c.note("changed", "pass", id, "list of sheets: the %d sheets in the file make %s, the file says %s", len(rows), hash, p.SHA256)
	}
	if record := c.open(&p.Leaf, "pass", id, "passes", p.ID); record != nil {
		c.differ("pass", id, "kind", "pass.closed", record.Kind)
		c.differ("pass", id, "edition", c.b.Edition.ID, body(record, "edition"))
		c.differ("pass", id, "number", p.N, body(record, "n"))
		c.differ("pass", id, "hash of the list of sheets", p.SHA256, body(record, "sheets_sha256"))
	}
	return c.ranking(p, totals)
}

// sheet checks one sheet and gives its line in the pass's list and, when it counts, its total by its record.
func (c *bundleCheck) sheet(pass int, sh *BundleSheet) (Sheet, *SheetTotal) {
	row := Sheet{ID: sh.ID, Nomination: sh.Nomination, Judge: c.judgeIDs[sh.Judge], State: sh.State}
	if row.Judge == "" {
		c.note("changed", "sheet", sh.ID, "judge: the file knows no %q", sh.Judge)
	}
	if c.entries[sh.Nomination] == nil {
		c.note("missing", "nomination", sh.Nomination, "")
	}
	if sh.State != SheetLocked && sh.State != SheetRecused {
		c.note("changed", "sheet", sh.ID, "state: %s, at the close it is locked or recused", shown(string(sh.State)))
	}
	if sh.Leaf != nil {
		if record := c.open(sh.Leaf, "sheet", sh.ID, "sheets", sh.ID); record != nil {
			row.Seal, _ = body(record, "seal").(string)
			c.sheetRecord(pass, sh, record)
		}
	}
	if sh.Seal == nil {
		if row.Seal != "" {
			c.note("missing", "sheet", sh.ID, "seal")
		}
		c.marks(sh, &ledger.Opened{Body: map[string]any{}})
		return row, nil
	}
	record := c.open(sh.Seal, "sheet", sh.ID, "sheet_seals", row.Seal)
	if record == nil {
		return row, nil
	}
	c.differ("sheet", sh.ID, "sheet of its seal", sh.ID, body(record, "sheet"))
	c.marks(sh, record)
	total := c.sealedTotal(sh, record)
	if total == nil || sh.State != SheetLocked {
		return row, nil
	}
	total.Judge = row.Judge
	return row, total
}

// sheetRecord compares a sheet with the record of where it stands.
func (c *bundleCheck) sheetRecord(pass int, sh *BundleSheet, record *ledger.Opened) {
	c.differ("sheet", sh.ID, "edition", c.b.Edition.ID, body(record, "edition"))
	c.differ("sheet", sh.ID, "pass", pass, body(record, "pass"))
	c.differ("sheet", sh.ID, "nomination", sh.Nomination, body(record, "nomination"))
	judge, _ := body(record, "judge").(string)
	c.differ("sheet", sh.ID, "judge", sh.Judge, c.judgeNames[judge])
	state := SheetLocked
	if body(record, "standing") == string(SheetRecused) {
		state = SheetRecused
	}
	c.differ("sheet", sh.ID, "state", sh.State, state)
}

// marks compares what a sheet says with its sealed record, mark by mark.
func (c *bundleCheck) marks(sh *BundleSheet, record *ledger.Opened) {
	sealed, _ := body(record, "marks").(map[string]any)
	codes := map[string]bool{}
	for code := range sealed {
		codes[code] = true
	}
	for code := range sh.Marks {
		codes[code] = true
	}
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		said, was := "", ""
		if p, ok := sh.Marks[code]; ok {
			said = p.String()
		}
		if v, ok := sealed[code]; ok {
			was = fmt.Sprint(v)
		}
		c.differ("sheet", sh.ID, "mark "+code, said, was)
	}
	said, was := "", ""
	if sh.Total != nil {
		said = sh.Total.String()
	}
	if v := body(record, "total"); v != nil {
		was = fmt.Sprint(v)
	}
	c.differ("sheet", sh.ID, "total", said, was)
	c.differ("sheet", sh.ID, "sums of the top criteria", pointTexts(sh.ByTop), bodyTexts(record, "by_top"))
}

// sealedTotal adds the sealed marks up by the rules; nil for a sheet that is not scored.
func (c *bundleCheck) sealedTotal(sh *BundleSheet, record *ledger.Opened) *SheetTotal {
	group := c.group(sh.Nomination)
	if group == "" {
		return nil
	}
	raw, _ := body(record, "marks").(map[string]any)
	marks, err := ParseMarks(c.pack, group, raw)
	if err != nil {
		for _, line := range faultLines(err) {
			c.note("refused", "sheet", sh.ID, "%s", line)
		}
		return nil
	}
	total, byTop := Totals(c.pack, group, marks)
	said, sums := "", ""
	if total != nil {
		said = total.String()
		list := make([]Points, len(byTop))
		for i, p := range byTop {
			list[i] = *p
		}
		sums = fmt.Sprint(pointTexts(list))
	}
	was := ""
	if v := body(record, "total"); v != nil {
		was = fmt.Sprint(v)
	}
	if said != was {
		c.note("changed", "sheet", sh.ID, "total: its record says %s, the marks add up to %s", shown(was), shown(said))
	}
	if total == nil {
		return nil
	}
	if was := fmt.Sprint(bodyTexts(record, "by_top")); sums != was {
		c.note("changed", "sheet", sh.ID, "sums of the top criteria: its record says %s, the marks add up to %s", was, sums)
	}
	out := &SheetTotal{Total: *total}
	for _, p := range byTop {
		out.ByTop = append(out.ByTop, *p)
	}
	return out
}

// faultLines are the fields and conditions that a fault names, in plain words.
func faultLines(err error) []string {
	f, ok := err.(*fault.Fault) //nolint:errorlint // the rules return their faults unwrapped
	if !ok {
		return []string{err.Error()}
	}
	var lines []string
	for _, x := range f.Fields {
		lines = append(lines, fmt.Sprintf("%s: %s", x.Field, x.Code)+argText(x.Args))
	}
	for _, x := range f.Missing {
		lines = append(lines, x.Code+argText(x.Args))
	}
	if lines == nil {
		lines = []string{f.Code + argText(f.Args)}
	}
	return lines
}

func argText(args fault.Args) string {
	text := ""
	for _, name := range slices.Sorted(maps.Keys(args)) {
		text += fmt.Sprintf(" %s=%v", name, args[name])
	}
	return text
}
