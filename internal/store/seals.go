package store

import "vinhdanh/judging"

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
	// All in one row: rows, not bytes, are what costs on the way out of SQLite. A sheet that bears a seal holds
	// what was sealed, which the leaves of both bind; SQLite reads nothing but the index sheets_counted.
	queryTotals query = `SELECT COALESCE(string_agg(nomination || ' ' || judge || ' ' || total || ' ' || by_top, ';'), '')
FROM sheets WHERE edition = $1 AND pass = $2
AND state IN ('submitted', 'locked') AND seal <> '' AND total IS NOT NULL`
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
	if t.draftLater(d) {
		return nil
	}
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
