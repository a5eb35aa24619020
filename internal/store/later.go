package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"vinhdanh/judging"
)

// later holds the saves of a group's judges until something else needs the database, or the commit: they are
// written one after the other without a savepoint each, on PostgreSQL all of them in two statements. Of a member
// that fails they are dropped, so that nothing of it was ever written.
type later struct {
	sheets []sheetSave
	drafts []judging.SheetDraft
	broken bool // one of them could not be written
}

// sheetSave is what a judge typed into a sheet of which all else is as it was.
type sheetSave struct {
	id, marks, byTop, comment string
	total                     sql.NullInt64
	was, version, updated     int64
}

// mark is how far a group's later saves had come.
type mark struct{ sheets, drafts int }

func (l *later) mark() mark { return mark{len(l.sheets), len(l.drafts)} }

// drop forgets what came after a mark.
func (l *later) drop(m mark) { l.sheets, l.drafts = l.sheets[:m.sheets], l.drafts[:m.drafts] }

// errNotAsRemembered says that a row is not what the writer remembers of it.
var errNotAsRemembered = errors.New("a sheet is not as it is remembered")

const (
	queryMarkSheet query = `UPDATE sheets SET version = $3, marks = $4, total = $5, by_top = $6, comment = $7, updated = $8
WHERE id = $1 AND version = $2 AND state = 'open'`
	// Of PostgreSQL alone: the arrays are the columns of a group's saves.
	markSheets = `UPDATE sheets s SET version = n.version, marks = n.marks, total = n.total, by_top = n.by_top, comment = n.comment,
updated = n.updated
FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::bigint[])
AS n (id, was, version, marks, total, by_top, comment, updated)
WHERE s.id = n.id AND s.version = n.was AND s.state = 'open'`
	saveDrafts = `INSERT INTO sheet_drafts (` + draftColumns + `)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[])`
)

// saveLater takes a save of marks if the sheet is remembered and nothing but what a judge types changes.
func (t *Tx) saveLater(s judging.Sheet) bool {
	if t.later == nil || s.State != judging.SheetOpen {
		return false
	}
	v, ok := t.memory.rows[remembered{querySheet, s.ID}]
	if !ok {
		return false
	}
	old := v.(judging.Sheet)
	if !sameButMarks(old, s) {
		return false
	}
	save := sheetSave{id: s.ID, was: int64(old.Version), version: int64(s.Version), marks: encodeMarks(s.Marks),
		total: pointsOrNull(s.Total), byTop: encodeTops(s.ByTop), comment: s.Comment, updated: micros(s.Updated)}
	t.later.sheets = append(t.later.sheets, save)
	t.touched, t.wrote = true, true
	t.memory.keep(querySheet, s.ID, asStored(s))
	return true
}

// sameButMarks reports whether two states of a sheet differ in nothing but what queryMarkSheet writes.
func sameButMarks(a, b judging.Sheet) bool {
	return a.ID == b.ID && a.Edition == b.Edition && a.Pass == b.Pass && a.Nomination == b.Nomination && a.Judge == b.Judge &&
		a.EntryCode == b.EntryCode && a.Product == b.Product && a.ProductGroup == b.ProductGroup && a.State == b.State &&
		a.Seal == b.Seal && a.Acts == b.Acts && a.Reason == b.Reason
}

// asStored is a sheet as it would be read again.
func asStored(s judging.Sheet) judging.Sheet {
	s.Updated = fromMicros(micros(s.Updated))
	if s.Marks == nil {
		s.Marks = map[string]judging.Points{}
	}
	if len(s.ByTop) == 0 {
		s.ByTop = nil
	}
	return s
}

// draftLater takes a saved version of a sheet.
func (t *Tx) draftLater(d judging.SheetDraft) bool {
	if t.later == nil {
		return false
	}
	t.later.drafts = append(t.later.drafts, d)
	t.touched, t.wrote = true, true
	return true
}

// write writes the first saves, as many as the mark says.
func (l *later) write(db *DB, tx *sql.Tx, m mark) error {
	if m == (mark{}) {
		return nil
	}
	var err error
	if db.dialect.engine == postgres {
		err = l.writeArrays(tx, m)
	} else {
		err = l.writeRows(db, tx, m)
	}
	l.sheets, l.drafts = append(l.sheets[:0], l.sheets[m.sheets:]...), append(l.drafts[:0], l.drafts[m.drafts:]...)
	return err
}

func (l *later) writeRows(db *DB, tx *sql.Tx, m mark) error {
	ctx := context.Background()
	text, err := db.dialect.bind(queryMarkSheet, 8)
	if err != nil {
		return err
	}
	for _, s := range l.sheets[:m.sheets] {
		result, err := tx.ExecContext(ctx, text, s.id, s.was, s.version, s.marks, s.total, s.byTop, s.comment, s.updated)
		if err != nil {
			return fmt.Errorf("%s: %w", queryMarkSheet.head(), err)
		}
		if n, err := result.RowsAffected(); n != 1 || err != nil {
			return errors.Join(errNotAsRemembered, err)
		}
	}
	if text, err = db.dialect.bind(querySaveDraft, 6); err != nil {
		return err
	}
	for _, d := range l.drafts[:m.drafts] {
		if _, err := tx.ExecContext(ctx, text, d.Sheet, d.Version, encodeMarks(d.Marks), pointsOrNull(d.Total), d.Comment,
			micros(d.At)); err != nil {
			return fmt.Errorf("%s: %w", querySaveDraft.head(), err)
		}
	}
	return nil
}
