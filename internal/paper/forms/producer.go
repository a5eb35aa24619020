package forms

import (
	"fmt"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
	"vinhdanh/judging"
)

// Dossier is what a producer's papers say.
type Dossier struct {
	Award
	Nomination judging.Nomination
	Documents  map[string]int    // how many papers of each kind are in the dossier
	Answers    map[string]string // text for a criterion by its code; used by Description only
}

func (d Dossier) reference() string {
	code := d.Nomination.Code
	if code == "" {
		return ""
	}
	return fmt.Sprintf(say(d.Lang, "Mã hồ sơ %s – bản thứ %d", "Dossier %s – version %d"), code, d.Nomination.Version)
}

// Registration is the registration form to print and sign (phiếu đăng ký tham gia bình chọn).
func Registration(d Dossier) paper.Paper {
	n, lang := d.Nomination, d.Lang
	p := paper.Paper{Lang: lang, Reference: d.reference(), Author: n.Producer.Name,
		Title: say(lang, "Phiếu đăng ký tham gia bình chọn ", "Registration form ") + n.Code}
	p.Blocks = []paper.Block{
		paper.Letterhead{},
		paper.Title{Text: say(lang, "Phiếu đăng ký tham gia bình chọn", "Registration form"), Subject: d.subject(lang)},
		paper.Paragraph{Lead: say(lang, "Kính gửi:", "To:"), Text: d.council(lang), Align: paper.Centre},
		paper.Heading{Text: say(lang, "I. Cơ sở đăng ký", "I. The establishment")},
		producerFields(d),
		paper.Heading{Text: say(lang, "II. Sản phẩm đăng ký", "II. The product")},
		productFields(d),
	}
	p.Blocks = append(p.Blocks, members(d)...)
	p.Blocks = append(p.Blocks, paper.Heading{Text: say(lang, "III. Giấy tờ kèm theo", "III. Papers enclosed")}, enclosed(d),
		paper.Heading{Text: say(lang, "IV. Cơ sở cam kết", "IV. We declare that")}, undertaking(lang), signed(d))
	return p
}

func producerFields(d Dossier) paper.Fields {
	p, lang := d.Nomination.Producer, d.Lang
	return paper.Fields{
		{Label: say(lang, "Tên cơ sở", "Name"), Value: p.Name},
		{Label: say(lang, "Loại hình", "Kind"), Value: d.kind(lang, p.EntityKind)},
		{Label: say(lang, "Mã số thuế", "Tax code"), Value: p.TaxCode, Half: true},
		{Label: say(lang, "Số đăng ký kinh doanh", "Registration no."), Value: p.RegistrationNumber, Half: true},
		{Label: say(lang, "Địa chỉ", "Address"), Value: p.Address},
		{Label: say(lang, "Xã, phường", "Commune or ward"), Value: p.Commune},
		{Label: say(lang, "Điện thoại", "Telephone"), Value: p.Phone, Half: true},
		{Label: say(lang, "Thư điện tử", "E-mail"), Value: p.Email, Half: true},
		{Label: say(lang, "Người đại diện", "Representative"), Value: p.Representative},
	}
}

func productFields(d Dossier) paper.Fields {
	n, lang := d.Nomination, d.Lang
	label := say(lang, "Tên sản phẩm", "Product")
	if len(n.SetMembers) > 0 {
		label = say(lang, "Tên bộ sản phẩm", "Set")
	}
	return paper.Fields{
		{Label: label, Value: n.Product, Space: 1},
		{Label: say(lang, "Nhóm sản phẩm", "Product group"), Value: d.group(lang, n.ProductGroup)},
	}
}

// members list what a set consists of; a single product has none.
func members(d Dossier) []paper.Block {
	set := d.Nomination.SetMembers
	if len(set) == 0 {
		return nil
	}
	list := paper.List{Marker: paper.Numbers}
	for _, m := range set {
		list.Items = append(list.Items, paper.Item{Text: m})
	}
	text := fmt.Sprintf(say(d.Lang, "Bộ gồm %s sản phẩm:", "The set has %s products:"), two(len(set)))
	return []paper.Block{paper.Paragraph{Text: text}, list}
}

