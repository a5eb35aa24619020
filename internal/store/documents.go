package store

import "vinhdanh/judging"

const (
	documentColumns = `id, nomination, n, kind, sha256, media_type, size, filename, uploader, created, removed`
	verdictColumns  = `id, nomination, verdict, reasons, due, made_by, made_at`

	queryDocuments query = "SELECT " + documentColumns + ` FROM documents
WHERE nomination = $1 AND removed = 0 ORDER BY n`
	queryDocumentCounts query = `SELECT d.nomination, d.kind, COUNT(*) FROM nominations n
JOIN documents d ON d.nomination = n.id WHERE n.edition = $1 AND d.removed = 0 GROUP BY d.nomination, d.kind`
	queryNextDocument query = `SELECT COALESCE(MAX(n), 0) + 1 FROM documents WHERE nomination = $1`
	querySaveDocument query = "INSERT INTO documents (" + documentColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (id) DO UPDATE SET nomination = excluded.nomination, n = excluded.n, kind = excluded.kind,
sha256 = excluded.sha256, media_type = excluded.media_type, size = excluded.size,
filename = excluded.filename, uploader = excluded.uploader, created = excluded.created,
removed = excluded.removed`
	queryDocumentChecks query = `SELECT d.n, c.outcome, c.note, c.made_by, COALESCE(u.name, ''), c.made_at
FROM documents d JOIN document_checks c ON c.document = d.id LEFT JOIN users u ON u.id = c.made_by
WHERE d.nomination = $1 AND d.removed = 0 ORDER BY d.n`
	querySaveDocumentCheck query = `INSERT INTO document_checks (document, outcome, note, made_by, made_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (document) DO UPDATE SET outcome = excluded.outcome, note = excluded.note,
made_by = excluded.made_by, made_at = excluded.made_at`
	queryVerdicts query = "SELECT " + verdictColumns + ` FROM verdicts
WHERE nomination = $1 ORDER BY made_at, id`
	querySaveVerdict query = "INSERT INTO verdicts (" + verdictColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET nomination = excluded.nomination, verdict = excluded.verdict,
reasons = excluded.reasons, due = excluded.due, made_by = excluded.made_by, made_at = excluded.made_at`
)

func scanDocument(_ *Tx, row scan) (d judging.Document, err error) {
	err = row(&d.ID, &d.Nomination, &d.N, &d.Kind, &d.SHA256, &d.MediaType, &d.Size, &d.Filename, &d.Uploader,
		stamp(&d.Created), stamp(&d.Removed))
	return d, err
}

// Documents lists a dossier's documents that were not removed, by number.
func (t *Tx) Documents(nomination string) ([]judging.Document, error) {
	return all(t, scanDocument, queryDocuments, nomination)
}

// DocumentCounts says for each nomination of an edition how many documents of each kind it holds.
func (t *Tx) DocumentCounts(edition string) (map[string]map[string]int, error) {
	counts := map[string]map[string]int{}
	_, err := all(t, func(_ *Tx, row scan) (struct{}, error) {
		var nomination, kind string
		var n int
		if err := row(&nomination, &kind, &n); err != nil {
			return struct{}{}, err
		}
		if counts[nomination] == nil {
			counts[nomination] = map[string]int{}
		}
		counts[nomination][kind] = n
		return struct{}{}, nil
	}, queryDocumentCounts, edition)
	return counts, err
}

// NextDocument is the number that a dossier's next document gets; numbers of removed ones stay used.
func (t *Tx) NextDocument(nomination string) (int, error) {
	return one(t, "nomination", plain[int], queryNextDocument, nomination)
}

// SaveDocument writes a document's row.
func (t *Tx) SaveDocument(d judging.Document) error {
	return t.exec(querySaveDocument, d.ID, d.Nomination, d.N, d.Kind, d.SHA256, d.MediaType, d.Size,
		d.Filename, d.Uploader, micros(d.Created), micros(d.Removed))
}

// DocumentChecks lists what the secretariat noted of a dossier's papers, by number.
func (t *Tx) DocumentChecks(nomination string) ([]judging.DocumentCheck, error) {
	return all(t, func(_ *Tx, row scan) (c judging.DocumentCheck, err error) {
		err = row(&c.Document, &c.Outcome, &c.Note, &c.By, &c.ByName, stamp(&c.At))
		return c, err
	}, queryDocumentChecks, nomination)
}

// SaveDocumentCheck writes the note about a document, by the id of its row.
func (t *Tx) SaveDocumentCheck(document string, c judging.DocumentCheck) error {
	return t.exec(querySaveDocumentCheck, document, string(c.Outcome), c.Note, c.By, micros(c.At))
}

func scanVerdict(t *Tx, row scan) (v judging.Verdict, err error) {
	err = row(&v.ID, &v.Nomination, &v.Verdict, decodeList(t, &v.Reasons), &v.Due, &v.By, stamp(&v.At))
	return v, err
}

// Verdicts lists the outcomes of a nomination's screening, oldest first.
func (t *Tx) Verdicts(nomination string) ([]judging.Verdict, error) {
	return all(t, scanVerdict, queryVerdicts, nomination)
}

// SaveVerdict writes an outcome of screening.
func (t *Tx) SaveVerdict(v judging.Verdict) error {
	return t.exec(querySaveVerdict, v.ID, v.Nomination, string(v.Verdict), encode(list(v.Reasons)), v.Due,
		v.By, micros(v.At))
}
