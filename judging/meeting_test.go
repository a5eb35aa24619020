package judging_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// hall is a council of five before a ranking of which the quota of two cuts a tie: Tương 90, Nem and Chả 80, Bánh 71,
// Rượu 60.
type hall struct {
	*award
	entries           []judging.NominationView
	deputy, secretary accounts.Actor
}

func newHall(t testing.TB, db *store.DB) *hall {
	t.Helper()
	return hallWith(t, db, func(*hall) {})
}

// hallWith is newHall with something that happens before the jury scores.
func hallWith(t testing.TB, db *store.DB, before func(*hall)) *hall {
	t.Helper()
	h := &hall{award: newAwardOn(t, db, `,"quota":2`)}
	h.deputy = h.seat("deputy", accounts.Council, accounts.Deputy)
	h.secretary = h.seat("secretary", accounts.Council, accounts.Secretary)
	h.entries = h.toScoring("Tương", "Nem", "Chả", "Bánh", "Rượu")
	marks := map[string][2]string{}
	for i, m := range [][2]string{{"60", "30"}, {"50", "30"}, {"50", "30"}, {"41", "30"}, {"30", "30"}} {
		marks[h.entries[i].ID] = m
	}
	before(h)
	for id, m := range marks {
		for _, j := range h.jury {
			if h.sheet(j, id, 1).State == judging.SheetOpen {
				h.score(j, id, m[0], m[1])
			}
		}
	}
	h.closePass(1)
	h.move(judging.Deliberation)
	return h
}

// opened is a hall with its meeting open and head, two members and the secretary present.
func opened(t testing.TB, db *store.DB) *hall {
	t.Helper()
	h := newHall(t, db)
	h.ok(h.s.OpenMeeting(t.Context(), h.council[0], h.slug))
	h.roll(true, h.council[0], h.council[1], h.council[2], h.secretary)
	return h
}

func (h *hall) roll(present bool, who ...accounts.Actor) {
	h.Helper()
	var marks []judging.RollMark
	for _, w := range who {
		marks = append(marks, judging.RollMark{Member: w.User.ID, Present: present})
	}
	h.ok(h.s.MarkRoll(h.Context(), h.secretary, h.slug, marks))
}

func (h *hall) now(who accounts.Actor) judging.MeetingView {
	h.Helper()
	v, err := h.s.MeetingNow(h.Context(), who, h.slug)
	h.ok(err)
	return v
}

func (h *hall) agenda() []judging.AgendaLine {
	h.Helper()
	list, err := h.s.MeetingAgenda(h.Context(), h.auditor, h.slug)
	h.ok(err)
	return list
}

// item is the agenda item of an entry, of the tie for -1 and of the list for -2.
func (h *hall) item(entry int) string {
	h.Helper()
	for _, l := range h.agenda() {
		if entry == -1 && l.Kind == judging.ItemTie || entry == -2 && l.Kind == judging.ItemList ||
			entry >= 0 && l.Entry.Nomination == h.entries[entry].ID {
			return l.ID
		}
	}
	h.Fatalf("no item %d", entry)
	return ""
}

// ballot shows an item and opens a ballot on it.
func (h *hall) ballot(entry int, secret bool) string {
	h.Helper()
	item := h.item(entry)
	h.ok(h.s.ShowItem(h.Context(), h.secretary, h.slug, item))
	h.ok(h.s.OpenBallot(h.Context(), h.secretary, h.slug, judging.BallotInput{Item: item, Secret: secret}))
	return h.now(h.secretary).Ballot.ID
}

func (h *hall) cast(ballot string, who accounts.Actor, choices ...string) {
	h.Helper()
	h.ok(h.s.Cast(h.Context(), who, h.slug, ballot, choices))
}

// vote has head, members and secretary choose and closes the ballot.
func (h *hall) vote(ballot string, choices ...string) {
	h.Helper()
	for i, who := range []accounts.Actor{h.council[0], h.council[1], h.council[2], h.secretary}[:len(choices)] {
		h.cast(ballot, who, choices[i])
	}
	h.ok(h.s.CloseBallot(h.Context(), h.secretary, h.slug, ballot, 0))
}