// enclosed ticks the papers that the dossier holds.
func enclosed(d Dossier) paper.List {
	list := paper.List{Marker: paper.Boxes}
	for _, doc := range d.documents(d.Nomination) {
		if doc.Kind == "signed_form" {
			continue // it is this paper
		}
		text, have := doc.Name.In(d.Lang), d.Documents[doc.Kind]
		switch {
		case have > 0:
			text += fmt.Sprintf(say(d.Lang, ": %s bản", ": %s"), two(have))
		case doc.Min > 1:
			text += fmt.Sprintf(say(d.Lang, " (ít nhất %s)", " (at least %s)"), two(doc.Min))
		}
		list.Items = append(list.Items, paper.Item{Text: text, Checked: have > 0})
	}
	return list
}

// undertaking says what TT 26/2014, art. 4 (as amended by TT 14/2018) and art. 6(4) ask of products and
// those who enter them.
func undertaking(lang string) paper.List {
	return paper.List{Marker: paper.Dashes, Items: []paper.Item{
		{Text: say(lang, "Sản phẩm do chính cơ sở sản xuất, có khả năng sản xuất hàng loạt, không phải sản phẩm độc bản;",
			"the product is made by ourselves, can be made in series and is not a one-off piece;")},
		{Text: say(lang, "Sản phẩm không vi phạm quy định về sở hữu trí tuệ, chất lượng, an toàn lao động, vệ sinh lao động, "+
			"an toàn thực phẩm và môi trường;",
			"it breaks no rule on intellectual property, quality, labour safety and hygiene, food safety or environment;")},
		{Text: say(lang, "Cơ sở tự nguyện tham gia và chịu trách nhiệm trước pháp luật về tính chính xác của các nội dung đã khai.",
			"we take part of our own will and answer in law for the accuracy of what we declare.")},
	}}
}

func signed(d Dossier) paper.Closing {
	return paper.Closing{Signatures: []paper.Signature{{
		Place: paper.PlaceLine(d.Lang, d.place(), ""), Lines: []string{say(d.Lang, "Đại diện cơ sở", "For the establishment")},
		Note: say(d.Lang, "(Ký, ghi rõ họ tên; đóng dấu nếu có)", "(signature, name in full; seal if any)"),
		Name: d.Nomination.Producer.Representative,
	}}}
}

// Description is the description of the product (bản thuyết minh, mô tả, giới thiệu sản phẩm). Where
// nothing is written yet it has a heading for each criterion that judges mark, with lines to write on.
func Description(d Dossier) paper.Paper {
	n, lang := d.Nomination, d.Lang
	title := say(lang, "Bản thuyết minh, mô tả, giới thiệu sản phẩm", "Description of the product")
	p := paper.Paper{Lang: lang, Reference: d.reference(), Title: title + " " + n.Code, Author: n.Producer.Name}
	fields := append(productFields(d), paper.Field{Label: say(lang, "Cơ sở sản xuất", "Made by"), Value: n.Producer.Name},
		paper.Field{Label: say(lang, "Địa chỉ", "Address"), Value: joined(n.Producer.Address, n.Producer.Commune)})
	p.Blocks = append(p.Blocks, paper.Letterhead{}, paper.Title{Text: title, Subject: d.subject(lang)}, fields)
	p.Blocks = append(p.Blocks, members(d)...)
	p.Blocks = append(p.Blocks, paper.Heading{Text: say(lang, "1. Giới thiệu chung về sản phẩm", "1. The product in general")})
	if n.Description != "" {
		p.Blocks = append(p.Blocks, paper.Paragraph{Text: n.Description, Align: paper.Justified})
	} else {
		p.Blocks = append(p.Blocks, paper.Blank{Lines: 6})
	}
	if n.Description == "" || len(d.Answers) > 0 {
		p.Blocks = append(p.Blocks, criteria(d)...)
	}
	if photos := d.Documents["photo"]; photos > 0 {
		p.Blocks = append(p.Blocks, paper.Paragraph{Italic: true,
			Text: fmt.Sprintf(say(lang, "Kèm theo %s ảnh màu sản phẩm.", "With %s colour photos of the product."), two(photos))})
	}
	p.Blocks = append(p.Blocks, signed(d))
	return p
}

