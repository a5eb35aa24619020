package pades

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

var errStructure = errors.New("this PDF has no cross-reference table that we can continue")

// increment is an update that is appended to a PDF (ISO 32000-1, 7.5.6): new objects, changed ones, their table.
type increment struct {
	base document
	size int       // the next free number
	root reference // of the catalogue
	info reference
	id   text // the first half of the file's

	out     bytes.Buffer
	written map[int]int // where each object stands
}

// continued begins an update of a PDF.
func continued(pdf []byte) (*increment, error) {
	d, err := readDocument(pdf)
	if err != nil {
		return nil, err
	}
	trailer := d.revisions[0].trailer
	u := &increment{base: d, written: map[int]int{}}
	size, err := strconv.Atoi(string(asNumber(trailer["Size"])))
	root, isRoot := trailer["Root"].(reference)
	info, isInfo := trailer["Info"].(reference)
	ids, _ := trailer["ID"].(array)
	if err != nil || !isRoot || !isInfo || len(ids) != 2 {
		return nil, errStructure
	}
	id, isText := ids[0].(text)
	if !isText {
		return nil, errStructure
	}
	u.size, u.root, u.info, u.id = size, root, info, id
	u.out.Write(pdf)
	if pdf[len(pdf)-1] != '\n' {
		u.out.WriteByte('\n')
	}
	return u, nil
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
func (u *increment) extend(n reference, entries string) error {
	old, err := u.base.spelling(n)
	if err != nil {
		return err
	}
	u.object(n.number, append(slices.Clone(old[:len(old)-len(">>")]), entries+" >>"...))
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
	fmt.Fprintf(&u.out, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%X> <%032X>] /Prev %d >>\nstartxref\n%d\n%%%%EOF\n",
		u.size, u.root.number, u.info.number, string(u.id), at, u.base.revisions[0].at, at)
	return u.out.Bytes()
}
