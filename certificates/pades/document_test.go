package pades

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"vinhdanh/internal/fault"
)

// A file may be continued so often and no more; tables and objects that lie in each other would have the same bytes read
// once for each of them.
func TestFilesAreReadOnce(t *testing.T) {
	b := smallest()
	at := bytes.LastIndex(b, []byte("xref\n0"))
	for n := 1; n <= mostRevisions; n++ {
		d, err := readDocument(b)
		if err != nil || len(d.revisions) != n {
			t.Fatalf("%d revisions of %d, %v", len(d.revisions), n, err)
		}
		next := len(b)
		b = fmt.Appendf(b, "xref\n0 0\ntrailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n", at, next)
		at = next
	}
	if _, err := readDocument(b); !fault.IsCode(err, TooManyUpdates) {
		t.Errorf("%d revisions: %v", mostRevisions+1, err)
	}

	const outer = "%PDF-1.4\n"
	nested := outer + "xref\n0 0\ntrailer\n<< /Size 1 /A ("
	inner := len(nested)
	nested += fmt.Sprintf("xref\n0 0\ntrailer\n<< /Size 1 /Prev %d >>\n) >>\nstartxref\n%d\n%%%%EOF\n", len(outer), inner)
	if _, err := readDocument([]byte(nested)); !errors.Is(err, errStructure) {
		t.Errorf("a table within the trailer of an older one: %v", err)
	}

	file := outer + "1 0 obj\n(2 0 obj\n7\nendobj\n)\nendobj\n"
	second, table := strings.Index(file, "2 0 obj"), len(file)
	file += fmt.Sprintf("xref\n1 2\n%010d 00000 n \n%010d 00000 n \ntrailer\n<< /Size 3 >>\nstartxref\n%d\n%%%%EOF\n", len(outer), second, table)
	d, err := readDocument([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.find(reference{2, 0}); err != nil {
		t.Error(err)
	}
	if v, err := d.find(reference{1, 0}); !errors.Is(err, errSyntax) {
		t.Errorf("an object that holds another: %v, %v", v, err)
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string]string{"Sig": "Sig", "#53ig": "Sig", "Si#67": "Sig", "#23#35#33": "#53", "#5": "!", "A#": "!", "#zz": "!", "": ""} {
		got, err := (&parser{b: []byte(text)}).name()
		if err != nil {
			got = "!"
		}
		if string(got) != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}
