package pades

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

// increment is an update that is appended to a PDF (ISO 32000-1, 7.5.6): new objects, changed ones, their table. It reads
// files whose cross-references are tables, as ours are.
type increment struct {
	base    []byte
	offsets map[int]int // of every object of the base
	size    int         // the next free number
	root    int
	info    []byte // of the trailer: /Info, and /ID without the second half
	id      []byte
	prev    int

	out     bytes.Buffer
	written map[int]int
}

var (
	errStructure = errors.New("this PDF has no cross-reference table that we can continue")

	startPattern = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	sizePattern  = regexp.MustCompile(`/Size (\d+)`)
	rootPattern  = regexp.MustCompile(`/Root (\d+) 0 R`)
	infoPattern  = regexp.MustCompile(`/Info \d+ 0 R`)
	idPattern    = regexp.MustCompile(`/ID \[(<[0-9A-F]+>) <[0-9A-F]+>\]`)
	prevPattern  = regexp.MustCompile(`/Prev (\d+)`)
)

// continued begins an update of a PDF.
func continued(pdf []byte) (*increment, error) {
	tail := pdf[max(0, len(pdf)-64):]
	m := startPattern.FindSubmatch(tail)
	if m == nil {
		return nil, errStructure
	}
	at, _ := strconv.Atoi(string(m[1]))
	u := &increment{base: pdf, offsets: map[int]int{}, prev: at, written: map[int]int{}}
	for first := true; ; first = false {
		trailer, err := u.table(at)
		if err != nil {
			return nil, err
		}
		if first {
			if err := u.readTrailer(trailer); err != nil {
				return nil, err
			}
		}
		m := prevPattern.FindSubmatch(trailer)
		if m == nil {
			break
		}
		before, _ := strconv.Atoi(string(m[1]))
		if before >= at {
			return nil, errStructure
		}
		at = before
	}
	u.out.Write(pdf)
	if pdf[len(pdf)-1] != '\n' {
		u.out.WriteByte('\n')
	}
	return u, nil
}

// table reads one cross-reference table and returns its trailer. What a later table said of an object stands.
func (u *increment) table(at int) (trailer []byte, err error) {
	if at < 0 || at >= len(u.base) || !bytes.HasPrefix(u.base[at:], []byte("xref\n")) {
		return nil, errStructure
	}
	rest := u.base[at+len("xref\n"):]
	for {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		if !ok {
			return nil, errStructure
		}
		if string(line) == "trailer" {
			end := bytes.Index(after, []byte("startxref"))
			if end < 0 {
				return nil, errStructure
			}
			return after[:end], nil
		}
		var first, count int
		if n, err := fmt.Sscanf(string(line), "%d %d", &first, &count); n != 2 || err != nil || count < 0 || len(after) < 20*count {
			return nil, errStructure
		}
		for i := range count {
			entry := after[20*i : 20*i+20]
			offset, err := strconv.Atoi(string(entry[:10]))
			if err != nil {
				return nil, errStructure
			}
			if _, later := u.offsets[first+i]; entry[17] == 'n' && !later {
				u.offsets[first+i] = offset
			}
		}
		rest = after[20*count:]
	}
}

func (u *increment) readTrailer(trailer []byte) error {
	size, root, id := sizePattern.FindSubmatch(trailer), rootPattern.FindSubmatch(trailer), idPattern.FindSubmatch(trailer)
	if size == nil || root == nil || id == nil {
		return errStructure
	}
	u.size, _ = strconv.Atoi(string(size[1]))
	u.root, _ = strconv.Atoi(string(root[1]))
	u.info, u.id = infoPattern.Find(trailer), id[1]
	return nil
}

// dictionary is the text of an object that is a dictionary, from "<<" to ">>".
func (u *increment) dictionary(n int) ([]byte, error) {
	at, ok := u.offsets[n]
	if !ok || at >= len(u.base) {
		return nil, errStructure
	}
	head := fmt.Appendf(nil, "%d 0 obj\n", n)
	if !bytes.HasPrefix(u.base[at:], head) {
		return nil, errStructure
	}
	body, _, ok := bytes.Cut(u.base[at+len(head):], []byte("\nendobj"))
	if !ok || !bytes.HasPrefix(body, []byte("<<")) || !bytes.HasSuffix(body, []byte(">>")) {
		return nil, errStructure
	}
	return body, nil
}

// free is a number for a new object.
func (u *increment) free() int {
	u.size++
	return u.size - 1
}

// object writes an object and returns where its body begins.
func (u *increment) object(n int, body []byte) (at int) {
	u.written[n] = u.out.Len()
	fmt.Fprintf(&u.out, "%d 0 obj\n", n)
	at = u.out.Len()
	u.out.Write(body)
	u.out.WriteString("\nendobj\n")
	return at
}

// extend writes a dictionary of the base anew, with further entries.
func (u *increment) extend(n int, entries string) error {
	old, err := u.dictionary(n)
	if err != nil {
		return err
	}
	body := append(slices.Clone(old[:len(old)-2]), entries+" >>"...)
	u.object(n, body)
	return nil
}

// finish writes the table of what was added. The second half of the file's id is derived from the whole.
func (u *increment) finish() []byte {
	at := u.out.Len()
	u.out.WriteString("xref\n")
	numbers := slices.Sorted(maps.Keys(u.written))
	for i := 0; i < len(numbers); {
		n := 1
		for i+n < len(numbers) && numbers[i+n] == numbers[i]+n {
			n++
		}
		fmt.Fprintf(&u.out, "%d %d\n", numbers[i], n)
		for _, number := range numbers[i : i+n] {
			fmt.Fprintf(&u.out, "%010d 00000 n \n", u.written[number])
		}
		i += n
	}
	fmt.Fprintf(&u.out, "trailer\n<< /Size %d /Root %d 0 R %s /ID [%s <%032X>] /Prev %d >>\nstartxref\n%d\n%%%%EOF\n",
		u.size, u.root, u.info, u.id, at, u.prev, at)
	return u.out.Bytes()
}
