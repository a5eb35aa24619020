package contract_test

import (
	"net/http"
	"testing"
	"time"
)

// plain is a rule pack of one test: one criterion of 100 points in fine steps, three product groups.
func plain(passMark, step string) object {
	name := func(vi string) object { return object{"vi": vi, "en": vi} }
	return object{"id": "hoi-thi", "version": "1", "name": name("Hội thi"),
		"product_groups": []object{{"code": "N1", "name": name("Thủ công")}, {"code": "N2", "name": name("Thực phẩm")}, {"code": "N3", "name": name("Máy móc")}},
		"entity_kinds":   []object{{"code": "cooperative", "name": name("Hợp tác xã")}},
		"criteria":       []object{{"code": "1", "name": name("Chất lượng"), "max": "60"}, {"code": "2", "name": name("Mẫu mã"), "max": "40"}},
		"step":           step, "pass_mark": passMark, "tie_order": []string{"criterion:1", "council"}}
}

// upToScoring files products, screens all and opens scoring; it answers with the nominations' ids.
func (o *office) upToScoring(t testing.TB, judges int, products ...string) []string {
	t.Helper()
	o.staff(t)
	o.move(t, "filing")
	var ids []string
	for _, p := range products {
		ids = append(ids, o.file(t, p, "N2", "Hợp tác xã "+p).ID)
	}
	o.move(t, "screening")
	o.screen(t, ids...)
	o.seatJury(t, judges)
	o.declare(t)
	o.move(t, "scoring")
	return ids
}

// upToDeliberation closes the pass and moves on.
func (o *office) upToDeliberation(t testing.TB) {
	t.Helper()
	o.judges[0].post(t, o.path("/passes/1/close"), nil).done(t)
	o.move(t, "deliberation")
}

// proposal is the council's list, all present and in favour.
func (o *office) proposal(ids ...string) object {
	items := []object{}
	for _, id := range ids {
		items = append(items, object{"id": id})
	}
	return object{"held_on": today(-2), "nominations": items, "left_out": []object{}, "present": o.councillors,
		"votes": object{"for": o.councillors, "against": 0, "abstain": 0}}
}

// decision is the authority's decision of yesterday.
func (o *office) decision(ids ...string) object {
	return object{"number": "1234/QĐ-UBND", "date": today(-1), "authority": "Ủy ban nhân dân tỉnh Vĩnh Phúc",
		"signer":      object{"name": "Vũ Chí Giang", "title": "Phó Chủ tịch", "block": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"},
		"nominations": ids, "notified_on": today(0)}
}

// recognise proposes and decides in one go.
func (o *office) recognise(t testing.TB, ids ...string) {
	t.Helper()
	o.recorder.post(t, o.path("/proposal"), o.proposal(ids...)).done(t)
	o.head.post(t, o.path("/decision"), o.decision(ids...)).done(t)
}

// await polls a job until it has ended.
func (o *office) await(t testing.TB, id string) job {
	t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		j := read[job](t, o.head.get(t, "/jobs/"+id).want(t, http.StatusOK))
		if j.State == "done" || j.State == "failed" {
			return j
		}
	}
	t.Fatalf("job %s has not ended after three minutes", id)
	return job{}
}

// issue issues what is missing, waits, and answers with the whole register of the edition.
func (o *office) issue(t testing.TB) []certificate {
	t.Helper()
	j := read[job](t, o.head.post(t, o.path("/certificates"), object{"issued_on": today(0)}).want(t, http.StatusAccepted))
	if j.ID == "" {
		t.Fatal("202 without a job")
	}
	if j = o.await(t, j.ID); j.State != "done" || j.Done != j.Total || len(j.Errors) > 0 {
		t.Fatalf("issuing ended as %+v", j)
	}
	return all[certificate](t, o.head.client, o.path("/certificates"))
}

// withdrawal is the body of a revocation or a re-issue.
func withdrawal(reason string) object {
	return object{"reason": reason, "decision": object{"number": "99/QĐ-UBND", "date": today(0)}, "effective_on": today(0)}
}
