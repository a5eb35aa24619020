package pdf

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
)

// Design is the name of the page that this package draws, as statements carry it.
const Design = "provincial-1"

// Options are what the page needs besides the statement.
type Options struct {
	// BaseURL is the public address that the QR symbol leads to, such as https://binhchon.example.vn;
	// its host is printed beside the symbol.
	BaseURL string
	// Offline is the text of a second symbol, for checking without a network: digits, capital letters and the signs that
	// ISO/IEC 18004 calls alphanumeric. Empty draws none.
	Offline string
	// Specimen marks the page as one that proves nothing: pale words across it, no code, no symbol to scan.
	Specimen bool
}

// Renderer draws certificates. It is safe for use by several goroutines at once: after New nothing in
// it changes.
type Renderer struct {
	display, text, italic, bold, code *face

	mould    *mould
	ornament []byte // the whole object, compressed
	profile  []byte // the same
}

// New reads and measures the fonts (FontFiles, at the root of fonts) and prepares what all pages
// share. A font that is missing, damaged or without Vietnamese letters is an error here, so that none
// is met later.
func New(fonts fs.FS) (*Renderer, error) {
	r := &Renderer{}
	for i, f := range r.slots() {
		var err error
		if *f, err = loadFace(fonts, FontFiles()[i], fmt.Sprintf("face%d", i)); err != nil {
			return nil, err
		}
	}
	var err error
	if r.mould, err = newMould(r.faces(), ""); err != nil {
		return nil, err
	}
	var c canvas
	drawOrnament(&c)
	r.ornament = deflated(ornamentObject, c.buf.Bytes())
	r.profile = stream(profileObject, "/N 3 /Filter /FlateDecode ", compressed(srgbProfile()))
	return r, nil
}

// slots are the faces in the order of FontFiles.
func (r *Renderer) slots() []**face {
	return []**face{&r.display, &r.text, &r.italic, &r.bold, &r.code}
}

func (r *Renderer) faces() []*face {
	var list []*face
	for _, f := range r.slots() {
		list = append(list, *f)
	}
	return list
}

// Render draws one certificate. The same statement and options give the same bytes in every process
// of one build. It returns the faults of Statement.Check and those of this package; a panic of a
// library below becomes an error that names the certificate.
func (r *Renderer) Render(s certificates.Statement, o Options) (out []byte, err error) {
	return r.render(s, o, pdfA2)
}

func (r *Renderer) render(s certificates.Statement, o Options, as conformance) (out []byte, err error) {
	defer recoverInto(&err, s)
	p, err := r.compose(s, o)
	if err != nil {
		return nil, err
	}
	m := r.mould
	if p.extra != "" {
		if m, err = newMould(r.faces(), p.extra); err != nil {
			return nil, err
		}
	}
	return r.assemble(m, p, as)
}

// Check reports whether Render would succeed, with the fault that it would give. It costs a third of
// a rendering.
func (r *Renderer) Check(s certificates.Statement, o Options) (err error) {
	defer recoverInto(&err, s)
	_, err = r.compose(s, o)
	return err
}

func recoverInto(err *error, s certificates.Statement) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("render certificate %s: %v", s.Code, p)
	}
}

// page is a certificate set but not yet written to a file.
type page struct {
	statement certificates.Statement // in NFC
	content   []byte                 // of the page, without the ornament
	structure *structure
	order     []int  // of the structure's elements, as they are read
	extra     string // characters beyond the faces' subsets
}

// compose checks the statement, sets its texts and its QR symbol, and reads the symbol back.
func (r *Renderer) compose(s certificates.Statement, o Options) (page, error) {
	if err := s.Check(); err != nil {
		return page{}, err
	}
	s = s.Normal()
	address, host, err := lookupAddress(o.BaseURL, s.Code)
	if err != nil {
		return page{}, err
	}
	extra, err := r.checkGlyphs(s, host)
	if err != nil {
		return page{}, err
	}
	q, err := newSymbol(address)
	if err != nil {
		return page{}, err
	}
	c := canvas{structure: &structure{}}
	drawn := func() int { return len(c.structure.elements) }
	top := r.drawHead(&c, s)
	head := drawn()
	foot := max(r.drawSignature(&c, s), r.drawLookup(&c, s, q, host))
	rest := drawn()
	if err := r.drawMiddle(&c, s, top-headClearance, foot+footClearance); err != nil {
		return page{}, err
	}
	// The foot is drawn first, since the middle takes what is left; it is read last.
	var order []int
	for _, part := range [][2]int{{0, head}, {rest, drawn()}, {head, rest}} {
		for i := part[0]; i < part[1]; i++ {
			order = append(order, i)
		}
	}
	return page{s, c.buf.Bytes(), c.structure, order, extra}, nil
}

