package store

import (
	"context"
	"errors"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
	"vinhdanh/judging"
)

const (
	queryPublishedSize query = `SELECT COALESCE(MAX(size), 0) FROM checkpoints`
	queryPublished     query = `SELECT size, body, made_at FROM checkpoints WHERE size = $1`
	queryCosignatures  query = `SELECT witness, line, signed_at FROM cosignatures WHERE size = $1 ORDER BY made_at, witness`
	queryAddCosigned   query = `INSERT INTO cosignatures (size, witness, line, signed_at, made_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (size, witness) DO NOTHING`
	queryCosignedSize query = `SELECT COALESCE(MAX(size), 0) FROM cosignatures WHERE witness = $1`
	queryStamp        query = `SELECT response, stamped FROM checkpoint_stamps WHERE size = $1`
	queryAddStamp     query = `INSERT INTO checkpoint_stamps (size, response, stamped, made_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (size) DO NOTHING`
	queryUnstamped query = `SELECT c.size, c.body, c.made_at FROM checkpoints c WHERE NOT EXISTS
(SELECT 1 FROM checkpoint_stamps s WHERE s.size = c.size) ORDER BY c.size DESC LIMIT $1`
	queryStamped query = `SELECT size FROM checkpoint_stamps ORDER BY size`
	// With another id, so that a runner that hung on an earlier try has nothing more to say about the job.
	queryAskAnew query = `UPDATE jobs SET id = $3, attempts = 0, run_at = $4
WHERE kind = $1 AND job_key = $2 AND state = 'queued' AND attempts > 0`
)

// latest is the key of the one job of a kind that waits for the last published checkpoint.
const latest = "latest"

// queueAfterPublication queues the work that waits for a publication. A job sees to every checkpoint that was
// left over, not to one: what failed for good is made up for at the next publication, that of the night at the latest.
// One that waits for its next try, perhaps for hours, has its tries anew and the first of them at once.
func (t *Tx) queueAfterPublication() error {
	for _, kind := range t.db.conf.AfterPublication {
		n, err := t.affect(queryAskAnew, kind, latest, accounts.NewID(), micros(t.db.conf.Now()))
		if err == nil {
			err = t.Enqueue(judging.Job{Kind: kind, Key: latest})
		}
		if err != nil {
			return err
		}
		t.enqueued = t.enqueued || n > 0
	}
	return nil
}

func scanPublished(_ *Tx, row scan) (p ledger.Published, err error) {
	err = row(&p.Size, &p.Signed, stamp(&p.At))
	return p, err
}

// Published is a published checkpoint by its size with what others said of it, the last one for size 0; the fault
// not_found when none of that size was published.
func (t *Tx) Published(size int64) (p ledger.Published, err error) {
	if size == 0 {
		if _, size, err = t.LastCheckpoint(); err != nil {
			return p, err
		}
	}
	if p, err = one(t, "checkpoint", scanPublished, queryPublished, size); err != nil {
		return p, err
	}
	p.Cosignatures, err = all(t, func(_ *Tx, row scan) (c ledger.Cosignature, err error) {
		err = row(&c.Witness, &c.Line, stamp(&c.At))
		return c, err
	}, queryCosignatures, size)
	if err != nil {
		return p, err
	}
	_, err = one(t, "timestamp", func(_ *Tx, row scan) (struct{}, error) {
		return struct{}{}, row(&p.Stamp, stamp(&p.Stamped))
	}, queryStamp, size)
	if missing(err) {
		err = nil
	}
	return p, err
}

// Published is Tx.Published in a transaction of its own.
func (db *DB) Published(ctx context.Context, size int64) (p ledger.Published, err error) {
	err = db.View(ctx, func(t *Tx) error {
		p, err = t.Published(size)
		return err
	})
	return p, err
}

// AddCosignatures keeps what witnesses signed of the published checkpoint of that size and tells how many of them
// were new; a witness's first word on a size stays. The fault not_found says that the size was never published.
func (t *Tx) AddCosignatures(size int64, list []ledger.Cosignature) (added int, err error) {
	if _, err := one(t, "checkpoint", scanPublished, queryPublished, size); err != nil {
		return 0, err
	}
	for _, c := range list {
		n, err := t.affect(queryAddCosigned, size, c.Witness, c.Line, micros(c.At), micros(t.db.conf.Now()))
		if err != nil {
			return added, err
		}
		added += int(n)
	}
	return added, nil
}

// AddCosignatures is Tx.AddCosignatures in a transaction of its own.
func (db *DB) AddCosignatures(ctx context.Context, size int64, list []ledger.Cosignature) (added int, err error) {
	err = db.Update(ctx, func(t *Tx) error {
		added, err = t.AddCosignatures(size, list)
		return err
	})
	return added, err
}

// CosignedSize is the largest size that a witness ("<name>+<key hash>") cosigned, 0 before the first.
func (db *DB) CosignedSize(ctx context.Context, witness string) (size int64, err error) {
	err = db.View(ctx, func(t *Tx) error {
		size, err = one(t, "cosignature", plain[int64], queryCosignedSize, witness)
		return err
	})
	return size, err
}

// Unstamped are published checkpoints without a timestamp, the latest first, at most that many.
func (db *DB) Unstamped(ctx context.Context, most int) (list []ledger.Published, err error) {
	err = db.View(ctx, func(t *Tx) error {
		list, err = all(t, scanPublished, queryUnstamped, most)
		return err
	})
	return list, err
}

// Stamped are the sizes of the published checkpoints that have a timestamp, in order.
func (db *DB) Stamped(ctx context.Context) (sizes []int64, err error) {
	err = db.View(ctx, func(t *Tx) error {
		sizes, err = all(t, plain[int64], queryStamped)
		return err
	})
	return sizes, err
}

// SaveStamp keeps the timestamp of a published checkpoint; a second one for the same is dropped.
func (db *DB) SaveStamp(ctx context.Context, p ledger.Published) error {
	if len(p.Stamp) == 0 || p.Stamped.IsZero() {
		return errors.New("save timestamp: there is none")
	}
	return db.Update(ctx, func(t *Tx) error {
		return t.exec(queryAddStamp, p.Size, p.Stamp, micros(p.Stamped), micros(t.db.conf.Now()))
	})
}

// LeafData is Tx.LeafData in a transaction of its own.
func (db *DB) LeafData(ctx context.Context, from, to int64) (data [][]byte, err error) {
	if from > to {
		return nil, fault.New(fault.NotFound, "not_found", "what", "leaf")
	}
	err = db.View(ctx, func(t *Tx) error {
		data, err = t.LeafData(from, to)
		return err
	})
	return data, err
}
