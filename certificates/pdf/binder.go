package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Binder writes the pages of certificate files into one PDF to print, as they come. A page looks as in its own file: its
// content, fonts and pictures are copied as they are spelled there, what many pages share once, and what stands on it
// (such as the picture of a signature) too. What a printed sheet cannot carry is left out: signatures, tags, metadata.
// It holds the file in hand and about a hundred bytes for each page. It is for one goroutine.
type Binder struct {
	w        io.Writer
	at       int64
	err      error
	offsets  []int64          // by object number; -1 = not written yet
	shared   map[[32]byte]int // what is written already, by the SHA-256 of its spelling
	sections []section
	about    BoundAbout
}

// BoundAbout is what the document information of a bound file says.
type BoundAbout struct{ Title, Author, Subject string }

// section is a part of the file with a bookmark of its own.
type section struct {
	title string
	node  int // number of its node in the page tree
	pages []int
}

// The first objects of a bound file.
const (
	boundCatalog = iota + 1
	boundPages
	boundInfo
	boundOutlines
)

// NewBinder begins a file. Its caller adds sections and pages and closes it; a file that is not closed is no PDF.
func NewBinder(w io.Writer, about BoundAbout) *Binder {
	b := &Binder{w: w, offsets: make([]int64, boundOutlines+1), shared: map[[32]byte]int{}, about: about}
	b.print("%%PDF-1.7\n%%\xE2\xE3\xCF\xD3\n")
	return b
}

func (b *Binder) write(p []byte) {
	if b.err == nil {
		var n int
		n, b.err = b.w.Write(p)
		b.at += int64(n)
	}
}

func (b *Binder) print(format string, args ...any) { b.write(fmt.Appendf(nil, format, args...)) }

// free is a number for a new object.
func (b *Binder) free() int {
	b.offsets = append(b.offsets, -1)
	return len(b.offsets) - 1
}

// object writes a whole object.
func (b *Binder) object(n int, body []byte) {
	b.offsets[n] = b.at
	b.print("%d 0 obj\n", n)
	b.write(body)
	b.print("\nendobj\n")
}

// Section begins a part of the file; its bookmark leads to its first page. A section without pages is left out.
func (b *Binder) Section(title string) {
	if n := len(b.sections); n > 0 && len(b.sections[n-1].pages) == 0 {
		b.sections[n-1].title = title
		return
	}
	b.sections = append(b.sections, section{title: title, node: b.free()})
}

// Add writes the page of one certificate file, which was issued by this program or one before it and may have been signed
// since. A file that is written in another way, or has not one page, is an error and ends the work.
func (b *Binder) Add(file []byte) error {
	if len(b.sections) == 0 {
		b.Section("")
	}
	if b.err == nil {
		b.err = b.add(file)
	}
	return b.err
}

func (b *Binder) add(file []byte) error {
	s, err := spell(file)
	if err != nil {
		return err
	}
	page, err := s.page()
	if err != nil {
		return err
	}
	at := &b.sections[len(b.sections)-1]
	c := copying{Binder: b, from: &s, done: map[int]int{}}
	var body bytes.Buffer
	fmt.Fprintf(&body, "<< /Type /Page /Parent %d 0 R", at.node)
	for _, key := range slices.Sorted(maps.Keys(page)) {
		switch key {
		case "Type", "Parent", "StructParents", "Tabs", "Metadata", "Annots":
			continue
		}
		value, err := c.renumber(page[key], 0)
		if err != nil {
			return err
		}
		fmt.Fprintf(&body, " /%s %s", key, value)
	}
	if page["Resources"] == nil || page["MediaBox"] == nil || page["Contents"] == nil {
		return errSpelling // an inherited entry would be lost
	}
	looks, err := c.looks(page["Annots"])
	if err != nil {
		return err
	}
	body.WriteString(looks + " >>")
	n := b.free()
	b.object(n, body.Bytes())
	at.pages = append(at.pages, n)
	return b.err
}

// Pages is how many pages are written.
func (b *Binder) Pages() (n int) {
	for _, s := range b.sections {
		n += len(s.pages)
	}
	return n
}

// Close writes the page tree, the bookmarks and the table. A file without pages is an error.
func (b *Binder) Close() error {
	if n := len(b.sections); n > 0 && len(b.sections[n-1].pages) == 0 {
		b.object(b.sections[n-1].node, []byte("null"))
		b.sections = b.sections[:n-1]
	}
	if b.err == nil && len(b.sections) == 0 {
		b.err = errors.New("there is no page to bind")
	}
	if b.err != nil {
		return b.err
	}
	var kids strings.Builder
	for _, s := range b.sections {
		fmt.Fprintf(&kids, " %d 0 R", s.node)
		var pages strings.Builder
		for _, p := range s.pages {
			fmt.Fprintf(&pages, " %d 0 R", p)
		}
		b.object(s.node, fmt.Appendf(nil, "<< /Type /Pages /Parent %d 0 R /Count %d /Kids [%s ] >>", boundPages, len(s.pages), pages.String()))
	}
	b.object(boundPages, fmt.Appendf(nil, "<< /Type /Pages /Count %d /Kids [%s ] >>", b.Pages(), kids.String()))
	b.object(boundInfo, fmt.Appendf(nil, "<< /Title %s /Author %s /Subject %s /Creator (%[4]s) /Producer (%[4]s) >>",
		textString(b.about.Title), textString(b.about.Author), textString(b.about.Subject), maker))
	b.outlines()
	b.object(boundCatalog, fmt.Appendf(nil, "<< /Type /Catalog /Pages %d 0 R /Outlines %d 0 R /PageMode /UseOutlines /Lang (vi-VN) "+
		"/ViewerPreferences << /DisplayDocTitle true >> >>", boundPages, boundOutlines))
	b.finish()
	return b.err
}

// outlines writes a bookmark for each section.
func (b *Binder) outlines() {
	numbers := make([]int, len(b.sections))
	for i := range numbers {
		numbers[i] = b.free()
	}
	last := len(numbers) - 1
	b.object(boundOutlines, fmt.Appendf(nil, "<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>", numbers[0], numbers[last], len(numbers)))
	for i, s := range b.sections {
		links := ""
		if i > 0 {
			links += fmt.Sprintf(" /Prev %d 0 R", numbers[i-1])
		}
		if i < last {
			links += fmt.Sprintf(" /Next %d 0 R", numbers[i+1])
		}
		b.object(numbers[i], fmt.Appendf(nil, "<< /Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]%s >>", textString(s.title), boundOutlines, s.pages[0], links))
	}
}

// finish writes table and trailer; the file's id is made of where its objects stand.
func (b *Binder) finish() {
	at := b.at
	id := sha256.New()
	b.print("xref\n0 %d\n0000000000 65535 f \n", len(b.offsets))
	for _, o := range b.offsets[1:] {
		line := fmt.Appendf(nil, "%010d 00000 n \n", o)
		id.Write(line)
		b.write(line)
	}
	id.Write([]byte(b.about.Title))
	name := id.Sum(nil)[:16]
	b.print("trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%X> <%X>] >>\nstartxref\n%d\n%%%%EOF\n",
		len(b.offsets), boundCatalog, boundInfo, name, name, at)
}
