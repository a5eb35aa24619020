package web_test

import "testing"

// TestAgreementIsNullWithReasons: two judges who gave every entry the same agree about nothing that can be
// measured; the answer says so instead of a number, and comes only after the close.
func TestAgreementIsNullWithReasons(t *testing.T) {
	s := scoring(t, newWorld(t))
	path := "/editions/" + slug + "/agreement"
	s.mark("jury head")
	s.mark("jury member")
	for _, role := range []string{"jury head", "council member", "audit member"} {
		if p := s.ok(role, "GET", path, 409, ""); p["code"] != "pass_open" {
			t.Errorf("%s before the close: %v", role, p)
		}
	}
	s.ok("jury member", "GET", path, 403, "")
	s.ok("jury head", "POST", "/editions/"+slug+"/passes/1/close", 200, "")
	for _, role := range []string{"jury member", "jury secretary", "secretariat head", "administrator", "stranger"} {
		s.ok(role, "GET", path, 403, "")
	}
	got := s.ok("audit member", "GET", path, 200, "")
	groups := got["groups"].(map[string]any)
	if len(groups) != 1 || groups["N1"] == nil {
		t.Fatalf("groups %v", groups)
	}
	for _, x := range []any{got["overall"], groups["N1"]} {
		a := x.(map[string]any)
		reasons := a["reasons"].(map[string]any)
		if a["entries"] != 2.0 || a["judges"] != 2.0 || a["complete_entries"] != 2.0 || a["kendall_w"] != nil || reasons["kendall_w"] != "no_variation" {
			t.Errorf("%v", a)
		}
		if v, given := a["icc"].(map[string]any)["2,k"]; !given || v != nil || reasons["icc"] != "no_variation" {
			t.Errorf("icc %v, reasons %v", a["icc"], reasons)
		}
		score := a["least_squares"].([]any)[0].(map[string]any)
		rank := a["rank_intervals"].([]any)[0].(map[string]any)
		if score["score"] != 88.0 || rank["low"] != 1.0 || rank["high"] != 2.0 || len(a["severity"].([]any)) != 2 {
			t.Errorf("score %v, rank %v, severity %v", score, rank, a["severity"])
		}
		drawn := a["rank_bootstrap"].([]any)[0].(map[string]any)
		if drawn["low"] != 1.0 || drawn["high"] != 1.0 || drawn["within"] != nil || reasons["rank_bootstrap.within"] != "no_quota" {
			t.Errorf("drawn anew %v, reasons %v", drawn, reasons)
		}
		if flags, given := a["flags"]; !given || flags != nil || reasons["flags"] != "too_few_judges" || len(a["spread"].([]any)) != 2 {
			t.Errorf("flags %v, reasons %v, spread %v", flags, reasons, a["spread"])
		}
		limits := a["krippendorff_ci95"].(map[string]any)
		if x, given := limits["ordinal"]; !given || x != nil || reasons["krippendorff_ci95.ordinal"] != "no_variation" {
			t.Errorf("limits of alpha %v, reasons %v", limits, reasons)
		}
	}
}
