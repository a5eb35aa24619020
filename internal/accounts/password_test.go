package accounts

import (
	"context"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
)

// fieldCode is the code and arguments of the only fault of a field, or "" when there is none.
func fieldCode(t *testing.T, err error, field string) (string, fault.Args) {
	t.Helper()
	if err == nil {
		return "", nil
	}
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Field != field {
		t.Fatalf("error %v is not one fault of field %s", err, field)
	}
	return f.Fields[0].Code, f.Fields[0].Args
}

func TestHashAndVerify(t *testing.T) {
	h, ctx := NewHasher(), t.Context()
	phc, err := h.Hash(ctx, "nón lá làng Chuông")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("PHC string is %s", phc)
	}
	again, _ := h.Hash(ctx, "nón lá làng Chuông")
	if again == phc {
		t.Error("two hashes share a salt")
	}
	for _, c := range []struct {
		name, password string
		want           bool
	}{
		{"right", "nón lá làng Chuông", true},
		{"right, typed decomposed", norm.NFD.String("nón lá làng Chuông"), true},
		{"one mark differs", "non lá làng Chuông", false},
		{"empty", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			ok, rehash, err := h.Verify(ctx, phc, c.password)
			if err != nil || ok != c.want || rehash {
				t.Errorf("got ok=%v rehash=%v err=%v, want %v", ok, rehash, err, c.want)
			}
		})
	}
}

// The string was made by the reference implementation of argon2 with these parameters
// ("password", "somesalt", m=65536, t=2, p=1).
func TestVerifyKnownAnswer(t *testing.T) {
	const phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	ok, rehash, err := NewHasher().Verify(t.Context(), phc, "password")
	if !ok || !rehash || err != nil {
		t.Errorf("got ok=%v rehash=%v err=%v, want a match that asks for a new hash", ok, rehash, err)
	}
}

func TestVerifyRefusesBrokenHashes(t *testing.T) {
	h := NewHasher()
	good, _ := h.Hash(t.Context(), "nón lá làng Chuông")
	for name, phc := range map[string]string{
		"not PHC":       "secret",
		"argon2i":       strings.Replace(good, "argon2id", "argon2i", 1),
		"greedy memory": strings.Replace(good, "m=19456", "m=99999999", 1),
		"greedy passes": strings.Replace(good, "t=2", "t=9999", 1),
		"no passes":     strings.Replace(good, "t=2", "t=0", 1),
		"cut short":     good[:len(good)-30],
		"no salt":       "$argon2id$v=19$m=19456,t=2,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
	} {
		if ok, _, err := h.Verify(t.Context(), phc, "nón lá làng Chuông"); ok || err == nil {
			t.Errorf("%s: got ok=%v err=%v, want an error", name, ok, err)
		}
	}
}

// No clock: an unknown user must need a slot and therefore a whole hash, as a known one does.
func TestUnknownUserCostsAHash(t *testing.T) {
	h := NewHasher()
	if ok, rehash, err := h.Verify(t.Context(), "", ""); ok || rehash || err != nil {
		t.Errorf("got ok=%v rehash=%v err=%v", ok, rehash, err)
	}
	h.slots <- struct{}{}
	h.slots <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := h.Verify(ctx, "", "wrong password"); !errors.Is(err, context.Canceled) {
		t.Errorf("an unknown user was answered without a hash: %v", err)
	}
}

func TestHasherHonoursContext(t *testing.T) {
	h := NewHasher()
	h.slots <- struct{}{}
	h.slots <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Hash(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("third hash at once gave %v, want to wait", err)
	}
}

func TestCheckPassword(t *testing.T) {
	for _, c := range []struct{ name, password, reason string }{
		{"eleven characters", "abcdefghijk", "too_short"},
		{"eleven characters decomposed to more", norm.NFD.String(strings.Repeat("ế", 11)), "too_short"},
		{"twelve Vietnamese characters", "nón lá Huế đẹ", ""},
		{"lower case only is fine", "gốm chu đậu hải dương", ""},
		{"digits only is fine", "729104658301", ""},
		{"256", strings.Repeat("lụa vạn phúc hà đông ", 12) + "0123", ""},
		{"257", strings.Repeat("lụa vạn phúc hà đông ", 12) + "01234", "too_long"},
		{"counting up", "123456789012", "common"},
		{"counting down", "987654321098", "common"},
		{"one digit", "000000000000", "common"},
		{"pattern", "121212121212", "common"},
		{"one letter", "aaaaaaaaaaaaaa", "common"},
		{"password with digits", "Password1234", "common"},
		{"mật khẩu with digits", "mật khẩu 123456", "common"},
		{"word twice", "vinhdanhvinhdanh", "common"},
		{"programme and year", "VinhDanh@2026", "common"},
		{"keyboard row", "qwertyuiop12", "common"},
		{"own e-mail", "lan@lang-nghe.vn", "common"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, args := fieldCode(t, CheckPassword(c.password, "lan@lang-nghe.vn"), "password")
			if c.reason == "" && code != "" {
				t.Fatalf("refused: %v", args)
			}
			if c.reason != "" && (code != "weak_password" || args["reason"] != c.reason || args["min"] != 12) {
				t.Errorf("got %s %v, want %s", code, args, c.reason)
			}
		})
	}
}

func FuzzParsePHC(f *testing.F) {
	f.Add("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
	f.Add("$$$$$")
	f.Fuzz(func(t *testing.T, s string) {
		c, salt, key, err := parsePHC(s)
		if err != nil {
			return
		}
		if c.memory > mostMemory || c.passes > mostPasses || c.lanes > mostLanes || c.passes == 0 || c.lanes == 0 {
			t.Fatalf("%q passes with cost %+v", s, c)
		}
		c2, salt2, key2, err := parsePHC(formatPHC(c, salt, key))
		if err != nil || c2 != c || string(salt2) != string(salt) || string(key2) != string(key) {
			t.Fatalf("%q does not survive a round trip", s)
		}
	})
}
