package ledger

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func TestCanonical(t *testing.T) {
	tests := []struct {
		name string
		in   map[string]any
		want string // empty: refused
	}{
		{"nothing", nil, `{}`},
		{"sorted keys", map[string]any{"b": 1, "a": int64(2), "": nil, "A": true}, `{"":null,"A":true,"a":2,"b":1}`},
		// By code units a surrogate pair comes before U+FF01, by code points after it (RFC 8785, 3.2.3).
		{"keys by UTF-16", map[string]any{"\uff01": 1, "\U0001f600": 2, "\u20ac": 3, "\r": 4}, "{\"\\r\":4,\"€\":3,\"😀\":2,\"\uff01\":1}"},
		{"escapes", map[string]any{"s": "\"\\/\b\f\n\r\t\x01\x1f\u007f<>&\u2028"}, "{\"s\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f<>&\u2028\"}"},
		{"decomposed becomes NFC", map[string]any{norm.NFD.String("hòa"): norm.NFD.String("Hưng Yên")}, `{"hòa":"Hưng Yên"}`},
		{"arrays", map[string]any{"a": []string{"x", "y"}, "b": []any{1, []any{}, map[string]any{}}}, `{"a":["x","y"],"b":[1,[],{}]}`},
		{"largest integer", map[string]any{"n": 1 << 53, "m": -(1 << 53)}, `{"m":-9007199254740992,"n":9007199254740992}`},
		{"beyond 2^53", map[string]any{"n": 1<<53 + 1}, ""},
		{"below -2^53", map[string]any{"n": -(1 << 53) - 1}, ""},
		{"a float", map[string]any{"n": 1.0}, ""},
		{"a float inside", map[string]any{"a": []any{map[string]any{"n": 0.5}}}, ""},
		{"an unsigned", map[string]any{"n": uint64(1)}, ""},
		{"bytes", map[string]any{"n": []byte("x")}, ""},
		{"not UTF-8", map[string]any{"s": "\xff"}, ""},
		{"key not UTF-8", map[string]any{"\xff": ""}, ""},
		{"keys that meet under NFC", map[string]any{"ò": 1, norm.NFD.String("ò"): 2}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Canonical(tt.in)
			if (err == nil) != (tt.want != "") || string(got) != tt.want {
				t.Fatalf("Canonical = %s, %v; want %q", got, err, tt.want)
			}
		})
	}
}

func TestCanonicalRefusesDeepNesting(t *testing.T) {
	v := map[string]any{}
	for range 100 {
		v = map[string]any{"v": v}
	}
	if _, err := Canonical(v); err == nil {
		t.Error("a record 100 levels deep was accepted")
	}
}

func TestParseCanonicalRefusesOtherSpellings(t *testing.T) {
	for _, text := range []string{
		``, `null`, `[]`, `{"a":1}x`, `{"a":1} `, ` {"a":1}`, `{"a": 1}`, `{"b":1,"a":2}`, `{"a":1,"a":1}`,
		`{"a":1.0}`, `{"a":1e2}`, `{"a":1.5}`, `{"a":-0}`, `{"a":01}`, `{"a":9007199254740993}`, `{"a":"\u0041"}`, `{"a":"\/"}`,
		"{\"a\":\"" + norm.NFD.String("ế") + "\"}", "{\"a\":\"\xff\"}",
	} {
		if got, err := ParseCanonical([]byte(text)); err == nil {
			t.Errorf("ParseCanonical(%q) = %v, want an error", text, got)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{`{"a":[1,"x",null,true,{"b":{}}]}`, `{"ế":"Hòa","\u0000":"\ud83d\ude00"}`, `{"n":9007199254740993}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, err := ParseCanonical(data); err == nil {
			if again, err := Canonical(got); err != nil || string(again) != string(data) {
				t.Fatalf("%q was accepted as canonical and is written %q, %v", data, again, err)
			}
		}
		var free map[string]any
		if json.Unmarshal(data, &free) != nil {
			return
		}
		first, err := Canonical(floatsToInts(free).(map[string]any))
		if err != nil {
			return
		}
		parsed, err := ParseCanonical(first)
		if err != nil {
			t.Fatalf("ParseCanonical(%s): %v", first, err)
		}
		var viaJSON map[string]any
		if err := json.Unmarshal(first, &viaJSON); err != nil {
			t.Fatalf("encoding/json refuses %s: %v", first, err)
		}
		if diff := cmp.Diff(floatsToInts(viaJSON), any(parsed)); diff != "" {
			t.Errorf("encoding/json reads another record (-json +ours):\n%s", diff)
		}
	})
}

// floatsToInts makes the whole numbers of encoding/json int64.
func floatsToInts(v any) any {
	switch x := v.(type) {
	case float64:
		if n := int64(x); float64(n) == x {
			return n
		}
	case map[string]any:
		for k, e := range x {
			x[k] = floatsToInts(e)
		}
	case []any:
		for i, e := range x {
			x[i] = floatsToInts(e)
		}
	}
	return v
}
