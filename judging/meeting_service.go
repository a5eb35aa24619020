package judging

import (
	"context"

	"vinhdanh/internal/accounts"
)

// RollMark says whether a member of the council is present.
type RollMark struct {
	Member  string // an account
	Present bool
}

// BallotInput is a vote to be opened on the item that is shown.
type BallotInput struct {
	Item     string // id of the item that is shown
	Secret   bool
	Question string // optional
}

// HandCount is what was counted of hands or of paper ballots, and of whom; nobody takes an earlier count back. On an
// entry or the list the votes add up to the members; on a tie each names as many entries as there are places at most.
type HandCount struct {
	Members []string       // accounts
	Votes   map[string]int // by choice
}

// SettleInput is what is settled of an item. For an entry Stand is proposed or left_out, with a reason when that
// departs from the jury, and a prize perhaps. For a tie only Reason counts: who gets the places is what the vote said.
type SettleInput struct {
	Item   string
	Stand  Stand
	Reason string
	Prize  string
}

// OpenMeeting opens a meeting on the ranking of the last closed pass and makes its agenda. A deputy may open it and
// runs it until a head of the council is marked present. Faults: wrong_state, pass_open, decision_exists,
// meeting_open.
func (s *Service) OpenMeeting(ctx context.Context, who accounts.Actor, slug string) error {
	return s.store.Update(ctx, func(tx Tx) error { return s.openMeeting(tx, who, slug) })
}

// MarkRoll notes who is present and who is not, and leaves those alone for whom nothing changes. Faults: no_meeting,
// the field members with unknown_value, has_voted for leaving during a ballot that the member has cast,
// votes_exceed_present.
func (s *Service) MarkRoll(ctx context.Context, who accounts.Actor, slug string, marks []RollMark) error {
	return s.chair(ctx, who, slug, func(t *sitting) error { return t.markRoll(marks) })
}

// ShowItem moves the meeting to an item, for everybody. Faults: no_meeting, meeting_break, not_found, ballot_open.
func (s *Service) ShowItem(ctx context.Context, who accounts.Actor, slug, item string) error {
	return s.chair(ctx, who, slug, func(t *sitting) error { return t.show(item) })
}

// OpenBallot opens a vote on the item that is shown. Faults: no_meeting, meeting_break, not_shown for another item,
// ballot_open, no_quorum with those who may vote on the item, secret_too_few when fewer than three may.
func (s *Service) OpenBallot(ctx context.Context, who accounts.Actor, slug string, in BallotInput) error {
	return s.chair(ctx, who, slug, func(t *sitting) error { return t.openBallot(in) })
}

// CountByHand enters what was counted of hands or paper ballots, in place of an earlier count. Faults: no_ballot, the
// fields members (not_in_ballot for who is absent or has a conflict, voted_on_device, duplicate), votes.CHOICE and
// votes (hands_do_not_add_up); secret_too_few for one or two ballots of a secret vote.
func (s *Service) CountByHand(ctx context.Context, who accounts.Actor, slug, ballot string, in HandCount) error {
	return s.chair(ctx, who, slug, func(t *sitting) error { return t.countByHand(ballot, in) })
}

// CloseBallot counts a ballot and tells it. Who did not vote has not voted, which is no abstention; on the list
// everybody present must have. seen is the revision that the caller saw, 0 asks nothing. Faults: no_ballot,
// meeting_changed, no_quorum, secret_too_few below three votes, or below three on devices beside a count of hands,
// votes_missing, votes_exceed_present.
func (s *Service) CloseBallot(ctx context.Context, who accounts.Actor, slug, ballot string, seen int64) error {
	return s.chair(ctx, who, slug, func(t *sitting) error { return t.closeBallot(ballot, seen) })
}

// CancelBallot ends a ballot without counting it, with a reason. Faults: no_ballot, reason_required.
func (s *Service) CancelBallot(ctx context.Context, who accounts.Actor, slug, ballot, reason string) error {
	return s.chair(ctx, who, slug, func(t *sitting) error { return t.cancelBallot(ballot, reason) })
}

