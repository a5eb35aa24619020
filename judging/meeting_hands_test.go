package judging_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// hands counts members by hand in a ballot.
func (h *hall) hands(ballot string, votes map[string]int, of ...accounts.Actor) error {
	in := judging.HandCount{Votes: votes}
	for _, who := range of {
		in.Members = append(in.Members, who.User.ID)
	}
	return h.s.CountByHand(h.Context(), h.secretary, h.slug, ballot, in)
}

// TestHandCountNamesItsMembers: a count of hands says whom it covers, nobody votes twice, nobody is shut out.
func TestHandCountNamesItsMembers(t *testing.T) {
	h := opened(t, storetest.Open(t))
	ctx := t.Context()
	b := h.ballot(3, false)
	h.cast(b, h.council[0], "against")
	two, one := map[string]int{"for": 1, "against": 1}, map[string]int{"for": 1}
	h.fieldRefused(h.hands(b, two, h.council[0], h.council[1]), "members", "voted_on_device")
	h.fieldRefused(h.hands(b, two, h.council[1], h.council[1]), "members", "duplicate")
	h.fieldRefused(h.hands(b, two, h.council[1], h.deputy), "members", "not_in_ballot") // absent
	h.fieldRefused(h.hands(b, two, h.council[1], h.admin), "members", "not_in_ballot")
	h.fieldRefused(h.hands(b, one, h.council[1], h.council[2]), "votes", "hands_do_not_add_up")
	h.ok(h.hands(b, two, h.council[1], h.council[2]))
	if v := h.now(h.council[1]).Ballot; !v.Covered || v.HasVoted || !v.MayVote {
		t.Errorf("the member who was counted sees %+v", v)
	}
	h.refused(h.s.MarkRoll(ctx, h.secretary, h.slug, []judging.RollMark{{Member: h.council[1].User.ID}}), "has_voted")
	_, err := h.s.DeclareCouncilConflict(ctx, h.council[2], h.slug, "", h.entries[3].ID, "chị họ")
	h.refused(err, "has_voted")
	h.cast(b, h.secretary, "for") // who was not counted leaves the count alone
	if v := h.now(h.secretary).Ballot; v.Voted != 4 || v.ByHand != 2 || v.Covered {
		t.Errorf("after the vote of one who was not counted: %+v", v)
	}
	h.cast(b, h.council[1], "against") // the own vote in place of the hand counted for her
	if v := h.now(h.secretary).Ballot; v.Voted != 3 || v.ByHand != 0 {
		t.Errorf("after the vote of one who was counted: %+v", v)
	}
	h.ok(h.hands(b, one, h.council[2]))
	for _, x := range h.now(h.secretary).Roll {
		if x.ByHand != (x.Member == h.council[2].User.ID) {
			t.Errorf("the roll says of %s: counted by hand %v", x.Name, x.ByHand)
		}
	}
	h.ok(h.s.CloseBallot(ctx, h.secretary, h.slug, b, 0))
	r, err := h.s.MeetingRecord(ctx, h.auditor, h.slug, 0)
	h.ok(err)
	got := r.Items[slices.IndexFunc(r.Items, func(i judging.ItemRecord) bool { return i.ID == h.item(3) })].Results[0]
	if diff := cmp.Diff([]string{h.council[2].User.ID}, got.HandMembers); diff != "" || !slices.Equal(got.Hands, []string{h.council[2].User.Name}) {
		t.Errorf("the record: %s, %v", diff, got.Hands)
	}
	h.ledgerHolds()
}

// TestSecretHandCountTellsNothing: of fewer than three ballots, on paper or on devices beside paper, no count is made,
// and what was counted on paper is not kept apart.
func TestSecretHandCountTellsNothing(t *testing.T) {
	h := opened(t, storetest.Open(t))
	b := h.ballot(3, true)
	h.refused(h.hands(b, map[string]int{"for": 2}, h.council[1], h.council[2]), "secret_too_few")
	h.ok(h.hands(b, nil))
	h.ok(h.hands(b, map[string]int{"for": 2, "against": 1}, h.council[0], h.council[1], h.council[2]))
	h.cast(b, h.secretary, "against")
	h.refused(h.s.CloseBallot(t.Context(), h.secretary, h.slug, b, 0), "secret_too_few")
	h.ok(h.s.CancelBallot(t.Context(), h.secretary, h.slug, b, "tất cả bỏ phiếu giấy"))
	b = h.ballot(3, true)
	h.ok(h.hands(b, map[string]int{"for": 2, "against": 2}, h.council[0], h.council[1], h.council[2], h.secretary))
	h.ok(h.s.CloseBallot(t.Context(), h.secretary, h.slug, b, 0))
	item, err := h.s.MeetingItem(t.Context(), h.auditor, h.slug, h.item(3))
	h.ok(err)
	if r := item.Results[0]; r.Hand != nil || r.Counts["against"] != 2 || len(r.Hands) != 4 {
		t.Errorf("result %+v", r)
	}
	h.ledgerHolds()
}
