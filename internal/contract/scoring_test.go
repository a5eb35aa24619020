package contract_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const nineJudges = 9

// screenAll screens everything: four ineligible, one after a supplement, the others eligible; the steps
// to scoring say what is missing until nothing is.
func (a *award) screenAll(t *testing.T) {
	a.move(t, "screening")
	waiting := all[nomination](t, a.desk.client, a.path("/nominations"))
	waiting = slices.DeleteFunc(waiting, func(n nomination) bool { return n.State == "withdrawn" })
	missing(t, a.admin.post(t, a.path("/state"), object{"state": "scoring"}))
	slices.SortFunc(waiting, func(x, y nomination) int {
		return slices.Compare([]string{x.ProductGroup, x.Code}, []string{y.ProductGroup, y.Code})
	})
	late := waiting[4]
	screening := func(n nomination) string { return "/nominations/" + n.ID + "/screening" }
	a.desk.post(t, screening(late), object{"verdict": "perhaps"}).refused(t, http.StatusUnprocessableEntity, "").blames(t, "verdict")
	a.producer.post(t, screening(late), object{"verdict": "eligible"}).want(t, http.StatusForbidden, http.StatusNotFound)
	reason := []object{{"code": "unclear", "text": "Ảnh sản phẩm bị mờ, đề nghị chụp lại."}}
	a.desk.post(t, screening(late), object{"verdict": "supplement", "reasons": reason, "due": today(5)}).done(t)
	if n := read[nomination](t, a.desk.get(t, "/nominations/"+late.ID)); n.State != "supplement" {
		t.Errorf("after a supplement request the state is %q", n.State)
	}
	a.desk.post(t, "/nominations/"+late.ID+"/submit", nil).want(t, http.StatusOK)
	for _, n := range waiting[:4] {
		a.desk.post(t, screening(n), object{"verdict": "ineligible",
			"reasons": []object{{"code": "origin", "text": "Sản phẩm không sản xuất tại địa phương."}}}).done(t)
	}
	a.entries = waiting[4:]
	a.screen(t, ids(a.entries)...)
	missing(t, a.admin.post(t, a.path("/state"), object{"state": "scoring"})) // no jury yet
	a.seatJury(t, nineJudges)
	a.clerk = a.seat(t, "thukygiamkhao@example.vn", "Thư ký Ban giám khảo", "jury", "secretary")
	both := a.judges[2]
	a.admin.post(t, a.path("/members"), object{"email": both.email, "name": both.name, "title": "Bà", "body": "council", "role": "member"}).done(t)
	a.councillors++
	a.shared = both.client
}

// missing demands a 409 that says what is missing before the step.
func missing(t *testing.T, a answer) {
	t.Helper()
	p := a.refused(t, http.StatusConflict, "")
	if len(p.Missing) == 0 {
		t.Errorf("%s: 409 without missing\n%s", a.call, a.body)
	}
	for _, m := range p.Missing {
		if m.Code == "" || m.Detail == "" {
			t.Errorf("%s: missing says %+v", a.call, m)
		}
	}
}

// declareAll opens scoring and lets the judges declare, one of them a conflict before and one after.
func (a *award) declareAll(t *testing.T) {
	last := len(a.entries) - 1
	conflict := func(i int) object {
		return object{"conflicts": []object{{"nomination": a.entries[i].ID, "reason": "Em ruột là chủ cơ sở."}}}
	}
	a.judges[3].post(t, a.path("/declarations"), conflict(last)).done(t)
	a.clerk.post(t, a.path("/declarations"), object{"conflicts": []object{}}).refused(t, http.StatusForbidden, "")
	a.move(t, "scoring")
	a.judges[0].get(t, a.path("/sheets")).refused(t, http.StatusForbidden, "declaration_missing")
	for i, j := range a.judges {
		if i != 3 {
			j.post(t, a.path("/declarations"), object{"conflicts": []object{}}).done(t)
		}
	}
	for i, j := range a.judges {
		sheets := a.sheetsOf(t, j)
		want := len(a.entries)
		if i == 3 {
			want--
		}
		open := 0
		for _, s := range sheets {
			if s.State == "open" && s.Total == nil && len(s.Marks) == 0 && s.EntryCode != "" {
				open++
			}
		}
		if open != want {
			t.Errorf("judge %d has %d open sheets, want %d", i, open, want)
		}
	}
	a.judges[4].post(t, a.path("/declarations"), conflict(last-1)).done(t)
	if s := a.sheetsOf(t, a.judges[4])[a.entries[last-1].ID]; s.State != "recused" {
		t.Errorf("a conflict declared later leaves the sheet %q, want recused", s.State)
	}
	if n := read[nomination](t, a.desk.get(t, "/nominations/"+a.entries[0].ID)); n.EntryCode == "" {
		t.Error("scoring is open and an eligible entry has no entry code")
	}
	a.plan()
}

