package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
)

// afterPublication are the kinds of jobs to queue when a checkpoint is published.
func (c config) afterPublication() (kinds []string) {
	if len(c.Witnesses) > 0 {
		kinds = append(kinds, ledger.WitnessJob)
	}
	if c.TimestampURL != "" {
		kinds = append(kinds, ledger.StampJob)
	}
	if c.LedgerExport != "" {
		kinds = append(kinds, ledger.ExportJob)
	}
	return kinds
}

// witness is somebody who is asked to cosign checkpoints.
type witness struct {
	ledger.Witness
	url string // of its submission prefix; empty for one that only sends
}

// openWitnesses reads the setting: "<verifier key> <address>", the address left out for a witness that is not
// asked but sends what it cosigned.
func (c config) openWitnesses() ([]witness, error) {
	var list []witness
	for _, text := range c.Witnesses {
		key, address, _ := strings.Cut(strings.TrimSpace(text), " ")
		w, err := ledger.ParseWitness(key)
		if err != nil {
			return nil, usageError{fmt.Errorf("witnesses: %w", err)}
		}
		address = strings.TrimSuffix(strings.TrimSpace(address), "/")
		if u, err := url.Parse(address); err != nil || address != "" && (u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			return nil, usageError{fmt.Errorf("witnesses: %q of %s is no address such as https://witness.example", address, w.Name())}
		}
		list = append(list, witness{w, address})
	}
	return list, nil
}

// witnessKeys are the keys of the witnesses.
func (a *app) witnessKeys() []ledger.Witness {
	keys := make([]ledger.Witness, len(a.witnesses))
	for i, w := range a.witnesses {
		keys[i] = w.Witness
	}
	return keys
}

// askWitnesses sends the last published checkpoint to every witness that has not cosigned it, all at once, and keeps
// what each answers. One that fails is asked again; it keeps the others from nothing.
func (a *app) askWitnesses(ctx context.Context, _ *jobs.Job, _ func() error) error {
	p, err := a.db.Published(ctx, 0)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	asker := witnessAsker{client: witnessHTTP(witnessTimeout), hashes: a.db.Hashes(ctx), now: time.Now}
	problems := make([]error, len(a.witnesses))
	var all sync.WaitGroup
	for i, w := range a.witnesses {
		if w.url == "" {
			continue
		}
		all.Go(func() {
			if err := a.askWitness(ctx, asker, w, p); err != nil {
				problems[i] = fmt.Errorf("witness %s: %w", w.Name(), err)
			}
		})
	}
	all.Wait()
	return errors.Join(problems...)
}

func (a *app) askWitness(ctx context.Context, asker witnessAsker, w witness, p ledger.Published) error {
	old, err := a.db.CosignedSize(ctx, fmt.Sprintf("%s+%08x", w.Name(), w.KeyHash()))
	if err != nil || old >= p.Size {
		return err
	}
	list, err := asker.ask(ctx, w, p, old)
	if err != nil {
		return err
	}
	_, err = a.keepCosignatures(ctx, p.Size, list)
	return err
}

// keepCosignatures keeps what witnesses signed, and has it exported when some of it is new; added is how many were.
func (a *app) keepCosignatures(ctx context.Context, size int64, list []ledger.Cosignature) (added int, err error) {
	if added, err = a.db.AddCosignatures(ctx, size, list); err != nil || added == 0 {
		return added, err
	}
	return added, a.exportAgain(ctx)
}

// witnessTimeout is how long a witness may take; it is asked twice at most in one go.
const witnessTimeout = 10 * time.Second

// witnessHTTP is a client that follows nobody elsewhere.
func witnessHTTP(timeout time.Duration) *http.Client {
	return &http.Client{Timeout: timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// stampsAtOnce is how many checkpoints are read at once to be stamped.
const stampsAtOnce = 20

// stampCheckpoints gets a timestamp for each of the published checkpoints that have none, the latest first: it covers
// those before it as well.
func (a *app) stampCheckpoints(ctx context.Context, _ *jobs.Job, save func() error) error {
	if a.stamper == nil {
		_, err := a.conf.openStamper()
		return err
	}
	for stamped := 0; ; {
		list, err := a.db.Unstamped(ctx, stampsAtOnce)
		if err == nil && len(list) == 0 && stamped > 0 {
			err = a.exportAgain(ctx)
		}
		if err != nil || len(list) == 0 {
			return err
		}
		for _, p := range list {
			if err := errors.Join(a.stampCheckpoint(ctx, p), save()); err != nil {
				return err
			}
			stamped++
		}
	}
}

// stampCheckpoint gets and keeps the timestamp of one checkpoint.
func (a *app) stampCheckpoint(ctx context.Context, p ledger.Published) error {
	token, err := a.stamper.Stamp(ctx, sha256.Sum256([]byte(p.Signed)))
	if err != nil {
		return err
	}
	if p.Stamp, err = token.Response(); err != nil {
		return err
	}
	p.Stamped = token.At
	return a.db.SaveStamp(ctx, p)
}
