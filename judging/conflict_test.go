package judging_test

import (
	"slices"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

func TestMatchFields(t *testing.T) {
	type of = judging.Interests
	type producer = judging.ProducerData
	for _, c := range []struct {
		name string
		of   of
		p    producer
		want []string
	}{
		{"nothing known", of{}, producer{}, nil},
		{"strangers", of{Name: "Trần An", Employer: "Sở Công Thương", Phone: "0912345678"}, producer{Name: "Cơ sở Tương", Phone: "0912345679"}, nil},
		{"name in the producer's", of{Name: "NGUYỄN THỊ HOA"}, producer{Name: "Hộ kinh doanh Nguyễn Thị Hoa"}, []string{"name"}},
		{"representative", of{Name: "Nguyễn Thị Hoà"}, producer{Representative: "Bà Nguyen thi hòa"}, []string{"representative"}},
		{"one word is no name", of{Name: "Hoa"}, producer{Name: "Hoa", Representative: "Hoa"}, nil},
		{"part of a longer word", of{Name: "Lê Ho"}, producer{Name: "Lê Hoa"}, nil},
		{"employer", of{Employer: "Công ty TNHH Gốm Chu Đậu"}, producer{Name: "Gốm  Chu Đậu"}, []string{"employer"}},
		{"kind of firm alone", of{Employer: "Hợp tác xã"}, producer{Name: "Hợp tác xã Dệt Mỹ Đức"}, nil},
		{"address with commune apart", of{Address: "12 Lê Lợi, phường Sa Đéc"}, producer{Address: "12 Lê Lợi", Commune: "Phường Sa Đéc"}, []string{"address"}},
		{"same street, other house", of{Address: "13 Lê Lợi"}, producer{Address: "12 Lê Lợi"}, nil},
		{"phone", of{Phone: "+84912345678"}, producer{Phone: "0912 345 678"}, []string{"phone"}},
		{"e-mail", of{Email: "hoa@thu.vn"}, producer{Email: "Hoa@thu.vn"}, []string{"email"}},
		{"tax code with branch", of{TaxCode: "0101234567"}, producer{TaxCode: "0101234567-001"}, []string{"tax_code"}},
		{"several", of{Name: "Lê Văn Lân", Phone: "0912345678"}, producer{Representative: "Lê Văn Lân", Phone: "0912345678"}, []string{"representative", "phone"}},
	} {
		if got := judging.MatchFields(c.of, c.p); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if len(judging.ConflictFields()) != 7 {
		t.Error("a field without a name")
	}
}

func (a *award) openMatchesNoted() int {
	a.Helper()
	r, err := a.s.Readiness(a.Context(), a.admin, a.slug)
	a.ok(err)
	for _, n := range r.Notes {
		if n.Code == "matches_open" {
			return n.Args["count"].(int)
		}
	}
	return 0
}

func TestMatchesAreTickedOrDismissed(t *testing.T) {
	a := newAward(t, "")
	v, err := a.s.AddMember(t.Context(), a.admin, a.slug, judging.NewMember{Email: "lan@thu.vn", Name: "Lê Văn Lân", Body: accounts.Jury,
		Role: accounts.Member, Employer: "Cơ sở Cốm", TaxCode: "0101234567"})
	a.ok(err)
	lan := accounts.Actor{User: v.Person}
	list := a.toScreening("N1", "Tương", "Cốm", "Bánh")
	_, err = a.s.PatchNomination(t.Context(), a.clerk, list[0].ID, a.nomination(list[0].ID).Version, judging.NominationInput{
		Producer: &judging.ProducerInput{Representative: ptr("LÊ VĂN LÂN")}})
	a.ok(err)
	matches, err := a.s.Matches(t.Context(), a.head, a.slug)
	a.ok(err)
	if len(matches) != 2 || matches[0].Product != "Tương" || !slices.Equal(matches[0].Fields, []string{"representative"}) ||
		!slices.Equal(matches[1].Fields, []string{"employer"}) {
		t.Fatalf("matches %+v", matches)
	}
	if got := a.openMatchesNoted(); got != 2 {
		t.Errorf("%d open matches before scoring", got)
	}
	own, err := a.s.Matches(t.Context(), lan, a.slug)
	a.ok(err)
	others, err := a.s.Matches(t.Context(), a.jury[1], a.slug)
	a.ok(err)
	if len(own) != 2 || len(others) != 0 {
		t.Errorf("the judge sees %d, another %d", len(own), len(others))
	}
	_, err = a.s.DismissMatch(t.Context(), a.jury[1], a.slug, matches[0].ID, "không phải")
	a.refused(err, "not_found")
	_, err = a.s.DismissMatch(t.Context(), a.clerk, a.slug, matches[0].ID, "không phải")
	a.refused(err, "forbidden")
	_, err = a.s.DismissMatch(t.Context(), a.jurySecretary, a.slug, matches[0].ID, " ")
	a.fieldRefused(err, "reason", "reason_required")
	_, err = a.s.DismissMatch(t.Context(), a.jurySecretary, a.slug, "none.none", "trùng tên")
	a.refused(err, "not_found")
	_, err = a.s.Declare(t.Context(), lan, a.slug, []judging.ConflictInput{{Nomination: list[1].ID, Reason: "nơi làm việc"}},
		judging.ConflictInput{Nomination: list[0].ID, Reason: "trùng tên"})
	a.ok(err)
	if got := a.openMatchesNoted(); got != 0 {
		t.Errorf("%d open matches after the declaration", got)
	}
	_, err = a.s.DismissMatch(t.Context(), a.jurySecretary, a.slug, matches[1].ID, "nhầm")
	a.refused(err, "conflict_stands")
	_, err = a.s.Declare(t.Context(), lan, a.slug, nil, judging.ConflictInput{Nomination: list[2].ID, Reason: "?"})
	a.fieldRefused(err, "dismissed[0].nomination", "unknown_value")
	// A dismissal covers what was known when it was made.
	_, err = a.s.PatchNomination(t.Context(), a.clerk, list[0].ID, a.nomination(list[0].ID).Version, judging.NominationInput{
		Producer: &judging.ProducerInput{TaxCode: ptr("0101234567")}})
	a.ok(err)
	if got := a.openMatchesNoted(); got != 1 {
		t.Errorf("%d open matches after another field met", got)
	}
	a.ledgerHolds()
}
