package accounts

import (
	"regexp"
	"testing"
)

func TestNewToken(t *testing.T) {
	shape := regexp.MustCompile(`^vd_api_[a-z2-7]{52}$`)
	seen := map[string]bool{}
	for range 100 {
		plain, hash := NewToken("api")
		if !shape.MatchString(plain) || len(hash) != 64 || seen[plain] {
			t.Fatalf("token %q hash %q", plain, hash)
		}
		if !SameSecret(hash, HashToken(plain)) || SameSecret(hash, HashToken(plain+"x")) {
			t.Fatalf("hash of %q does not compare", plain)
		}
		seen[plain] = true
	}
	if plain, _ := NewToken(""); !regexp.MustCompile(`^vd_[a-z2-7]{52}$`).MatchString(plain) {
		t.Errorf("token without a kind is %q", plain)
	}
}

func TestHashTokenKnownAnswer(t *testing.T) {
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-2, B.1
	if got := HashToken("abc"); got != want {
		t.Errorf("got %s", got)
	}
}
