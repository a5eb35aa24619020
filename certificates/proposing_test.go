package certificates_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/judging"
)

// seat gives somebody new a seat in the edition.
func (o *office) seat(body accounts.Body, role accounts.Role) accounts.Actor {
	o.Helper()
	who := accounts.Actor{User: accounts.User{ID: accounts.NewID(), Organiser: o.head.User.Organiser, Created: o.now}}
	who.User.Email, who.User.Name = who.User.ID+"@thu.vn", string(body)+" "+string(role)
	o.ok(o.db.ForCertificates().Update(o.Context(), func(tx certificates.Tx) error {
		e, err := tx.EditionBySlug(slug)
		if err != nil {
			return err
		}
		g := accounts.Grant{ID: accounts.NewID(), Edition: e.ID, User: who.User.ID, Body: body, Role: role, Created: o.now}
		return errors.Join(tx.SaveUser(who.User), tx.SaveGrant(g), tx.Append(judging.GrantLeaf("panel.named", g, o.now)))
	}))
	return who
}

// reach is where the producer of a nomination can be told something.
func (o *office) reach(nomination, email, phone string) {
	o.Helper()
	o.ok(o.db.ForCertificates().Update(o.Context(), func(tx certificates.Tx) error {
		n, err := tx.Nomination(nomination)
		if err != nil {
			return err
		}
		n.Producer.Email, n.Producer.Phone = email, phone
		return tx.SaveNomination(n)
	}))
}

func asking(kind certificates.EventKind) certificates.ProposalInput {
	return certificates.ProposalInput{Kind: kind, Ground: "law", Reason: "Cơ sở làm giả nhãn."}
}

// TestOnlyTheCouncilProposes: TT 26/2014, art. 20(3) gives the proposal to the council, never to the secretariat alone.
func TestOnlyTheCouncilProposes(t *testing.T) {
	o := newOffice(t, "Tương")
	o.issueAll("2026-11-27")
	code := o.register()[0].Code
	chair, member, auditor := o.seat(accounts.Council, accounts.Head), o.seat(accounts.Council, accounts.Member), o.seat(accounts.Audit, accounts.Member)
	for name, who := range map[string]accounts.Actor{"head of the secretariat": o.head, "clerk": o.clerk, "member of the council": member, "auditor": auditor,
		"jury head": o.seat(accounts.Jury, accounts.Head)} {
		if _, err := o.s.ProposeRevocation(t.Context(), who, slug, code, asking(certificates.EventRevoked)); !fault.IsCode(err, "forbidden") {
			t.Errorf("%s proposes: %v", name, err)
		}
	}
	p, err := o.s.ProposeRevocation(t.Context(), chair, slug, strings.ToLower(code), asking(certificates.EventRevoked))
	o.ok(err)
	if p.State != certificates.ProposalOpen || p.HeldOn != "2026-11-27" || p.Members != 2 {
		t.Errorf("recorded %+v", p.RevocationProposal)
	}
	o.is(o.register()[0], certificates.Valid) // a proposal decides nothing
	for name, who := range map[string]accounts.Actor{"clerk": o.clerk, "member": member, "auditor": auditor} {
		if list, err := o.s.RevocationProposals(t.Context(), who, slug); err != nil || len(list) != 1 {
			t.Errorf("%s reads %d, %v", name, len(list), err)
		}
	}
	_, err = o.s.RevocationProposals(t.Context(), o.seat(accounts.Jury, accounts.Member), slug)
	o.refused(err, "forbidden")
	_, err = o.s.ProposeRevocation(t.Context(), chair, slug, code, asking(certificates.EventSuspended))
	o.refused(err, "revocation_proposed")
	o.refused(o.s.DropProposal(t.Context(), o.head, p.ID, "thôi"), "forbidden")
	o.ok(o.s.AddEvidence(t.Context(), chair, p.ID, certificates.Evidence{SHA256: "ab", MediaType: "application/pdf", Filename: "a.pdf"}))
	o.refused(o.s.AddEvidence(t.Context(), o.clerk, p.ID, certificates.Evidence{SHA256: "cd"}), "forbidden")
	o.ledgerHolds()
}

