package certificates

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"slices"
)

const (
	maxInflated   = 8 << 20 // bytes that FindCodes inflates of one file, all streams together
	maxFoundCodes = 32      // a certificate carries one code; a hostile file may carry any number
	streamCharge  = 1 << 10 // bytes that a stream costs besides what it holds, so that tiny ones end too
	linkMark      = "/v/"   // what stands before the code in a certificate's address
)

// FindCodes are the different well-formed codes that a PDF carries in its document information, in the
// order of their appearance, at most 32. It never parses: it reads the bytes, then whatever its
// streams inflate to (8 MB in all), so that a damaged, cut or re-saved file still betrays its code.
// Finding says nothing about issue: any 12 characters may happen to be a code.
func FindCodes(pdf []byte) []Code {
	var f finder
	f.scan(pdf)
	f.scanStreams(pdf)
	return f.codes
}

type finder struct {
	codes []Code
	seen  map[Code]bool
}

// scan looks at b as it is, and at its strings as other writers spell them: two-byte characters,
// with zeros as bytes or as \000, and hexadecimal.
func (f *finder) scan(b []byte) {
	f.scanText(b)
	wide := bytes.ReplaceAll(b, []byte(`\000`), nil)
	if wide = bytes.ReplaceAll(wide, []byte{0}, nil); len(wide) != len(b) {
		f.scanText(wide)
	}
	f.scanHex(b)
}

func (f *finder) scanText(b []byte) {
	const printed = codeLength + 2
	for i := 0; i+printed <= len(b); i++ {
		if b[i+4] == '-' && b[i+9] == '-' {
			f.try(b[i : i+printed])
		}
	}
	for rest := b; ; {
		i := bytes.Index(rest, []byte(linkMark))
		if i < 0 {
			return
		}
		if rest = rest[i+len(linkMark):]; len(rest) >= codeLength {
			f.try(rest[:codeLength])
		}
	}
}

func (f *finder) try(candidate []byte) {
	if len(f.codes) >= maxFoundCodes {
		return
	}
	for _, c := range candidate {
		if c <= ' ' || c >= 0x7F {
			return
		}
	}
	code, err := ParseCode(string(candidate))
	if err != nil || f.seen[code] {
		return
	}
	if f.seen == nil {
		f.seen = map[Code]bool{}
	}
	f.seen[code] = true
	f.codes = append(f.codes, code)
}

// scanHex reads strings written as <FEFF0037…>; anything else between angle brackets is passed over.
func (f *finder) scanHex(b []byte) {
	const shortest, longest = 2 * codeLength, 4096
	for segment := range bytes.SplitSeq(b, []byte(">")) {
		digits := segment[bytes.LastIndexByte(segment, '<')+1:]
		if len(digits) < shortest || len(digits) > longest {
			continue
		}
		digits = bytes.Join(bytes.Fields(digits), nil)
		text := make([]byte, hex.DecodedLen(len(digits)))
		if _, err := hex.Decode(text, digits); err == nil {
			f.scanText(bytes.ReplaceAll(text, []byte{0}, nil))
		}
	}
}

// scanStreams inflates whatever follows the word "stream"; lengths and filters that the file states
// are not believed.
func (f *finder) scanStreams(pdf []byte) {
	left := int64(maxInflated)
	for left > 0 {
		i := bytes.Index(pdf, []byte("stream"))
		if i < 0 {
			return
		}
		pdf = pdf[i+len("stream"):]
		data := bytes.TrimPrefix(bytes.TrimPrefix(pdf, []byte("\r")), []byte("\n"))
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			continue
		}
		// What a broken stream gave before it broke is read all the same.
		inflated, _ := io.ReadAll(io.LimitReader(z, left))
		left -= int64(len(inflated)) + streamCharge
		f.scan(slices.Clip(inflated))
	}
}
