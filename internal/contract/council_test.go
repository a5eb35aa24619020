package contract_test

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// closePass closes the pass over two open sheets, with the reason that this needs.
func (a *award) closePass(t *testing.T) {
	path, head := a.path("/passes/1/close"), a.judges[0]
	a.judges[1].post(t, path, nil).refused(t, http.StatusForbidden, "")
	a.admin.post(t, path, nil).refused(t, http.StatusForbidden, "")
	p := head.post(t, path, nil).refused(t, http.StatusConflict, "sheets_open")
	if len(p.Missing) != 2 {
		t.Errorf("two sheets are open, the list has %d", len(p.Missing))
	}
	head.post(t, path, object{"leave_open": true}).refused(t, http.StatusUnprocessableEntity, "").blames(t, "reason")
	head.post(t, path, object{"leave_open": true, "reason": "Hai giám khảo ốm"}).done(t)
	head.post(t, path, nil).refused(t, http.StatusConflict, "")
	left := a.entries[len(a.entries)-4].ID
	if s := a.sheetsOf(t, a.judges[6])[left]; s.State != "locked" || s.Total != nil {
		t.Errorf("a sheet left open is %+v, want locked and without a total", s)
	}
	s := a.sheetsOf(t, a.judges[6])[a.entries[0].ID]
	a.judges[6].call(t, http.MethodPut, "/sheets/"+s.ID, object{"version": s.Version, "marks": object{"1": "1"}}).refused(t, http.StatusConflict, "")
}

// audit reads every sheet as the auditor after the close; the administrator still reads no marks.
func (a *award) audit(t *testing.T) {
	seen := map[string]int{}
	for _, s := range all[sheet](t, a.auditor.client, a.path("/sheets")) {
		seen[s.State]++
		if s.State == "submitted" || s.State == "locked" && s.Total != nil {
			seen["marked"]++
		}
	}
	marked := 0
	for _, sheets := range a.ballots {
		for _, s := range sheets {
			if s != nil {
				marked++
			}
		}
	}
	if seen["marked"] != marked || seen["recused"] < 2 {
		t.Errorf("the auditor sees %v, want %d marked sheets", seen, marked)
	}
	one := a.sheetsOf(t, a.judges[0])[a.entries[0].ID]
	if got := read[sheet](t, a.auditor.get(t, "/sheets/"+one.ID).want(t, http.StatusOK)); got.Total == nil || *got.Total != *one.Total {
		t.Errorf("the auditor reads %+v, the judge %+v", got, one)
	}
	a.auditor.call(t, http.MethodPut, "/sheets/"+one.ID, object{"version": one.Version, "marks": object{"1": "1"}}).
		want(t, http.StatusForbidden, http.StatusNotFound)
	a.admin.get(t, "/sheets/"+one.ID).want(t, http.StatusForbidden, http.StatusNotFound)
	a.admin.get(t, a.path("/ranking")).refused(t, http.StatusForbidden, "")
	a.admin.get(t, a.path("/agreement")).refused(t, http.StatusForbidden, "")
	a.judges[1].get(t, "/sheets/"+one.ID).refused(t, http.StatusNotFound, "")
}

