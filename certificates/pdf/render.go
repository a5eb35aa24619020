package pdf

import (
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"sync"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
)

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
	// Picture answers the file of an emblem or a seal (as CleanPicture wrote it) by its SHA-256 in hexadecimal.
	Picture func(sha256 string) ([]byte, error)
}

// Renderer draws certificates. It is safe for use by several goroutines at once: after New nothing in
// it changes but what is made at its first use.
type Renderer struct {
	looks    map[string]func() (*look, error)
	pictures pictures
	trials   encoders // of Check
}

// encoders make the symbols of an address and of a text for checking without a network.
type encoders struct {
	lookup  func(address string) (symbol, error)
	offline func(text string) (*symbol, error)
}

// New reads the fonts (FontFiles, at the root of fonts) and prepares what all pages of the first design share; the other
// designs are prepared when they are first drawn. A font that is missing, damaged or without Vietnamese letters is an error
// here, so that none is met later.
func New(fonts fs.FS) (*Renderer, error) {
	open, err := openFaces(fonts)
	if err != nil {
		return nil, err
	}
	r := &Renderer{looks: map[string]func() (*look, error){}, trials: encoders{lastOf(newSymbol), lastOf(newOfflineSymbol)}}
	for _, d := range designs() {
		r.looks[d.name] = sync.OnceValues(func() (*look, error) { return newLook(d, open) })
	}
	_, err = r.looks[Design]()
	return r, err
}

// Render draws one certificate. The same statement and options give the same bytes in every process
// of one build. It returns the faults of Statement.Check and those of this package; a panic of a
// library below becomes an error that names the certificate.
func (r *Renderer) Render(s certificates.Statement, o Options) (out []byte, err error) {
	return r.render(s, o, pdfA2)
}

func (r *Renderer) render(s certificates.Statement, o Options, as conformance) (out []byte, err error) {
	defer recoverInto(&err, s)
	p, err := r.compose(s, o, encoders{newSymbol, newOfflineSymbol})
	if err != nil {
		return nil, err
	}
	m := p.mould
	if p.extra != "" {
		if m, err = newMould(p.faces, p.extra); err != nil {
			return nil, err
		}
	}
	return p.assemble(m, as)
}

// Check reports whether Render would succeed, with the fault that it would give. It costs a quarter of a rendering when
// statements that are only tried have one code: their symbols are made once.
func (r *Renderer) Check(s certificates.Statement, o Options) (err error) {
	defer recoverInto(&err, s)
	_, err = r.compose(s, o, r.trials)
	return err
}

func recoverInto(err *error, s certificates.Statement) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("render certificate %s: %v", s.Code, p)
	}
}

// page is a certificate set but not yet written to a file.
type page struct {
	*look
	statement certificates.Statement // in NFC
	specimen  bool
	offline   string // what the second symbol says, or empty
	content   []byte // of the page, without the ornament
	structure *structure
	order     []int      // of the structure's elements, as they are read
	extra     string     // characters beyond the faces' subsets
	pictures  []*picture // in the order of their objects
}

// compose checks the statement, sets its texts and its QR symbols, and reads the symbols back.
func (r *Renderer) compose(s certificates.Statement, o Options, encode encoders) (page, error) {
	if o.Specimen {
		s = specimen(s)
	}
	if err := s.Check(); err != nil {
		return page{}, err
	}
	s = s.Normal()
	l, err := r.look(s)
	if err != nil {
		return page{}, err
	}
	address, host, err := lookupAddress(o.BaseURL, s.Code)
	if err != nil {
		return page{}, err
	}
	p := &sheet{canvas: &canvas{structure: &structure{}}, look: l, s: s, speech: speeches(s), plain: o.Specimen}
	extra, err := p.checkGlyphs(host)
	if err != nil {
		return page{}, err
	}
	q, err := encode.lookup(address)
	if err != nil {
		return page{}, err
	}
	var offline *symbol
	if o.Offline != "" {
		if offline, err = encode.offline(o.Offline); err != nil {
			return page{}, err
		}
	}
	drawn, err := r.loadPictures(p, o)
	if err != nil {
		return page{}, err
	}
	order, err := p.set(&q, offline, host)
	if err != nil {
		return page{}, err
	}
	return page{l, s, o.Specimen, o.Offline, p.buf.Bytes(), p.structure, order, extra, drawn}, nil
}

// set draws the page and answers the order in which it is read: the foot is drawn before the middle, which takes what is
// left, and read after it.
func (p *sheet) set(q, offline *symbol, host string) (order []int, err error) {
	if p.plain {
		p.drawSpecimen()
	}
	drawn := func() int { return len(p.structure.elements) }
	top := p.drawHead()
	head := drawn()
	foot := max(p.drawSignature(), p.drawLookup(q, offline, host))
	rest := drawn()
	if err := p.drawMiddle(top-headClearance, foot+p.clear); err != nil {
		return nil, err
	}
	for _, part := range [][2]int{{0, head}, {rest, drawn()}, {head, rest}} {
		for i := part[0]; i < part[1]; i++ {
			order = append(order, i)
		}
	}
	return order, nil
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
