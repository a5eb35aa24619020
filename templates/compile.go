package templates

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"sync/atomic"
	"text/template/parse"
)

// program is a template as it is after package html/template decided how to escape it, made of functions that write
// it without looking anything up by name. It knows what our pages are written with; whatever it meets beyond that,
// in the template or in a value, it leaves to package html/template.
type program struct {
	nodes []node
	size  atomic.Int64 // of the last page, in bytes
}

// node writes a part of a page; false says that package html/template must write the page.
type node func(o *output, f *frame, dot reflect.Value) bool

// value is what a part of a pipeline gives.
type value func(f *frame, dot reflect.Value) (reflect.Value, bool)

// output is the page as far as it is written.
type output struct{ page []byte }

// frame holds the variables of one template, "$" the first of them.
type frame struct{ vars [maxVariables]reflect.Value }

const maxVariables = 12

// compiler makes the programs of one page.
type compiler struct {
	page      *template.Template
	functions template.FuncMap
	made      map[string]*program
}

// scope are the variables that a place of a template sees, by name their place in the frame.
type scope struct {
	names []string
	slots []int
	used  *int
}

var errForeign = errors.New("not compiled")

// compile is the program of a template that was executed before, so that its escaping is decided.
func compile(page *template.Template, functions template.FuncMap, name string) (*program, error) {
	c := &compiler{page, functions, map[string]*program{}}
	return c.template(name)
}

func (c *compiler) template(name string) (*program, error) {
	if p, ok := c.made[name]; ok {
		return p, nil
	}
	t := c.page.Lookup(name)
	if t == nil || t.Tree == nil || t.Tree.Root == nil {
		return nil, fmt.Errorf("template %s: %w", name, errForeign)
	}
	p := &program{}
	c.made[name] = p
	used := 1
	nodes, err := c.list(t.Tree.Root, &scope{[]string{"$"}, []int{0}, &used})
	p.nodes = nodes
	if err == nil && used > maxVariables {
		err = errForeign
	}
	return p, err
}

func (c *compiler) list(l *parse.ListNode, s *scope) (nodes []node, err error) {
	if l == nil {
		return nil, nil
	}
	for _, n := range l.Nodes {
		made, err := c.node(n, s)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, made)
	}
	return nodes, nil
}

func (c *compiler) node(n parse.Node, s *scope) (node, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		return func(o *output, _ *frame, _ reflect.Value) bool {
			o.page = append(o.page, text...)
			return true
		}, nil
	case *parse.ActionNode:
		return c.action(n.Pipe, s)
	case *parse.IfNode:
		return c.branch(&n.BranchNode, s, false)
	case *parse.WithNode:
		return c.branch(&n.BranchNode, s, true)
	case *parse.RangeNode:
		return c.loop(&n.BranchNode, s)
	case *parse.TemplateNode:
		return c.call(n, s)
	}
	return nil, fmt.Errorf("%s: %w", n, errForeign)
}

// action writes the value of a pipeline, or keeps it in a variable.
func (c *compiler) action(p *parse.PipeNode, s *scope) (node, error) {
	if len(p.Decl) == 0 {
		v, escape, err := c.pipe(p, s)
		if err != nil {
			return nil, err
		}
		return func(o *output, f *frame, dot reflect.Value) (ok bool) {
			x, ok := v(f, dot)
			if ok {
				o.page, ok = appendValue(o.page, x, escape)
			}
			return ok
		}, nil
	}
	v, slots, err := c.declared(p, s)
	if err != nil || len(slots) != 1 {
		return nil, errors.Join(err, errForeign)
	}
	return func(_ *output, f *frame, dot reflect.Value) bool {
		x, ok := v(f, dot)
		f.vars[slots[0]] = x
		return ok
	}, nil
}

// declared is a pipeline without escaping and the places of the variables that take what it gives.
func (c *compiler) declared(p *parse.PipeNode, s *scope) (v value, slots []int, err error) {
	v, escape, err := c.pipe(p, s)
	if err != nil || len(escape) > 0 {
		return nil, nil, errors.Join(err, errForeign)
	}
	for _, d := range p.Decl {
		if p.IsAssign {
			slot, ok := s.slot(d.Ident[0])
			if !ok {
				return nil, nil, errForeign
			}
			slots = append(slots, slot)
			continue
		}
		slots = append(slots, *s.used)
		s.names, s.slots = append(s.names, d.Ident[0]), append(s.slots, *s.used)
		*s.used++
	}
	if *s.used > maxVariables {
		return nil, nil, errForeign
	}
	return v, slots, nil
}

