package judging_test

import (
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

func TestErasureIsListedAndHidesNothingElse(t *testing.T) {
	a := newAward(t, "")
	v, err := a.s.CreateNomination(t.Context(), a.clerk, a.slug, judging.NominationInput{Product: ptr("Tương"), ProductGroup: ptr("N1"),
		Producer: &judging.ProducerInput{Name: ptr("Cơ sở"), EntityKind: ptr("sme"), Representative: ptr("Nguyễn Thị Bí Mật"), Phone: ptr("0912345678")}})
	a.ok(err)
	_, err = a.s.SubmitNomination(t.Context(), a.clerk, v.ID)
	a.ok(err)
	fields := []string{"producer.representative", "producer.phone"}
	_, err = a.s.EraseTexts(t.Context(), a.admin, v.ID, fields, "yêu cầu")
	a.refused(err, "forbidden")
	operator := accounts.Actor{System: true}
	_, err = a.s.EraseTexts(t.Context(), operator, v.ID, []string{"product"}, " ")
	a.fieldRefused(err, "fields[0]", "unknown_value")
	a.fieldRefused(err, "reason", "reason_required")
	_, err = a.s.EraseTexts(t.Context(), operator, v.ID, fields, "theo yêu cầu của người đại diện")
	a.ok(err)
	got := a.nomination(v.ID)
	if got.Producer.Representative != "" || got.Producer.Phone != "" || got.Producer.Name != "Cơ sở" {
		t.Errorf("after the erasure: %+v", got.Producer)
	}
	findings, err := a.db.CheckLedger(t.Context(), nil)
	a.ok(err)
	if len(findings) != 1 || findings[0].Bad() || !strings.Contains(findings[0].Detail, "producer.representative") {
		t.Errorf("findings %v", findings)
	}
	a.ok(a.db.ForJudging().Update(t.Context(), func(tx judging.Tx) error {
		n, err := tx.Nomination(v.ID)
		if err != nil {
			return err
		}
		n.Product = "Nem"
		return tx.SaveNomination(n)
	}))
	findings, err = a.db.CheckLedger(t.Context(), nil)
	a.ok(err)
	if len(findings) != 2 {
		t.Errorf("a change beside an erasure: %v", findings)
	}
}
