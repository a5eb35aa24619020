package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
)

// hatsOf are the hats of the test's roles before the edition; owners are told apart by ownsIt.
var hatsOf = map[string][]accounts.Hat{
	"":                   {accounts.HatPublic},
	"stranger":           {accounts.HatPublic, accounts.HatUser, accounts.HatFiler},
	"producer":           {accounts.HatPublic, accounts.HatUser, accounts.HatFiler},
	"administrator":      {accounts.HatPublic, accounts.HatUser, accounts.HatFiler, accounts.HatAdministrator},
	"secretariat head":   {accounts.HatPublic, accounts.HatUser, accounts.HatFiler, accounts.HatSecretariat, accounts.HatSecretariatHead},
	"secretariat member": {accounts.HatPublic, accounts.HatUser, accounts.HatFiler, accounts.HatSecretariat},
	"jury head":          {accounts.HatPublic, accounts.HatUser, accounts.HatFiler, accounts.HatJury, accounts.HatJudge, accounts.HatJuryHead, accounts.HatJuryDesk},
	"jury member":        {accounts.HatPublic, accounts.HatUser, accounts.HatFiler, accounts.HatJury, accounts.HatJudge},
	"jury secretary":     {accounts.HatPublic, accounts.HatUser, accounts.HatFiler, accounts.HatJury, accounts.HatJuryDesk, accounts.HatJurySecretary},
	"council head":       {accounts.HatPublic, accounts.HatUser, accounts.HatFiler, accounts.HatCouncil, accounts.HatCouncilRecorder},
	"council member":     {accounts.HatPublic, accounts.HatUser, accounts.HatFiler, accounts.HatCouncil},
	"council secretary":  {accounts.HatPublic, accounts.HatUser, accounts.HatFiler, accounts.HatCouncil, accounts.HatCouncilRecorder},
	"audit member":       {accounts.HatPublic, accounts.HatUser, accounts.HatAuditor},
}

// ownsIt reports whether the role owns the object that the matrix asks for: the producer's nomination, the
// jury member's sheet.
func ownsIt(role, pattern string) bool {
	return role == "producer" && strings.Contains(pattern, "/nominations/:id") || role == "jury member" && strings.Contains(pattern, "/sheets/")
}

// mayCall is what the permission table says of a route.
func mayCall(right accounts.Right, role, pattern string) bool {
	switch right {
	case "public", "unasked":
		return true
	case "signed in":
		return role != ""
	default:
	}
	hats := hatsOf[role]
	if ownsIt(role, pattern) {
		hats = append(slices.Clone(hats), accounts.HatOwner)
	}
	return accounts.Allowed(right, hats)
}

