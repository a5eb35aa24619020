package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/web"
)

type ledgerPort struct{ db *store.DB }

func (l ledgerPort) Published(ctx context.Context, size int64) (ledger.Published, error) {
	return l.db.Published(ctx, size)
}

func (l ledgerPort) AddCosignatures(ctx context.Context, size int64, list []ledger.Cosignature) (int, error) {
	return l.db.AddCosignatures(ctx, size, list)
}

func (l ledgerPort) HashReader(ctx context.Context) tlog.HashReader { return l.db.Hashes(ctx) }

func (l ledgerPort) LeafData(ctx context.Context, from, to int64) ([][]byte, error) {
	return l.db.LeafData(ctx, from, to)
}

type answersPort struct{ db *store.DB }

func (a answersPort) HoldAnswer(ctx context.Context, user, key string) (release func(), err error) {
	return a.db.Hold(ctx, user+key)
}

func (a answersPort) LoadAnswer(ctx context.Context, user, key string) (web.Answer, error) {
	kept, found, err := a.db.Idempotent(ctx, user, key)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "not_found")
	}
	return web.Answer{User: user, Key: key, BodyHash: kept.BodyHash, Status: kept.Status, ContentType: kept.ContentType, Body: kept.Answer}, err
}

func (a answersPort) SaveAnswer(ctx context.Context, x web.Answer) error {
	return a.db.SaveIdempotent(ctx, x.User, x.Key, store.Answered{BodyHash: x.BodyHash, Status: x.Status, ContentType: x.ContentType, Answer: x.Body})
}

// work runs the queued certificate jobs with a press that prints the code into a small file.
func (w *world) work() {
	w.t.Helper()
	press := certificates.Press{
		Print: func(st certificates.Statement) ([]byte, error) {
			if w.print != nil {
				return w.print(st)
			}
			return fakePDF(st.Code.String()), nil
		},
		Keep: func(ctx context.Context, file []byte) (string, error) {
			sha, _, err := w.blobs.Put(ctx, bytes.NewReader(file), 0)
			return sha, err
		},
	}
	runner := jobs.NewRunner(w.db, map[string]jobs.Handler{certificates.BatchJob: func(ctx context.Context, j *jobs.Job, save func() error) error {
		var batch certificates.Batch
		if err := json.Unmarshal(j.Payload, &batch); err != nil {
			return err
		}
		return w.certs.IssueBatch(ctx, batch, press, func(done int, _ []certificates.BatchError) error {
			j.Done = done
			return save()
		})
	}}, func() time.Time { return w.clock }, slog.New(slog.DiscardHandler))
	for {
		worked, err := runner.RunOne(context.Background(), certificates.BatchJob)
		if err != nil {
			w.t.Fatal(err)
		}
		if !worked {
			return
		}
	}
}

// fakePDF carries a code where the real page does.
func fakePDF(code string) []byte {
	return []byte("%PDF-1.4\n1 0 obj\n<< /Keywords (" + code + ") >>\nendobj\ntrailer << /Info 1 0 R >>\n%%EOF\n")
}
