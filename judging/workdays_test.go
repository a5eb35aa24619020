package judging_test

import (
	"testing"

	"vinhdanh/judging"
)

func TestAddWorkingDays(t *testing.T) {
	tet := map[string]bool{"2026-02-16": true, "2026-02-17": true, "2026-02-18": true, "2026-02-19": true, "2026-02-20": true}
	saturday := map[string]bool{"2026-02-14": true}
	for _, row := range []struct {
		name, from       string
		n                int
		holidays, makeUp map[string]bool
		want             string
	}{
		{"none", "2026-11-27", 0, nil, nil, "2026-11-27"},
		{"over a weekend", "2026-11-27", 1, nil, nil, "2026-11-30"},
		{"from a Saturday", "2026-11-28", 1, nil, nil, "2026-11-30"},
		{"complaint period", "2026-11-02", 15, nil, nil, "2026-11-23"},
		{"reply period", "2026-11-23", 10, nil, nil, "2026-12-07"},
		{"over Tết", "2026-02-13", 1, tet, nil, "2026-02-23"},
		{"over Tết with a Saturday worked", "2026-02-13", 1, tet, saturday, "2026-02-14"},
		{"two days with a Saturday worked", "2026-02-13", 2, tet, saturday, "2026-02-23"},
		{"holiday at the weekend changes nothing", "2026-11-27", 1, map[string]bool{"2026-11-28": true}, nil, "2026-11-30"},
		{"over the year's end", "2026-12-31", 1, map[string]bool{"2027-01-01": true}, nil, "2027-01-04"},
		{"leap day", "2028-02-28", 1, nil, nil, "2028-02-29"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := judging.AddWorkingDays(row.from, row.n, row.holidays, row.makeUp)
			if err != nil || got != row.want {
				t.Errorf("got %q, %v; want %q", got, err, row.want)
			}
		})
	}
	if got, err := judging.AddWorkingDays("27/11/2026", 1, nil, nil); err == nil {
		t.Errorf("a date in another form gives %q", got)
	}
}
