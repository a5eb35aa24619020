package inspect

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// activeKeys are dictionary keys whose presence is enough; activeValues are values of /S, /Subtype, /Type
// and /FT (ISO 32000-2, 12.6.4 and 12.5.6). Links to a page or an address stay allowed.
func activeKeys() []string {
	return []string{"JS", "JavaScript", "EmbeddedFiles", "EF", "XFA", "RichMediaContent", "RichMediaSettings"}
}

func activeValues() []string {
	return []string{"JavaScript", "Launch", "EmbeddedFile", "RichMedia", "FileAttachment", "Movie", "Sound",
		"Screen", "3D", "Rendition", "SubmitForm", "ImportData", "GoToE", "GoToR", "RichMediaExecute"}
}

// maxDepth of arrays and dictionaries within one object; honest files stay below 20.
const maxDepth = 200

// scanPDF reads every object of the file and refuses active parts. It also looks for the long names in the
// bare bytes, because a viewer that repairs files may find an object which the cross-reference table hides.
func scanPDF(content []byte) error {
	if !bytes.HasPrefix(content, []byte("%PDF-")) {
		return refuse("file_broken")
	}
	for _, name := range []string{"/JavaScript", "/EmbeddedFile", "/RichMedia", "/Launch"} {
		if bytes.Contains(content, []byte(name)) {
			return refuse("pdf_active_content", "part", name[1:])
		}
	}
	api.DisableConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	conf.Cmd = model.MERGECREATE // a command that refuses encrypted files instead of opening them
	limits := model.DefaultResourceLimits()
	limits.MaxDecodeBytes, limits.MaxStreamBytes = 128<<20, MaxBytes
	conf.Limits = limits
	ctx, err := api.ReadContext(bytes.NewReader(content), conf)
	switch {
	case errors.Is(err, pdfcpu.ErrEncrypted), errors.Is(err, pdfcpu.ErrWrongPassword):
		return refuse("pdf_encrypted")
	case err != nil && bytes.Contains(content, []byte("/Encrypt")):
		return refuse("pdf_encrypted")
	case err != nil, ctx.Root == nil:
		return refuse("file_broken")
	case ctx.Encrypt != nil:
		return refuse("pdf_encrypted")
	}
	for _, entry := range ctx.Table {
		if entry == nil || entry.Free {
			continue
		}
		if entry.Object == nil && hidesObject(entry, content) {
			return refuse("file_broken")
		}
		if name, ok := entry.Object.(types.Name); ok && slices.Contains(activeValues(), name.Value()) {
			return refuse("pdf_active_content", "part", name.Value()) // a dictionary may refer to it
		}
		if runsScript(entry.Object) {
			return refuse("pdf_active_content", "part", "URI")
		}
		if err := scanObject(entry.Object, 0); err != nil {
			return err
		}
	}
	return nil
}

var nullObject = regexp.MustCompile(`^\s*\d+\s+\d+\s+obj\s+null\b`)

// hidesObject tells a real null from an object that the library could not read and passes over in
// silence: what was not read was not looked at.
func hidesObject(entry *model.XRefTableEntry, content []byte) bool {
	if entry.Compressed {
		return true
	}
	if entry.Offset == nil || *entry.Offset == 0 {
		return false // a table line that points nowhere
	}
	at := *entry.Offset
	return at < 0 || at >= int64(len(content)) || !nullObject.Match(content[at:])
}

// scanObject looks through one object; references need no following, since every object is looked at.
func scanObject(o types.Object, depth int) error {
	if depth > maxDepth {
		return refuse("file_too_complex")
	}
	switch o := o.(type) {
	case types.Dict:
		return scanDict(o, depth)
	case types.StreamDict:
		return scanDict(o.Dict, depth)
	case *types.StreamDict:
		return scanDict(o.Dict, depth)
	case types.ObjectStreamDict:
		return scanDict(o.Dict, depth)
	case types.Array:
		for _, item := range o {
			if err := scanObject(item, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// runsScript reports whether a string is an address that runs a script. Readers pass over case, blanks and control
// characters before its scheme and within.
func runsScript(o types.Object) bool {
	text, err := types.StringOrHexLiteral(o)
	if err != nil || text == nil {
		return false
	}
	address := strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, *text))
	return strings.HasPrefix(address, "javascript:") || strings.HasPrefix(address, "vbscript:")
}

func scanDict(d types.Dict, depth int) error {
	for _, key := range activeKeys() {
		if _, ok := d[key]; ok {
			return refuse("pdf_active_content", "part", key)
		}
	}
	for _, key := range []string{"S", "Subtype", "Type"} {
		name, ok := d[key].(types.Name)
		if !ok {
			continue
		}
		for _, value := range activeValues() {
			if name.Value() == value {
				return refuse("pdf_active_content", "part", value)
			}
		}
	}
	for _, key := range []string{"URI", "Base"} {
		if runsScript(d[key]) {
			return refuse("pdf_active_content", "part", "URI")
		}
	}
	for _, value := range d {
		if err := scanObject(value, depth+1); err != nil {
			return err
		}
	}
	return nil
}
