package judging_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

const secretRemark = "giám khảo Nguyễn Thị Bí Mật ghi chú"

// announced is an award from the first dossier to the announcement: a tie that a criterion breaks, one that the
// council cuts, a recusal, a sheet left open, one typed from paper, an entry proposed though it did not pass, one decision corrected.
func announced(t testing.TB) (*award, []judging.NominationView) {
	t.Helper()
	a := newAward(t, "")
	list := a.toScoring("Tương", "Nem", "Chả", "Giò", "Bún", "Miến")
	marks := [][2]string{{"55", "30"}, {"50", "30.5"}, {"50.5", "30"}, {"40", "40"}, {"40", "40"}, {"30", "30"}}
	for i, m := range marks {
		for j, judge := range a.jury {
			if i == 2 && j == 2 || i == 5 && j == 1 {
				continue
			}
			if i == 4 && j == 1 { // she marked on paper
				a.typed(a.sheet(judge, list[i].ID, 1).ID, m[0], m[1])
				continue
			}
			a.scoreWith(judge, list[i].ID, m[0], m[1], secretRemark)
		}
	}
	_, err := a.s.RecuseSheet(t.Context(), a.jury[2], a.sheet(a.jury[2], list[2].ID, 1).ID, "người nhà của giám khảo")
	a.ok(err)
	_, err = a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, true, "giám khảo ốm")
	a.ok(err)
	a.move(judging.Deliberation)
	_, err = a.s.RecordProposal(t.Context(), a.council[0], a.slug, judging.Proposal{Present: 3, For: 2, Against: 1,
		Items: []judging.ProposalItem{{Nomination: list[0].ID, Prize: "A"}, {Nomination: list[1].ID}, {Nomination: list[2].ID},
			{Nomination: list[3].ID}, {Nomination: list[5].ID, Reason: "đặc sắc của làng"}},
		LeftOut: []judging.LeftOut{{Nomination: list[4].ID, Reason: "trùng sản phẩm"}}})
	a.ok(err)
	_, err = a.s.RecordDecision(t.Context(), a.head, a.slug, decisionOf(list[0].ID, list[1].ID, list[2].ID))
	a.ok(err)
	a.move(judging.Announced)
	return a, list
}

// scoreWith marks and submits a judge's sheet with a remark.
func (a *award) scoreWith(judge accounts.Actor, nomination, first, second, remark string) {
	a.Helper()
	sh := a.sheet(judge, nomination, 0)
	saved, err := a.s.SaveMarks(a.Context(), judge, sh.ID, sh.Version, map[string]any{"1": first, "2": second}, &remark)
	a.ok(err)
	_, err = a.s.SubmitSheet(a.Context(), judge, saved.ID)
	a.ok(err)
}

// bundle is what the auditor gets, as a file.
func (a *award) bundle() []byte {
	a.Helper()
	b, err := a.s.ResultsBundle(a.Context(), a.auditor, a.slug, "")
	a.ok(err)
	data, err := b.Encode()
	a.ok(err)
	return data
}

// checked reads a bundle and checks it with the key of the test's log.
func checked(t testing.TB, data []byte) []string {
	t.Helper()
	b, err := judging.ReadBundle(data)
	if err != nil {
		return []string{err.Error()}
	}
	var lines []string
	for _, f := range b.Check(judging.BundleTrust{Keys: storetest.Verifiers(t)}) {
		lines = append(lines, f.String())
	}
	return lines
}

func TestBundleHolds(t *testing.T) {
	a, list := announced(t)
	data := a.bundle()
	if lines := checked(t, data); lines != nil {
		t.Errorf("an untouched bundle:\n%s", strings.Join(lines, "\n"))
	}
	if again := a.bundle(); !bytes.Equal(data, again) {
		t.Error("two exports of one result differ")
	}
	var spaced bytes.Buffer
	a.ok(json.Indent(&spaced, data, "", "  "))
	if lines := checked(t, spaced.Bytes()); lines != nil {
		t.Errorf("with other spaces:\n%s", strings.Join(lines, "\n"))
	}
	b, err := judging.ReadBundle(data)
	a.ok(err)
	if len(b.Judges) != 3 || len(b.Nominations) != len(list) || len(b.Passes[0].Sheets) != 18 || len(b.Decisions) != 1 || b.For != judging.ForAuditor {
		t.Errorf("%d judges, %d nominations, %d sheets, %d decisions, for %s", len(b.Judges), len(b.Nominations),
			len(b.Passes[0].Sheets), len(b.Decisions), b.For)
	}
	if unsigned := b.Check(judging.BundleTrust{}); len(unsigned) != 1 || unsigned[0].Bad() || unsigned[0].Kind != "unchecked" {
		t.Errorf("without a key: %v", unsigned)
	}
	a.ledgerHolds()
}

// TestBundleHoldsNothingPersonal searches the bytes for what a person would mind.
func TestBundleHoldsNothingPersonal(t *testing.T) {
	a, _ := announced(t)
	data := string(a.bundle())
	for _, secret := range []string{"judge0", "judge1", "judge2", "council0", "auditor@", "@thu.vn", "0912 345", "912345678", secretRemark, "Bí Mật",
		"người nhà", "giám khảo ốm", "đặc sắc", "trùng sản phẩm", "Cơ sở Tương", "UBND tỉnh", "Nguyễn A"} {
		if strings.Contains(data, secret) {
			t.Errorf("the bundle holds %q", secret)
		}
	}
	for _, needed := range []string{"Tương", a.jury[0].User.ID, `"J3"`} { // so that the search finds what is there
		if !strings.Contains(data, needed) {
			t.Errorf("the bundle lacks %q", needed)
		}
	}
}

