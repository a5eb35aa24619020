package store

import (
	"context"
	"database/sql/driver"
	"fmt"
)

// maxHolds is how many locks between servers one process holds or waits for at once.
const maxHolds = 16

// Hold waits until nobody else on this database holds name, and returns what lets go of it. PostgreSQL itself lets go
// when the server that holds it dies. On SQLite there is one server, which has locks of its own: it holds nothing.
func (db *DB) Hold(ctx context.Context, name string) (release func(), err error) {
	if db.holder == nil {
		return func() {}, nil
	}
	conn, err := db.holder.Conn(ctx)
	if err != nil {
		return nil, db.away(fmt.Errorf("reach database to hold %q: %w", name, err))
	}
	let := func(broken bool) {
		if broken {
			// A connection that is thrown away lets go too.
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		}
		_ = conn.Close()
	}
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(hashtextextended($1, 0))", name); err != nil {
		let(true)
		return nil, db.away(fmt.Errorf("hold %q: %w", name, err))
	}
	return func() {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock(hashtextextended($1, 0))", name)
		let(err != nil)
	}, nil
}
