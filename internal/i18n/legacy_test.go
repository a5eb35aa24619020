package i18n

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// allLetters are the 134 letters beyond ASCII: six tones over twelve vowels without the six plain ones,
// and đ, small and capital.
func allLetters() string {
	var b strings.Builder
	for _, vowel := range "aăâeêioôơuưy" {
		for _, tone := range []string{"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"} {
			if letter := norm.NFC.String(string(vowel) + tone); len(letter) > 1 {
				b.WriteString(letter)
			}
		}
	}
	b.WriteString("đ")
	return b.String() + strings.ToUpper(b.String())
}

// encoders write a text in an old encoding by trying what decodes to each letter.
func encoders(t *testing.T) map[string]func(string) []byte {
	t.Helper()
	table := func(decode func([]byte) string, candidates [][]byte) func(string) []byte {
		codes := map[string][]byte{}
		for _, c := range candidates {
			if r := decode(c); utf8.RuneCountInString(r) == 1 && codes[r] == nil {
				codes[r] = c
			}
		}
		return func(s string) []byte {
			var b []byte
			for _, r := range s {
				code, ok := codes[string(r)]
				if !ok {
					t.Fatalf("no bytes decode to %q", r)
				}
				b = append(b, code...)
			}
			return b
		}
	}
	var single, double [][]byte
	for i := range 256 {
		single = append(single, []byte{byte(i)})
		for j := 0xC0; j < 256; j++ {
			double = append(double, []byte{byte(i), byte(j)})
		}
	}
	return map[string]func(string) []byte{
		TCVN3:       table(decodeTCVN3, single),
		VNI:         table(decodeVNI, append(single, double...)),
		Windows1258: table(func(b []byte) string { return decodeLegacy(Windows1258, b) }, append(single, double...)),
	}
}

// pangram is prose with most vowels and tones.
const pangram = "Giữa trưa hè, chú thợ rèn nhễ nhại mồ hôi vẫn đập búa; bà cụ bẻ bắp, gỡ bưởi, xẻ gỗ, vẽ tượng Phật, thả diều, ủ rượu nếp cẩm. " +
	"Đặng Thị Hằng ở xã Tân Hưng dệt lụa, nhuộm chỉ bằng củ nâu, kỹ lưỡng tỉ mỉ, quyết giữ nghề cổ."

func TestAllLettersSurvive(t *testing.T) {
	letters := allLetters()
	if n := utf8.RuneCountInString(letters); n != 134 {
		t.Fatalf("%d letters, want 134", n)
	}
	for name, encode := range encoders(t) {
		text := pangram + " " + strings.Join(strings.Split(letters, ""), " ")
		if got := decodeLegacy(name, encode(text)); got != text {
			t.Errorf("%s: decoded\n%s\nwant\n%s", name, got, text)
		}
		for _, text := range []string{pangram, "STT;Tên sản phẩm\r\n1;Tượng gỗ Làng Nôm\r\n2;Hương trầm\r\n", strings.ToUpper(pangram)} {
			gotName, got, ok := DetectEncoding(encode(text))
			if !ok || gotName != name || got != text {
				t.Errorf("DetectEncoding of %s: %q, %v, %q", name, gotName, ok, got)
			}
		}
	}
}

// TestDetectEncoding reads what files of the time hold, written here as the Latin-1 characters that
// people saw when the font was missing.
func TestDetectEncoding(t *testing.T) {
	latin1 := func(s string) []byte {
		b, err := charmap.ISO8859_1.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	utf16 := func(e unicode.Endianness, s string) []byte {
		b, err := unicode.UTF16(e, unicode.UseBOM).NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	const republic = "Cộng hòa xã hội chủ nghĩa Việt Nam"
	tests := []struct {
		name     string
		in       []byte
		encoding string // empty: not ok
		want     string
	}{
		{"TCVN3", latin1("Céng hßa x· héi chñ nghÜa ViÖt Nam"), TCVN3, republic},
		{"VNI", latin1("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"), VNI, republic},
		{"VNI capitals", latin1("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM"), VNI, strings.ToUpper(republic)},
		{"Windows-1258 with its marks", []byte("C\xf4\xf2ng hoa\xcc xa\xde h\xf4\xf2i \xf0\xf4\xccng b\xe0o Vi\xea\xf2t Nam"), Windows1258, "Cộng hoà xã hội đồng bào Việt Nam"},
		{"UTF-8", []byte(republic), UTF8, republic},
		{"UTF-8, decomposed", []byte(norm.NFD.String(republic)), UTF8, republic},
		{"UTF-8 with mark", []byte("\ufeff" + republic), UTF8BOM, republic},
		{"UTF-8 with mark, broken", []byte("\ufeff\xff"), "", ""},
		{"UTF-16 little", utf16(unicode.LittleEndian, republic), UTF16LE, republic},
		{"UTF-16 big", utf16(unicode.BigEndian, republic), UTF16BE, republic},
		{"UTF-16, cut", []byte("\xff\xfea"), "", ""},
		{"UTF-16, half a pair", []byte("\xff\xfe\x3d\xd8"), "", ""},
		{"ASCII", []byte("a;b\r\n"), UTF8, "a;b\r\n"},
		{"nothing", nil, UTF8, ""},
		{"with zero bytes", []byte("a\x00b"), "", ""},
		{"French", latin1("Élève français, déjà vu à la crèche"), "", ""},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xee\xdd"), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			name, got, ok := DetectEncoding(tt.in)
			if ok != (tt.encoding != "") || ok && (name != tt.encoding || got != tt.want) {
				t.Errorf("DetectEncoding = %q, %q, %v; want %q, %q", name, got, ok, tt.encoding, tt.want)
			}
		})
	}
}

func FuzzDetectEncoding(f *testing.F) {
	f.Add([]byte("Vi\xd6t"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		name, text, ok := DetectEncoding(b)
		if ok && (name == "" || !utf8.ValidString(text) || text != norm.NFC.String(text)) {
			t.Fatalf("%q was read as %s %q", b, name, text)
		}
	})
}

func TestIsSyllable(t *testing.T) {
	for _, word := range strings.Fields("nghiêng khuỷu quyết giữa giếng gì gìn thuở oằn xoong ương yến ý đất ngoằn huyên khuya") {
		if !isSyllable(word) {
			t.Errorf("%q is no syllable", word)
		}
	}
	for _, word := range []string{"ViÖt", "x·", "hßa", "aø", "ếế", "ñaát", "œuvre", "", "bcd", "tôố", "tóà"} {
		if isSyllable(word) {
			t.Errorf("%q is a syllable", word)
		}
	}
}
