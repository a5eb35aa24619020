package certificates

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

var rewrite = flag.Bool("rewrite", false, "write testdata/offline.json anew")

const vectorsFile = "testdata/offline.json"

// offlineVectors is the file that this test and that of the page's script read: keys, a signed list and texts, each
// with what is to be said of it.
type offlineVectors struct {
	Now    time.Time    `json:"now"`
	Keys   OfflineKeys  `json:"keys"`
	Status string       `json:"status"`
	Cases  []vectorCase `json:"cases"`
	Names  []vectorName `json:"names"`
	Lists  []vectorCase `json:"lists"` // texts of lists
}

type vectorCase struct {
	Name   string `json:"name"`
	Text   string `json:"text"`
	Fault  string `json:"fault,omitempty"`
	Status Status `json:"status,omitempty"`
	Code   string `json:"code,omitempty"`
	Level  string `json:"level,omitempty"`
	Issued Date   `json:"issued,omitempty"`
	Until  Date   `json:"until,omitempty"`
}

type vectorName struct {
	Product  string `json:"product"`
	Producer string `json:"producer"`
	Until    Date   `json:"until"`
	Same     bool   `json:"same"` // as the paper of the first case
}

var secret = []byte("ba mươi hai byte bí mật của bài thử")

func published(t testing.TB, periods ...OfflinePeriod) (keys OfflineKeys) {
	t.Helper()
	for _, p := range periods {
		private, err := DeriveOfflineKey(secret, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, OfflineKey{p, &private.PublicKey})
	}
	return keys
}

// paper is the sample certificate with another code under a key.
func paper(t testing.TB, key int, code string) (Statement, string) {
	t.Helper()
	s := sample(t)
	var err error
	if s.Code, err = ParseCode(code); err != nil {
		t.Fatal(err)
	}
	s.OfflineKey = key
	p, err := s.Offline()
	if err != nil {
		t.Fatal(err)
	}
	private, err := DeriveOfflineKey(secret, key)
	if err != nil {
		t.Fatal(err)
	}
	text, err := SignOffline(p, private)
	if err != nil {
		t.Fatal(err)
	}
	return s, text
}

// codesOfTest are codes, one for each place of the list and one that is not on it.
var codesOfTest = []string{"7K3M-9QXT-2HDK", "0123-4567-89AM", "ZZZZ-ZZZZ-ZZZK", "0000-0000-0000", "1000-0000-0007", "2000-0000-000E"}

