package pdf

import (
	"errors"
	"fmt"
	"strings"
)

// The objects of a certificate before the mould's fonts, which take the numbers from firstFontObject.
const (
	pagesObject     = 1
	resourcesObject = 2
	pageObject      = 3
	contentObject   = 4
)

// The objects after the fonts, counted from look.after; the pictures follow them, the structure comes last.
const (
	infoObject = iota
	catalogObject
	ornamentObject
	metadataObject
	profileObject
	pictureObject
)

// assemble writes the file. The document information comes first, so that a file cut short still
// carries its code.
func (p page) assemble(m *mould, as conformance) ([]byte, error) {
	hash, err := p.statement.Hash()
	if err != nil {
		return nil, err
	}
	after := p.after()
	if len(m.fonts) != after-firstFontObject {
		return nil, errors.New("assemble certificate: the mould has another number of fonts")
	}
	tree := after + pictureObject
	for _, x := range p.pictures {
		tree += x.objects()
	}
	f := newFile(as.version, tree-1+p.structure.objects())
	about := p.about()
	f.dict(after+infoObject, "%s", about.info())
	f.dict(after+catalogObject, "<< /Type /Catalog /Pages %d 0 R /Lang (%s) /ViewerPreferences << /DisplayDocTitle true >>\n"+
		"/Metadata %d 0 R /MarkInfo << /Marked true >> /StructTreeRoot %d 0 R\n"+
		"/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R >>] >>",
		pagesObject, speeches(p.statement)[0].lang, after+metadataObject, tree, after+profileObject)
	f.dict(pagesObject, "<< /Type /Pages /Kids [%d 0 R] /Count 1 >>", pageObject)
	f.dict(pageObject, "<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Resources %d 0 R /Contents [%d 0 R %d 0 R]"+
		" /StructParents 0 /Tabs /S >>",
		pagesObject, pageWidth, pageHeight, resourcesObject, after+ornamentObject, contentObject)
	p.resources(f, m)
	f.object(contentObject, deflatedHastily(contentObject, p.content))
	f.object(after+ornamentObject, p.ornamentDraw)
	f.object(after+metadataObject, stream(after+metadataObject, "/Type /Metadata /Subtype /XML ", about.metadata(as)))
	f.object(after+profileObject, p.profile)
	for i, o := range m.fonts {
		f.object(firstFontObject+i, o)
	}
	next := after + pictureObject
	for _, x := range p.pictures {
		next = x.write(f, next)
	}
	p.structure.write(f, tree, p.order)
	return f.finish(after+catalogObject, after+infoObject, hash[:16]), nil
}

// resources names fonts and pictures for the page.
func (p page) resources(f *file, m *mould) {
	var fonts, images strings.Builder
	for _, face := range p.faces {
		fmt.Fprintf(&fonts, " /%s %d 0 R", face.key, m.objects[face.key])
	}
	if len(p.pictures) == 0 {
		f.dict(resourcesObject, "<< /ProcSet [/PDF /Text] /Font <<%s >> >>", fonts.String())
		return
	}
	next := p.after() + pictureObject
	for _, x := range p.pictures {
		fmt.Fprintf(&images, " /%s %d 0 R", x.key, next)
		next += x.objects()
	}
	f.dict(resourcesObject, "<< /ProcSet [/PDF /Text /ImageC] /Font <<%s >> /XObject <<%s >> >>", fonts.String(), images.String())
}
