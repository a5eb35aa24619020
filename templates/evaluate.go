package templates

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"text/template/parse"
	"time"
)

// escaperPrefix begins the names of the functions by which package html/template has values escaped.
const escaperPrefix = "_html_template_"

// pipe is a pipeline: a value and the names of the escapers that it goes through.
func (c *compiler) pipe(p *parse.PipeNode, s *scope) (v value, escape []string, err error) {
	if v, err = c.command(p.Cmds[0], s); err != nil {
		return nil, nil, err
	}
	for _, cmd := range p.Cmds[1:] {
		name, ok := cmd.Args[0].(*parse.IdentifierNode)
		if !ok || len(cmd.Args) > 1 || !strings.HasPrefix(name.Ident, escaperPrefix) {
			return nil, nil, fmt.Errorf("%s: %w", p, errForeign)
		}
		short := strings.TrimPrefix(name.Ident, escaperPrefix)
		if escapers[short] == nil {
			return nil, nil, fmt.Errorf("%s: %w", p, errForeign)
		}
		escape = append(escape, short)
	}
	return v, escape, nil
}

func (c *compiler) command(cmd *parse.CommandNode, s *scope) (value, error) {
	name, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok {
		if len(cmd.Args) > 1 {
			return nil, fmt.Errorf("%s: %w", cmd, errForeign)
		}
		return c.operand(cmd.Args[0], s)
	}
	args := make([]value, len(cmd.Args)-1)
	for i, arg := range cmd.Args[1:] {
		var err error
		if args[i], err = c.operand(arg, s); err != nil {
			return nil, err
		}
	}
	if v := builtin(name.Ident, args); v != nil {
		return v, nil
	}
	if v := own(c.functions[name.Ident], args); v != nil {
		return v, nil
	}
	return nil, fmt.Errorf("%s: %w", cmd, errForeign)
}