func listOfTest(t testing.TB, key int, made time.Time) string {
	t.Helper()
	l := StatusList{Issuer: "https://binhchon.example.vn", MadeAt: made, NextUpdate: nextMidnight(made)}
	for i, status := range []Status{Valid, Suspended, Revoked, Superseded, Valid} {
		code, err := ParseCode(codesOfTest[i])
		if err != nil {
			t.Fatal(err)
		}
		until := Date("2029-12-31")
		if i == 4 {
			until = "2026-11-20"
		}
		l.Entries = append(l.Entries, StatusEntry{hashCode(code), status, until})
	}
	private, err := DeriveOfflineKey(secret, key)
	if err != nil {
		t.Fatal(err)
	}
	text, err := l.Sign(key, private)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func vectors(t testing.TB) offlineVectors {
	t.Helper()
	made := time.Date(2026, 11, 27, 17, 5, 0, 0, time.UTC)
	v := offlineVectors{Now: time.Date(2026, 11, 28, 5, 0, 0, 0, time.UTC), Status: listOfTest(t, 2, made),
		Keys: published(t, OfflinePeriod{1, "2020-01-01", "2026-11-01"}, OfflinePeriod{2, "2026-11-01", ""})}
	s, genuine := paper(t, 1, codesOfTest[0])
	add := func(name, text, code string, want Status) {
		c := vectorCase{Name: name, Text: text, Status: want, Code: code, Level: s.LevelCode, Issued: s.IssuedOn, Until: s.ValidUntil}
		if want == Unknown {
			c.Until = ""
		}
		v.Cases = append(v.Cases, c)
	}
	add("genuine", genuine, codesOfTest[0], Valid)
	add("as people type it", strings.ToLower(genuine[:68])+"\n  "+genuine[68:]+" ", codesOfTest[0], Valid)
	for i, want := range []Status{Valid, Suspended, Revoked, Superseded, Expired, Unknown} {
		_, text := paper(t, 2, codesOfTest[i])
		add("by the second key, "+string(want), text, codesOfTest[i], want)
	}
	v.Cases[6].Until = "2026-11-20"
	wrong := func(name, text, code string) {
		v.Cases = append(v.Cases, vectorCase{Name: name, Text: text, Fault: code})
	}
	wrong("one character of the signature", genuine[:100]+flip(genuine[100])+genuine[101:], "offline_forged")
	wrong("one character of the day", genuine[:5]+flip(genuine[5])+genuine[6:], "offline_forged")
	_, unknown := paper(t, 3, codesOfTest[0])
	wrong("a key that was never published", unknown, "offline_key_unknown")
	_, other := paper(t, 2, codesOfTest[0])
	wrong("another key's number", genuine[:1]+other[1:4]+genuine[4:], "offline_forged")
	wrong("a later version", "AI"+genuine[2:], "offline_version")
	wrong("cut short", genuine[:135], "offline_unreadable")
	wrong("an address", "https://binhchon.example.vn/v/7k3m9qxt2hdk", "offline_unreadable")
	wrong("nothing", "", "offline_unreadable")
	v.Names = []vectorName{
		{s.Product, s.ProducerName, s.ValidUntil, true}, {"  TƯƠNG nếp, “mẫu” ", "Cơ sở   mẫu.", s.ValidUntil, true},
		{"Tu\u031bo\u031bng nê\u0301p mâ\u0303u", "cơ sở mẫu", s.ValidUntil, true}, {"Tuong nep mau", s.ProducerName, s.ValidUntil, false},
		{s.Product, "Cơ sở khác", s.ValidUntil, false}, {s.Product, s.ProducerName, "2030-12-31", false},
	}
	v.Lists = []vectorCase{{Name: "genuine", Text: v.Status},
		{Name: "by a key that was replaced before", Text: listOfTest(t, 1, made), Fault: "status_forged"},
		{Name: "by a key that it had then", Text: listOfTest(t, 1, made.AddDate(0, -1, 0)), Fault: ""},
		{Name: "by an unknown key", Text: listOfTest(t, 3, made), Fault: "offline_key_unknown"},
		{Name: "changed", Text: changedList(v.Status), Fault: "status_forged"}, {Name: "nothing", Text: "a.b", Fault: "status_unreadable"}}
	return v
}

// changedList is a list whose revoked entry was made valid, under the old signature.
func changedList(text string) string {
	parts := strings.Split(text, ".")
	return parts[0] + "." + listOfOne + "." + parts[2]
}

// listOfOne is the payload of a list that holds nothing.
const listOfOne = "eyJ2YWxpZEZyb20iOiIyMDI2LTExLTI3VDE3OjA1OjAwWiIsImNyZWRlbnRpYWxTdWJqZWN0Ijp7fX0"

func flip(b byte) string { return string("BA"[bytes.IndexByte([]byte("AB"), b)&1]) }

// TestOfflineVectors holds the code to testdata/offline.json, which the page's script is held to as well.
func TestOfflineVectors(t *testing.T) {
	v := vectors(t)
	made, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if *rewrite {
		if err := os.WriteFile(vectorsFile, append(made, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(kept), string(made)+"\n"); d != "" {
		t.Fatalf("%s is no longer what is signed: papers out there would not be read\n%s", vectorsFile, d)
	}
	var read offlineVectors
	if err := json.Unmarshal(kept, &read); err != nil {
		t.Fatal(err)
	}
	l, err := ReadStatusList(read.Status, read.Keys)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range read.Cases {
		t.Run(c.Name, func(t *testing.T) {
			p, err := ReadOffline(c.Text, read.Keys)
			if got := codeOf(err); got != c.Fault {
				t.Fatalf("fault %q, want %q", got, c.Fault)
			}
			if err != nil {
				if p != (OfflinePaper{}) && c.Fault != "offline_version" {
					t.Errorf("it tells %+v of a text that proves nothing", p)
				}
				return
			}
			status, until := l.At(p.Code, Date(i18n.Today(read.Now)))
			got := vectorCase{c.Name, c.Text, "", status, p.Code.String(), p.Level, p.IssuedOn, until}
			if d := cmp.Diff(c, got); d != "" {
				t.Error(d)
			}
		})
	}
	first, err := ReadOffline(read.Cases[0].Text, read.Keys)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range read.Names {
		if same := NamesOf(n.Product, n.Producer, n.Until) == first.Names; same != n.Same {
			t.Errorf("%q of %q until %s: the same %v", n.Product, n.Producer, n.Until, same)
		}
	}
	for _, c := range read.Lists {
		if _, err := ReadStatusList(c.Text, read.Keys); codeOf(err) != c.Fault {
			t.Errorf("list %s: fault %q, want %q", c.Name, codeOf(err), c.Fault)
		}
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	for _, code := range []string{"offline_unreadable", "offline_version", "offline_key_unknown", "offline_forged", "status_unreadable", "status_forged",
		"status_stale", "status_ahead", "offline_day"} {
		if fault.IsCode(err, code) {
			return code
		}
	}
	return err.Error()
}

// TestOfflineEveryBit changes each bit of a genuine text in turn; none may pass.
func TestOfflineEveryBit(t *testing.T) {
	keys := published(t, OfflinePeriod{ID: 1}, OfflinePeriod{ID: 2})
	_, text := paper(t, 1, codesOfTest[0])
	raw, err := offlineLetters.DecodeString(text)
	if err != nil || len(text) != OfflineLength {
		t.Fatalf("%d characters: %v", len(text), err)
	}
	for bit := range 8 * len(raw) {
		changed := slices.Clone(raw)
		changed[bit/8] ^= 1 << (bit % 8)
		if _, err := ReadOffline(offlineLetters.EncodeToString(changed), keys); fault.KindOf(err) != fault.Malformed {
			t.Errorf("bit %d may be changed: %v", bit, err)
		}
	}
}

func TestStatusListAge(t *testing.T) {
	l := StatusList{MadeAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
	for _, tt := range []struct {
		name  string
		after time.Duration
		days  int
		want  string
	}{{"at once", 0, 0, ""}, {"the last day", 30*24*time.Hour + 23*time.Hour, 30, ""}, {"a day more", 31 * 24 * time.Hour, 31, "status_stale"},
		{"a clock that is slow", -23 * time.Hour, 0, ""}, {"a wrong clock", -25 * time.Hour, 0, "status_ahead"}} {
		t.Run(tt.name, func(t *testing.T) {
			days, err := l.Age(l.MadeAt.Add(tt.after), 30)
			if days != tt.days || codeOf(err) != tt.want {
				t.Errorf("%d days, %v; want %d, %q", days, err, tt.days, tt.want)
			}
		})
	}
}

func TestOfflineRefusesWhatItCannotHold(t *testing.T) {
	s := sample(t)
	s.OfflineKey = 1
	for _, day := range []Date{"2019-12-31", "2199-06-07"} {
		s.IssuedOn = day
		if _, err := s.Offline(); codeOf(err) != "offline_day" {
			t.Errorf("issued on %s: %v", day, err)
		}
	}
	for _, day := range []Date{"2020-01-01", "2199-06-06"} {
		s.IssuedOn = day
		p, err := s.Offline()
		if err != nil {
			t.Fatal(err)
		}
		private, err := DeriveOfflineKey(secret, 1)
		if err != nil {
			t.Fatal(err)
		}
		text, err := SignOffline(p, private)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ReadOffline(text, published(t, OfflinePeriod{ID: 1})); err != nil || got.IssuedOn != day {
			t.Errorf("issued on %s: read %s, %v", day, got.IssuedOn, err)
		}
	}
	for _, key := range []int{0, 256} {
		s.OfflineKey = key
		if _, err := s.Offline(); err == nil {
			t.Errorf("key %d signs", key)
		}
	}
}

// TestFormatsPageShowsTheSecondSymbol holds docs/formats.md to the first text of the vectors.
func TestFormatsPageShowsTheSecondSymbol(t *testing.T) {
	page, err := os.ReadFile("../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	v := vectors(t)
	key, err := json.Marshal(v.Keys[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{v.Cases[0].Text, string(key)} {
		if !strings.Contains(string(page), want) {
			t.Errorf("docs/formats.md lacks %s", want)
		}
	}
}

func FuzzReadOffline(f *testing.F) {
	keys := published(f, OfflinePeriod{ID: 1}, OfflinePeriod{ID: 2})
	for _, c := range vectors(f).Cases {
		f.Add(c.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ReadOffline(text, keys)
		if err != nil {
			if fault.KindOf(err) != fault.Malformed {
				t.Errorf("no fault that may be told: %v", err)
			}
			return
		}
		private, err := DeriveOfflineKey(secret, p.Key)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := SignOffline(p, private); err != nil || again != strings.ToUpper(strings.Join(strings.Fields(text), "")) {
			t.Errorf("%q reads %+v, which is signed %q, %v", text, p, again, err)
		}
	})
}

func FuzzReadStatusList(f *testing.F) {
	v := vectors(f)
	for _, c := range v.Lists {
		f.Add(c.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := ReadStatusList(text, v.Keys); err != nil && fault.KindOf(err) != fault.Malformed {
			t.Errorf("no fault that may be told: %v", err)
		}
	})
}
