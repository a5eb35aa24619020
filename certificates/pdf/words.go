package pdf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"vinhdanh/certificates"
	"vinhdanh/internal/i18n"
)

// The fixed words of the page. The form of the circular's annex is not public; these say no more than
// the law makes certain (domain.md, 7.1).
const (
	wordsNation   = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	wordsMotto    = "Độc lập - Tự do - Hạnh phúc"
	wordsTitle    = "GIẤY CHỨNG NHẬN"
	wordsProduct  = "Chứng nhận sản phẩm"
	wordsSet      = "Chứng nhận bộ sản phẩm"
	wordsMembers  = "gồm: "
	wordsBy       = "của "
	wordsAs       = "được công nhận là"
	wordsNumber   = "Số: "
	wordsCode     = "Mã tra cứu: "
	wordsAt       = "Tra cứu tại: "
	wordsSymbol   = "Mã QR dẫn đến trang tra cứu %s"
	wordsOnlyHere = "Chỉ tin kết quả hiển thị trên đúng tên miền này."
)

// dateWords is a date as documents write it: a zero before days below 10 and before the months 1 and 2
// (NĐ 30/2020, annex 1).
func dateWords(d certificates.Date) string {
	month := fmt.Sprint(d.Month())
	if d.Month() <= 2 {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", d.Day(), month, d.Year())
}

// placeWords is the line above the signature: place and date.
func placeWords(s certificates.Statement) string { return s.Place + ", " + dateWords(s.IssuedOn) }

// decisionWords name the decision that the certificate rests on and its last day.
func decisionWords(s certificates.Statement) string {
	return "(Quyết định số " + s.DecisionNumber + " " + dateWords(s.DecisionDate) +
		". Có giá trị đến hết " + dateWords(s.ValidUntil) + ")"
}

// editionWords name the edition and, apart, the product group, so that a long line breaks between
// them. Number and year are added unless the edition's own name says them.
func editionWords(s certificates.Statement) (edition, group string) {
	edition = s.EditionName
	if edition == "" {
		edition = "Bình chọn"
	}
	lower := strings.ToLower(edition)
	if s.EditionNumber > 0 && !strings.Contains(lower, "lần thứ") {
		edition += " lần thứ " + i18n.Roman(s.EditionNumber)
	}
	if s.EditionYear > 0 && !strings.Contains(lower, fmt.Sprint(s.EditionYear)) {
		edition += fmt.Sprintf(" – năm %d", s.EditionYear)
	}
	if g := s.ProductGroup.VI; g != "" {
		first, size := utf8.DecodeRuneInString(g)
		group = string(unicode.ToLower(first)) + g[size:]
		if !strings.HasPrefix(group, "nhóm") {
			group = "nhóm " + group
		}
	}
	return edition, group
}

// memberWords list the members of a set.
func memberWords(s certificates.Statement) string {
	return wordsMembers + strings.Join(s.SetMembers, "; ")
}

// upper is text in capitals. Decomposed letters never come here: statements are in NFC.
func upper(text string) string { return strings.ToUpper(text) }
