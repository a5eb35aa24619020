package contract_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// imported is the answer to an import.
type imported struct {
	Rows, Created, Updated, Skipped int
	Errors, Notices                 []struct {
		Row                   int
		Column, Code, Message string
	}
}

// found makes the administrator, the edition and everybody but the jury.
func (a *award) found(t *testing.T, s *server) {
	admin := s.account(t, "quantri@example.vn", "Hoàng Thị Quản Trị", "--role", "administrator")
	a.office = open(t, s, admin, "vinh-phuc-2025", "generic")
	e := read[edition](t, admin.get(t, a.path("")).want(t, http.StatusOK))
	if e.Rules["id"] != "generic" || e.Rules["pass_mark"] != "70" {
		t.Errorf("GET edition has the rules %v", e.Rules["id"])
	}
	admin.post(t, "/editions", object{"slug": "vinh-phuc-2025", "name": "Lần hai", "number": 1, "year": 2025, "level": "province",
		"province": "Vĩnh Phúc", "rules": "generic"}).want(t, http.StatusConflict, http.StatusUnprocessableEntity)
	s.public().post(t, "/editions", object{}).refused(t, http.StatusUnauthorized, "")
	s.client("not-a-token").get(t, a.path("/nominations")).refused(t, http.StatusUnauthorized, "")
	a.staff(t)
	a.producer = s.account(t, "coso@example.vn", "Chủ cơ sở Bùi Thị Nhàn")
	a.producer.post(t, a.path("/state"), object{"state": "filing"}).want(t, http.StatusForbidden, http.StatusNotFound)
	a.desk.post(t, a.path("/state"), object{"state": "filing"}).refused(t, http.StatusForbidden, "")
	admin.post(t, a.path("/state"), object{"state": "screening"}).refused(t, http.StatusConflict, "")
	admin.post(t, a.path("/state"), object{"state": "judging"}).refused(t, http.StatusUnprocessableEntity, "").blames(t, "state")
	a.move(t, "filing")
	admin.post(t, a.path("/state"), object{"state": "draft"}).refused(t, http.StatusConflict, "")
}

// importTable imports the whole table: dry, in earnest, and once more.
func (a *award) importTable(t *testing.T) {
	send := func(by *client, dry string) answer {
		return by.post(t, a.path("/nominations/import"), file{"products.csv", a.table, map[string]string{"dry_run": dry}})
	}
	n := len(a.rows)
	send(a.admin, "true").refused(t, http.StatusForbidden, "")
	dry := read[imported](t, send(a.desk.client, "true").want(t, http.StatusOK))
	if dry.Rows != n || len(dry.Errors) != 0 {
		t.Fatalf("dry run of %d rows: %+v", n, dry)
	}
	if left := all[nomination](t, a.desk.client, a.path("/nominations")); len(left) != 0 {
		t.Errorf("a dry run left %d nominations", len(left))
	}
	first := read[imported](t, send(a.desk.client, "false").want(t, http.StatusOK))
	if first.Rows != n || first.Created != n || first.Updated+first.Skipped != 0 || len(first.Errors) != 0 {
		t.Errorf("import of %d rows: %d rows, %d created, %d updated, %d skipped, errors %+v", n,
			first.Rows, first.Created, first.Updated, first.Skipped, first.Errors)
	}
	second := read[imported](t, send(a.desk.client, "false").want(t, http.StatusOK))
	if second.Rows != n || second.Skipped != n || second.Created+second.Updated != 0 {
		t.Errorf("second import of %d rows: %d created, %d updated, %d skipped", n, second.Created, second.Updated, second.Skipped)
	}
	var want, got []string
	for _, row := range a.rows {
		want = append(want, row["product"])
	}
	for _, e := range all[nomination](t, a.desk.client, a.path("/nominations")) {
		got = append(got, e.Product)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("imported names (-want +got):\n%s", diff)
	}
}