func (s *scope) slot(name string) (int, bool) {
	for i := len(s.names) - 1; i >= 0; i-- {
		if s.names[i] == name {
			return s.slots[i], true
		}
	}
	return 0, false
}

// inner is a scope whose own variables end with it.
func (s *scope) inner() *scope {
	return &scope{s.names[:len(s.names):len(s.names)], s.slots[:len(s.slots):len(s.slots)], s.used}
}

// branch is an if, or a with, which moves the dot.
func (c *compiler) branch(b *parse.BranchNode, s *scope, moves bool) (node, error) {
	s = s.inner()
	v, slots, err := c.declared(b.Pipe, s)
	if err != nil {
		return nil, err
	}
	yes, err := c.list(b.List, s.inner())
	if err != nil {
		return nil, err
	}
	no, err := c.list(b.ElseList, s.inner())
	if err != nil {
		return nil, err
	}
	return func(o *output, f *frame, dot reflect.Value) bool {
		x, ok := v(f, dot)
		if !ok {
			return false
		}
		for _, slot := range slots {
			f.vars[slot] = x
		}
		is, ok := truth(x)
		switch {
		case !ok:
			return false
		case !is:
			return run(no, o, f, dot)
		case moves:
			dot = x
		}
		return run(yes, o, f, dot)
	}, nil
}

// loop is a range over a list.
func (c *compiler) loop(b *parse.BranchNode, s *scope) (node, error) {
	s = s.inner()
	v, slots, err := c.declared(b.Pipe, s)
	if err != nil || len(slots) > 2 {
		return nil, errors.Join(err, errForeign)
	}
	body, err := c.list(b.List, s.inner())
	if err != nil {
		return nil, err
	}
	none, err := c.list(b.ElseList, s.inner())
	if err != nil {
		return nil, err
	}
	return func(o *output, f *frame, dot reflect.Value) bool {
		x, ok := v(f, dot)
		if !ok || x.Kind() != reflect.Slice {
			return false
		}
		if x.Len() == 0 {
			return run(none, o, f, dot)
		}
		for i := range x.Len() {
			one := x.Index(i)
			if len(slots) > 0 {
				f.vars[slots[len(slots)-1]] = one
			}
			if len(slots) == 2 {
				f.vars[slots[0]] = reflect.ValueOf(i)
			}
			if !run(body, o, f, one) {
				return false
			}
		}
		return true
	}, nil
}

// call is a template within a template, with variables of its own.
func (c *compiler) call(n *parse.TemplateNode, s *scope) (node, error) {
	callee, err := c.template(n.Name)
	if err != nil {
		return nil, err
	}
	v := func(*frame, reflect.Value) (reflect.Value, bool) { return reflect.Value{}, true }
	if n.Pipe != nil {
		var slots []int
		if v, slots, err = c.declared(n.Pipe, s.inner()); err != nil || len(slots) > 0 {
			return nil, errors.Join(err, errForeign)
		}
	}
	return func(o *output, f *frame, dot reflect.Value) bool {
		x, ok := v(f, dot)
		return ok && callee.write(o, x)
	}, nil
}

func run(nodes []node, o *output, f *frame, dot reflect.Value) bool {
	for _, n := range nodes {
		if !n(o, f, dot) {
			return false
		}
	}
	return true
}

// write writes the template for a value.
func (p *program) write(o *output, dot reflect.Value) bool {
	var f frame
	f.vars[0] = dot
	return run(p.nodes, o, &f, dot)
}

// page is the whole page; nil when package html/template must write it, also because something panicked, which that
// package turns into an error.
func (p *program) page(page Page) (html []byte) {
	if p == nil {
		return nil
	}
	defer func() {
		if recover() != nil {
			html = nil
		}
	}()
	const room = 512 // for what differs from one page to the next
	o := output{make([]byte, 0, p.size.Load()+room)}
	if !p.write(&o, reflect.ValueOf(page)) {
		return nil
	}
	p.size.Store(int64(len(o.page)))
	return o.page
}
