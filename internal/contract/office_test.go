package contract_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// The shapes of the contract, as far as the tests read them.
type (
	edition struct {
		ID, Slug, Name, State string
		Rules                 object
	}
	gap struct {
		Kind       string
		Need, Have int
	}
	nomination struct {
		ID, Code, State, Product, Description string
		EntryCode                             string `json:"entry_code"`
		Version                               int
		ProductGroup                          string   `json:"product_group"`
		SetMembers                            []string `json:"set_members"`
		Producer                              struct {
			Name, Address, Commune string
			EntityKind             string `json:"entity_kind"`
		}
		Missing []gap
	}
	sheet struct {
		ID, Nomination, State string
		EntryCode             string `json:"entry_code"`
		Pass, Version         int
		Marks                 map[string]string
		Total                 *string
		Comment               string
	}
	ranked struct {
		Nomination, Product string
		EntryCode           string `json:"entry_code"`
		ProductGroup        string `json:"product_group"`
		Rank                *int
		RankOverall         *int `json:"rank_overall"`
		Mean                *string
		MeanExact           *string `json:"mean_exact"`
		Judges              int
		Passed              bool
		TiedWith            []string `json:"tied_with"`
		TieBrokenBy         *string  `json:"tie_broken_by"`
	}
	job struct {
		ID, State   string
		Done, Total int
		Errors      []struct{ Nomination, Code, Message string }
		Code        string
	}
	certificate struct {
		Code, Number, Nomination, Product, Producer, Status, Reason, Level, Edition string
		ProductGroup                                                                string `json:"product_group"`
		Decision                                                                    struct{ Number, Date string }
		IssuedOn                                                                    string `json:"issued_on"`
		ValidUntil                                                                  string `json:"valid_until"`
		SHA                                                                         string `json:"pdf_sha256"`
		Ledger                                                                      struct {
			Index      *int64
			Checkpoint *string
			Proof      []string
		}
	}
)

// member is a person with a seat.
type member struct {
	*client
	email, name string
}

// office is an edition with the people who work for it.
type office struct {
	s               *server
	slug            string
	admin           *client
	head, desk      member   // secretariat
	judges          []member // the first is the jury's head
	clerk           member   // the jury's secretary
	chair, recorder member   // council: head, secretary
	councillors     int
	auditor         member
}

// today is the day in Vietnam, moved by some days.
func today(days int) string {
	return time.Now().In(time.FixedZone("ICT", 7*3600)).AddDate(0, 0, days).Format(time.DateOnly)
}

// open makes an edition with the given rules, a pack's id or a whole pack.
func open(t testing.TB, s *server, admin *client, slug string, rules any) *office {
	t.Helper()
	e := read[edition](t, admin.post(t, "/editions", object{"slug": slug, "name": "Bình chọn sản phẩm công nghiệp nông thôn tiêu biểu",
		"name_en": "Selection of typical rural industry products", "number": 1, "year": 2025, "level": "province",
		"province": "Vĩnh Phúc", "rules": rules}).done(t))
	if e.ID == "" || e.State != "draft" || e.Slug != slug {
		t.Fatalf("a new edition is %+v", e)
	}
	return &office{s: s, slug: slug, admin: admin}
}

// path is an address below the edition.
func (o *office) path(rest string) string { return "/editions/" + o.slug + rest }

// seat gives a person a seat and returns a client of hers.
func (o *office) seat(t testing.TB, email, name, body, role string) member {
	t.Helper()
	o.admin.post(t, o.path("/members"), object{"email": email, "name": name, "title": "Ông/Bà", "employer": "Sở Công Thương",
		"body": body, "role": role}).done(t)
	return member{o.s.as(t, email), email, name}
}

// seatJury names so many judges, the head among them.
func (o *office) seatJury(t testing.TB, n int) {
	t.Helper()
	for i := range n {
		role := "member"
		switch i {
		case 0:
			role = "head"
		case 1:
			role = "deputy"
		}
		o.judges = append(o.judges, o.seat(t, fmt.Sprintf("giamkhao%d@example.vn", i+1), fmt.Sprintf("Giám khảo Đỗ Thị %d", i+1), "jury", role))
	}
}

