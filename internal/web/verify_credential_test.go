package web_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates"
)

func unbase64(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// checkedCredential verifies a credential by the published key set alone and gives its document.
func (w *world) checkedCredential(path string) map[string]any {
	w.t.Helper()
	res := w.send(httpGet(path))
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "application/vc+jwt" || res.Header.Get("Cache-Control") != "no-store" {
		w.t.Fatalf("%d %v %s", res.StatusCode, res.Header, res.body)
	}
	parts := strings.Split(string(res.body), ".")
	if len(parts) != 3 {
		w.t.Fatalf("%d parts", len(parts))
	}
	var head struct{ Alg, Kid, Typ string }
	if err := json.Unmarshal(unbase64(w.t, parts[0]), &head); err != nil || head.Alg != "ES256" || head.Typ != "vc+jwt" {
		w.t.Fatalf("header %s, %v", unbase64(w.t, parts[0]), err)
	}
	var set struct {
		Keys []struct{ Kid, X, Y string }
	}
	if err := json.Unmarshal(w.send(httpGet("/.well-known/jwks.json")).body, &set); err != nil || len(set.Keys) != 1 || set.Keys[0].Kid != head.Kid {
		w.t.Fatalf("key set %+v, %v", set, err)
	}
	point := append(append([]byte{4}, unbase64(w.t, set.Keys[0].X)...), unbase64(w.t, set.Keys[0].Y)...)
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		w.t.Fatal(err)
	}
	signature, sum := unbase64(w.t, parts[2]), sha256.Sum256([]byte(parts[0]+"."+parts[1]))
	if len(signature) != 64 || !ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		w.t.Fatal("the signature is not the published key's")
	}
	var doc map[string]any
	if err := json.Unmarshal(unbase64(w.t, parts[1]), &doc); err != nil {
		w.t.Fatal(err)
	}
	return doc
}

// memberAt reads a member of a document by its path.
func memberAt(t *testing.T, doc any, path string) any {
	t.Helper()
	for _, name := range strings.Split(path, ".") {
		switch x := doc.(type) {
		case map[string]any:
			doc = x[name]
		case []any:
			if len(x) == 0 {
				t.Fatalf("%s: an empty list", path)
			}
			doc = x[len(name)-1] // "0" is the first, "00" the second
		default:
			t.Fatalf("%s: no such member", path)
		}
	}
	return doc
}

// TestCredential holds a credential against Open Badges 3.0 (AchievementCredential, 6.1 and 8.2.4) and the VC data
// model 2.0: what must be there is, and says what the statement says.
func TestCredential(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	lower := strings.ToLower(strings.ReplaceAll(codes[1], "-", ""))
	path, base := "/api/v1/certificates/"+lower+"/credential", "https://binhchon.example.vn"
	public := s.ok("", "GET", "/certificates/"+lower, 200, "")
	doc := w.checkedCredential(path)
	issuedOn, until := public["issued_on"].(string), public["valid_until"].(string)
	for member, want := range map[string]any{
		"@context.0": "https://www.w3.org/ns/credentials/v2", "@context.00": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
		"id": base + path, "type.0": "VerifiableCredential", "type.00": "OpenBadgeCredential", "issuer.id": base, "issuer.type.0": "Profile",
		"issuer.name": public["authority"], "validFrom": issuedOn + "T00:00:00+07:00", "validUntil": until + "T23:59:59+07:00",
		"credentialSubject.type.0": "AchievementSubject", "credentialSubject.achievement.type.0": "Achievement",
		"credentialSubject.identifier.0.type":         "IdentityObject",
		"credentialSubject.identifier.0.identityHash": public["product"].(string) + " · " + public["producer"].(string),
		"credentialStatus.type":                       "BitstringStatusListEntry", "credentialStatus.statusSize": 2.0,
		"credentialStatus.statusListCredential": base + "/.well-known/vinhdanh-status", "credentialStatus.statusMessage.0.message": "valid",
		"evidence.0.id": base + "/v/" + lower, "iss": base, "jti": base + path,
	} {
		if got := memberAt(t, doc, member); got != want {
			t.Errorf("%s is %v, want %v", member, got, want)
		}
	}
	for _, must := range []string{"credentialSubject.achievement.id", "credentialSubject.achievement.name", "credentialSubject.achievement.description", "credentialSubject.achievement.criteria.narrative", "name"} {
		if text, ok := memberAt(t, doc, must).(string); !ok || text == "" {
			t.Errorf("%s is missing", must)
		}
	}
	for claim, day := range map[string]string{"nbf": issuedOn + "T00:00:00+07:00", "exp": until + "T23:59:59+07:00"} {
		want, err := time.Parse(time.RFC3339, day)
		if got := memberAt(t, doc, claim).(float64); err != nil || int64(got) != want.Unix() {
			t.Errorf("%s is %.0f, want %d", claim, got, want.Unix())
		}
	}
	if a, b := w.send(httpGet(path)).body, w.send(httpGet(path)).body; string(a) != string(b) {
		t.Error("the same certificate gives two texts")
	}
	s.ok("secretariat head", "POST", "/certificates/"+lower+"/revoke", 200, `{"reason":"Sai hồ sơ","decision":{"number":"9/QĐ","date":"2026-11-02"},"effective_on":"2026-11-02"}`)
	index := memberAt(t, doc, "credentialStatus.statusListIndex")
	if again := w.checkedCredential(path); memberAt(t, again, "credentialStatus.statusListIndex") != index {
		t.Error("a revoked certificate's credential lost its place in the list")
	}
	list, err := certificates.ReadStatusList(string(w.send(httpGet("/.well-known/vinhdanh-status")).body), publishedKeys(t, w))
	place, numbered := strconv.Atoi(index.(string))
	if err != nil || numbered != nil || list.Entries[place].Status != certificates.Revoked || list.Entries[1-place].Status != certificates.Valid {
		t.Errorf("the list at the credential's place: %+v, %v", list.Entries, err)
	}
	if res := w.send(httpGet("/api/v1/certificates/" + unknownCode(t, 3) + "/credential")); res.StatusCode != 404 {
		t.Errorf("a credential of nothing: %d", res.StatusCode)
	}
}

func publishedKeys(t *testing.T, w *world) certificates.OfflineKeys {
	t.Helper()
	keys, err := certificates.ReadOfflineKeys(w.send(httpGet("/.well-known/vinhdanh-keys")).body)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
