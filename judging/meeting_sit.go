package judging

import (
	"cmp"
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// sitting is a meeting with everything that was done in it, as one transaction reads it for one caller. Its meeting
// has no id before the first one.
type sitting struct {
	scene
	s         *Service
	tx        Tx
	who       accounts.Actor
	pack      *Pack
	meeting   Meeting
	items     []AgendaItem
	changes   []RollChange
	ballots   []Ballot
	conflicts []CouncilConflict     // of members, those declared as judges included
	asJudge   map[string]bool       // ids of the conflicts that were declared as judges
	ranking   []RankedEntry         // of the meeting's pass, read when first asked for
	dossiers  map[string]Nomination // as the ranking
	users     map[string]accounts.User
}

// lastMeeting is an edition's open meeting, else its last; one without an id before the first.
func lastMeeting(tx Tx, edition string) (m Meeting, err error) {
	list, err := tx.Meetings(edition)
	if len(list) > 0 {
		m = list[len(list)-1]
	}
	return m, err
}

// sit loads the n-th meeting of an edition, the last one for 0, for a caller who may follow it.
func (s *Service) sit(tx Tx, who accounts.Actor, slug string, n int) (*sitting, error) {
	sc, err := s.enterFor(tx, who, slug, accounts.FollowMeeting)
	if err != nil {
		return nil, err
	}
	t := &sitting{scene: sc, s: s, tx: tx, who: who, users: map[string]accounts.User{}, asJudge: map[string]bool{}}
	if t.pack, err = s.Pack(sc.edition); err != nil {
		return nil, err
	}
	list, err := tx.Meetings(sc.edition.ID)
	if err != nil {
		return nil, err
	}
	switch {
	case n == 0 && len(list) > 0:
		t.meeting = list[len(list)-1]
	case n < 0 || n > len(list):
		return nil, fault.New(fault.NotFound, "not_found")
	case n > 0:
		t.meeting = list[n-1]
	}
	if err := t.load(); err != nil {
		return nil, err
	}
	if t.presides() {
		t.hats = append(t.hats, accounts.HatCouncilRecorder)
	}
	return t, nil
}

func (t *sitting) load() (err error) {
	if err := t.loadConflicts(); err != nil || t.meeting.ID == "" {
		return err
	}
	if t.items, err = t.tx.AgendaItems(t.meeting.ID); err != nil {
		return err
	}
	if t.changes, err = t.tx.RollChanges(t.meeting.ID); err != nil {
		return err
	}
	t.ballots, err = t.tx.Ballots(t.meeting.ID)
	return err
}

// loadConflicts are the conflicts of those who sit in the council now. What keeps a member from an entry as a judge holds
// here too.
func (t *sitting) loadConflicts() error {
	list, err := t.tx.CouncilConflicts(t.edition.ID)
	if err != nil {
		return err
	}
	asJudge, err := apartAsJudge(t.tx, t.scene, "")
	if err != nil {
		return err
	}
	for _, c := range asJudge {
		same := func(x CouncilConflict) bool { return x.Member == c.Member && x.Nomination == c.Nomination }
		if !slices.ContainsFunc(list, same) {
			t.asJudge[c.ID] = true
			list = append(list, c)
		}
	}
	t.conflicts = slices.DeleteFunc(list, func(c CouncilConflict) bool { return !t.sits(c.Member) })
	slices.SortStableFunc(t.conflicts, func(a, b CouncilConflict) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return nil
}

// council are the ids of the council's members, who all vote: head, deputies, members, secretary, each by seniority.
func (sc scene) council() (ids []string) {
	for _, role := range []accounts.Role{accounts.Head, accounts.Deputy, accounts.Member, accounts.Secretary} {
		for _, g := range sc.grants {
			if g.Body == accounts.Council && g.Role == role && !slices.Contains(ids, g.User) {
				ids = append(ids, g.User)
			}
		}
	}
	return ids
}

// presides reports whether the caller is a deputy of the council while no head of it can run the meeting: before one
// is opened, or because the roll has none as present or a conflict keeps her from the item that is shown.
func (t *sitting) presides() bool {
	deputy := false
	for _, g := range t.grants {
		if g.Body != accounts.Council {
			continue
		}
		if g.Role == accounts.Head && t.open() && t.present(g.User) && !t.awayFromShown(g.User) {
			return false
		}
		deputy = deputy || g.Role == accounts.Deputy && g.User == t.who.User.ID
	}
	return deputy && t.who.SignedIn()
}

// look runs a read of the open meeting, else of the last one.
func (s *Service) look(ctx context.Context, who accounts.Actor, slug string, f func(*sitting) error) error {
	return s.store.View(ctx, func(tx Tx) error {
		t, err := s.sit(tx, who, slug, 0)
		if err != nil {
			return err
		}
		return f(t)
	})
}

// chair runs an act of whoever runs the open meeting.
func (s *Service) chair(ctx context.Context, who accounts.Actor, slug string, f func(*sitting) error) error {
	return s.meet(ctx, who, slug, func(t *sitting) error {
		if err := t.may(who, accounts.RunMeeting); err != nil {
			return err
		}
		return f(t)
	})
}

// member runs an act of a member of the council: a seat counts, and the program itself has none.
func (s *Service) member(ctx context.Context, who accounts.Actor, slug string, f func(*sitting) error) error {
	return s.meet(ctx, who, slug, func(t *sitting) error {
		if !t.sits(who.User.ID) {
			return refuse(who)
		}
		return f(t)
	})
}

// meet runs f on the last meeting and moves the revision.
func (s *Service) meet(ctx context.Context, who accounts.Actor, slug string, f func(*sitting) error) error {
	return s.store.Update(ctx, func(tx Tx) error {
		t, err := s.sit(tx, who, slug, 0)
		if err != nil {
			return err
		}
		if err := f(t); err != nil {
			return err
		}
		t.meeting.Revision++
		return tx.SaveMeeting(t.meeting)
	})
}

func (t *sitting) open() bool { return t.meeting.open() }

// running is the fault no_meeting without an open meeting, meeting_break in a break.
func (t *sitting) running() error {
	switch {
	case !t.open():
		return fault.New(fault.Conflict, "no_meeting")
	case t.meeting.State() == MeetingBreak:
		return fault.New(fault.Conflict, "meeting_break")
	default:
		return nil
	}
}

// unchanged is the fault meeting_changed when somebody acted since the caller looked; 0 asks nothing.
func (t *sitting) unchanged(seen int64) error {
	if seen != 0 && seen != t.meeting.Revision {
		return fault.New(fault.Conflict, "meeting_changed")
	}
	return nil
}

// quiet is the fault ballot_open while a ballot is open.
func (t *sitting) quiet() error {
	if t.openBallotAt() >= 0 {
		return fault.New(fault.Conflict, "ballot_open")
	}
	return nil
}

// openBallotAt is the place of the open ballot in ballots, -1 for none.
func (t *sitting) openBallotAt() int {
	return slices.IndexFunc(t.ballots, func(b Ballot) bool { return b.Closed.IsZero() })
}

func (t *sitting) itemAt(id string) int {
	return slices.IndexFunc(t.items, func(i AgendaItem) bool { return i.ID == id })
}

// sits reports whether an account holds a seat in the council.
func (t *sitting) sits(member string) bool {
	return member != "" && slices.Contains(t.council(), member)
}

// present reports whether the roll has a member as present.
func (t *sitting) present(member string) bool {
	last := false
	for _, c := range t.changes {
		if c.Member == member {
			last = c.Present
		}
	}
	return last
}

// away reports whether a conflict keeps an account from an item.
func (t *sitting) away(member string, i AgendaItem) bool {
	return slices.ContainsFunc(t.conflicts, func(c CouncilConflict) bool {
		return c.Member == member && slices.Contains(i.about(), c.Nomination)
	})
}

// awayFromShown reports whether a conflict keeps an account from the item that is shown.
func (t *sitting) awayFromShown(member string) bool {
	at := t.itemAt(t.meeting.Position)
	return at >= 0 && t.away(member, t.items[at])
}

// blanked reports whether the caller may not learn what an item is about.
func (t *sitting) blanked(i AgendaItem) bool { return t.open() && t.away(t.who.User.ID, i) }

// attending counts the members present.
func (t *sitting) attending() int { return count(t.council(), t.present) }

// voters counts the members present who may vote on an item.
func (t *sitting) voters(i AgendaItem) int {
	return count(t.council(), func(m string) bool { return t.present(m) && !t.away(m, i) })
}

// quorum is the fault no_quorum when too few of those who may vote on an item are present.
func (t *sitting) quorum(i AgendaItem) error { return t.enough(t.voters(i)) }

// enough is the fault no_quorum when fewer members than the rules ask for are present.
func (t *sitting) enough(present int) error {
	members := len(t.council())
	if need := t.pack.Council.NeedPresent(members); present < need {
		return fault.New(fault.Conflict, "no_quorum", "need", need, "present", present, "members", members)
	}
	return nil
}

// now is the time of an act, never before the meeting's last one: what comes later must come out later.
func (t *sitting) now() time.Time {
	at := t.s.clock()
	for _, before := range t.times() {
		if !at.After(before) {
			at = before.Add(time.Microsecond)
		}
	}
	return at
}

func (t *sitting) times() []time.Time {
	list := []time.Time{t.meeting.Opened}
	for _, b := range t.meeting.Breaks {
		list = append(list, b.From, b.Until)
	}
	for _, c := range t.changes {
		list = append(list, c.At)
	}
	for _, b := range t.ballots {
		list = append(list, b.Opened, b.Closed)
	}
	for _, i := range t.items {
		list = append(list, i.Settled, i.Discussed)
	}
	return list
}

// user is an account, read once.
func (t *sitting) user(id string) (accounts.User, error) {
	if u, known := t.users[id]; known {
		return u, nil
	}
	u, err := t.tx.User(id)
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	t.users[id] = u
	return u, err
}

// ranked is the ranking of the meeting's pass.
func (t *sitting) ranked() ([]RankedEntry, error) {
	if t.ranking != nil {
		return t.ranking, nil
	}
	list, err := t.s.rank(t.tx, t.scene, t.meeting.Pass)
	t.ranking = list
	return list, err
}

// by is who acts, as the record names them.
func (t *sitting) by() string {
	if t.who.System {
		return "operator"
	}
	return t.who.User.ID
}