// plan makes the marks of every judge for every entry in half points. Entries come in blocks of six of
// (nearly) equal mean, so that each step of the tie rule decides somewhere and some ties stay. The
// first 28 of group N2 are clearly above the others, the next four are equal and just below.
func (a *award) plan() {
	offsets := [nineJudges]int{0, 2, -2, 4, -4, 6, -6, 8, -8}
	a.ballots = map[string][]*scored{}
	food := 0
	for rest, e := range a.entries {
		base := block(rest / 6)
		if e.ProductGroup == "N2" {
			food++
			switch {
			case food <= 28:
				base = scored{64, 64 + food%16, 18, 18}
				a.top = append(a.top, e.ID)
			case food <= 32:
				base = scored{64, 64, 16, 16}
				a.ties = append(a.ties, e.ID)
			}
		}
		for judge, offset := range offsets {
			s := base
			s[0] += offset
			if food > 32 || e.ProductGroup != "N2" {
				vary(&s, rest%6, judge)
			}
			a.ballots[e.ID] = append(a.ballots[e.ID], &s)
		}
	}
}

// block is the middle judge's sheet of a block of entries: 56 to 78 points.
func block(n int) scored {
	total := 112 + (n*7)%45
	return scored{(total - 24) / 2, total - 24 - (total-24)/2, 12, 12}
}

// vary shifts marks so that the six entries of a block are parted by another step each.
func vary(s *scored, entry, judge int) {
	switch {
	case entry == 2 && judge == 0:
		s[0], s[1] = s[0]+1, s[1]-1
	case entry == 3 && judge == 1:
		s[1], s[2] = s[1]+1, s[2]-1
	case entry == 4 && judge == 0:
		s[2]++
	case entry == 4 && judge == 1:
		s[2]--
	case entry == 5 && judge == 5:
		s[3]--
	}
}

// marks writes half points as the API wants them.
func (s scored) marks() map[string]string {
	marks := map[string]string{}
	for i, half := range s {
		marks[fmt.Sprint(i+1)] = points(half)
	}
	return marks
}

func points(half int) string {
	if half%2 == 1 {
		return fmt.Sprintf("%d.5", half/2)
	}
	return fmt.Sprint(half / 2)
}

// refuseMarks offers what a sheet must not take.
func (a *award) refuseMarks(t *testing.T) {
	j, entry := a.judges[1], a.entries[0].ID
	s := a.sheetsOf(t, j)[entry]
	put := func(marks object) answer {
		return j.call(t, http.MethodPut, "/sheets/"+s.ID, object{"version": s.Version, "marks": marks})
	}
	for _, bad := range []struct {
		name, criterion string
		mark            any
	}{
		{"above its maximum", "1", "40.5"}, {"above a small maximum", "3", "11"}, {"off the step", "2", "7.3"},
		{"a word", "4", "bảy"}, {"negative", "1", "-1"}, {"too many decimals", "1", "1.2345"}, {"a JSON number", "2", 7.5},
		{"an object", "2", object{}}, {"an unknown criterion", "9", "1"}, {"empty", "1", ""}, {"exponent", "1", "1e1"},
	} {
		t.Run(bad.name, func(t *testing.T) {
			put(object{bad.criterion: bad.mark}).refused(t, http.StatusUnprocessableEntity, "").blames(t, bad.criterion)
		})
	}
	saved := read[sheet](t, put(object{"1": "30", "2": "20.5"}).want(t, http.StatusOK))
	if saved.Version != s.Version+1 || saved.Total != nil || saved.Marks["2"] != "20.5" {
		t.Errorf("a sheet with two of four marks is %+v; want version %d and no total", saved, s.Version+1)
	}
	p := put(object{"1": "31"}).refused(t, http.StatusConflict, "stale_version")
	if p.Sheet == nil || p.Sheet.Version != saved.Version || p.Sheet.Marks["1"] != "30" {
		t.Errorf("a stale version answers with the sheet %+v, want the stored one", p.Sheet)
	}
	for _, call := range [][2]string{{http.MethodGet, ""}, {http.MethodPost, "/submit"}, {http.MethodGet, "/history"}} {
		a.judges[2].call(t, call[0], "/sheets/"+s.ID+call[1], nil).refused(t, http.StatusNotFound, "")
	}
	a.judges[2].call(t, http.MethodPut, "/sheets/"+s.ID, object{"version": saved.Version, "marks": object{"1": "1"}}).refused(t, http.StatusNotFound, "")
	a.judges[0].get(t, "/sheets/"+s.ID).refused(t, http.StatusNotFound, "") // the head sees no marks before the close
	a.admin.call(t, http.MethodPut, "/sheets/"+s.ID, object{"version": saved.Version, "marks": object{"1": "1"}}).want(t, http.StatusForbidden, http.StatusNotFound)
	for _, c := range []*client{a.admin, a.clerk.client, a.desk.client, a.head.client, a.chair.client, a.producer, a.auditor.client} {
		c.get(t, "/sheets/"+s.ID).want(t, http.StatusForbidden, http.StatusNotFound, http.StatusConflict)
		c.get(t, "/sheets/"+s.ID+"/history").want(t, http.StatusForbidden, http.StatusNotFound, http.StatusConflict)
	}
	for _, c := range []*client{a.judges[0].client, a.desk.client, a.chair.client, a.auditor.client} {
		c.get(t, a.path("/ranking")).refused(t, http.StatusConflict, "pass_open")
	}
	a.producer.get(t, a.path("/ranking")).want(t, http.StatusForbidden, http.StatusNotFound)
	missing(t, a.admin.post(t, a.path("/state"), object{"state": "deliberation"}))
}

