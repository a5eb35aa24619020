package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Codes that the program itself made.
func TestCheckDigit(t *testing.T) {
	for _, code := range []string{"HX4R-51DB-Q59Y", "C7V2-ZWBS-06MQ", "GRPC-AFB4-M1FM", "ZFSJ-VQGJ-4BC4"} {
		plain := strings.ReplaceAll(code, "-", "")
		if got := checkDigit([]byte(plain[:11])); got != plain[11] {
			t.Errorf("%s: check digit %c", code, got)
		}
	}
}

// record is an empty record with the program's own schema.
func record(t *testing.T) (*sql.DB, string) {
	t.Helper()
	address := "file:" + filepath.Join(t.TempDir(), "record.db") + "?_foreign_keys=on&_txlock=immediate"
	db, err := sql.Open("sqlite3", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	files, err := filepath.Glob(filepath.Join("..", "..", "store", "migrations", "sqlite", "*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d migrations, %v", len(files), err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), string(text)); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
	}
	return db, address
}

// insert adds a row; a column that is not named and must not be null is empty or 0.
func insert(t *testing.T, db *sql.DB, table string, named map[string]any) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT name, type FROM pragma_table_info($1) WHERE "notnull" = 1`, table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	values := map[string]any{}
	for rows.Next() {
		var name, kind string
		if err := rows.Scan(&name, &kind); err != nil {
			t.Fatal(err)
		}
		values[name] = map[string]any{"INTEGER": 0, "TEXT": "", "BLOB": []byte{}}[kind]
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for name, v := range named {
		values[name] = v
	}
	var columns, marks []string
	var arguments []any
	for name, v := range values {
		columns, marks, arguments = append(columns, name), append(marks, "?"), append(arguments, v)
	}
	statement := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ","), strings.Join(marks, ","))
	if _, err := db.ExecContext(t.Context(), statement, arguments...); err != nil {
		t.Fatalf("%s: %v", table, err)
	}
}

func TestSeed(t *testing.T) {
	db, address := record(t)
	type row = map[string]any
	var office string
	if err := db.QueryRowContext(t.Context(), `SELECT id FROM organisers LIMIT 1`).Scan(&office); err != nil {
		insert(t, db, "organisers", row{"id": "o", "slug": "o"})
		office = "o"
	}
	insert(t, db, "users", row{"id": "u", "email": judge, "organiser": office})
	insert(t, db, "editions", row{"id": "e", "organiser": office, "slug": "e", "state": "scoring"})
	insert(t, db, "products", row{"id": "p", "name": "Gốm"})
	insert(t, db, "nominations", row{"id": "n", "edition": "e", "seq": 1, "product_id": "p", "product": "Gốm", "folded": "gom"})
	insert(t, db, "decisions", row{"id": "d", "edition": "e"})
	insert(t, db, "certificates", row{"id": "c", "organiser": office, "edition": "e", "nomination": "n", "decision": "d", "code": "HX4R-51DB-Q59Y",
		"statement": `{"code":"HX4R-51DB-Q59Y"}`, "issued": 7, "seq": 1, "year": 2026})
	insert(t, db, "ledger_leaves", row{"idx": 0, "tbl": "certificates", "row_id": "c"})
	insert(t, db, "sheets", row{"id": "s", "edition": "e", "pass": 1, "nomination": "n", "judge": "u", "state": "open", "version": 1})

	got, err := seed(t.Context(), "sqlite3", address, sizes{certificates: 30, sheets: 20})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.own) != 1 || len(got.codes) != 30 || len(got.sheets) != 21 {
		t.Fatalf("%d own and %d new codes, %d sheets", len(got.own), len(got.codes), len(got.sheets))
	}
	for what, query := range map[string]string{
		"30 certificates with their code in the statement": `SELECT COUNT(DISTINCT code) = 30 FROM certificates WHERE statement = '{"code":"' || code || '"}' AND id <> 'c' AND issued = 7`,
		"each with a nomination, product and leaf": `SELECT COUNT(DISTINCT n.id) = 31 AND COUNT(DISTINCT p.id) = 31 AND COUNT(*) = 31 FROM certificates c
JOIN nominations n ON n.id = c.nomination JOIN products p ON p.id = n.product_id JOIN ledger_leaves l ON l.tbl = 'certificates' AND l.row_id = c.id`,
		"leaves outside the log": `SELECT COUNT(*) = 30 FROM ledger_leaves WHERE idx < 0`,
		"names that are found":   `SELECT COUNT(*) = 3 FROM nominations WHERE folded LIKE '%den long%' AND exact LIKE '%đèn lồng%'`,
		"sheets of the judge":    `SELECT COUNT(*) = 21 AND COUNT(DISTINCT nomination) = 21 FROM sheets WHERE judge = 'u' AND state = 'open'`,
		"the first as it was":    `SELECT code = 'HX4R-51DB-Q59Y' AND nomination = 'n' FROM certificates WHERE id = 'c'`,
	} {
		var holds bool
		if err := db.QueryRowContext(t.Context(), query).Scan(&holds); err != nil || !holds {
			t.Errorf("%s: %v, %v", what, holds, err)
		}
	}
	for _, code := range got.codes {
		var found int
		if err := db.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM certificates WHERE code = ?`, code).Scan(&found); err != nil || found != 1 {
			t.Errorf("%s is there %d times, %v", code, found, err)
		}
	}
}