// fileAll completes and submits every nomination, and one of a producer's own.
func (a *award) fileAll(t *testing.T) {
	drafts := all[nomination](t, a.desk.client, a.path("/nominations"))
	bare := drafts[0]
	p := a.desk.post(t, "/nominations/"+bare.ID+"/submit", nil).refused(t, http.StatusUnprocessableEntity, "")
	p.blames(t, "producer.entity_kind")
	groups := map[string]string{}
	for _, row := range a.rows {
		groups[row["product"]] = group(row)
	}
	together(t, 4, len(drafts), func(i int) error {
		n := drafts[i]
		producer := object{"entity_kind": "business_household", "address": "Thôn Trung", "commune": "Xã Bình Xuyên"}
		if n.Producer.Name == "" {
			producer["name"] = fmt.Sprintf("Hộ kinh doanh Trần Thị Hòa %d", i)
		}
		change := object{"version": n.Version, "producer": producer}
		if n.ProductGroup == "" {
			change["product_group"] = groups[n.Product]
		}
		for _, call := range []struct {
			method, path string
			body         any
		}{{http.MethodPatch, "/nominations/" + n.ID, change}, {http.MethodPost, "/nominations/" + n.ID + "/submit", nil}} {
			answer, err := a.desk.do(call.method, call.path, call.body)
			if err == nil {
				err = answer.is(http.StatusOK)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	stale := a.desk.call(t, http.MethodPatch, "/nominations/"+bare.ID, object{"version": bare.Version, "description": "muộn"})
	stale.refused(t, http.StatusConflict, "stale_version")
	a.fileOne(t)
}

// fileOne files the nomination of a producer, which no other producer sees, and withdraws another.
func (a *award) fileOne(t *testing.T) {
	body := full("Bộ ấm chén men tro Cẩm Hà", "N1", "Hợp tác xã Gốm Cẩm Hà")
	body["set_members"] = []string{"Ấm 0,5 lít", "Chén quân"}
	key := []string{"Idempotency-Key", "don-so-1"}
	first := a.producer.post(t, a.path("/nominations"), body, key...).done(t)
	again := a.producer.post(t, a.path("/nominations"), body, key...)
	if again.status != first.status || string(again.body) != string(first.body) {
		t.Errorf("the same key and body answer %d %s, first %d %s", again.status, again.body, first.status, first.body)
	}
	other := full("Lọ hoa", "N1", "Hợp tác xã Gốm Cẩm Hà")
	a.producer.post(t, a.path("/nominations"), other, key...).refused(t, http.StatusUnprocessableEntity, "")
	own := read[nomination](t, first)
	if own.State != "draft" || len(own.SetMembers) != 2 || own.EntryCode != "" {
		t.Errorf("a new nomination is %+v", own)
	}
	if n := len(all[nomination](t, a.producer, a.path("/nominations"))); n != 1 {
		t.Errorf("the producer sees %d nominations, want her own", n)
	}
	stranger := a.s.account(t, "nguoila@example.vn", "Người Lạ")
	stranger.get(t, "/nominations/"+own.ID).refused(t, http.StatusNotFound, "")
	stranger.call(t, http.MethodPatch, "/nominations/"+own.ID, object{"version": own.Version, "product": "Của tôi"}).refused(t, http.StatusNotFound, "")
	stranger.post(t, "/nominations/"+own.ID+"/submit", nil).refused(t, http.StatusNotFound, "")
	a.producer.post(t, "/nominations/"+own.ID+"/submit", nil).want(t, http.StatusOK)
	gone := read[nomination](t, a.producer.post(t, a.path("/nominations"), full("Chum sành", "N1", "Hợp tác xã Gốm Cẩm Hà")).done(t))
	a.producer.post(t, "/nominations/"+gone.ID+"/submit", nil).want(t, http.StatusOK)
	gone = read[nomination](t, a.producer.post(t, "/nominations/"+gone.ID+"/withdraw", nil).want(t, http.StatusOK))
	if gone.State != "withdrawn" {
		t.Errorf("withdrawn: state %q", gone.State)
	}
}

// readLists pages, searches and asks for what lists refuse.
func (a *award) readLists(t *testing.T) {
	whole := all[nomination](t, a.desk.client, a.path("/nominations"))
	for _, size := range []int{1, 7, 50} {
		if size == 1 && len(whole) > 100 && testing.Short() {
			continue
		}
		ids := map[string]bool{}
		parts := pages[nomination](t, a.desk.client, a.path("/nominations"), size)
		for _, n := range parts {
			ids[n.ID] = true
		}
		if len(parts) != len(whole) || len(ids) != len(whole) {
			t.Errorf("by pages of %d: %d items, %d different; want %d", size, len(parts), len(ids), len(whole))
		}
	}
	if page := read[list[nomination]](t, a.desk.get(t, a.path("/nominations"))); len(page.Items) != min(50, len(whole)) {
		t.Errorf("without a limit a page has %d items, want 50", len(page.Items))
	}
	for _, query := range []string{"limit=0", "limit=201", "limit=x", "cursor=!!"} {
		a.desk.get(t, a.path("/nominations?"+query)).refused(t, http.StatusUnprocessableEntity, "")
	}
	plain := ids(all[nomination](t, a.desk.client, a.path("/nominations?q=am+chen+men+tro")))
	marked := ids(all[nomination](t, a.desk.client, a.path("/nominations?q=%E1%BA%A4m+ch%C3%A9n")))
	if len(plain) != 1 || !slices.Equal(plain, marked) {
		t.Errorf("searching without marks finds %v, with marks %v; want the one set of tea ware", plain, marked)
	}
	if found := all[nomination](t, a.desk.client, a.path("/nominations?q=khongcogi")); len(found) != 0 {
		t.Errorf("searching for nonsense finds %d", len(found))
	}
}

func ids(list []nomination) []string {
	var ids []string
	for _, n := range list {
		ids = append(ids, n.ID)
	}
	slices.Sort(ids)
	return ids
}
