package certificates

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/fault"
)

func inflatable(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFindCodes(t *testing.T) {
	const printed = "7K3M-9QXT-2HDK"
	wide := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			fmt.Fprintf(&b, "\x00%c", r)
		}
		return b.String()
	}
	packed := inflatable(t, []byte("1 0 << /Keywords ("+printed+") >>"))
	tests := []struct {
		name, pdf string
		want      []string
	}{
		{"keywords", "<< /Keywords (" + printed + ") >>", []string{printed}},
		{"twice is once", printed + " " + printed, []string{printed}},
		{"two", printed + " 0000-0000-0000", []string{printed, "0000-0000-0000"}},
		{"at the very start", printed, []string{printed}},
		{"lower case", strings.ToLower(printed), []string{printed}},
		{"link", "/URI (https://example.vn/v/7k3m9qxt2hdk)", []string{printed}},
		{"two bytes a letter", "(\xfe\xff" + wide(printed) + ")", []string{printed}},
		{"two bytes, octal zeros", "(\xfe\xff" + strings.ReplaceAll(wide(printed), "\x00", `\000`) + ")", []string{printed}},
		{"hexadecimal", fmt.Sprintf("<< /Keywords <%X> >>", printed), []string{printed}},
		{"hexadecimal in lines", fmt.Sprintf("<FEFF %X\n>", wide(printed)), []string{printed}},
		{"object stream", "stream\r\n" + string(packed) + "\nendstream", []string{printed}},
		{"cut object stream", "stream\n" + string(packed[:len(packed)-5]), []string{printed}},
		{"wrong check digit", "7K3M-9QXT-2HDM", nil},
		{"nothing", "%PDF-1.4", nil},
		{"empty", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range FindCodes([]byte(tt.pdf)) {
				got = append(got, c.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFindCodesIsBounded(t *testing.T) {
	bomb := inflatable(t, make([]byte, 256<<20))
	file := append([]byte("stream\n"), bomb...)
	file = append(file, "\nstream\n"...)
	file = append(file, inflatable(t, []byte("7K3M-9QXT-2HDK"))...)
	allocated := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if got := FindCodes(file); len(got) != 0 {
				b.Fatalf("read past its limit: %v", got)
			}
		}
	}).AllocedBytesPerOp()
	if allocated > 96<<20 {
		t.Errorf("a bomb of 256 MB took %d MB", allocated>>20)
	}
	var many bytes.Buffer
	for i := range 1000 {
		eleven := fmt.Sprintf("%011d", i)
		c := mustCode(t, eleven+checkDigit(eleven))
		many.WriteString(c.String() + " ")
	}
	if got := len(FindCodes(many.Bytes())); got != maxFoundCodes {
		t.Errorf("found %d codes of a thousand, want %d", got, maxFoundCodes)
	}
}

func FuzzFindCodes(f *testing.F) {
	f.Add([]byte("stream\n\x78\x9c"))
	f.Add([]byte("<FEFF0037> 7K3M-9QXT-2HDK /v/"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, c := range FindCodes(b) {
			if _, err := ParseCode(c.String()); err != nil {
				t.Fatalf("found %v: %v", c, err)
			}
		}
	})
}

// register is a Find over one certificate with the files "aa" and "bb".
type register Issued

func (r register) IssuedByFile(sha string) (Issued, error) {
	if sha == "aa" || sha == "bb" {
		return Issued(r), nil
	}
	return Issued{}, fault.New(fault.NotFound, "certificate_unknown")
}

func (r register) IssuedByCode(code Code) (Issued, error) {
	if r.Code == code {
		return Issued(r), nil
	}
	return Issued{}, fault.New(fault.NotFound, "certificate_unknown")
}

func TestJudge(t *testing.T) {
	known, other := mustCode(t, "7K3M-9QXT-2HDK"), mustCode(t, "0000-0000-0000")
	issued := func(s Status) register { return register{Code: known, Status: s} }
	tests := []struct {
		name   string
		hash   string
		found  []Code
		status Status
		want   Verdict
		failed []string
	}{
		{"issued file", "aa", []Code{known}, Valid, Genuine, nil},
		{"countersigned file", "bb", []Code{known}, Valid, Genuine, nil},
		{"issued file, no code seen", "aa", nil, Valid, Genuine, nil},
		{"suspended", "aa", []Code{known}, Suspended, Genuine, []string{"status"}},
		{"expired", "aa", []Code{known}, Expired, Genuine, []string{"status"}},
		{"superseded", "aa", []Code{known}, Superseded, Genuine, []string{"status"}},
		{"revoked", "aa", []Code{known}, Revoked, RevokedFile, []string{"status"}},
		{"another hash", "cc", []Code{known}, Valid, Altered, []string{"file"}},
		{"another hash of a revoked one", "cc", []Code{known}, Revoked, Altered, []string{"file", "status"}},
		{"issued code behind an unknown one", "cc", []Code{other, known}, Valid, Altered, []string{"file"}},
		{"unknown code", "cc", []Code{other}, Valid, UnknownFile, []string{"code", "file"}},
		{"no code", "cc", nil, Valid, UnknownFile, []string{"code", "file"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Judge(tt.hash, tt.found, issued(tt.status))
			if err != nil || got.Verdict != tt.want {
				t.Fatalf("Judge = %v, %v; want %s", got, err, tt.want)
			}
			var failed []string
			for _, c := range got.Checks {
				if !c.OK {
					failed = append(failed, c.Name)
				}
			}
			if diff := cmp.Diff(tt.failed, failed); diff != "" {
				t.Error(diff)
			}
			if (got.Code == known) != (tt.want != UnknownFile) {
				t.Errorf("Judge names certificate %q", got.Code)
			}
		})
	}
}

type brokenRegister struct{ register }

func (brokenRegister) IssuedByFile(string) (Issued, error) {
	return Issued{}, errors.New("disk on fire")
}

func TestJudgeDoesNotMistakeAnOutageForUnknown(t *testing.T) {
	if got, err := Judge("aa", nil, brokenRegister{}); err == nil {
		t.Errorf("Judge = %v without an error", got)
	}
}
