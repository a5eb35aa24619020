package web_test

import (
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
)

// passing is what differs between two answers on purpose: a form's fresh value and the request's id.
var passing = regexp.MustCompile(`\b[A-Z2-7]{26}\b|name="once" value="[a-z2-7]{26}"`)

// tellStates are the pages that say of each sheet whether it was sent, to those who may read that.
var tellStates = []string{"/judge/:slug/pass", "/judge/:slug/pass/sheets/:id/reopen", "/desk/:slug/sheets"}

// TestNoPageTellsOfOthersSheets opens every page before the close as everybody who may not know how far the judges
// are, with no and with all sheets of another judge saved and sent: pages, lengths, tags and places agree.
func TestNoPageTellsOfOthersSheets(t *testing.T) {
	s := scoring(t, newWorld(t))
	cookies, roles := map[string]string{"": ""}, []string{"", "jury member", "council head", "council member", "administrator", "audit member", "producer"}
	for _, role := range roles[1:] {
		cookies[role] = s.session(role)
	}
	ids := slices.Concat(s.sheets["jury member"][:1], s.sheets["jury head"], s.nominations[:1], []string{s.users["jury head"].ID})
	read := func() map[string]string {
		all := map[string]string{}
		for _, r := range s.server.Routes() {
			states := slices.Contains(tellStates, r.Pattern)
			if r.Method != "GET" || strings.HasPrefix(r.Pattern, "/api/") || r.Right == "unasked" || strings.HasPrefix(r.Pattern, "/account") {
				continue
			}
			for _, role := range roles {
				if states && mayCall(accounts.ReadSheetStates, role, r.Pattern) {
					continue
				}
				for _, id := range ids {
					path := strings.NewReplacer(":slug", slug, ":id", id, ":n", "1", ":kind", "photo", ":code", "x", ":token", "x",
						":topic", "judge").Replace(r.Pattern)
					q := httptest.NewRequest("GET", "https://binhchon.example.vn"+path, nil)
					if role != "" {
						q.Header.Set("Cookie", cookies[role])
					}
					res := s.send(q)
					all[role+" "+path] = strings.Join([]string{res.Status, res.Header.Get("Location"), res.Header.Get("Etag"),
						res.Header.Get("Last-Modified"), passing.ReplaceAllString(string(res.body), "")}, "\n")
				}
			}
		}
		return all
	}
	before := read()
	s.mark("jury head")
	after, served := read(), 0
	for name, was := range before {
		if now := after[name]; now != was {
			t.Errorf("%s changes when another judge sends sheets:\n%.1500s\n---\n%.1500s", name, was, now)
		}
		if strings.HasPrefix(was, "200") {
			served++
		}
	}
	if served < 100 {
		t.Errorf("only %d pages were served", served)
	}
	if own := s.browse("/judge/sheets/"+s.sheets["jury head"][0], s.session("jury head")); !strings.Contains(string(own.body), "88") {
		t.Error("the marks are not on their judge's own page: the test proves nothing")
	}
}
