package web_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

const slug = "thu-nghiem-2026"

// seats are the seats of the test edition; the names are the roles of calls.
var seats = []string{"secretariat head", "secretariat member", "jury head", "jury member", "jury secretary", "council head",
	"council member", "council secretary", "audit member"}

// staged is a world with an edition and its people.
type staged struct {
	*world
	nominations []string
	sheets      map[string][]string // by judge
	job         string              // of the certificates
}

// filing opens an edition for nominations, with everybody in their seats.
func filing(t *testing.T, w *world) *staged {
	t.Helper()
	s := &staged{world: w, sheets: map[string][]string{}}
	w.ok("administrator", "POST", "/editions", 201, `{"slug":"`+slug+`","name":"Kỳ thử nghiệm","number":1,"year":2026,
		"level":"province","province":"Hưng Yên","rules":"vn-cnnt-2025"}`)
	for _, seat := range seats {
		body, role, _ := strings.Cut(seat, " ")
		w.seat(slug, body, role)
	}
	w.person("producer")
	w.person("stranger")
	w.move("filing")
	return s
}

func (w *world) move(state string) {
	w.t.Helper()
	w.ok("administrator", "POST", "/editions/"+slug+"/state", 200, `{"state":"`+state+`"}`)
}

// nominate files a whole dossier as a producer and submits it.
func (s *staged) nominate(product string) string {
	s.t.Helper()
	n := s.ok("producer", "POST", "/editions/"+slug+"/nominations", 201, fmt.Sprintf(`{"product":%q,"product_group":"N1","set_members":[],
		"producer":{"name":"Cơ sở gốm Hoa Sen","entity_kind":"sme","address":"Thôn Đoài","commune":"Tân Hưng","phone":"0912345678",
		"email":"hoasen@example.vn","representative":"Bà Sen"},"description":"Làm tay."}`, product))
	id := n["id"].(string)
	for i, kind := range []string{"business_registration", "description"} {
		s.upload("producer", "/nominations/"+id+"/documents", 201, []byte("%PDF-1.4\n"+product+fmt.Sprint(i)), "giấy.pdf", "kind", kind)
	}
	for i := range 3 {
		s.upload("producer", "/nominations/"+id+"/documents", 201, photo(s.t, uint8(len(s.nominations)*3+i)), "ảnh.png", "kind", "photo")
	}
	s.ok("producer", "POST", "/nominations/"+id+"/submit", 200, "")
	s.nominations = append(s.nominations, id)
	return id
}

// scoring brings two eligible entries before the judges.
func scoring(t *testing.T, w *world) *staged {
	t.Helper()
	s := filing(t, w)
	s.nominate("Bình gốm hoa lam")
	s.nominate("Tương nếp")
	s.move("screening")
	for _, id := range s.nominations {
		s.ok("secretariat member", "POST", "/nominations/"+id+"/screening", 200, `{"verdict":"eligible","reasons":[]}`)
	}
	s.move("scoring")
	for _, judge := range []string{"jury head", "jury member"} {
		s.ok(judge, "POST", "/editions/"+slug+"/declarations", 201, `{"conflicts":[]}`)
		for _, item := range s.ok(judge, "GET", "/editions/"+slug+"/sheets", 200, "")["items"].([]any) {
			s.sheets[judge] = append(s.sheets[judge], item.(map[string]any)["id"].(string))
		}
	}
	return s
}

// marks gives every leaf of vn-cnnt-2025 half a point below its maximum.
func marks() string {
	var parts []string
	add := func(top, count int, mark string) {
		for i := range count {
			parts = append(parts, fmt.Sprintf(`"%d.%d":%q`, top, i+1, mark))
		}
	}
	add(1, 8, "4.5")
	add(2, 8, "3")
	for i := 9; i <= 12; i++ {
		parts = append(parts, fmt.Sprintf(`"2.%d":"2.5"`, i))
	}
	add(3, 2, "4.5")
	add(4, 2, "4.5")
	return "{" + strings.Join(parts, ",") + "}"
}

// mark saves and submits every sheet of a judge.
func (s *staged) mark(judge string) {
	s.t.Helper()
	for _, id := range s.sheets[judge] {
		s.ok(judge, "PUT", "/sheets/"+id, 200, fmt.Sprintf(`{"version":%d,"marks":%s}`, s.version(judge, id), marks()))
		s.ok(judge, "POST", "/sheets/"+id+"/submit", 200, "{}")
	}
}

func (s *staged) version(judge, id string) int {
	return int(s.ok(judge, "GET", "/sheets/"+id, 200, "")["version"].(float64))
}

// decided goes on to a recorded decision over all entries.
func decided(t *testing.T, w *world) *staged {
	t.Helper()
	s := scoring(t, w)
	s.mark("jury head")
	s.mark("jury member")
	s.ok("jury head", "POST", "/editions/"+slug+"/passes/1/close", 200, "")
	s.move("deliberation")
	var items []string
	for _, id := range s.nominations {
		items = append(items, fmt.Sprintf(`{"id":%q}`, id))
	}
	s.ok("council secretary", "POST", "/editions/"+slug+"/proposal", 201, fmt.Sprintf(
		`{"nominations":[%s],"left_out":[],"present":3,"votes":{"for":3,"against":0,"abstain":0}}`, strings.Join(items, ",")))
	s.ok("secretariat head", "POST", "/editions/"+slug+"/decision", 201, fmt.Sprintf(`{"number":"12/QĐ-UBND","date":"2026-11-02",
		"authority":"Ủy ban nhân dân tỉnh","signer":{"name":"Nguyễn Văn A","title":"Chủ tịch","block":"TM. ỦY BAN NHÂN DÂN"},
		"nominations":["%s"],"notified_on":"2026-11-02"}`, strings.Join(s.nominations, `","`)))
	return s
}

// issued goes on to certificates; it answers their codes as printed.
func issued(t *testing.T, w *world) (*staged, []string) {
	t.Helper()
	s := decided(t, w)
	job := s.ok("secretariat head", "POST", "/editions/"+slug+"/certificates", 202, `{"issued_on":"2026-11-02"}`)
	s.job = job["id"].(string)
	s.work()
	done := s.ok("secretariat head", "GET", "/jobs/"+job["id"].(string), 200, "")
	if done["state"] != "done" {
		t.Fatalf("job ended as %v", done)
	}
	var codes []string
	for _, x := range s.ok("secretariat member", "GET", "/editions/"+slug+"/certificates", 200, "")["items"].([]any) {
		codes = append(codes, x.(map[string]any)["code"].(string))
	}
	if len(codes) != len(s.nominations) {
		t.Fatalf("%d certificates, want %d", len(codes), len(s.nominations))
	}
	return s, codes
}

// session signs a browser in and answers its cookie.
func (w *world) session(role string) string {
	w.t.Helper()
	ctx := context.Background()
	password := passwordOf + role
	if err := w.accounts.SetPassword(ctx, w.users[role].Email, password); err != nil {
		w.t.Fatal(err)
	}
	token, _, err := w.accounts.SignIn(ctx, w.users[role].Email, password, "Mozilla/5.0 (Linux; Android 14) Chrome/130")
	if err != nil {
		w.t.Fatal(err)
	}
	return "__Host-vinhdanh=" + token
}
