package judging_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestSecretBallotTellsNothing: nobody reads before the close how it stands, and nobody ever who chose what.
func TestSecretBallotTellsNothing(t *testing.T) {
	h := opened(t, storetest.Open(t))
	b := h.ballot(0, true)
	for n, who := range []accounts.Actor{h.council[0], h.council[1], h.council[2]} {
		h.refused(h.s.CloseBallot(t.Context(), h.secretary, h.slug, b, 0), "secret_too_few")
		h.cast(b, who, []string{"for", "against", "for"}[n])
		h.refused(h.s.Cast(t.Context(), who, h.slug, b, []string{"for"}), "already_voted")
		for _, reader := range []accounts.Actor{h.council[0], h.secretary, h.auditor} {
			if v := h.now(reader); v.Ballot.Voted != n+1 || v.Ballot.Own != nil || v.Item.Results != nil {
				t.Errorf("before the close %s reads %+v", reader.User.Name, v.Ballot)
			}
		}
	}
	h.ok(h.s.CloseBallot(t.Context(), h.secretary, h.slug, b, 0))
	item, err := h.s.MeetingItem(t.Context(), h.auditor, h.slug, h.item(0))
	h.ok(err)
	r := item.Results[0]
	if r.Names != nil || r.Voters != nil || r.Counts["for"] != 2 || r.Counts["against"] != 1 || r.NotVoted != 1 || r.Carried {
		t.Errorf("result %+v", r)
	}
	h.ledgerHolds()
}

func TestWhoRunsTheMeeting(t *testing.T) {
	h := newHall(t, storetest.Open(t))
	ctx := t.Context()
	h.ok(h.s.OpenMeeting(ctx, h.deputy, h.slug))
	for _, who := range []accounts.Actor{h.deputy, h.secretary, h.council[0]} { // no head is present yet
		h.ok(h.s.ShowItem(ctx, who, h.slug, h.item(0)))
	}
	for _, who := range []accounts.Actor{h.council[1], h.admin, h.head, h.jury[0], h.auditor} {
		h.refused(h.s.ShowItem(ctx, who, h.slug, h.item(0)), "forbidden")
	}
	h.roll(true, h.council[0], h.council[1], h.deputy, h.secretary)
	h.refused(h.s.ShowItem(ctx, h.deputy, h.slug, h.item(0)), "forbidden")
	_, err := h.s.DeclareCouncilConflict(ctx, h.council[0], h.slug, "", h.entries[0].ID, "cháu tôi")
	h.ok(err)
	h.refused(h.settle(0, judging.StandProposed, "", ""), "own_conflict")
	h.ok(h.s.SettleItem(ctx, h.deputy, h.slug, judging.SettleInput{Item: h.item(0), Stand: judging.StandLeftOut, Reason: "trùng"}, 0))
	for _, who := range []accounts.Actor{h.head, h.jury[0], h.auditor, h.council[1]} { // they look on
		if v := h.now(who); v.Chair || v.Next != nil || v.Item == nil || v.Item.Entry.Product != "Tương" {
			t.Errorf("%s sees %+v", who.User.Name, v)
		}
	}
	for _, who := range []accounts.Actor{h.admin, h.jury[1], h.stranger} {
		_, err := h.s.MeetingNow(ctx, who, h.slug)
		h.refused(err, "forbidden")
	}
	h.ledgerHolds()
}

// TestAJudgesConflictHoldsInTheCouncil: the same person, the same entry.
func TestAJudgesConflictHoldsInTheCouncil(t *testing.T) {
	h := hallWith(t, storetest.Open(t), func(h *hall) {
		_, err := h.s.Declare(t.Context(), h.jury[1], h.slug, []judging.ConflictInput{{Nomination: h.entries[2].ID, Reason: "chị họ"}})
		h.ok(err)
	})
	judge := h.seat("judge1", accounts.Council, accounts.Member)
	h.ok(h.s.OpenMeeting(t.Context(), h.secretary, h.slug))
	if got := h.reads(judge); strings.Contains(got, "Chả") || !strings.Contains(got, "Tương") {
		t.Errorf("the judge in the council reads %s", got)
	}
	list, err := h.s.CouncilConflicts(t.Context(), h.secretary, h.slug)
	h.ok(err)
	if len(list) != 1 || !list[0].AsJudge || list[0].Product != "Chả" {
		t.Errorf("conflicts %+v", list)
	}
}

