package pades

import (
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"

	"vinhdanh/internal/fault"
)

// update is what a file adds to the one it begins with.
type update struct {
	before, after document
	room          Box
	base          int // length of the issued file

	fields   []dict       // of new signatures
	pictures []Box        // of those that are seen
	visited  map[int]bool // numbers of objects
}

// mostFields is how many signatures one file may bring, those that wait included: each is read for itself.
const mostFields = 32

func more(what string) error { return fault.New(fault.Invalid, AddsMore, "what", what) }

// examine makes sure that signatures alone were added.
func (u *update) examine() error {
	if err := u.continues(); err != nil {
		return err
	}
	rootNumber, oldRoot, err := u.before.root()
	if err != nil {
		return err
	}
	newNumber, root, err := u.after.root()
	if err != nil {
		return err
	}
	pageNumber, oldPage, err := u.before.page()
	if err != nil {
		return err
	}
	_, page, err := u.after.page()
	if err != nil {
		return err
	}
	if newNumber != rootNumber {
		return more("catalog")
	}
	if key := differing(oldRoot, root, "AcroForm", "DSS", "Extensions", "Perms"); key != "" {
		return more(key)
	}
	if key := differing(oldPage, page, "Annots"); key != "" {
		return more(key)
	}
	if err := u.newAnnotations(oldPage, page); err != nil {
		return err
	}
	if err := u.form(oldRoot, root); err != nil {
		return err
	}
	for _, v := range []any{page["Annots"], root["AcroForm"], root["DSS"], root["Extensions"], root["Perms"]} {
		if err := u.visit(v, 0); err != nil {
			return err
		}
	}
	if err := u.listed(); err != nil {
		return err
	}
	return u.nothingElse(rootNumber, pageNumber)
}

// continues makes sure that the tables follow those of the issued file.
func (u *update) continues() error {
	old, all := u.before.revisions, u.after.revisions
	if len(all) <= len(old) || all[len(all)-len(old)].at != old[0].at {
		return more("xref")
	}
	for _, r := range all[:len(all)-len(old)] {
		if r.at < u.base || r.freed {
			return more("xref")
		}
		for _, p := range r.places {
			if p.at < u.base {
				return more("xref")
			}
		}
	}
	return nil
}

// differing is the first key, besides those that may differ, under which two dictionaries do; empty when there is none.
func differing(before, after dict, but ...string) string {
	keys := slices.Collect(maps.Keys(before))
	keys = append(keys, slices.Collect(maps.Keys(after))...)
	slices.Sort(keys)
	for _, key := range keys {
		if !slices.Contains(but, key) && !reflect.DeepEqual(before[key], after[key]) {
			return key
		}
	}
	return ""
}

// newAnnotations collects the fields of new signatures on the page and refuses any other annotation.
func (u *update) newAnnotations(oldPage, page dict) error {
	old, err := u.before.list(oldPage["Annots"])
	if err != nil {
		return err
	}
	list, err := u.after.list(page["Annots"])
	if err != nil {
		return err
	}
	if len(list) < len(old) || len(old) > 0 && !reflect.DeepEqual(old, list[:len(old)]) {
		return more("Annots")
	}
	if len(list)-len(old) > mostFields {
		return more("Annots")
	}
	for _, v := range list[len(old):] {
		n, is := v.(reference)
		if !is {
			return more("Annots")
		}
		if u.had(n.number) {
			return more("Annots")
		}
		field, err := u.after.dictionary(n)
		if err != nil {
			return err
		}
		if field["Subtype"] != name("Widget") || field["FT"] != name("Sig") {
			return more("Annots")
		}
		if err := u.withinRoom(field); err != nil {
			return err
		}
		u.fields = append(u.fields, field)
	}
	return nil
}

// had reports whether the issued file has an object.
func (u *update) had(n int) bool {
	return slices.ContainsFunc(u.before.revisions, func(r revision) bool { _, is := r.places[n]; return is })
}

// withinRoom makes sure that a signature's picture covers nothing that was printed.
func (u *update) withinRoom(field dict) error {
	corners, err := u.after.list(field["Rect"])
	if err != nil {
		return err
	}
	var at [4]float64
	if len(corners) != len(at) {
		return more("Rect")
	}
	for i, v := range corners {
		f, err := strconv.ParseFloat(string(asNumber(v)), 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return more("Rect")
		}
		at[i] = f
	}
	b := Box{min(at[0], at[2]), min(at[1], at[3]), max(at[0], at[2]), max(at[1], at[3])}
	if b.Left == b.Right || b.Bottom == b.Top {
		return nil // nothing is seen
	}
	if b.Left < u.room.Left || b.Bottom < u.room.Bottom || b.Right > u.room.Right || b.Top > u.room.Top {
		return fault.New(fault.Invalid, CoversText)
	}
	u.pictures = append(u.pictures, b)
	return nil
}

