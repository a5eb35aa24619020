// Package pdf owns the printed page of a certificate: one A4 landscape sheet with its ornament, its
// texts and its QR symbol. It is the only importer of gofpdf and go-qrcode, and it refuses to know
// whether a statement is true or who may print it. It also prints the award's papers (internal/paper) on A4.
//
// gofpdf cuts the fonts once (the mould); each certificate then is a stamp: texts and QR written
// beside the ready font objects. Plain gofpdf spends ten times as long, most of it on hashing fonts.
package pdf

import "slices"

// The fonts of the page, by the name of their file.
const (
	fontDisplay = "PlayfairDisplay_700Bold.ttf"
	fontText    = "EBGaramond_400Regular.ttf"
	fontItalic  = "EBGaramond_400Regular_Italic.ttf"
	fontBold    = "EBGaramond_700Bold.ttf"
	fontCode    = "BeVietnamPro_600SemiBold.ttf"
)

// FontFiles are the files that New looks for at the root of its file system: those of all designs.
func FontFiles() []string {
	var files []string
	for _, d := range designs() {
		for _, file := range d.fonts {
			if !slices.Contains(files, file) {
				files = append(files, file)
			}
		}
	}
	return files
}

// The faults of this package, besides those of Statement.Check. All are of kind Invalid.
const (
	// GlyphMissing: a character that the page's fonts cannot draw; arguments field and char.
	GlyphMissing = "glyph_missing"
	// TextTooLong: the texts do not fit on one page even at the smallest size.
	TextTooLong = "certificate_text_too_long"
	// AddressTooLong: the QR symbol of this base address would have too many modules to scan.
	AddressTooLong = "address_too_long"
	// BadBaseURL: no absolute http or https address.
	BadBaseURL = "base_url_invalid"
	// NotAnImage: no PNG or JPEG that can be read.
	NotAnImage = "not_an_image"
	// ImageTooLarge: more pixels than are read.
	ImageTooLarge = "image_too_large"
)
