package certificates

import (
	"encoding/hex"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
)

func sample(t testing.TB) Statement {
	return Statement{
		Code: mustCode(t, "7K3M-9QXT-2HDK"), Number: "01/2026/GCN", Product: "Tương nếp mẫu",
		SetMembers: []string{"Tương nếp", "Tương \"ớt\""}, ProducerName: "Cơ sở mẫu", ProducerAddress: "xã Tân Hưng, tỉnh Hưng Yên",
		ProductGroupCode: "N2", ProductGroup: Text{VI: "Nhóm thực phẩm", EN: "Food <group>"},
		LevelCode: "province", LevelTitle: Text{VI: "Sản phẩm tiêu biểu cấp tỉnh", EN: "Typical product"},
		EditionName: "Bình chọn mẫu", EditionNumber: 1, EditionYear: 2026, Province: "Hưng Yên",
		DecisionNumber: "1234/QĐ-UBND", DecisionDate: "2026-11-10", Authority: "Ủy ban nhân dân tỉnh Hưng Yên",
		Signer: Signer{Name: "Nguyễn Văn Mẫu", Title: "Chủ tịch", Block: "TM. ỦY BAN NHÂN DÂN"},
		Place:  "Hưng Yên", IssuedOn: "2026-11-15", ValidUntil: "2029-12-31", Design: "provincial-1",
	}
}

// The vector stands in docs/formats.md; whoever changes it breaks every published hash.
func TestStatementVector(t *testing.T) {
	const want = `{"authority":"Ủy ban nhân dân tỉnh Hưng Yên","code":"7K3M-9QXT-2HDK",` +
		`"decision":{"date":"2026-11-10","number":"1234/QĐ-UBND"},"design":"provincial-1",` +
		`"edition":{"name":"Bình chọn mẫu","number":1,"year":2026},"issued_on":"2026-11-15",` +
		`"level":{"code":"province","en":"Typical product","vi":"Sản phẩm tiêu biểu cấp tỉnh"},"number":"01/2026/GCN",` +
		`"place":"Hưng Yên","prize":"","producer":{"address":"xã Tân Hưng, tỉnh Hưng Yên","name":"Cơ sở mẫu"},` +
		`"product":"Tương nếp mẫu","product_group":{"code":"N2","en":"Food <group>","vi":"Nhóm thực phẩm"},` +
		`"province":"Hưng Yên","set_members":["Tương nếp","Tương \"ớt\""],` +
		`"signer":{"block":"TM. ỦY BAN NHÂN DÂN","name":"Nguyễn Văn Mẫu","title":"Chủ tịch"},"valid_until":"2029-12-31"}`
	s := sample(t)
	got, err := s.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	hash, err := s.Hash()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := hex.EncodeToString(hash[:]), "1a66984d11bed52d4850e2847d3cef58a2e10912a9b55665ad1e163eb0cf81a5"; got != want {
		t.Errorf("Hash = %s, want %s", got, want)
	}
}

func TestDecomposedStatementIsTheSame(t *testing.T) {
	s := sample(t)
	d := s
	for _, text := range d.texts() {
		*text = norm.NFD.String(*text)
	}
	d.SetMembers = []string{norm.NFD.String(s.SetMembers[0]), norm.NFD.String(s.SetMembers[1])}
	if d.Product == s.Product {
		t.Fatal("nothing was decomposed")
	}
	a, errA := s.Hash()
	b, errB := d.Hash()
	if a != b || errA != nil || errB != nil {
		t.Errorf("hashes differ: %x %x (%v, %v)", a, b, errA, errB)
	}
	if diff := cmp.Diff(s, d.Normal(), cmp.AllowUnexported(Code{})); diff != "" {
		t.Error(diff)
	}
	if d.SetMembers[0] == s.SetMembers[0] {
		t.Error("Normal changed the statement that it was asked about")
	}
}

