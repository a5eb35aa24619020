package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
)

// row is one line of the table of marks: what was measured beside what was aimed at.
type row struct {
	section   string
	what      string
	mark      string // what is aimed at
	figure    string // what came out, or why nothing did
	reached   string // one of the words below
	subject   string // the figure in absolute terms
	reference string // what it was measured beside, in absolute terms
	cpu       string // µs of processor time a request, ours / the reference's
}

// What a row says of its mark.
const (
	met      = "met"
	missed   = "not met"
	unknowns = "-"
)

// unmeasured is a row that says why it holds no figure.
func unmeasured(what, mark, why string) row {
	return row{what: what, mark: mark, figure: "not measured: " + strings.Join(strings.Fields(why), " "), reached: unknowns}
}

// atLeast compares two series by the ratio within each round.
func atLeast(what string, subject, reference *series, mark float64) row {
	ratio := median(ratios(subject.perSecond, reference.perSecond))
	r := row{what: what, mark: fmt.Sprintf("at least %.2f", mark), figure: fmt.Sprintf("%.2f", ratio), reached: verdict(ratio >= mark),
		subject: perSecond(subject), reference: perSecond(reference) + " " + reference.name, cpu: processor(subject) + " / " + processor(reference)}
	if subject.failed > 0 {
		r.reached = missed
		r.figure += fmt.Sprintf(", %d errors: %.60s", subject.failed, subject.failure)
	}
	return r
}

// atMost compares the median of values with a mark in the same unit.
func atMost(what string, values []float64, mark float64, unit string) row {
	value := median(values)
	return row{what: what, mark: fmt.Sprintf("at most %g %s", mark, unit), figure: fmt.Sprintf("%.3g %s", value, unit), reached: verdict(value <= mark),
		subject: fmt.Sprintf("%.3g to %.3g %s", slices.Min(values), slices.Max(values), unit)}
}

// stretching names the ratio that would be better still.
func (r row) stretching(ratio float64) row {
	r.mark += fmt.Sprintf(", stretch %.2f", ratio)
	return r
}

func verdict(good bool) string {
	if good {
		return met
	}
	return missed
}

// ratios divides round by round: what slows a round slows both.
func ratios(subject, reference []float64) []float64 {
	all := make([]float64, len(subject))
	for round := range subject {
		all[round] = subject[round] / reference[round]
	}
	return all
}

// median is the middle value; of an even number, the mean of the two in the middle. Of nothing it is 0.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}

func perSecond(s *series) string { return fmt.Sprintf("%.0f/s", median(s.perSecond)) }

func processor(s *series) string {
	if s.owner == nil {
		return unknowns
	}
	return fmt.Sprintf("%.1f", median(s.cpu))
}

// printRows prints the table for a terminal.
func printRows(out io.Writer, rows []row) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "section\twhat\tmark\tmeasured\treached\tours\treference\tCPU µs")
	for _, r := range rows {
		fmt.Fprintln(table, strings.Join([]string{r.section, r.what, r.mark, r.figure, r.reached, r.subject, r.reference, r.cpu}, "\t"))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// markdown is the table for a page, below the machine that it holds for.
func markdown(machine string, rows []row) string {
	var b strings.Builder
	b.WriteString(machine + "\n\n| section | what | mark | measured | reached | ours | reference | CPU µs, ours / reference |\n" + strings.Repeat("|---", 8) + "|\n")
	for _, r := range rows {
		cells := []string{r.section, r.what, r.mark, r.figure, r.reached, r.subject, r.reference, r.cpu}
		for n, c := range cells {
			cells[n] = strings.ReplaceAll(strings.Join(strings.Fields(c), " "), "|", `\|`)
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	return b.String()
}

// What stands around the table in a page.
const (
	tableOpen  = "<!-- table -->\n"
	tableClose = "<!-- /table -->"
)

// writeTable puts the table between the markers of a page and leaves the rest of it alone; a file that does
// not exist yet is the table alone.
func writeTable(file, table string) error {
	page, err := os.ReadFile(file)
	switch {
	case os.IsNotExist(err):
		page = []byte(tableOpen + tableClose + "\n")
	case err != nil:
		return fmt.Errorf("read the page of the table: %w", err)
	}
	before, rest, opened := strings.Cut(string(page), tableOpen)
	_, after, closed := strings.Cut(rest, tableClose)
	if !opened || !closed {
		return fmt.Errorf("%s has no place between %s and %s", file, strings.TrimSpace(tableOpen), tableClose)
	}
	if err := os.WriteFile(file, []byte(before+tableOpen+table+tableClose+after), 0o600); err != nil {
		return fmt.Errorf("write the page of the table: %w", err)
	}
	return nil
}
