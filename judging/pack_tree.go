package judging

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// maxTreeDepth is how deep a rule pack's JSON may nest; a sound pack needs 9.
const maxTreeDepth = 16

// jsonObject keeps the members of a JSON object in the order written, repeated names included, which
// encoding/json would drop in silence.
type jsonObject struct{ members []jsonMember }

type jsonMember struct {
	name  string
	value any
}

// readTree reads one JSON value as *jsonObject, []any, string, int (integers), json.Number (other
// numbers), bool and nil.
func readTree(data []byte) (any, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("read JSON: not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := readValue(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read JSON: something follows the value")
	}
	return v, nil
}

func readValue(d *json.Decoder, depth int) (any, error) {
	if depth > maxTreeDepth {
		return nil, errors.New("read JSON: nested too deeply")
	}
	token, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			return readArray(d, depth)
		}
		return readObject(d, depth)
	case json.Number:
		if n, err := strconv.Atoi(t.String()); err == nil {
			return n, nil
		}
		return t, nil
	}
	return token, nil
}

func readArray(d *json.Decoder, depth int) (any, error) {
	list := []any{}
	for d.More() {
		v, err := readValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, closing(d)
}

func readObject(d *json.Decoder, depth int) (any, error) {
	object := &jsonObject{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("read JSON: %w", err)
		}
		name, ok := token.(string)
		if !ok {
			return nil, errors.New("read JSON: a member's name is no string")
		}
		v, err := readValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		object.members = append(object.members, jsonMember{name, v})
	}
	return object, closing(d)
}

func closing(d *json.Decoder) error {
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("read JSON: %w", err)
	}
	return nil
}

// plain is the object as maps and slices, the last of repeated names winning.
func (o *jsonObject) plain() map[string]any {
	m := make(map[string]any, len(o.members))
	for _, member := range o.members {
		m[member.name] = plainValue(member.value)
	}
	return m
}

func plainValue(v any) any {
	switch x := v.(type) {
	case *jsonObject:
		return x.plain()
	case []any:
		list := make([]any, len(x))
		for i, e := range x {
			list[i] = plainValue(e)
		}
		return list
	}
	return v
}
