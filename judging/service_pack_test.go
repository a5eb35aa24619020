package judging_test

import (
	"testing"

	"vinhdanh/judging"
	"vinhdanh/judging/packs"
)

// TestPackOfEachEdition asks for the rules of two editions in turn.
func TestPackOfEachEdition(t *testing.T) {
	s := judging.NewService(nil, nil, nil)
	for range 2 {
		for _, id := range []string{"vn-cnnt-2025", "generic"} {
			p, err := s.Pack(judging.Edition{Rules: rulesOf(t, id)})
			if err != nil || p.ID != id {
				t.Errorf("asked for %s: %v, %v", id, p, err)
			}
		}
	}
}

// rulesOf is the text of a shipped pack.
func rulesOf(t *testing.T, id string) []byte {
	t.Helper()
	_, data, err := packs.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
