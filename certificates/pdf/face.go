package pdf

import (
	"fmt"
	"io/fs"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// perEm is the unit in which a PDF measures glyphs: thousandths of the font size.
const perEm = 1000

// glyph is what layout needs of one character, in thousandths of the font size; top and bottom are the
// ink above and below the baseline, both counted upward.
type glyph struct{ width, top, bottom float64 }

// face is one font: its file, its PostScript name and every character of the basic plane that it draws.
type face struct {
	file   string
	name   string
	key    string // under which the mould and the page name it
	data   []byte
	glyphs map[rune]glyph
	chars  string // what every subset holds
}

// loadFace reads a static TrueType font and measures all its characters once.
func loadFace(fonts fs.FS, file, key string) (*face, error) {
	f, parsed, err := openFace(fonts, file, key)
	if err != nil {
		return nil, err
	}
	return f, f.measure(parsed)
}

// openFace reads a static TrueType font and makes sure that it is one with the letters of Vietnamese.
func openFace(fonts fs.FS, file, key string) (*face, *sfnt.Font, error) {
	data, err := fs.ReadFile(fonts, file)
	if err != nil {
		return nil, nil, fmt.Errorf("certificate font: %w", err)
	}
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return nil, nil, fmt.Errorf("certificate font %s: %w", file, err)
	}
	var buf sfnt.Buffer
	name, err := parsed.Name(&buf, sfnt.NameIDPostScript)
	if err != nil {
		return nil, nil, fmt.Errorf("certificate font %s: %w", file, err)
	}
	for _, r := range vietnamese {
		if index, err := parsed.GlyphIndex(&buf, r); err != nil || index == 0 {
			return nil, nil, fmt.Errorf("certificate font %s lacks %q: not a Vietnamese font", file, r)
		}
	}
	return &face{file: file, name: name, key: key, data: data, glyphs: map[rune]glyph{}, chars: repertoire}, parsed, nil
}

// measure fills the face's glyphs.
func (f *face) measure(parsed *sfnt.Font) error {
	var buf sfnt.Buffer
	for r := rune(0x20); r < 0xFFFE; r++ {
		index, err := parsed.GlyphIndex(&buf, r)
		if err != nil {
			return fmt.Errorf("certificate font %s, %U: %w", f.file, r, err)
		}
		if index == 0 {
			continue
		}
		box, advance, err := parsed.GlyphBounds(&buf, index, fixed.I(perEm), font.HintingNone)
		if err != nil {
			return fmt.Errorf("certificate font %s, %U: %w", f.file, r, err)
		}
		f.glyphs[r] = glyph{
			width: float64(advance.Round()), top: -units(box.Min.Y), bottom: -units(box.Max.Y),
		}
	}
	return nil
}

func units(x fixed.Int26_6) float64 { return float64(x) / 64 }

// width is the advance of text at size, in points.
func (f *face) width(text string, size float64) float64 {
	var w float64
	for _, r := range text {
		w += f.glyphs[r].width
	}
	return w * size / perEm
}

// ink is how far text at size reaches above and below its baseline, in points, both positive.
func (f *face) ink(text string, size float64) (above, below float64) {
	for _, r := range text {
		g := f.glyphs[r]
		above, below = max(above, g.top), max(below, -g.bottom)
	}
	return above * size / perEm, below * size / perEm
}

// vietnamese are the 134 letters of Vietnamese beyond ASCII.
const vietnamese = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư" +
	"ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"

// repertoire is what the subsets of the page's text fonts hold; a statement with other characters gets
// a mould of its own.
var repertoire = ascii() + "\u00a0«»“”‘’–—…•·°±×÷½¼¾²³©®™₫§" + vietnamese

func ascii() string {
	b := make([]byte, 0, 0x7F-0x20)
	for c := byte(0x20); c < 0x7F; c++ {
		b = append(b, c)
	}
	return string(b)
}
