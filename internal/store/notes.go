package store

import "vinhdanh/judging"

const (
	noteColumns = `sheet, edition, judge, nomination, flagged, question, asked_at, answer, answered_by, answered_at, objects`

	querySheetNote     query = "SELECT " + noteColumns + " FROM sheet_notes WHERE sheet = $1 AND objects = $2"
	queryNotesOfJudge  query = "SELECT " + noteColumns + " FROM sheet_notes WHERE edition = $1 AND judge = $2 ORDER BY sheet, objects"
	querySheetQuestion query = `SELECT q.sheet, q.nomination, u.name, q.question, q.asked_at, q.answer, COALESCE(a.name, ''), q.answered_at, q.objects
FROM sheet_notes q JOIN users u ON u.id = q.judge LEFT JOIN users a ON a.id = q.answered_by
WHERE q.edition = $1 AND q.question <> '' ORDER BY q.asked_at, q.sheet, q.objects`
	querySaveSheetNote query = "INSERT INTO sheet_notes (" + noteColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (sheet, objects) DO UPDATE SET edition = excluded.edition, judge = excluded.judge, nomination = excluded.nomination,
flagged = excluded.flagged, question = excluded.question, asked_at = excluded.asked_at, answer = excluded.answer,
answered_by = excluded.answered_by, answered_at = excluded.answered_at`
)

func scanNote(_ *Tx, row scan) (n judging.SheetNote, err error) {
	var flagged, objects int64
	err = row(&n.Sheet, &n.Edition, &n.Judge, &n.Nomination, &flagged, &n.Question, stamp(&n.Asked), &n.Answer, &n.AnsweredBy,
		stamp(&n.Answered), &objects)
	n.Flagged, n.Objects = flagged == 1, objects == 1
	return n, err
}

// SheetNote loads what a judge noted of a sheet, or his objection to its typing.
func (t *Tx) SheetNote(sheet string, objects bool) (judging.SheetNote, error) {
	return one(t, "sheet note", scanNote, querySheetNote, sheet, number(objects))
}

// SheetNotes lists what one judge noted of the sheets of an edition, an objection after the other note of its sheet.
func (t *Tx) SheetNotes(edition, judge string) ([]judging.SheetNote, error) {
	return all(t, scanNote, queryNotesOfJudge, edition, judge)
}

// SheetQuestions lists what judges asked about an edition's entries, oldest first. It reads nothing that was marked.
func (t *Tx) SheetQuestions(edition string) ([]judging.SheetQuestion, error) {
	return all(t, func(_ *Tx, row scan) (q judging.SheetQuestion, err error) {
		var objects int64
		err = row(&q.Sheet, &q.Nomination, &q.JudgeName, &q.Question, stamp(&q.Asked), &q.Answer, &q.AnsweredName, stamp(&q.Answered), &objects)
		q.Objects = objects == 1
		return q, err
	}, querySheetQuestion, edition)
}

// SaveSheetNote writes what a judge noted of a sheet, in place of an earlier one of its kind.
func (t *Tx) SaveSheetNote(n judging.SheetNote) error {
	return t.exec(querySaveSheetNote, n.Sheet, n.Edition, n.Judge, n.Nomination, number(n.Flagged), n.Question, micros(n.Asked),
		n.Answer, n.AnsweredBy, micros(n.Answered), number(n.Objects))
}
