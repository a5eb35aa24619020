package paper

import "vinhdanh/internal/i18n"

// dots stand where a hand writes a number, a place or a day.
const dots = "........"

// Nation is the national title, first line of every paper.
func Nation(lang string) string {
	if lang == i18n.English {
		return "SOCIALIST REPUBLIC OF VIET NAM"
	}
	return "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
}

// Motto stands below the national title.
func Motto(lang string) string {
	if lang == i18n.English {
		return "Independence - Freedom - Happiness"
	}
	return "Độc lập - Tự do - Hạnh phúc"
}

// Numbered is what stands before the number of a paper.
func Numbered(lang string) string {
	if lang == i18n.English {
		return "No. "
	}
	return "Số: "
}

// Recipients is the word above those to whom a paper goes.
func Recipients(lang string) string {
	if lang == i18n.English {
		return "To:"
	}
	return "Nơi nhận:"
}

// PlaceLine is place and date as papers write them, "Hưng Yên, ngày 04 tháng 02 năm 2026"; a place or a
// date (YYYY-MM-DD) that is empty is dotted, to be filled in by hand.
func PlaceLine(lang, place, date string) string {
	if place == "" {
		place = dots + dots
	}
	switch {
	case date != "":
		return place + ", " + i18n.FormatLongDate(lang, date)
	case lang == i18n.English:
		return place + ", date " + dots
	}
	return place + ", ngày ..... tháng ..... năm 20...."
}

// RecipientLines are the lines of a list of recipients: a dash before each, ";" after all but the last,
// which ends with a full stop (NĐ 30/2020, annex 1).
func RecipientLines(recipients []string) []string {
	lines := make([]string, len(recipients))
	for i, r := range recipients {
		end := ";"
		if i == len(recipients)-1 {
			end = "."
		}
		lines[i] = "- " + r + end
	}
	return lines
}
