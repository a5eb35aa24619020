package docx

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"vinhdanh/internal/paper"
)

const (
	symbolWide  = 1750 // of the cell with a symbol, in twentieths of a point
	symbolSide  = 30   // of the drawn symbol with its quiet zone, mm
	quietZone   = 4    // modules, ISO/IEC 18004
	pixels      = 8    // a module, so that word processors blur nothing
	emuAMM      = 36000
	pictureType = "http://schemas.openxmlformats.org/drawingml/2006/picture"
)

// pictures are the drawn symbols of a document, in order.
type pictures struct{ files [][]byte }

// name is the part of the n-th picture below word/, id its relationship.
func (p *pictures) name(n int) string { return fmt.Sprintf("media/symbol%d.png", n+1) }

func (p *pictures) id(n int) string { return fmt.Sprintf("rIdSymbol%d", n+1) }

// relations are the relationships of the document's part with all pictures.
func (p *pictures) relations() string {
	text := documentRelations
	for n := range p.files {
		text += fmt.Sprintf(`<Relationship Id="%s" Type="%simage" Target="%s"/>`, p.id(n), office, p.name(n))
	}
	return text + `</Relationships>`
}

// marked sets fields on the left and their symbol on the right.
func (d *document) marked(b paper.Marked) error {
	if len(b.Symbol) == 0 {
		d.fields(b.Fields)
		return nil
	}
	picture, err := d.picture(b.Symbol)
	if err != nil {
		return err
	}
	d.borderless([]int{d.wide - symbolWide, symbolWide}, []func(*document){func(c *document) { c.fields(b.Fields) }, func(c *document) {
		c.paragraph(centred, picture)
		c.paragraph(centred, run(b.Note, style{italic: true, size: 16}))
	}})
	return nil
}

// picture keeps a symbol as a picture of the package and is the run that shows it.
func (d *document) picture(s paper.Symbol) (string, error) {
	side := (len(s) + 2*quietZone) * pixels
	img := image.NewGray(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	for y, row := range s {
		for x, dark := range row {
			if dark {
				for line := range pixels {
					from := img.PixOffset((x+quietZone)*pixels, (y+quietZone)*pixels+line)
					clear(img.Pix[from : from+pixels])
				}
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return "", fmt.Errorf("draw symbol: %w", err)
	}
	n := len(d.pictures.files)
	d.pictures.files = append(d.pictures.files, b.Bytes())
	size := symbolSide * emuAMM
	return fmt.Sprintf(`<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="QR"/>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="%s"><pic:pic xmlns:pic="%s">`+
		`<pic:nvPicPr><pic:cNvPr id="%d" name="QR"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`+
		`</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`, size, size, n+1, pictureType, pictureType, n+1, d.pictures.id(n), size, size), nil
}

// part begins a further paper on a new page. Word's foot stays that of the first one, so that the reference stands at the
// head here.
func (d *document) part(b paper.Part) {
	if d.text.Len() > 0 {
		d.paragraph("", `<w:r><w:br w:type="page"/></w:r>`)
	}
	if b.Reference != "" {
		d.paragraph(`<w:jc w:val="right"/>`, run(b.Reference, style{italic: true, size: 18}))
	}
}
