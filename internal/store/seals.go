package store

import (
	"fmt"
	"strconv"
	"strings"

	"vinhdanh/judging"
)

const (
	draftColumns = `sheet, version, marks, total, comment, made_at`
	sealColumns  = `id, sheet, version, marks, total, by_top, comment, made_at`
	passColumns  = `id, edition, n, closed, closed_by, left_open, sheets_hash, reopened, reason, opened`

	queryDrafts    query = "SELECT " + draftColumns + " FROM sheet_drafts WHERE sheet = $1 ORDER BY version"
	querySaveDraft query = "INSERT INTO sheet_drafts (" + draftColumns + `) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (sheet, version) DO UPDATE SET marks = excluded.marks, total = excluded.total,
comment = excluded.comment, made_at = excluded.made_at`
	querySeals    query = "SELECT " + sealColumns + " FROM sheet_seals WHERE sheet = $1 ORDER BY version, made_at, id"
	querySaveSeal query = "INSERT INTO sheet_seals (" + sealColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	// One row an entry: rows, not bytes, are what costs on the way out of SQLite.
	queryTotals query = `SELECT s.nomination,
string_agg(s.judge || ' ' || CAST(k.total AS TEXT) || ' ' || k.by_top, ';' ORDER BY s.judge)
FROM sheets s JOIN sheet_seals k ON k.id = s.seal
WHERE s.edition = $1 AND s.pass = $2 AND s.state IN ('submitted', 'locked') AND k.total IS NOT NULL
GROUP BY s.nomination`
	queryPasses   query = "SELECT " + passColumns + " FROM passes WHERE edition = $1 ORDER BY n"
	querySavePass query = "INSERT INTO passes (" + passColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, n = excluded.n, closed = excluded.closed,
closed_by = excluded.closed_by, left_open = excluded.left_open, sheets_hash = excluded.sheets_hash,
reopened = excluded.reopened, reason = excluded.reason, opened = excluded.opened`
)

func scanDraft(t *Tx, row scan) (d judging.SheetDraft, err error) {
	err = row(&d.Sheet, &d.Version, decodeMarks(t, &d.Marks), total(&d.Total), &d.Comment, stamp(&d.At))
	return d, err
}

// SaveDraft keeps one saved version of a sheet.
func (t *Tx) SaveDraft(d judging.SheetDraft) error {
	return t.exec(querySaveDraft, d.Sheet, d.Version, encodeMarks(d.Marks), pointsOrNull(d.Total), d.Comment,
		micros(d.At))
}

// Drafts lists the saved versions of a sheet, by version.
func (t *Tx) Drafts(sheet string) ([]judging.SheetDraft, error) {
	return all(t, scanDraft, queryDrafts, sheet)
}

func scanSeal(t *Tx, row scan) (s judging.SheetSeal, err error) {
	err = row(&s.ID, &s.Sheet, &s.Version, decodeMarks(t, &s.Marks), total(&s.Total), tops(t, &s.ByTop),
		&s.Comment, stamp(&s.At))
	return s, err
}

// Seals lists the submissions of a sheet, by version.
func (t *Tx) Seals(sheet string) ([]judging.SheetSeal, error) {
	return all(t, scanSeal, querySeals, sheet)
}

// SaveSeal writes a submission, once: the database refuses to change or delete it.
func (t *Tx) SaveSeal(s judging.SheetSeal) error {
	return t.exec(querySaveSeal, s.ID, s.Sheet, s.Version, encodeMarks(s.Marks), pointsOrNull(s.Total),
		encodeTops(s.ByTop), s.Comment, micros(s.At))
}

// SealedTotals are the totals of a pass that count, by nomination: of sheets submitted or locked, as they
// were sealed last; those without a total are left out.
func (t *Tx) SealedTotals(edition string, pass int) (map[string][]judging.SheetTotal, error) {
	totals := map[string][]judging.SheetTotal{}
	_, err := all(t, func(t *Tx, row scan) (struct{}, error) {
		var nomination, sheets string
		if err := row(&nomination, &sheets); err != nil {
			return struct{}{}, err
		}
		scored := make([]judging.SheetTotal, 0, 1+strings.Count(sheets, ";"))
		for sheet := range strings.SplitSeq(sheets, ";") {
			judge, rest, _ := strings.Cut(sheet, " ")
			sum, parts, _ := strings.Cut(rest, " ")
			n, err := strconv.ParseInt(sum, 10, 64)
			if err != nil {
				return struct{}{}, fmt.Errorf("read a total: %w", err)
			}
			s := judging.SheetTotal{Judge: judge, Total: judging.Points(n)}
			if err := tops(t, &s.ByTop).Scan(parts); err != nil {
				return struct{}{}, err
			}
			scored = append(scored, s)
		}
		totals[nomination] = scored
		return struct{}{}, nil
	}, queryTotals, edition, pass)
	return totals, err
}

func scanPass(_ *Tx, row scan) (p judging.Pass, err error) {
	err = row(&p.ID, &p.Edition, &p.N, stamp(&p.Closed), &p.ClosedBy, &p.LeftOpen, &p.SheetsHash, &p.Reopened,
		&p.Reason, stamp(&p.Opened))
	return p, err
}

// Passes lists an edition's passes by number.
func (t *Tx) Passes(edition string) ([]judging.Pass, error) {
	return all(t, scanPass, queryPasses, edition)
}

// SavePass writes a pass.
func (t *Tx) SavePass(p judging.Pass) error {
	return t.exec(querySavePass, p.ID, p.Edition, p.N, micros(p.Closed), p.ClosedBy, p.LeftOpen, p.SheetsHash,
		p.Reopened, p.Reason, micros(p.Opened))
}
