package web

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"vinhdanh/internal/fault"
)

var (
	rawType = reflect.TypeFor[json.RawMessage]()
	anyType = reflect.TypeFor[any]()
)

// bind writes a JSON value into a form: structs with json tags, those embedded in them, pointers (nil when not sent), strings,
// integers, booleans, slices, map[string]any and json.RawMessage. Names match letter for letter. A null
// clears a pointed-to text or list and counts as not sent elsewhere.
func bind(n node, form any, faults *fault.Fields) {
	bindValue(n, reflect.ValueOf(form).Elem(), "", faults)
}

func bindValue(n node, v reflect.Value, path string, faults *fault.Fields) {
	if v.Type() == rawType {
		v.SetBytes(n.raw)
		return
	}
	if v.Type() == anyType {
		if plain := n.plain(); plain != nil {
			v.Set(reflect.ValueOf(plain))
		}
		return
	}
	if v.Kind() == reflect.Pointer {
		bindPointer(n, v, path, faults)
		return
	}
	if n.kind == '0' && path != "" {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		bindStruct(n, v, path, faults)
	case reflect.Slice:
		bindSlice(n, v, path, faults)
	case reflect.Map:
		bindMap(n, v, path, faults)
	default:
		bindScalar(n, v, path, faults)
	}
}

func bindPointer(n node, v reflect.Value, path string, faults *fault.Fields) {
	target := reflect.New(v.Type().Elem())
	kind := target.Elem().Kind()
	if n.kind == '0' && kind != reflect.String && kind != reflect.Slice {
		return
	}
	bindValue(n, target.Elem(), path, faults)
	v.Set(target)
}

func bindStruct(n node, v reflect.Value, path string, faults *fault.Fields) {
	if n.kind != '{' {
		wrongType(faults, path, "object")
		return
	}
	fields := map[string][]int{}
	for _, f := range reflect.VisibleFields(v.Type()) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); !f.Anonymous {
			fields[name] = f.Index
		}
	}
	for _, m := range n.members {
		at := joinPath(path, m.name)
		index, known := fields[m.name]
		if !known || m.name == "" {
			faults.Add(at, "unknown_field")
			continue
		}
		bindValue(m.value, v.FieldByIndex(index), at, faults)
	}
}

func bindSlice(n node, v reflect.Value, path string, faults *fault.Fields) {
	if n.kind != '[' {
		wrongType(faults, path, "array")
		return
	}
	list := reflect.MakeSlice(v.Type(), len(n.items), len(n.items))
	for i, item := range n.items {
		at := indexPath(path, i)
		if item.kind == '0' {
			wrongType(faults, at, typeName(list.Index(i).Kind()))
			continue
		}
		bindValue(item, list.Index(i), at, faults)
	}
	v.Set(list)
}

func bindMap(n node, v reflect.Value, path string, faults *fault.Fields) {
	if n.kind != '{' {
		wrongType(faults, path, "object")
		return
	}
	values := map[string]any{}
	for _, m := range n.members {
		values[m.name] = m.value.plain()
	}
	v.Set(reflect.ValueOf(values))
}

func bindScalar(n node, v reflect.Value, path string, faults *fault.Fields) {
	switch {
	case v.Kind() == reflect.String && n.kind == 's':
		v.SetString(n.text)
	case v.Kind() == reflect.Bool && n.kind == 'b':
		v.SetBool(n.truth)
	case v.Kind() == reflect.Int && n.kind == 'n':
		i, err := strconv.ParseInt(n.text, 10, 64)
		if err != nil {
			wrongType(faults, path, "integer")
			return
		}
		v.SetInt(i)
	default:
		wrongType(faults, path, typeName(v.Kind()))
	}
}

// wrongType notes a value of another JSON type; the whole body is called "body".
func wrongType(faults *fault.Fields, path, want string) {
	if path == "" {
		path = "body"
	}
	faults.Add(path, "wrong_type", "type", want)
}

func typeName(k reflect.Kind) string {
	switch k {
	case reflect.String:
		return "string"
	case reflect.Int:
		return "integer"
	case reflect.Bool:
		return "boolean"
	case reflect.Slice:
		return "array"
	default:
		return "object"
	}
}

func indexPath(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// plain is the value as string, json.Number, bool, nil, []any or map[string]any.
func (n node) plain() any {
	switch n.kind {
	case '{':
		values := make(map[string]any, len(n.members))
		for _, m := range n.members {
			values[m.name] = m.value.plain()
		}
		return values
	case '[':
		items := make([]any, len(n.items))
		for i, item := range n.items {
			items[i] = item.plain()
		}
		return items
	case 's':
		return n.text
	case 'n':
		return json.Number(n.text)
	case 'b':
		return n.truth
	}
	return nil
}
