package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jung-kurt/gofpdf"
)

const (
	// firstFontObject is the number of gofpdf's first font object: pages, resources, page and content
	// come before it.
	firstFontObject = 5
	// writtenPerFont: Type0 font, CID font, ToUnicode, CIDSystemInfo, descriptor, CIDToGIDMap, file.
	writtenPerFont = 7
	// objectsPerFont has the CIDSet besides, which gofpdf does not write; it comes after those of all fonts.
	objectsPerFont = writtenPerFont + 1
	// subsetTag marks an embedded subset, as ISO 32000-1, 9.6.4 asks.
	subsetTag = "VINHDA+"
)

// mould is the part of a page that all certificates share: the font objects as gofpdf writes them, cut
// to the repertoire.
type mould struct {
	fonts   [][]byte       // whole objects, "5 0 obj … endobj\n", numbered from firstFontObject
	objects map[string]int // face key -> number of its Type0 object
}

// newMould lets gofpdf set one page with every character of each face's subset, and of extra where the
// face has it, and keeps the font objects. gofpdf writes into the font bytes that it is given, hence the copies.
func newMould(faces []*face, extra string) (*mould, error) {
	doc := gofpdf.New("L", "pt", "A4", "")
	doc.SetCatalogSort(true)
	doc.AddPage()
	for _, f := range faces {
		doc.AddUTF8FontFromBytes(f.key, "", slices.Clone(f.data))
		doc.SetFont(f.key, "", 10)
		doc.Text(0, 0, strings.Map(func(r rune) rune {
			if _, ok := f.glyphs[r]; !ok {
				return -1
			}
			return r
		}, f.chars+extra))
	}
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, fmt.Errorf("cut certificate fonts: %w", err)
	}
	objects, err := splitObjects(out.Bytes())
	if err != nil {
		return nil, fmt.Errorf("cut certificate fonts: %w", err)
	}
	end := firstFontObject + writtenPerFont*len(faces)
	if len(objects) < end {
		return nil, errors.New("cut certificate fonts: gofpdf wrote fewer objects than its fonts need")
	}
	m := &mould{objects: map[string]int{}}
	var sets [][]byte
	for first := firstFontObject; first < end; first += writtenPerFont {
		set := end + len(sets)
		f, err := m.keep(faces, objects, first, set, extra)
		if err != nil {
			return nil, err
		}
		sets = append(sets, deflated(set, cidSet(f, extra)))
	}
	m.fonts = append(m.fonts, sets...)
	return m, nil
}

var baseFont = regexp.MustCompile(`/BaseFont /utf8(\w+)`)

// keep takes over the objects of one font, under its real name and with a character map whose ranges
// end where ISO 32000-1, 9.10.3 wants them to (gofpdf writes one range over all 65,536 codes). set is the number of its
// CIDSet.
func (m *mould) keep(faces []*face, objects [][]byte, first, set int, extra string) (*face, error) {
	found := baseFont.FindSubmatch(objects[first])
	i := -1
	if found != nil {
		i = slices.IndexFunc(faces, func(f *face) bool { return f.key == string(found[1]) })
	}
	if i < 0 {
		return nil, fmt.Errorf("cut certificate fonts: object %d is no font of ours", first)
	}
	f := faces[i]
	m.objects[f.key] = first
	for n := first; n < first+writtenPerFont; n++ {
		o := objects[n]
		switch n - first {
		case 0, 1, 4:
			o = bytes.ReplaceAll(o, []byte("/utf8"+f.key), []byte("/"+subsetTag+f.name))
		case 2:
			o = stream(n, "", []byte(toUnicode(f.chars+extra)))
		}
		if n-first == 4 {
			o = bytes.Replace(o, []byte("/Type /FontDescriptor"), fmt.Appendf(nil, "/Type /FontDescriptor /CIDSet %d 0 R", set), 1)
		}
		m.fonts = append(m.fonts, slices.Clone(o))
	}
	return f, nil
}

// cidSet marks the codes that an embedded subset draws, a bit each from the left (ISO 19005-1, 6.3.5).
func cidSet(f *face, extra string) []byte {
	set := []byte{0x80} // .notdef
	for _, r := range f.chars + extra {
		if _, ok := f.glyphs[r]; !ok {
			continue
		}
		for len(set) <= int(r>>3) {
			set = append(set, 0)
		}
		set[r>>3] |= 0x80 >> (r & 7)
	}
	return set
}

// toUnicode maps codes to characters, which are the same number here, one range for each high byte in use.
func toUnicode(text string) string {
	high := map[rune]bool{}
	for _, r := range text {
		high[r>>8] = true
	}
	var ranges []string
	for h := range rune(256) {
		if high[h] {
			ranges = append(ranges, fmt.Sprintf("<%02X00> <%02XFF> <%02X00>\n", h, h, h))
		}
	}
	return "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n" +
		strconv.Itoa(len(ranges)) + " beginbfrange\n" + strings.Join(ranges, "") + "endbfrange\n" +
		"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
}

// splitObjects cuts gofpdf's output at the offsets of its cross-reference table; the object's number
// is its index.
func splitObjects(pdf []byte) ([][]byte, error) {
	table := bytes.LastIndex(pdf, []byte("\nxref\n0 "))
	if table < 0 {
		return nil, errors.New("no cross-reference table")
	}
	var offsets []int
	for line := range bytes.Lines(pdf[table+len("\nxref\n"):]) {
		if len(line) == 20 && line[17] == 'n' {
			at, err := strconv.Atoi(string(line[:10]))
			if err != nil || at >= table {
				return nil, fmt.Errorf("cross-reference %q", line)
			}
			offsets = append(offsets, at)
		}
	}
	ends := append(slices.Clone(offsets), table+1)
	slices.Sort(ends)
	objects := make([][]byte, len(offsets)+1)
	for i, at := range offsets {
		next, _ := slices.BinarySearch(ends, at+1)
		objects[i+1] = pdf[at:ends[next]]
	}
	return objects, nil
}