func TestProposalsFields(t *testing.T) {
	o := newOffice(t, "Tương")
	o.issueAll("2026-11-27")
	code := o.register()[0].Code
	chair := o.seat(accounts.Council, accounts.Head)
	o.seat(accounts.Council, accounts.Member)
	o.seat(accounts.Council, accounts.Secretary)
	for _, x := range []struct {
		name   string
		change func(*certificates.ProposalInput)
		want   string
	}{
		{"re-issue", func(in *certificates.ProposalInput) { in.Kind = certificates.EventSuperseded }, "kind unknown_value"},
		{"another ground", func(in *certificates.ProposalInput) { in.Ground = "ugly" }, "ground unknown_value"},
		{"no reason", func(in *certificates.ProposalInput) { in.Reason = " " }, "reason reason_required"},
		{"a letter too many", func(in *certificates.ProposalInput) { in.Reason = strings.Repeat("ế", 10_001) }, "reason too_long"},
		{"tomorrow", func(in *certificates.ProposalInput) { in.HeldOn = "2026-11-28" }, "held_on in_future"},
		{"no day", func(in *certificates.ProposalInput) { in.HeldOn = "27/11" }, "held_on not_a_date"},
		{"more than there are", func(in *certificates.ProposalInput) { in.Votes = certificates.Votes{Present: 4, For: 4} }, "present above_members"},
		{"votes missing", func(in *certificates.ProposalInput) { in.Votes = certificates.Votes{Present: 3, For: 2} }, "votes votes_do_not_add_up"},
		{"too few present", func(in *certificates.ProposalInput) { in.Votes = certificates.Votes{Present: 1, For: 1} }, "no_quorum"},
		{"half in favour", func(in *certificates.ProposalInput) { in.Votes = certificates.Votes{Present: 2, For: 1, Against: 1} }, "no_majority"},
	} {
		in := asking(certificates.EventRevoked)
		x.change(&in)
		_, err := o.s.ProposeRevocation(t.Context(), chair, slug, code, in)
		f, _ := errors.AsType[*fault.Fault](err)
		if f == nil || len(f.Fields) > 0 && f.Fields[0].Field+" "+f.Fields[0].Code != x.want || len(f.Fields) == 0 && f.Code != x.want {
			t.Errorf("%s: %v, want %s", x.name, err, x.want)
		}
	}
	in := asking(certificates.EventRevoked)
	in.Votes = certificates.Votes{Present: 2, For: 2}
	_, err := o.s.ProposeRevocation(t.Context(), chair, slug, code, in)
	o.ok(err)
}

// TestAnActDecidesAProposal: the act that was asked for ends the proposal in the same transaction; a suspension does not end
// the wish to revoke.
func TestAnActDecidesAProposal(t *testing.T) {
	o := newOffice(t, "Tương", "Nem", "Chả")
	o.issueAll("2026-11-27")
	chair, list := o.seat(accounts.Council, accounts.Head), o.register()
	ask := func(i int, kind certificates.EventKind) string {
		p, err := o.s.ProposeRevocation(t.Context(), chair, slug, list[i].Code, asking(kind))
		o.ok(err)
		return p.ID
	}
	state := func(id string) certificates.RevocationProposal {
		v, err := o.s.RevocationProposal(t.Context(), o.clerk, id)
		o.ok(err)
		return v.RevocationProposal
	}
	revoke, suspend := ask(0, certificates.EventRevoked), ask(1, certificates.EventSuspended)
	_, err := o.s.Suspend(t.Context(), o.head, list[0].Code, act("2026-11-27"))
	o.ok(err)
	if p := state(revoke); p.State != certificates.ProposalOpen {
		t.Errorf("suspended meanwhile: %+v", p)
	}
	l, err := o.s.Revoke(t.Context(), o.head, list[0].Code, act("2026-11-27"))
	o.ok(err)
	if p := state(revoke); p.State != certificates.ProposalDecided || p.Event != l.Current().ID || p.EndedBy != o.head.User.ID {
		t.Errorf("revoked: %+v", p)
	}
	_, err = o.s.Revoke(t.Context(), o.head, list[1].Code, act("2026-11-28"))
	o.ok(err)
	if p := state(suspend); p.State != certificates.ProposalDecided {
		t.Errorf("the authority did more than was asked: %+v", p)
	}
	dropped := ask(2, certificates.EventRevoked)
	if err := o.s.DropProposal(t.Context(), chair, dropped, " "); fault.KindOf(err) != fault.Invalid {
		t.Errorf("dropped for no reason: %v", err)
	}
	o.ok(o.s.DropProposal(t.Context(), chair, dropped, "Đã khắc phục."))
	o.refused(o.s.DropProposal(t.Context(), chair, dropped, "Đã khắc phục."), "revocation_proposal_ended")
	if p := state(dropped); p.State != certificates.ProposalDropped || p.Outcome != "Đã khắc phục." {
		t.Errorf("dropped: %+v", p)
	}
	_, err = o.s.Rehearse(t.Context(), o.head, list[2].Code, act("2026-11-27"), certificates.EventRevoked)
	o.ok(err)
	ask(2, certificates.EventRevoked) // after it was dropped another one may come
	_, err = o.s.ProposeRevocation(t.Context(), chair, slug, list[0].Code, asking(certificates.EventSuspended))
	o.refused(err, "certificate_final")
	o.ledgerHolds()
}

