package pdf

import (
	"cmp"
	"fmt"
	"sync"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	qr "github.com/skip2/go-qrcode"

	"vinhdanh/internal/fault"
)

const (
	symbolSide = 25 * mm  // of a symbol whose modules allow it
	minModule  = 0.6 * mm // smaller modules do not scan from paper
	quietZone  = 4        // modules, ISO/IEC 18004
	maxModules = 61       // version 11: a wider symbol would not fit beside the signature
)

// symbol is a QR symbol as it is drawn: horizontal runs of dark modules, counted from the top left.
type symbol struct {
	modules int
	runs    []run
	least   float64 // width in points that it has at least; 0 is that of the look-up's symbol
}

type run struct{ x, y, length int }

// newSymbol encodes address with error correction Q (a quarter of the symbol may be lost) in the
// smallest version that holds it, and refuses what it cannot read back.
func newSymbol(address string) (symbol, error) {
	code, err := qr.New(address, qr.High)
	if err != nil {
		return symbol{}, fault.New(fault.Invalid, AddressTooLong, "length", len(address))
	}
	code.DisableBorder = true
	bits := code.Bitmap()
	if len(bits) > maxModules {
		return symbol{}, fault.New(fault.Invalid, AddressTooLong, "length", len(address))
	}
	s := symbolOf(bits)
	read, err := s.decode()
	if err != nil {
		return symbol{}, fmt.Errorf("read back the QR symbol of %s: %w", address, err)
	}
	if read != address {
		return symbol{}, fmt.Errorf("the QR symbol of %s reads %s", address, read)
	}
	return s, nil
}

const (
	offlineSide = 30 * mm // of the symbol for checking without a network
	maxOffline  = 49      // version 8: a wider one leaves no room for the words beside it
)

// newOfflineSymbol encodes a text of capital letters and digits with error correction M, since it is read from near and
// holds much; it refuses what it cannot read back.
func newOfflineSymbol(text string) (*symbol, error) {
	code, err := qr.New(text, qr.Medium)
	if err != nil {
		return nil, fmt.Errorf("encode the symbol for checking without a network: %w", err)
	}
	code.DisableBorder = true
	s := symbolOf(code.Bitmap())
	s.least = offlineSide
	if s.modules > maxOffline {
		return nil, fmt.Errorf("the symbol for checking without a network has %d modules, at most %d fit", s.modules, maxOffline)
	}
	if read, err := s.decode(); err != nil || read != text {
		return nil, fmt.Errorf("the symbol for checking without a network does not read back: %w", err)
	}
	return &s, nil
}

// lastOf keeps what was made of the last text, for texts that come again and again.
func lastOf[T any](made func(string) (T, error)) func(string) (T, error) {
	var mu sync.Mutex
	var last string
	var kept T
	return func(text string) (T, error) {
		mu.Lock()
		defer mu.Unlock()
		if text == last && text != "" {
			return kept, nil
		}
		result, err := made(text)
		if err == nil {
			last, kept = text, result
		}
		return result, err
	}
}

// side is the width of the symbol without its quiet zone, in points.
func (s symbol) side() float64 {
	return max(cmp.Or(s.least, symbolSide), minModule*float64(s.modules))
}

// quiet is the width of the quiet zone on each side, in points.
func (s symbol) quiet() float64 { return quietZone * s.side() / float64(s.modules) }

// whole is the width with the quiet zone, in points.
func (s symbol) whole() float64 { return s.side() + 2*s.quiet() }

// draw sets the symbol with its quiet zone, whose lower left corner is at x, y. All modules are one
// path, so that viewers leave no hairlines between them.
func (s symbol) draw(c *canvas, x, y float64) {
	whole := s.whole()
	c.fill(white)
	c.rect(x, y, whole, whole, "f")
	c.fill(color{})
	module := s.side() / float64(s.modules)
	c.op("q")
	c.op("cm", module, 0, 0, -module, x+s.quiet(), y+whole-s.quiet())
	for _, r := range s.runs {
		c.op("re", float64(r.x), float64(r.y), float64(r.length), 1)
	}
	c.op("f")
	c.op("Q")
}

// decode reads the drawn runs with a decoder that shares no code with the encoder. It is given modules and no picture: nothing has
// to be searched for, and the detector for photographs misses about one such symbol in a hundred.
func (s symbol) decode() (string, error) {
	bits, err := gozxing.NewSquareBitMatrix(s.modules)
	if err != nil {
		return "", err
	}
	for _, r := range s.runs {
		if err := bits.SetRegion(r.x, r.y, r.length, 1); err != nil {
			return "", err
		}
	}
	result, err := decoder.NewDecoder().DecodeWithoutHint(bits)
	if err != nil {
		return "", err
	}
	return result.GetText(), nil
}

// Modules is the QR symbol of an address for screens: true is dark, rows from the top, without the quiet zone of
// four modules. It has been read back. An address of more than about 200 letters is the fault AddressTooLong.
func Modules(address string) ([][]bool, error) {
	s, err := newSymbol(address)
	if err != nil {
		return nil, err
	}
	rows := make([][]bool, s.modules)
	for y := range rows {
		rows[y] = make([]bool, s.modules)
	}
	for _, r := range s.runs {
		for x := r.x; x < r.x+r.length; x++ {
			rows[r.y][x] = true
		}
	}
	return rows, nil
}