// staff names secretariat, council and auditor; the council has five members.
func (o *office) staff(t testing.TB) {
	t.Helper()
	o.head = o.seat(t, "totruong@example.vn", "Nguyễn Thị Hường", "secretariat", "head")
	o.desk = o.seat(t, "giupviec@example.vn", "Lê Văn Quý", "secretariat", "member")
	o.chair = o.seat(t, "chutich@example.vn", "Đặng Hữu Phước", "council", "head")
	o.recorder = o.seat(t, "thuky@example.vn", "Võ Ngọc Ánh", "council", "secretary")
	o.councillors = 2
	for i := range 3 {
		o.seat(t, fmt.Sprintf("uyvien%d@example.vn", i+1), "Ủy viên Phạm Đức", "council", "member")
		o.councillors++
	}
	o.auditor = o.seat(t, "giamsat@example.vn", "Ngô Bảo Yến", "audit", "member")
}

// move moves the edition one step.
func (o *office) move(t testing.TB, state string) {
	t.Helper()
	e := read[edition](t, o.admin.post(t, o.path("/state"), object{"state": state}).done(t))
	if e.State != state {
		t.Fatalf("moved to %s, the edition says %s", state, e.State)
	}
}

// full is everything that a nomination may need.
func full(product, group, producer string) object {
	return object{"product": product, "product_group": group, "description": "Làm tại làng nghề.",
		"producer": object{"name": producer, "entity_kind": "cooperative", "address": "Thôn Đông, đường 3/2",
			"commune": "Xã Hương Canh", "phone": "0912345678", "representative": "Trần Thị Mơ"}}
}

// file files and submits a nomination at the desk.
func (o *office) file(t testing.TB, product, group, producer string) nomination {
	t.Helper()
	n := read[nomination](t, o.desk.post(t, o.path("/nominations"), full(product, group, producer)).done(t))
	n = read[nomination](t, o.desk.post(t, "/nominations/"+n.ID+"/submit", nil).done(t))
	if n.State != "submitted" || n.Code == "" {
		t.Fatalf("submitted: %+v", n)
	}
	return n
}

// screen records that nominations are eligible.
func (o *office) screen(t testing.TB, ids ...string) {
	t.Helper()
	together(t, 2, len(ids), func(i int) error {
		a, err := o.desk.do(http.MethodPost, "/nominations/"+ids[i]+"/screening", object{"verdict": "eligible"})
		if err != nil {
			return err
		}
		return a.is(http.StatusOK, http.StatusCreated)
	})
}

// declare makes every judge declare that she has no conflict.
func (o *office) declare(t testing.TB) {
	t.Helper()
	for _, j := range o.judges {
		j.post(t, o.path("/declarations"), object{"conflicts": []object{}}).done(t)
	}
}

// sheetsOf are a judge's sheets by nomination.
func (o *office) sheetsOf(t testing.TB, j member) map[string]sheet {
	t.Helper()
	sheets := map[string]sheet{}
	for _, s := range all[sheet](t, j.client, o.path("/sheets")) {
		sheets[s.Nomination] = s
	}
	return sheets
}

// mark fills a sheet and submits it.
func mark(j member, s sheet, marks map[string]string) (sheet, error) {
	a, err := j.do(http.MethodPut, "/sheets/"+s.ID, object{"version": s.Version, "marks": marks})
	if err == nil {
		err = a.is(http.StatusOK)
	}
	if err != nil {
		return s, err
	}
	a, err = j.do(http.MethodPost, "/sheets/"+s.ID+"/submit", nil)
	if err == nil {
		err = a.is(http.StatusOK)
	}
	if err != nil {
		return s, err
	}
	return parse[sheet](a)
}

// score lets every judge fill and submit all her open sheets.
func (o *office) score(t testing.TB, marks func(judge int, nomination string) map[string]string) {
	t.Helper()
	together(t, len(o.judges), len(o.judges), func(i int) error {
		for id, s := range o.sheetsOf(t, o.judges[i]) {
			if s.State != "open" {
				continue
			}
			if _, err := mark(o.judges[i], s, marks(i, id)); err != nil {
				return err
			}
		}
		return nil
	})
}

// ranking reads the ranking as the jury's head.
func (o *office) ranking(t testing.TB) []ranked {
	t.Helper()
	return read[struct{ Items []ranked }](t, o.judges[0].get(t, o.path("/ranking")).want(t, http.StatusOK)).Items
}
