// Package samples owns invented pages that show every page type in every state, for the preview and the tests.
// It refuses to know where they are shown; all names in it are made up.
package samples

import (
	"slices"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

// Sample is one page with invented content; its name is unique and fit for a file.
type Sample struct {
	Name string
	Page templates.Page
}

// All is every sample.
func All() []Sample {
	return slices.Concat(
		home(), lookup(), verify(), verifyFile(), verifyReport(), officeReports(), register(), results(), ledger(), start(), product(), guides(), offline(),
		entry(), account(),
		producerPages(),
		deskLists(), deskDossiers(), deskForms(), paperSamples(), office(),
		judge(), visitPages(), calibrationPages(),
		council(), meetingMember(), meetingChair(), meetingPapers(),
		revocations(),
		admin(),
		failures(),
	)
}

// Words is the translate function of a language for templates.Load. A key that no catalogue has becomes a text
// that starts with "!!", which tests look for.
func Words(words *i18n.Translator, lang string) func(key string, pairs ...any) string {
	return func(key string, pairs ...any) string {
		if !words.Has(lang, key) {
			return "!!" + key
		}
		return words.T(lang, key, fault.MakeArgs(pairs...))
	}
}
