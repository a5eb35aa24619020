package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vinhdanh/judging"
)

// SealedTotals are the totals of a pass that count, by nomination and in the order of judges: of sheets
// submitted or locked, as they were sealed last; those without a total are left out.
func (t *Tx) SealedTotals(edition string, pass int) (map[string][]judging.SheetTotal, error) {
	text, err := one(t, "totals", plain[string], queryTotals, edition, pass)
	if err != nil {
		return nil, err
	}
	return readTotals(text)
}

// readTotals reads "nomination judge total top,top,…" between semicolons. What it returns stands in two pieces
// of memory beside the names, of which there is one string each.
func readTotals(text string) (map[string][]judging.SheetTotal, error) {
	totals := map[string][]judging.SheetTotal{}
	if text == "" {
		return totals, nil
	}
	r := totalsReader{text: text, known: map[string]int{}}
	n := 1 + strings.Count(text, ";")
	r.points = make([]judging.Points, 0, n+strings.Count(text, ","))
	sheets := make([]judging.SheetTotal, 0, n)
	entry, from, sorted := "", 0, true
	keep := func() { // the sheets of one entry stand together on SQLite
		if own := sheets[from:len(sheets):len(sheets)]; len(own) > 0 {
			earlier := totals[entry]
			sorted = sorted && earlier == nil
			totals[strings.Clone(entry)] = append(own, earlier...)
		}
		from = len(sheets)
	}
	for r.at < len(text) {
		nomination, sheet, ok := r.sheet()
		if !ok {
			return nil, fmt.Errorf("read a total before byte %d of %d", r.at, len(text))
		}
		if nomination != entry {
			keep()
			entry = nomination
		} else if sheets[len(sheets)-1].Judge > sheet.Judge {
			sorted = false
		}
		sheets = append(sheets, sheet)
	}
	keep()
	for _, own := range totals {
		if sorted {
			break
		}
		slices.SortFunc(own, func(a, b judging.SheetTotal) int { return cmp.Compare(a.Judge, b.Judge) })
	}
	return totals, nil
}

// totalsReader stands at the beginning of a sheet within what readTotals reads.
type totalsReader struct {
	text   string
	at     int
	points []judging.Points
	judges []string
	known  map[string]int // where a judge stands among judges
	next   int            // of judges, who is the likeliest to come
}

func (r *totalsReader) sheet() (nomination string, s judging.SheetTotal, ok bool) {
	nomination, s.Judge = r.word(), r.judge()
	total, ok := r.number()
	s.Total = judging.Points(total)
	first := len(r.points)
	if ok = ok && r.passed(' '); ok && !r.ended() {
		for more := true; more && ok; more = r.passed(',') {
			total, ok = r.number()
			r.points = append(r.points, judging.Points(total))
		}
	}
	s.ByTop = r.points[first:len(r.points):len(r.points)]
	return nomination, s, ok && (r.at == len(r.text) || r.passed(';'))
}

// word is what stands before the next space, which is passed over.
func (r *totalsReader) word() string {
	n := strings.IndexByte(r.text[r.at:], ' ')
	if n < 0 {
		return ""
	}
	from := r.at
	r.at += n + 1
	return r.text[from : from+n]
}

// judge is the next word. Judges come in the same order for each entry, so most are known without a look-up.
func (r *totalsReader) judge() string {
	name := r.word()
	if r.next >= len(r.judges) {
		r.next = 0
	}
	if len(r.judges) == 0 || r.judges[r.next] != name {
		n, known := r.known[name]
		if !known {
			n, name = len(r.judges), strings.Clone(name)
			r.known[name], r.judges = n, append(r.judges, name)
		}
		r.next = n
	}
	r.next++
	return r.judges[r.next-1]
}

// number reads digits, after a minus or not.
func (r *totalsReader) number() (n int64, ok bool) {
	minus := r.passed('-')
	for from := r.at; r.at < len(r.text); r.at, ok = r.at+1, true {
		digit := r.text[r.at] - '0'
		if digit > 9 || r.at-from > 17 {
			break
		}
		n = n*10 + int64(digit)
	}
	if minus {
		n = -n
	}
	return n, ok
}

// passed passes over one byte when it is that one.
func (r *totalsReader) passed(c byte) bool {
	if r.at < len(r.text) && r.text[r.at] == c {
		r.at++
		return true
	}
	return false
}

// ended says whether no number follows in the sheet.
func (r *totalsReader) ended() bool { return r.at == len(r.text) || r.text[r.at] == ';' }
