package contract_test

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// withRules starts a server with an edition under the plain rules with some changed.
func withRules(t *testing.T, change object) *office {
	t.Helper()
	rules := plain("50", "0.5")
	maps.Copy(rules, change)
	s := serve(t, "")
	admin := s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator")
	return open(t, s, admin, "luat-rieng", rules)
}

// TestTwoPasses runs a jury that scores twice; the last pass closed is the ranking unless another is asked for.
func TestTwoPasses(t *testing.T) {
	o := withRules(t, object{"passes": 2})
	ids := o.upToScoring(t, 2, "Nón Chuông", "Quạt Vác")
	head := o.judges[0]
	round := func(first, second string) {
		o.score(t, func(_ int, id string) map[string]string {
			return map[string]string{"1": map[string]string{ids[0]: first, ids[1]: second}[id], "2": "20"}
		})
	}
	round("50", "40")
	head.post(t, o.path("/passes/2/close"), nil).want(t, http.StatusConflict, http.StatusNotFound)
	head.post(t, o.path("/passes/1/close"), nil).done(t)
	missing(t, o.admin.post(t, o.path("/state"), object{"state": "deliberation"}))
	for _, s := range all[sheet](t, head.client, o.path("/sheets?pass=2")) {
		if s.Pass != 2 || s.State != "open" || len(s.Marks) != 0 {
			t.Errorf("a sheet of the second pass is %+v", s)
		}
	}
	round("30", "45")
	head.post(t, o.path("/passes/2/close"), nil).done(t)
	firstOf := func(path string) string {
		items := read[struct{ Items []ranked }](t, head.get(t, o.path(path)).want(t, http.StatusOK)).Items
		if len(items) != 2 {
			t.Fatalf("%s has %d entries", path, len(items))
		}
		return items[0].Nomination
	}
	got := []string{firstOf("/ranking?pass=1"), firstOf("/ranking?pass=2"), firstOf("/ranking")}
	if diff := cmp.Diff([]string{ids[0], ids[1], ids[1]}, got); diff != "" {
		t.Errorf("first of pass 1, of pass 2 and of all (-want +got):\n%s", diff)
	}
	head.get(t, o.path("/ranking?pass=3")).want(t, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusConflict)
	head.post(t, o.path("/passes/2/reopen"), object{}).refused(t, http.StatusUnprocessableEntity, "").blames(t, "reason")
	o.judges[1].post(t, o.path("/passes/2/reopen"), object{"reason": "Cộng nhầm"}).refused(t, http.StatusForbidden, "")
	head.post(t, o.path("/passes/2/reopen"), object{"reason": "Cộng nhầm"}).done(t)
	missing(t, o.admin.post(t, o.path("/state"), object{"state": "deliberation"}))
	head.post(t, o.path("/passes/2/close"), nil).done(t)
	o.move(t, "deliberation")
	o.s.spec.report(t)
}

// TestDropExtremes drops one highest and one lowest total of seven, and refuses to rank six.
func TestDropExtremes(t *testing.T) {
	o := withRules(t, object{"aggregation": "mean_drop_extremes"})
	o.upToScoring(t, 7, "Khèn Mông", "Trống đồng")
	marks := []string{"0", "10", "10.5", "11", "20", "30", "60"}
	o.score(t, func(judge int, _ string) map[string]string { return map[string]string{"1": marks[judge], "2": "0"} })
	o.judges[0].post(t, o.path("/passes/1/close"), nil).done(t)
	for _, r := range o.ranking(t) {
		if *r.MeanExact != "163/10" || *r.Mean != "16.30" || r.Judges != 7 || len(r.TiedWith) != 1 || r.Passed {
			t.Errorf("without extremes: %+v, want 163/10 of 7 judges, tied", r)
		}
	}
	six := withRules(t, object{"aggregation": "mean_drop_extremes"})
	six.upToScoring(t, 6, "Khèn Mông")
	six.score(t, func(int, string) map[string]string { return map[string]string{"1": "30", "2": "10"} })
	closed := six.judges[0].post(t, six.path("/passes/1/close"), nil)
	if closed.status == http.StatusOK {
		six.judges[0].get(t, six.path("/ranking")).refused(t, http.StatusConflict, "")
	} else {
		closed.refused(t, http.StatusConflict, "")
	}
}