// bodies are requests that every decoder takes and no state lets through, so that asking changes nothing.
var bodies = map[string]string{
	"POST /editions":                            `{"slug":"Not A Slug","name":"","number":0,"year":0,"level":"","province":"","rules":"none"}`,
	"POST /editions/:slug/state":                `{"state":"draft"}`,
	"POST /editions/:slug/state/back":           `{"reason":""}`,
	"POST /editions/:slug/deadline":             `{"filing_until":null}`,
	"PUT /editions/:slug/rules":                 `{"rules":"none"}`,
	"PUT /editions/:slug/results":               `{"for":"everybody"}`,
	"POST /editions/:slug/members/:id/remove":   `{"reason":""}`,
	"POST /editions/:slug/decision/:id/correct": `{"number":"","date":"","authority":"","signer":{"name":"","title":""},"nominations":[],"reason":""}`,
	"POST /editions/:slug/members":              `{"email":"","name":"","body":"","role":""}`,
	"POST /editions/:slug/declarations":         `{"conflicts":[{"nomination":"none","reason":""}]}`,
	"POST /editions/:slug/nominations":          `{"product":""}`,
	"PATCH /nominations/:id":                    `{"version":999}`,
	"POST /nominations/:id/screening":           `{"verdict":"none"}`,
	"PUT /sheets/:id":                           `{"version":999,"marks":{}}`,
	"POST /sheets/:id/submit":                   `{}`,
	"POST /sheets/:id/recuse":                   `{"reason":""}`,
	"POST /sheets/:id/reopen":                   `{"reason":""}`,
	"POST /sheets/:id/paper":                    `{"marks":{}}`,
	"DELETE /sheets/:id/paper":                  ``,
	"POST /sheets/:id/paper/compare":            `{"choices":{}}`,
	"POST /sheets/:id/paper/scan":               multipartBody,
	"POST /editions/:slug/passes/:n/close":      `{"leave_open":true}`,
	"POST /editions/:slug/passes/:n/reopen":     `{"reason":""}`,
	"POST /editions/:slug/proposal":             `{"nominations":[],"present":0,"votes":{"for":0,"against":0,"abstain":0}}`,
	"POST /editions/:slug/decision":             `{"number":"","date":"","authority":"","signer":{"name":"","title":""},"nominations":[]}`,
	"POST /editions/:slug/certificates":         `{"issued_on":""}`,
	"POST /jobs/:id/pause":                      ``,
	"POST /jobs/:id/resume":                     ``,
	"POST /editions/:slug/revocation-proposals": `{"code":"x","kind":"","ground":"","reason":""}`,
	"POST /certificates/:code/revoke":           `{"reason":"","decision":{"number":"","date":""},"effective_on":""}`,
	"POST /certificates/:code/suspend":          `{"reason":"","decision":{"number":"","date":""},"effective_on":""}`,
	"POST /certificates/:code/reinstate":        `{"reason":"","decision":{"number":"","date":""},"effective_on":""}`,
	"POST /certificates/:code/reissue":          `{"reason":"","decision":{"number":"","date":""},"effective_on":""}`,
	"POST /nominations/:id/submit":              `{}`,
	"POST /nominations/:id/withdraw":            ``,
	"POST /editions/:slug/documents":            multipartBody,
	"POST /nominations/:id/documents":           multipartBody,
	"POST /editions/:slug/nominations/import":   multipartBody,
	"POST /certificates/verify":                 multipartBody,
	"POST /ledger/cosignatures":                 `{"checkpoint":""}`,
	"PUT /editions/:slug/certificate-look":      `{"design":"provincial-1"}`,
	"POST /editions/:slug/certificate-look":     multipartBody,
	"POST /editions/:slug/countersignatures":    multipartBody,

	"POST /editions/:slug/members/:id/replace":   `{"reason":"","email":"","name":"","role":""}`,
	"POST /editions/:slug/conflicts/:id/dismiss": `{"reason":""}`,
	"PUT /editions/:slug/assignment":             `{"mode":"none"}`,
	"POST /editions/:slug/absences":              `{"member":"","reason":""}`,
	"POST /editions/:slug/absences/:id/end":      ``,
}

const multipartBody = "multipart"

// TestPermissionMatrix asks every API route as every role and compares the answer's class with the table:
// who may not is answered 401 without a token and 403 or 404 with one; who may is answered anything else.
func TestPermissionMatrix(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	seen := 0
	for _, r := range s.server.Routes() {
		path, isAPI := strings.CutPrefix(r.Pattern, "/api/v1")
		if !isAPI {
			continue
		}
		key := r.Method + " " + path
		body, listed := bodies[key]
		if !listed && r.Method != "GET" && key != "DELETE /nominations/:id/documents/:n" {
			t.Errorf("%s is not in the matrix", key)
			continue
		}
		for role := range hatsOf {
			res := s.ask(role, r.Method, s.fill(path, codes[0]), body)
			may := mayCall(r.Right, role, r.Pattern)
			if hidden[key] != nil && slices.Contains(hidden[key], role) {
				may = false
			}
			s.judgeAnswer(key, role, may, res)
			seen++
		}
	}
	if seen < 500 {
		t.Errorf("only %d cases", seen)
	}
}

