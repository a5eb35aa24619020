package inspect

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// Sniff returns the media type of a piece of evidence: JPEG, PNG, WebP or PDF. The bytes and the ending of
// the declared name must agree. Anything else is the fault of the field "file" with the code "file_type"
// (arguments found, allowed), an empty file "file_empty".
func Sniff(path, declaredName string) (string, error) {
	return sniff(path, declaredName, "jpg, jpeg, png, webp, pdf", map[string]string{
		".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".webp": WebP, ".pdf": PDF})
}

// SniffImport is Sniff for lists to import: CSV or XLSX.
func SniffImport(path, declaredName string) (string, error) {
	return sniff(path, declaredName, "csv, xlsx", map[string]string{".csv": CSV, ".xlsx": XLSX})
}

func sniff(path, name, allowed string, types map[string]string) (string, error) {
	st, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("detect file type: %w", err)
	}
	if st.Size() == 0 {
		return "", refuse("file_empty")
	}
	found, err := mimetype.DetectFile(path)
	if err != nil {
		return "", fmt.Errorf("detect file type: %w", err)
	}
	want, ok := types[strings.ToLower(filepath.Ext(name))]
	if !ok || !matches(found, want) {
		kind, _, _ := strings.Cut(found.String(), ";")
		return "", refuse("file_type", "found", kind, "allowed", allowed)
	}
	return want, nil
}

// matches compares what the bytes are with what the name says. A CSV has no signature and, in an old
// Vietnamese code page, no known text encoding either; it must be text or unknown, not another format.
func matches(found *mimetype.MIME, want string) bool {
	if want != CSV {
		return found.Is(want)
	}
	for _, known := range []string{"text/plain", "text/csv", "text/tab-separated-values", "application/octet-stream"} {
		if found.Is(known) {
			return true
		}
	}
	return false
}
