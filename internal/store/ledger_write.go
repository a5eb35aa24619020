package store

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/ledger"
	"vinhdanh/judging"
)

const (
	queryHead     query = `SELECT size, root FROM ledger_head WHERE id = 1`
	querySaveHead query = `UPDATE ledger_head SET size = $1, root = $2 WHERE id = 1`
	// queryTelling finds an open pass whose submissions a published size would count.
	queryTelling query = `SELECT COUNT(*) FROM passes p WHERE p.closed = 0
AND EXISTS (SELECT 1 FROM sheets s WHERE s.edition = p.edition AND s.pass = p.n AND s.acts > 0)`
	queryAddLeaf query = `INSERT INTO ledger_leaves (idx, kind, tbl, row_id, made_at, nonce, salts, body, commitment)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	queryAddHash    query = `INSERT INTO ledger_hashes (idx, hash) VALUES ($1, $2)`
	queryAddHashes8 query = `INSERT INTO ledger_hashes (idx, hash) VALUES
($1, $2), ($3, $4), ($5, $6), ($7, $8), ($9, $10), ($11, $12), ($13, $14), ($15, $16)`
	queryAddCheckpoint query = `INSERT INTO checkpoints (size, body, made_at) VALUES ($1, $2, $3)
ON CONFLICT (size) DO NOTHING`
	queryTokenLedgered      query = `UPDATE api_tokens SET ledgered = 1 WHERE id = $1`
	queryInvitationLedgered query = `UPDATE invitations SET ledgered = 1 WHERE id = $1`
	queryReceipt            query = `SELECT commitment, made_at FROM ledger_leaves
WHERE tbl = $1 AND row_id = $2 ORDER BY idx DESC LIMIT 1`
)

// Append seals a leaf now and appends it when the transaction commits; its index is known afterwards.
func (t *Tx) Append(leaf ledger.Leaf) error {
	if !t.writing {
		return errors.New("append to the ledger: the transaction only reads")
	}
	s, err := ledger.Seal(leaf, rand.Reader)
	if err != nil {
		return fmt.Errorf("append to the ledger: %w", err)
	}
	t.leaves = append(t.leaves, s)
	return nil
}

// Publish marks that a checkpoint is published when the transaction commits. While an open pass has sheets
// that somebody acted on nothing is published, since the size would tell how many; the close of the pass,
// which asks itself, makes up for it.
func (t *Tx) Publish() { t.publish = true }

// Receipt is the commitment of the latest leaf of a row, from the commit on.
func (t *Tx) Receipt(table, id string) (judging.Receipt, error) {
	return one(t, "receipt", func(_ *Tx, row scan) (r judging.Receipt, err error) {
		var commitment []byte
		err = row(&commitment, stamp(&r.At))
		r.Commitment = hex.EncodeToString(commitment)
		return r, err
	}, queryReceipt, table, id)
}

// markLedgered notes on tokens and invitations that a leaf speaks of them; most have none.
func (t *Tx) markLedgered() error {
	for _, leaf := range t.leaves {
		var err error
		switch leaf.Table {
		case "api_tokens":
			err = t.exec(queryTokenLedgered, leaf.ID)
		case "invitations":
			err = t.exec(queryInvitationLedgered, leaf.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// appendGroup does once for a whole group what its members asked for: the leaves of those who survived, in
// their order, then the checkpoint.
func (t *Tx) appendGroup(survivors []*Tx) error {
	var leaves []ledger.Sealed
	publish := false
	for _, s := range survivors {
		leaves = append(leaves, s.leaves...)
		publish = publish || s.publish
	}
	if len(leaves) == 0 && !publish {
		return nil
	}
	head, err := t.head()
	if err != nil {
		return err
	}
	if len(leaves) > 0 {
		if head, err = t.appendLeaves(head, leaves); err != nil {
			return err
		}
	}
	if !publish || t.db.conf.Sign == nil || head.Size == 0 {
		return nil
	}
	if telling, err := one(t, "pass", plain[int], queryTelling); err != nil || telling > 0 {
		return err
	}
	text, err := t.db.conf.Sign(head.Size, head.Root)
	if err != nil {
		return fmt.Errorf("sign checkpoint: %w", err)
	}
	if err := t.exec(queryAddCheckpoint, head.Size, text, micros(t.db.conf.Now())); err != nil {
		return err
	}
	err = t.queueAfterPublication()
	survivors[0].enqueued = survivors[0].enqueued || t.enqueued
	return err
}

func (t *Tx) head() (ledger.Head, error) {
	return one(t, "ledger", func(_ *Tx, row scan) (h ledger.Head, err error) {
		var root []byte
		if err := row(&h.Size, &root); err != nil {
			return h, err
		}
		if len(root) != len(h.Root) {
			return h, errors.New("the ledger's root has another length")
		}
		copy(h.Root[:], root)
		return h, nil
	}, queryHead)
}

func (t *Tx) appendLeaves(head ledger.Head, leaves []ledger.Sealed) (ledger.Head, error) {
	data := make([][]byte, len(leaves))
	for i, s := range leaves {
		data[i] = s.Data()
		if err := t.exec(queryAddLeaf, head.Size+int64(i), s.Kind, s.Table, s.ID, micros(s.At),
			notNil(s.Nonce), encode(s.Salts), s.Body, s.Commitment[:]); err != nil {
			return head, err
		}
	}
	added, err := ledger.AppendRecords(head, hashReader{t}, data)
	if err != nil {
		return head, err
	}
	if err := t.addHashes(added.First, added.Hashes); err != nil {
		return head, err
	}
	return added.Head, t.exec(querySaveHead, added.Head.Size, added.Head.Root[:])
}

// addHashes stores eight hashes a statement, for PostgreSQL's sake: each is a round trip there.
func (t *Tx) addHashes(first int64, hashes []tlog.Hash) error {
	for ; len(hashes) >= 8; first, hashes = first+8, hashes[8:] {
		args := make([]any, 0, 16)
		for i := range 8 {
			args = append(args, first+int64(i), hashes[i][:])
		}
		if err := t.exec(queryAddHashes8, args...); err != nil {
			return err
		}
	}
	for i := range hashes {
		if err := t.exec(queryAddHash, first+int64(i), hashes[i][:]); err != nil {
			return err
		}
	}
	return nil
}

// notNil keeps empty bytes from becoming NULL.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
