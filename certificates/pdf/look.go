package pdf

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"vinhdanh/internal/fault"
)

// newLook makes a design ready with the faces of open fonts.
func newLook(d *design, open map[string]func() (*face, error)) (*look, error) {
	l := &look{design: d}
	for i, file := range d.fonts {
		key, chars := "", repertoire
		if at := slices.IndexFunc(l.faces, func(f *face) bool { return f.file == file }); at >= 0 {
			l.roles[i] = l.faces[at]
			continue
		}
		if role(i) == inCode {
			chars = ascii()
		}
		key = fmt.Sprintf("face%d", len(l.faces))
		measured, err := open[file]()
		if err != nil {
			return nil, err
		}
		own := *measured
		own.key, own.chars = key, chars
		l.roles[i] = &own
		l.faces = append(l.faces, &own)
	}
	var err error
	if l.mould, err = newMould(l.faces, ""); err != nil {
		return nil, err
	}
	var c canvas
	c.artifact(func() { d.ornament(&c) })
	l.ornamentDraw = deflated(l.after()+ornamentObject, c.buf.Bytes())
	l.profile = stream(l.after()+profileObject, "/N 3 /Filter /FlateDecode ", compressed(srgbProfile()))
	return l, nil
}

// openFaces opens every font that a design names and measures each when it is first asked for.
func openFaces(fonts fs.FS) (map[string]func() (*face, error), error) {
	open := map[string]func() (*face, error){}
	for _, file := range FontFiles() {
		f, parsed, err := openFace(fonts, file, file)
		if err != nil {
			return nil, err
		}
		open[file] = sync.OnceValues(func() (*face, error) { return f, f.measure(parsed) })
	}
	return open, nil
}

func unknownDesign(name string) error {
	var bad fault.Fields
	bad.Add("design", "unknown_value", "value", name, "allowed", strings.Join(Designs(), ", "))
	return bad.Err()
}