// rank compares the whole ranking with the second opinion.
func (a *award) rank(t *testing.T) {
	var ballots []ballot
	for _, e := range a.entries {
		b := ballot{nomination: e.ID, group: e.ProductGroup}
		for _, s := range a.ballots[e.ID] {
			if s != nil {
				b.sheets = append(b.sheets, *s)
			}
		}
		ballots = append(ballots, b)
	}
	want, got := recount(ballots), map[string]place{}
	for _, r := range a.ranking(t) {
		if r.Rank == nil || r.RankOverall == nil || r.Mean == nil || r.MeanExact == nil || r.TiedWith == nil {
			t.Fatalf("an entry with marks is %+v", r)
		}
		p := place{*r.Rank, *r.RankOverall, r.Judges, *r.MeanExact, r.Passed, r.TiedWith, ""}
		slices.Sort(p.TiedWith)
		if r.TieBrokenBy != nil {
			p.TieBrokenBy = *r.TieBrokenBy
		}
		got[r.Nomination] = p
		exact := want[r.Nomination]
		if mean := rounded(exact.Exact); *r.Mean != mean {
			t.Errorf("%s: mean %s of exactly %s, want %s", r.EntryCode, *r.Mean, exact.Exact, mean)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ranking (-recounted +got):\n%s", diff)
	}
	broken := map[string]int{}
	for _, p := range want {
		if broken[p.TieBrokenBy]++; len(p.TiedWith) > 0 {
			broken["tied"]++
		}
	}
	for _, step := range append(slices.Clone(steps[1:]), "tied") {
		if broken[step] == 0 {
			t.Errorf("no tie of this award shows the step %q: %v", step, broken)
		}
	}
	for _, c := range []*client{a.desk.client, a.chair.client, a.auditor.client, a.clerk.client, a.shared} {
		c.get(t, a.path("/ranking?pass=1")).want(t, http.StatusOK)
	}
	a.producer.get(t, a.path("/ranking")).want(t, http.StatusForbidden, http.StatusNotFound)
	a.s.public().get(t, a.path("/ranking")).want(t, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound)
}

// agree reads the statistics of agreement, and lets others be refused.
func (a *award) agree(t *testing.T) {
	type statistics struct {
		Entries, Judges int
		CompleteEntries int                 `json:"complete_entries"`
		ICC             map[string]*float64 `json:"icc"`
		KendallW        *float64            `json:"kendall_w"`
		Alpha           map[string]*float64 `json:"krippendorff_alpha"`
		LeastSquares    []object            `json:"least_squares"`
	}
	got := read[struct {
		Overall statistics
		Groups  map[string]statistics
	}](t, a.auditor.get(t, a.path("/agreement")).want(t, http.StatusOK))
	o := got.Overall
	if o.Entries != len(a.entries) || o.Judges != nineJudges || o.CompleteEntries != len(a.entries)-4 {
		t.Errorf("agreement over %d entries, %d complete, %d judges; want %d, %d, %d", o.Entries, o.CompleteEntries, o.Judges,
			len(a.entries), len(a.entries)-4, nineJudges)
	}
	for _, name := range []string{"1,1", "2,1", "3,1", "1,k", "2,k", "3,k"} {
		if v := o.ICC[name]; v == nil || *v < -1 || *v > 1 {
			t.Errorf("icc[%s] = %v", name, v)
		}
	}
	if o.KendallW == nil || *o.KendallW < 0.5 || *o.KendallW > 1 || o.Alpha["interval"] == nil || len(o.LeastSquares) != len(a.entries) {
		t.Errorf("agreement %+v; the judges of this award differ by a constant, so W is near 1", o)
	}
	a.judges[0].get(t, a.path("/agreement")).want(t, http.StatusOK)
	a.chair.get(t, a.path("/agreement")).want(t, http.StatusOK)
	a.judges[1].get(t, a.path("/agreement")).refused(t, http.StatusForbidden, "")
}

// propose cuts the list at thirty, through a tie.
func (a *award) propose(t *testing.T) {
	a.move(t, "deliberation")
	missing(t, a.admin.post(t, a.path("/state"), object{"state": "announced"}))
	a.head.post(t, a.path("/decision"), a.decision(a.top...)).refused(t, http.StatusConflict, "")
	a.proposed = append(slices.Clone(a.top), a.ties[:2]...)
	path, good := a.path("/proposal"), a.proposal(a.proposed...)
	try := func(change object) answer {
		body := maps.Clone(good)
		maps.Copy(body, change)
		return a.recorder.post(t, path, body)
	}
	reasons := []object{{"id": a.ties[2], "reason": "Nhãn chưa đủ"}, {"id": a.ties[3], "reason": "Sản lượng nhỏ"}}
	try(nil).refused(t, http.StatusUnprocessableEntity, "")
	try(object{"left_out": reasons[:1]}).refused(t, http.StatusUnprocessableEntity, "")
	votes := func(yes, no, abstain int) object { return object{"for": yes, "against": no, "abstain": abstain} }
	n := a.councillors
	for name, change := range map[string]object{
		"a better one left out without a reason": {"left_out": reasons, "nominations": good["nominations"].([]object)[1:]},
		"an entry that failed, without a reason": {"left_out": reasons, "nominations": append(slices.Clone(good["nominations"].([]object)), object{"id": a.failed(t)})},
		"an unknown entry":                       {"left_out": reasons, "nominations": []object{{"id": "khong-co"}}},
		"votes that do not add up":               {"left_out": reasons, "votes": votes(n-1, 0, 0)},
		"more present than members":              {"left_out": reasons, "present": n + 1, "votes": votes(n+1, 0, 0)},
		"a prize that the rules do not have":     {"left_out": reasons, "nominations": []object{{"id": a.top[0], "prize": "A"}}},
		"a meeting tomorrow":                     {"left_out": reasons, "held_on": today(1)},
	} {
		t.Run(name, func(t *testing.T) { try(change).refused(t, http.StatusUnprocessableEntity, "") })
	}
	// Six members: four are the quorum of two thirds, and more than half of those present must agree.
	try(object{"left_out": reasons, "present": 3, "votes": votes(3, 0, 0)}).refused(t, http.StatusConflict, "no_quorum")
	try(object{"left_out": reasons, "present": 4, "votes": votes(2, 2, 0)}).refused(t, http.StatusConflict, "no_majority")
	good["left_out"] = reasons
	for _, c := range []*client{a.head.client, a.judges[0].client, a.shared, a.admin, a.auditor.client} {
		c.post(t, path, good).refused(t, http.StatusForbidden, "")
	}
	try(object{"present": 4, "votes": votes(3, 1, 0)}).done(t)
	a.judges[0].post(t, a.path("/passes/1/reopen"), object{"reason": "Tính lại"}).refused(t, http.StatusConflict, "")
}

// failed is an entry below the pass mark.
func (a *award) failed(t *testing.T) string {
	t.Helper()
	for _, r := range a.ranking(t) {
		if !r.Passed {
			return r.Nomination
		}
	}
	t.Fatal("every entry passed")
	return ""
}

// decide records the authority's decision, after the ones that must be refused.
func (a *award) decide(t *testing.T) {
	path, good := a.path("/decision"), a.decision(a.proposed...)
	try := func(change object) answer {
		body := maps.Clone(good)
		maps.Copy(body, change)
		return a.head.post(t, path, body)
	}
	a.head.post(t, a.path("/certificates"), object{"issued_on": today(0)}).refused(t, http.StatusConflict, "")
	for _, bad := range []struct {
		name, field string
		change      object
	}{
		{"before the meeting", "date", object{"date": today(-3)}},
		{"tomorrow", "date", object{"date": today(1), "notified_on": today(2)}},
		{"no date", "date", object{"date": "ngày mai"}},
		{"an impossible date", "date", object{"date": "2025-02-30"}},
		{"notified before the decision", "notified_on", object{"notified_on": today(-2)}},
		{"an entry that was not proposed", "nominations", object{"nominations": []string{a.ties[3]}}},
		{"no number", "number", object{"number": ""}},
		{"no signer", "signer", object{"signer": object{"name": "", "title": ""}}},
	} {
		t.Run(bad.name, func(t *testing.T) {
			try(bad.change).refused(t, http.StatusUnprocessableEntity, "").blames(t, bad.field)
		})
	}
	a.desk.post(t, path, good).refused(t, http.StatusForbidden, "") // the head's act
	a.admin.post(t, path, good).refused(t, http.StatusForbidden, "")
	try(nil).done(t)
	a.head.post(t, a.path("/documents"), file{"quyet-dinh.pdf", onePage("Quyết định", ""), map[string]string{"kind": "decision"}}).done(t)
	if e := read[edition](t, a.admin.get(t, a.path(""))); e.State != "deliberation" {
		t.Errorf("the decision moved the edition to %q", e.State)
	}
}
