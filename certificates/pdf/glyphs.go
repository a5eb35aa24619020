package pdf

import (
	"fmt"
	"slices"
	"strings"

	"vinhdanh/internal/fault"
)

// piece is one text of the page and the face that prints it.
type piece struct {
	field string
	face  *face
	text  string
}

// pieces are all texts of a page that are not fixed.
func (p *sheet) pieces(host string) []piece {
	s := p.s
	list := []piece{
		{"authority", p.face(p.head), upper(s.Authority)}, {"product", p.displayFace(p.product, s.Product), s.Product},
		{"producer.name", p.face(p.producer), s.ProducerName}, {"producer.address", p.face(p.producer), s.ProducerAddress},
		{"place", p.face(p.place), s.Place}, {"signer.name", p.face(p.signer), s.Signer.Name},
		{"number", p.face(p.value), s.Number}, {"base_url", p.face(p.value), host},
	}
	for i, w := range p.speech {
		of := func(field string, st style, text string) {
			f := p.displayFace(st, text)
			if i > 0 {
				f = p.roles[inItalic]
			}
			list = append(list, piece{field, f, text})
		}
		edition, group := w.edition(s)
		of("edition", p.edition, edition)
		of("product_group", p.edition, group)
		of("level", p.level, w.level(s))
		of("prize", p.prize, w.prize(s))
		of("decision.number", p.decision, w.decision(s))
	}
	for i, m := range s.SetMembers {
		list = append(list, piece{fmt.Sprintf("set_members[%d]", i), p.face(p.members), m})
	}
	for i, line := range s.Signer.Lines() {
		list = append(list, piece{fmt.Sprintf("signer.block[%d]", i), p.face(p.block), upper(line)})
	}
	return list
}

// checkGlyphs reports characters that a face lacks as a fault for each field, and returns the
// characters, in order, that are beyond the faces' subsets: gofpdf would print an empty box in silence.
func (p *sheet) checkGlyphs(host string) (extra string, err error) {
	var bad fault.Fields
	var beyond []rune
	for _, x := range p.pieces(host) {
		for _, c := range x.text {
			if _, ok := x.face.glyphs[c]; !ok {
				bad.Add(x.field, GlyphMissing, "char", fmt.Sprintf("U+%04X", c))
				break
			}
			if !strings.ContainsRune(x.face.chars, c) {
				beyond = append(beyond, c)
			}
		}
	}
	slices.Sort(beyond)
	return string(slices.Compact(beyond)), bad.Err()
}
