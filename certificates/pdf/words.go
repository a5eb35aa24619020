package pdf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"vinhdanh/certificates"
	"vinhdanh/internal/i18n"
)

// The words of nation and motto, which stand on every page in Vietnamese (NĐ 30/2020, annex 1).
const (
	wordsNation   = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	wordsMotto    = "Độc lập - Tự do - Hạnh phúc"
	wordsNationEN = "SOCIALIST REPUBLIC OF VIET NAM"
	wordsMottoEN  = "Independence - Freedom - Happiness"
	wordsSpecimen = "BẢN MẪU / SPECIMEN"
	wordsOffline  = "Kiểm tra ngoại tuyến / Offline check"
)

// speech is one language of the page: its fixed words and how it says what a statement holds. The form of the circular's
// annex is not public; the words say no more than the law makes certain (domain.md, 7.1).
type speech struct {
	lang                                    string // as a PDF names it
	title, mixedTitle, product, set, as, by string
	members, number, code, at, onlyHere     string
	symbol, offline, emblem, seal           string // what a screen reader says; %s is an address or the authority
	date                                    func(certificates.Date) string
	decision                                func(certificates.Statement) string
	edition                                 func(certificates.Statement) (edition, group string)
	level, prize                            func(certificates.Statement) string
}

// speeches are the languages of a page, the first one set larger.
func speeches(s certificates.Statement) []*speech {
	switch s.Language {
	case certificates.LanguageEN:
		return []*speech{english()}
	case certificates.LanguageBoth:
		return []*speech{inVietnamese(), english()}
	default:
		return []*speech{inVietnamese()}
	}
}

func inVietnamese() *speech {
	return &speech{
		lang: "vi-VN", title: "GIẤY CHỨNG NHẬN", mixedTitle: "Giấy chứng nhận",
		product: "Chứng nhận sản phẩm", set: "Chứng nhận bộ sản phẩm", as: "được công nhận là", by: "của", members: "gồm",
		number: "Số", code: "Mã tra cứu", at: "Tra cứu tại", onlyHere: "Chỉ tin kết quả hiển thị trên đúng tên miền này.",
		symbol:  "Mã QR dẫn đến trang tra cứu %s",
		offline: "Mã QR để kiểm tra khi không có mạng", emblem: "Biểu trưng của %s", seal: "Dấu của %s",
		date: dateWords, decision: decisionWords, edition: editionWords,
		level: func(s certificates.Statement) string { return upper(s.LevelTitle.VI) },
		prize: func(s certificates.Statement) string { return s.Prize },
	}
}

// joined is a word in all languages of a page: "Số / No.".
func joined(list []*speech, of func(*speech) string) string {
	var words []string
	for _, p := range list {
		words = append(words, of(p))
	}
	return strings.Join(words, " / ")
}

// dateWords is a date as documents write it: a zero before days below 10 and before the months 1 and 2
// (NĐ 30/2020, annex 1).
func dateWords(d certificates.Date) string {
	month := fmt.Sprint(d.Month())
	if d.Month() <= 2 {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", d.Day(), month, d.Year())
}

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

// upper is text in capitals. Decomposed letters never come here: statements are in NFC.
func upper(text string) string { return strings.ToUpper(text) }
