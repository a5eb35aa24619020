package main

import "vinhdanh/judging"

// demoEdition is one invented edition and how far it has come.
type demoEdition struct {
	in   judging.NewEdition
	upTo judging.State
}

// demoEditions are one edition in each state that somebody has work in, the oldest first.
func demoEditions() []demoEdition {
	first := judging.NewEdition{Slug: "mau-2026", Name: "Bình chọn lần thứ I, năm 2026", NameEN: "First selection, 2026",
		Number: 1, Year: 2026, Level: "province", Province: "tỉnh Hưng Yên", Rules: []byte(`"vn-cnnt-2025"`)}
	again := func(slug, name, english string, number, year int) judging.NewEdition {
		e := first
		e.Slug, e.Name, e.NameEN, e.Number, e.Year = slug, name, english, number, year
		return e
	}
	craft := again("thu-cong-2027", "Giải thưởng hàng thủ công mẫu, năm 2027", "Sample crafts award, 2027", 1, 2027)
	craft.Rules = []byte(`"generic"`)
	return []demoEdition{
		{first, judging.Announced},
		{craft, judging.Deliberation},
		{again("mau-2027", "Bình chọn lần thứ II, năm 2027", "Second selection, 2027", 2, 2027), judging.Scoring},
		{again("mau-2027-2", "Bình chọn đợt hai, năm 2027", "Second round of 2027", 3, 2027), judging.Screening},
		{again("mau-2028", "Bình chọn lần thứ III, năm 2028", "Third selection, 2028", 4, 2028), judging.Filing},
	}
}
