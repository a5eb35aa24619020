package judging_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"vinhdanh/judging"
)

// edit bends a bundle as a tree of JSON.
type edit func(b *judging.Bundle)

// replaced swaps a text of a leaf's record, once.
func replaced(l *judging.BundleLeaf, old, with string) {
	if strings.Count(string(l.Record), old) == 0 {
		panic(fmt.Sprintf("%s is not in %s", old, l.Record))
	}
	l.Record = json.RawMessage(strings.Replace(string(l.Record), old, with, 1))
}

// sheetIn is the first sheet in a state that has a seal or not.
func sheetIn(b *judging.Bundle, state judging.SheetState, sealed bool) *judging.BundleSheet {
	i := slices.IndexFunc(b.Passes[0].Sheets, func(s judging.BundleSheet) bool { return s.State == state && (s.Seal != nil) == sealed })
	return &b.Passes[0].Sheets[i]
}

// rankOf is the line of the nth entry in the order of the ranking.
func rankOf(b *judging.Bundle, n int) *judging.BundleRank { return &b.Passes[0].Ranking[n] }

// tamperings are one small lie each, with what the check must say of it; ID stands for any id.
func tamperings() []struct {
	name string
	lie  edit
	says []string
} {
	type row = struct {
		name string
		lie  edit
		says []string
	}
	first := func(b *judging.Bundle) *judging.BundleSheet { return sheetIn(b, judging.SheetLocked, true) }
	return []row{
		{"a mark", func(b *judging.Bundle) { first(b).Marks["1"] += 500 },
			[]string{"changed sheet ID mark 1: 55.5, its record says 55"}},
		{"a mark and the record", func(b *judging.Bundle) {
			first(b).Marks["1"] += 500
			replaced(first(b).Seal, `"1":"55"`, `"1":"55.5"`)
		}, []string{"unproven sheet ID leaf", "changed sheet ID total: its record says 85, the marks add up to 85.5"}},
		{"a total", func(b *judging.Bundle) { *first(b).Total += 1000 }, []string{"changed sheet ID total: 86, its record says 85"}},
		{"a top sum", func(b *judging.Bundle) { first(b).ByTop[0] += 1000 }, []string{"changed sheet ID sums of the top criteria: [56 30], its record says [55 30]"}},
		{"a nonce", func(b *judging.Bundle) { l := first(b).Seal; l.Nonce = strings.Repeat("0", 32) }, []string{"unproven sheet ID leaf"}},
		{"half a nonce", func(b *judging.Bundle) { l := first(b).Seal; l.Nonce = l.Nonce[:16] }, []string{"unproven sheet ID record: the nonce is not 16 bytes"}},
		{"a sheet left out", func(b *judging.Bundle) { b.Passes[0].Sheets = b.Passes[0].Sheets[1:] },
			[]string{"changed pass 1 list of sheets: the 17 sheets", "changed ranking 1 N1-001 judges: 3, the sheets give 2"}},
		{"a sheet added", func(b *judging.Bundle) {
			more := *first(b)
			more.ID = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
			b.Passes[0].Sheets = append(b.Passes[0].Sheets, more)
		}, []string{"unproven sheet aaaaaaaaaaaaaaaaaaaaaaaaaa record", "changed pass 1 list of sheets: the 19 sheets"}},
		{"a sheet twice", func(b *judging.Bundle) { b.Passes[0].Sheets = append(b.Passes[0].Sheets, *first(b)) }, []string{"extra sheet ID"}},
		{"a recusal undone", func(b *judging.Bundle) { sheetIn(b, judging.SheetRecused, false).State = judging.SheetLocked },
			[]string{"changed sheet ID state: locked, its record says recused", "changed pass 1 list of sheets"}},
		{"a recusal turned to a sheet", func(b *judging.Bundle) {
			r, s := sheetIn(b, judging.SheetRecused, false), first(b)
			r.State, r.Seal, r.Marks, r.Total, r.ByTop = judging.SheetLocked, s.Seal, s.Marks, s.Total, s.ByTop
		}, []string{"unproven sheet ID record: it is of sheet_seals", "changed sheet ID state: locked, its record says recused"}},
		{"a sheet turned to a recusal", func(b *judging.Bundle) { first(b).State = judging.SheetRecused },
			[]string{"changed sheet ID state: recused, its record says locked", "changed ranking 1 N1-001 judges"}},
		{"an open sheet marked", func(b *judging.Bundle) {
			s := sheetIn(b, judging.SheetLocked, false)
			s.Marks = map[string]judging.Points{"1": 60000, "2": 40000}
		}, []string{"changed sheet ID mark 1: 60, its record says nothing"}},
		{"the pass mark", func(b *judging.Bundle) {
			b.Rules.Pack = json.RawMessage(strings.Replace(string(b.Rules.Pack), `"pass_mark":"70"`, `"pass_mark":"90"`, 1))
		}, []string{"changed rules pack: its SHA-256", "changed rules pack's SHA-256"}},
		{"the tie order", func(b *judging.Bundle) {
			b.Rules.Pack = json.RawMessage(strings.Replace(string(b.Rules.Pack), `["criterion:1","median","council"]`, `["median","criterion:1","council"]`, 1))
		}, []string{"changed rules pack: its SHA-256"}},
		{"the rules' hash", func(b *judging.Bundle) { b.Rules.SHA256 = strings.Repeat("0", 64) }, []string{"changed rules pack: its SHA-256"}},
		{"places swapped", func(b *judging.Bundle) {
			x, y := rankOf(b, 1), rankOf(b, 2)
			x.Rank, y.Rank = y.Rank, x.Rank
		}, []string{"changed ranking 1 N1-002 rank: 2, the sheets give 3", "changed ranking 1 N1-003 rank: 3, the sheets give 2"}},
		{"lines swapped", func(b *judging.Bundle) { r := b.Passes[0].Ranking; r[0], r[1] = r[1], r[0] }, []string{"changed ranking 1 order: line 1"}},
		{"an overall rank", func(b *judging.Bundle) { rankOf(b, 0).RankOverall++ }, []string{"changed ranking 1 N1-001 overall rank: 2, the sheets give 1"}},
		{"a mean", func(b *judging.Bundle) { rankOf(b, 0).Mean = "85.01" }, []string{"changed ranking 1 N1-001 mean: 85.01, the sheets give 85.00"}},
		{"an exact mean", func(b *judging.Bundle) { rankOf(b, 0).MeanExact = "256/3" }, []string{"changed ranking 1 N1-001 exact mean: 256/3, the sheets give 85"}},
		{"a tie", func(b *judging.Bundle) { rankOf(b, 3).TiedWith = nil }, []string{"changed ranking 1 N1-004 tied with"}},
		{"a tie broken otherwise", func(b *judging.Bundle) { rankOf(b, 1).TieBrokenBy = "median" }, []string{"tie broken by: median, the sheets give criterion:1"}},
		{"passed", func(b *judging.Bundle) { rankOf(b, 5).Passed = true }, []string{"changed ranking 1 N1-006 passed: true, the sheets give false"}},
		{"a line left out", func(b *judging.Bundle) { b.Passes[0].Ranking = b.Passes[0].Ranking[1:] }, []string{"missing ranking 1 N1-001"}},
		{"the list's hash", func(b *judging.Bundle) { b.Passes[0].SHA256 = strings.Repeat("0", 64) },
			[]string{"changed pass 1 list of sheets", "changed pass 1 hash of the list of sheets"}},
		{"a pass left out", func(b *judging.Bundle) { b.Passes = nil }, []string{"missing pass 1"}},
		{"a nomination left out", func(b *judging.Bundle) { b.Nominations = b.Nominations[1:] }, []string{"missing nomination ID", "extra ranking 1 ID"}},
		{"a product's name", func(b *judging.Bundle) { b.Nominations[0].Product.Text = "Nước mắm" }, []string{`changed nomination ID product: "Nước mắm" is not the text`}},
		{"an entry code", func(b *judging.Bundle) { b.Nominations[0].EntryCode = "N1-009" }, []string{"changed nomination ID entry code: N1-009, its record says N1-001"}},
		{"a product group", func(b *judging.Bundle) { b.Nominations[0].ProductGroup = "N2" }, []string{"changed nomination ID product group: N2, its record says N1"}},
		{"the edition's name", func(b *judging.Bundle) { b.Edition.Name.Text = "Khác" }, []string{`changed edition ID name: "Khác" is not the text`}},
		{"the year", func(b *judging.Bundle) { b.Edition.Year++ }, []string{"changed edition ID year: 2027, its record says 2026"}},
		{"the proposal's list", func(b *judging.Bundle) { b.Proposal.Items = b.Proposal.Items[1:] },
			[]string{"changed proposal ID list", "refused proposal ID left_out: reason_required", "refused decision ID N1-001: the council did not propose it"}},
		{"a prize", func(b *judging.Bundle) { b.Proposal.Items[1].Prize = "A" }, []string{"changed proposal ID list", "refused proposal ID nominations[1].prize: prize_count_exceeded"}},
		{"a vote", func(b *judging.Bundle) { b.Proposal.For++ }, []string{"changed proposal ID votes for: 3, its record says 2", "refused proposal ID votes: votes_do_not_add_up"}},
		{"members", func(b *judging.Bundle) { b.Proposal.Members = 5 }, []string{"changed proposal ID members: 5, its record says 3", "refused proposal ID no_quorum"}},
		{"a reason that was given", func(b *judging.Bundle) { b.Proposal.Items[4].Given = false },
			[]string{"changed proposal ID reason for N1-006: given false, its record says true", "refused proposal ID nominations[4].reason: required"}},
		{"a reason that was not given", func(b *judging.Bundle) { b.Proposal.Items[0].Given = true }, []string{"changed proposal ID reason for N1-001: given true, its record says false"}},
		{"the proposal left out", func(b *judging.Bundle) { b.Proposal = nil }, []string{"missing proposal"}},
		{"the decision's list", func(b *judging.Bundle) { b.Decisions[0].Nominations[2] = b.Nominations[4].ID },
			[]string{"changed decision ID list", "refused decision ID N1-005: the council did not propose it"}},
		{"the decision's date", func(b *judging.Bundle) { b.Decisions[0].Date = "2026-11-01" },
			[]string{"changed decision ID date: 2026-11-01, its record says 2026-11-27", "refused decision ID date"}},
		{"the decision left out", func(b *judging.Bundle) { b.Decisions = nil }, []string{"missing decision"}},
		{"the checkpoint's size", func(b *judging.Bundle) { b.Checkpoint = resized(b.Checkpoint) },
			[]string{"unproven checkpoint N signature", "unproven pass 1 leaf"}},
		{"the signature", func(b *judging.Bundle) { b.Checkpoint = resigned(b.Checkpoint) }, []string{"unproven checkpoint N signature"}},
		{"an earlier checkpoint", func(b *judging.Bundle) { b.Earlier[0].Checkpoint = resized(b.Earlier[0].Checkpoint) }, []string{"unproven checkpoint N signature"}},
		{"a proof of growth", func(b *judging.Bundle) { b.Earlier[0].Proof[0] = b.Earlier[0].Proof[len(b.Earlier[0].Proof)-1] + "" },
			[]string{"unproven checkpoint N the log did not grow from it"}},
		{"a proof's hash", func(b *judging.Bundle) { p := first(b).Seal.Proof; p[0], p[1] = p[1], p[0] }, []string{"unproven sheet ID leaf"}},
		{"a proof cut", func(b *judging.Bundle) { l := first(b).Leaf; l.Proof = l.Proof[1:] }, []string{"unproven sheet ID leaf"}},
		{"another place", func(b *judging.Bundle) { first(b).Seal.Index++ }, []string{"unproven sheet ID leaf"}},
		{"pseudonyms swapped", func(b *judging.Bundle) { j := b.Judges; j[0].Judge, j[1].Judge = j[1].Judge, j[0].Judge },
			[]string{"changed judge J2 pseudonym: the order of the bindings gives J1", "changed pass 1 list of sheets"}},
		{"ids swapped", func(b *judging.Bundle) { j := b.Judges; j[0].ID, j[1].ID = j[1].ID, j[0].ID }, []string{"changed judge J1 binding", "changed judge J2 binding"}},
		{"judges swapped on a sheet", func(b *judging.Bundle) {
			s := b.Passes[0].Sheets
			s[0].Judge, s[1].Judge = s[1].Judge, s[0].Judge
		}, []string{"changed sheet ID judge: J", "changed pass 1 list of sheets"}},
		{"an unknown judge", func(b *judging.Bundle) { first(b).Judge = "J9" }, []string{`changed sheet ID judge: the file knows no "J9"`}},
		{"seals swapped", func(b *judging.Bundle) {
			s := b.Passes[0].Sheets
			s[0].Seal, s[3].Seal = s[3].Seal, s[0].Seal
		}, []string{"unproven sheet ID record: it is of sheet_seals"}},
	}
}

