package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"

	"vinhdanh/internal/ledger"
)

// copyDSN opens a copy that nobody writes to.
const copyDSN = "mode=ro&immutable=1&_query_only=1"

// queryFiles are the files that the record refers to, by SHA-256; the others are the same of single tables, for copies
// from before there were all of them.
const (
	queryFirstFiles query = `SELECT sha256 FROM documents UNION SELECT pdf_sha256 FROM certificates WHERE pdf_sha256 <> ''
UNION SELECT file FROM decisions WHERE file <> ''`
	queryScans       query = "SELECT scan_sha256 FROM paper_sheets WHERE scan_sha256 <> ''"
	queryVisitFiles  query = "SELECT sha256 FROM visit_photos"
	queryExampleFile query = "SELECT sha256 FROM calibration_files"
	querySignedFiles query = "SELECT sha256 FROM certificate_signatures"
	queryEvidence    query = "SELECT evidence_sha256 FROM revocation_proposals WHERE evidence_sha256 <> ''"
	queryMisusePhoto query = "SELECT photo_sha256 FROM misuse_reports WHERE photo_sha256 <> ''"
	queryFiles       query = queryFirstFiles + " UNION " + queryScans + " UNION " + queryVisitFiles + " UNION " + queryExampleFile +
		" UNION " + querySignedFiles + " UNION " + queryEvidence + " UNION " + queryMisusePhoto + " ORDER BY 1"
)

// filesOf are the files that a copy refers to, in order, by the tables that it has.
func filesOf(ctx context.Context, db *sql.DB, tables map[string]int64) (files []string, err error) {
	for _, x := range []struct {
		table string
		files query
	}{{"documents", queryFirstFiles}, {"paper_sheets", queryScans}, {"visit_photos", queryVisitFiles}, {"calibration_files", queryExampleFile},
		{"certificate_signatures", querySignedFiles}, {"revocation_proposals", queryEvidence}, {"misuse_reports", queryMisusePhoto}} {
		if _, known := tables[x.table]; !known {
			continue
		}
		more, err := texts(ctx, db, string(x.files))
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// Facts is what a copy of a database says of itself.
type Facts struct {
	Schema int64            // number of the last migration
	Tables map[string]int64 // rows of every table
	Head   ledger.Head
	Files  []string // SHA-256 of the files that the record refers to, in order
	Moved  string   // where the record has moved to, "" when it has not
}

// Inspect reads the facts of the SQLite file in the folder dir, which Snapshot wrote. It changes nothing.
func Inspect(ctx context.Context, dir string) (Facts, error) {
	db, err := sql.Open("sqlite3", dsn(filepath.Join(dir, fileName), copyDSN))
	if err != nil {
		return Facts{}, fmt.Errorf("open copy: %w", err)
	}
	defer db.Close() //nolint:errcheck // it only reads
	return inspect(ctx, db)
}

func inspect(ctx context.Context, db *sql.DB) (f Facts, err error) {
	if err := db.QueryRowContext(ctx, string(querySchemaVersion)).Scan(&f.Schema); err != nil {
		return f, fmt.Errorf("read the copy's schema: %w", err)
	}
	tables, err := tablesOf(ctx, db)
	if err != nil {
		return f, err
	}
	f.Tables = map[string]int64{}
	for _, t := range tables {
		var n int64
		if err := db.QueryRowContext(ctx, t.count()).Scan(&n); err != nil {
			return f, fmt.Errorf("count table %s: %w", t.name, err)
		}
		f.Tables[t.name] = n
	}
	var root []byte
	if err := db.QueryRowContext(ctx, string(queryHead)).Scan(&f.Head.Size, &root); err != nil {
		return f, fmt.Errorf("read the copy's ledger: %w", err)
	}
	copy(f.Head.Root[:], root) // of another length it is no root that any check accepts
	if f.Files, err = filesOf(ctx, db, f.Tables); err != nil {
		return f, err
	}
	moved, err := texts(ctx, db, `SELECT value FROM settings WHERE name = '`+movedSetting+`'`)
	if len(moved) > 0 {
		f.Moved = moved[0]
	}
	return f, err
}
