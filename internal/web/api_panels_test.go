package web_test

import (
	"testing"
)

// screened is an edition in screening with eligible products and a jury that has declared.
func screened(t *testing.T, w *world, products ...string) *staged {
	t.Helper()
	s := filing(t, w)
	for _, p := range products {
		s.nominate(p)
	}
	w.move("screening")
	for _, id := range s.nominations {
		w.ok("secretariat head", "POST", "/nominations/"+id+"/screening", 200, `{"verdict":"eligible"}`)
	}
	return s
}

func TestAssignmentByAPI(t *testing.T) {
	w := newWorld(t)
	s := screened(t, w, "Tương", "Cốm", "Bánh", "Nem")
	path := "/editions/" + slug + "/assignment"
	if got := w.ok("audit member", "GET", path, 200, ""); got["mode"] != "all" || got["made_at"] != nil || len(got["entries"].([]any)) != 4 {
		t.Errorf("before: %v", got)
	}
	refused := w.ok("administrator", "PUT", path, 409, `{"mode":"balanced","k":1}`)
	if refused["code"] != "assignment_refused" || refused["missing"].([]any)[0].(map[string]any)["code"] != "assignment_thin" {
		t.Errorf("k of 1: %v", refused)
	}
	dry := w.ok("secretariat head", "PUT", path, 200, `{"mode":"balanced","k":2,"dry_run":true}`)
	if dry["dry_run"] != true || dry["made_at"] != nil {
		t.Errorf("preview %v", dry)
	}
	if got := w.ok("jury secretary", "GET", path, 200, ""); got["mode"] != "all" {
		t.Errorf("a preview left %v", got)
	}
	set := w.ok("jury secretary", "PUT", path, 200, `{"mode":"balanced","k":2}`)
	if set["made_at"] == nil || set["shared"].(map[string]any)["least"].(float64) < 1 {
		t.Errorf("set %v", set)
	}
	for _, x := range set["entries"].([]any) {
		if n := len(x.(map[string]any)["judges"].([]any)); n != 2 {
			t.Errorf("%v", x)
		}
	}
	w.ok("jury member", "PUT", path, 403, `{"mode":"all"}`)
	w.ok("secretariat head", "PUT", path, 422, `{"mode":"by_hand","pairs":[{"judge":"x","nomination":"`+s.nominations[0]+`"}]}`)
}

func TestMatchesAndAbsencesByAPI(t *testing.T) {
	w := newWorld(t)
	screened(t, w, "Tương")
	list := func(role string) []any {
		return w.ok(role, "GET", "/editions/"+slug+"/conflicts", 200, "")["items"].([]any)
	}
	before := len(list("audit member"))
	seats := w.ok("administrator", "GET", "/editions/"+slug+"/members", 200, "")["items"].([]any)
	var head string
	for _, x := range seats {
		if m := x.(map[string]any); m["body"] == "jury" && m["role"] == "head" {
			head = m["id"].(string)
		}
	}
	w.ok("administrator", "POST", "/editions/"+slug+"/members", 201,
		`{"email":"lan@example.vn","name":"Lê Lan","body":"jury","role":"member","employer":"Công ty gốm Hoa Sen","tax_code":"0101234567"}`)
	got := list("secretariat head")
	if len(got) != before+1 || len(list("jury member")) != 0 {
		t.Fatalf("matches %v", got)
	}
	id := ""
	for _, x := range got {
		if m := x.(map[string]any); m["judge_name"] == "Lê Lan" {
			id = m["id"].(string)
		}
	}
	w.ok("jury member", "POST", "/editions/"+slug+"/conflicts/"+id+"/dismiss", 404, `{"reason":"không phải"}`)
	done := w.ok("jury secretary", "POST", "/editions/"+slug+"/conflicts/"+id+"/dismiss", 200, `{"reason":"đã nghỉ việc"}`)
	if done["outstanding"] != false || done["dismissed"].(map[string]any)["reason"] != "đã nghỉ việc" {
		t.Errorf("dismissed: %v", done)
	}
	away := w.ok("jury secretary", "POST", "/editions/"+slug+"/absences", 201, `{"member":"`+head+`","reason":"ốm"}`)
	if away["away"] != true || away["role"] != "head" {
		t.Errorf("absence %v", away)
	}
	back := w.ok("administrator", "POST", "/editions/"+slug+"/absences/"+away["id"].(string)+"/end", 200, "")
	if back["away"] != false || len(w.ok("audit member", "GET", "/editions/"+slug+"/absences", 200, "")["items"].([]any)) != 1 {
		t.Errorf("back: %v", back)
	}
}

func TestReplacementByAPI(t *testing.T) {
	w := newWorld(t)
	s := scoring(t, w)
	seats := w.ok("administrator", "GET", "/editions/"+slug+"/members", 200, "")["items"].([]any)
	var seat string
	for _, x := range seats {
		if m := x.(map[string]any); m["body"] == "jury" && m["role"] == "member" {
			seat = m["id"].(string)
		}
	}
	s.mark("jury member")
	path := "/editions/" + slug + "/members/" + seat + "/replace"
	w.ok("secretariat head", "POST", path, 403, `{"reason":"ốm","email":"dubi@example.vn","name":"Dự Bị","role":"member"}`)
	named := w.ok("administrator", "POST", path, 201, `{"reason":"ốm","email":"dubi@example.vn","name":"Dự Bị","role":"member"}`)
	if named["replaces"] != seat {
		t.Errorf("named %v", named)
	}
	w.ok("jury member", "GET", "/editions/"+slug+"/sheets", 403, "")
}
