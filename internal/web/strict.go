package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
)

const (
	maxJSON  = 1 << 20 // bytes of a JSON body
	maxDepth = 32      // of arrays and objects within one another
)

// decode reads the body into a form struct. Unreadable JSON is the fault malformed_json; unknown fields,
// fields of a wrong type and repeated keys are gathered into one invalid_fields.
func decode(c echo.Context, form any) error {
	body, err := readBody(c, maxJSON)
	if err != nil {
		return err
	}
	return decodeBytes(body, form)
}

// decodeOptional is decode for calls whose body may be left out.
func decodeOptional(c echo.Context, form any) error {
	body, err := readBody(c, maxJSON)
	if err != nil || len(bytes.TrimSpace(body)) == 0 {
		return err
	}
	return decodeBytes(body, form)
}

func readBody(c echo.Context, limit int64) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, limit))
	if err != nil {
		return nil, bodyFault(err)
	}
	return body, nil
}

// bodyFault tells a body over the limit from one that broke off.
func bodyFault(err error) error {
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.TooLarge, "body_too_large", "limit", tooLarge.Limit)
	}
	return fault.New(fault.Malformed, "body_unreadable")
}

func decodeBytes(body []byte, form any) error {
	var faults fault.Fields
	root, err := parseJSON(body, &faults)
	if err != nil {
		return err
	}
	bind(root, form, &faults)
	return faults.Err()
}

// node is one JSON value. Exactly one of its parts says what it is, by kind.
type node struct {
	kind    byte   // one of { [ s n b 0 for object, array, string, number, boolean, null
	raw     []byte // the value as it was written
	text    string // of a string (NFC) or a number
	truth   bool
	members []member
	items   []node
}

type member struct {
	name  string
	value node
}

// parseJSON reads one JSON value and nothing after it. Repeated keys become faults, all else malformed_json.
func parseJSON(body []byte, faults *fault.Fields) (node, error) {
	malformed := fault.New(fault.Malformed, "malformed_json")
	if !utf8.Valid(body) || !json.Valid(body) {
		return node{}, malformed
	}
	p := &parser{body: body, faults: faults}
	root, err := p.value("", 0)
	if err != nil {
		return node{}, malformed
	}
	return root, nil
}

// parser reads what is known to be JSON, so that it looks for no mistakes.
type parser struct {
	body   []byte
	at     int
	faults *fault.Fields
}

// maxMemberName is the longest name of a member in bytes: names are repeated in paths and faults.
const maxMemberName = 200

var errTooMuch = errors.New("values nested too deeply or named too long")

// next is the first byte that is neither blank nor a comma or colon.
func (p *parser) next() byte {
	for {
		switch c := p.body[p.at]; c {
		case ' ', '\t', '\r', '\n', ',', ':':
			p.at++
		default:
			return c
		}
	}
}

func (p *parser) value(path string, depth int) (n node, err error) {
	if depth > maxDepth {
		return node{}, errTooMuch
	}
	c := p.next()
	start := p.at
	switch c {
	case '{':
		n.kind = c
		n.members, err = p.object(path, depth)
	case '[':
		n.kind = c
		n.items, err = p.array(path, depth)
	case '"':
		n.kind = 's'
		if n.text, err = p.text(); err == nil {
			n.text = norm.NFC.String(n.text)
		}
		if strings.IndexByte(n.text, 0) >= 0 {
			p.faults.Add(path, "unprintable", "char", `'\x00'`)
		}
	case 't', 'n':
		n.kind, n.truth = 'b', true
		if c == 'n' {
			n.kind, n.truth = '0', false
		}
		p.at += len("true")
	case 'f':
		n.kind = 'b'
		p.at += len("false")
	default:
		n.kind, n.text = 'n', p.number()
	}
	n.raw = p.body[start:p.at]
	return n, err
}

// text reads a string.
func (p *parser) text() (s string, err error) {
	start, escaped := p.at, false
	for p.at++; p.body[p.at] != '"'; p.at++ {
		if p.body[p.at] == '\\' {
			escaped = true
			p.at++
		}
	}
	p.at++
	if !escaped {
		return string(p.body[start+1 : p.at-1]), nil
	}
	err = json.Unmarshal(p.body[start:p.at], &s)
	return s, err
}

func (p *parser) number() string {
	start := p.at
	for p.at < len(p.body) && strings.IndexByte("+-.0123456789eE", p.body[p.at]) >= 0 {
		p.at++
	}
	return string(p.body[start:p.at])
}

func (p *parser) object(path string, depth int) (members []member, err error) {
	seen := map[string]bool{}
	for p.at++; p.next() != '}'; {
		name, err := p.text()
		if err != nil {
			return nil, err
		}
		if len(name) > maxMemberName {
			return nil, errTooMuch
		}
		at := joinPath(path, name)
		if seen[name] {
			p.faults.Add(at, "duplicate_field")
		}
		seen[name] = true
		value, err := p.value(at, depth+1)
		if err != nil {
			return nil, err
		}
		members = append(members, member{name, value})
	}
	p.at++
	return members, nil
}

func (p *parser) array(path string, depth int) (items []node, err error) {
	for p.at++; p.next() != ']'; {
		value, err := p.value(indexPath(path, len(items)), depth+1)
		if err != nil {
			return nil, err
		}
		items = append(items, value)
	}
	p.at++
	return items, nil
}

func joinPath(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
