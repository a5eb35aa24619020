package pdf

import (
	"fmt"
	"strings"
)

// element is one part of the page's structure (ISO 32000-1, 14.7): what a screen reader speaks as one thing.
type element struct {
	kind string     // P, H1 or Figure
	lang string     // when it is not the page's
	alt  string     // what a Figure says
	box  [4]float64 // of a Figure: left, bottom, right, top
}

// structure collects the elements of a page; an element's index is the number of its marked content.
type structure struct{ elements []element }

// tagged draws something as one element. On a canvas without structure it only draws.
func (c *canvas) tagged(e element, draw func()) {
	if c.structure == nil {
		draw()
		return
	}
	fmt.Fprintf(&c.buf, "/%s <</MCID %d>> BDC\n", e.kind, len(c.structure.elements))
	c.structure.elements = append(c.structure.elements, e)
	draw()
	c.buf.WriteString("EMC\n")
}

// artifact draws what means nothing to a reader: rules, paper, ornament.
func (c *canvas) artifact(draw func()) {
	c.buf.WriteString("/Artifact BMC\n")
	draw()
	c.buf.WriteString("EMC\n")
}

// write adds the structure tree to a file: its root, one document element and the elements in the order in which they are
// read, which is given by their numbers. The objects take the numbers from first on.
func (s *structure) write(f *file, first int, order []int) {
	root, document := first, first+1
	object := func(i int) int { return first + 2 + i }
	var kids, parents strings.Builder
	for _, i := range order {
		fmt.Fprintf(&kids, " %d 0 R", object(i))
	}
	for i := range s.elements {
		fmt.Fprintf(&parents, " %d 0 R", object(i))
	}
	f.dict(root, "<< /Type /StructTreeRoot /K %d 0 R /ParentTree << /Nums [0 [%s]] >> /ParentTreeNextKey 1 >>", document, parents.String()[1:])
	f.dict(document, "<< /Type /StructElem /S /Document /P %d 0 R /K [%s] >>", root, kids.String()[1:])
	for i, e := range s.elements {
		var more string
		if e.alt != "" {
			more = fmt.Sprintf(" /Alt %s /A << /O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f] >>",
				textString(e.alt), e.box[0], e.box[1], e.box[2], e.box[3])
		}
		if e.lang != "" {
			more += " /Lang (" + e.lang + ")"
		}
		f.dict(object(i), "<< /Type /StructElem /S /%s /P %d 0 R /Pg %d 0 R /K %d%s >>", e.kind, document, pageObject, i, more)
	}
}

// objects is how many objects write adds.
func (s *structure) objects() int { return 2 + len(s.elements) }
