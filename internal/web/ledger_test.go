package web_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/internal/web"
)

// witnessed is a world with a known witness, whose log has grown beyond the last published checkpoint.
func witnessed(t *testing.T) (s *staged, code string, p ledger.Published, cosign func(checkpoint string, at int64) string) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	const name = "witness.example/1"
	sum := sha256.Sum256(append([]byte(name+"\n\x04"), public...))
	w, err := ledger.ParseWitness(fmt.Sprintf("%s+%x+%s", name, sum[:4], base64.StdEncoding.EncodeToString(append([]byte{4}, public...))))
	if err != nil {
		t.Fatal(err)
	}
	s, codes := issued(t, newWorld(t, func(c *web.Config) {
		c.Witnesses, c.Verifiers = []ledger.Witness{w}, []string{storetest.Verifier(t)}
	}))
	if p, err = s.db.Published(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	err = s.db.Update(context.Background(), func(tx *store.Tx) error {
		return tx.Append(ledger.Leaf{Kind: "later", Table: "t", ID: "later", At: s.clock})
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, codes[0], p, func(checkpoint string, at int64) string {
		body, _, _ := strings.Cut(checkpoint, "\n\n")
		sig := ed25519.Sign(private, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s\n", at, body))
		return "— " + name + " " + base64.StdEncoding.EncodeToString(append(binary.BigEndian.AppendUint64(append([]byte(nil), sum[:4]...), uint64(at)), sig...)) + "\n"
	}
}

func readHashes(t *testing.T, list any) (hashes []tlog.Hash) {
	t.Helper()
	for _, text := range list.([]any) {
		h, err := tlog.ParseHash(text.(string))
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, h)
	}
	return hashes
}

func aHash(t *testing.T, text any) tlog.Hash {
	t.Helper()
	return readHashes(t, []any{text})[0]
}

// TestLedgerProofs: what the API proves holds by golang.org/x/mod, and nothing tells whether the log has grown beyond the
// published size.
func TestLedgerProofs(t *testing.T) {
	s, code, p, _ := witnessed(t)
	for _, query := range []string{"?code=" + url.QueryEscape(strings.ToLower(code)), "?index=0", fmt.Sprintf("?index=%d&size=%d", p.Size-1, p.Size)} {
		got := s.call("", "GET", "/ledger/proof/inclusion"+query, "").json(t)
		index, size := int64(got["index"].(float64)), int64(got["size"].(float64))
		err := tlog.CheckRecord(readHashes(t, got["proof"]), size, aHash(t, got["root"]), index, aHash(t, got["leaf_hash"]))
		if err != nil || size != p.Size {
			t.Errorf("%s: %v\n%v", query, err, got)
		}
	}
	for _, from := range []int64{1, p.Size / 2, p.Size} {
		got := s.call("", "GET", fmt.Sprintf("/ledger/proof/consistency?from=%d", from), "").json(t)
		err := tlog.CheckTree(readHashes(t, got["proof"]), p.Size, aHash(t, got["to_root"]), from, aHash(t, got["from_root"]))
		if err != nil || int64(got["to"].(float64)) != p.Size {
			t.Errorf("from %d: %v\n%v", from, err, got)
		}
	}
	one, far := p.Size+1, p.Size+100
	for _, paths := range [][2]string{
		{fmt.Sprintf("inclusion?index=0&size=%d", one), fmt.Sprintf("inclusion?index=0&size=%d", far)},
		{fmt.Sprintf("inclusion?index=%d", p.Size), fmt.Sprintf("inclusion?index=%d", far)},
		{fmt.Sprintf("consistency?from=1&to=%d", one), fmt.Sprintf("consistency?from=1&to=%d", far)},
		{fmt.Sprintf("consistency?from=%d", one), fmt.Sprintf("consistency?from=%d", far)},
	} {
		near, beyond := s.call("", "GET", "/ledger/proof/"+paths[0], ""), s.call("", "GET", "/ledger/proof/"+paths[1], "")
		if near.StatusCode != 422 || beyond.StatusCode != 422 || string(stable(near.body)) != string(stable(beyond.body)) {
			t.Errorf("%s is told apart from %s: %d %d\n%s\n%s", paths[0], paths[1], near.StatusCode, beyond.StatusCode, near.body, beyond.body)
		}
	}
	for path, want := range map[string]int{"inclusion": 422, "inclusion?index=-1": 422, "inclusion?index=x": 422, "inclusion?code=ABC": 400,
		"inclusion?code=0000-0000-0000": 404, "consistency": 422, "consistency?from=0": 422, "consistency?from=2&to=1": 422} {
		if res := s.call("", "GET", "/ledger/proof/"+path, ""); res.StatusCode != want {
			t.Errorf("%s: %d, want %d\n%s", path, res.StatusCode, want, res.body)
		}
	}
}

// TestCosignaturesAreTaken: whoever brings a published checkpoint with a known witness's cosignature adds it, once, and it
// stands below the served one; anything else is refused with its reason.
func TestCosignaturesAreTaken(t *testing.T) {
	s, _, p, cosign := witnessed(t)
	at := s.clock.Unix()
	bring := func(text string) reply {
		t.Helper()
		body, err := json.Marshal(map[string]string{"checkpoint": text})
		if err != nil {
			t.Fatal(err)
		}
		return s.call("", "POST", "/ledger/cosignatures", string(body))
	}
	live, err := storetest.Sign(p.Size+1, [32]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	other, err := storetest.Sign(p.Size, [32]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	good := p.Signed + cosign(p.Signed, at)
	for name, c := range map[string]struct{ text, code string }{
		"nothing":                  {"", "checkpoint_unreadable"},
		"no cosignature":           {p.Signed, "checkpoint_unwitnessed"},
		"a forged one":             {p.Signed + cosign(other, at), "checkpoint_unwitnessed"},
		"one from the future":      {p.Signed + cosign(p.Signed, at+7200), "checkpoint_unwitnessed"},
		"without our signature":    {strings.SplitAfter(p.Signed, "\n\n")[0] + cosign(p.Signed, at), "checkpoint_unsigned"},
		"our signature bent":       {strings.Replace(good, "\n\n", "x\n\n", 1), "checkpoint_unreadable"},
		"another root":             {other + cosign(other, at), "checkpoint_unpublished"},
		"a size never published":   {live + cosign(live, at), "checkpoint_unpublished"},
		"a log of somebody else's": {strings.Replace(good, storetest.Origin, "x.example", 1), "checkpoint_foreign"},
	} {
		if res := bring(c.text); res.StatusCode != 422 || !strings.Contains(string(res.body), `"`+c.code+`"`) {
			t.Errorf("%s: %d %s, want %s", name, res.StatusCode, res.body, c.code)
		}
	}
	if got := s.send(httpGet("/ledger/checkpoint")); string(got.body) != p.Signed {
		t.Errorf("served is\n%s", got.body)
	}
	for i, text := range []string{strings.ReplaceAll(good, "\n", "\r\n"), good} { // once, however lines end
		if got := bring(text).json(t); got["added"] != float64(1-i) {
			t.Errorf("%v, want %d added", got, 1-i)
		}
	}
	if got := s.send(httpGet("/ledger/checkpoint")); string(got.body) != good {
		t.Errorf("served is\n%s", got.body)
	}
	state := s.call("", "GET", "/ledger", "").json(t)
	if state["checkpoint"] != good || len(state["witnesses"].([]any)) != 1 || state["timestamp"] != nil {
		t.Errorf("%v", state)
	}
	stamp := ledger.Published{Size: p.Size, Stamp: []byte("der"), Stamped: s.clock}
	path := fmt.Sprintf("/ledger/timestamp/%d.tsr", p.Size)
	if res := s.send(httpGet(path)); res.StatusCode != 404 {
		t.Errorf("before the stamp: %d", res.StatusCode)
	}
	if err := s.db.SaveStamp(t.Context(), stamp); err != nil {
		t.Fatal(err)
	}
	if res := s.send(httpGet(path)); string(res.body) != "der" || res.Header.Get("Content-Type") != "application/timestamp-reply" {
		t.Errorf("%d %q", res.StatusCode, res.body)
	}
	if res := s.send(httpGet(strings.Replace(path, ".tsr", ".txt", 1))); string(res.body) != p.Signed {
		t.Errorf("%d %q", res.StatusCode, res.body)
	}
	for _, name := range []string{fmt.Sprintf("%d.txt", p.Size+1), "x.tsr", "0.txt", fmt.Sprintf("0%d.txt", p.Size), fmt.Sprintf("%d.pdf", p.Size)} {
		if res := s.send(httpGet("/ledger/timestamp/" + name)); res.StatusCode != 404 {
			t.Errorf("%s: %d", name, res.StatusCode)
		}
	}
}

// TestLedgerAnswers: the page says in plain words whether a checkpoint still holds and whether a certificate stands in it.
func TestLedgerAnswers(t *testing.T) {
	s, code, p, cosign := witnessed(t)
	s.clock = s.clock.Add(2 * time.Second) // nothing finished earlier is shown
	before, err := ledger.Root(p.Size-2, s.db.Hashes(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	sign := func(size int64, root [32]byte) string {
		text, err := storetest.Sign(size, root)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	earlier := sign(p.Size-2, before)
	paper, _, _ := strings.Cut(earlier, "\n\n")
	for name, c := range map[string]struct{ query, says string }{
		"the last one":         {"checkpoint=" + url.QueryEscape(p.Signed+cosign(p.Signed, s.clock.Unix())), "This is the last published checkpoint itself"},
		"an earlier one":       {"checkpoint=" + url.QueryEscape(strings.ReplaceAll(earlier, "\n", "\r\n")), fmt.Sprintf("The first %d entries of today", p.Size-2)},
		"as on paper":          {"checkpoint=" + url.QueryEscape("  "+paper), "came without its digital signature"},
		"a later one":          {"checkpoint=" + url.QueryEscape(sign(p.Size+1, [32]byte{1})), "It cannot be compared yet"},
		"another history":      {"checkpoint=" + url.QueryEscape(sign(p.Size-1, [32]byte{1})), "The book was rewritten"},
		"another root by hand": {"checkpoint=" + url.QueryEscape(strings.Replace(paper, "\n"+before.String(), "\n"+tlog.Hash{1}.String(), 1)), "Compare letter by letter"},
		"bent":                 {"checkpoint=" + url.QueryEscape(strings.Replace(earlier, fmt.Sprintf("\n%d\n", p.Size-2), "\n3\n", 1)), "The signature on it is wrong"},
		"by another key":       {"checkpoint=" + url.QueryEscape(paper+"\n\n— "+storetest.Origin+" AAAAAAAA\n"), "signed with another key"},
		"another log's":        {"checkpoint=" + url.QueryEscape(strings.Replace(earlier, storetest.Origin, "x.example/log", 1)), "a checkpoint of another ledger"},
		"nonsense":             {"checkpoint=hello", "It cannot be read"},
		"a certificate":        {"code=" + strings.ToLower(code), "Yes. Certificate " + code},
		"a mistyped code":      {"code=ABC", "a character may be mistyped"},
		"an unknown code":      {"code=0000-0000-0000", "No certificate carries this code"},
	} {
		res := s.send(httpGet("/ledger?lang=en&" + c.query))
		if page := string(res.body); res.StatusCode != 200 || !strings.Contains(page, c.says) {
			t.Errorf("%s: %d, does not say %q", name, res.StatusCode, c.says)
		}
	}
}
