package certificates_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/certificates"
	"vinhdanh/internal/jobs"
	"vinhdanh/judging"
)

// addressed gives the i-th producer a name and an address.
func (o *office) addressed(names map[int][2]string) {
	o.Helper()
	o.ok(o.db.ForCertificates().Update(o.Context(), func(tx certificates.Tx) error {
		for i, x := range names {
			n, err := tx.Nomination(o.nominations[i])
			if err != nil {
				return err
			}
			n.Producer.Name, n.Producer.Email = x[0], x[1]
			if err := errors.Join(tx.SaveNomination(n), tx.Append(judging.NominationLeaf("nomination.corrected", n, o.now))); err != nil {
				return err
			}
		}
		return nil
	}))
}

// letters are the queued ones as "address: product, product", oldest first.
func (o *office) letters() (list []string) {
	o.Helper()
	all, err := o.db.ListJobs(o.Context(), jobs.Queued, 100)
	o.ok(err)
	for i := len(all) - 1; i >= 0; i-- {
		var m judging.Mail
		if all[i].Kind != judging.MailJob {
			continue
		}
		o.ok(json.Unmarshal(all[i].Payload, &m))
		var told []string
		for _, c := range m.Certificates {
			told = append(told, c.Product)
		}
		list = append(list, m.To+": "+strings.Join(told, ", "))
	}
	return list
}

// TestProducersAreToldOnce: each producer gets one letter about all his certificates of an issue, also when the issue was cut
// off and taken up again; the next issue tells of what is new, and only who asks sends a letter again.
func TestProducersAreToldOnce(t *testing.T) {
	o := newOffice(t, "Tương", "Nem", "Chả", "Bánh")
	o.addressed(map[int][2]string{0: {"Cơ sở Hoa Sen", "sen@mau.vn"}, 1: {"Cơ sở Hoa Sen", "Sen@mau.vn"}, 2: {"Cơ sở Hoa Lan", "lan@mau.vn"}})
	id, err := o.s.Prepare(t.Context(), o.head, slug, "2026-11-27", true)
	o.ok(err)
	b, cut := o.batch(id), errors.New("cut off")
	if err := o.s.IssueBatch(t.Context(), b, o.press(), func(done int, _ []certificates.BatchError) error {
		if done == 2 {
			return cut
		}
		return nil
	}); !errors.Is(err, cut) {
		t.Fatalf("cut off: %v", err)
	}
	if list := o.letters(); len(list) > 0 {
		t.Errorf("letters left before the end of the issue: %q", list)
	}
	for range 2 { // a job may be done twice
		o.ok(o.s.IssueBatch(t.Context(), b, o.press(), ignore))
	}
	want := []string{"sen@mau.vn: Tương, Nem", "lan@mau.vn: Chả"}
	if diff := cmp.Diff(want, o.letters()); diff != "" {
		t.Fatalf("letters:\n%s", diff)
	}
	list := o.register()
	o.refused(o.s.SendLetter(t.Context(), o.head, list[3].Code), "no_email")
	o.refused(o.s.SendLetter(t.Context(), o.clerk, list[0].Code), "forbidden")
	again, err := o.s.Prepare(t.Context(), o.head, slug, "2026-11-27", true)
	o.ok(err)
	o.ok(o.s.IssueBatch(t.Context(), o.batch(again), o.press(), ignore))
	if diff := cmp.Diff(want, o.letters()); diff != "" {
		t.Errorf("after a second issue:\n%s", diff)
	}
	o.ok(o.s.SendLetter(t.Context(), o.head, list[0].Code))
	if diff := cmp.Diff(append(want, "sen@mau.vn: Tương"), o.letters()); diff != "" {
		t.Errorf("after it was asked for:\n%s", diff)
	}
	for i, times := range []int{2, 1, 1, 0} {
		l, err := o.s.LetterAbout(t.Context(), o.clerk, list[i].Code)
		if err != nil || l.Times != times || l.Sent.IsZero() {
			t.Errorf("certificate %d: %+v, %v; want %d letters", i, l, err, times)
		}
	}
	o.ledgerHolds()
}

// TestLettersWaitForTheNextIssue: what an issue that failed for good owes is told by the next one; an issue that is to tell
// nobody does not.
func TestLettersWaitForTheNextIssue(t *testing.T) {
	o := newOffice(t, "Tương", "Nem")
	o.addressed(map[int][2]string{0: {"Hoa Sen", "sen@mau.vn"}, 1: {"Hoa Lan", "lan@mau.vn"}})
	id, err := o.s.Prepare(t.Context(), o.head, slug, "2026-11-27", true)
	o.ok(err)
	broken := errors.New("broken")
	err = o.s.IssueBatch(t.Context(), o.batch(id), o.press(), func(done int, _ []certificates.BatchError) error {
		if done == 1 {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	for i, tell := range []bool{false, true} {
		id, err := o.s.Prepare(t.Context(), o.head, slug, "2026-11-27", tell)
		o.ok(err)
		o.ok(o.s.IssueBatch(t.Context(), o.batch(id), o.press(), ignore))
		if list := o.letters(); (len(list) > 0) != tell {
			t.Errorf("issue %d: letters %s", i, fmt.Sprint(list))
		}
	}
}

// TestNobodyIsToldOfWhatIsGone: what was revoked while an issue rested is told by the letter of its revocation alone.
func TestNobodyIsToldOfWhatIsGone(t *testing.T) {
	o := newOffice(t, "Tương", "Nem")
	o.addressed(map[int][2]string{0: {"Hoa Sen", "sen@mau.vn"}, 1: {"Hoa Sen", "sen@mau.vn"}})
	id, err := o.s.Prepare(t.Context(), o.head, slug, "2026-11-27", true)
	o.ok(err)
	rested := errors.New("rested")
	err = o.s.IssueBatch(t.Context(), o.batch(id), o.press(), func(done int, _ []certificates.BatchError) error {
		if done == 2 {
			return rested
		}
		return nil
	})
	if !errors.Is(err, rested) {
		t.Fatal(err)
	}
	_, err = o.s.Revoke(t.Context(), o.head, o.register()[0].Code, act("2026-11-27"))
	o.ok(err)
	o.ok(o.s.IssueBatch(t.Context(), o.batch(id), o.press(), ignore))
	if diff := cmp.Diff([]string{"sen@mau.vn: ", "sen@mau.vn: Nem"}, o.letters()); diff != "" { // of the revocation, of the issue
		t.Errorf("letters:\n%s", diff)
	}
}
