package contract_test

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// TestProofOfACertificate follows a certificate into the published log with nothing but public addresses.
func TestProofOfACertificate(t *testing.T) {
	s := serve(t, "")
	_, _, certificates := small(t, s)
	public := s.public()
	keys := string(public.get(t, "!/.well-known/vinhdanh-keys").want(t, http.StatusOK).body)
	var verifiers []note.Verifier
	for _, field := range strings.FieldsFunc(keys, func(r rune) bool { return r == '"' || r == '\n' || r == ',' || r == ' ' }) {
		if v, err := note.NewVerifier(field); err == nil {
			verifiers = append(verifiers, v)
		}
	}
	if len(verifiers) == 0 {
		t.Fatalf("no note verifier in %s", keys)
	}
	latest := string(public.get(t, "!/ledger/checkpoint").want(t, http.StatusOK).body)
	for _, c := range certificates {
		l := read[certificate](t, public.get(t, "/certificates/"+c.Code).want(t, http.StatusOK)).Ledger
		if l.Index == nil || l.Checkpoint == nil || len(l.Proof) == 0 {
			t.Fatalf("after its batch a certificate has the ledger entry %+v", l)
		}
		opened, err := note.Open([]byte(*l.Checkpoint), note.VerifierList(verifiers...))
		if err != nil {
			t.Fatalf("the checkpoint %q: %v", *l.Checkpoint, err)
		}
		if *l.Checkpoint != latest {
			t.Errorf("the checkpoint of the certificate is %q, the published one %q", *l.Checkpoint, latest)
		}
		lines := strings.Split(opened.Text, "\n")
		size, err := strconv.ParseInt(lines[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		proof := tlog.RecordProof{}
		for _, p := range l.Proof {
			proof = append(proof, hash(t, p))
		}
		leaf := leafHash(t, public, *l.Index, size)
		if err := tlog.CheckRecord(proof, size, hash(t, lines[2]), *l.Index, leaf); err != nil {
			t.Errorf("%s: %v", c.Code, err)
		}
		leaf[0] ^= 1
		if err := tlog.CheckRecord(proof, size, hash(t, lines[2]), *l.Index, leaf); err == nil {
			t.Error("the proof holds for another leaf")
		}
	}
	if a := public.get(t, "!/metrics"); a.status != http.StatusOK || !strings.Contains(string(a.body), "# TYPE") {
		t.Errorf("/metrics on loopback answers %d", a.status)
	}
	public.get(t, "!/healthz").want(t, http.StatusOK)
}

// leafHash reads a leaf's hash from the log's tiles of 256.
func leafHash(t *testing.T, c *client, index, size int64) tlog.Hash {
	t.Helper()
	tile := index / 256
	name := "!/ledger/tile/0/" + threes(tile)
	if width := size - tile*256; width < 256 {
		name += ".p/" + strconv.FormatInt(width, 10)
	}
	data := c.get(t, name).want(t, http.StatusOK).body
	at := index % 256 * tlog.HashSize
	if int64(len(data)) < at+tlog.HashSize {
		t.Fatalf("%s has %d bytes", name, len(data))
	}
	return tlog.Hash(data[at : at+tlog.HashSize])
}

// threes writes a tile's number as the tiles of C2SP do: x001/234.
func threes(n int64) string {
	text := strconv.FormatInt(n%1000+1000, 10)[1:]
	for n /= 1000; n > 0; n /= 1000 {
		text = "x" + strconv.FormatInt(n%1000+1000, 10)[1:] + "/" + text
	}
	return text
}

func hash(t *testing.T, text string) tlog.Hash {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) != tlog.HashSize {
		t.Fatalf("%q is no hash: %v", text, err)
	}
	return tlog.Hash(data)
}
