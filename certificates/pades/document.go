package pades

import (
	"bytes"
	"reflect"
	"slices"
	"strconv"

	"vinhdanh/internal/fault"
)

// revision is what one cross-reference table says.
type revision struct {
	at      int           // of the table
	places  map[int]place // of the objects by number
	freed   bool          // it removes objects
	trailer dict
}

// place is where an object of a generation stands.
type place struct{ at, generation int }

// document is a PDF as its tables describe it, the newest revision first. Files whose cross-references are streams are not
// read: ours are tables, and an update continues them in kind (ISO 32000-1, 7.5.8.4 asks so).
type document struct {
	data      []byte
	revisions []revision
	ends      []int // where objects and tables begin, in order: what stands before must end there
}

// mostRevisions is how many updates a file may have: each signature brings one or two.
const mostRevisions = 64

// readDocument reads the tables. Each lies before the next newer one and no object reaches into another, so that no byte is
// read more often than there are revisions, however a file is nested.
func readDocument(data []byte) (document, error) {
	d := document{data: data}
	start := bytes.LastIndex(data, []byte("startxref"))
	if start < 0 {
		return d, errStructure
	}
	p := &parser{data, start + len("startxref")}
	p.skip()
	at, err := strconv.Atoi(p.word())
	if end := bytes.TrimSpace(data[p.i:]); err != nil || string(end) != "%%EOF" {
		return d, errStructure
	}
	for end := start; ; {
		r, err := readTable(data[:end], at)
		if err != nil {
			return d, err
		}
		d.revisions = append(d.revisions, r)
		prev, more := r.trailer["Prev"].(number)
		if !more {
			d.ends = d.beginnings()
			return d, nil
		}
		if len(d.revisions) == mostRevisions {
			return d, fault.New(fault.Invalid, TooManyUpdates, "most", mostRevisions)
		}
		before, err := strconv.Atoi(string(prev))
		if err != nil || before >= at {
			return d, errStructure
		}
		at, end = before, at
	}
}

// beginnings are the places of all tables and objects, in order.
func (d document) beginnings() []int {
	list := []int{len(d.data)}
	for _, r := range d.revisions {
		list = append(list, r.at)
		for _, p := range r.places {
			list = append(list, p.at)
		}
	}
	slices.Sort(list)
	return list
}

// until is the file up to where the next thing begins behind a place.
func (d document) until(at int) []byte {
	next, _ := slices.BinarySearch(d.ends, at+1)
	if next == len(d.ends) || d.ends[next] > len(d.data) {
		return d.data
	}
	return d.data[:d.ends[next]]
}

// readTable reads the table at a place, with its trailer.
func readTable(data []byte, at int) (revision, error) {
	r := revision{at: at, places: map[int]place{}}
	if at < 0 || at >= len(data) {
		return r, errStructure
	}
	p := &parser{data, at}
	if !p.take("xref") {
		return r, errStructure
	}
	for !p.take("trailer") {
		p.skip()
		first, err := strconv.Atoi(p.word())
		if err != nil {
			return r, errStructure
		}
		p.skip()
		count, err := strconv.Atoi(p.word())
		if err != nil || first < 0 || count < 0 || count > len(data)/20 {
			return r, errStructure
		}
		for i := range count {
			p.skip()
			offset, err := strconv.Atoi(p.word())
			if err != nil {
				return r, errStructure
			}
			p.skip()
			generation, err := strconv.Atoi(p.word())
			if err != nil {
				return r, errStructure
			}
			switch {
			case p.take("n"):
				if _, twice := r.places[first+i]; twice {
					return r, errStructure
				}
				r.places[first+i] = place{offset, generation}
			case p.take("f"):
				r.freed = r.freed || first+i > 0
			default:
				return r, errStructure
			}
		}
	}
	v, err := p.value(0)
	trailer, is := v.(dict)
	if err != nil || !is || trailer["XRefStm"] != nil || trailer["Encrypt"] != nil {
		return r, errStructure
	}
	r.trailer = trailer
	return r, nil
}

// find is the object of a number in the newest revision; null when there is none.
func (d document) find(n reference) (any, error) {
	for _, r := range d.revisions {
		if p, ok := r.places[n.number]; ok {
			if p.generation != n.generation {
				break
			}
			return object(d.until(p.at), p.at, n)
		}
	}
	return keyword("null"), nil
}

// follow is a value, or the object that it refers to.
func (d document) follow(v any) (any, error) {
	if n, is := v.(reference); is {
		return d.find(n)
	}
	return v, nil
}

// dictionary is the dictionary that a value is or refers to; empty when it is none.
func (d document) dictionary(v any) (dict, error) {
	v, err := d.follow(v)
	if err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case dict:
		return v, nil
	case stream:
		return v.dict, nil
	}
	return dict{}, nil
}

// list is the array that a value is or refers to; empty when it is none.
func (d document) list(v any) (array, error) {
	v, err := d.follow(v)
	a, _ := v.(array)
	return a, err
}

// root is the catalogue with its number.
func (d document) root() (n reference, catalog dict, err error) {
	n, is := d.revisions[0].trailer["Root"].(reference)
	if !is {
		return n, nil, errStructure
	}
	catalog, err = d.dictionary(n)
	return n, catalog, err
}

// page is the first page with its number.
func (d document) page() (n reference, page dict, err error) {
	_, catalog, err := d.root()
	if err != nil {
		return n, nil, err
	}
	pages, err := d.dictionary(catalog["Pages"])
	if err != nil {
		return n, nil, err
	}
	kids, err := d.list(pages["Kids"])
	if err != nil {
		return n, nil, err
	}
	if len(kids) != 1 {
		return n, nil, errStructure
	}
	n, is := kids[0].(reference)
	if !is {
		return n, nil, errStructure
	}
	page, err = d.dictionary(n)
	return n, page, err
}

// spelling is an object that is a dictionary as it is written, from "<<" to ">>".
func (d document) spelling(n reference) ([]byte, error) {
	for _, r := range d.revisions {
		p, ok := r.places[n.number]
		if !ok {
			continue
		}
		if _, err := object(d.data, p.at, n); err != nil {
			return nil, err
		}
		at := &parser{d.data, p.at + bytes.Index(d.data[p.at:], []byte("<<"))}
		from := at.i
		if v, err := at.value(0); err != nil || reflect.TypeOf(v) != reflect.TypeFor[dict]() {
			return nil, errStructure
		}
		return d.data[from:at.i], nil
	}
	return nil, errStructure
}