// SettleItem records what the meeting decides of an entry or a tie; a later time replaces it. A tie moves its entries
// to proposed and left out with its reason. seen is as in CloseBallot. Faults: meeting_break, meeting_changed,
// not_found, no_quorum, ballot_open, against_the_vote when the last ballot on the entry said otherwise, tie_undecided when no
// ballot parted the tie; fields stand, prize (unknown_prize) and reason (required).
func (s *Service) SettleItem(ctx context.Context, who accounts.Actor, slug string, in SettleInput, seen int64) error {
	return s.chair(ctx, who, slug, func(t *sitting) error { return t.settleItem(in, seen) })
}

// WriteDiscussion keeps what was said about an item, for the minutes, in place of what was written before; no text takes
// it back. It may be written until the meeting closes, in a break and during a ballot too. Faults: no_meeting, not_found,
// own_conflict, the field discussion.
func (s *Service) WriteDiscussion(ctx context.Context, who accounts.Actor, slug, item, text string) error {
	return s.chair(ctx, who, slug, func(t *sitting) error { return t.discuss(item, text) })
}

// TakeBreak lets the meeting stand still: until ResumeMeeting nothing but that and the roll can be done. Faults:
// meeting_break, ballot_open.
func (s *Service) TakeBreak(ctx context.Context, who accounts.Actor, slug string) error {
	return s.chair(ctx, who, slug, func(t *sitting) error { return t.takeBreak() })
}

// ResumeMeeting ends a break. Faults: not_in_break.
func (s *Service) ResumeMeeting(ctx context.Context, who accounts.Actor, slug string) error {
	return s.chair(ctx, who, slug, func(t *sitting) error { return t.resume() })
}

// CloseMeeting records the meeting's proposal, by the rules of RecordProposal, and closes it, both or neither. seen is
// as in CloseBallot. Faults: meeting_break, meeting_changed, ballot_open, entries_undecided with the list,
// list_vote_missing, list_changed when an entry was settled after the vote on the list, no_majority; those of
// CheckProposal with the fields named items.ID.reason, items.ID.prize and the like by the agenda item to mend.
func (s *Service) CloseMeeting(ctx context.Context, who accounts.Actor, slug string, seen int64) (rec ProposalRecord, err error) {
	err = s.chair(ctx, who, slug, func(t *sitting) error {
		rec, err = t.closeMeeting(seen)
		return err
	})
	return rec, err
}

// EndMeeting closes a meeting without a proposal, with a reason; an open ballot is cancelled by the same reason.
// Faults: no_meeting, reason_required.
func (s *Service) EndMeeting(ctx context.Context, who accounts.Actor, slug, reason string) error {
	return s.chair(ctx, who, slug, func(t *sitting) error { return t.end(reason) })
}

// Cast casts the caller's vote: one of for, against and abstain, on a tie as many nominations as it has places at
// most, or none. Of a member who was counted by hand it makes the whole count of hands void. In an open ballot a later
// one replaces it until the close; in a secret one it is final. Only members who are present and have no conflict with
// the item vote. Faults: forbidden, no_ballot, not_present, own_conflict,
// already_voted, votes_exceed_present, the field choices.
func (s *Service) Cast(ctx context.Context, who accounts.Actor, slug, ballot string, choices []string) error {
	return s.member(ctx, who, slug, func(t *sitting) error { return t.cast(ballot, choices) })
}

// WriteDissent puts the caller's dissent about an item on record, in place of an earlier one, from its first closed
// ballot until the meeting closes. Faults: forbidden, no_meeting, not_found, own_conflict, no_result, reason_required
// of the field text.
func (s *Service) WriteDissent(ctx context.Context, who accounts.Actor, slug, item, text string) error {
	return s.member(ctx, who, slug, func(t *sitting) error { return t.dissent(item, text) })
}

