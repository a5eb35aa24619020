package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
)

type sample struct {
	Name  string          `json:"name"`
	Count int             `json:"count"`
	Flag  bool            `json:"flag"`
	Text  *string         `json:"text"`
	List  *[]string       `json:"list"`
	Inner *sampleInner    `json:"inner"`
	Items []sampleInner   `json:"items"`
	Marks map[string]any  `json:"marks"`
	Raw   json.RawMessage `json:"raw"`
}

type sampleInner struct {
	ID string `json:"id"`
}

func TestDecodeReads(t *testing.T) {
	var got sample
	body := "{\"name\":\"Gi\u1ea5y\",\"count\":3,\"flag\":true,\"text\":null,\"list\":[\"a\"],\"inner\":{\"id\":\"x\"},\"items\":[{\"id\":\"1\"},{\"id\":\"2\"}]," +
		"\"marks\":{\"1.1\":\"7.5\",\"1.2\":null,\"1.3\":4},\"raw\": {\"b\" : [1, 2]} }"
	if err := decodeBytes([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	empty := ""
	want := sample{
		Name: "Giấy", Count: 3, Flag: true, Text: &empty, List: &[]string{"a"}, Inner: &sampleInner{"x"}, Items: []sampleInner{{"1"}, {"2"}},
		Marks: map[string]any{"1.1": "7.5", "1.2": nil, "1.3": json.Number("4")}, Raw: json.RawMessage(`{"b" : [1, 2]}`),
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(sample{})); diff != "" {
		t.Errorf("decoded (-want +got):\n%s", diff)
	}
}

func TestDecodeComposesLetters(t *testing.T) {
	var got sample
	if err := decodeBytes([]byte("{\"name\":\"Gia\u0302\u0301y\"}"), &got); err != nil || got.Name != "Giấy" {
		t.Errorf("%q, %v", got.Name, err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"nothing", ``, "malformed_json"},
		{"half an object", `{"name":`, "malformed_json"},
		{"trailing data", `{"name":"a"} {"name":"b"}`, "malformed_json"},
		{"trailing comma", `{"name":"a",}`, "malformed_json"},
		{"a bare word", `name`, "malformed_json"},
		{"bytes that are no UTF-8", "{\"name\":\"\xff\"}", "malformed_json"},
		{"nested too deeply", `{"marks":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, "malformed_json"},
		{"unknown field", `{"role":"head"}`, "role unknown_field"},
		{"other case", `{"Name":"a"}`, "Name unknown_field"},
		{"unexported field", `{"hidden":"a"}`, "hidden unknown_field"},
		{"unknown field within", `{"inner":{"id":"x","status":"y"}}`, "inner.status unknown_field"},
		{"unknown field in a list", `{"items":[{"id":"x"},{"score":1}]}`, "items[1].score unknown_field"},
		{"number for text", `{"name":5}`, "name wrong_type"},
		{"text for number", `{"count":"5"}`, "count wrong_type"},
		{"fraction for integer", `{"count":5.5}`, "count wrong_type"},
		{"exponent for integer", `{"count":1e3}`, "count wrong_type"},
		{"huge integer", `{"count":99999999999999999999}`, "count wrong_type"},
		{"text for flag", `{"flag":"true"}`, "flag wrong_type"},
		{"object for list", `{"items":{}}`, "items wrong_type"},
		{"list for object", `{"inner":[]}`, "inner wrong_type"},
		{"null in a list", `{"items":[null]}`, "items[0] wrong_type"},
		{"a list for the body", `[]`, "body wrong_type"},
		{"null for the body", `null`, "body wrong_type"},
		{"a field twice", `{"name":"a","name":"b"}`, "name duplicate_field"},
		{"a mark twice", `{"marks":{"1.1":"5","1.1":"4"}}`, "marks.1.1 duplicate_field"},
		{"several at once", `{"name":5,"x":1,"count":"a"}`, "name wrong_type, x unknown_field, count wrong_type"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var f *fault.Fault
			if err := decodeBytes([]byte(tt.body), &sample{}); !errors.As(err, &f) {
				t.Fatalf("%v is no fault", err)
			}
			got := f.Code
			if f.Code == "invalid_fields" {
				var parts []string
				for _, x := range f.Fields {
					parts = append(parts, x.Field+" "+x.Code)
				}
				got = strings.Join(parts, ", ")
			}
			if got != tt.want {
				t.Errorf("%s: %q, want %q", tt.body, got, tt.want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"name":"a","items":[{"id":"x"}],"raw":[1,{"b":null}]}`))
	f.Add([]byte(`{"marks":{"1":1e9,"2":"\ud800"},"list":[null]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var s sample
		if err := decodeBytes(body, &s); err != nil && fault.KindOf(err) == "" {
			t.Errorf("%q: %v is no fault", body, err)
		} else if err == nil && !json.Valid(body) {
			t.Errorf("%q was read though it is not JSON", body)
		}
		if len(s.Raw) > 0 && !json.Valid(s.Raw) && json.Valid(body) {
			t.Errorf("%q: raw part %q", body, s.Raw)
		}
	})
}

// FuzzParseJSON compares what is read with what the standard library reads, texts composed.
func FuzzParseJSON(f *testing.F) {
	for _, seed := range []string{
		`{"version":3,"marks":{"1.1":"7.5","1.2":null},"comment":"a\n\"b\" \u00e9 \ud83d\ude00 \ud800"}`, ` [ ] `, `[{},[],"",0,-1.5E+3,true,false,null]`,
		`{"a" : { "b":[1 , 2,{"c":"\\"}]} , "a":{}}`, "\"Gia\u0302\u0301y\"", `12`, "\t{\"\":\",:]}\"}\r\n", `"\\\""`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var faults fault.Fields
		root, err := parseJSON(body, &faults)
		if err != nil {
			return
		}
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil {
			t.Fatalf("%q was read though it is not JSON: %v", body, err)
		}
		if diff := cmp.Diff(composed(want), root.plain()); diff != "" {
			t.Errorf("%q (-library +read):\n%s", body, diff)
		}
		if !bytes.Equal(root.raw, bytes.TrimSpace(body)) {
			t.Errorf("%q: raw value %q", body, root.raw)
		}
	})
}

// composed is a value with its texts, not its names, in NFC.
func composed(v any) any {
	switch x := v.(type) {
	case string:
		return norm.NFC.String(x)
	case []any:
		for i := range x {
			x[i] = composed(x[i])
		}
	case map[string]any:
		for name := range x {
			x[name] = composed(x[name])
		}
	}
	return v
}

func TestCleanFilename(t *testing.T) {
	for name, want := range map[string]string{
		"../../etc/passwd": "passwd", `C:\Users\x\ảnh.png`: "ảnh.png", "a\x00b\r\n.pdf": "ab.pdf", "": "file", "..": "file", ". .": "file",
		"\u202egnp.exe": "gnp.exe", strings.Repeat("a", 300) + ".pdf": strings.Repeat("a", 196) + ".pdf", "Gia\u0302\u0301y.pdf": "Giấy.pdf",
	} {
		if got := cleanFilename(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestLocalAddress(t *testing.T) {
	for next, want := range map[string]string{
		"/desk": "/desk", "/judge?x=1": "/judge?x=1", "//evil.example": "", `/\evil.example`: "", "/\t/evil.example": "", "https://evil.example": "",
		"evil": "", "": "", "/%2f/evil": "", "/a#b": "/a", "/%09//evil": "/%09//evil",
	} {
		if got := localAddress(next); got != want {
			t.Errorf("%q: %q, want %q", next, got, want)
		}
	}
}
