package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// table is one table as a copy sees it. Which there are is asked of the schema, so that none is forgotten.
type table struct {
	name    string
	columns []string
	refers  []string // the tables that its rows need first
}

func (t table) quoted() string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = `"` + c + `"`
	}
	return strings.Join(names, ", ")
}

// read is the query for every row.
func (t table) read() string { return `SELECT ` + t.quoted() + ` FROM "` + t.name + `"` }

// count is the query for their number.
func (t table) count() string { return `SELECT COUNT(*) FROM "` + t.name + `"` }

// clear is the statement that removes them.
func (t table) clear() string { return `DELETE FROM "` + t.name + `"` }

// insert is SQLite's statement for one row.
func (t table) insert() string {
	holes := strings.TrimSuffix(strings.Repeat("?, ", len(t.columns)), ", ")
	return `INSERT INTO "` + t.name + `" (` + t.quoted() + `) VALUES (` + holes + `)`
}

const (
	// version numbers are each database's own and are not copied.
	sqliteTables = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
AND name <> 'goose_db_version' ORDER BY name`
	sqliteColumns   = `SELECT name FROM pragma_table_info(?1) ORDER BY cid`
	sqliteRefers    = `SELECT DISTINCT "table" FROM pragma_foreign_key_list(?1) WHERE "table" <> ?1`
	postgresColumns = `SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'goose_db_version'
AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum`
)

// tablesOf are the tables of an SQLite database, each behind those that it refers to.
func tablesOf(ctx context.Context, db *sql.DB) ([]table, error) {
	names, err := texts(ctx, db, sqliteTables)
	if err != nil {
		return nil, err
	}
	waiting := map[string]table{}
	for _, name := range names {
		t := table{name: name}
		if t.columns, err = texts(ctx, db, sqliteColumns, name); err != nil {
			return nil, err
		}
		if t.refers, err = texts(ctx, db, sqliteRefers, name); err != nil {
			return nil, err
		}
		waiting[name] = t
	}
	var ordered []table
	for len(waiting) > 0 {
		before := len(waiting)
		for _, name := range slices.Sorted(maps.Keys(waiting)) {
			t := waiting[name]
			if !slices.ContainsFunc(t.refers, func(r string) bool { _, ok := waiting[r]; return ok }) {
				ordered = append(ordered, t)
				delete(waiting, name)
			}
		}
		if len(waiting) == before {
			return nil, errors.New("copy database: tables refer to one another in a circle")
		}
	}
	return ordered, nil
}

// texts reads a column of texts.
func texts(ctx context.Context, db *sql.DB, text string, args ...any) (list []string, err error) {
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says what went wrong
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, fmt.Errorf("read the schema: %w", err)
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// sameTables refuses a PostgreSQL database whose tables and columns are not those of the SQLite one: a table
// that only one of them has would be left behind.
func sameTables(ctx context.Context, conn *pgx.Conn, tables []table) error {
	want, got := map[string]string{}, map[string]string{}
	for _, t := range tables {
		want[t.name] = strings.Join(slices.Sorted(slices.Values(t.columns)), " ")
	}
	there := map[string][]string{}
	rows, err := conn.Query(ctx, postgresColumns)
	if err != nil {
		return fmt.Errorf("read the schema: %w", err)
	}
	var name, column string
	if _, err := pgx.ForEachRow(rows, []any{&name, &column}, func() error {
		there[name] = append(there[name], column)
		return nil
	}); err != nil {
		return fmt.Errorf("read the schema: %w", err)
	}
	for name, columns := range there {
		got[name] = strings.Join(slices.Sorted(slices.Values(columns)), " ")
	}
	for _, name := range slices.Sorted(maps.Keys(merged(want, got))) {
		if want[name] != got[name] {
			return fmt.Errorf("copy database: table %s has the columns (%s) on SQLite and (%s) on PostgreSQL", name, want[name], got[name])
		}
	}
	return nil
}

func merged(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// fromPostgres copies every row of every table within the transaction that conn has begun. The SQLite
// database holds only what its migrations wrote.
func fromPostgres(ctx context.Context, conn *pgx.Conn, to *DB) error {
	tables, err := tablesOf(ctx, to.writer)
	if err != nil {
		return err
	}
	if err := sameTables(ctx, conn, tables); err != nil {
		return err
	}
	tx, err := to.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin to copy: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	for _, t := range tables {
		if _, err := tx.ExecContext(ctx, t.clear()); err != nil { // what migrations wrote
			return fmt.Errorf("copy table %s: %w", t.name, err)
		}
		if err := pull(ctx, conn, tx, t); err != nil {
			return fmt.Errorf("copy table %s: %w", t.name, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	return nil
}

// pull copies one table from PostgreSQL, row by row.
func pull(ctx context.Context, conn *pgx.Conn, tx *sql.Tx, t table) error {
	insert, err := tx.PrepareContext(ctx, t.insert())
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	defer insert.Close() //nolint:errcheck // the transaction ends it too
	rows, err := conn.Query(ctx, t.read())
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return fmt.Errorf("read: %w", err)
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return rows.Err()
}

// toPostgres copies every row of every table of an SQLite file within the transaction that conn has begun
// and compares their numbers.
func toPostgres(ctx context.Context, from *sql.DB, conn *pgx.Conn) error {
	tables, err := tablesOf(ctx, from)
	if err != nil {
		return err
	}
	if err := sameTables(ctx, conn, tables); err != nil {
		return err
	}
	for _, t := range slices.Backward(tables) { // what migrations wrote; triggers refuse to empty even an empty table
		if there, err := hasRows(ctx, conn, t.name); err != nil {
			return err
		} else if there {
			if _, err := conn.Exec(ctx, t.clear()); err != nil {
				return fmt.Errorf("copy table %s: %w", t.name, err)
			}
		}
	}
	for _, t := range tables {
		if err := push(ctx, from, conn, t); err != nil {
			return fmt.Errorf("copy table %s: %w", t.name, err)
		}
	}
	return nil
}

// push copies one table to PostgreSQL and counts what arrived.
func push(ctx context.Context, from *sql.DB, conn *pgx.Conn, t table) error {
	rows, err := from.QueryContext(ctx, t.read())
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	defer rows.Close() //nolint:errcheck // the source tells what went wrong
	if _, err := conn.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, &rowSource{rows: rows, width: len(t.columns)}); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	var was, is int64
	err = errors.Join(from.QueryRowContext(ctx, t.count()).Scan(&was), conn.QueryRow(ctx, t.count()).Scan(&is))
	if err == nil && was != is {
		err = fmt.Errorf("%d rows of %d arrived", is, was)
	}
	return err
}

// rowSource hands the rows of SQLite to PostgreSQL's COPY.
type rowSource struct {
	rows  *sql.Rows
	width int
}

// Next is pgx.CopyFromSource's.
func (s *rowSource) Next() bool { return s.rows.Next() }

// Values is pgx.CopyFromSource's.
func (s *rowSource) Values() ([]any, error) {
	values, targets := make([]any, s.width), make([]any, s.width)
	for i := range values {
		targets[i] = &values[i]
	}
	return values, s.rows.Scan(targets...)
}

// Err is pgx.CopyFromSource's.
func (s *rowSource) Err() error { return s.rows.Err() }
