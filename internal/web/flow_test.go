package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store/storetest"
)

// TestFromNominationToCertificate walks the whole path by the API; each answer is checked against the
// description by call.
func TestFromNominationToCertificate(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	ranking := s.ok("council member", "GET", "/editions/"+slug+"/ranking", 200, "")["items"].([]any)
	first := ranking[0].(map[string]any)
	if first["mean"] != "88.00" || first["mean_exact"] != "88" || first["passed"] != true || first["rank"] != 1.0 ||
		len(first["tied_with"].([]any)) != 1 || first["tie_broken_by"] != nil {
		t.Errorf("ranking item %v", first)
	}
	if res := s.call("", "GET", "/editions/"+slug+"/ranking", ""); res.StatusCode != 401 && res.StatusCode != 403 {
		t.Errorf("the public reads the ranking before it is announced: %d", res.StatusCode)
	}
	s.move("announced")
	s.ok("", "GET", "/editions/"+slug+"/ranking", 200, "")
	checkCertificate(t, s, codes[0])
	checkWithdrawal(t, s, codes)
}

func checkCertificate(t *testing.T, s *staged, code string) {
	t.Helper()
	lower := strings.ToLower(strings.ReplaceAll(code, "-", ""))
	for _, spelling := range []string{code, lower, strings.ToLower(code), "%20" + lower, strings.ReplaceAll(code, "-", "%20")} {
		if c := s.ok("", "GET", "/certificates/"+spelling, 200, ""); c["code"] != code || c["status"] != "valid" {
			t.Errorf("%s: %v", spelling, c)
		}
	}
	c := s.ok("", "GET", "/certificates/"+lower, 200, "")
	checkProof(t, s, c["ledger"].(map[string]any))
	pdf := s.call("", "GET", "/certificates/"+code+"/pdf", "")
	sum := sha256.Sum256(pdf.body)
	if hex.EncodeToString(sum[:]) != c["pdf_sha256"] {
		t.Errorf("pdf_sha256 %v is not the file's", c["pdf_sha256"])
	}
	if d := pdf.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment;") || !strings.Contains(d, lower) {
		t.Errorf("Content-Disposition %q", d)
	}
	for name, want := range map[string]string{"genuine": string(pdf.body), "altered": string(pdf.body) + " ", "unknown": "%PDF-1.4 nothing"} {
		if v := s.upload("", "/certificates/verify", 200, []byte(want), "x.pdf"); v["verdict"] != name {
			t.Errorf("verdict %v, want %s", v, name)
		}
	}
}

// checkProof proves the leaf's place with what the API and the tiles give, as a third party does.
func checkProof(t *testing.T, s *staged, l map[string]any) {
	t.Helper()
	if l["index"] == nil {
		t.Fatalf("no proof after the batch: %v", l)
	}
	index := int64(l["index"].(float64))
	point, err := ledger.ParseCheckpoint(l["checkpoint"].(string), storetest.Verifiers(t))
	if err != nil {
		t.Fatal(err)
	}
	served := s.send(httpGet("/ledger/checkpoint"))
	if string(served.body) != l["checkpoint"] {
		t.Errorf("the API's checkpoint is not the served one")
	}
	var proof tlog.RecordProof
	for _, text := range l["proof"].([]any) {
		var h tlog.Hash
		raw, err := base64.StdEncoding.DecodeString(text.(string))
		if err != nil || copy(h[:], raw) != len(h) {
			t.Fatalf("proof %v: %v", text, err)
		}
		proof = append(proof, h)
	}
	tile := ledger.Tile{Entries: true, N: index / 256, Width: int(min(256, point.Size-index/256*256))}
	bundle := s.send(httpGet("/ledger/" + tile.Path()))
	if bundle.StatusCode != 200 {
		t.Fatalf("%s: %d", tile.Path(), bundle.StatusCode)
	}
	entries, err := ledger.ParseEntryBundle(bundle.body)
	if err != nil {
		t.Fatal(err)
	}
	if err := ledger.VerifyInclusion(proof, point.Head(), index, entries[index%256]); err != nil {
		t.Error(err)
	}
	if beyond := (ledger.Tile{N: 0, Width: int(point.Size) + 1}); s.send(httpGet("/ledger/"+beyond.Path())).StatusCode != 404 {
		t.Errorf("a tile beyond the published size is served")
	}
	if res := s.send(httpGet("/ledger/" + (ledger.Tile{N: 0, Width: int(point.Size)}).Path())); res.StatusCode != 200 || len(res.body) != 32*int(point.Size) {
		t.Errorf("hash tile: %d, %d bytes", res.StatusCode, len(res.body))
	}
}

