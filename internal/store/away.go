package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"vinhdanh/internal/fault"
)

// away adds to an error the words for readers, the fault database_away, when the database server cannot be
// reached, stops or starts. What was being committed then may have been saved or not.
func (db *DB) away(err error) error {
	if err == nil || db.dialect.engine != postgres || !unreachable(err) {
		return err
	}
	return fmt.Errorf("%w: %w", fault.New(fault.Unavailable, "database_away"), err)
}

// unreachable reports whether an error of the driver speaks of the connection and not of a statement.
func unreachable(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		// connection exceptions, operator_intervention but for a cancelled statement, too_many_connections
		return strings.HasPrefix(e.Code, "08") || strings.HasPrefix(e.Code, "57P") || e.Code == "53300"
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || pgconn.SafeToRetry(err)
}

// waitForDisks has a writing connection acknowledge a commit only when it is on disk here and, where there is a
// synchronous standby, there: a server that is set to be faster would lose scores. Stricter settings stay.
func waitForDisks(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') IN ('off', 'local')`)
	if err != nil {
		return fmt.Errorf("make commits wait for the disk: %w", err)
	}
	return nil
}
