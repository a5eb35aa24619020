package judging

import (
	"fmt"
	"time"
)

// AddWorkingDays is the date (YYYY-MM-DD) of the n-th working day after from, which itself does not count;
// n of 0 or less is from itself. Monday to Friday are working days unless they stand in holidays; a day in
// makeUp is worked in place of another and counts although it is a weekend or holiday. Both hold dates as
// YYYY-MM-DD and come from the yearly decrees, for Tết moves with the moon. The error tells that from is no date.
func AddWorkingDays(from string, n int, holidays, makeUp map[string]bool) (string, error) {
	day, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return "", fmt.Errorf("count working days from %q: %w", from, err)
	}
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		if isWorkingDay(day, holidays, makeUp) {
			n--
		}
	}
	return day.Format(time.DateOnly), nil
}

func isWorkingDay(day time.Time, holidays, makeUp map[string]bool) bool {
	date := day.Format(time.DateOnly)
	weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
	return makeUp[date] || !weekend && !holidays[date]
}
