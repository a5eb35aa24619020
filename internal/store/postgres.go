package store

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// connectTime is how long one host of the database address may take to answer.
const connectTime = 5 * time.Second

func (db *DB) openPostgres() error {
	db.dialect.engine = postgres
	conf, err := pgx.ParseConfig(db.conf.DatabaseURL)
	if err != nil {
		return fmt.Errorf("read the database address: %w", err) // pgx leaves the password out of it
	}
	// A node that hangs must not keep the others from writing, nor a lost network this one forever.
	for name, value := range map[string]string{
		"application_name":                    "vinhdanh",
		"timezone":                            "UTC",
		"idle_in_transaction_session_timeout": "60000",
		"statement_timeout":                   "60000",
	} {
		if _, given := conf.RuntimeParams[name]; !given {
			conf.RuntimeParams[name] = value
		}
	}
	if conf.ConnectTimeout == 0 { // of several hosts the first may be a machine that is off
		conf.ConnectTimeout = connectTime
		conf.DialFunc = (&net.Dialer{Timeout: connectTime, KeepAlive: connectTime}).DialContext
	}
	db.writer = stdlib.OpenDB(*conf, stdlib.OptionAfterConnect(waitForDisks))
	db.writer.SetMaxOpenConns(1)
	db.reader = stdlib.OpenDB(*conf)
	db.reader.SetMaxOpenConns(readers())
	db.reader.SetMaxIdleConns(readers())
	db.holder = stdlib.OpenDB(*conf)
	db.holder.SetMaxOpenConns(maxHolds)
	return nil
}

// beginWrite opens the transaction of a group. On SQLite it is immediate. On PostgreSQL the ledger's
// head is locked first, so that the groups of all nodes follow one another and READ COMMITTED is enough.
func (db *DB) beginWrite() (*sql.Tx, error) {
	ctx := context.Background()
	if db.dialect.engine == sqlite {
		tx, err := db.writer.BeginTx(ctx, nil)
		if err != nil {
			return nil, fmt.Errorf("begin to write: %w", err)
		}
		return tx, nil
	}
	tx, err := db.writer.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return nil, fmt.Errorf("begin to write: %w", err)
	}
	if _, err := tx.ExecContext(ctx, "LOCK TABLE ledger_head IN EXCLUSIVE MODE"); err != nil {
		tx.Rollback() //nolint:errcheck // the first error is the one that says why
		return nil, fmt.Errorf("lock the ledger's head: %w", err)
	}
	return tx, nil
}
