package certificates_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/judging"
	"vinhdanh/judging/packs"
)

// ignore takes a batch's progress and goes on.
func ignore(int, []certificates.BatchError) error { return nil }

func TestRevokedWhileItsSuccessorWaits(t *testing.T) {
	o := newOffice(t, "Tương Bầm")
	o.issueAll("2026-11-27")
	old := o.register()[0]
	id, code, err := o.s.Reissue(t.Context(), o.head, old.Code, act("2026-11-27"))
	o.ok(err)
	_, err = o.s.Revoke(t.Context(), o.head, old.Code, act("2026-11-27"))
	o.ok(err)
	var problems []certificates.BatchError
	o.ok(o.s.IssueBatch(t.Context(), o.batch(id), o.press(), func(_ int, p []certificates.BatchError) error { problems = p; return nil }))
	if len(problems) != 1 || problems[0].Code != "certificate_final" {
		t.Errorf("problems %+v", problems)
	}
	_, err = o.s.Lookup(t.Context(), code)
	o.refused(err, "certificate_unknown")
	o.ledgerHolds()
}

func TestReissueIsForToday(t *testing.T) {
	o := newOffice(t, "Tương Bầm")
	o.issueAll("2026-11-27")
	old := o.register()[0]
	if _, _, err := o.s.Reissue(t.Context(), o.head, old.Code, act("2026-11-28")); err == nil {
		t.Error("a re-issue for tomorrow: two certificates of one product would be valid today")
	}
	_, err := o.s.Suspend(t.Context(), o.head, old.Code, act("2026-11-27"))
	o.ok(err)
	_, _, err = o.s.Reissue(t.Context(), o.head, old.Code, act("2026-11-27"))
	o.refused(err, "certificate_suspended")
}

func TestPreparedOnesAreWordedAnew(t *testing.T) {
	o := newOffice(t, "Tương Bầm")
	id, err := o.s.Prepare(t.Context(), o.head, slug, "2026-11-27", false)
	o.ok(err)
	first := o.batch(id).Certificates
	name := "Tương Bần"
	n, err := o.awards.Nomination(t.Context(), o.clerk, o.nominations[0])
	o.ok(err)
	_, err = o.awards.PatchNomination(t.Context(), o.clerk, n.ID, n.Version, judging.NominationInput{Product: &name})
	o.ok(err)
	o.now = o.now.Add(24 * time.Hour)
	id, err = o.s.Prepare(t.Context(), o.head, slug, "2026-11-28", false)
	o.ok(err)
	second := o.batch(id).Certificates
	o.ok(o.s.IssueBatch(t.Context(), o.batch(id), o.press(), ignore))
	c := o.register()[0]
	if len(second) != 1 || second[0] != first[0] || c.Product != name || c.IssuedOn != "2026-11-28" || c.Number != "01/2026/GCN" {
		t.Errorf("issued %+v", c.Certificate)
	}
	st, err := certificates.ReadStatement(c.Statement)
	o.ok(err)
	if st.Product != name || st.Code.String() != c.Code {
		t.Errorf("statement %+v", st)
	}
}

// TestOldRoundPrintsByItsOldRules: a round of the time of the districts prints their level, and one whose
// frozen rules say three years ends so, whatever the embedded packs say today.
func TestOldRoundPrintsByItsOldRules(t *testing.T) {
	_, old, err := packs.Load("vn-cnnt-2018")
	if err != nil {
		t.Fatal(err)
	}
	frozen := bytes.Replace(old, []byte(`"years": 4`), []byte(`"years": 3`), 1)
	if bytes.Equal(frozen, old) {
		t.Fatal("the pack's validity is written otherwise")
	}
	for _, c := range []struct {
		name  string
		rules []byte
		level string
		title string
		until string
	}{
		{"districts", old, "district", "Sản phẩm công nghiệp nông thôn tiêu biểu cấp huyện", "2029-12-31"},
		{"three years", frozen, "province", "Sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh", "2028-12-31"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOfficeUnder(t, c.rules, c.level, "Tương")
			o.issueAll("2026-11-27")
			line := o.register()[0]
			st, err := certificates.ReadStatement(line.Statement)
			o.ok(err)
			if st.LevelTitle.VI != c.title || line.ValidUntil != c.until || string(st.ValidUntil) != c.until {
				t.Errorf("prints %q until %s, want %q until %s", st.LevelTitle.VI, line.ValidUntil, c.title, c.until)
			}
		})
	}
}

// TestWordedAnewWhileItIsPrinted: what is issued is what its file says, also when it got another wording while it lay in the press.
func TestWordedAnewWhileItIsPrinted(t *testing.T) {
	o := newOffice(t, "Tương Bầm")
	id, err := o.s.Prepare(t.Context(), o.head, slug, "2026-11-27", false)
	o.ok(err)
	press, printed := o.press(), []certificates.Date(nil)
	draw := press.Print
	press.Print = func(st certificates.Statement) ([]byte, error) {
		if printed = append(printed, st.IssuedOn); len(printed) == 1 {
			_, err := o.s.Prepare(t.Context(), o.head, slug, "2026-11-28", false)
			o.ok(err)
		}
		file, err := draw(st)
		return append(file, st.IssuedOn...), err
	}
	o.ok(o.s.IssueBatch(t.Context(), o.batch(id), press, ignore))
	c := o.register()[0]
	if file := o.files[c.PDFSHA256]; c.IssuedOn != "2026-11-28" || !bytes.HasSuffix(file, []byte(c.IssuedOn)) {
		t.Errorf("issued on %s, its file ends %q", c.IssuedOn, file[max(0, len(file)-10):])
	}
	o.ledgerHolds()
}

// TestTwoReasonsAreOneRefusal: a nomination that is refused for two reasons counts once in what a job does.
func TestTwoReasonsAreOneRefusal(t *testing.T) {
	o := newOffice(t, "Tương", "Nem\u202e")
	o.addressed(map[int][2]string{1: {"Hoa\u202e Sen", ""}})
	id, err := o.s.Prepare(t.Context(), o.head, slug, "2026-11-27", false)
	o.ok(err)
	job, err := o.db.LoadJob(t.Context(), id)
	o.ok(err)
	b, counts := o.batch(id), []int(nil)
	o.ok(o.s.IssueBatch(t.Context(), b, o.press(), func(done int, _ []certificates.BatchError) error { counts = append(counts, done); return nil }))
	if len(b.Refused) != 2 || job.Total != 2 || !slices.Equal(counts, []int{1, 2}) {
		t.Errorf("%d reasons, %d in all, told %v", len(b.Refused), job.Total, counts)
	}
}
