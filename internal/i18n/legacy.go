package i18n

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// Names of the encodings that DetectEncoding tells apart.
const (
	UTF8        = "utf-8"
	UTF8BOM     = "utf-8-bom"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	TCVN3       = "tcvn3" // fonts named .Vn…, TCVN 5712:1993; capital fonts (.VnTimeH) look like lower case here
	VNI         = "vni"   // fonts named VNI-…
	Windows1258 = "windows-1258"
)

// DetectEncoding tells the encoding of a text file and its text in NFC without byte order mark. Of the old
// Vietnamese encodings it takes the one that makes most words possible Vietnamese syllables. It is not ok
// when two do so equally well, when too few words become Vietnamese, or when bytes are broken: the file
// is then to be saved as UTF-8 by its owner, never guessed.
func DetectEncoding(b []byte) (name, decoded string, ok bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return UTF8BOM, norm.NFC.String(string(b[3:])), utf8.Valid(b[3:])
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return fromUTF16(UTF16LE, b, unicode.LittleEndian)
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return fromUTF16(UTF16BE, b, unicode.BigEndian)
	case utf8.Valid(b):
		return UTF8, norm.NFC.String(string(b)), bytes.IndexByte(b, 0) < 0
	}
	best, second := 0, 0
	for _, encoding := range []string{TCVN3, VNI, Windows1258} {
		text := decodeLegacy(encoding, b)
		good, bad := countSyllables(text)
		score := good - 2*bad
		switch {
		case score > best:
			best, second = score, best
			name, decoded = encoding, text
		case score > second:
			second = score
		}
	}
	if best == 0 || best == second {
		return "", "", false
	}
	return name, decoded, true
}

func fromUTF16(name string, b []byte, order unicode.Endianness) (string, string, bool) {
	text, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(b)
	if err != nil || len(b)%2 != 0 {
		return name, "", false
	}
	return name, norm.NFC.String(string(text)), !bytes.ContainsRune(text, utf8.RuneError)
}

func decodeLegacy(encoding string, b []byte) string {
	switch encoding {
	case TCVN3:
		return decodeTCVN3(b)
	case VNI:
		return decodeVNI(b)
	}
	var text strings.Builder
	for _, c := range b {
		text.WriteRune(charmap.Windows1258.DecodeByte(c))
	}
	return norm.NFC.String(text.String())
}

// tcvn3Low and tcvn3High are TCVN 5712:1993 (VN1, of which TCVN3 fonts use the part that they need): the
// letters below 0x18, by byte, and the letters from 0x80 on, a row of sixteen a line. A space stands for a
// byte that is no letter, 0xA0 among them, which is a space.
const (
	tcvn3Low  = " ÚỤ ỪỬỮ          ỨỰỲỶỸÝỴ"
	tcvn3High = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ" +
		"ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ" +
		" ĂÂÊÔƠƯĐăâêôơưđẰ" +
		"\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ" +
		"ẮẦẨẪẤỀặầẩẫấậèỂẻẽ" +
		"éẹềểễếệìỉỄẾỒĩíịò" +
		"Ổỏõóọồổỗốộờởỡớợù" +
		"ỖủũúụừửữứựỳỷỹýỵỐ"
)

func decodeTCVN3(b []byte) string {
	low, high := []rune(tcvn3Low), []rune(tcvn3High)
	var text strings.Builder
	for _, c := range b {
		switch {
		case c >= 0x80:
			text.WriteRune(high[c-0x80])
		case int(c) < len(low) && low[c] != ' ':
			text.WriteRune(low[c])
		default:
			text.WriteByte(c)
		}
	}
	return norm.NFC.String(text.String())
}

// vniMarks are the bytes that VNI writes behind a letter, as Latin-1 characters, with the combining marks
// that they stand for; vniLetters are the letters that it writes in one. Capitals are the bytes of the
// capital Latin-1 characters.
func vniMarks() map[rune]string {
	return map[rune]string{
		'ù': "\u0301", 'ø': "\u0300", 'û': "\u0309", 'õ': "\u0303", 'ï': "\u0323",
		'â': "\u0302", 'á': "\u0302\u0301", 'à': "\u0302\u0300", 'å': "\u0302\u0309", 'ã': "\u0302\u0303", 'ä': "\u0302\u0323",
		'ê': "\u0306", 'é': "\u0306\u0301", 'è': "\u0306\u0300", 'ú': "\u0306\u0309", 'ü': "\u0306\u0303", 'ë': "\u0306\u0323",
	}
}

func vniLetters() map[rune]rune {
	return map[rune]rune{
		'ñ': 'đ', 'Ñ': 'Đ', 'ô': 'ơ', 'Ô': 'Ơ', 'ö': 'ư', 'Ö': 'Ư', 'í': 'í', 'Í': 'Í', 'ì': 'ì', 'Ì': 'Ì',
		'æ': 'ỉ', 'Æ': 'Ỉ', 'ó': 'ĩ', 'Ó': 'Ĩ', 'ò': 'ị', 'Ò': 'Ị', 'î': 'ỵ', 'Î': 'Ỵ',
	}
}

func decodeVNI(b []byte) string {
	marks, letters := vniMarks(), vniLetters()
	var text strings.Builder
	var before rune
	for _, c := range b {
		r := rune(c) // Latin-1
		lower := r
		if r >= 0xC0 && r < 0xE0 {
			lower = r + 0x20
		}
		mark, isMark := marks[lower]
		letter, isLetter := letters[r]
		switch {
		case isMark && strings.ContainsRune("aeouyôöAEOUYÔÖ", before):
			text.WriteString(mark)
		case isLetter:
			text.WriteRune(letter)
		default:
			text.WriteRune(r)
		}
		before = r
	}
	return norm.NFC.String(text.String())
}
