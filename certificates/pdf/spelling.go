package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// errSpelling is for a PDF that is not written as certificates are: with plain tables and direct lengths.
var errSpelling = errors.New("this PDF is not written as certificates are")

// maxDepth bounds how deep objects nest; certificates need seven levels.
const maxDepth = 32

// spelled is a PDF as it is written: where the newest spelling of each object begins. Nothing of it is interpreted but
// what leads to its page.
type spelled struct {
	data   []byte
	places map[int]int
	root   int // number of the catalogue
}

// spell reads the tables of a file, the newest first, so that what an update wrote anew counts.
func spell(data []byte) (spelled, error) {
	s := spelled{data: data, places: map[int]int{}, root: -1}
	i := bytes.LastIndex(data, []byte("startxref"))
	if i < 0 {
		return s, errSpelling
	}
	at, err := strconv.Atoi(string(firstWord(data[i+len("startxref"):])))
	for before := len(data); err == nil; {
		if at < 0 || at >= before {
			return s, errSpelling
		}
		var trailer map[string][]byte
		if trailer, err = s.table(at); err != nil {
			return s, err
		}
		if n, ok := reference(trailer["Root"]); ok && s.root < 0 {
			s.root = n
		}
		prev, more := trailer["Prev"]
		if !more {
			return s, nil
		}
		before = at
		at, err = strconv.Atoi(string(prev))
	}
	return s, errSpelling
}

// firstWord is what stands before the next white space.
func firstWord(b []byte) []byte {
	if f := bytes.Fields(b[:min(len(b), 64)]); len(f) > 0 {
		return f[0]
	}
	return nil
}

// table reads one table with its trailer; a place that a newer table gave stays.
func (s *spelled) table(at int) (map[string][]byte, error) {
	lex := lexer{data: s.data, i: at}
	if string(lex.token()) != "xref" {
		return nil, errSpelling
	}
	for {
		first := lex.token()
		if string(first) == "trailer" {
			break
		}
		from, err := strconv.Atoi(string(first))
		count, err2 := strconv.Atoi(string(lex.token()))
		if err != nil || err2 != nil || count < 0 || count > len(s.data)/20 {
			return nil, errSpelling
		}
		for n := from; n < from+count; n++ {
			place, err := strconv.Atoi(string(lex.token()))
			lex.token()
			kind := string(lex.token())
			if err != nil || kind != "n" && kind != "f" {
				return nil, errSpelling
			}
			if _, newer := s.places[n]; !newer && kind == "n" {
				s.places[n] = place
			}
		}
	}
	return lex.dictionary()
}

// object is what an object holds: its value as it is spelled and, of a stream, its bytes; stream is nil of any other.
func (s *spelled) object(n int) (value, stream []byte, err error) {
	at, ok := s.places[n]
	if !ok || at < 0 || at >= len(s.data) {
		return nil, nil, fmt.Errorf("object %d: %w", n, errSpelling)
	}
	lex := lexer{data: s.data, i: at}
	if string(lex.token()) != strconv.Itoa(n) || string(lex.token()) != "0" || string(lex.token()) != "obj" {
		return nil, nil, fmt.Errorf("object %d: %w", n, errSpelling)
	}
	if value, err = lex.value(0); err != nil {
		return nil, nil, fmt.Errorf("object %d: %w", n, err)
	}
	switch string(lex.token()) {
	case "endobj":
		return value, nil, nil
	case "stream":
	default:
		return nil, nil, fmt.Errorf("object %d: %w", n, errSpelling)
	}
	d, err := entries(value)
	if err != nil {
		return nil, nil, err
	}
	length, err := strconv.Atoi(string(d["Length"]))
	from := lex.i
	if from < len(s.data) && s.data[from] == '\r' {
		from++
	}
	from++ // the line's end
	if err != nil || length < 0 || from+length > len(s.data) {
		return nil, nil, fmt.Errorf("object %d: %w", n, errSpelling)
	}
	return value, s.data[from : from+length], nil
}

// follow is a value, or the one of the object that it refers to.
func (s *spelled) follow(value []byte) ([]byte, error) {
	if n, ok := reference(value); ok {
		found, _, err := s.object(n)
		return found, err
	}
	return value, nil
}

// page is the dictionary of the only page.
func (s *spelled) page() (map[string][]byte, error) {
	catalog, _, err := s.object(s.root)
	if err != nil {
		return nil, err
	}
	at := catalog
	for _, key := range []string{"Pages", "Kids"} {
		d, err := entries(at)
		if err != nil {
			return nil, err
		}
		if at, err = s.follow(d[key]); err != nil {
			return nil, err
		}
	}
	kids, err := items(at)
	if err != nil || len(kids) != 1 {
		return nil, errSpelling
	}
	if at, err = s.follow(kids[0]); err != nil {
		return nil, err
	}
	return entries(at)
}

// reference is the number that "12 0 R" refers to.
func reference(value []byte) (int, bool) {
	f := bytes.Fields(value)
	if len(f) != 3 || string(f[1]) != "0" || string(f[2]) != "R" {
		return 0, false
	}
	n, err := strconv.Atoi(string(f[0]))
	return n, err == nil
}

// entries are the entries of a dictionary as they are spelled.
func entries(value []byte) (map[string][]byte, error) {
	lex := lexer{data: value}
	return lex.dictionary()
}

// items are the items of an array as they are spelled.
func items(value []byte) (list [][]byte, err error) {
	lex := lexer{data: value}
	if string(lex.token()) != "[" {
		return nil, errSpelling
	}
	for !lex.at("]") {
		v, err := lex.value(0)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}
