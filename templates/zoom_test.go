package templates_test

import (
	"os"
	"strings"
	"testing"
)

// publicSamples are one sample, the fullest, of each page that everybody may open.
var publicSamples = []string{"home.", "lookup.", "lookup-elsewhere.", "verify-revoked.", "verify-set.", "file-altered.", "register.", "results.", "product.", "start.", "ledger.", "error-404."}

// TestPublicPagesLarge reads the public pages at 400 %, with the text at 200 %, and in forced colours.
func TestPublicPagesLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("opens 50 pages in Chromium; -short was given")
	}
	needBrowser(t)
	t.Parallel()
	args := append([]string{"browser/zoom.mjs", preview(t), "-"}, publicSamples...)
	if out, err := run(t, ".", "node", args...); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestProofPagesLarge reads every sample there is as TestPublicPagesLarge does.
func TestProofPagesLarge(t *testing.T) {
	if os.Getenv("VINHDANH_PROOF") == "" {
		t.Skip("long: run make proof")
	}
	needBrowser(t)
	if out, err := run(t, ".", "node", "browser/zoom.mjs", preview(t), "-"); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestZoomCheckBites spoils one page in each way that TestPublicPagesLarge is to meet.
func TestZoomCheckBites(t *testing.T) {
	if testing.Short() {
		t.Skip("opens Chromium; -short was given")
	}
	needBrowser(t)
	t.Parallel()
	folder := spoilt(t, `<p style="height:1em;overflow:hidden">Một câu dài đến nỗi không thể nằm trên một dòng của màn hình nhỏ như thế này được.</p>
<img src="/photo.svg" width="500"><a class="btn" style="margin-left:-99px">x</a><p style="width:1em">Một cột chữ cái dài và hẹp</p>`)
	out, err := run(t, ".", "node", "browser/zoom.mjs", folder, "-", "home-empty")
	if err == nil {
		t.Error("a spoilt page passed")
	}
	for _, want := range []string{"cut off: P", "wider than the screen", "outside: btn", "a column of letters"} {
		if !strings.Contains(out, want) {
			t.Errorf("the check does not meet %q:\n%s", want, out)
		}
	}
}
