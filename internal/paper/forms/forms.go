// Package forms owns what each paper of the award says: which parts it has, their words and their order. It
// refuses to know how a paper is printed and where its facts come from.
//
// The circular's own blank forms (TT 26/2014, annexes 1 to 3) are not public, so that no paper claims a form
// number; the parts are those that the law, the score sheet and provinces' decisions name.
package forms

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
	"vinhdanh/judging"
)

// Award is what every paper says of the edition.
type Award struct {
	Lang      string // "vi" or "en"; the papers of council and authority are Vietnamese in any case
	Edition   judging.Edition
	Pack      *judging.Pack
	Organiser string // the office that receives dossiers
	Council   string // its name in full; empty = made of the rules and the province
	Place     string // before dates; empty = the province
}

// council is the council's name, as a sentence needs it.
func (a Award) council(lang string) string {
	province := a.Edition.Province
	switch {
	case a.Council != "":
		return a.Council
	case lang == i18n.English:
		return "the selection council of " + bareProvince(province)
	case a.Edition.Level != "province" || province == "":
		return "Hội đồng bình chọn " + lowerFirst(a.Pack.Honour(a.Edition.Level).VI)
	case bareProvince(province) == province:
		province = "tỉnh " + province
	}
	return "Hội đồng bình chọn " + lowerFirst(a.Pack.Title.VI) + " " + lowerFirst(province)
}

func (a Award) place() string {
	if a.Place != "" {
		return a.Place
	}
	return bareProvince(a.Edition.Province)
}

// subject names what is selected and in which edition.
func (a Award) subject(lang string) string {
	name := a.Edition.Name
	if lang == i18n.English && a.Edition.NameEN != "" {
		name = a.Edition.NameEN
	}
	return a.Pack.Honour(a.Edition.Level).In(lang) + "\n" + name
}

func (a Award) group(lang, code string) string {
	for _, g := range a.Pack.ProductGroups {
		if g.Code == code {
			return g.Name.In(lang)
		}
	}
	return code
}

func (a Award) kind(lang, code string) string {
	for _, k := range a.Pack.EntityKinds {
		if k.Code == code {
			return k.Name.In(lang)
		}
	}
	return code
}

// documents are the kinds of paper that the rules name for a nomination, in their order.
func (a Award) documents(n judging.Nomination) []judging.DocumentRule {
	var list []judging.DocumentRule
	for _, d := range a.Pack.Documents {
		if applies(d.EntityKinds, n.Producer.EntityKind) && applies(d.ProductGroups, n.ProductGroup) {
			list = append(list, d)
		}
	}
	return list
}

func applies(list []string, code string) bool {
	if len(list) == 0 || code == "" {
		return true
	}
	for _, x := range list {
		if x == code {
			return true
		}
	}
	return false
}

// say chooses between the two languages of the producers' papers.
func say(lang, vi, en string) string {
	if lang == i18n.English {
		return en
	}
	return vi
}

// bareProvince is a province without the word for what it is: "Tỉnh Hưng Yên" signs as "Hưng Yên".
func bareProvince(s string) string {
	for _, prefix := range []string{"Tỉnh ", "tỉnh ", "Thành phố ", "thành phố "} {
		if rest, ok := strings.CutPrefix(s, prefix); ok {
			return rest
		}
	}
	return s
}

func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[size:]
}

// two is a count as papers write it, with a leading zero below ten.
func two(n int) string { return fmt.Sprintf("%02d", n) }

// points are points with a decimal comma; nil is empty, never zero.
func points(p *judging.Points) string {
	if p == nil {
		return ""
	}
	return i18n.Decimal(i18n.Vietnamese, p.String())
}

func ordinal(i int) string { return strconv.Itoa(i + 1) }

// dottedDay is where a hand writes a day.
const dottedDay = "ngày ..... tháng ..... năm 20...."

func day(date string) string {
	if date == "" {
		return dottedDay
	}
	return i18n.FormatLongDate(i18n.Vietnamese, date)
}

// draftMark stands below the title of papers that are not signed yet.
func draftMark() paper.Paragraph {
	return paper.Paragraph{Text: "(Dự thảo)", Align: paper.Centre, Italic: true}
}

// byGroup are the rows of a table that lists entries under the groups of the rules; n counts them through from 0.
func byGroup[E interface{ group() string }](pack *judging.Pack, list []E, cells func(n int, e E) []string) (rows []paper.Row) {
	n := 0
	for _, g := range pack.ProductGroups {
		first := true
		for _, e := range list {
			if e.group() != g.Code {
				continue
			}
			if first {
				rows = append(rows, paper.Row{Span: true, Cells: []string{g.Name.VI}})
				first = false
			}
			rows = append(rows, paper.Row{Cells: cells(n, e)})
			n++
		}
	}
	return rows
}
