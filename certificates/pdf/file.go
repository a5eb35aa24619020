package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"sync"
	"unicode/utf16"
)

// file is a PDF being written: objects in any order, then the table of where they are.
type file struct {
	buf     bytes.Buffer
	offsets []int // by object number; 0 = not written
}

// newFile begins a file of a PDF version such as 1.4.
func newFile(version string, objects int) *file {
	f := &file{offsets: make([]int, objects+1)}
	f.buf.Grow(160 << 10)
	// The second line tells transfer programs that the file is binary (ISO 32000-1, 7.5.2).
	f.buf.WriteString("%PDF-" + version + "\n%\xE2\xE3\xCF\xD3\n")
	return f
}

// object writes a finished object, whose number must be n.
func (f *file) object(n int, whole []byte) {
	f.offsets[n] = f.buf.Len()
	f.buf.Write(whole)
}

// dict writes an object that is a dictionary or another value.
func (f *file) dict(n int, format string, args ...any) {
	f.offsets[n] = f.buf.Len()
	fmt.Fprintf(&f.buf, "%d 0 obj\n", n)
	fmt.Fprintf(&f.buf, format, args...)
	f.buf.WriteString("\nendobj\n")
}

// finish writes table and trailer. id is 16 bytes that name the document.
func (f *file) finish(root, info int, id []byte) []byte {
	at := f.buf.Len()
	fmt.Fprintf(&f.buf, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets))
	for _, o := range f.offsets[1:] {
		fmt.Fprintf(&f.buf, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&f.buf, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%X> <%X>] >>\nstartxref\n%d\n%%%%EOF\n",
		len(f.offsets), root, info, id, id, at)
	return f.buf.Bytes()
}

// stream is a whole stream object; entries are further entries of its dictionary.
func stream(n int, entries string, data []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%d 0 obj\n<< %s/Length %d >>\nstream\n", n, entries, len(data))
	b.Write(data)
	b.WriteString("\nendstream\nendobj\n")
	return b.Bytes()
}

// deflated is a whole stream object with its data compressed.
func deflated(n int, data []byte) []byte {
	return stream(n, "/Filter /FlateDecode ", compressed(data))
}

func compressed(data []byte) []byte {
	var b bytes.Buffer
	squeeze(zlib.NewWriter(&b), data)
	return b.Bytes()
}

// hasty compress what is made anew for each page, in a third of the time and a few hundred bytes more. They are used again:
// a new one takes a megabyte.
var hasty = sync.Pool{New: func() any {
	z, err := zlib.NewWriterLevel(nil, zlib.BestSpeed)
	if err != nil {
		panic(err) // the level is one of zlib's
	}
	return z
}}

// deflatedHastily is deflated for what is made anew for each page.
func deflatedHastily(n int, data []byte) []byte {
	var b bytes.Buffer
	z := hasty.Get().(*zlib.Writer) //nolint:forcetypeassert // nothing else is put in
	z.Reset(&b)
	squeeze(z, data)
	hasty.Put(z)
	return stream(n, "/Filter /FlateDecode ", b.Bytes())
}

func squeeze(z *zlib.Writer, data []byte) {
	z.Write(data) //nolint:errcheck // a bytes.Buffer takes everything
	z.Close()     //nolint:errcheck // the same
}

// textString writes a text of the document information: ASCII as it is, anything else as UTF-16.
func textString(s string) string {
	plain := true
	for _, r := range s {
		plain = plain && r >= ' ' && r < 0x7F && r != '(' && r != ')' && r != '\\'
	}
	if plain {
		return "(" + s + ")"
	}
	b := []byte("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		b = fmt.Appendf(b, "%04X", u)
	}
	return string(append(b, '>'))
}
