package templates_test

import (
	"bytes"
	"strings"
	"testing"

	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
	"vinhdanh/templates/samples"
)

// TestWhoWasCountedByHandHasVoted: the chair is asked about members without a vote, and about nobody once the hands of
// all the others were counted.
func TestWhoWasCountedByHandHasVoted(t *testing.T) {
	words := i18n.New()
	set, err := templates.LoadUnfolded("vi", samples.Words(words, "vi"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range samples.All() {
		page, ok := s.Page.(templates.CouncilMeeting)
		if !ok || s.Name != "council-meeting-chair-ballot" {
			continue
		}
		for _, x := range []struct {
			voted int
			asks  string
		}{{5, "Còn 3 người chưa bỏ phiếu"}, {8, ""}} {
			ballot := *page.Ballot
			ballot.Voted, ballot.ByHand = x.voted, x.voted-1
			page.Ballot = &ballot
			var out bytes.Buffer
			if err := set.Render(&out, page); err != nil {
				t.Fatal(err)
			}
			asks := strings.Contains(out.String(), "Họ sẽ được ghi")
			if asks != (x.asks != "") || !strings.Contains(out.String(), x.asks) {
				t.Errorf("with %d votes of 8 the close asks: %v, want %q", x.voted, asks, x.asks)
			}
		}
		return
	}
	t.Fatal("no sample of a chair's ballot")
}
