package judging_test

import (
	"slices"
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestDiscussionIsWritten: whoever runs the meeting writes it until the meeting closes, nobody else and none with a conflict.
func TestDiscussionIsWritten(t *testing.T) {
	h := opened(t, storetest.Open(t))
	ctx := t.Context()
	write := func(who accounts.Actor, entry int, text string) error {
		return h.s.WriteDiscussion(ctx, who, h.slug, h.item(entry), text)
	}
	h.refused(write(h.council[1], 0, "x"), "forbidden")
	_, err := h.s.DeclareCouncilConflict(ctx, h.secretary, h.slug, "", h.entries[1].ID, "dì tôi")
	h.ok(err)
	h.refused(write(h.secretary, 1, "x"), "own_conflict")
	h.fieldRefused(write(h.secretary, 0, strings.Repeat("ă", 10_001)), "discussion", "too_long")
	h.ok(write(h.secretary, 0, "Ông A hỏi về men"))
	h.ok(h.s.TakeBreak(ctx, h.secretary, h.slug))
	h.ok(write(h.council[0], 0, "Ông A hỏi về men.\nBà B đáp."))
	h.ok(write(h.council[0], 1, "Chỉ có Chủ tịch ghi"))
	if item, err := h.s.MeetingItem(ctx, h.council[1], h.slug, h.item(0)); err != nil || item.Said != "Ông A hỏi về men.\nBà B đáp." || item.MayWrite {
		t.Errorf("a member reads %q, %v", item.Said, err)
	}
	if got := h.reads(h.secretary); strings.Contains(got, "Chỉ có Chủ tịch ghi") {
		t.Error("a member with a conflict reads the discussion")
	}
	r, err := h.s.MeetingRecord(ctx, h.auditor, h.slug, 0)
	h.ok(err)
	if !slices.ContainsFunc(r.Items, func(i judging.ItemRecord) bool { return i.ID == h.item(0) && i.Said != "" && !i.At.IsZero() }) {
		t.Error("the record does not hold the discussion")
	}
	h.ledgerHolds()
	h.ok(h.s.EndMeeting(ctx, h.secretary, h.slug, "hết giờ"))
	h.refused(write(h.council[0], 0, "x"), "no_meeting")
}

// TestRecordTellsTheWhole: cancelled ballots, who was named to the council meanwhile, and who voted on the list without an
// entry of it.
func TestRecordTellsTheWhole(t *testing.T) {
	h := opened(t, storetest.Open(t))
	ctx := t.Context()
	h.ok(h.s.CancelBallot(ctx, h.secretary, h.slug, h.ballot(4, false), "mở nhầm"))
	late := h.seat("late", accounts.Council, accounts.Member)
	h.roll(true, late)
	_, err := h.s.DeclareCouncilConflict(ctx, h.council[1], h.slug, "", h.entries[0].ID, "em gái")
	h.ok(err)
	_, err = h.s.DeclareCouncilConflict(ctx, h.deputy, h.slug, "", h.entries[0].ID, "vắng mặt")
	h.ok(err)
	full, err := h.s.MeetingItem(ctx, h.council[2], h.slug, h.item(-2))
	h.ok(err)
	part, err := h.s.MeetingItem(ctx, h.council[1], h.slug, h.item(-2))
	h.ok(err)
	if full.Partial || !part.Partial || part.Proposed != full.Proposed-1 {
		t.Errorf("all see %d proposed, the member with a conflict %d", full.Proposed, part.Proposed)
	}
	b := h.ballot(-2, true)
	for _, who := range []accounts.Actor{h.council[0], h.council[1], h.council[2], h.secretary, late} {
		h.cast(b, who, "for")
	}
	h.ok(h.s.CloseBallot(ctx, h.secretary, h.slug, b, 0))
	r, err := h.s.MeetingRecord(ctx, h.auditor, h.slug, 0)
	h.ok(err)
	if len(r.Joined) != 1 || r.Joined[0].Name != late.User.Name || !r.Joined[0].At.After(r.Meeting.Opened) {
		t.Errorf("joined %+v", r.Joined)
	}
	list := r.Items[len(r.Items)-1]
	if len(list.Apart) != 1 || list.Apart[0].Member != h.council[1].User.ID || list.Apart[0].Product != "Tương" {
		t.Errorf("apart from the list %+v", list.Apart)
	}
	if !slices.ContainsFunc(r.Items, func(i judging.ItemRecord) bool {
		return i.ID == h.item(4) && len(i.Cancelled) == 1 && i.Cancelled[0].Reason == "mở nhầm" && i.Results == nil
	}) {
		t.Error("the record does not hold the cancelled ballot")
	}
}

// TestRecusalHoldsInTheCouncil: a judge who recused himself from an entry takes no part in it in the council either.
func TestRecusalHoldsInTheCouncil(t *testing.T) {
	h := hallWith(t, storetest.Open(t), func(h *hall) {
		_, err := h.s.RecuseSheet(t.Context(), h.jury[1], h.sheet(h.jury[1], h.entries[2].ID, 1).ID, "chị họ")
		h.ok(err)
	})
	judge := h.seat("judge1", accounts.Council, accounts.Member)
	h.ok(h.s.OpenMeeting(t.Context(), h.secretary, h.slug))
	h.roll(true, h.council[0], h.council[1], h.council[2], h.secretary, judge)
	if got := h.reads(judge); strings.Contains(got, "Chả") || !strings.Contains(got, "Tương") {
		t.Errorf("the judge in the council reads %s", got)
	}
	h.refused(h.s.Cast(t.Context(), judge, h.slug, h.ballot(2, false), []string{"for"}), "own_conflict")
	list, err := h.s.CouncilConflicts(t.Context(), h.secretary, h.slug)
	h.ok(err)
	if len(list) != 1 || !list[0].AsJudge || list[0].Product != "Chả" || list[0].Reason != "chị họ" {
		t.Errorf("conflicts %+v", list)
	}
}
