package judging

import (
	"fmt"
	"strings"
	"time"

	"vinhdanh/internal/ledger"
)

// AgendaHash is the hex SHA-256 over a meeting's agenda, one line an item, in order: what was made when the meeting
// opened and never changes. An item that is added, deleted, moved or about something else changes it.
func AgendaHash(items []AgendaItem) string {
	var b strings.Builder
	for _, i := range items {
		fmt.Fprintf(&b, "%d %s %s %q %q %d %s %q\n", i.Seq, i.ID, i.Kind, i.Nomination, i.Entries, i.Places, i.Jury, i.Discuss)
	}
	return hexSum(b.String())
}

// MeetingLeaf binds a meeting of the council, its breaks and its agenda. Where it stands now is no part of the record.
func MeetingLeaf(kind string, m Meeting, at time.Time) ledger.Leaf {
	breaks := make([]any, len(m.Breaks))
	for i, b := range m.Breaks {
		breaks[i] = []any{stamp(b.From), stamp(b.Until)}
	}
	return ledger.Leaf{Kind: kind, Table: "meetings", ID: m.ID, At: at,
		Body: map[string]any{"edition": m.Edition, "n": m.N, "pass": m.Pass, "opened": stamp(m.Opened), "opened_by": m.OpenedBy,
			"breaks": breaks, "agenda_sha256": m.Agenda, "closed": stamp(m.Closed), "closed_by": m.ClosedBy, "proposal": m.Proposal},
		Texts: map[string]string{"reason": m.Reason}}
}

// AgendaItemLeaf binds what a meeting settled of an item and what was said about it, with what the jury proposed.
func AgendaItemLeaf(kind string, i AgendaItem, at time.Time) ledger.Leaf {
	discuss := make([]string, len(i.Discuss))
	for n, d := range i.Discuss {
		discuss[n] = string(d)
	}
	l := ledger.Leaf{Kind: kind, Table: "meeting_items", ID: i.ID, At: at,
		Body: map[string]any{"meeting": i.Meeting, "seq": i.Seq, "item": string(i.Kind), "nomination": i.Nomination,
			"entries": texts(i.Entries), "places": i.Places, "jury": string(i.Jury), "discuss": discuss, "stand": string(i.Stand),
			"taken": texts(i.Taken), "prize": i.Prize, "settled": stamp(i.Settled), "by": i.By},
		Texts: map[string]string{"reason": i.Reason}}
	if i.Discussion != "" || !i.Discussed.IsZero() || i.DiscussedBy != "" { // items that nobody wrote about have no such keys
		l.Body["discussed"], l.Body["discussed_by"], l.Texts["discussion"] = stamp(i.Discussed), i.DiscussedBy, i.Discussion
	}
	return l
}

// RollLeaf binds that a member of the council came or left.
func RollLeaf(kind string, r RollChange, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "meeting_roll", ID: r.ID, At: at,
		Body: map[string]any{"meeting": r.Meeting, "n": r.N, "member": r.Member, "present": r.Present, "by": r.By, "made": stamp(r.At)}}
}

// BallotLeaf binds a closed ballot: what was asked, how, the counts, whom a count of hands covers, and who chose what unless it was secret.
func BallotLeaf(kind string, b Ballot, at time.Time) ledger.Leaf {
	names := make([]any, len(b.Names))
	for i, v := range b.Names {
		names[i] = map[string]any{"member": v.Member, "choices": texts(v.Choices)}
	}
	body := map[string]any{"meeting": b.Meeting, "item": b.Item, "n": b.N, "ballot": string(b.Kind), "secret": b.Secret,
		"opened": stamp(b.Opened), "opened_by": b.OpenedBy, "list": b.List, "hand_ballots": b.HandBallots, "hand": tallyOf(b.Hand),
		"closed": stamp(b.Closed), "closed_by": b.ClosedBy, "cancelled": b.Cancelled, "members": b.Members, "present": b.Present,
		"voted": b.Voted, "counts": tallyOf(b.Counts), "names": names, "elected": texts(b.Elected), "carried": b.Carried}
	if len(b.HandMembers) > 0 { // ballots from before it was asked have no such key
		body["hand_members"] = b.HandMembers
	}
	return ledger.Leaf{Kind: kind, Table: "meeting_ballots", ID: b.ID, At: at, Body: body,
		Texts: map[string]string{"question": b.Question, "reason": b.Reason}}
}

// DissentLeaf binds a dissent.
func DissentLeaf(kind string, d Dissent, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "meeting_dissents", ID: d.ID, At: at,
		Body:  map[string]any{"meeting": d.Meeting, "item": d.Item, "member": d.Member, "made": stamp(d.At)},
		Texts: map[string]string{"text": d.Text}}
}

// CouncilConflictLeaf binds a conflict of a member of the council.
func CouncilConflictLeaf(kind string, c CouncilConflict, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "council_conflicts", ID: c.ID, At: at,
		Body:  map[string]any{"edition": c.Edition, "member": c.Member, "nomination": c.Nomination, "by": c.By, "made": stamp(c.At)},
		Texts: map[string]string{"reason": c.Reason}}
}

// texts is a list as a leaf holds it, an empty one for none.
func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// tallyOf is counts as a leaf holds them.
func tallyOf(counts map[string]int) map[string]any {
	body := map[string]any{}
	for choice, n := range counts {
		body[choice] = n
	}
	return body
}
