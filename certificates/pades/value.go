package pades

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
)

// The values of PDF (ISO 32000-1, 7.3). Numbers keep their spelling; strings are bytes.
type (
	name      string
	number    string
	text      string
	keyword   string // true, false, null
	reference struct{ number, generation int }
	array     []any
	dict      map[string]any
	stream    struct {
		dict dict
		data []byte
	}
)

// deepest is how far values may lie within each other.
const deepest = 40

var errSyntax = errors.New("the file is no sound PDF")

// parser reads values from a place in a file.
type parser struct {
	b []byte
	i int
}

func blank(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (p *parser) skip() {
	for p.i < len(p.b) {
		switch c := p.b[p.i]; {
		case blank(c):
			p.i++
		case c == '%':
			for p.i < len(p.b) && p.b[p.i] != '\n' && p.b[p.i] != '\r' {
				p.i++
			}
		default:
			return
		}
	}
}

// word is a run of regular characters.
func (p *parser) word() string {
	from := p.i
	for p.i < len(p.b) && !blank(p.b[p.i]) && !delimiter(p.b[p.i]) {
		p.i++
	}
	return string(p.b[from:p.i])
}

// take moves over a mark if it stands here.
func (p *parser) take(mark string) bool {
	p.skip()
	if bytes.HasPrefix(p.b[p.i:], []byte(mark)) {
		p.i += len(mark)
		return true
	}
	return false
}

// wordIs moves over the next word and reports whether it is that one.
func (p *parser) wordIs(w string) bool {
	p.skip()
	return p.word() == w
}

func (p *parser) value(depth int) (any, error) {
	if depth > deepest {
		return nil, errSyntax
	}
	switch {
	case p.take("<<"):
		return p.dict(depth)
	case p.take("["):
		var list array
		for !p.take("]") {
			v, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case p.take("<"):
		return p.hex()
	case p.take("("):
		return p.literal()
	case p.take("/"):
		return p.name()
	}
	return p.plain()
}

func (p *parser) dict(depth int) (any, error) {
	d := dict{}
	for !p.take(">>") {
		if !p.take("/") {
			return nil, errSyntax
		}
		key, err := p.name()
		if err != nil {
			return nil, err
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, twice := d[string(key)]; twice {
			return nil, errSyntax // readers would disagree which one holds
		}
		d[string(key)] = v
	}
	return d, nil
}

func (p *parser) name() (name, error) {
	w := []byte(p.word())
	out := w[:0]
	for len(w) > 0 {
		if w[0] != '#' {
			out, w = append(out, w[0]), w[1:]
			continue
		}
		if len(w) < 3 {
			return "", errSyntax
		}
		c, err := hex.DecodeString(string(w[1:3]))
		if err != nil {
			return "", errSyntax
		}
		out, w = append(out, c[0]), w[3:]
	}
	return name(out), nil
}

func (p *parser) hex() (any, error) {
	end := bytes.IndexByte(p.b[p.i:], '>')
	if end < 0 {
		return nil, errSyntax
	}
	digits := bytes.Map(func(r rune) rune {
		if r < 0x80 && blank(byte(r)) {
			return -1
		}
		return r
	}, p.b[p.i:p.i+end])
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	out, err := hex.DecodeString(string(digits))
	if err != nil {
		return nil, errSyntax
	}
	p.i += end + 1
	return text(out), nil
}

// literal reads a string in brackets. Escapes stay as they are written: strings are compared, never shown.
func (p *parser) literal() (any, error) {
	from, open := p.i, 1
	for ; p.i < len(p.b); p.i++ {
		switch p.b[p.i] {
		case '\\':
			p.i++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				p.i++
				return text(p.b[from : p.i-1]), nil
			}
		}
	}
	return nil, errSyntax
}

// plain reads a number, a reference or a keyword.
func (p *parser) plain() (any, error) {
	w := p.word()
	switch w {
	case "true", "false", "null":
		return keyword(w), nil
	}
	if _, err := strconv.ParseFloat(w, 64); err != nil {
		return nil, errSyntax
	}
	n, err := strconv.Atoi(w)
	if err != nil || n < 0 {
		return number(w), nil
	}
	after := *p
	after.skip()
	generation, err := strconv.Atoi(after.word())
	if err == nil && generation >= 0 && after.take("R") && (after.i >= len(after.b) || blank(after.b[after.i]) || delimiter(after.b[after.i])) {
		p.i = after.i
		return reference{n, generation}, nil
	}
	return number(w), nil
}

// object reads "n 0 obj … endobj" at a place of a file.
func object(b []byte, at int, n reference) (any, error) {
	if at < 0 || at >= len(b) {
		return nil, errSyntax
	}
	p := &parser{b, at}
	if !p.wordIs(strconv.Itoa(n.number)) || !p.wordIs(strconv.Itoa(n.generation)) || !p.take("obj") {
		return nil, fmt.Errorf("object %d: %w", n.number, errSyntax)
	}
	v, err := p.value(0)
	if err != nil {
		return nil, fmt.Errorf("object %d: %w", n.number, err)
	}
	d, is := v.(dict)
	if !is || !p.take("stream") {
		if !p.take("endobj") {
			return nil, fmt.Errorf("object %d: %w", n.number, errSyntax)
		}
		return v, nil
	}
	length, err := strconv.Atoi(string(asNumber(d["Length"])))
	from := p.i
	switch {
	case bytes.HasPrefix(b[from:], []byte("\r\n")):
		from += 2
	case bytes.HasPrefix(b[from:], []byte("\n")):
		from++
	default:
		return nil, fmt.Errorf("object %d: %w", n.number, errSyntax)
	}
	if err != nil || length < 0 || length > len(b)-from {
		return nil, fmt.Errorf("object %d: %w", n.number, errSyntax)
	}
	p.i = from + length
	if !p.take("endstream") || !p.take("endobj") {
		return nil, fmt.Errorf("object %d: %w", n.number, errSyntax)
	}
	return stream{d, b[from : from+length]}, nil
}

func asNumber(v any) number {
	n, _ := v.(number)
	return n
}
