package store

import "vinhdanh/judging"

const (
	assignmentColumns = `id, edition, mode, k, panels, pairs, reason, made_by, made_at`
	dismissalColumns  = `id, edition, judge, nomination, fields, reason, made_by, made_at`
	absenceColumns    = `id, edition, seat, first_day, last_day, reason, made_by, made_at, ended`

	queryAssignment query = "SELECT " + assignmentColumns + ` FROM assignments
WHERE edition = $1 ORDER BY made_at DESC, id DESC LIMIT 1`
	querySaveAssignment query = "INSERT INTO assignments (" + assignmentColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	queryDismissals     query = "SELECT " + dismissalColumns + ` FROM conflict_dismissals
WHERE edition = $1 ORDER BY made_at, id`
	querySaveDismissal query = "INSERT INTO conflict_dismissals (" + dismissalColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	queryAbsences      query = "SELECT " + absenceColumns + ` FROM absences WHERE edition = $1 ORDER BY made_at, id`
	querySaveAbsence   query = "INSERT INTO absences (" + absenceColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, seat = excluded.seat, first_day = excluded.first_day,
last_day = excluded.last_day, reason = excluded.reason, made_by = excluded.made_by, made_at = excluded.made_at, ended = excluded.ended`
)

func scanAssignment(t *Tx, row scan) (a judging.Assignment, err error) {
	err = row(&a.ID, &a.Edition, &a.Mode, &a.K, decodeList(t, &a.Panels), decodeList(t, &a.Pairs), &a.Reason, &a.By, stamp(&a.At))
	return a, err
}

// Assignment loads the latest assignment of an edition.
func (t *Tx) Assignment(edition string) (judging.Assignment, error) {
	return one(t, "assignment", scanAssignment, queryAssignment, edition)
}

// SaveAssignment writes who judges what; it never changes.
func (t *Tx) SaveAssignment(a judging.Assignment) error {
	return t.exec(querySaveAssignment, a.ID, a.Edition, string(a.Mode), a.K, encode(list(a.Panels)), encode(list(a.Pairs)), a.Reason, a.By,
		micros(a.At))
}

func scanDismissal(t *Tx, row scan) (d judging.Dismissal, err error) {
	err = row(&d.ID, &d.Edition, &d.Judge, &d.Nomination, decodeList(t, &d.Fields), &d.Reason, &d.By, stamp(&d.At))
	return d, err
}

// Dismissals lists the matches of an edition that were dismissed, oldest first.
func (t *Tx) Dismissals(edition string) ([]judging.Dismissal, error) {
	return all(t, scanDismissal, queryDismissals, edition)
}

// SaveDismissal writes that a match is no conflict; it never changes.
func (t *Tx) SaveDismissal(d judging.Dismissal) error {
	return t.exec(querySaveDismissal, d.ID, d.Edition, d.Judge, d.Nomination, encode(list(d.Fields)), d.Reason, d.By, micros(d.At))
}

func scanAbsence(_ *Tx, row scan) (a judging.Absence, err error) {
	err = row(&a.ID, &a.Edition, &a.Seat, &a.From, &a.Until, &a.Reason, &a.By, stamp(&a.At), stamp(&a.Ended))
	return a, err
}

// Absences lists who of an edition's jury was said to be away, oldest first.
func (t *Tx) Absences(edition string) ([]judging.Absence, error) {
	return recall(t, queryAbsences, edition, func() ([]judging.Absence, error) {
		return all(t, scanAbsence, queryAbsences, edition)
	})
}

// SaveAbsence writes an absence, or that it has ended.
func (t *Tx) SaveAbsence(a judging.Absence) error {
	return t.exec(querySaveAbsence, a.ID, a.Edition, a.Seat, a.From, a.Until, a.Reason, a.By, micros(a.At), micros(a.Ended))
}