// TestVotesAddUp casts, counts by hand, marks and closes at random: whatever is closed adds up.
func TestVotesAddUp(t *testing.T) {
	h := opened(t, storetest.Open(t))
	ctx, all := t.Context(), []accounts.Actor{h.council[0], h.council[1], h.council[2], h.secretary, h.deputy}
	closed := 0
	rapid.Check(t, func(rt *rapid.T) {
		h.roll(true, all...)
		entry := rapid.SampledFrom([]int{-2, -1, 0, 3}).Draw(rt, "item")
		options := []string{"for", "against", "abstain"}
		if entry == -1 {
			options = []string{h.entries[1].ID, h.entries[2].ID}
		}
		b := h.ballot(entry, rapid.Bool().Draw(rt, "secret"))
		for range rapid.IntRange(0, 12).Draw(rt, "acts") {
			who, choice := rapid.SampledFrom(all).Draw(rt, "who"), rapid.SampledFrom(options).Draw(rt, "choice")
			switch rapid.IntRange(0, 3).Draw(rt, "act") {
			case 0, 1:
				_ = h.s.Cast(ctx, who, h.slug, b, []string{choice})
			case 2:
				var of []string
				for _, x := range rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, 3, func(a accounts.Actor) string { return a.User.ID }).Draw(rt, "hands") {
					of = append(of, x.User.ID)
				}
				_ = h.s.CountByHand(ctx, h.secretary, h.slug, b, judging.HandCount{Members: of, Votes: map[string]int{choice: len(of)}})
			default:
				_ = h.s.MarkRoll(ctx, h.secretary, h.slug, []judging.RollMark{{Member: who.User.ID, Present: rapid.Bool().Draw(rt, "there")}})
			}
		}
		if err := h.s.CloseBallot(ctx, h.secretary, h.slug, b, 0); err != nil {
			h.ok(h.s.CancelBallot(ctx, h.secretary, h.slug, b, "x"))
			return
		}
		closed++
		item, err := h.s.MeetingItem(ctx, h.auditor, h.slug, h.item(entry))
		h.ok(err)
		r, sum := item.Results[0], 0
		for n := range maps.Values(r.Counts) {
			sum += n
		}
		if sum != r.Voted || r.Voted > r.Present || r.Present > r.Members || r.NotVoted != r.Present-r.Voted || entry == -2 && r.NotVoted != 0 ||
			!r.Secret && len(r.Names)+r.HandBallots != r.Voted || len(r.Hands) != r.HandBallots || r.Secret && r.Hand != nil ||
			slices.ContainsFunc(r.Names, func(v judging.NamedVote) bool { return slices.Contains(r.HandMembers, v.Member) }) || r.Present < 4 {
			rt.Fatalf("%+v", r)
		}
	})
	if closed == 0 {
		t.Error("no ballot was closed")
	}
	h.ledgerHolds()
}

// TestVotedDownIsNotProposed: what the jury proposes and the council votes down keeps the meeting from closing until it
// is settled, and nobody settles anything without a quorum.
func TestVotedDownIsNotProposed(t *testing.T) {
	h := opened(t, storetest.Open(t))
	h.vote(h.ballot(0, false), "against", "against", "against", "for")
	_, err := h.s.CloseMeeting(t.Context(), h.secretary, h.slug, 0)
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Code != "entries_undecided" || !slices.ContainsFunc(f.Missing, func(m fault.Missing) bool { return m.Args["item"] == h.item(0) }) {
		t.Errorf("closing says %+v", err)
	}
	h.roll(false, h.council[0], h.council[1])
	h.refused(h.settle(0, judging.StandLeftOut, "không đủ phiếu", ""), "no_quorum")
	h.roll(true, h.council[0], h.council[1])
	h.ok(h.settle(0, judging.StandLeftOut, "không đủ phiếu", ""))
	_, err = h.s.CloseMeeting(t.Context(), h.secretary, h.slug, 0)
	if f, ok := errors.AsType[*fault.Fault](err); ok && slices.ContainsFunc(f.Missing, func(m fault.Missing) bool { return m.Args["item"] == h.item(0) }) {
		t.Errorf("once settled, closing says %+v", err)
	}
}
