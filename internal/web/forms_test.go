package web_test

import (
	"strings"
	"testing"
)

// TestOnlyKnownNoticesAreTold: the address cannot put words into the page.
func TestOnlyKnownNoticesAreTold(t *testing.T) {
	w := newWorld(t)
	if body := string(w.browse("/help?done=signed_out", "").body); !strings.Contains(body, `role="status"`) {
		t.Error("a known notice is not told")
	}
	for _, code := range []string{"x", "none_such", "../x", strings.Repeat("a", 60), "SIGNED_OUT", "%3Cb%3E"} {
		if body := string(w.browse("/help?done="+code, "").body); strings.Contains(body, `role="status"`) {
			t.Errorf("the notice %q is told", code)
		}
	}
}
