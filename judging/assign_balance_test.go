package judging

import (
	"fmt"
	"math/bits"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// named are n names.
func named(kind string, n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprint(kind, i))
	}
	return list
}

// wrong says what is wrong with an assignment, in the plainest way that it can be looked at.
func wrong(judges, entries []string, apart map[Pair]bool, k int, pairs []Pair) string {
	load, of, seen := map[string]int{}, map[string]int{}, map[Pair]bool{}
	for _, p := range pairs {
		if apart[p] || seen[p] {
			return fmt.Sprintf("%v is kept apart or given twice", p)
		}
		seen[p] = true
		load[p.Judge]++
		of[p.Nomination]++
	}
	for _, e := range entries {
		if of[e] != k {
			return fmt.Sprintf("%s has %d judges", e, of[e])
		}
	}
	least, most := len(entries), 0
	for _, j := range judges {
		least, most = min(least, load[j]), max(most, load[j])
	}
	if most-least > 1 {
		return fmt.Sprintf("loads from %d to %d", least, most)
	}
	reached := map[string]bool{judges[0]: true}
	for range judges {
		for _, p := range pairs {
			if reached[p.Judge] || reached[p.Nomination] {
				reached[p.Judge], reached[p.Nomination] = true, true
			}
		}
		for _, p := range slices.Backward(pairs) {
			if reached[p.Judge] || reached[p.Nomination] {
				reached[p.Judge], reached[p.Nomination] = true, true
			}
		}
	}
	if len(reached) != len(judges)+len(entries) {
		return fmt.Sprintf("only %d of %d hang together", len(reached), len(judges)+len(entries))
	}
	return ""
}

// possible tries every assignment there is.
func possible(judges, entries []string, apart map[Pair]bool, k int) bool {
	var pairs []Pair
	var try func(e int) bool
	try = func(e int) bool {
		if e == len(entries) {
			return wrong(judges, entries, apart, k, pairs) == ""
		}
		for set := range uint(1) << len(judges) {
			if bits.OnesCount(set) != k {
				continue
			}
			before := len(pairs)
			for j, judge := range judges {
				if set>>j&1 == 1 {
					pairs = append(pairs, Pair{judge, entries[e]})
				}
			}
			if try(e + 1) {
				return true
			}
			pairs = pairs[:before]
		}
		return false
	}
	return try(0)
}

// TestBalanceIsValidOrRefusalTrue compares small designs with a search through all of them.
func TestBalanceIsValidOrRefusalTrue(t *testing.T) {
	refused := map[string]int{}
	for range 8 {
		rapid.Check(t, func(rt *rapid.T) { refused[balanceOnce(rt)]++ })
	}
	t.Log(refused)
	for _, code := range []string{"nothing", lackFewJudges, lackUneven, lackThin, lackSplit} {
		if refused[code] == 0 {
			t.Errorf("never came to %s: %v", code, refused)
		}
	}
}

// balanceOnce draws a design and says what came of it.
func balanceOnce(rt *rapid.T) string {
	judges, entries := named("j", rapid.IntRange(1, 4).Draw(rt, "judges")), named("e", rapid.IntRange(1, 5).Draw(rt, "entries"))
	k, apart := rapid.IntRange(1, min(3, len(judges))).Draw(rt, "k"), map[Pair]bool{}
	often, blocks := rapid.IntRange(0, 4).Draw(rt, "conflicts in ten"), rapid.IntRange(0, 2).Draw(rt, "blocks") == 0
	for i, j := range judges {
		for x, e := range entries { // in blocks, judges and entries fall into two halves
			apart[Pair{j, e}] = blocks && (i < 2) != (x < 2) || !blocks && rapid.IntRange(0, 9).Draw(rt, "conflict") < often
		}
	}
	seed := rapid.StringMatching(`[a-z]{3}`).Draw(rt, "seed")
	pairs, l := balance(seed, judges, entries, func(j, e string) bool { return apart[Pair{j, e}] }, k)
	if l == nil {
		if what := wrong(judges, entries, apart, k, pairs); what != "" {
			rt.Fatal(what)
		}
		return "nothing"
	}
	if l.code == lackNotFound {
		rt.Fatal("a small design was not tried to its end")
	}
	if possible(judges, entries, apart, k) {
		rt.Fatalf("refused with %v, though there is one", l)
	}
	if len(l.judges)+len(l.entries) == 0 {
		rt.Fatalf("%s names nobody", l.code)
	}
	return l.code
}

// TestBalanceOfRealSizes: as many entries and judges as rounds have, with some conflicts.
func TestBalanceOfRealSizes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		judges, entries := named("j", rapid.IntRange(3, 12).Draw(rt, "judges")), named("e", rapid.IntRange(12, 160).Draw(rt, "entries"))
		k, apart := rapid.IntRange(2, min(5, len(judges)-1)).Draw(rt, "k"), map[Pair]bool{}
		for range rapid.IntRange(0, len(judges)).Draw(rt, "conflicts") {
			apart[Pair{rapid.SampledFrom(judges).Draw(rt, "judge"), rapid.SampledFrom(entries).Draw(rt, "entry")}] = true
		}
		give := func() ([]Pair, *lack) {
			return balance("kỳ", judges, entries, func(j, e string) bool { return apart[Pair{j, e}] }, k)
		}
		pairs, l := give()
		if l != nil {
			if l.code != lackFewJudges {
				rt.Fatalf("%d judges, %d entries, %d each: %v", len(judges), len(entries), k, l)
			}
			return
		}
		if what := wrong(judges, entries, apart, k, pairs); what != "" {
			rt.Fatal(what)
		}
		if again, _ := give(); !cmp.Equal(pairs, again) {
			rt.Fatal("the same edition is assigned in two ways")
		}
	})
}

// TestBalanceMeetsEvenly: of thirty entries two of six judges share six on the average.
func TestBalanceMeetsEvenly(t *testing.T) {
	judges, entries := named("j", 6), named("e", 30)
	pairs, l := balance("kỳ", judges, entries, func(string, string) bool { return false }, 3)
	if l != nil {
		t.Fatal(l)
	}
	least, most := meetings(judges, pairs)
	if least < 3 || most > 9 {
		t.Errorf("two judges share %d to %d entries", least, most)
	}
}
