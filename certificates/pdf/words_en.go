package pdf

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/i18n"
)

// english says in English what the statement has English words for; names stay as they are.
func english() *speech {
	return &speech{
		lang: "en", title: "CERTIFICATE", mixedTitle: "Certificate",
		product: "This is to certify that the product", set: "This is to certify that the set of products",
		as: "has been recognised as", by: "by", members: "consisting of",
		number: "No.", code: "Code", at: "Check at", onlyHere: "Trust only what is shown on exactly this domain.",
		symbol:  "QR code that leads to the look-up page %s",
		offline: "QR code for checking without a network", emblem: "Emblem of %s", seal: "Seal of %s",
		date: dateWordsEN, decision: decisionWordsEN, edition: editionWordsEN,
		level: func(s certificates.Statement) string { return upper(cmp.Or(s.LevelTitle.EN, s.LevelTitle.VI)) },
		prize: func(s certificates.Statement) string { return cmp.Or(s.PrizeEN, s.Prize) },
	}
}

// dateWordsEN is a date in British order: 9 March 2026.
func dateWordsEN(d certificates.Date) string {
	return fmt.Sprintf("%d %s %d", d.Day(), time.Month(d.Month()), d.Year())
}

func decisionWordsEN(s certificates.Statement) string {
	return "(Decision No. " + s.DecisionNumber + " of " + dateWordsEN(s.DecisionDate) +
		". Valid until " + dateWordsEN(s.ValidUntil) + ")"
}

// editionWordsEN name the edition and its product group; an edition without an English name keeps its own.
func editionWordsEN(s certificates.Statement) (edition, group string) {
	name := cmp.Or(s.EditionNameEN, s.EditionName, "Selection")
	edition = name
	// An English name says its number in its own way: "Fourth selection".
	if s.EditionNameEN == "" && s.EditionNumber > 0 && !slices.Contains(strings.Fields(name), i18n.Roman(s.EditionNumber)) {
		edition += " " + i18n.Roman(s.EditionNumber)
	}
	if year := fmt.Sprint(s.EditionYear); s.EditionYear > 0 && !strings.Contains(name, year) {
		edition += " – " + year
	}
	if g := cmp.Or(s.ProductGroup.EN, s.ProductGroup.VI); g != "" {
		group = "product group: " + g
	}
	return edition, group
}