// TestQuotaPrizesAndPartialDecision proposes under a quota and prizes, and decides in two steps.
func TestQuotaPrizesAndPartialDecision(t *testing.T) {
	o := withRules(t, object{"quota": 3, "prizes": []object{{"code": "A", "name": object{"vi": "Giải A"}, "count": 1, "cash": "5000000"}}})
	ids := o.upToScoring(t, 1, "Chiếu cói", "Lụa Vạn Phúc", "Tranh Đông Hồ", "Mây tre Phú Vinh")
	o.score(t, func(_ int, id string) map[string]string {
		return map[string]string{"1": points(100 - slices.Index(ids, id)), "2": "30"}
	})
	o.upToDeliberation(t)
	path := o.path("/proposal")
	o.recorder.post(t, path, o.proposal(ids...)).refused(t, http.StatusUnprocessableEntity, "").blames(t, "nominations")
	list := o.proposal(ids[:3]...)
	items := list["nominations"].([]object)
	items[0]["prize"], items[1]["prize"] = "A", "A"
	o.recorder.post(t, path, list).refused(t, http.StatusUnprocessableEntity, "").blames(t, "prize")
	delete(items[1], "prize")
	o.recorder.post(t, path, list).done(t)
	o.head.post(t, o.path("/decision"), o.decision(ids[0], ids[1])).done(t)
	if register := o.issue(t); len(register) != 2 {
		t.Errorf("after the first decision there are %d certificates, want 2", len(register))
	}
	rest := o.decision(ids[2])
	rest["number"] = "1300/QĐ-UBND"
	o.head.post(t, o.path("/decision"), rest).done(t)
	register := o.issue(t)
	if len(register) != 3 {
		t.Fatalf("after the second decision there are %d certificates, want 3", len(register))
	}
	numbers := map[string]string{}
	for _, c := range register {
		numbers[c.Nomination] = read[certificate](t, o.s.public().get(t, "/certificates/"+c.Code)).Decision.Number
	}
	if numbers[ids[0]] != "1234/QĐ-UBND" || numbers[ids[2]] != "1300/QĐ-UBND" {
		t.Errorf("certificates name the decisions %v", numbers)
	}
	o.s.spec.report(t)
}

// TestGroupsWithSheetsOfTheirOwn marks a group by criteria of its own.
func TestGroupsWithSheetsOfTheirOwn(t *testing.T) {
	name := object{"vi": "Độ bền"}
	o := withRules(t, object{"tie_order": []string{"median", "council"}, "criteria_by_group": object{"N2": []object{{"code": "B", "name": name, "max": "90"}}}})
	ids := o.upToScoring(t, 1, "Bánh cốm")
	j := o.judges[0]
	s := o.sheetsOf(t, j)[ids[0]]
	j.call(t, http.MethodPut, "/sheets/"+s.ID, object{"version": s.Version, "marks": object{"1": "10"}}).
		refused(t, http.StatusUnprocessableEntity, "").blames(t, "1")
	if stored, err := mark(j, s, map[string]string{"B": "88.5"}); err != nil || *stored.Total != "88.5" {
		t.Errorf("a sheet of the group's own criteria: %+v, %v", stored, err)
	}
}

// TestScoringNeedsAnEligibleEntry refuses to open scoring when every entry failed screening, and under a
// jury that is too small.
func TestScoringNeedsAnEligibleEntry(t *testing.T) {
	o := withRules(t, object{"jury": object{"min": 3}})
	o.staff(t)
	o.move(t, "filing")
	n := o.file(t, "Gốm Chu Đậu", "N1", "HTX Chu Đậu")
	o.move(t, "screening")
	o.seatJury(t, 2)
	reasons := []object{{"code": "origin", "text": "Không sản xuất tại địa phương"}}
	o.desk.post(t, "/nominations/"+n.ID+"/screening", object{"verdict": "ineligible", "reasons": reasons}).done(t)
	toScoring := func() answer { return o.admin.post(t, o.path("/state"), object{"state": "scoring"}) }
	missing(t, toScoring())
	o.screen(t, n.ID)
	missing(t, toScoring()) // two judges of three
	o.judges = append(o.judges, o.seat(t, "giamkhao3@example.vn", "Giám khảo ba", "jury", "member"))
	o.move(t, "scoring")
	o.judges[2].get(t, o.path("/sheets")).refused(t, http.StatusForbidden, "declaration_missing")
	o.judges[2].post(t, o.path("/declarations"), object{"conflicts": []object{{"nomination": "khong-co", "reason": "x"}}}).
		want(t, http.StatusUnprocessableEntity, http.StatusNotFound)
	o.judges[2].post(t, o.path("/declarations"), object{"conflicts": []object{{"nomination": n.ID, "reason": ""}}}).
		refused(t, http.StatusUnprocessableEntity, "")
}

// TestUnscoredIsNull submits sheets that lack a mark: they count as not scored, never as zero.
func TestUnscoredIsNull(t *testing.T) {
	o := withRules(t, nil)
	ids := o.upToScoring(t, 2, "Gạch trang trí", "Ngói mũi hài")
	o.score(t, func(judge int, id string) map[string]string {
		if id == ids[1] || judge == 1 {
			return map[string]string{"1": "60"}
		}
		return map[string]string{"1": "0", "2": "35.5"}
	})
	if s := o.sheetsOf(t, o.judges[1])[ids[0]]; s.State != "submitted" || s.Total != nil {
		t.Errorf("a submitted sheet that lacks a mark is %+v, want no total", s)
	}
	o.judges[0].post(t, o.path("/passes/1/close"), nil).done(t)
	items := o.ranking(t)
	if len(items) != 2 {
		t.Fatalf("the ranking has %d entries, want both", len(items))
	}
	if r := items[0]; r.Nomination != ids[0] || r.Judges != 1 || r.MeanExact == nil || *r.MeanExact != "71/2" || *r.Rank != 1 || r.Passed {
		t.Errorf("an entry with one scored sheet of two: %+v", r)
	}
	if r := items[1]; r.Nomination != ids[1] || r.Judges != 0 || r.Mean != nil || r.MeanExact != nil || r.Passed {
		t.Errorf("an entry that nobody scored: %+v, want no mean", r)
	}
	o.s.spec.report(t)
}
