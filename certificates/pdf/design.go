package pdf

import (
	"slices"

	"vinhdanh/certificates"
)

// Design is the name of the first design, which statements carry when nobody chose another.
const Design = "provincial-1"

// role is what a face is for within a design.
type role int

const (
	inDisplay role = iota
	inText
	inItalic
	inBold
	inCode
	roles
)

// style is how one kind of text is set: its size at full scale and the least that a page in want of room may take, in
// points; floor is the least for a text that fit chooses the size of. gap is the least white above it and spread its share
// of the white that is left over.
type style struct {
	role               role
	size, least, floor float64
	color              color
	gap, spread        float64
	inline             bool // two languages on one line
}

// column is a part of the page: its middle, or with left its left edge, and how wide its texts may be, in points.
type column struct {
	x, width float64
	left     bool
}

// design is one look of the page: fonts, colours, ornament and where things stand. Certificates that were issued name it,
// so what it draws stays as it is: another look is another design.
type design struct {
	name     string
	fonts    [roles]string
	paper    color
	ornament func(*canvas)
	edge     float64 // from the page's edge: what is set within touches no ornament
	band     float64 // more of it on the left

	authority, nation, body, signature column
	headTop, footBottom, symbolLeft    float64
	leading                            float64 // of the signature's lines

	title, edition, lead, product, members, producer, as, level, prize, decision style
	head, motto, place, block, signer                                            style
	label, value                                                                 style
	second                                                                       float64 // size of the second language by the first's
	secondColor                                                                  color
	emblem                                                                       float64 // greatest height, in points
	beside                                                                       bool    // the emblem stands before the authority, not between it and the nation
	clear                                                                        float64 // white above the foot
	mixed                                                                        bool    // the title in small letters
	plainFigures                                                                 bool    // figures never in the display face
	underTitle                                                                   func(c *canvas, x, y float64)
}

// designs are all looks, the first one the first that there was.
func designs() []*design { return []*design{provincial(), decree(), modern()} }

// Designs are the names of all designs.
func Designs() []string {
	var names []string
	for _, d := range designs() {
		names = append(names, d.name)
	}
	return names
}

// Room is a part of the page, in points from its lower left corner.
type Room struct{ Left, Bottom, Right, Top float64 }

// SignatureRoom is where the authority signs and seals a page of a design: the column of the signature up to the place and
// date. Of an unknown design it is that of the first one.
func SignatureRoom(name string) Room {
	all := designs()
	d := all[max(0, slices.IndexFunc(all, func(d *design) bool { return d.name == name }))]
	half := d.signature.width / 2
	return Room{Left: d.signature.x - half, Bottom: d.edge, Right: d.signature.x + half, Top: d.footBottom + signatureRoom + 110}
}

// look is a design made ready: its faces and what all its pages share.
type look struct {
	*design
	roles [roles]*face
	faces []*face // each once, in the order of their objects

	mould        *mould
	ornamentDraw []byte // the whole object, compressed
	profile      []byte // the same
}

// after is the number of the first object after the fonts.
func (l *look) after() int { return firstFontObject + len(l.faces)*objectsPerFont }

func (l *look) face(s style) *face { return l.roles[s.role] }

// displayFace is the face of a style; a design that wants plain figures sets a text that holds some in its bold face.
func (l *look) displayFace(s style, text string) *face {
	if l.plainFigures && s.role == inDisplay {
		for _, r := range text {
			if '0' <= r && r <= '9' {
				return l.roles[inBold]
			}
		}
	}
	return l.face(s)
}

// look is the design that a statement names; a fault of the field design when there is none.
func (r *Renderer) look(s certificates.Statement) (*look, error) {
	if ready, ok := r.looks[s.Design]; ok {
		return ready()
	}
	return nil, unknownDesign(s.Design)
}