func (c *compiler) operand(n parse.Node, s *scope) (value, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return func(_ *frame, dot reflect.Value) (reflect.Value, bool) { return dot, dot.IsValid() }, nil
	case *parse.FieldNode:
		return follow(n.Ident, func(_ *frame, dot reflect.Value) (reflect.Value, bool) { return dot, dot.IsValid() }), nil
	case *parse.VariableNode:
		slot, ok := s.slot(n.Ident[0])
		if !ok {
			return nil, errForeign
		}
		return follow(n.Ident[1:], func(f *frame, _ reflect.Value) (reflect.Value, bool) { return f.vars[slot], f.vars[slot].IsValid() }), nil
	case *parse.ChainNode:
		v, err := c.operand(n.Node, s)
		return follow(n.Field, v), err
	case *parse.StringNode:
		return fixed(n.Text), nil
	case *parse.BoolNode:
		return fixed(n.True), nil
	case *parse.NumberNode:
		if n.IsInt {
			return fixed(int(n.Int64)), nil
		}
	case *parse.IdentifierNode:
		return c.command(&parse.CommandNode{Args: []parse.Node{n}}, s)
	case *parse.PipeNode:
		v, slots, err := c.declared(n, s)
		if err == nil && len(slots) == 0 {
			return v, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", n, errForeign)
}

func fixed(x any) value {
	v := reflect.ValueOf(x)
	return func(*frame, reflect.Value) (reflect.Value, bool) { return v, true }
}

// follow takes names of fields and methods from a value.
func follow(names []string, v value) value {
	for _, name := range names {
		v = step(name, v)
	}
	return v
}

// member is where a type has what a name calls for.
type member struct {
	of     reflect.Type
	field  []int // nil for a method
	method int
}

// step takes a field or calls a method; it remembers where the last type has it.
func step(name string, from value) value {
	var last atomic.Pointer[member]
	return func(f *frame, dot reflect.Value) (reflect.Value, bool) {
		v, ok := from(f, dot)
		if !ok {
			return v, false
		}
		if v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		for v.Kind() == reflect.Pointer {
			if v.IsNil() || v.Type().NumMethod() > v.Type().Elem().NumMethod() {
				return v, false
			}
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct && v.Kind() != reflect.String {
			return v, false
		}
		m := last.Load()
		if m == nil || m.of != v.Type() {
			if m = find(v.Type(), name); m == nil {
				return v, false
			}
			last.Store(m)
		}
		if m.field == nil {
			return v.Method(m.method).Call(nil)[0], true
		}
		x, err := v.FieldByIndexErr(m.field)
		return x, err == nil
	}
}

func find(t reflect.Type, name string) *member {
	if m, ok := t.MethodByName(name); ok {
		if m.Type.NumIn() != 1 || m.Type.NumOut() != 1 {
			return nil
		}
		return &member{of: t, method: m.Index}
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	f, ok := t.FieldByName(name)
	if !ok || !f.IsExported() {
		return nil
	}
	return &member{of: t, field: f.Index}
}

// truth reports whether a value is not empty, as package text/template sees it.
func truth(v reflect.Value) (is, ok bool) {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool(), true
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() > 0, true
	case reflect.Int, reflect.Int64:
		return v.Int() != 0, true
	case reflect.Pointer:
		return !v.IsNil(), true
	case reflect.Struct:
		return true, true
	default:
		return false, false
	}
}

var stringType = reflect.TypeFor[string]()

// own is a call of one of our functions, nil for a kind of function that is not known here.
func own(function any, args []value) value {
	switch fn := function.(type) {
	case func(string, ...any) string:
		return func(f *frame, dot reflect.Value) (reflect.Value, bool) {
			first, ok := args[0](f, dot)
			if !ok || first.Type() != stringType {
				return first, false
			}
			rest, ok := anys(args[1:], f, dot)
			if !ok {
				return first, false
			}
			return reflect.ValueOf(fn(first.String(), rest...)), true
		}
	case func() string:
		return func(*frame, reflect.Value) (reflect.Value, bool) { return reflect.ValueOf(fn()), true }
	case func(string) string:
		return unary(fn, args)
	case func(time.Time) string:
		return unary(fn, args)
	case func(int64) string:
		return unary(fn, args)
	case func(int) string:
		return unary(fn, args)
	case func(bool) string:
		return unary(fn, args)
	case func(Shell) string:
		return unary(fn, args)
	case func(Shell, string) string:
		return func(f *frame, dot reflect.Value) (reflect.Value, bool) {
			both, ok := anys(args, f, dot)
			if !ok || len(both) != 2 {
				return dot, false
			}
			shell, isShell := both[0].(Shell)
			path, isText := both[1].(string)
			return reflect.ValueOf(fn(shell, path)), isShell && isText
		}
	}
	return nil
}

func unary[T any](fn func(T) string, args []value) value {
	return func(f *frame, dot reflect.Value) (reflect.Value, bool) {
		v, ok := args[0](f, dot)
		if !ok {
			return v, false
		}
		x, ok := v.Interface().(T)
		return reflect.ValueOf(fn(x)), ok
	}
}

func anys(args []value, f *frame, dot reflect.Value) ([]any, bool) {
	list := make([]any, len(args))
	for i, arg := range args {
		v, ok := arg(f, dot)
		if !ok {
			return nil, false
		}
		list[i] = v.Interface()
	}
	return list, true
}

// builtin is a call of one of package text/template's own functions, nil for those that our pages do not need.
func builtin(name string, args []value) value {
	switch name {
	case "or", "and":
		return either(name == "or", args)
	case "eq", "ne", "lt", "le", "gt", "ge":
		return comparison(name, args)
	}
	return func() value {
		switch name {
		case "not":
			return func(f *frame, dot reflect.Value) (reflect.Value, bool) {
				v, ok := args[0](f, dot)
				if !ok {
					return v, false
				}
				is, ok := truth(v)
				return reflect.ValueOf(!is), ok
			}
		case "len":
			return func(f *frame, dot reflect.Value) (reflect.Value, bool) {
				v, ok := args[0](f, dot)
				if !ok || v.Kind() != reflect.Slice && v.Kind() != reflect.String {
					return v, false
				}
				return reflect.ValueOf(v.Len()), true
			}
		case "printf":
			return func(f *frame, dot reflect.Value) (reflect.Value, bool) {
				list, ok := anys(args, f, dot)
				if !ok {
					return dot, false
				}
				format, ok := list[0].(string)
				return reflect.ValueOf(fmt.Sprintf(format, list[1:]...)), ok
			}
		}
		return nil
	}()
}

// either is the first value that is, or with "and" is not, anything; the last one otherwise.
func either(wanted bool, args []value) value {
	return func(f *frame, dot reflect.Value) (v reflect.Value, ok bool) {
		for _, arg := range args {
			if v, ok = arg(f, dot); !ok {
				return v, false
			}
			is, ok := truth(v)
			if !ok {
				return v, false
			}
			if is == wanted {
				return v, true
			}
		}
		return v, ok
	}
}

// comparison compares texts, whole numbers and truths; equality with any of several.
func comparison(name string, args []value) value {
	if len(args) < 2 || len(args) > 2 && name != "eq" {
		return nil
	}
	return func(f *frame, dot reflect.Value) (reflect.Value, bool) {
		first, ok := args[0](f, dot)
		if !ok {
			return first, false
		}
		for _, arg := range args[1:] {
			second, ok := arg(f, dot)
			if !ok {
				return second, false
			}
			order, err := compared(first, second)
			if err != nil || first.Kind() == reflect.Bool && name != "eq" && name != "ne" {
				return second, false
			}
			is := map[string]bool{"eq": order == 0, "ne": order != 0, "lt": order < 0, "le": order <= 0, "gt": order > 0, "ge": order >= 0}[name]
			if is || name != "eq" {
				return reflect.ValueOf(is), true
			}
		}
		return reflect.ValueOf(false), true
	}
}

var errUnlike = errors.New("values of unlike kinds")

func compared(a, b reflect.Value) (int, error) {
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return strings.Compare(a.String(), b.String()), nil
	case a.CanInt() && b.CanInt():
		switch {
		case a.Int() < b.Int():
			return -1, nil
		case a.Int() > b.Int():
			return 1, nil
		}
		return 0, nil
	case a.Kind() == reflect.Bool && b.Kind() == reflect.Bool:
		if a.Bool() == b.Bool() {
			return 0, nil
		}
		return 1, nil
	}
	return 0, errUnlike
}
