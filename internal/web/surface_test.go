package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store/storetest"
)

// smuggled are names that a body might try to carry in beside what is asked for.
var smuggled = []string{"role", "id", "state", "score", "locked"}

// working are bodies that would change something while scoring is open, if they were sent without more.
var working = map[string]string{
	"POST /editions":                        `{"slug":"khac-2027","name":"Kỳ khác","number":2,"year":2027,"level":"province","province":"Hưng Yên","rules":"vn-cnnt-2025"}`,
	"POST /editions/:slug/members":          `{"email":"moi@example.vn","name":"Ông Mới","title":"Ủy viên","body":"council","role":"member"}`,
	"POST /editions/:slug/declarations":     `{"conflicts":[]}`,
	"PUT /sheets/:id":                       `{"version":1,"marks":{}}`,
	"POST /sheets/:id/recuse":               `{"reason":"quen biết"}`,
	"POST /editions/:slug/passes/:n/close":  `{"leave_open":true,"reason":"vắng"}`,
	"POST /editions/:slug/passes/:n/reopen": `{"reason":"thiếu"}`,
	"POST /nominations/:id/withdraw":        `{}`,
}

// TestNothingIsSmuggledIn sends every route of the API its body with more fields than it has: each is named
// in a 422, and not a row of the database changes.
func TestNothingIsSmuggledIn(t *testing.T) {
	s := scoring(t, newWorld(t))
	before, asked := s.snapshot(), 0
	for _, r := range s.server.Routes() {
		path, isAPI := strings.CutPrefix(r.Pattern, "/api/v1")
		key := r.Method + " " + path
		body, takes := bodies[key]
		if !isAPI || !takes || key == "POST /editions/:slug/nominations/import" ||
			key == "POST /sheets/:id/paper/scan" { // both are refused before their body is read
			continue
		}
		if w, ok := working[key]; ok {
			body = w
		}
		role := s.entitled(r.Right, r.Pattern)
		var res reply
		if body == multipartBody {
			fields := []string{}
			for _, name := range smuggled {
				fields = append(fields, name, "head")
			}
			res = s.send(s.multipartRequest(role, s.fill(path, unknownCode(t, 0)), photo(t, 250), "x.png", fields...))
		} else {
			res = s.call(role, r.Method, s.fill(path, unknownCode(t, 0)), extended(body))
		}
		if res.StatusCode != 422 {
			t.Errorf("%s as %q: %d, want 422\n%.300s", key, role, res.StatusCode, res.body)
			continue
		}
		for _, name := range smuggled {
			if !strings.Contains(body, `"`+name+`"`) && !strings.Contains(string(res.body), fmt.Sprintf(`"field":%q`, name)) {
				t.Errorf("%s: %q is not refused: %s", key, name, res.body)
			}
		}
		if tables := changed(before, s.snapshot()); len(tables) > 0 {
			t.Fatalf("%s changed %v", key, tables)
		}
		asked++
	}
	if asked < 25 {
		t.Errorf("only %d routes", asked)
	}
}

// TestImportTakesNoMore is TestNothingIsSmuggledIn for the one route that scoring shuts.
func TestImportTakesNoMore(t *testing.T) {
	s := filing(t, newWorld(t))
	before := s.snapshot()
	res := s.send(s.multipartRequest("secretariat member", "/editions/"+slug+"/nominations/import", []byte("Nón|N1|Cơ sở Nón|Huế\n"), "a.csv",
		"dry_run", "false", "locked", "true"))
	if tables := changed(before, s.snapshot()); res.StatusCode != 422 || !strings.Contains(string(res.body), `"field":"locked"`) || len(tables) > 0 {
		t.Errorf("%d %s, changed %v", res.StatusCode, res.body, tables)
	}
}

// extended is a JSON object with the smuggled names that it does not have.
func extended(body string) string {
	body = strings.TrimSuffix(strings.TrimSpace(body), "}")
	if body == "" {
		body = "{"
	}
	for _, name := range smuggled {
		if !strings.Contains(body, `"`+name+`"`) {
			if body != "{" {
				body += ","
			}
			body += fmt.Sprintf(`%q:"head"`, name)
		}
	}
	return body + "}"
}

// entitled is a role that the permission table lets through: the owner where there is one.
func (s *staged) entitled(right any, pattern string) string {
	for _, role := range slices.Sorted(maps.Keys(hatsOf)) {
		if r, known := right.(accounts.Right); known && slices.Contains(accounts.Permissions()[r], accounts.HatOwner) && ownsIt(role, pattern) {
			return role
		}
	}
	for _, r := range s.server.Routes() {
		for _, role := range slices.Sorted(maps.Keys(hatsOf)) {
			if r.Pattern == pattern && r.Right == right && role != "" && mayCall(r.Right, role, pattern) {
				return role
			}
		}
	}
	s.t.Fatalf("nobody may %s", pattern)
	return ""
}

