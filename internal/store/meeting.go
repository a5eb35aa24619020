package store

import (
	"database/sql"
	"time"

	"vinhdanh/judging"
)

const (
	meetingColumns = `id, edition, n, pass, opened, opened_by, breaks, agenda, closed, closed_by, proposal, reason, position, revision`
	itemColumns    = `id, meeting, seq, kind, nomination, entries, places, jury, discuss, stand, taken, prize, reason, settled, settled_by,
discussion, discussed, discussed_by`
	rollColumns    = `id, meeting, n, member, present, made_by, made_at`
	dissentColumns = `id, meeting, item, member, body, made_at`
	councilColumns = `id, edition, member, nomination, reason, made_by, made_at`

	queryMeetings    query = "SELECT " + meetingColumns + ` FROM meetings WHERE edition = $1 ORDER BY n`
	querySaveMeeting query = "INSERT INTO meetings (" + meetingColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, n = excluded.n, pass = excluded.pass, opened = excluded.opened,
opened_by = excluded.opened_by, breaks = excluded.breaks, agenda = excluded.agenda, closed = excluded.closed,
closed_by = excluded.closed_by, proposal = excluded.proposal, reason = excluded.reason, position = excluded.position,
revision = excluded.revision`
	queryAgendaItems    query = "SELECT " + itemColumns + ` FROM meeting_items WHERE meeting = $1 ORDER BY seq`
	querySaveAgendaItem query = "INSERT INTO meeting_items (" + itemColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT (id) DO UPDATE SET meeting = excluded.meeting, seq = excluded.seq, kind = excluded.kind,
nomination = excluded.nomination, entries = excluded.entries, places = excluded.places, jury = excluded.jury,
discuss = excluded.discuss, stand = excluded.stand, taken = excluded.taken, prize = excluded.prize,
reason = excluded.reason, settled = excluded.settled, settled_by = excluded.settled_by,
discussion = excluded.discussion, discussed = excluded.discussed, discussed_by = excluded.discussed_by`
	queryRoll        query = "SELECT " + rollColumns + ` FROM meeting_roll WHERE meeting = $1 ORDER BY n`
	querySaveRoll    query = "INSERT INTO meeting_roll (" + rollColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	queryDissents    query = "SELECT " + dissentColumns + ` FROM meeting_dissents WHERE meeting = $1 ORDER BY made_at, id`
	querySaveDissent query = "INSERT INTO meeting_dissents (" + dissentColumns + `) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET meeting = excluded.meeting, item = excluded.item, member = excluded.member,
body = excluded.body, made_at = excluded.made_at`
	queryCouncilConflicts query = "SELECT " + councilColumns + ` FROM council_conflicts
WHERE edition = $1 ORDER BY made_at, id`
	querySaveCouncilConflict query = "INSERT INTO council_conflicts (" + councilColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`
)

// decodeBreaks reads pairs of microseconds.
func decodeBreaks(t *Tx, dst *[]judging.Break) sql.Scanner {
	return scanFunc(func(src any) error {
		var pairs [][2]int64
		if err := decode(t, &pairs).Scan(src); err != nil {
			return err
		}
		*dst = nil
		for _, p := range pairs {
			*dst = append(*dst, judging.Break{From: fromMicros(p[0]), Until: fromMicros(p[1])})
		}
		return nil
	})
}

func encodeBreaks(breaks []judging.Break) string {
	pairs := make([][2]int64, len(breaks))
	for i, b := range breaks {
		pairs[i] = [2]int64{micros(b.From), micros(b.Until)}
	}
	return encode(pairs)
}

func scanMeeting(t *Tx, row scan) (m judging.Meeting, err error) {
	err = row(&m.ID, &m.Edition, &m.N, &m.Pass, stamp(&m.Opened), &m.OpenedBy, decodeBreaks(t, &m.Breaks), &m.Agenda, stamp(&m.Closed),
		&m.ClosedBy, &m.Proposal, &m.Reason, &m.Position, &m.Revision)
	return m, err
}

// Meetings lists the meetings of an edition's council by number.
func (t *Tx) Meetings(edition string) ([]judging.Meeting, error) {
	return all(t, scanMeeting, queryMeetings, edition)
}

// SaveMeeting writes a meeting.
func (t *Tx) SaveMeeting(m judging.Meeting) error {
	return t.exec(querySaveMeeting, m.ID, m.Edition, m.N, m.Pass, micros(m.Opened), m.OpenedBy, encodeBreaks(m.Breaks), m.Agenda,
		micros(m.Closed), m.ClosedBy, m.Proposal, m.Reason, m.Position, m.Revision)
}

func scanAgendaItem(t *Tx, row scan) (i judging.AgendaItem, err error) {
	err = row(&i.ID, &i.Meeting, &i.Seq, &i.Kind, &i.Nomination, decodeList(t, &i.Entries), &i.Places, &i.Jury, decodeList(t, &i.Discuss),
		&i.Stand, decodeList(t, &i.Taken), &i.Prize, &i.Reason, stamp(&i.Settled), &i.By, &i.Discussion, stamp(&i.Discussed), &i.DiscussedBy)
	return i, err
}

// AgendaItems lists the agenda of a meeting in its order.
func (t *Tx) AgendaItems(meeting string) ([]judging.AgendaItem, error) {
	return all(t, scanAgendaItem, queryAgendaItems, meeting)
}

// SaveAgendaItem writes an item of an agenda.
func (t *Tx) SaveAgendaItem(i judging.AgendaItem) error {
	return t.exec(querySaveAgendaItem, i.ID, i.Meeting, i.Seq, string(i.Kind), i.Nomination, encode(list(i.Entries)), i.Places,
		string(i.Jury), encode(list(i.Discuss)), string(i.Stand), encode(list(i.Taken)), i.Prize, i.Reason, micros(i.Settled), i.By,
		i.Discussion, micros(i.Discussed), i.DiscussedBy)
}

func scanRoll(_ *Tx, row scan) (r judging.RollChange, err error) {
	var present int64
	err = row(&r.ID, &r.Meeting, &r.N, &r.Member, &present, &r.By, stamp(&r.At))
	r.Present = present == 1
	return r, err
}

// RollChanges lists who came to a meeting and left it, in order.
func (t *Tx) RollChanges(meeting string) ([]judging.RollChange, error) {
	return all(t, scanRoll, queryRoll, meeting)
}

// SaveRollChange writes that a member came or left; it never changes.
func (t *Tx) SaveRollChange(r judging.RollChange) error {
	return t.exec(querySaveRoll, r.ID, r.Meeting, r.N, r.Member, number(r.Present), r.By, micros(r.At))
}

func scanDissent(_ *Tx, row scan) (d judging.Dissent, err error) {
	err = row(&d.ID, &d.Meeting, &d.Item, &d.Member, &d.Text, stamp(&d.At))
	return d, err
}

// Dissents lists the dissents of a meeting, oldest first.
func (t *Tx) Dissents(meeting string) ([]judging.Dissent, error) {
	return all(t, scanDissent, queryDissents, meeting)
}

// SaveDissent writes a dissent.
func (t *Tx) SaveDissent(d judging.Dissent) error {
	return t.exec(querySaveDissent, d.ID, d.Meeting, d.Item, d.Member, d.Text, micros(d.At))
}

func scanCouncilConflict(_ *Tx, row scan) (c judging.CouncilConflict, err error) {
	err = row(&c.ID, &c.Edition, &c.Member, &c.Nomination, &c.Reason, &c.By, stamp(&c.At))
	return c, err
}

// CouncilConflicts lists the conflicts of an edition's council, oldest first.
func (t *Tx) CouncilConflicts(edition string) ([]judging.CouncilConflict, error) {
	return all(t, scanCouncilConflict, queryCouncilConflicts, edition)
}

// SaveCouncilConflict writes a conflict; it never changes.
func (t *Tx) SaveCouncilConflict(c judging.CouncilConflict) error {
	return t.exec(querySaveCouncilConflict, c.ID, c.Edition, c.Member, c.Nomination, c.Reason, c.By, micros(c.At))
}

// boundMeetings puts the hash of the agenda as it stands into each meeting, so that an item that was added, deleted
// or moved changes the meeting's leaf.
func boundMeetings(t *Tx, after string) ([]boundRow, error) {
	meetings, err := all(t, scanMeeting, queryBoundMeetings, after, batch)
	if err != nil {
		return nil, err
	}
	rows := make([]boundRow, len(meetings))
	for i, m := range meetings {
		items, err := t.AgendaItems(m.ID)
		if err != nil {
			return nil, err
		}
		if hash := judging.AgendaHash(items); hash != m.Agenda {
			m.Agenda += " but the items make " + hash
		}
		rows[i] = boundRow{m.ID, true, judging.MeetingLeaf("", m, time.Time{})}
	}
	return rows, nil
}
