package store

import "vinhdanh/judging"

const (
	sheetColumns = `id, edition, pass, nomination, judge, entry_code, product, product_group, state, version, marks, total,
by_top, comment, seal, acts, reason, updated`

	querySheet  query = "SELECT " + sheetColumns + " FROM sheets WHERE id = $1"
	querySheets query = "SELECT " + sheetColumns + ` FROM sheets
WHERE edition = $1 AND ($2 = 0 OR pass = $2) AND ($3 = '' OR judge = $3) AND ($4 = '' OR nomination = $4)
AND ($5 = '' OR state = $5)
ORDER BY pass, entry_code, id LIMIT $6`
	querySheetsAfter query = "SELECT " + sheetColumns + ` FROM sheets
WHERE edition = $1 AND ($2 = 0 OR pass = $2) AND ($3 = '' OR judge = $3) AND ($4 = '' OR nomination = $4)
AND ($5 = '' OR state = $5)
AND (pass, entry_code, id) > (SELECT a.pass, a.entry_code, a.id FROM sheets a WHERE a.id = $7)
ORDER BY pass, entry_code, id LIMIT $6`
	queryJudgeSheets query = "SELECT " + sheetColumns + ` FROM sheets
WHERE edition = $1 AND judge = $2 AND ($3 = 0 OR pass = $3) AND ($4 = '' OR nomination = $4)
AND ($5 = '' OR state = $5)
ORDER BY pass, entry_code, id LIMIT $6`
	queryDropSheet   query = `DELETE FROM sheets WHERE id = $1 AND acts = 0 AND version = 1`
	queryDropPass    query = `DELETE FROM passes WHERE id = $1 AND closed = 0 AND reopened = 0`
	querySheetStates query = `SELECT s.id, s.judge, u.name, s.nomination, s.entry_code, s.product, s.product_group, s.state,
CASE WHEN s.state = 'locked' AND s.seal = '' THEN 1 ELSE 0 END
FROM sheets s JOIN users u ON u.id = s.judge WHERE s.edition = $1 AND s.pass = $2
ORDER BY s.entry_code, u.sort_key, s.id`
	// querySaveMarks writes what a judge types, when all else is as it was. It sets no column of an index or a
	// foreign key, so that a save touches one page of this table and nothing besides.
	querySaveMarks query = `UPDATE sheets SET version = $10, marks = $11, total = $12, by_top = $13, comment = $14,
updated = $18
WHERE id = $1 AND edition = $2 AND pass = $3 AND nomination = $4 AND judge = $5 AND entry_code = $6 AND product = $7
AND product_group = $8 AND state = $9 AND seal = $15 AND acts = $16 AND reason = $17`
	querySaveSheet query = "INSERT INTO sheets (" + sheetColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, pass = excluded.pass, nomination = excluded.nomination,
judge = excluded.judge, entry_code = excluded.entry_code, product = excluded.product,
product_group = excluded.product_group, state = excluded.state, version = excluded.version,
marks = excluded.marks, total = excluded.total, by_top = excluded.by_top, comment = excluded.comment,
seal = excluded.seal, acts = excluded.acts, reason = excluded.reason, updated = excluded.updated`
)

func scanSheet(t *Tx, row scan) (s judging.Sheet, err error) {
	err = row(&s.ID, &s.Edition, &s.Pass, &s.Nomination, &s.Judge, &s.EntryCode, &s.Product, &s.ProductGroup,
		&s.State, &s.Version, decodeMarks(t, &s.Marks), total(&s.Total), tops(t, &s.ByTop), &s.Comment,
		&s.Seal, &s.Acts, &s.Reason, stamp(&s.Updated))
	return s, err
}

// Sheet loads a sheet by its id.
func (t *Tx) Sheet(id string) (judging.Sheet, error) {
	return recall(t, querySheet, id, func() (judging.Sheet, error) {
		return one(t, "sheet", scanSheet, querySheet, id)
	})
}

// Sheets lists an edition's sheets by pass, entry code and id. An unknown cursor gives no sheets.
func (t *Tx) Sheets(q judging.SheetQuery) ([]judging.Sheet, error) {
	if q.After != "" {
		return all(t, scanSheet, querySheetsAfter, q.Edition, q.Pass, q.Judge, q.Nomination, string(q.State),
			limit(q.Limit), q.After)
	}
	if q.Judge != "" {
		return all(t, scanSheet, queryJudgeSheets, q.Edition, q.Judge, q.Pass, q.Nomination, string(q.State),
			limit(q.Limit))
	}
	return all(t, scanSheet, querySheets, q.Edition, q.Pass, q.Judge, q.Nomination, string(q.State), limit(q.Limit))
}

// DropSheet removes a sheet that nobody has touched and leaves any other.
func (t *Tx) DropSheet(id string) error { return t.exec(queryDropSheet, id) }

// DropPass removes a pass that was never closed and leaves any other.
func (t *Tx) DropPass(id string) error { return t.exec(queryDropPass, id) }

// SheetStates lists where the sheets of a pass stand, by entry code and the order of names. It reads nothing
// that was marked.
func (t *Tx) SheetStates(edition string, pass int) ([]judging.SheetStateLine, error) {
	return all(t, func(_ *Tx, row scan) (l judging.SheetStateLine, err error) {
		var late int64
		err = row(&l.Sheet, &l.Judge, &l.JudgeName, &l.Nomination, &l.EntryCode, &l.Product, &l.Group, &l.State, &late)
		l.Late = late == 1
		return l, err
	}, querySheetStates, edition, pass)
}

// SaveSheet writes a sheet.
func (t *Tx) SaveSheet(s judging.Sheet) error {
	if t.saveLater(s) {
		return nil
	}
	if t.memory != nil {
		t.memory.drop(querySheet, s.ID)
	}
	columns := []any{s.ID, s.Edition, s.Pass, s.Nomination, s.Judge, s.EntryCode, s.Product,
		s.ProductGroup, string(s.State), s.Version, encodeMarks(s.Marks), pointsOrNull(s.Total),
		encodeTops(s.ByTop), s.Comment, s.Seal, s.Acts, s.Reason, micros(s.Updated)}
	if s.State == judging.SheetOpen {
		if n, err := t.affect(querySaveMarks, columns...); n == 1 || err != nil {
			return err
		}
	}
	return t.exec(querySaveSheet, columns...)
}

// SaveSheets writes many sheets.
func (t *Tx) SaveSheets(sheets []judging.Sheet) error {
	for _, s := range sheets {
		if err := t.SaveSheet(s); err != nil {
			return err
		}
	}
	return nil
}
