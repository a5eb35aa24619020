package store

import (
	"encoding/json"
	"fmt"

	"vinhdanh/judging"
)

const (
	erasureColumns = `id, tbl, row_id, fields, reason, made_by, made_at`

	querySaveErasure query = "INSERT INTO erasures (" + erasureColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	querySalts       query = `SELECT idx, salts FROM ledger_leaves WHERE tbl = $1 AND row_id = $2 ORDER BY idx`
	// Salts are the one column of a leaf that a trigger lets change: without its salt a text cannot be guessed
	// from its hash, and the tree stays as it is.
	querySaveSalts query = `UPDATE ledger_leaves SET salts = $2 WHERE idx = $1`
)

func scanErasure(t *Tx, row scan) (e judging.Erasure, err error) {
	err = row(&e.ID, &e.Table, &e.Row, decodeList(t, &e.Fields), &e.Reason, &e.By, stamp(&e.At))
	return e, err
}

// SaveErasure records an erasure and takes the salts of the erased texts out of every leaf of the row.
func (t *Tx) SaveErasure(e judging.Erasure) error {
	if err := t.exec(querySaveErasure, e.ID, e.Table, e.Row, encode(list(e.Fields)), e.Reason, e.By, micros(e.At)); err != nil {
		return err
	}
	type salted struct {
		index int64
		salts map[string]string
	}
	leaves, err := all(t, func(_ *Tx, row scan) (s salted, err error) {
		var raw []byte
		if err := row(&s.index, &raw); err != nil {
			return s, err
		}
		if err := json.Unmarshal(raw, &s.salts); err != nil {
			return s, fmt.Errorf("read salts of leaf %d: %w", s.index, err)
		}
		return s, nil
	}, querySalts, e.Table, e.Row)
	if err != nil {
		return err
	}
	for _, l := range leaves {
		for _, field := range e.Fields {
			delete(l.salts, field)
		}
		if err := t.exec(querySaveSalts, l.index, encode(l.salts)); err != nil {
			return err
		}
	}
	return nil
}
