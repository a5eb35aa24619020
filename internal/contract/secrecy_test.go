package contract_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// sight is all that a caller gets to see of one address.
type sight struct {
	Status int
	Header map[string]string
	Body   string
}

// Only these may differ between two looks at an unchanged thing.
var (
	passing   = []string{"Date", "X-Request-Id"}
	requestID = regexp.MustCompile(`"request_id": ?"[^"]*"`)
)

// watch looks at everything a judge may ask for, and at what she may not.
func (a *award) watch(t *testing.T, j member) map[string]sight {
	t.Helper()
	own := a.sheetsOf(t, j)
	other := a.sheetsOf(t, a.judges[6])[a.entries[1].ID]
	paths := []string{"/me", "/editions", a.path(""), a.path("/sheets"), a.path("/sheets?limit=200"), a.path("/ranking"),
		a.path("/agreement"), a.path("/passes"), a.path("/members"), a.path("/proposal"), a.path("/decision"),
		a.path("/certificates"), a.path("/nominations?limit=200"), "/nominations/" + a.entries[1].ID,
		"/nominations/" + a.entries[1].ID + "/documents", "/nominations/" + a.entries[1].ID + "/screening",
		"/sheets/" + own[a.entries[1].ID].ID, "/sheets/" + own[a.entries[1].ID].ID + "/history",
		"/sheets/" + own[a.entries[len(a.entries)-1].ID].ID, "/sheets/" + other.ID, "/sheets/" + other.ID + "/history",
		"!/ledger/checkpoint", "!/ledger/tile/0/000", "!/ledger/tile/0/000.p/1", "!/ledger", "!/healthz", "!/readyz"}
	seen := map[string]sight{}
	for _, path := range paths {
		seen[path] = look(j.call(t, http.MethodGet, path, nil))
	}
	return seen
}

func look(a answer) sight {
	header := map[string]string{}
	for name, values := range a.header {
		header[name] = strings.Join(values, "; ")
	}
	for _, name := range passing {
		delete(header, name)
	}
	return sight{a.status, header, requestID.ReplaceAllString(string(a.body), "")}
}
