package templates

import (
	"fmt"
	"slices"
	"time"
)

// Field is one question of a form as the part "field" shows it, with its own fault beside it.
type Field struct {
	// ID is the name of the field and its id, which the error summary links to.
	ID string
	// Kind is "text", "email", "tel", "password", "number" (a whole number typed as text), "decimal", "date"
	// (typed as 05/11/2026), "time" (typed as 17:00), "search", "textarea", "select", "radios", "checks",
	// "check" (one box) or "file".
	Kind string
	// Value is what the form holds; Values are the ticked ones of "checks".
	Value  string
	Values []string
	Label  string
	Hint   string
	Error  string
	// Options are the choices of a select, radios or checks.
	Options      []Option
	Autocomplete string
	// Accept are the media types that a file may have; Multiple lets several be chosen.
	Accept   string
	Multiple bool
	// Optional leaves out the mark that says the answer is needed.
	Optional bool
	// Rows is the height of a textarea, 4 when 0; Max is the soft limit of its letters, shown as a counter.
	Rows, Max int
	// Small sets the label as a plain one, for forms with many fields; Short makes the field narrow.
	Small, Short bool
	Suffix       string
}

// Has reports whether a value of "checks" is ticked.
func (f Field) Has(value string) bool {
	for _, v := range f.Values {
		if v == value {
			return true
		}
	}
	return f.Kind != "checks" && f.Value == value
}

// Describes are the ids that describe the input, for aria-describedby.
func (f Field) Describes() string {
	ids := ""
	if f.Hint != "" {
		ids = f.ID + "-hint"
	}
	if f.Error != "" {
		if ids != "" {
			ids += " "
		}
		ids += f.ID + "-fault"
	}
	return ids
}

// newField makes a Field in a template from alternating names and values: field "id" "name" "value" .Name
// "label" (t "…") "faults" .Faults. A name that it does not know is an error.
func newField(pairs ...any) (Field, error) {
	f := Field{Kind: "text"}
	var faults FormFaults
	if len(pairs)%2 != 0 {
		return f, fmt.Errorf("field with %d arguments, want pairs", len(pairs))
	}
	for pair := range slices.Chunk(pairs, 2) {
		name, _ := pair[0].(string)
		if known, ok := pair[1].(FormFaults); ok && name == "faults" {
			faults = known
			continue
		}
		if !f.set(name, pair[1]) {
			return f, fmt.Errorf("field has no %q that is a %T", name, pair[1])
		}
	}
	if f.Error == "" {
		f.Error = faults.Of(f.ID)
	}
	return f, nil
}

// set fills one part of the field and reports whether there is one of that name and type.
func (f *Field) set(name string, value any) bool {
	switch v := value.(type) {
	case string:
		return f.setText(name, v)
	case bool:
		flags := map[string]*bool{"optional": &f.Optional, "small": &f.Small, "short": &f.Short, "multiple": &f.Multiple}
		if flags[name] == nil {
			return false
		}
		*flags[name] = v
	case int:
		numbers := map[string]*int{"rows": &f.Rows, "max": &f.Max}
		if numbers[name] == nil {
			return false
		}
		*numbers[name] = v
	case []Option:
		f.Options = v
		return name == "options"
	case []string:
		f.Values = v
		return name == "values"
	default:
		return false
	}
	return true
}

func (f *Field) setText(name, value string) bool {
	texts := map[string]*string{
		"id": &f.ID, "kind": &f.Kind, "value": &f.Value, "label": &f.Label, "hint": &f.Hint, "error": &f.Error,
		"autocomplete": &f.Autocomplete, "accept": &f.Accept, "suffix": &f.Suffix,
	}
	if texts[name] == nil {
		return false
	}
	*texts[name] = value
	return true
}

// Link is a place to go to; Current marks where the reader is, Count shows a number beside it when not below 1.
type Link struct {
	Text    string
	URL     string
	Current bool
	Count   int
}

// Tag is a state in a word with its colour: "ok", "warn", "bad", "new", "gold" or "" for neutral. Icon names a
// drawing of the sprite and may be empty.
type Tag struct {
	Kind string
	Icon string
	Text string
}

// Task is one line of a task list: what to do, where, and how far it is in a tag.
type Task struct {
	Text string
	Hint string
	URL  string // "" when it cannot be started yet
	Tag  Tag
}

// SummaryRow is a question with its answer, on pages that let people check what they wrote. Lines are shown
// one below the other; ChangeURL leads to where the answer is changed.
type SummaryRow struct {
	Label     string
	Lines     []string
	ChangeURL string
	Error     string
}

// Moment is one line of a history: when, what and why.
type Moment struct {
	At    time.Time
	Tag   Tag
	Title string
	Lines []string
	By    string
}

// Empty says that a list has nothing yet and what to do next.
type Empty struct {
	Icon  string
	Title string
	Text  string
	// Action is a button below, when its URL is not empty.
	Action Link
}

// Progress is how far a long work is, shown as a bar; JobURL is where a script asks how far it is now, as
// JSON {"state", "done", "total"}, and empty for a bar that stands still.
type Progress struct {
	Label       string
	Done, Total int
	JobURL      string
}

// Percent is the share done, from 0 to 100.
func (p Progress) Percent() int {
	if p.Total <= 0 {
		return 0
	}
	return min(100, max(0, 100*p.Done/p.Total))
}

// DonePanel says that something big was done, with its reference number.
type DonePanel struct {
	Title  string
	Text   string
	Number string
}
