// Package i18n owns language: the Vietnamese and English catalogues, clean and comparable Vietnamese
// text, dates and numbers as readers write them, and the old encodings that files arrive in. It refuses to
// know what any of it is about: it neither decides nor stores.
package i18n

// The languages of the catalogues.
const (
	Vietnamese = "vi" // the default
	English    = "en"
)

// Languages are the languages that every text exists in, the default first.
func Languages() []string { return []string{Vietnamese, English} }