func (h *hall) settle(entry int, stand judging.Stand, reason, prize string) error {
	return h.s.SettleItem(h.Context(), h.council[0], h.slug, judging.SettleInput{Item: h.item(entry), Stand: stand, Reason: reason, Prize: prize}, 0)
}

func TestMeetingFromRollToProposal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHall(t, db)
		h.refused(h.s.OpenMeeting(t.Context(), h.council[1], h.slug), "forbidden")
		h.refused(h.s.OpenMeeting(t.Context(), h.admin, h.slug), "forbidden")
		h.refused(h.s.TakeBreak(t.Context(), h.secretary, h.slug), "no_meeting")
		h.ok(h.s.OpenMeeting(t.Context(), h.secretary, h.slug))
		h.refused(h.s.OpenMeeting(t.Context(), h.council[0], h.slug), "meeting_open")
		_, err := h.s.ReopenPass(t.Context(), h.jury[0], h.slug, 1, "nhầm")
		h.refused(err, "meeting_open")
		var kinds []string
		for _, l := range h.agenda() {
			kinds = append(kinds, string(l.Kind)+" "+l.Entry.Product+" "+string(l.Stand))
		}
		if diff := cmp.Diff([]string{"tie  ", "entry Nem undecided", "entry Chả undecided", "entry Bánh left_out", "entry Tương proposed",
			"entry Rượu left_out", "list  "}, kinds); diff != "" {
			t.Fatal(diff)
		}
		h.quorumAndTie()
		h.departures()
		rec := h.listAndClose()
		want := judging.Proposal{HeldOn: "2026-11-27", Present: 4, For: 3, Abstain: 1,
			Items:   []judging.ProposalItem{{Nomination: h.entries[0].ID, Prize: "A"}, {Nomination: h.entries[1].ID, Reason: "ba phiếu"}},
			LeftOut: []judging.LeftOut{{Nomination: h.entries[2].ID, Reason: "ba phiếu"}}}
		if diff := cmp.Diff(want, rec.Proposal); diff != "" {
			t.Error(diff)
		}
		h.afterwards(rec)
		h.ledgerHolds()
	})
}

// quorumAndTie votes twice on the tie: the first vote is a tie again.
func (h *hall) quorumAndTie() {
	ctx, tie := h.Context(), h.item(-1)
	h.roll(true, h.council[0], h.council[1], h.secretary)
	h.refused(h.s.OpenBallot(ctx, h.secretary, h.slug, judging.BallotInput{Item: tie}), "not_shown")
	h.ok(h.s.ShowItem(ctx, h.secretary, h.slug, tie))
	h.refused(h.s.OpenBallot(ctx, h.secretary, h.slug, judging.BallotInput{Item: tie}), "no_quorum")
	h.roll(true, h.council[2])
	b := h.ballot(-1, false)
	h.refused(h.s.ShowItem(ctx, h.secretary, h.slug, tie), "ballot_open")
	h.refused(h.s.TakeBreak(ctx, h.secretary, h.slug), "ballot_open")
	h.refused(h.settle(0, judging.StandLeftOut, "x", ""), "ballot_open")
	h.refused(h.s.Cast(ctx, h.deputy, h.slug, b, nil), "not_present")
	h.refused(h.s.Cast(ctx, h.admin, h.slug, b, nil), "forbidden")
	h.refused(h.s.Cast(ctx, accounts.Actor{System: true}, h.slug, b, nil), "forbidden")
	nem, cha := h.entries[1].ID, h.entries[2].ID
	h.fieldRefused(h.s.Cast(ctx, h.council[1], h.slug, b, []string{nem, cha}), "choices", "too_many")
	h.fieldRefused(h.s.Cast(ctx, h.council[1], h.slug, b, []string{h.entries[0].ID}), "choices", "unknown_value")
	h.cast(b, h.council[1], nem) // and thinks again below
	h.vote(b, nem, cha, nem, cha)
	h.refused(h.settle(-1, "", "x", ""), "tie_undecided")
	h.vote(h.ballot(-1, false), nem, cha, nem, nem)
	h.fieldRefused(h.settle(-1, "", "", ""), "reason", "required")
	h.ok(h.settle(-1, "", "ba phiếu", ""))
}

