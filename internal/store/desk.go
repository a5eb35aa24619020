package store

import (
	"time"

	"vinhdanh/judging"
)

const (
	queryBadChecks query = `SELECT n.id, COUNT(*) FROM nominations n JOIN documents d ON d.nomination = n.id
JOIN document_checks c ON c.document = d.id
WHERE n.edition = $1 AND d.removed = 0 AND c.outcome = 'bad' GROUP BY n.id`
	queryLastVerdicts query = `SELECT v.nomination, v.due, v.made_at FROM nominations n
JOIN verdicts v ON v.nomination = n.id WHERE n.edition = $1 ORDER BY v.made_at, v.id`
	queryReminders query = `SELECT r.nomination, r.made_at FROM nominations n
JOIN reminders r ON r.nomination = n.id WHERE n.edition = $1`
	queryOpenQuestions query = `SELECT nomination, COUNT(*) FROM sheet_notes
WHERE edition = $1 AND question <> '' AND answered_at = 0 GROUP BY nomination`
	querySaveReminder query = `INSERT INTO reminders (nomination, made_by, made_at) VALUES ($1, $2, $3)
ON CONFLICT (nomination) DO UPDATE SET made_by = excluded.made_by, made_at = excluded.made_at`
)

// DeskNotes are what the secretariat's queue shows beside an edition's nominations, by nomination; one
// without any note is not in the answer.
func (t *Tx) DeskNotes(edition string) (map[string]judging.DeskNote, error) {
	notes := map[string]judging.DeskNote{}
	read := func(q query, row func(row scan, id *string, n *judging.DeskNote) error) error {
		_, err := all(t, func(_ *Tx, r scan) (struct{}, error) {
			var id string
			var now judging.DeskNote
			if err := row(r, &id, &now); err != nil {
				return struct{}{}, err
			}
			notes[id] = notes[id].With(now)
			return struct{}{}, nil
		}, q, edition)
		return err
	}
	err := read(queryBadChecks, func(row scan, id *string, n *judging.DeskNote) error { return row(id, &n.Bad) })
	if err != nil {
		return nil, err
	}
	err = read(queryLastVerdicts, func(row scan, id *string, n *judging.DeskNote) error {
		return row(id, &n.Due, stamp(&n.Screened))
	})
	if err != nil {
		return nil, err
	}
	err = read(queryReminders, func(row scan, id *string, n *judging.DeskNote) error { return row(id, stamp(&n.Reminded)) })
	if err != nil {
		return nil, err
	}
	err = read(queryOpenQuestions, func(row scan, id *string, n *judging.DeskNote) error { return row(id, &n.Asked) })
	return notes, err
}

// SaveReminder notes when the filer of a nomination was last reminded.
func (t *Tx) SaveReminder(nomination, by string, at time.Time) error {
	return t.exec(querySaveReminder, nomination, by, micros(at))
}
