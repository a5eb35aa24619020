package i18n

import (
	"fmt"
	"strings"
	"time"
)

// dateLayout is how dates travel and are stored.
const dateLayout = "2006-01-02"

// VN is the time zone of Vietnam, UTC+07:00 all year. Every deadline is in it, whatever the machine's
// zone; being fixed, it needs no zone files.
var VN = time.FixedZone("+07", 7*60*60)

// Today is the date in Vietnam at that instant, as YYYY-MM-DD.
func Today(now time.Time) string { return now.In(VN).Format(dateLayout) }

// ParseDate reads YYYY-MM-DD as midnight in Vietnam. Any other spelling and a day that does not exist are
// errors, and so are years before 1900 or after 2999: such a year is a slip of the finger.
func ParseDate(s string) (time.Time, error) {
	t, err := time.ParseInLocation(dateLayout, s, VN)
	if err != nil {
		return time.Time{}, fmt.Errorf("parse date: %w", err)
	}
	if t.Year() < 1900 || t.Year() > 2999 {
		return time.Time{}, fmt.Errorf("parse date: year %d", t.Year())
	}
	return t, nil
}

// FormatDate shows a date given as YYYY-MM-DD: 04/02/2026 in Vietnamese, 4 Feb 2026 in English, where
// 04/02 would be read in two ways. What is no date is shown as it is.
func FormatDate(lang, date string) string {
	t, err := ParseDate(date)
	if err != nil {
		return date
	}
	if lang == English {
		return t.Format("2 Jan 2006")
	}
	return t.Format("02/01/2006")
}

// FormatLongDate writes a date given as YYYY-MM-DD as papers do. In Vietnamese days below 10 and the
// months 1 and 2, and only these, take a leading zero (Decree 30/2020, annex I): "ngày 04 tháng 02 năm
// 2026", "ngày 15 tháng 3 năm 2026". What is no date is shown as it is.
func FormatLongDate(lang, date string) string {
	t, err := ParseDate(date)
	if err != nil {
		return date
	}
	if lang == English {
		return t.Format("2 January 2006")
	}
	month := fmt.Sprint(int(t.Month()))
	if t.Month() <= time.February {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", t.Day(), month, t.Year())
}

// FormatTime shows an instant to the minute as it was in Vietnam: "17:00 ngày 04/02/2026", in English
// "17:00, 4 Feb 2026".
func FormatTime(lang string, t time.Time) string {
	t = t.In(VN)
	date := FormatDate(lang, t.Format(dateLayout))
	if lang == English {
		return t.Format("15:04") + ", " + date
	}
	return t.Format("15:04") + " ngày " + date
}

// ReadDate reads a date as people type it: 05/11/2026, 5-11-2026, 5.11.2026 or 2026-11-05, with the day
// first. The answer is YYYY-MM-DD; ok is false for anything else and for a day that does not exist.
func ReadDate(typed string) (date string, ok bool) {
	parts := strings.FieldsFunc(strings.TrimSpace(typed), func(r rune) bool { return r == '/' || r == '-' || r == '.' || r == ' ' })
	if len(parts) != 3 {
		return "", false
	}
	if len(parts[0]) != 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	if len(parts[0]) != 4 || len(parts[1]) > 2 || len(parts[2]) > 2 {
		return "", false
	}
	for i, p := range parts[1:] {
		if len(p) == 1 {
			parts[i+1] = "0" + p
		}
	}
	date = strings.Join(parts, "-")
	if _, err := ParseDate(date); err != nil {
		return "", false
	}
	return date, true
}

// TypedDate shows a date given as YYYY-MM-DD the way ReadDate takes it: 05/11/2026. What is no date is shown
// as it is, so that a slip of the finger stays in its field.
func TypedDate(date string) string {
	t, err := ParseDate(date)
	if err != nil {
		return date
	}
	return t.Format("02/01/2006")
}
