package store

import "vinhdanh/internal/ledger"

const (
	queryRowEntries query = `SELECT idx, kind, tbl, row_id, made_at, nonce, salts, body, commitment
FROM ledger_leaves WHERE tbl = $1 AND row_id = $2 AND idx < $3 ORDER BY idx`
	queryCheckpointsFrom query = `SELECT body FROM checkpoints WHERE size >= $1 ORDER BY size`
)

// RowEntries are the leaves of one row below an index, oldest first, with what opens them.
func (t *Tx) RowEntries(table, id string, before int64) ([]ledger.Entry, error) {
	return all(t, scanLeaf, queryRowEntries, table, id, before)
}

// CheckpointsFrom are the published checkpoints of that many leaves or more, the smallest first.
func (t *Tx) CheckpointsFrom(size int64) ([]string, error) {
	return all(t, plain[string], queryCheckpointsFrom, size)
}
