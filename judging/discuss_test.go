package judging_test

import (
	"math/big"
	"testing"

	"vinhdanh/judging"
)

func TestToDiscuss(t *testing.T) {
	for _, row := range []struct {
		name     string
		num, den int64
		want     bool
	}{
		{"at the mark", 70, 1, true}, {"two below", 68, 1, true}, {"two above", 72, 1, true},
		{"a hair beyond above", 72001, 1000, false}, {"a third beyond below", 203, 3, false}, {"inside by a third", 205, 3, true},
		{"far", 90, 1, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := judging.Ranked{Mean: big.NewRat(row.num, row.den)}
			if got := r.ToDiscuss(70 * judging.Point); got != row.want {
				t.Errorf("got %v", got)
			}
		})
	}
	if (&judging.Ranked{}).ToDiscuss(70 * judging.Point) {
		t.Error("an unscored entry is to be discussed")
	}
}
