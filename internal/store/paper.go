package store

import "vinhdanh/judging"

const (
	paperColumns = `id, edition, sheet, round, state, first_by, first_at, first_marks, first_comment, second_by, second_at,
second_marks, second_comment, scan_sha256, scan_type, scan_size, scan_name, scan_by, scan_at, ended_by, ended_at, seal, reason`

	queryEditionPapers query = "SELECT " + paperColumns + " FROM paper_sheets WHERE edition = $1 ORDER BY first_at, id"
	querySheetPapers   query = "SELECT " + paperColumns + " FROM paper_sheets WHERE sheet = $1 ORDER BY first_at, id"
	querySavePaper     query = "INSERT INTO paper_sheets (" + paperColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, sheet = excluded.sheet, round = excluded.round,
state = excluded.state, first_by = excluded.first_by, first_at = excluded.first_at,
first_marks = excluded.first_marks, first_comment = excluded.first_comment, second_by = excluded.second_by,
second_at = excluded.second_at, second_marks = excluded.second_marks, second_comment = excluded.second_comment,
scan_sha256 = excluded.scan_sha256, scan_type = excluded.scan_type, scan_size = excluded.scan_size,
scan_name = excluded.scan_name, scan_by = excluded.scan_by, scan_at = excluded.scan_at,
ended_by = excluded.ended_by, ended_at = excluded.ended_at, seal = excluded.seal, reason = excluded.reason`
	queryBoundPapers query = "SELECT " + paperColumns + " FROM paper_sheets WHERE state = 'typed' AND id > $1 ORDER BY id LIMIT $2"
)

func scanPaper(t *Tx, row scan) (p judging.PaperSheet, err error) {
	err = row(&p.ID, &p.Edition, &p.Sheet, &p.Round, &p.State,
		&p.First.By, stamp(&p.First.At), decodeMarks(t, &p.First.Marks), &p.First.Comment,
		&p.Second.By, stamp(&p.Second.At), decodeMarks(t, &p.Second.Marks), &p.Second.Comment,
		&p.Scan.SHA256, &p.Scan.MediaType, &p.Scan.Size, &p.Scan.Filename, &p.Scan.By, stamp(&p.Scan.At),
		&p.EndedBy, stamp(&p.Ended), &p.Seal, &p.Reason)
	return p, err
}

// PaperSheets lists typed paper sheets by the time of their first typing.
func (t *Tx) PaperSheets(q judging.PaperQuery) ([]judging.PaperSheet, error) {
	if q.Sheet != "" {
		return all(t, scanPaper, querySheetPapers, q.Sheet)
	}
	return all(t, scanPaper, queryEditionPapers, q.Edition)
}

// SavePaperSheet writes a paper sheet; the database refuses to change one that was sealed.
func (t *Tx) SavePaperSheet(p judging.PaperSheet) error {
	return t.exec(querySavePaper, p.ID, p.Edition, p.Sheet, p.Round, string(p.State),
		p.First.By, micros(p.First.At), encodeMarks(p.First.Marks), p.First.Comment,
		p.Second.By, micros(p.Second.At), encodeMarks(p.Second.Marks), p.Second.Comment,
		p.Scan.SHA256, p.Scan.MediaType, p.Scan.Size, p.Scan.Filename, p.Scan.By, micros(p.Scan.At),
		p.EndedBy, micros(p.Ended), p.Seal, p.Reason)
}
