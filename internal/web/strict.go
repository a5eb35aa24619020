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
	if !utf8.Valid(body) {
		return node{}, malformed
	}
	p := &parser{body: body, dec: json.NewDecoder(bytes.NewReader(body)), faults: faults}
	p.dec.UseNumber()
	root, err := p.value("", 0)
	if err != nil {
		return node{}, malformed
	}
	if _, err := p.dec.Token(); !errors.Is(err, io.EOF) {
		return node{}, malformed
	}
	return root, nil
}

type parser struct {
	body   []byte
	dec    *json.Decoder
	faults *fault.Fields
}

// maxMemberName is the longest name of a member in bytes: names are repeated in paths and faults.
const maxMemberName = 200

var errTooMuch = errors.New("values nested too deeply or named too long")

func (p *parser) value(path string, depth int) (node, error) {
	if depth > maxDepth {
		return node{}, errTooMuch
	}
	start := p.dec.InputOffset()
	token, err := p.dec.Token()
	if err != nil {
		return node{}, err
	}
	n := node{}
	switch t := token.(type) {
	case json.Delim:
		n.kind = byte(t)
		if t == '{' {
			n.members, err = p.object(path, depth)
		} else {
			n.items, err = p.array(path, depth)
		}
	case string:
		n.kind, n.text = 's', norm.NFC.String(t)
		if strings.ContainsRune(t, 0) {
			p.faults.Add(path, "unprintable", "char", `'\x00'`)
		}
	case json.Number:
		n.kind, n.text = 'n', t.String()
	case bool:
		n.kind, n.truth = 'b', t
	default:
		n.kind = '0'
	}
	n.raw = bytes.TrimLeft(p.body[start:p.dec.InputOffset()], " \t\r\n,:")
	return n, err
}

func (p *parser) object(path string, depth int) ([]member, error) {
	var members []member
	seen := map[string]bool{}
	for p.dec.More() {
		token, err := p.dec.Token()
		if err != nil {
			return nil, err
		}
		name := token.(string) // the decoder admits nothing else here
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
	_, err := p.dec.Token()
	return members, err
}

func (p *parser) array(path string, depth int) ([]node, error) {
	var items []node
	for p.dec.More() {
		value, err := p.value(indexPath(path, len(items)), depth+1)
		if err != nil {
			return nil, err
		}
		items = append(items, value)
	}
	_, err := p.dec.Token()
	return items, err
}

func joinPath(path, name string) string {
	if path == "" {
		return name
	}
	return strings.Join([]string{path, name}, ".")
}