func (h *hall) departures() {
	h.fieldRefused(h.settle(3, judging.StandProposed, " ", ""), "reason", "required")
	h.fieldRefused(h.settle(0, judging.StandProposed, "", "B"), "prize", "unknown_prize")
	h.fieldRefused(h.settle(0, judging.StandUndecided, "x", ""), "stand", "unknown_value")
	h.vote(h.ballot(3, true), "for", "against", "for")
	h.refused(h.settle(3, judging.StandProposed, "đặc sắc", ""), "against_the_vote") // two of four present are no majority
	h.vote(h.ballot(3, true), "for", "against", "for", "for")
	h.ok(h.settle(3, judging.StandProposed, "đặc sắc", ""))
	h.vote(h.ballot(-2, false), "for", "for", "for", "for")
	_, err := h.s.CloseMeeting(h.Context(), h.council[0], h.slug, 0)
	h.fieldRefused(err, "items", "quota_exceeded")
	h.refused(h.settle(3, judging.StandLeftOut, "", ""), "against_the_vote")
	h.vote(h.ballot(3, false), "against", "against", "against", "for")
	h.ok(h.settle(3, judging.StandLeftOut, "", ""))
	_, err = h.s.CloseMeeting(h.Context(), h.council[0], h.slug, 0)
	h.refused(err, "list_changed")
}

func (h *hall) listAndClose() judging.ProposalRecord {
	ctx := h.Context()
	h.ok(h.settle(0, judging.StandProposed, "", "A"))
	b := h.ballot(-2, false)
	h.cast(b, h.council[0], "for")
	h.cast(b, h.council[1], "for")
	h.cast(b, h.council[2], "abstain")
	h.refused(h.s.CloseBallot(ctx, h.secretary, h.slug, b, 0), "votes_missing")
	h.ok(h.s.Cast(ctx, h.secretary, h.slug, b, []string{"for"}))
	seen := h.now(h.secretary).Meeting.Revision
	h.cast(b, h.council[0], "for") // the same again, yet an act
	h.refused(h.s.CloseBallot(ctx, h.secretary, h.slug, b, seen), "meeting_changed")
	h.ok(h.s.CloseBallot(ctx, h.secretary, h.slug, b, seen+1))
	h.ok(h.s.TakeBreak(ctx, h.secretary, h.slug))
	for _, err := range []error{h.s.ShowItem(ctx, h.secretary, h.slug, h.item(0)), h.settle(0, judging.StandProposed, "", ""),
		h.s.OpenBallot(ctx, h.secretary, h.slug, judging.BallotInput{Item: h.item(-2)}), h.s.TakeBreak(ctx, h.secretary, h.slug)} {
		h.refused(err, "meeting_break")
	}
	_, err := h.s.CloseMeeting(ctx, h.council[0], h.slug, 0)
	h.refused(err, "meeting_break")
	h.ok(h.s.ResumeMeeting(ctx, h.secretary, h.slug))
	h.refused(h.s.ResumeMeeting(ctx, h.secretary, h.slug), "not_in_break")
	h.refused(h.s.WriteDissent(ctx, h.council[2], h.slug, h.item(0), "x"), "no_result")
	h.ok(h.s.WriteDissent(ctx, h.council[2], h.slug, h.item(-2), "chưa"))
	h.ok(h.s.WriteDissent(ctx, h.council[2], h.slug, h.item(-2), "Tôi bảo lưu ý kiến"))
	if next := h.now(h.council[0]).Next; !slices.Contains(next, judging.ActCloseMeeting) {
		h.Errorf("the chair may do %v", next)
	}
	rec, err := h.s.CloseMeeting(ctx, h.council[0], h.slug, 0)
	h.ok(err)
	return rec
}

