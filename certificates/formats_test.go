package certificates

import (
	"encoding/hex"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestFormatsPage holds docs/formats.md to the code: the statement's vector with its hash, and every code
// of the table of check digits.
func TestFormatsPage(t *testing.T) {
	text, err := os.ReadFile("../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	s := sample(t)
	canonical, err := s.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	hash, err := s.Hash()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"```json\n" + string(canonical) + "\n```\n", "`" + hex.EncodeToString(hash[:]) + "`"} {
		if !strings.Contains(page, want) {
			t.Errorf("docs/formats.md lacks %s", want)
		}
	}
	rows := regexp.MustCompile("(?m)^\\| `(\\w{11})` \\| `(\\w)` \\|$").FindAllStringSubmatch(page, -1)
	if len(rows) < 4 {
		t.Fatalf("docs/formats.md shows %d check digits", len(rows))
	}
	for _, row := range rows {
		if _, err := ParseCode(row[1] + row[2]); err != nil {
			t.Errorf("docs/formats.md: %s%s is no code: %v", row[1], row[2], err)
		}
	}
}