// criteria are headings for what judges mark, so that they find the facts they need.
func criteria(d Dossier) []paper.Block {
	var blocks []paper.Block
	for i, top := range d.Pack.TopCriteria(d.Nomination.ProductGroup) {
		blocks = append(blocks, paper.Heading{Text: fmt.Sprintf("%d. %s", i+2, top.Name.In(d.Lang))})
		for _, leaf := range top.Leaves() {
			if leaf.Code != top.Code {
				blocks = append(blocks, paper.Paragraph{Text: "- " + leaf.Name.In(d.Lang) + ":"})
			}
			if text := d.Answers[leaf.Code]; text != "" {
				blocks = append(blocks, paper.Paragraph{Text: text, Align: paper.Justified})
			} else {
				blocks = append(blocks, paper.Blank{Lines: 2})
			}
		}
	}
	return blocks
}

func joined(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + ", " + b
}

// ReceiptData is what a receipt says besides the dossier.
type ReceiptData struct {
	Dossier
	PaperSets int    // sets on paper that were handed in; 0 = only electronic
	On        string // YYYY-MM-DD, the day of receipt; empty = to be written by hand
	Receiver  string // who receives; empty = to be written by hand
}

// Receipt is the receipt for a dossier (giấy biên nhận hồ sơ), in two columns of signatures.
func Receipt(r ReceiptData) paper.Paper {
	n := r.Nomination
	body := r.Organiser
	if body == "" {
		body = r.council(i18n.Vietnamese)
	}
	p := paper.Paper{Lang: i18n.Vietnamese, Title: "Giấy biên nhận hồ sơ " + n.Code, Author: body, Reference: "Mã hồ sơ " + n.Code}
	table := paper.Table{Columns: []paper.Column{
		{Head: "TT", Width: 8, Align: paper.Centre}, {Head: "Giấy tờ", Width: 62},
		{Head: "Số lượng", Width: 14, Align: paper.Centre}, {Head: "Ghi chú", Width: 20}}}
	for i, doc := range r.documents(n) {
		count := ""
		if have := r.Documents[doc.Kind]; have > 0 {
			count = two(have)
		}
		table.Rows = append(table.Rows, paper.Row{Cells: []string{ordinal(i), doc.Name.VI, count, ""}})
	}
	sets := ""
	if r.PaperSets > 0 {
		sets = two(r.PaperSets) + " bộ"
	}
	p.Blocks = []paper.Block{
		paper.Letterhead{Body: body, Number: "......../GBN", Place: paper.PlaceLine(i18n.Vietnamese, r.place(), r.On)},
		paper.Title{Text: "Giấy biên nhận hồ sơ", Subject: r.subject(i18n.Vietnamese)},
		paper.Fields{
			{Label: "Đã nhận hồ sơ của", Value: n.Producer.Name},
			{Label: "Địa chỉ", Value: joined(n.Producer.Address, n.Producer.Commune)},
			{Label: "Điện thoại", Value: n.Producer.Phone, Half: true},
			{Label: "Mã hồ sơ", Value: n.Code, Half: true},
			{Label: "Sản phẩm đăng ký", Value: n.Product},
			{Label: "Nhóm sản phẩm", Value: r.group(i18n.Vietnamese, n.ProductGroup)},
			{Label: "Số bộ hồ sơ giấy", Value: sets},
		},
		paper.Paragraph{Text: "Hồ sơ gồm các giấy tờ sau:"},
		table,
		paper.Closing{Signatures: []paper.Signature{
			{Lines: []string{"Người nộp hồ sơ"}, Note: "(Ký, ghi rõ họ tên)", Name: n.Producer.Representative},
			{Lines: []string{"Người nhận hồ sơ"}, Note: "(Ký, ghi rõ họ tên)", Name: r.Receiver},
		}},
	}
	return p
}