// scoreAll lets eight judges score everything under the eyes of the ninth, who must not notice.
func (a *award) scoreAll(t *testing.T) {
	last := len(a.entries) - 1
	watcher := a.judges[8]
	before := a.watch(t, watcher)
	recused := a.sheetsOf(t, a.judges[5])[a.entries[last-2].ID]
	a.judges[5].post(t, "/sheets/"+recused.ID+"/recuse", object{}).refused(t, http.StatusUnprocessableEntity, "").blames(t, "reason")
	gone := read[sheet](t, a.judges[5].post(t, "/sheets/"+recused.ID+"/recuse", object{"reason": "Từng tư vấn cho cơ sở"}).want(t, http.StatusOK))
	if gone.State != "recused" {
		t.Errorf("a recused sheet is %q", gone.State)
	}
	for judge, entry := range map[int]int{3: last, 4: last - 1, 5: last - 2, 6: last - 3, 7: last - 3} {
		a.ballots[a.entries[entry].ID][judge] = nil // judges 6 and 7 leave a sheet open
	}
	a.fill(t, 0, 8)
	if diff := cmp.Diff(before, a.watch(t, watcher)); diff != "" {
		t.Errorf("a judge who did nothing notices that others submitted (-before +after):\n%s", diff)
	}
	a.fill(t, 8, 9)
	a.reopenOne(t)
}

// fill lets judges from first up to but not including end fill and submit their sheets.
func (a *award) fill(t *testing.T, first, end int) {
	t.Helper()
	var mu sync.Mutex
	submitted := 0
	together(t, end-first, end-first, func(i int) error {
		judge := first + i
		for id, s := range a.sheetsOf(t, a.judges[judge]) {
			planned := a.ballots[id][judge]
			if s.State != "open" || planned == nil {
				continue
			}
			stored, err := mark(a.judges[judge], s, planned.marks())
			if err != nil {
				return err
			}
			if stored.State != "submitted" || stored.Total == nil || *stored.Total != points(planned.total()) {
				return fmt.Errorf("a submitted sheet is %+v, want total %s", stored, points(planned.total()))
			}
			mu.Lock()
			submitted++
			mu.Unlock()
		}
		return nil
	})
	t.Logf("%d sheets submitted", submitted)
}

// reopenOne has a submitted sheet reopened by the head and marked again.
func (a *award) reopenOne(t *testing.T) {
	j, entry := a.judges[1], a.entries[0].ID
	s := a.sheetsOf(t, j)[entry]
	planned := a.ballots[entry][1]
	j.call(t, http.MethodPut, "/sheets/"+s.ID, object{"version": s.Version, "marks": planned.marks()}).refused(t, http.StatusConflict, "")
	j.post(t, "/sheets/"+s.ID+"/submit", nil).refused(t, http.StatusConflict, "")
	reason := object{"reason": "Nhầm dòng"}
	j.post(t, "/sheets/"+s.ID+"/reopen", reason).refused(t, http.StatusForbidden, "")
	a.judges[0].post(t, "/sheets/"+s.ID+"/reopen", object{}).refused(t, http.StatusUnprocessableEntity, "").blames(t, "reason")
	a.judges[0].post(t, "/sheets/"+s.ID+"/reopen", reason).want(t, http.StatusOK)
	s = a.sheetsOf(t, j)[entry]
	if s.State != "open" || s.Marks["1"] == "" {
		t.Errorf("a reopened sheet is %+v, want open with its marks", s)
	}
	planned[0]--
	if _, err := mark(j, s, planned.marks()); err != nil {
		t.Error(err)
	}
	history := read[list[object]](t, j.get(t, "/sheets/"+s.ID+"/history").want(t, http.StatusOK))
	if len(history.Items) < 3 {
		t.Errorf("the history has %d versions, want the partial, the first and the second marks", len(history.Items))
	}
}
