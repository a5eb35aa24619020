package store

import (
	"context"
	"errors"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/ledger"
)

// batch is how many rows a check reads at once.
const batch = 500

const queryLeavesAfter query = `SELECT idx, kind, tbl, row_id, made_at, nonce, salts, body, commitment
FROM ledger_leaves WHERE idx > $1 ORDER BY idx LIMIT $2`

// CheckLedger compares the whole ledger with itself, with its last checkpoint, with one that somebody
// kept (nil for none) and with the record, on one snapshot.
func (db *DB) CheckLedger(ctx context.Context, kept *ledger.Checkpoint) (findings []ledger.Finding, err error) {
	err = db.View(ctx, func(t *Tx) error {
		findings, err = ledger.Check(ctx, t.LedgerSource(), kept)
		return err
	})
	return findings, err
}

// LedgerSource is what ledger.Check reads, on the snapshot of this transaction. From now on the
// transaction hands over cells that cannot be parsed empty.
func (t *Tx) LedgerSource() ledger.Source {
	t.checking = true
	return source{t}
}

type source struct{ t *Tx }

// Head is the stored size and root.
func (s source) Head(context.Context) (ledger.Head, error) { return s.t.head() }

// Published is the last stored checkpoint; one that cannot be read has an empty root, which no tree has.
func (s source) Published(context.Context) (*ledger.Checkpoint, error) {
	text, size, err := s.t.LastCheckpoint()
	if missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c := ledger.Checkpoint{Size: size, Text: text}
	if s.t.db.conf.Verifiers != nil {
		if read, err := ledger.ParseCheckpoint(text, s.t.db.conf.Verifiers); err == nil && read.Size == size {
			c = read
		}
		return &c, nil
	}
	lines := strings.Split(text, "\n")
	if len(lines) > 2 && lines[1] == strconv.FormatInt(size, 10) {
		if root, err := tlog.ParseHash(lines[2]); err == nil {
			c.Origin, c.Root = lines[0], root
		}
	}
	return &c, nil
}

// Hashes reads stored hashes.
func (s source) Hashes(context.Context) tlog.HashReader { return s.t.HashReader() }

// Leaves yields every stored leaf, also those whose index no tree gives.
func (s source) Leaves(ctx context.Context) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		last := int64(math.MinInt64)
		for {
			entries, err := all(s.t, scanLeaf, queryLeavesAfter, last, batch)
			if err = errors.Join(err, ctx.Err()); err != nil {
				yield(ledger.Entry{}, err)
				return
			}
			for _, e := range entries {
				if !yield(e, nil) {
					return
				}
				last = e.Index
			}
			if len(entries) < batch {
				return
			}
		}
	}
}

// Tables names the bound tables in order.
func (s source) Tables() []string { return slices.Sorted(maps.Keys(boundTables())) }

// Rows yields the leaf that each bound row makes today.
func (s source) Rows(ctx context.Context) iter.Seq2[ledger.Leaf, error] {
	return func(yield func(ledger.Leaf, error) bool) {
		tables := boundTables()
		for _, table := range s.Tables() {
			after := ""
			for {
				rows, err := tables[table](s.t, after)
				if err = errors.Join(err, ctx.Err()); err != nil {
					yield(ledger.Leaf{}, err)
					return
				}
				for _, r := range rows {
					if r.bound && !yield(r.leaf, nil) {
						return
					}
					after = r.id
				}
				if len(rows) < batch {
					break
				}
			}
		}
	}
}
