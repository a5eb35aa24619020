package ledger

import (
	"encoding/json"
	"errors"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// ReadVerifiers reads published keys: the JSON that /.well-known/vinhdanh-keys serves, or a text with one
// verifier a line. A text without any is an error.
func ReadVerifiers(data []byte) (note.Verifiers, error) {
	var published struct {
		Ledger []string `json:"ledger"`
	}
	if json.Unmarshal(data, &published) == nil && len(published.Ledger) > 0 {
		return Verifiers(published.Ledger...)
	}
	var list []string
	for line := range strings.SplitSeq(string(data), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	if list == nil {
		return nil, errors.New("read keys: there are none")
	}
	return Verifiers(list...)
}
