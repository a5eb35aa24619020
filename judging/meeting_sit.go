package judging

import (
	"context"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// sitting is a meeting with everything that was done in it, as one transaction reads it for one caller.
type sitting struct {
	scene
	s       *Service
	tx      Tx
	who     accounts.Actor
	meeting Meeting
}

func pending() error { return fault.New(fault.Unavailable, "unavailable") }

func (s *Service) sit(Tx, accounts.Actor, string, int) (*sitting, error) { return nil, pending() }

func (s *Service) chair(context.Context, accounts.Actor, string, func(*sitting) error) error {
	return pending()
}

func (s *Service) member(context.Context, accounts.Actor, string, func(*sitting) error) error {
	return pending()
}

func (s *Service) look(context.Context, accounts.Actor, string, func(*sitting) error) error {
	return pending()
}
func lastMeeting(Tx, string) (Meeting, error)                   { return Meeting{}, nil }
func (s *Service) openMeeting(Tx, accounts.Actor, string) error { return pending() }
func (s *Service) declareCouncilConflict(Tx, accounts.Actor, string, CouncilConflict) (CouncilConflict, error) {
	return CouncilConflict{}, pending()
}
func (t *sitting) markRoll([]RollMark) error                     { return pending() }
func (t *sitting) show(string) error                             { return pending() }
func (t *sitting) openBallot(BallotInput) error                  { return pending() }
func (t *sitting) countByHand(string, HandCount) error           { return pending() }
func (t *sitting) closeBallot(string, int64) error               { return pending() }
func (t *sitting) cancelBallot(string, string) error             { return pending() }
func (t *sitting) settleItem(SettleInput, int64) error           { return pending() }
func (t *sitting) takeBreak() error                              { return pending() }
func (t *sitting) resume() error                                 { return pending() }
func (t *sitting) closeMeeting(int64) (ProposalRecord, error)    { return ProposalRecord{}, pending() }
func (t *sitting) end(string) error                              { return pending() }
func (t *sitting) cast(string, []string) error                   { return pending() }
func (t *sitting) dissent(string, string) error                  { return pending() }
func (t *sitting) conflictViews() ([]CouncilConflictView, error) { return nil, pending() }
func (t *sitting) matches() ([]Match, error)                     { return nil, pending() }
func (t *sitting) view() (MeetingView, error)                    { return MeetingView{}, pending() }
func (t *sitting) agenda() ([]AgendaLine, error)                 { return nil, pending() }
func (t *sitting) item(string) (ItemView, error)                 { return ItemView{}, pending() }
func (t *sitting) record() (MeetingRecord, error)                { return MeetingRecord{}, pending() }
