package contract_test

import (
	"net/http"
	"strings"
	"testing"
)

// calls are the calls of the contract's table.
const calls = `
GET /editions
POST /editions
GET /editions/{}
POST /editions/{}/state
POST /editions/{}/members
POST /editions/{}/declarations
POST /editions/{}/nominations
GET /editions/{}/nominations
GET /nominations/{}
PATCH /nominations/{}
POST /editions/{}/nominations/import
POST /nominations/{}/documents
GET /nominations/{}/documents/{}
DELETE /nominations/{}/documents/{}
POST /nominations/{}/submit
POST /nominations/{}/withdraw
POST /nominations/{}/screening
GET /editions/{}/sheets
GET /sheets/{}
PUT /sheets/{}
POST /sheets/{}/submit
POST /sheets/{}/reopen
POST /sheets/{}/recuse
GET /sheets/{}/history
POST /editions/{}/passes/{}/close
POST /editions/{}/passes/{}/reopen
GET /editions/{}/ranking
GET /editions/{}/agreement
POST /editions/{}/proposal
POST /editions/{}/decision
POST /editions/{}/documents
POST /editions/{}/certificates
GET /jobs/{}
GET /editions/{}/certificates
GET /certificates/{}
GET /certificates/{}/pdf
POST /certificates/verify
POST /certificates/{}/revoke
POST /certificates/{}/reissue`

// TestOpenAPIDescribesEverything demands that the description holds every call of the contract, that the
// server knows every call of the description, and that comparing answers with it can fail.
func TestOpenAPIDescribesEverything(t *testing.T) {
	s := serve(t, "")
	for _, call := range strings.Split(strings.TrimSpace(calls), "\n") {
		method, path, _ := strings.Cut(call, " ")
		_, item := s.spec.route(strings.ReplaceAll(path, "{}", "x"))
		if item == nil || item.GetOperation(method) == nil {
			t.Errorf("openapi.json does not describe %s", call)
		}
	}
	admin := s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator")
	for template, item := range s.spec.doc.Paths.Map() {
		path := template
		for {
			open := strings.IndexByte(path, '{')
			if open < 0 {
				break
			}
			path = path[:open] + "1" + path[strings.IndexByte(path, '}')+1:]
		}
		for method := range item.Operations() {
			a := admin.call(t, method, path, nil)
			if a.status == http.StatusMethodNotAllowed || a.status >= http.StatusInternalServerError {
				t.Errorf("%s %s is described and answers %d", method, template, a.status)
			}
		}
	}
	admin.get(t, "/khong-co-duong-dan").want(t, http.StatusNotFound)
	a := s.public().get(t, "!/api/v1/docs").want(t, http.StatusOK)
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("the page that shows the description is %q", a.header.Get("Content-Type"))
	}
	s.spec.faults = nil
	bites(t, s.spec)
}

// bites holds the comparison itself against answers that are wrong.
func bites(t *testing.T, s *spec) {
	t.Helper()
	const problemType = "application/problem+json"
	for name, c := range map[string]struct {
		method, path string
		status       int
		kind, body   string
	}{
		"a list without a cursor":   {"GET", "/editions", 200, "application/json", `{"items": []}`},
		"an unknown field":          {"GET", "/editions", 200, "application/json", `{"items": [], "next_cursor": null, "total": 3}`},
		"another type":              {"GET", "/editions", 200, "application/json", `{"items": {}, "next_cursor": null}`},
		"a mark with a comma":       {"GET", "/sheets/1", 200, "application/json", `{"id":"a","nomination":"b","entry_code":"c","pass":1,"state":"open","version":1,"marks":{"1":"7,5"},"total":null,"comment":""}`},
		"another media type":        {"GET", "/editions", 200, "text/html", `<html>`},
		"an undescribed status":     {"GET", "/editions", 418, "application/json", `{}`},
		"a problem without a title": {"GET", "/sheets/1", 404, problemType, `{"status": 404}`},
		"an unknown path":           {"GET", "/teapots", 200, "application/json", `{}`},
	} {
		_, item := s.route(c.path)
		if answers(item, c.method, c.status, c.kind, []byte(c.body)) == nil {
			t.Errorf("%s passes as described", name)
		}
	}
	_, item := s.route("/editions")
	if err := answers(item, "GET", 200, "application/json", []byte(`{"items": [], "next_cursor": null}`)); err != nil {
		t.Errorf("a good answer: %v", err)
	}
}
