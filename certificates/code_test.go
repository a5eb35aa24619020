package certificates

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vinhdanh/internal/fault"
)

func TestNewCodeIsDeterministicInItsSource(t *testing.T) {
	got, err := NewCode(bytes.NewReader([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}))
	if err != nil {
		t.Fatal(err)
	}
	if want := "0123-4567-89AM"; got.String() != want {
		t.Errorf("NewCode = %s, want %s", got, want)
	}
	if _, err := NewCode(bytes.NewReader(make([]byte, 10))); err == nil {
		t.Error("NewCode was content with too little randomness")
	}
}

func TestParseCode(t *testing.T) {
	const want = "7K3M-9QXT-2HDK"
	good := map[string]string{
		"as printed":         "7K3M-9QXT-2HDK",
		"as the QR says":     "7k3m9qxt2hdk",
		"blanks":             " 7k3m 9qxt\t2hdk\n",
		"en dash, nb hyphen": "7K3M–9QXT‑2HDK",
		"minus, em dash":     "7K3M−9QXT—2HDK",
		"no-break space":     "7K3M\u00a09QXT\u00a02HDK",
		"dashes elsewhere":   "-7-K3M9QX--T2HD-K-",
	}
	for name, input := range good {
		t.Run(name, func(t *testing.T) {
			c, err := ParseCode(input)
			if err != nil || c.String() != want {
				t.Errorf("ParseCode(%q) = %s, %v; want %s", input, c, err, want)
			}
		})
	}
	bad := map[string]string{
		"empty": "", "too short": "7K3M-9QXT-2HD", "too long": "7K3M-9QXT-2HDK0", "wrong check": "7K3M-9QXT-2HDM",
		"letter U": "7K3M-9QXT-2HDU", "full width": "７K3M-9QXT-2HDK", "underscore": "7K3M_9QXT_2HDK",
		"long": strings.Repeat("-", 65) + want, "not UTF-8": "7K3M-9QXT-2HD\xff",
	}
	for name, input := range bad {
		t.Run(name, func(t *testing.T) {
			c, err := ParseCode(input)
			if !fault.IsCode(err, "code_mistyped") || fault.KindOf(err) != fault.Malformed || !c.IsZero() {
				t.Errorf("ParseCode(%q) = %q, %v", input, c, err)
			}
		})
	}
}

func TestParseCodeReadsLookalikes(t *testing.T) {
	want := mustCode(t, "0101-0101-010"+checkDigit("01010101010"))
	for _, typed := range []string{"OIOLoiol0I0", "oLOlOLOLOLO"} {
		got, err := ParseCode(typed + checkDigit("01010101010"))
		if err != nil || got != want {
			t.Errorf("ParseCode(%s…) = %s, %v", typed, got, err)
		}
	}
}

func TestNoTypingErrorPasses(t *testing.T) {
	for range 200 {
		c, err := NewCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		for _, typed := range typingErrors(c.Lower()) {
			if got, err := ParseCode(typed); err == nil {
				t.Fatalf("%s typed as %s passes as %s", c, typed, got)
			}
		}
	}
}

// typingErrors are all single substitutions, adjacent swaps, jump swaps and twin errors of a code.
func typingErrors(right string) []string {
	var list []string
	add := func(b []byte) {
		if string(b) != right {
			list = append(list, string(b))
		}
	}
	digits := strings.ToLower(codeDigits)
	for i := range right {
		for _, d := range []byte(digits) {
			b := []byte(right)
			b[i] = d
			add(b)
			if i > 0 && right[i] == right[i-1] {
				b[i-1] = d
				add(b)
			}
		}
		for _, step := range []int{1, 2} {
			if i+step < len(right) {
				b := []byte(right)
				b[i], b[i+step] = b[i+step], b[i]
				add(b)
			}
		}
	}
	return list
}

// The scheme is linear, so that the four kinds of errors can be proved for all codes at once: an error
// passes exactly if the fold of the difference is zero.
func TestCheckDigitCatchesEveryErrorOfEveryCode(t *testing.T) {
	weight := func(d byte, place int) byte {
		for range codeLength - place {
			d = double(d)
		}
		return d
	}
	for i := range codeLength {
		for d := byte(1); d < 32; d++ {
			if weight(d, i) == 0 {
				t.Errorf("substitution at %d by a difference of %d passes", i, d)
			}
			for _, step := range []int{1, 2} {
				if j := i + step; j < codeLength && weight(d, i)^weight(d, j) == 0 {
					t.Errorf("a pair of differences %d at %d and %d passes (swap, jump swap or twin)", d, i, j)
				}
			}
		}
	}
}

func TestCodesSurviveEverySpelling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := NewCode(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), randomDigits, randomDigits).Draw(t, "random")))
		if err != nil {
			t.Fatal(err)
		}
		for _, spelling := range []string{c.String(), c.Lower(), strings.ToLower(c.String()), strings.ReplaceAll(c.String(), "-", " ")} {
			if got, err := ParseCode(spelling); err != nil || got != c {
				t.Fatalf("ParseCode(%q) = %s, %v", spelling, got, err)
			}
		}
	})
}

func FuzzParseCode(f *testing.F) {
	for _, seed := range []string{"7K3M-9QXT-2HDK", "7k3m9qxt2hdk", "OIL", "\xff", "–‑−"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		c, err := ParseCode(input)
		if err != nil {
			if !c.IsZero() || fault.KindOf(err) != fault.Malformed {
				t.Fatalf("ParseCode(%q) = %q, %v", input, c, err)
			}
			return
		}
		if again, err := ParseCode(c.String()); err != nil || again != c {
			t.Fatalf("%q read as %s, which reads as %s, %v", input, c, again, err)
		}
	})
}

func mustCode(t testing.TB, s string) Code {
	t.Helper()
	c, err := ParseCode(s)
	if err != nil {
		t.Fatalf("ParseCode(%q): %v", s, err)
	}
	return c
}

// checkDigit finds the digit that makes a code of eleven digits.
func checkDigit(eleven string) string {
	for _, d := range codeDigits {
		if _, err := ParseCode(eleven + string(d)); err == nil {
			return string(d)
		}
	}
	return "?"
}
