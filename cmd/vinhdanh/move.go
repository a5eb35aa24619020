package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vinhdanh/internal/archive"
	"vinhdanh/internal/store"
)

// toSQLite names the SQLite file in the data folder as the target of a move.
const toSQLite = "sqlite"

// move brings the record into an empty database of either engine, ledger and all. Files and key stay where
// they are. The old database is marked, so that nobody goes on with it by mistake.
func (s *session) move(ctx context.Context, to string) (err error) {
	source := store.Config{DataDir: s.conf.Data, DatabaseURL: s.conf.DatabaseURL, Now: time.Now, Log: s.logger()}
	target := source
	if target.DatabaseURL = to; to == toSQLite {
		target.DatabaseURL = ""
	} else if !strings.HasPrefix(to, "postgres://") && !strings.HasPrefix(to, "postgresql://") {
		return usageError{fmt.Errorf("--to %q is neither %s nor postgres://…", to, toSQLite)}
	}
	if target.DatabaseURL == source.DatabaseURL {
		return usageError{errors.New("the record is there already")}
	}
	key, err := os.ReadFile(filepath.Join(s.conf.Data, archive.Key))
	if err != nil {
		return fmt.Errorf("read ledger key: %w", err)
	}
	if target.Verifiers, err = keyVerifiers(key); err != nil {
		return err
	}
	if err := refuseFull(store.Empty(ctx, target)); err != nil {
		return err
	}
	held, err := store.Hold(ctx, source)
	if errors.Is(err, store.ErrServing) {
		return hinted{err, "stop every server and command on this database first"}
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.Release()) }()
	facts, err := s.carry(ctx, source, target)
	if err != nil {
		return err
	}
	where := masked(target.DatabaseURL, "the SQLite file in the data folder")
	if err := held.Mark(ctx, where); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "moved %d tables and a ledger of %d leaves to %s\n", len(facts.Tables), facts.Head.Size, where)
	if target.DatabaseURL == "" {
		_, err = fmt.Fprintln(s.stdout, "now take database_url out of the configuration and start the server; the old database can be dropped after a backup")
	} else if err == nil {
		_, err = fmt.Fprintf(s.stdout, "now set database_url in %s and start the server; vinhdanh.db can be deleted after a backup\n", s.conf.path())
	}
	return err
}

// carry copies a held database by way of a file, whose ledger is checked before and after.
func (s *session) carry(ctx context.Context, source, target store.Config) (facts store.Facts, err error) {
	dir, clean, err := workFolder(s.conf.Data)
	if err != nil {
		return facts, err
	}
	defer func() { err = errors.Join(err, clean()) }()
	if err := store.Snapshot(ctx, source, dir); err != nil {
		return facts, err
	}
	if facts, err = store.Inspect(ctx, dir); err != nil {
		return facts, err
	}
	if facts.Moved != "" {
		return facts, movedError(facts.Moved)
	}
	want := archive.Ledger{Size: facts.Head.Size, Root: hex.EncodeToString(facts.Head.Root[:])}
	if err := soundLedger(ctx, store.Config{DataDir: dir, Verifiers: target.Verifiers, Now: time.Now}, want); err != nil {
		return facts, hinted{err, "nothing was moved; run `vinhdanh ledger check`"}
	}
	if err := refuseFull(store.Fill(ctx, target, dir)); err != nil {
		return facts, err
	}
	if err := soundLedger(ctx, target, want); err != nil {
		return facts, hinted{fmt.Errorf("after the move: %w", err), "go on with the old database and remove the new one"}
	}
	return facts, nil
}

func soundLedger(ctx context.Context, conf store.Config, want archive.Ledger) error {
	findings, err := checkLedger(ctx, conf, want)
	if err == nil && len(findings) > 0 {
		err = fmt.Errorf("the ledger has %d findings; the first: %s", len(findings), findings[0])
	}
	return err
}

// movedError is what a database says whose record has moved.
func movedError(to string) error {
	return hinted{fmt.Errorf("the record has moved to %s", to), "set database_url to where it is now, or take it out for SQLite"}
}
