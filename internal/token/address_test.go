package token_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/token"
)

func TestParseAddress(t *testing.T) {
	for _, tt := range []struct {
		text string
		want token.Address
		err  string
	}{
		{"pkcs11:token=H%C6%B0ng;object=con%20d%E1%BA%A5u;id=%01%a2?module-path=/usr/lib/x.so",
			token.Address{Module: "/usr/lib/x.so", Token: "Hưng", Object: "con dấu", ID: []byte{1, 0xa2}}, ""},
		{"pkcs11:serial=0001?module-path=/x.so", token.Address{Module: "/x.so", Serial: "0001"}, ""},
		{"/etc/key.p12", token.Address{}, "begin"},
		{"pkcs11:", token.Address{}, "module-path"},
		{"pkcs11:object=x?module-path=/x.so", token.Address{}, "which token"},
		{"pkcs11:token=%zz?module-path=/x.so", token.Address{}, "percent"},
		{"pkcs11:token=x?module-path=/x.so&pin-value=1", token.Address{}, "signing_password"},
		{"pkcs11:token=x;slot-id=1?module-path=/x.so", token.Address{}, "not looked at"},
		{"pkcs11:token=x;colour=red?module-path=/x.so", token.Address{}, "no attribute"},
		{"pkcs11:;?module-path=/x.so", token.Address{}, "no attribute"},
	} {
		got, err := token.ParseAddress(tt.text)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%s: %v, want %q", tt.text, err, tt.err)
			}
			continue
		}
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", tt.text, err, diff)
		}
	}
}