func checkWithdrawal(t *testing.T, s *staged, codes []string) {
	t.Helper()
	act := `{"reason":"Sai tên","decision":{"number":"20/QĐ-UBND","date":"2026-11-02"},"effective_on":"2026-11-02"}`
	s.ok("secretariat head", "POST", "/certificates/"+codes[0]+"/suspend", 200, act)
	s.ok("secretariat head", "POST", "/certificates/"+codes[0]+"/reinstate", 200, act)
	s.ok("secretariat head", "POST", "/certificates/"+codes[0]+"/revoke", 200, act)
	if c := s.ok("", "GET", "/certificates/"+codes[0], 200, ""); c["status"] != "revoked" || c["reason"] != "Sai tên" {
		t.Errorf("after the revocation: %v", c)
	}
	again := s.ok("secretariat head", "POST", "/certificates/"+codes[1]+"/reissue", 202, act)
	s.work()
	if c := s.ok("", "GET", "/certificates/"+codes[1], 200, ""); c["status"] != "superseded" || c["superseded_by"] != again["code"] {
		t.Errorf("after the re-issue: %v, want superseded by %v", c, again["code"])
	}
}

// TestNoJudgeSeesAnothersMarks compares everything a judge can read with no and with five other sheets
// submitted: the answers agree byte for byte.
func TestNoJudgeSeesAnothersMarks(t *testing.T) {
	s := scoring(t, newWorld(t))
	reads := func() []byte {
		var all bytes.Buffer
		paths := []string{"/editions/" + slug, "/editions/" + slug + "/sheets", "/editions/" + slug + "/passes", "/editions/" + slug + "/ranking",
			"/editions/" + slug + "/nominations", "/me", "/editions/" + slug + "/agreement", "/editions/" + slug + "/proposal"}
		for _, id := range s.sheets["jury member"] {
			paths = append(paths, "/sheets/"+id, "/sheets/"+id+"/history")
		}
		for _, id := range s.sheets["jury head"] {
			paths = append(paths, "/sheets/"+id, "/sheets/"+id+"/history")
		}
		for _, path := range paths {
			res := s.call("jury member", "GET", path, "")
			all.WriteString(path + "\n" + res.Status + "\n" + res.Header.Get("Etag") + "\n")
			all.Write(stable(res.body))
		}
		all.Write(stable(s.send(httpGet("/ledger/checkpoint")).body))
		return all.Bytes()
	}
	before := reads()
	s.mark("jury head")
	if after := reads(); !bytes.Equal(before, after) {
		t.Errorf("a judge's answers change when others submit:\n%s\n---\n%s", before, after)
	}
	if strings.Contains(string(before), `"88"`) {
		t.Error("the marks are there before they were given: the test proves nothing")
	}
	s.ok("jury member", "GET", "/sheets/"+s.sheets["jury member"][0], 200, "")
}

// stable takes out the request id, which differs on purpose.
func stable(body []byte) []byte {
	before, rest, found := bytes.Cut(body, []byte(`"request_id":"`))
	if !found {
		return body
	}
	_, after, _ := bytes.Cut(rest, []byte(`"`))
	return append(append([]byte{}, before...), after...)
}

func httpGet(path string) *http.Request {
	r, err := http.NewRequest(http.MethodGet, "https://binhchon.example.vn"+path, nil)
	if err != nil {
		panic(err)
	}
	r.RemoteAddr = "192.0.2.7:4000"
	r.RequestURI = path
	return r
}