// form makes sure that the form holds the fields of signatures alone, and keeps the old ones.
func (u *update) form(oldRoot, root dict) error {
	old, err := u.before.dictionary(oldRoot["AcroForm"])
	if err != nil {
		return err
	}
	form, err := u.after.dictionary(root["AcroForm"])
	if err != nil {
		return err
	}
	if key := differing(old, form, "Fields", "SigFlags", "DR", "DA"); key != "" {
		return more(key)
	}
	had, err := u.before.list(old["Fields"])
	if err != nil {
		return err
	}
	fields, err := u.after.list(form["Fields"])
	if err != nil {
		return err
	}
	for i, v := range had {
		if i >= len(fields) || fields[i] != v {
			return more("Fields")
		}
	}
	if len(fields)-len(had) > mostFields {
		return more("Fields")
	}
	for _, v := range fields[len(had):] {
		field, err := u.after.dictionary(v)
		if err != nil {
			return err
		}
		if field["FT"] != name("Sig") || field["Kids"] != nil {
			return more("Fields")
		}
		if !slices.ContainsFunc(u.fields, func(d dict) bool { return reflect.DeepEqual(d, field) }) {
			u.fields = append(u.fields, field)
		}
	}
	return nil
}

// acting are names that make a document do something, or carry something, beyond being read.
var acting = []string{"AA", "A", "OpenAction", "JavaScript", "JS", "Launch", "EmbeddedFiles", "EF", "RichMedia", "URI", "SubmitForm",
	"ImportData", "GoToR", "GoToE", "XFA", "Next"}

// visit marks the new objects that hang on a value, and refuses any that acts.
func (u *update) visit(v any, depth int) error {
	if depth > deepest {
		return errSyntax
	}
	switch v := v.(type) {
	case reference:
		if u.had(v.number) || u.visited[v.number] {
			return nil
		}
		if u.visited == nil {
			u.visited = map[int]bool{}
		}
		u.visited[v.number] = true
		o, err := u.after.find(v)
		if err != nil {
			return err
		}
		return u.visit(o, depth+1)
	case array:
		for _, x := range v {
			if err := u.visit(x, depth+1); err != nil {
				return err
			}
		}
	case stream:
		return u.visit(v.dict, depth+1)
	case dict:
		for key, x := range v {
			if n, is := x.(name); slices.Contains(acting, key) || is && slices.Contains(acting, string(n)) {
				return more(key)
			}
			if err := u.visit(x, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// heads are where objects begin.
var heads = regexp.MustCompile(`[0-9][\x00\t\n\f\r ]+[0-9]+[\x00\t\n\f\r ]*obj`)

// listed makes sure that the tables tell of every object of the update. A reader that distrusts them looks for objects
// itself, even within streams, and would show one that nobody examined.
func (u *update) listed() error {
	known := map[int]bool{}
	for _, r := range u.after.revisions[:len(u.after.revisions)-len(u.before.revisions)] {
		for _, p := range r.places {
			known[p.at] = true
		}
	}
	if len(heads.FindAllIndex(u.after.data[u.base:], len(known)+1)) > len(known) {
		return more("obj")
	}
	return nil
}

// nothingElse makes sure that every object of the update is one of those examined.
func (u *update) nothingElse(root, page reference) error {
	_, oldRoot, err := u.before.root()
	if err != nil {
		return err
	}
	_, oldPage, err := u.before.page()
	if err != nil {
		return err
	}
	may := map[int]bool{root.number: true, page.number: true}
	for _, v := range []any{oldRoot["AcroForm"], oldPage["Annots"]} {
		if n, is := v.(reference); is {
			may[n.number] = true
		}
	}
	for _, r := range u.after.revisions[:len(u.after.revisions)-len(u.before.revisions)] {
		for n, p := range r.places {
			if may[n] || u.visited[n] {
				continue
			}
			if err := u.draft(reference{n, p.generation}); err != nil {
				return err
			}
		}
	}
	return nil
}

// draft lets pass a picture that nothing shows: poppler leaves drafts of the signature's looks behind.
func (u *update) draft(n reference) error {
	o, err := u.after.find(n)
	if err != nil {
		return err
	}
	if form, is := o.(stream); !is || form.dict["Subtype"] != name("Form") || u.had(n.number) {
		return more("object " + strconv.Itoa(n.number))
	}
	return u.visit(n, 0)
}