// hidden are cases that the state of the object decides against the table, each for its reason.
var hidden = map[string][]string{
	// Nobody is away in the test's edition.
	"POST /editions/:slug/absences/:id/end": {"administrator", "secretariat head", "jury secretary"},
	// A role that may read no sheet of another judge reads none of the jury member's.
	"GET /sheets/:id":         {"jury head"},
	"GET /sheets/:id/history": {"jury head"},
	// The sheet of the test was not typed from paper.
	"GET /sheets/:id/paper/scan": {"jury member", "secretariat head", "secretariat member", "audit member"},
	// The ranking is the public's only once it is announced.
	"GET /editions/:slug/ranking": {"", "stranger", "producer", "administrator"},
	// The results bundle is the auditor's unless the organiser says otherwise.
	"GET /editions/:slug/results": {"", "stranger", "producer", "administrator", "secretariat head", "secretariat member", "jury head",
		"jury member", "jury secretary", "council head", "council member", "council secretary"},
}

// unseen are addresses that are not there for whom they are hidden from, signed in or not.
var unseen = map[string]bool{"GET /editions/:slug/results": true}

func (s *staged) judgeAnswer(key, role string, may bool, res reply) {
	s.t.Helper()
	refused := res.StatusCode == 401 || res.StatusCode == 403 || res.StatusCode == 404
	switch {
	case !may && unseen[key]:
		if res.StatusCode != 404 {
			s.t.Errorf("%s as %q: %d, want 404", key, role, res.StatusCode)
		}
	case role == "" && !may && res.StatusCode != 401:
		s.t.Errorf("%s as nobody: %d, want 401", key, res.StatusCode)
	case !may && !refused:
		s.t.Errorf("%s as %q: %d, want 403 or 404\n%.300s", key, role, res.StatusCode, res.body)
	case may && refused:
		s.t.Errorf("%s as %q: %d, though the table allows it\n%.300s", key, role, res.StatusCode, res.body)
	case res.StatusCode >= 500:
		s.t.Errorf("%s as %q: %d\n%s", key, role, res.StatusCode, res.body)
	}
}

// ask sends a case of the matrix.
func (s *staged) ask(role, method, path, body string) reply {
	s.t.Helper()
	if body != multipartBody {
		return s.call(role, method, path, body)
	}
	fields := []string{"kind", "decision"}
	if strings.HasSuffix(path, "/import") {
		fields = []string{"dry_run", "true"}
	}
	if strings.HasSuffix(path, "/verify") || strings.HasSuffix(path, "/scan") {
		fields = nil
	}
	if strings.Contains(path, "/nominations/") && strings.HasSuffix(path, "/documents") {
		fields = []string{"kind", "photo"}
	}
	file := []byte("this is no document at all")
	r := s.multipartRequest(role, path, file, "x.bin", fields...)
	res := s.send(r)
	s.conforms(r, res)
	return res
}

// fill puts what exists into a pattern: a draft of the producer for nominations, so that its owner may.
func (s *staged) fill(path, code string) string {
	id := s.nominations[0]
	if strings.HasPrefix(path, "/sheets/") {
		id = s.sheets["jury member"][0]
	}
	if strings.HasPrefix(path, "/jobs/") {
		id = s.job
	}
	if strings.Contains(path, "/decision/:id") {
		_, id = s.decisions("/decision")
	}
	return strings.NewReplacer(":slug", slug, ":id", id, ":n", "1", ":code", code).Replace(path)
}

// TestUnknownTokensAreRefused: a bad token is 401 even where nobody needs one.
func TestUnknownTokensAreRefused(t *testing.T) {
	w := newWorld(t)
	for _, header := range []string{"Bearer nonsense", "Bearer ", "Basic YTpi", "nonsense"} {
		r := w.request("", "GET", "/editions", http.NoBody)
		r.Header.Set("Authorization", header)
		if res := w.send(r); res.StatusCode != 401 || res.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%q: %d", header, res.StatusCode)
		}
	}
	w.person("leaver")
	w.ok("leaver", "GET", "/me", 200, "")
	if err := w.accounts.DisableUser(t.Context(), w.users["leaver"].Email); err != nil {
		t.Fatal(err)
	}
	w.ok("leaver", "GET", "/me", 401, "")
}