func TestBundleIsHidden(t *testing.T) {
	a, list := deliberating(t)
	get := func(who accounts.Actor, to judging.Audience) error {
		_, err := a.s.ResultsBundle(t.Context(), who, a.slug, to)
		return err
	}
	operator := accounts.Actor{System: true}
	a.refused(get(a.auditor, ""), "wrong_state")
	a.refused(get(operator, ""), "wrong_state")
	a.ok(a.propose(0, 3, 3, judging.ProposalItem{Nomination: list[0].ID}))
	_, err := a.s.RecordDecision(t.Context(), a.head, a.slug, decisionOf(list[0].ID))
	a.ok(err)
	a.refused(get(a.auditor, ""), "wrong_state")
	a.move(judging.Announced)
	others := []accounts.Actor{{}, a.stranger, a.admin, a.head, a.jury[0], a.council[0]}
	for _, who := range append(others, a.auditor) {
		if _, err := a.s.OfferResults(t.Context(), who, a.slug, judging.ForPublic); who.User.ID != a.admin.User.ID && err == nil {
			t.Fatalf("%s may change the setting", who.User.Name)
		}
	}
	for _, offer := range []judging.Audience{judging.ForAuditor, judging.ForNobody, judging.ForPublic, judging.ForAuditor} {
		_, err := a.s.OfferResults(t.Context(), a.admin, a.slug, offer)
		a.ok(err)
		for _, who := range others {
			if err := get(who, ""); (err == nil) != (offer == judging.ForPublic) {
				t.Errorf("for %s: %q gets %v", offer, who.User.Name, err)
			}
			if may, _ := a.s.MayHaveResults(t.Context(), who, a.slug); may != (offer == judging.ForPublic) {
				t.Errorf("for %s: %q may: %v", offer, who.User.Name, may)
			}
		}
		for _, who := range []accounts.Actor{a.auditor, operator} {
			if err := get(who, ""); (err == nil) != (offer != judging.ForNobody) {
				t.Errorf("for %s: the auditor or operator gets %v", offer, err)
			}
			if err := get(who, judging.ForPublic); (err == nil) != (offer == judging.ForPublic) {
				t.Errorf("for %s: a bundle for the public: %v", offer, err)
			}
		}
	}
	_, err = a.s.OfferResults(t.Context(), a.admin, a.slug, "everybody")
	a.fieldRefused(err, "for", "unknown_value")
	a.ledgerHolds()
}

// TestBundleAgainstAKeptCheckpoint: what stands on the signed minutes catches a log that was rebuilt.
func TestBundleAgainstAKeptCheckpoint(t *testing.T) {
	a, _ := announced(t)
	b, err := judging.ReadBundle(a.bundle())
	a.ok(err)
	if len(b.Earlier) == 0 {
		t.Fatal("the checkpoint of the close is not in the bundle")
	}
	for _, text := range []string{b.Checkpoint, b.Earlier[0].Checkpoint} {
		kept, err := ledger.PeekCheckpoint(text)
		a.ok(err)
		if f := b.Check(judging.BundleTrust{Keys: storetest.Verifiers(t), Kept: &kept}); f != nil {
			t.Errorf("its own checkpoint of %d leaves: %v", kept.Size, f)
		}
		kept.Root[0]++
		if f := b.Check(judging.BundleTrust{Keys: storetest.Verifiers(t), Kept: &kept}); len(f) != 1 || f[0].Kind != "changed" || f[0].Thing != "checkpoint" {
			t.Errorf("another root: %v", f)
		}
		kept.Size = 7
		if f := b.Check(judging.BundleTrust{Keys: storetest.Verifiers(t), Kept: &kept}); len(f) != 1 || f[0].Kind != "unproven" {
			t.Errorf("an unknown size: %v", f)
		}
	}
}

func TestReadBundleIsStrict(t *testing.T) {
	a, _ := announced(t)
	data := string(a.bundle())
	for name, c := range map[string][2]string{
		"another format": {judging.BundleFormat, "vinhdanh-results/2"},
		"unknown member": {`{"checkpoint":`, `{"author":"x","checkpoint":`},
		"member twice":   {`{"checkpoint":`, `{"checkpoint":"x","checkpoint":`},
		"another case":   {`"edition":{"id"`, `"Edition":{"id"`},
		"member missing": {`"for":"auditor",`, ``},
		"another number": {`"year":2026`, `"year":2026.0`},
		"other digits":   {`"by_top":["55","30"],"id"`, `"by_top":["55.0","30"],"id"`},
		"a second value": {"}\n", "}\n{}"},
		"half a file":    {data[len(data)/2:], ""},
	} {
		bent := strings.Replace(data, c[0], c[1], 1)
		if bent == data {
			t.Fatalf("%s: nothing was bent", name)
		}
		if _, err := judging.ReadBundle([]byte(bent)); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

// FuzzReadBundle: no file makes the reader or the check panic.
func FuzzReadBundle(f *testing.F) {
	a, _ := announced(f)
	b, err := judging.ReadBundle(a.bundle())
	a.ok(err)
	b.Passes[0].Sheets, b.Earlier = b.Passes[0].Sheets[:2], nil
	small, err := b.Encode()
	a.ok(err)
	f.Add(small)
	f.Add([]byte(`{"format":"vinhdanh-results/1"}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := judging.ReadBundle(data)
		if err != nil {
			return
		}
		b.Check(judging.BundleTrust{Keys: storetest.Verifiers(t)})
		if _, err := b.Encode(); err != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}
