package pdf

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/certificates"
)

// childMark makes the test binary print the hashes of the samples and nothing else.
const childMark = "VINHDANH_TEST_PRINT_HASHES"

func hashes(t testing.TB, r *Renderer) map[string]string {
	t.Helper()
	got := map[string]string{}
	all := samples(t)
	for _, name := range []string{"plain", "set of four, 110", "other letters"} {
		s := all[name]
		out, err := r.Render(s, Options{BaseURL: testBase})
		if err != nil {
			t.Fatal(err)
		}
		got[name] = fmt.Sprintf("%x", sha256.Sum256(out))
	}
	return got
}

func TestSameBytesInAnotherProcess(t *testing.T) {
	own := fmt.Sprint(hashes(t, renderer(t)))
	if os.Getenv(childMark) != "" {
		fmt.Println("hashes:" + own)
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestSameBytesInAnotherProcess$", "-test.v")
	cmd.Env = append(os.Environ(), childMark+"=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if want := "hashes:" + own + "\n"; !strings.Contains(string(out), want) {
		t.Errorf("another process prints\n%s\nwant\n%s", out, want)
	}
}

func TestSameBytesFromEightGoroutines(t *testing.T) {
	r := renderer(t)
	want := fmt.Sprint(hashes(t, r))
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if got := fmt.Sprint(hashes(t, r)); got != want {
				t.Errorf("a goroutine printed %s, want %s", got, want)
			}
		})
	}
	wait.Wait()
}

func TestDecomposedTextPrintsTheSame(t *testing.T) {
	r, s := renderer(t), sample(t)
	d := s
	d.Product, d.ProducerName, d.Signer.Name = norm.NFD.String(s.Product), norm.NFD.String(s.ProducerName), norm.NFD.String(s.Signer.Name)
	if d.Product == s.Product {
		t.Fatal("nothing was decomposed")
	}
	a, errA := r.Render(s, Options{BaseURL: testBase})
	b, errB := r.Render(d, Options{BaseURL: testBase})
	if errA != nil || errB != nil || string(a) != string(b) {
		t.Errorf("NFD prints %d bytes, NFC %d, or they differ (%v, %v)", len(b), len(a), errA, errB)
	}
}

func TestEveryPrintedFieldChangesThePage(t *testing.T) {
	r := renderer(t)
	base, err := r.Render(sample(t), Options{BaseURL: testBase})
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*certificates.Statement){
		"product": func(s *certificates.Statement) { s.Product += " 2" },
		"issued":  func(s *certificates.Statement) { s.IssuedOn = "2026-11-16" },
		"until":   func(s *certificates.Statement) { s.ValidUntil = "2028-12-31" },
		"code":    func(s *certificates.Statement) { s.Code = code(t, "0000-0000-0000") },
	} {
		s := sample(t)
		change(&s)
		if out, err := r.Render(s, Options{BaseURL: testBase}); err != nil || string(out) == string(base) {
			t.Errorf("%s changes nothing (%v)", name, err)
		}
	}
}
