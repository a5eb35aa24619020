// Package fault owns the few ways in which a request can fail that its sender may be told about.
// It refuses to know how a failure is worded or which HTTP status it becomes: internal/web decides
// the status, internal/i18n the sentence.
package fault

import (
	"errors"
	"fmt"
	"maps"
)

// Kind says what sort of failure it is; each kind becomes one HTTP status in internal/web.
type Kind string

// The kinds of failure.
const (
	Unauthorised Kind = "unauthorised" // nobody is signed in, or the token is bad
	Forbidden    Kind = "forbidden"    // the caller may not do this
	NotFound     Kind = "not_found"    // it does not exist, or the caller may not know that it does
	Conflict     Kind = "conflict"     // wrong state or stale version
	Invalid      Kind = "invalid"      // a field is at fault
	Malformed    Kind = "malformed"    // the request cannot be read at all
	TooLarge     Kind = "too_large"    // the body is over the limit
	TooMany      Kind = "too_many"     // a rate limit is reached
	Unavailable  Kind = "unavailable"  // a part that the request needs is down or full; try again
)

// Args are the values that a sentence needs. They hold strings and integers only.
type Args map[string]any

// Field is one fault of one field of the caller's input.
type Field struct {
	Field string // the field's path as the caller sent it: "producer.name", "marks.1.2", "nominations[0].id"
	Code  string // what is wrong, as a catalogue key below "field.": "required", "above_maximum"
	Args  Args
}

// Missing is one thing that must be true before a step and is not yet.
type Missing struct {
	Code string // catalogue key below "missing."
	Args Args
}

// Fault is an error that the caller may be told about: a kind, a catalogue key and its arguments.
type Fault struct {
	Kind    Kind
	Code    string // catalogue key below "fault.": "stale_version", "pass_open"
	Args    Args
	Fields  []Field
	Missing []Missing
	// Stored is the record as it is stored, when a stale version was refused: the caller needs it to merge.
	Stored any
}

// Error names the fault for logs, never for readers.
func (f *Fault) Error() string {
	s := string(f.Kind) + ": " + f.Code
	for _, x := range f.Fields {
		s += fmt.Sprintf(" [%s %s]", x.Field, x.Code)
	}
	for _, x := range f.Missing {
		s += fmt.Sprintf(" (%s)", x.Code)
	}
	return s
}

// Is matches faults of the same kind and code, so that errors.Is works on a template.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && t.Kind == f.Kind && (t.Code == "" || t.Code == f.Code)
}

// New makes a fault; pairs are alternating argument names and values.
func New(kind Kind, code string, pairs ...any) *Fault {
	return &Fault{Kind: kind, Code: code, Args: MakeArgs(pairs...)}
}

// MakeArgs turns alternating names and values into Args; it panics on an odd count or a name that is
// no string, which a test meets.
func MakeArgs(pairs ...any) Args {
	if len(pairs) == 0 {
		return nil
	}
	args := Args{}
	for i := 0; i < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return args
}

// KindOf is the kind of the fault in err's chain, or "" when there is none.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Kind
	}
	return ""
}

// IsCode reports whether err's chain holds a fault with that code.
func IsCode(err error, code string) bool {
	f, ok := errors.AsType[*Fault](err)
	return ok && f.Code == code
}

// maxFields is how many faults of one input are told: nobody mends more at once, and an answer must not be
// larger than what was asked.
const maxFields = 100

// Fields gathers faults of fields, the first hundred; its zero value is ready to use.
type Fields struct{ list []Field }

// Add notes one fault; pairs are as in New.
func (c *Fields) Add(field, code string, pairs ...any) {
	c.Put(Field{Field: field, Code: code, Args: MakeArgs(pairs...)})
}

// Put notes a fault that somebody else found.
func (c *Fields) Put(f Field) {
	if len(c.list) < maxFields {
		c.list = append(c.list, f)
	}
}

// Merge notes the fields of another fault, and a fault without fields as one of the whole input.
func (c *Fields) Merge(err error) {
	f, ok := errors.AsType[*Fault](err)
	switch {
	case ok && len(f.Fields) > 0:
		for _, x := range f.Fields {
			c.Put(x)
		}
	case ok:
		c.Put(Field{Code: f.Code, Args: f.Args})
	}
}

// Empty reports whether nothing was noted.
func (c *Fields) Empty() bool { return len(c.list) == 0 }

// Err is nil when nothing was noted, else an Invalid fault "invalid_fields" that carries all of it.
func (c *Fields) Err() error {
	if len(c.list) == 0 {
		return nil
	}
	return &Fault{Kind: Invalid, Code: "invalid_fields", Fields: c.list}
}

// With returns a copy of f with one more argument.
func (f *Fault) With(name string, value any) *Fault {
	c := *f
	c.Args = maps.Clone(f.Args)
	if c.Args == nil {
		c.Args = Args{}
	}
	c.Args[name] = value
	return &c
}
