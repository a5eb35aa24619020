package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/judging"
)

// TestReadTotals compares the reader with one that splits, on sheets in and out of order.
func TestReadTotals(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		var sheets []string
		for i := range random.IntN(9) {
			for j := range random.IntN(5) {
				tops := make([]string, random.IntN(4))
				for k := range tops {
					tops[k] = strconv.Itoa(random.IntN(100_001) - 1)
				}
				sheets = append(sheets, fmt.Sprintf("n%d j%d %d %s", i, j, random.IntN(100_001), strings.Join(tops, ",")))
			}
		}
		if round%2 == 1 {
			random.Shuffle(len(sheets), func(i, j int) { sheets[i], sheets[j] = sheets[j], sheets[i] })
		}
		want := map[string][]judging.SheetTotal{}
		for _, s := range slices.Sorted(slices.Values(sheets)) {
			f := strings.Split(s, " ")
			want[f[0]] = append(want[f[0]], judging.SheetTotal{Judge: f[1], Total: pointsOf(t, f[2])[0], ByTop: pointsOf(t, f[3])})
		}
		got, err := readTotals(strings.Join(sheets, ";"))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("%q: %v\n%s", sheets, err, diff)
		}
	}
}

func pointsOf(t *testing.T, text string) []judging.Points {
	t.Helper()
	list := []judging.Points{}
	for part := range strings.SplitSeq(text, ",") {
		if part == "" {
			break
		}
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, judging.Points(n))
	}
	return list
}

func TestReadTotalsRefusesTheRest(t *testing.T) {
	for _, text := range []string{"n", "n j", "n j ", "n j 5", "n j x 5", "n j 5 5,", "n j 5 ,", "n j 5 5 5", "n j 5 5,x",
		"n j 5 -", "n j 5 1234567890123456789012"} {
		if got, err := readTotals(text); err == nil {
			t.Errorf("%q gives %v", text, got)
		}
	}
}