// resized adds a leaf to what a checkpoint says.
func resized(text string) string {
	lines := strings.SplitN(text, "\n", 3)
	return lines[0] + "\n" + lines[1] + "1\n" + lines[2]
}

// resigned changes one letter within the signature.
func resigned(text string) string {
	i := len(text) - 20
	letter := byte('A')
	if text[i] == letter {
		letter = 'B'
	}
	return text[:i] + string(letter) + text[i+1:]
}

// TestBundleNamesEveryTampering bends an honest bundle in one place at a time.
func TestBundleNamesEveryTampering(t *testing.T) {
	a, _ := announced(t)
	data := a.bundle()
	for _, tt := range tamperings() {
		t.Run(tt.name, func(t *testing.T) {
			b, err := judging.ReadBundle(data)
			a.ok(err)
			tt.lie(b)
			lied, err := b.Encode()
			a.ok(err)
			lines := anyID(checked(t, lied))
			for _, want := range tt.says {
				if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, want) }) {
					t.Errorf("nothing says %q:\n%s", want, strings.Join(lines, "\n"))
				}
			}
		})
	}
}

// anyID puts ID for ids and N for sizes of checkpoints.
func anyID(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		words := strings.Split(line, " ")
		for j, w := range words {
			switch {
			case len(w) == 26 && w != strings.Repeat("a", 26):
				words[j] = "ID"
			case j > 0 && words[j-1] == "checkpoint" && strings.Trim(w, "0123456789") == "":
				words[j] = "N"
			}
		}
		out[i] = strings.Join(words, " ")
	}
	return out
}