func TestEveryFieldCounts(t *testing.T) {
	base, err := sample(t).Hash()
	if err != nil {
		t.Fatal(err)
	}
	s := sample(t)
	for i, text := range s.texts() {
		old := *text
		*text += "x"
		if h, err := s.Hash(); err != nil || h == base {
			t.Errorf("text %d (%q) does not count (%v)", i, old, err)
		}
		*text = old
	}
	for name, change := range map[string]func(*Statement){
		"code":        func(s *Statement) { s.Code = mustCode(t, "0000-0000-0000") },
		"set members": func(s *Statement) { s.SetMembers = s.SetMembers[:1] },
		"number":      func(s *Statement) { s.EditionNumber++ }, "year": func(s *Statement) { s.EditionYear++ },
		"decision": func(s *Statement) { s.DecisionDate = "2026-11-11" },
		"issued":   func(s *Statement) { s.IssuedOn = "2026-11-16" }, "until": func(s *Statement) { s.ValidUntil = "2030-12-31" },
		"language": func(s *Statement) { s.Language = LanguageBoth }, "emblem": func(s *Statement) { s.Emblem = "aa" },
		"seal": func(s *Statement) { s.Seal = "aa" },
	} {
		s := sample(t)
		change(&s)
		if h, err := s.Hash(); err != nil || h == base {
			t.Errorf("%s does not count (%v)", name, err)
		}
		record, err := s.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		if read, err := ReadStatement(record); err != nil || !cmp.Equal(read, s, cmp.AllowUnexported(Code{})) {
			t.Errorf("%s is not read back (%v)", name, err)
		}
	}
}

func TestStatementCheckNamesEveryField(t *testing.T) {
	if err := sample(t).Check(); err != nil {
		t.Errorf("the sample is refused: %v", err)
	}
	s := sample(t)
	s.Product, s.SetMembers[1], s.Signer.Block, s.DecisionDate, s.Place = "🍲", "a\u200bb", "TM.\u202e X", "2026-13-01", " "
	err := s.Check()
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		t.Fatalf("Check = %v", err)
	}
	got := map[string]string{}
	for _, x := range f.Fields {
		got[x.Field] = x.Code
	}
	want := map[string]string{"product": NameSymbol, "set_members[1]": NameInvisible, "signer.block[0]": NameInvisible,
		"decision.date": "date_invalid", "place": "required"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSignerLines(t *testing.T) {
	tests := []struct {
		name         string
		block, title string
		want         []string
	}{
		{"chair alone", "", "CHỦ TỊCH", []string{"CHỦ TỊCH"}},
		{"title said in the block", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Phó Chủ tịch", []string{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}},
		{"three lines", "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", []string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}},
		{"line breaks", "TM. UBND\r\nCHỦ TỊCH\n", "", []string{"TM. UBND", "CHỦ TỊCH"}},
		{"en dash", "TM. ỦY BAN NHÂN DÂN – KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", []string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}},
		{"title contained is not title said", "KT. CHỦ TỊCH", "CHỦ TỊCH", []string{"KT. CHỦ TỊCH", "CHỦ TỊCH"}},
		{"nothing", "", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Signer{Title: tt.title, Block: tt.block}.Lines()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzStatement(f *testing.F) {
	f.Add("Tương nếp", "Tu\u031bo\u031bng", "2026-11-15")
	f.Add("\xff", "\"\\\u2028", "")
	f.Fuzz(func(t *testing.T, product, member, day string) {
		s := sample(t)
		s.Product, s.SetMembers, s.IssuedOn = product, []string{member}, Date(day)
		a, err := s.Canonical()
		if err != nil {
			if s.Check() == nil {
				t.Fatalf("Check passes what cannot be written: %v", err)
			}
			return
		}
		b, err := s.Normal().Canonical()
		if err != nil || string(a) != string(b) {
			t.Fatalf("NFC changes the record: %s %s %v", a, b, err)
		}
		read, err := ReadStatement(a)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := read.Canonical(); err != nil || string(c) != string(a) {
			t.Fatalf("read back: %s %s %v", a, c, err)
		}
	})
}
