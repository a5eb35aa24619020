package certificates_test

import (
	"context"
	"testing"
	"time"

	"vinhdanh/certificates"
)

// counted is how many rows of the register there are, prepared ones too.
func (o *office) counted() (n int) {
	o.Helper()
	o.ok(o.db.ForCertificates().View(o.Context(), func(tx certificates.Tx) error {
		list, err := tx.Certificates(certificates.Query{Prepared: true})
		n = len(list)
		return err
	}))
	return n
}

func TestPreviewTellsWhatPrepareDoesAndLeavesNothing(t *testing.T) {
	o := newOffice(t, "Tương", "Nem\u200B", "Chả")
	_, err := o.s.Preview(t.Context(), o.clerk, slug, "2026-11-27")
	o.refused(err, "forbidden")
	for range 2 {
		list, err := o.s.Preview(t.Context(), o.head, slug, "2026-11-27")
		o.ok(err)
		if len(list) != 3 || list[0].Statement.Number != "01/2026/GCN" || list[2].Statement.Number != "02/2026/GCN" {
			t.Fatalf("preview %+v", list)
		}
		if bad := list[1].Refused; len(bad) != 1 || bad[0].Field != "product" || list[1].Statement.Number != "" {
			t.Errorf("the name that cannot be printed: %+v", bad)
		}
	}
	if n := o.counted(); n != 0 {
		t.Errorf("a preview left %d rows", n)
	}
	missing, err := o.s.Unissued(t.Context(), o.clerk, slug)
	o.ok(err)
	o.issueAll("2026-11-27")
	list, err := o.s.Preview(t.Context(), o.head, slug, "2026-11-27")
	o.ok(err)
	if list[0].Held != "01/2026/GCN" || list[1].Refused == nil || list[1].Held != "" {
		t.Errorf("after the issue: %+v", list)
	}
	left, err := o.s.Unissued(t.Context(), o.clerk, slug)
	o.ok(err)
	if missing != 3 || left != 1 {
		t.Errorf("%d missing, then %d; want 3, then 1", missing, left)
	}
	o.ledgerHolds()
}

// TestPreviewKeepsNobodyFromWriting: while an issue is tried, one certificate after the other, somebody else's save is
// durable before the next is tried, and the numbers are those of the moment when the preview began.
func TestPreviewKeepsNobodyFromWriting(t *testing.T) {
	o := newOffice(t, "Tương", "Nem", "Chả")
	tried := 0
	printable := func(certificates.Statement) error {
		tried++
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second) // so that a preview that locks fails and does not hang
		defer cancel()
		return o.db.ForCertificates().Update(ctx, func(tx certificates.Tx) error {
			e, err := tx.EditionBySlug(slug)
			if err != nil {
				return err
			}
			_, err = tx.NextSeq(e.Organiser, "certificate-2026")
			return err
		})
	}
	s := certificates.NewService(o.db.ForCertificates(), o.awards, printable, func() time.Time { return o.now })
	list, err := s.Preview(t.Context(), o.head, slug, "2026-11-27")
	if err != nil || len(list) != 3 || tried != 3 {
		t.Fatalf("%d tried, %+v, %v", tried, list, err)
	}
	for i, want := range []string{"01/2026/GCN", "02/2026/GCN", "03/2026/GCN"} {
		if x := list[i]; x.Refused != nil || x.Statement.Number != want {
			t.Errorf("%d: %q, refused for %+v", i, x.Statement.Number, x.Refused)
		}
	}
	list, err = o.s.Preview(t.Context(), o.head, slug, "2026-11-27")
	o.ok(err)
	if got := list[0].Statement.Number; got != "04/2026/GCN" || o.counted() != 0 {
		t.Errorf("afterwards the first would be %s, of %d rows", got, o.counted())
	}
}

func TestRehearsedActsLeaveNothing(t *testing.T) {
	o := newOffice(t, "Tương")
	o.issueAll("2026-11-27")
	code := o.register()[0].Code
	for _, kind := range []certificates.EventKind{certificates.EventRevoked, certificates.EventSuspended} {
		l, err := o.s.Rehearse(t.Context(), o.head, code, act("2026-11-27"), kind)
		o.ok(err)
		if string(l.Status) != string(kind) {
			t.Errorf("%s is shown as %s", kind, l.Status)
		}
	}
	_, err := o.s.Rehearse(t.Context(), o.head, code, act("2026-11-27"), certificates.EventReinstated)
	o.refused(err, "certificate_not_suspended")
	_, err = o.s.Rehearse(t.Context(), o.head, code, act("2026-11-27"), certificates.EventSuperseded)
	o.refused(err, "not_found")
	_, err = o.s.Rehearse(t.Context(), o.clerk, code, act("2026-11-27"), certificates.EventRevoked)
	o.refused(err, "forbidden")
	st, err := o.s.RehearseReissue(t.Context(), o.head, code, act("2026-11-27"))
	o.ok(err)
	if st.Number != "02/2026/GCN" || st.Product != "Tương" {
		t.Errorf("the new one would be %s of %s", st.Number, st.Product)
	}
	if l := o.register()[0]; l.Status != certificates.Valid || len(l.Events) != 0 || o.counted() != 1 {
		t.Errorf("after rehearsals: %s, %d events, %d rows", l.Status, len(l.Events), o.counted())
	}
	o.ledgerHolds()
}
