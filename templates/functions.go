package templates

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// vietnamTime is the zone of every time shown; it has had no daylight saving since 1975.
var vietnamTime = time.FixedZone("+07", 7*60*60)

// functions are what templates may call, bound to one language.
func functions(lang string, t func(string, ...any) string) template.FuncMap {
	assets := assetNames()
	return template.FuncMap{
		"t":        t,
		"lang":     func() string { return lang },
		"other":    func() string { return otherLanguage(lang) },
		"link":     func(s Shell, path string) string { return keepLanguage(s, lang, path) },
		"switch":   func(s Shell) string { return setLanguage(s.Address, otherLanguage(lang)) },
		"asset":    func(name string) string { return assetAddress(assets, name) },
		"icon":     func(name string) string { return assetAddress(assets, "icon/"+name) + "#" + name },
		"date":     func(d time.Time) string { return formatDate(lang, d) },
		"clock":    func(d time.Time) string { return d.In(vietnamTime).Format("15:04") },
		"iso":      func(d time.Time) string { return d.UTC().Format(time.RFC3339) },
		"decimal":  func(s string) string { return decimal(lang, s) },
		"count":    func(n int64) string { return grouped(lang, n) },
		"count32":  func(n int) string { return grouped(lang, int64(n)) },
		"dial":     dial,
		"input":    newInput,
		"field":    newField,
		"yes":      func(on bool) string { return map[bool]string{true: "yes"}[on] },
		"state_at": func(i int) string { return editionStates[i] },
		"link_to":  func(text, address string) Link { return Link{Text: text, URL: address} },
		"stages":   stages,
	}
}

func otherLanguage(lang string) string {
	if lang == "vi" {
		return "en"
	}
	return "vi"
}

// keepLanguage adds ?lang= to a path where no cookie remembers a choice other than Vietnamese.
func keepLanguage(s Shell, lang, path string) string {
	if lang == "vi" || !s.CarryLanguage && path != "/v" && !strings.HasPrefix(path, "/v/") {
		return path
	}
	return setLanguage(path, lang)
}

// setLanguage is address with its query's lang replaced; an address that cannot be read, or that browsers would
// read as another site's, leads home.
func setLanguage(address, lang string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, `\`) {
		u = &url.URL{Path: "/"}
	}
	q := u.Query()
	q.Set("lang", lang)
	u.RawQuery = q.Encode()
	return u.String()
}

// assetAddress is where a built file is served; before the build it is the plain name, which answers 404.
func assetAddress(names map[string]string, logical string) string {
	if name, ok := names[logical]; ok {
		return AssetPrefix + name
	}
	return AssetPrefix + logical
}

// formatDate is the day in Vietnam, 05/11/2026 or 5 November 2026; a zero time is a dash.
func formatDate(lang string, d time.Time) string {
	switch {
	case d.IsZero():
		return "–"
	case lang == "vi":
		return d.In(vietnamTime).Format("02/01/2006")
	}
	return d.In(vietnamTime).Format("2 January 2006")
}

// decimal writes points as the language does: "83.21" is 83,21 in Vietnamese.
func decimal(lang, s string) string {
	if lang == "vi" {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// grouped writes a whole number with its thousands apart: 12.345 in Vietnamese, 12,345 in English.
func grouped(lang string, n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	mark := ","
	if lang == "vi" {
		mark = "."
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + mark + digits[i:]
	}
	return sign + digits
}

// dial keeps of a phone number what a phone can dial.
func dial(phone string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, phone)
}

// Input is one field of a form as the part "input" shows it.
type Input struct {
	ID, Kind, Value, Label, Hint, Autocomplete, Error string
}

// newInput makes the field named id, with its fault when the form has one.
func newInput(faults FormFaults, id, kind, value, label, hint, autocomplete string) Input {
	return Input{ID: id, Kind: kind, Value: value, Label: label, Hint: hint, Autocomplete: autocomplete, Error: faults.Of(id)}
}

// editionStates are the states of an edition in their order.
var editionStates = []string{"draft", "filing", "screening", "scoring", "deliberation", "announced", "closed"}

// stages says for each step of an edition whether it is reached, which draws its progress.
func stages(state string) []bool {
	reached := make([]bool, len(editionStates))
	for i, s := range editionStates {
		reached[i] = true
		if s == state {
			break
		}
	}
	return reached
}
