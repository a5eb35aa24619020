package storetest

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// Exec runs one statement on the database of an installation behind the program's back, as somebody
// with the file or the password could. where is a data folder or a postgres:// address.
func Exec(t testing.TB, where, statement string, args ...any) {
	t.Helper()
	db, done := raw(t, where)
	defer done()
	if _, err := db.ExecContext(context.Background(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Rows reads every row of a query as Go values: int64, string, []byte or nil.
func Rows(t testing.TB, where, query string, args ...any) [][]any {
	t.Helper()
	db, done := raw(t, where)
	defer done()
	rows, err := db.QueryContext(context.Background(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() {
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]any
	for rows.Next() {
		row, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			targets[i] = &row[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// raw opens a database by the drivers that package store has registered, without its rules. done closes it: a test that
// asks again and again would use up the server's connections.
func raw(t testing.TB, where string) (db *sql.DB, done func()) {
	t.Helper()
	driver, source := "sqlite3", "file:"+filepath.Join(where, "vinhdanh.db")+"?_busy_timeout=10000"
	if strings.HasPrefix(where, "postgres://") {
		driver, source = "pgx", where
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db, func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}
