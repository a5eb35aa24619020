package web_test

import (
	"fmt"
	"strings"
	"testing"
)

func correction(s *staged, number, reason string) string {
	return fmt.Sprintf(`{"number":%q,"date":"2026-11-02","authority":"Ủy ban nhân dân tỉnh",
		"signer":{"name":"Nguyễn Văn A","title":"Chủ tịch","block":"TM. ỦY BAN NHÂN DÂN"},
		"nominations":["%s"],"notified_on":"2026-11-02","reason":%q}`, number, strings.Join(s.nominations, `","`), reason)
}

// decisions is the number of each decision in a list, and the id of the last.
func (s *staged) decisions(path string) (numbers, last string) {
	s.t.Helper()
	for _, x := range s.ok("audit member", "GET", "/editions/"+slug+path, 200, "")["items"].([]any) {
		d := x.(map[string]any)
		numbers += d["number"].(string) + " "
		last = d["id"].(string)
	}
	return numbers, last
}

func TestDecisionIsCorrectedUntilACertificateNamesIt(t *testing.T) {
	s := decided(t, newWorld(t))
	_, id := s.decisions("/decision")
	path := "/editions/" + slug + "/decision/" + id + "/correct"
	s.ok("secretariat head", "POST", path, 422, correction(s, "13/QĐ-UBND", ""))
	d := s.ok("secretariat head", "POST", path, 201, correction(s, "13/QĐ-UBND", "gõ sai số"))
	if d["replaces"] != id || d["reason"] != "gõ sai số" {
		t.Errorf("%v", d)
	}
	if now, _ := s.decisions("/decision"); now != "13/QĐ-UBND " {
		t.Errorf("in force: %s", now)
	}
	if all, _ := s.decisions("/decision/history"); all != "12/QĐ-UBND 13/QĐ-UBND " {
		t.Errorf("history: %s", all)
	}
	_, id = s.decisions("/decision")
	s.ok("secretariat head", "POST", "/editions/"+slug+"/certificates", 202, `{"issued_on":"2026-11-02"}`) // prepared, not yet printed
	path = "/editions/" + slug + "/decision/" + id + "/correct"
	if p := s.ok("secretariat head", "POST", path, 409, correction(s, "14/QĐ-UBND", "lại sai")); p["code"] != "decision_used" {
		t.Errorf("%v", p)
	}
	s.move("announced")
	p := s.ok("administrator", "POST", "/editions/"+slug+"/state/back", 409, `{"reason":"bấm nhầm"}`)
	if p["code"] != "step_back_refused" || p["missing"].([]any)[0].(map[string]any)["code"] != "certificates_exist" {
		t.Errorf("%v", p)
	}
	s.move("closed")
	if e := s.ok("administrator", "POST", "/editions/"+slug+"/state/back", 200, `{"reason":"bấm nhầm"}`); e["state"] != "announced" {
		t.Errorf("%v", e)
	}
}

func TestDeadlineByTheAPI(t *testing.T) {
	s := filing(t, newWorld(t))
	path := "/editions/" + slug
	if e := s.ok("producer", "GET", path, 200, ""); e["filing_until"] != nil {
		t.Errorf("deadline before one was set: %v", e["filing_until"])
	}
	s.ok("secretariat head", "POST", path+"/deadline", 422, `{"filing_until":"ngày mai"}`)
	s.ok("secretariat head", "POST", path+"/deadline", 422, `{"filing_until":"2999-12-02T17:00:00+07:00"}`)
	s.ok("secretariat head", "POST", path+"/deadline", 200, `{"filing_until":"2026-12-02T17:00:00+07:00"}`)
	if e := s.ok("producer", "GET", path, 200, ""); e["filing_until"] != "2026-12-02T10:00:00Z" {
		t.Errorf("deadline %v", e["filing_until"])
	}
	p := s.ok("administrator", "POST", path+"/deadline", 422, `{"filing_until":"2026-12-01T17:00:00+07:00"}`)
	if got := len(p["errors"].([]any)); got != 2 {
		t.Errorf("%d faults of a shorter deadline without a reason: %v", got, p)
	}
}

func TestOverviewsByTheAPI(t *testing.T) {
	s := scoring(t, newWorld(t))
	path := "/editions/" + slug
	s.mark("jury member")
	if c := s.ok("jury member", "GET", path+"/counts", 200, ""); c["by_state"].(map[string]any)["eligible"] != float64(len(s.nominations)) {
		t.Errorf("counts %v", c)
	}
	r := s.ok("administrator", "GET", path+"/readiness", 200, "")
	if r["next"] != "deliberation" || r["missing"].([]any)[0].(map[string]any)["code"] != "pass_not_closed" {
		t.Errorf("readiness %v", r)
	}
	for _, x := range s.ok("jury secretary", "GET", path+"/sheets/states", 200, "")["items"].([]any) {
		line := x.(map[string]any)
		if want := map[bool]string{true: "submitted", false: "open"}[line["judge"] == s.users["jury member"].ID]; line["state"] != want || len(line) != 9 {
			t.Errorf("%v", line)
		}
	}
	for _, x := range s.ok("audit member", "GET", path+"/journal?limit=200", 200, "")["items"].([]any) {
		if line := x.(map[string]any); line["index"] != nil || strings.HasPrefix(line["kind"].(string), "sheet.") {
			t.Errorf("told while the pass is open: %v", line)
		}
	}
	if got := s.ok("audit member", "GET", path+"/journal?kind=rules.frozen", 200, "")["items"].([]any); len(got) != 1 {
		t.Errorf("by kind: %v", got)
	}
	steps := s.ok("secretariat member", "GET", "/nominations/"+s.nominations[0]+"/timeline", 200, "")["items"].([]any)
	if last := steps[len(steps)-1].(map[string]any); last["kind"] != "coded" {
		t.Errorf("the last step is %v", last)
	}
}
