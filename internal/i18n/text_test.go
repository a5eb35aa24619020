package i18n

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestCleanLine(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"spaces", "  Hương \t  trầm\u00a0 Ninh\u3000Bình ", "Hương trầm Ninh Bình"},
		{"line breaks", "a\r\nb\nc\u2028d", "a b c d"},
		{"decomposed", norm.NFD.String("Tượng gỗ"), "Tượng gỗ"},
		{"control", "a\x00b\x1b[31mc\x7f\u0085d", "ab[31mc d"},
		{"invisible", "a\u200bb\u202ec\ufeffd\u00ade", "abcde"},
		{"an invisible mark between letter and tone", "a\u200b\u0301", "á"},
		{"broken bytes", "a\xffb", "ab"},
		{"letters of others", "Ê Đê Ea Súp №5 “tốt”", "Ê Đê Ea Súp №5 “tốt”"},
	}
	for _, tt := range tests {
		if got := CleanLine(tt.in); got != tt.want {
			t.Errorf("%s: CleanLine(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestCleanText(t *testing.T) {
	if got, want := CleanText("\r\n a  b \r\n\r\n\n\u200b\nc\rd\u2029e\n\n"), "a b\n\nc\nd\ne"; got != want {
		t.Errorf("CleanText = %q, want %q", got, want)
	}
}

func TestCleanIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s") + string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		for name, clean := range map[string]func(string) string{"CleanLine": CleanLine, "CleanText": CleanText, "Fold": Fold, "NFC": NFC} {
			once := clean(s)
			if again := clean(once); again != once {
				t.Fatalf("%s(%q) = %q, and once more %q", name, s, once, again)
			}
		}
	})
}

func TestFold(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Hoà", "hoa"}, {"Hòa", "hoa"}, {norm.NFD.String("HOẢ"), "hoa"},
		{"  Đồ  Gỗ\tMỹ Nghệ ", "do go my nghe"}, {"ưởng ƯỠN đĐ", "uong uon dd"}, {"N1-2026", "n1-2026"}, {"", ""},
	} {
		if got := Fold(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestSortKey(t *testing.T) {
	want := strings.Fields("a à ả ã á ạ an ăn ân ba da Dung đa Đào Đỗ e ê i o ô ơ ợ p u ư v x y ỹ z")
	shuffled := slices.Clone(want)
	for range 20 {
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		slices.SortFunc(shuffled, func(a, b string) int { return bytes.Compare(SortKey(a), SortKey(b)) })
		if diff := cmp.Diff(want, shuffled); diff != "" {
			t.Fatalf("order (-want +got):\n%s", diff)
		}
	}
	if !bytes.Equal(SortKey("Hưng"), SortKey(norm.NFD.String("Hưng"))) {
		t.Error("a decomposed text has another key")
	}
	// Tones count only between words of the same letters.
	if bytes.Compare(SortKey("hoà an"), SortKey("hoa bình")) > 0 {
		t.Error("hoà an stands after hoa bình")
	}
}

// TestSortKeyVersion fails when new collation tables give other keys: then SortKeyVersion must change.
func TestSortKeyVersion(t *testing.T) {
	want := "16321772174f169100000020002000350020002000000302020202"
	if got := strings.TrimSpace(hexOf(SortKey("Đồng"))); got != want {
		t.Errorf("the key of Đồng under %s is %s, was %s", SortKeyVersion, got, want)
	}
}

func TestNameSortKey(t *testing.T) {
	want := []string{
		"", "Lê An", "Nguyễn An", "Lê Bá An", "Nguyễn Văn Bá An", "An Bình", "Trần Thị Bình", "Đỗ Dũng",
		"Nguyễn Văn Đạt", "Hòa", "Lê Thị Mơ", "Trần Thị Mơ", "Phạm Văn Mơ",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return bytes.Compare(NameSortKey(a), NameSortKey(b)) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

// TestNameSortKeyOrdersByParts compares the one key with the keys of the parts, one after the other.
func TestNameSortKeyOrdersByParts(t *testing.T) {
	word := rapid.SampledFrom([]string{"An", "an", "Án", "Anh", "Ân", "Hoà", "Hòa", "Đỗ", "Do", "x\u0301"})
	name := rapid.SliceOfN(word, 3, 3)
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		want := 0
		for _, part := range []int{2, 1, 0} {
			want = cmpOr(want, bytes.Compare(SortKey(a[part]), SortKey(b[part])))
		}
		got := bytes.Compare(NameSortKey(strings.Join(a, " ")), NameSortKey(strings.Join(b, " ")))
		if got != want {
			t.Fatalf("%v against %v: %d, want %d", a, b, got, want)
		}
	})
}

func cmpOr(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}