// afterwards looks at the record, and meets again until there is a decision.
func (h *hall) afterwards(rec judging.ProposalRecord) {
	ctx := h.Context()
	r, err := h.s.MeetingRecord(ctx, h.auditor, h.slug, 0)
	h.ok(err)
	last := r.Items[len(r.Items)-1]
	if r.Meeting.Proposal != rec.ID || r.Members != 5 || len(r.Meeting.Breaks) != 1 || r.List.Present != 4 || len(r.Items) != 6 ||
		len(last.Dissents) != 1 || last.Dissents[0].Text != "Tôi bảo lưu ý kiến" || len(r.Items[0].Results) != 2 {
		h.Errorf("record %+v", r)
	}
	if secret := r.Items[3].Results; len(secret) != 3 || secret[0].Voters != nil || secret[0].NotVoted != 1 || len(secret[2].Voters) != 4 {
		h.Errorf("ballots on one entry: %+v", secret)
	}
	h.refused(h.settle(0, judging.StandProposed, "", ""), "no_meeting")
	h.ok(h.s.OpenMeeting(ctx, h.secretary, h.slug))
	h.fieldRefused(h.s.EndMeeting(ctx, h.secretary, h.slug, ""), "reason", "reason_required")
	h.ok(h.s.EndMeeting(ctx, h.secretary, h.slug, "không đủ người"))
	_, err = h.s.RecordDecision(ctx, h.head, h.slug, decisionOf(h.entries[0].ID))
	h.ok(err)
	h.refused(h.s.OpenMeeting(ctx, h.secretary, h.slug), "decision_exists")
}

// TestConflictBlanksTheItem: not one text of the entry reaches the member, while everybody else reads it.
func TestConflictBlanksTheItem(t *testing.T) {
	h := opened(t, storetest.Open(t))
	ctx, member := t.Context(), h.council[1]
	_, err := h.s.DeclareCouncilConflict(ctx, member, h.slug, h.council[2].User.ID, h.entries[0].ID, "x")
	h.refused(err, "forbidden")
	_, err = h.s.DeclareCouncilConflict(ctx, member, h.slug, "", h.entries[0].ID, " ")
	h.fieldRefused(err, "reason", "reason_required")
	h.ok(h.s.ShowItem(ctx, h.secretary, h.slug, h.item(0)))
	_, err = h.s.DeclareCouncilConflict(ctx, member, h.slug, "", h.entries[0].ID, "em gái tôi làm ra")
	h.ok(err)
	_, err = h.s.DeclareCouncilConflict(ctx, h.secretary, h.slug, member.User.ID, h.entries[0].ID, "x")
	h.fieldRefused(err, "nomination", "duplicate")
	h.refused(h.s.OpenBallot(ctx, h.secretary, h.slug, judging.BallotInput{Item: h.item(0)}), "no_quorum") // three of five
	h.roll(true, h.deputy)
	b := h.ballot(0, false)
	h.refused(h.s.Cast(ctx, member, h.slug, b, []string{"for"}), "own_conflict")
	all, blank := h.reads(h.council[2]), h.reads(member)
	for _, secret := range []string{h.entries[0].ID, "Tương", "N1-001", "90.00", b} {
		if !strings.Contains(all, secret) {
			t.Errorf("%q is not what the others read", secret)
		}
		if strings.Contains(blank, secret) {
			t.Errorf("the member with a conflict reads %q", secret)
		}
	}
	if v := h.now(h.council[2]).Ballot; v.Present != 4 || !v.MayVote {
		t.Errorf("ballot %+v", v)
	}
	for _, who := range []accounts.Actor{h.council[0], h.council[2], h.secretary, h.deputy} {
		h.cast(b, who, "for")
	}
	h.ok(h.s.CloseBallot(ctx, h.secretary, h.slug, b, 0))
	h.refused(h.s.WriteDissent(ctx, member, h.slug, h.item(0), "x"), "own_conflict")
	h.ledgerHolds()
}

// reads is everything that a caller can read of the meeting.
func (h *hall) reads(who accounts.Actor) string {
	h.Helper()
	var list []any
	agenda, err := h.s.MeetingAgenda(h.Context(), who, h.slug)
	h.ok(err)
	for _, l := range agenda {
		item, err := h.s.MeetingItem(h.Context(), who, h.slug, l.ID)
		h.ok(err)
		list = append(list, item)
	}
	record, err := h.s.MeetingRecord(h.Context(), who, h.slug, 0)
	h.ok(err)
	text, err := json.Marshal(append(list, agenda, record, h.now(who)))
	h.ok(err)
	return string(text)
}
