package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "github.com/mattn/go-sqlite3"    // the driver "sqlite3"
)

// sizes is how much is added to the demo's record.
type sizes struct {
	certificates int // issued ones, each with a nomination and a product of its own
	sheets       int // open ones of one judge
}

// seeded is what the record holds afterwards.
type seeded struct {
	own    []string // codes of the demo's own certificates, which the ledger proves
	codes  []string // codes of the added ones, which have no proof
	sheets []string // ids of the judge's open sheets
}

// judge is the account of the demo whose sheets are added.
const judge = "giamkhao1@mau.vn"

// names are products that a search finds with and without their marks; folded as the program folds them.
var names = [][2]string{{"Đèn lồng lụa", "den long lua"}, {"Đường phèn", "duong phen"}, {"Mật ong hoa nhãn", "mat ong hoa nhan"},
	{"Gốm đất nung", "gom dat nung"}, {"Bánh đậu xanh", "banh dau xanh"}, {"Nón lá", "non la"}, {"Tranh sơn mài", "tranh son mai"},
	{"Mây tre đan", "may tre dan"}, {"Chè shan tuyết", "che shan tuyet"}, {"Nước mắm", "nuoc mam"}}

// seed copies rows of the demo under new ids until there are enough. The program that serves must not run: it
// remembers what it alone writes. The ledger proves nothing of the copies: their leaves stand outside the log.
func seed(ctx context.Context, driver, address string, add sizes) (s seeded, err error) {
	db, err := sql.Open(driver, address)
	if err != nil {
		return s, fmt.Errorf("open the record: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return s, fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // of no effect after the commit
	c := copier{ctx, tx, driver}
	if s.own, err = c.texts(`SELECT code FROM certificates WHERE issued <> 0 ORDER BY code`); err != nil {
		return s, err
	}
	if s.codes, err = c.addCertificates(add.certificates); err != nil {
		return s, err
	}
	if err = c.addSheets(add.sheets); err != nil {
		return s, err
	}
	if s.sheets, err = c.texts(`SELECT s.id FROM sheets s JOIN users u ON u.id = s.judge
JOIN editions e ON e.id = s.edition WHERE s.state = 'open' AND u.email = $1 AND e.state = 'scoring' ORDER BY s.id`, judge); err != nil {
		return s, err
	}
	if err := tx.Commit(); err != nil {
		return s, fmt.Errorf("commit the copies: %w", err)
	}
	return s, nil
}

// copier copies rows within one transaction, on either engine.
type copier struct {
	ctx    context.Context
	tx     *sql.Tx
	driver string
}

// addCertificates copies one issued certificate with its nomination and product.
func (c copier) addCertificates(n int) ([]string, error) {
	if n == 0 {
		return nil, nil
	}
	var id, nomination string
	err := c.tx.QueryRowContext(c.ctx, `SELECT c.id, c.nomination FROM certificates c JOIN nominations n ON n.id = c.nomination
WHERE c.issued <> 0 AND n.product_id IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM certificate_events e WHERE e.certificate = c.id)
ORDER BY c.code LIMIT 1`).Scan(&id, &nomination)
	if err != nil {
		return nil, fmt.Errorf("find a certificate to copy: %w", err)
	}
	codes, err := c.keys("c", n)
	if err != nil {
		return nil, err
	}
	named := map[string]string{"id": "k.id", "name": "k.name", "name_key": "k.folded", "product": "k.name", "folded": "k.folded",
		"exact": "k.exact", "sort_key": "k.sort_key", "code": "k.code", "entry_code": "k.id", "import_key": "k.id",
		"product_id": "k.id", "seq": "1000000 + k.n"}
	certificate := map[string]string{"nomination": "k.id", "number": "k.id", "pdf_sha256": "k.id",
		"statement": "replace(r.statement, r.code, k.code)"}
	if err := c.addWords(nomination); err != nil {
		return nil, err
	}
	leaf := map[string]string{"idx": "-1 - k.n", "row_id": "k.id"} // below the log: what is added later stands above it
	return codes, errors.Join(
		c.copy("products", "r.id = (SELECT product_id FROM nominations WHERE id = $1)", nomination, named),
		c.copy("nominations", "r.id = $1", nomination, named),
		c.copy("certificates", "r.id = $1", id, named, certificate),
		c.copy("ledger_leaves", "r.idx = (SELECT MAX(idx) FROM ledger_leaves WHERE tbl = 'certificates' AND row_id = $1)", id, leaf))
}

// addWords puts the words of the copies' names into the index that a search reads, as the program does.
func (c copier) addWords(nomination string) (err error) {
	var edition string
	if err := c.tx.QueryRowContext(c.ctx, `SELECT edition FROM nominations WHERE id = $1`, nomination).Scan(&edition); err != nil {
		return fmt.Errorf("find the edition of the copies: %w", err)
	}
	ids, err := c.texts(`SELECT id FROM bench_keys ORDER BY n`)
	if err != nil {
		return err
	}
	folded, err := c.texts(`SELECT folded FROM bench_keys ORDER BY n`)
	if err != nil {
		return err
	}
	add, err := c.tx.PrepareContext(c.ctx, `INSERT INTO nomination_words (scope, word, nomination) VALUES ($1, $2, $3)`)
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	defer func() { err = errors.Join(err, add.Close()) }()
	for i, id := range ids {
		words := strings.Fields(folded[i])
		slices.Sort(words)
		for _, word := range slices.Compact(words) {
			if _, err := add.ExecContext(c.ctx, edition, word, id); err != nil {
				return fmt.Errorf("write word %q: %w", word, err)
			}
		}
	}
	return nil
}

// addSheets copies one open sheet of the judge with its nomination; the copies bear the marks of another
// sheet of hers, so that a save is of a whole sheet.
func (c copier) addSheets(n int) error {
	if n == 0 {
		return nil
	}
	var id, nomination string
	err := c.tx.QueryRowContext(c.ctx, `SELECT s.id, s.nomination FROM sheets s JOIN users u ON u.id = s.judge
JOIN editions e ON e.id = s.edition WHERE s.state = 'open' AND e.state = 'scoring' AND u.email = $1 ORDER BY s.id LIMIT 1`,
		judge).Scan(&id, &nomination)
	if err != nil {
		return fmt.Errorf("find a sheet to copy: %w", err)
	}
	if _, err := c.keys("s", n); err != nil {
		return err
	}
	nominations := map[string]string{"id": "k.id", "seq": "2000000 + k.n", "code": "k.id", "entry_code": "k.id", "import_key": "k.id"}
	sheets := map[string]string{"id": "k.id", "nomination": "k.id", "entry_code": "k.id"}
	return errors.Join(c.copy("nominations", "r.id = $1", nomination, nominations), c.copy("sheets", "r.id = $1", id, sheets))
}

// keys fills the table of what differs between the copies and returns their codes.
func (c copier) keys(prefix string, n int) (codes []string, err error) {
	blob := map[string]string{"sqlite3": "BLOB", "pgx": "BYTEA"}[c.driver]
	for _, statement := range []string{`DROP TABLE IF EXISTS bench_keys`,
		`CREATE TEMPORARY TABLE bench_keys (n INTEGER, id TEXT, code TEXT, name TEXT, folded TEXT, exact TEXT, sort_key ` + blob + `)`} {
		if _, err := c.tx.ExecContext(c.ctx, statement); err != nil {
			return nil, fmt.Errorf("make the table of keys: %w", err)
		}
	}
	add, err := c.tx.PrepareContext(c.ctx, `INSERT INTO bench_keys VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	defer func() { err = errors.Join(err, add.Close()) }()
	random := rand.New(rand.NewPCG(1, 2)) // the same every time
	codes = make([]string, n)
	for i := range codes {
		codes[i] = newCode(random)
		name := fmt.Sprintf("%s số %d", names[i%len(names)][0], i)
		folded := fmt.Sprintf("%s so %d", names[i%len(names)][1], i)
		_, err := add.ExecContext(c.ctx, i, fmt.Sprintf("bench%s%020d", prefix, i), codes[i], name, folded, strings.ToLower(name), []byte(folded))
		if err != nil {
			return nil, fmt.Errorf("write key %d: %w", i, err)
		}
	}
	return codes, nil
}

// columnsOf lists the columns of a table by driver.
var columnsOf = map[string]string{
	"sqlite3": `SELECT name FROM pragma_table_info($1) ORDER BY cid`,
	"pgx":     `SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`,
}

// copy makes a copy of the row that where finds by its argument for each key, with other values in the
// columns that are named; a name that is no column of the table is passed over.
func (c copier) copy(table, where, argument string, changes ...map[string]string) error {
	columns, err := c.texts(columnsOf[c.driver], table)
	if err != nil || len(columns) == 0 {
		return fmt.Errorf("read the columns of %s: %w", table, err)
	}
	values := slices.Clone(columns)
	for n, column := range columns {
		values[n] = "r." + column
		for _, change := range changes {
			if v, ok := change[column]; ok {
				values[n] = v
			}
		}
	}
	statement := fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s r CROSS JOIN bench_keys k WHERE %s",
		table, strings.Join(columns, ", "), strings.Join(values, ", "), table, where)
	if _, err := c.tx.ExecContext(c.ctx, statement, argument); err != nil {
		return fmt.Errorf("copy into %s: %w", table, err)
	}
	return nil
}

// texts reads one column.
func (c copier) texts(query string, arguments ...any) (all []string, err error) {
	rows, err := c.tx.QueryContext(c.ctx, query, arguments...)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
		all = append(all, s)
	}
	return all, rows.Err()
}