// TestReadingChangesNoRow asks every address with GET, by nobody, by a token and by a session.
func TestReadingChangesNoRow(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	cookie := s.session("secretariat head")
	before, asked := s.snapshot(), 0
	for _, r := range s.server.Routes() {
		if r.Method != "GET" {
			continue
		}
		path := "https://binhchon.example.vn" + s.filled(r.Pattern, codes[0])
		for _, header := range []string{"", "Authorization", "Cookie"} {
			req := httptest.NewRequest("GET", path, http.NoBody)
			switch header {
			case "Authorization":
				req.Header.Set(header, "Bearer "+s.tokens["secretariat head"])
			case "Cookie":
				req.Header.Set(header, cookie)
			}
			if res := s.send(req); res.StatusCode >= 500 {
				t.Errorf("%s: %d\n%s", path, res.StatusCode, res.body)
			}
			asked++
		}
		if tables := changed(before, s.snapshot()); len(tables) > 0 {
			t.Fatalf("GET %s changed %v", r.Pattern, tables)
		}
	}
	if asked < 120 {
		t.Errorf("only %d requests", asked)
	}
	s.person("newcomer")
	if tables := changed(before, s.snapshot()); !slices.Contains(tables, "users") {
		t.Errorf("the snapshot does not see a new account: %v", tables)
	}
}

// filled puts what exists into the pattern of an API route or a page.
func (s *staged) filled(pattern, code string) string {
	path, isAPI := strings.CutPrefix(pattern, "/api/v1")
	path = strings.NewReplacer(":topic", "judge", ":token", "x", "*", "x").Replace(s.fill(path, code))
	if isAPI {
		path = "/api/v1" + path
	}
	return path
}

// TestUnprintableAddresses puts zero bytes and bytes that are no UTF-8 into every parameter of every
// address and into the query.
func TestUnprintableAddresses(t *testing.T) {
	s := scoring(t, newWorld(t))
	s.job = "x"
	ask := func(method, path string) int {
		t.Helper()
		req := httptest.NewRequest(method, "https://binhchon.example.vn"+path, strings.NewReader("{}"))
		req.Header.Set("Authorization", "Bearer "+s.tokens["administrator"])
		req.Header.Set("Content-Type", "application/json")
		res := s.send(req)
		checkHeaders(t, method+" "+path, res)
		return res.StatusCode
	}
	for _, r := range s.server.Routes() {
		for _, bad := range []string{"%00", "a%00b", "%FF", "a%C3", "%ED%A0%80"} {
			parts := strings.Split(r.Pattern, "/")
			for i, p := range parts {
				if !strings.HasPrefix(p, ":") && p != "*" {
					continue
				}
				with := slices.Clone(parts)
				with[i] = bad
				path := s.filled(strings.Join(with, "/"), unknownCode(t, 0))
				if status := ask(r.Method, path); status != 404 && status != 422 {
					t.Errorf("%s %s: %d, want 404 or 422", r.Method, path, status)
				}
			}
			path := s.filled(r.Pattern, unknownCode(t, 0))
			for _, query := range []string{"?q=" + bad, "?" + bad + "=1", "?limit=1&cursor=" + bad} {
				if status := ask(r.Method, path+query); status != 422 {
					t.Errorf("%s %s: %d, want 422", r.Method, path+query, status)
				}
			}
		}
	}
}

// snapshot is what every table holds but the sessions, whose last use is kept.
func (w *world) snapshot() map[string]string {
	w.t.Helper()
	folder := filepath.Dir(w.t.TempDir()) // the folders of one test lie side by side
	found, err := filepath.Glob(filepath.Join(folder, "*", "vinhdanh.db"))
	if err != nil || len(found) != 1 {
		w.t.Fatalf("databases %v, %v", found, err)
	}
	dir := filepath.Dir(found[0])
	var parts []string
	for _, row := range storetest.Rows(w.t, dir, `SELECT m.name, group_concat('quote("' || c.name || '")', ' || '','' || ')
		FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name <> 'sessions' GROUP BY m.name`) {
		parts = append(parts, fmt.Sprintf(`SELECT '%s', %s FROM "%[1]s"`, row[0], row[1]))
	}
	tables := map[string]string{}
	for _, row := range storetest.Rows(w.t, dir, strings.Join(parts, " UNION ALL ")+" ORDER BY 1, 2") {
		tables[row[0].(string)] += row[1].(string) + "\n"
	}
	if len(tables) < 10 {
		w.t.Fatalf("only %d tables with rows", len(tables))
	}
	return tables
}

// changed are the tables that two snapshots tell apart.
func changed(before, after map[string]string) (tables []string) {
	for name := range after {
		if before[name] != after[name] {
			tables = append(tables, name)
		}
	}
	return tables
}
