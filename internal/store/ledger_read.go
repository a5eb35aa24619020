package store

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/ledger"
)

const (
	queryHashes query = `SELECT idx, hash FROM ledger_hashes WHERE idx IN
($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
$17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)`
	queryHash           query = `SELECT idx, hash FROM ledger_hashes WHERE idx = $1`
	queryLastCheckpoint query = `SELECT size, body FROM checkpoints ORDER BY size DESC LIMIT 1`
	queryLeafIndex      query = `SELECT idx FROM ledger_leaves WHERE tbl = $1 AND row_id = $2 ORDER BY idx DESC LIMIT 1`
	queryLeaves         query = `SELECT idx, kind, tbl, row_id, made_at, nonce, salts, body, commitment
FROM ledger_leaves WHERE idx >= $1 AND idx < $2 ORDER BY idx`
)

// hashReader reads stored hashes within a transaction.
type hashReader struct{ t *Tx }

type storedHash struct {
	index int64
	hash  []byte
}

func scanHash(_ *Tx, row scan) (h storedHash, err error) {
	err = row(&h.index, &h.hash)
	return h, err
}

// ReadHashes reads hashes by tlog's stored index, 32 a statement.
func (r hashReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make(map[int64]tlog.Hash, len(indexes))
	for rest := indexes; len(rest) > 0; {
		var rows []storedHash
		var err error
		if len(rest) == 1 {
			rows, err = all(r.t, scanHash, queryHash, rest[0])
			rest = nil
		} else {
			args := make([]any, 32)
			for i := range args {
				args[i] = rest[min(i, len(rest)-1)]
			}
			rows, err = all(r.t, scanHash, queryHashes, args...)
			rest = rest[min(32, len(rest)):]
		}
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if len(row.hash) == tlog.HashSize {
				found[row.index] = tlog.Hash(row.hash)
			}
		}
	}
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		h, ok := found[index]
		if !ok {
			return nil, fmt.Errorf("hash %d: %w", index, ledger.ErrHashMissing)
		}
		hashes[i] = h
	}
	return hashes, nil
}

// HashReader reads the tree's stored hashes within this transaction.
func (t *Tx) HashReader() tlog.HashReader { return hashReader{t} }

// keptHashes bounds the hashes of the tree that are kept in memory, at about 14 MB.
const keptHashes = 1 << 18

// hashCache keeps stored hashes, which never change once they were committed. The zero value is ready.
type hashCache struct {
	mu   sync.RWMutex
	kept map[int64]tlog.Hash
}

// read is what is kept of the hashes, and the indexes of those that are missing.
func (c *hashCache) read(indexes []int64) (hashes []tlog.Hash, missing []int64) {
	hashes = make([]tlog.Hash, len(indexes))
	c.mu.RLock()
	defer c.mu.RUnlock()
	for i, index := range indexes {
		h, ok := c.kept[index]
		if !ok {
			missing = append(missing, index)
		}
		hashes[i] = h
	}
	return hashes, missing
}

// keep adds hashes that were read, and forgets all others when there are too many.
func (c *hashCache) keep(indexes []int64, hashes []tlog.Hash) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || len(c.kept)+len(indexes) > keptHashes {
		c.kept = map[int64]tlog.Hash{}
	}
	for i, index := range indexes {
		c.kept[index] = hashes[i]
	}
}

// Hashes reads the tree's committed hashes, from memory as far as they were read before.
func (db *DB) Hashes(ctx context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes, missing := db.hashes.read(indexes)
		if len(missing) == 0 {
			return hashes, nil
		}
		err := db.View(ctx, func(t *Tx) (err error) {
			hashes, err = t.HashReader().ReadHashes(indexes)
			return err
		})
		if err == nil {
			db.hashes.keep(indexes, hashes)
		}
		return hashes, err
	})
}

// LedgerHead is the live size and root. They say how much was done: nothing shows them before a close.
func (db *DB) LedgerHead(ctx context.Context) (head ledger.Head, err error) {
	err = db.View(ctx, func(t *Tx) error {
		head, err = t.head()
		return err
	})
	return head, err
}

// LastCheckpoint is the signed text of the last published checkpoint and its size; the fault not_found
// says that none was published yet.
func (db *DB) LastCheckpoint(ctx context.Context) (text string, size int64, err error) {
	err = db.View(ctx, func(t *Tx) error {
		text, size, err = t.LastCheckpoint()
		return err
	})
	return text, size, err
}

// LastCheckpoint is DB.LastCheckpoint within a transaction.
func (t *Tx) LastCheckpoint() (text string, size int64, err error) {
	text, err = one(t, "checkpoint", func(_ *Tx, row scan) (s string, err error) {
		err = row(&size, &s)
		return s, err
	}, queryLastCheckpoint)
	return text, size, err
}

// LeafIndex is the place of a row's latest leaf in the log, from 0.
func (t *Tx) LeafIndex(table, id string) (int64, error) {
	return one(t, "leaf", plain[int64], queryLeafIndex, table, id)
}

// InclusionProof proves that leaf index is part of the tree of size leaves.
func (t *Tx) InclusionProof(index, size int64) (tlog.RecordProof, error) {
	return ledger.InclusionProof(size, index, t.HashReader())
}

// LeafData is what the tree hashes of the leaves from one index up to, not including, another.
func (t *Tx) LeafData(from, to int64) ([][]byte, error) {
	entries, err := t.Leaves(from, to)
	if err != nil {
		return nil, err
	}
	data := make([][]byte, len(entries))
	for i, e := range entries {
		data[i] = e.Sealed.Data()
	}
	return data, nil
}

// Leaves are the stored leaves from one index up to, not including, another, with what opens them.
func (t *Tx) Leaves(from, to int64) ([]ledger.Entry, error) {
	return all(t, scanLeaf, queryLeaves, from, to)
}

func scanLeaf(t *Tx, row scan) (e ledger.Entry, err error) {
	var salts, commitment []byte
	s := &e.Sealed
	if err := row(&e.Index, &s.Kind, &s.Table, &s.ID, stamp(&s.At), &s.Nonce, &salts, &s.Body, &commitment); err != nil {
		return e, err
	}
	copy(s.Commitment[:], commitment)
	s.Salts = map[string]string{}
	if err := json.Unmarshal(salts, &s.Salts); err != nil && !t.checking {
		return e, fmt.Errorf("read salts of leaf %d: %w", e.Index, err)
	}
	if len(commitment) != len(s.Commitment) {
		s.Commitment = [32]byte{}
	}
	return e, nil
}