// DeclareCouncilConflict records that a member has a conflict with an entry, before or in a meeting: the caller for
// herself, for another member the one who runs the meeting. It holds for good. Faults: forbidden, wrong_state, the
// fields member, nomination (unknown_value, duplicate) and reason (reason_required), has_voted when the member has
// cast in the open ballot on that entry.
func (s *Service) DeclareCouncilConflict(ctx context.Context, who accounts.Actor, slug, member, nomination, reason string) (c CouncilConflict, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		c, err = s.declareCouncilConflict(tx, who, slug, CouncilConflict{Member: member, Nomination: nomination, Reason: reason})
		return err
	})
	return c, err
}

// CouncilConflicts are the conflicts of the council's members, oldest first: the caller's own for a member, all of
// them for whoever runs the meeting and for the auditor.
func (s *Service) CouncilConflicts(ctx context.Context, who accounts.Actor, slug string) (list []CouncilConflictView, err error) {
	err = s.look(ctx, who, slug, func(t *sitting) error {
		list, err = t.conflictViews()
		return err
	})
	return list, err
}

// CouncilMatches are hints for whoever runs the meeting: members of the council whom the data tie to an entry's
// producer. Declared tells those with a conflict. Faults: forbidden.
func (s *Service) CouncilMatches(ctx context.Context, who accounts.Actor, slug string) (list []Match, err error) {
	err = s.look(ctx, who, slug, func(t *sitting) error {
		list, err = t.matches()
		return err
	})
	return list, err
}

// MeetingRevision is the number that every act moves, 0 before the first meeting, and the meeting's id: what a page
// asks for again and again. It reads little.
func (s *Service) MeetingRevision(ctx context.Context, who accounts.Actor, slug string) (meeting string, revision int64, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.FollowMeeting)
		if err != nil {
			return err
		}
		m, err := lastMeeting(tx, sc.edition.ID)
		meeting, revision = m.ID, m.Revision
		return err
	})
	return meeting, revision, err
}

// MeetingNow is what the caller may see of the meeting now. What the shown item is about is left out for a member
// with a conflict.
func (s *Service) MeetingNow(ctx context.Context, who accounts.Actor, slug string) (v MeetingView, err error) {
	err = s.look(ctx, who, slug, func(t *sitting) error {
		v, err = t.view()
		return err
	})
	return v, err
}

// MeetingAgenda is the agenda of the open meeting, else of the last. Faults: no_meeting.
func (s *Service) MeetingAgenda(ctx context.Context, who accounts.Actor, slug string) (list []AgendaLine, err error) {
	err = s.look(ctx, who, slug, func(t *sitting) error {
		list, err = t.agenda()
		return err
	})
	return list, err
}

// MeetingItem is the summary of one item of the open meeting, else of the last. Faults: no_meeting, not_found.
func (s *Service) MeetingItem(ctx context.Context, who accounts.Actor, slug, item string) (v ItemView, err error) {
	err = s.look(ctx, who, slug, func(t *sitting) error {
		v, err = t.item(item)
		return err
	})
	return v, err
}

// Meetings are the meetings of an edition by number.
func (s *Service) Meetings(ctx context.Context, who accounts.Actor, slug string) (list []Meeting, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.FollowMeeting)
		if err != nil {
			return err
		}
		list, err = tx.Meetings(sc.edition.ID)
		return err
	})
	return list, err
}

// MeetingRecord is what the minutes print of the n-th meeting, of the last one for 0. While it is open, items with
// which the caller has a conflict are left out. Faults: no_meeting, not_found.
func (s *Service) MeetingRecord(ctx context.Context, who accounts.Actor, slug string, n int) (r MeetingRecord, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		t, err := s.sit(tx, who, slug, n)
		if err != nil {
			return err
		}
		r, err = t.record()
		return err
	})
	return r, err
}
