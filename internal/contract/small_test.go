package contract_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// small runs a whole award over four products, judged by three, with two of them recognised and
// certified. The exact mean of the third is a third of a thousandth below the pass mark, that of the
// fourth stands on it.
func small(t *testing.T, s *server) (*office, []string, []certificate) {
	t.Helper()
	admin := s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator")
	o := open(t, s, admin, "hoi-thi-2025", plain("50.5", "0.001"))
	ids := o.upToScoring(t, 3, "Gốm Hương Canh", "Mật ong Tam Đảo", "Rượu Dừa Tân Phong", "Nón Gò Găng")
	table := map[string][3]string{ids[0]: {"40", "41.5", "39"}, ids[1]: {"30", "30.5", "29.5"}, ids[2]: {"20", "20", "19.999"},
		ids[3]: {"20", "19.5", "20.5"}}
	o.judges[2].post(t, o.path("/declarations"), object{"conflicts": []object{{"nomination": ids[1], "reason": "Hàng xóm"}}}).done(t)
	o.score(t, func(judge int, id string) map[string]string {
		return map[string]string{"1": table[id][judge], "2": map[string]string{ids[0]: "40", ids[1]: "39.5", ids[2]: "30.5", ids[3]: "30.5"}[id]}
	})
	o.upToDeliberation(t)
	o.recognise(t, ids[0], ids[1])
	return o, ids, o.issue(t)
}

// TestSmallAward compares a ranking that anybody can work out by hand.
func TestSmallAward(t *testing.T) {
	o, ids, certificates := small(t, serve(t, ""))
	type line struct {
		ID, Mean, Exact string
		Rank            int
		Passed          bool
	}
	var got []line
	for _, r := range o.ranking(t) {
		if r.Rank == nil || r.Mean == nil || r.MeanExact == nil {
			t.Fatalf("an entry of three sheets has no rank or mean: %+v", r)
		}
		got = append(got, line{r.Nomination, *r.Mean, *r.MeanExact, *r.Rank, r.Passed})
	}
	want := []line{
		{ids[0], "80.17", "481/6", 1, true},
		{ids[1], "69.75", "279/4", 2, true},
		{ids[3], "50.50", "101/2", 3, true},
		{ids[2], "50.50", "151499/3000", 4, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ranking (-want +got):\n%s", diff)
	}
	if len(certificates) != 2 {
		t.Errorf("%d certificates, want 2: %+v", len(certificates), certificates)
	}
	third := o.proposal(ids[0], ids[1], ids[2])
	o.recorder.post(t, o.path("/proposal"), third).want(t, http.StatusConflict, http.StatusUnprocessableEntity)
	o.s.spec.report(t)
}
