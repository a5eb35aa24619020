package store

import (
	"vinhdanh/certificates"
	"vinhdanh/judging"
)

// queryBackground is one statement because it is read for every answer about a certificate. It takes no column of
// an edition that stands behind its rules, which would have to be read through.
const queryBackground query = `SELECT e.id, e.organiser, e.slug, e.name, e.name_en, e.number, e.year, e.level, e.province, e.state,
o.id, o.slug, o.name, o.province, o.phone, o.email, o.created, o.programme, o.hours,
l.idx, COALESCE(n.product_id, ''),
COALESCE((SELECT d.sha256 FROM documents d WHERE d.nomination = n.id AND d.kind = $2 AND d.removed = 0 ORDER BY d.n LIMIT 1), '')
FROM certificates c JOIN editions e ON e.id = c.edition JOIN organisers o ON o.id = c.organiser
JOIN nominations n ON n.id = c.nomination JOIN ledger_leaves l ON l.tbl = 'certificates' AND l.row_id = c.id
WHERE c.id = $1 ORDER BY l.idx DESC LIMIT 1`

func scanBackground(_ *Tx, row scan) (b certificates.Background, err error) {
	e, o := &b.Edition, &b.Organiser
	err = row(&e.ID, &e.Organiser, &e.Slug, &e.Name, &e.NameEN, &e.Number, &e.Year, &e.Level, &e.Province, &e.State,
		&o.ID, &o.Slug, &o.Name, &o.Province, &o.Phone, &o.Email, stamp(&o.Created), &o.Programme, &o.Hours,
		&b.LedgerIndex, &b.ProductID, &b.Photo)
	return b, err
}

// Background is what stands around a certificate; the fault not_found when no leaf speaks of it.
func (t *Tx) Background(id string) (certificates.Background, error) {
	return one(t, "certificate", scanBackground, queryBackground, id, judging.PhotoKind)
}