// notices are the letters about certificates that were queued, as "letter to".
func (o *office) notices() (list []judging.Mail) {
	o.Helper()
	all, err := o.db.ListJobs(o.Context(), jobs.Queued, 100)
	o.ok(err)
	slices.SortStableFunc(all, func(a, b jobs.Job) int { return a.Created.Compare(b.Created) })
	for _, j := range all {
		if j.Kind != judging.MailJob {
			continue
		}
		var m judging.Mail
		o.ok(json.Unmarshal(j.Payload, &m))
		if strings.HasPrefix(m.Letter, "certificate_") {
			list = append(list, m)
		}
	}
	return list
}

func TestProducersAreTold(t *testing.T) {
	o := newOffice(t, "Tương", "Nem")
	o.reach(o.nominations[0], "coso@thu.vn", "0912345678")
	o.reach(o.nominations[1], "", "0987654321")
	o.issueAll("2026-11-27")
	list := o.register()
	for _, do := range []func() error{
		func() error { _, err := o.s.Suspend(t.Context(), o.head, list[0].Code, act("2026-11-27")); return err },
		func() error { _, err := o.s.Suspend(t.Context(), o.head, list[0].Code, act("2026-11-27")); return err }, // refused
		func() error {
			_, err := o.s.Rehearse(t.Context(), o.head, list[0].Code, act("2026-11-27"), certificates.EventReinstated)
			return err
		},
		func() error {
			_, err := o.s.Reinstate(t.Context(), o.head, list[0].Code, act("2026-11-27"))
			return err
		},
		func() error {
			id, _, err := o.s.Reissue(t.Context(), o.head, list[0].Code, act("2026-11-27"))
			o.ok(err)
			for range 2 { // a job may run twice
				err = errors.Join(err, o.s.IssueBatch(t.Context(), o.batch(id), o.press(), ignore))
			}
			return err
		},
		func() error { _, err := o.s.Revoke(t.Context(), o.head, list[1].Code, act("2026-12-01")); return err },
	} {
		if err := do(); err != nil && !fault.IsCode(err, "certificate_suspended") {
			t.Fatal(err)
		}
	}
	var told []string
	for _, m := range o.notices() {
		told = append(told, m.Letter+" "+m.To+" "+m.Args["decision"]+" "+m.Args["on"]+" "+m.Args["reason"])
	}
	want := []string{"certificate_suspended coso@thu.vn 99/QĐ-UBND 2026-11-27 vi phạm", "certificate_reinstated coso@thu.vn 99/QĐ-UBND 2026-11-27 vi phạm",
		"certificate_superseded coso@thu.vn 99/QĐ-UBND 2026-11-27 vi phạm"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
	o.callIsMade(list[1])
}

// callIsMade: who has no address is on the list of those to be telephoned until somebody was.
func (o *office) callIsMade(c certificates.Line) {
	o.Helper()
	calls, err := o.s.Calls(o.Context(), o.clerk, slug)
	o.ok(err)
	if len(calls) != 1 || calls[0].Phone != "0987654321" || calls[0].Act.Kind != certificates.EventRevoked || calls[0].Line.Code != c.Code {
		o.Fatalf("to be telephoned: %+v", calls)
	}
	_, err = o.s.Calls(o.Context(), o.seat(accounts.Council, accounts.Head), slug)
	o.refused(err, "forbidden")
	o.ok(o.s.Told(o.Context(), o.clerk, slug, calls[0].Event))
	o.ok(o.s.Told(o.Context(), o.head, slug, calls[0].Event))
	if calls, err = o.s.Calls(o.Context(), o.clerk, slug); err != nil || len(calls) != 0 {
		o.Errorf("after the call: %+v, %v", calls, err)
	}
}

func TestHistoryHoldsEveryEvent(t *testing.T) {
	o := newOffice(t, "Tương Bầm")
	o.issueAll("2026-11-27")
	old := o.register()[0]
	_, err := o.s.Suspend(t.Context(), o.head, old.Code, act("2026-11-27"))
	o.ok(err)
	_, err = o.s.Reinstate(t.Context(), o.head, old.Code, act("2026-11-27"))
	o.ok(err)
	o.ok(o.db.ForCertificates().Update(t.Context(), func(tx certificates.Tx) error {
		n := certificates.Countersignature{ID: accounts.NewID(), Certificate: old.ID, SHA256: "ab", Signer: "UBND tỉnh", At: o.now}
		return errors.Join(tx.SaveCountersignature(n), tx.Append(certificates.CountersignatureLeaf("certificate.countersigned", n, n.At)))
	}))
	n, err := o.awards.Nomination(t.Context(), o.clerk, o.nominations[0])
	o.ok(err)
	name := "Tương Bần"
	_, err = o.awards.PatchNomination(t.Context(), o.clerk, n.ID, n.Version, judging.NominationInput{Product: &name})
	o.ok(err)
	id, code, err := o.s.Reissue(t.Context(), o.head, old.Code, act("2026-11-27"))
	o.ok(err)
	o.ok(o.s.IssueBatch(t.Context(), o.batch(id), o.press(), ignore))
	history := func(code string) (certificates.History, error) {
		p, err := o.s.Lookup(t.Context(), code)
		o.ok(err)
		return o.s.History(t.Context(), p)
	}
	h, err := history(old.Code)
	o.ok(err)
	var kinds []string
	last := int64(-1)
	for _, m := range h.Moments {
		kinds = append(kinds, m.Kind)
		if m.Index <= last || (m.Event == nil) != (m.Kind == "issued" || m.Kind == "countersigned") {
			t.Errorf("moment %+v after the leaf %d", m, last)
		}
		last = m.Index
	}
	if diff := cmp.Diff([]string{"issued", "suspended", "reinstated", "countersigned", "superseded"}, kinds); diff != "" {
		t.Error(diff)
	}
	if h.Successor.Code != code || h.Successor.Product != name || h.Before != (certificates.Neighbour{}) {
		t.Errorf("beside the old one: %+v", h)
	}
	if h, err = history(code); err != nil || h.Before.Code != old.Code || h.Before.Product != "Tương Bầm" || len(h.Moments) != 1 {
		t.Errorf("beside the new one: %+v, %v", h, err)
	}
}

// TestActsAheadOfTheirDay: what is recorded for a day to come is told before, and holds from midnight in Vietnam.
func TestActsAheadOfTheirDay(t *testing.T) {
	o := newOffice(t, "Tương", "Nem", "Chả")
	o.issueAll("2026-11-27")
	list := o.register()
	_, err := o.s.Revoke(t.Context(), o.head, list[0].Code, act("2026-12-01"))
	o.ok(err)
	_, err = o.s.Suspend(t.Context(), o.head, list[1].Code, act("2026-11-27"))
	o.ok(err)
	look := func(status certificates.Status, ahead bool, withdrawn string) {
		t.Helper()
		p, err := o.s.Lookup(t.Context(), list[0].Code)
		o.ok(err)
		o.is(p.Line, status)
		next := o.s.Upcoming(p)
		if (next != nil) != ahead || ahead && next.EffectiveOn != "2026-12-01" {
			t.Errorf("ahead: %+v", next)
		}
		var got []string
		found, total, err := o.s.Withdrawn(t.Context(), 0, 0)
		o.ok(err)
		for _, w := range found {
			got = append(got, w.Product+" "+string(w.Act.Kind)+" "+string(w.Status))
		}
		if diff := cmp.Diff(withdrawn, strings.Join(got, ", ")); diff != "" || total != len(found) {
			t.Errorf("withdrawn, %d in all: %s", total, diff)
		}
	}
	o.now = time.Date(2026, 11, 30, 16, 59, 59, 0, time.UTC) // a second before midnight in Vietnam
	look(certificates.Valid, true, "Tương revoked valid, Nem suspended suspended")
	o.now = time.Date(2026, 11, 30, 17, 0, 0, 0, time.UTC)
	look(certificates.Revoked, false, "Tương revoked revoked, Nem suspended suspended")
	_, err = o.s.Reinstate(t.Context(), o.head, list[1].Code, certificates.Withdrawal{Reason: "x", DecisionNumber: "1", DecisionDate: "2026-12-01", EffectiveOn: "2026-12-01"})
	o.ok(err)
	look(certificates.Revoked, false, "Tương revoked revoked")
}