// lookupAddress is what the QR symbol says and which host the page names.
func lookupAddress(base string, code certificates.Code) (address, host string, err error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil ||
		u.RawQuery != "" || u.Fragment != "" || strings.ContainsFunc(base, func(r rune) bool { return r <= ' ' || r >= 0x7F }) {
		return "", "", fault.New(fault.Invalid, BadBaseURL, "url", base)
	}
	base = strings.TrimRight(base, "/")
	_, host, _ = strings.Cut(base, "://")
	return base + "/v/" + code.Lower(), host, nil
}

// piece is one text of the page and the face that prints it.
type piece struct {
	field string
	face  *face
	text  string
}

// pieces are all texts of a page that are not fixed.
func (r *Renderer) pieces(s certificates.Statement, host string) []piece {
	edition, group := editionWords(s)
	list := []piece{
		{"authority", r.bold, upper(s.Authority)}, {"edition", r.bold, edition}, {"product_group", r.bold, group},
		{"product", r.display, s.Product}, {"producer.name", r.text, s.ProducerName},
		{"producer.address", r.text, s.ProducerAddress}, {"level", r.display, upper(s.LevelTitle.VI)},
		{"prize", r.bold, s.Prize}, {"decision.number", r.italic, decisionWords(s)}, {"place", r.italic, s.Place},
		{"signer.name", r.bold, s.Signer.Name}, {"number", r.code, s.Number}, {"base_url", r.code, host},
	}
	for i, m := range s.SetMembers {
		list = append(list, piece{fmt.Sprintf("set_members[%d]", i), r.text, m})
	}
	for i, line := range s.Signer.Lines() {
		list = append(list, piece{fmt.Sprintf("signer.block[%d]", i), r.bold, upper(line)})
	}
	return list
}

// checkGlyphs reports characters that a face lacks as a fault for each field, and returns the
// characters, in order, that are beyond the faces' subsets: gofpdf would print an empty box in silence.
func (r *Renderer) checkGlyphs(s certificates.Statement, host string) (extra string, err error) {
	var bad fault.Fields
	var beyond []rune
	for _, p := range r.pieces(s, host) {
		for _, c := range p.text {
			if _, ok := p.face.glyphs[c]; !ok {
				bad.Add(p.field, GlyphMissing, "char", fmt.Sprintf("U+%04X", c))
				break
			}
			if !strings.ContainsRune(p.face.chars, c) {
				beyond = append(beyond, c)
			}
		}
	}
	slices.Sort(beyond)
	return string(slices.Compact(beyond)), bad.Err()
}

// The objects of a certificate besides the mould's fonts, which take the numbers from firstFontObject.
const (
	pagesObject     = 1
	resourcesObject = 2
	pageObject      = 3
	contentObject   = 4
	afterFonts      = firstFontObject + 5*objectsPerFont
	infoObject      = afterFonts
	catalogObject   = afterFonts + 1
	ornamentObject  = afterFonts + 2
	metadataObject  = afterFonts + 3
	profileObject   = afterFonts + 4
	structureObject = afterFonts + 5 // and those after it
)

// assemble writes the file. The document information comes first, so that a file cut short still
// carries its code.
func (r *Renderer) assemble(m *mould, p page, as conformance) ([]byte, error) {
	hash, err := p.statement.Hash()
	if err != nil {
		return nil, err
	}
	if len(m.fonts) != afterFonts-firstFontObject {
		return nil, errors.New("assemble certificate: the mould has another number of fonts")
	}
	f := newFile(as.version, structureObject-1+p.structure.objects())
	about := aboutOf(p.statement)
	f.dict(infoObject, "%s", about.info())
	f.dict(catalogObject, "<< /Type /Catalog /Pages %d 0 R /Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >>\n"+
		"/Metadata %d 0 R /MarkInfo << /Marked true >> /StructTreeRoot %d 0 R\n"+
		"/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R >>] >>",
		pagesObject, metadataObject, structureObject, profileObject)
	f.dict(pagesObject, "<< /Type /Pages /Kids [%d 0 R] /Count 1 >>", pageObject)
	f.dict(pageObject, "<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Resources %d 0 R /Contents [%d 0 R %d 0 R]"+
		" /StructParents 0 /Tabs /S >>",
		pagesObject, pageWidth, pageHeight, resourcesObject, ornamentObject, contentObject)
	var fonts strings.Builder
	for _, face := range r.faces() {
		fmt.Fprintf(&fonts, " /%s %d 0 R", face.key, m.objects[face.key])
	}
	f.dict(resourcesObject, "<< /ProcSet [/PDF /Text] /Font <<%s >> >>", fonts.String())
	f.object(contentObject, deflated(contentObject, p.content))
	f.object(ornamentObject, r.ornament)
	f.object(metadataObject, stream(metadataObject, "/Type /Metadata /Subtype /XML ", about.metadata(as)))
	f.object(profileObject, r.profile)
	for i, o := range m.fonts {
		f.object(firstFontObject+i, o)
	}
	p.structure.write(f, structureObject, p.order)
	return f.finish(catalogObject, infoObject, hash[:16]), nil
}
