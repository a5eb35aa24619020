package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// writeArrays is write in two statements. Of several saves of one sheet the last counts.
func (l *later) writeArrays(tx *sql.Tx, m mark) error {
	ctx := context.Background()
	if m.sheets > 0 {
		if err := markAtOnce(ctx, tx, lastOfEach(l.sheets[:m.sheets])); err != nil {
			return err
		}
	}
	if m.drafts == 0 {
		return nil
	}
	n := m.drafts
	sheets, versions, marks := make([]string, n), make([]int64, n), make([]string, n)
	totals, comments, times := make([]*int64, n), make([]string, n), make([]int64, n)
	for i, d := range l.drafts[:n] {
		sheets[i], versions[i], marks[i] = d.Sheet, int64(d.Version), encodeMarks(d.Marks)
		totals[i], comments[i], times[i] = orNil(pointsOrNull(d.Total)), d.Comment, micros(d.At)
	}
	if _, err := tx.ExecContext(ctx, saveDrafts, sheets, versions, marks, totals, comments, times); err != nil {
		return fmt.Errorf("save drafts: %w", err)
	}
	return nil
}

// lastOfEach is one save of each sheet: from the version that the first found to what the last wrote.
func lastOfEach(saves []sheetSave) []sheetSave {
	at := make(map[string]int, len(saves))
	last := make([]sheetSave, 0, len(saves))
	for _, s := range saves {
		i, again := at[s.id]
		if !again {
			at[s.id] = len(last)
			last = append(last, s)
			continue
		}
		s.was = last[i].was
		last[i] = s
	}
	return last
}

func markAtOnce(ctx context.Context, tx *sql.Tx, saves []sheetSave) error {
	n := len(saves)
	ids, was, versions, marks := make([]string, n), make([]int64, n), make([]int64, n), make([]string, n)
	totals, tops, comments, times := make([]*int64, n), make([]string, n), make([]string, n), make([]int64, n)
	for i, s := range saves {
		ids[i], was[i], versions[i], marks[i] = s.id, s.was, s.version, s.marks
		totals[i], tops[i], comments[i], times[i] = orNil(s.total), s.byTop, s.comment, s.updated
	}
	result, err := tx.ExecContext(ctx, markSheets, ids, was, versions, marks, totals, tops, comments, times)
	if err != nil {
		return fmt.Errorf("save marks: %w", err)
	}
	if got, err := result.RowsAffected(); got != int64(n) || err != nil {
		return errors.Join(errNotAsRemembered, err)
	}
	return nil
}

// orNil is a number as an element of an array takes it.
func orNil(n sql.NullInt64) *int64 {
	if !n.Valid {
		return nil
	}
	return &n.Int64
}
