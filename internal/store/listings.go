package store

import "vinhdanh/certificates"

const (
	// worthToday is certificates.StatusAt on the day $7, which a test compares: of the acts that hold by then,
	// revoked outweighs superseded, this suspended, this expired. What was recorded last of a day counts, so
	// the acts of suspension are compared by day, time and id; a time has sixteen digits until 2286.
	worthToday = `CASE WHEN a.revoked = 1 THEN 'revoked' WHEN a.superseded = 1 THEN 'superseded'
WHEN a.pause LIKE '%suspended' THEN 'suspended' WHEN c.valid_until < $7 THEN 'expired' ELSE 'valid' END`
	actsByToday = `SELECT e.certificate, MAX(CASE WHEN e.kind = 'revoked' THEN 1 ELSE 0 END) AS revoked,
MAX(CASE WHEN e.kind = 'superseded' THEN 1 ELSE 0 END) AS superseded,
MAX(CASE WHEN e.kind IN ('suspended', 'reinstated')
THEN e.effective_on || ' ' || e.made_at || ' ' || e.id || ' ' || e.kind END) AS pause
FROM certificate_events e WHERE e.effective_on <= $7 GROUP BY e.certificate`

	// listed is the public register as a PublicQuery narrows it, with what each certificate is worth.
	listed = `(SELECT w.* FROM (SELECT c.id, c.year, c.seq, c.address, c.place_key, c.exact, c.sort_key, ` + worthToday + ` AS worth
FROM certificates c LEFT JOIN (` + actsByToday + `) a ON a.certificate = c.id
WHERE c.issued <> 0 AND ($1 = '' OR c.product_group = $1) AND ($2 = '' OR c.edition = $2)
AND ($3 = 0 OR c.year = $3) AND ($4 = '' OR c.place_key = $4) AND c.folded LIKE $5 ESCAPE '\') w
WHERE $6 = '' OR w.worth = $6 OR $6 = 'in use' AND w.worth <> 'superseded')`

	queryListings query = `SELECT c.id, c.organiser, c.edition, c.nomination, c.decision, c.code, c.seq, c.number,
c.statement, c.product, c.producer, c.address, c.product_group, c.issued_on, c.valid_until, c.pdf_sha256, c.prepared,
c.issued, c.replaces, c.reason, c.reissue_number, c.reissue_date, c.prepared_by, l.worth, l.total, n.product_id,
COALESCE((SELECT MIN(d.n) FROM documents d WHERE d.nomination = c.nomination AND d.kind = 'photo' AND d.removed = 0), 0)
FROM (SELECT f.id, f.worth, COUNT(*) OVER () AS total, ROW_NUMBER() OVER (ORDER BY
CASE WHEN $8 <> '' AND f.exact LIKE $8 ESCAPE '\' THEN 0 ELSE 1 END, CASE WHEN $9 = 'name' THEN f.sort_key END,
f.year DESC, f.seq DESC, f.id) AS place FROM ` + listed + ` f) l
JOIN certificates c ON c.id = l.id JOIN nominations n ON n.id = c.nomination
WHERE l.place > $10 AND l.place <= $11 ORDER BY l.place`

	queryListingCount query = `SELECT COUNT(*) FROM ` + listed + ` f`

	queryPlaces query = `SELECT f.place_key, MAX(f.address), COUNT(*) FROM ` + listed + ` f
WHERE f.place_key <> '' GROUP BY f.place_key`

	queryShelves query = `SELECT edition, year, product_group, COUNT(*) FROM certificates WHERE issued <> 0
GROUP BY edition, year, product_group ORDER BY edition, year, product_group`

	queryProductCertificates query = "SELECT " + certificateColumns + ` FROM certificates
WHERE issued <> 0 AND nomination IN (SELECT id FROM nominations WHERE product_id = $1)
ORDER BY year DESC, seq DESC, id`
)

// listingArgs are the arguments of listed.
func listingArgs(q certificates.PublicQuery) (args []any, exactPattern string) {
	pattern, exactPattern, searching := patterns(q.Text)
	if !searching {
		exactPattern = ""
	}
	return []any{q.Group, q.Edition, q.Year, q.Place, pattern, string(q.Status), string(q.Today)}, exactPattern
}

// Listings is one page of the public register and how long the whole answer is.
func (t *Tx) Listings(q certificates.PublicQuery) (list []certificates.Listing, total int, err error) {
	args, exactPattern := listingArgs(q)
	until := limit(q.Limit)
	if q.Limit > 0 {
		until += int64(q.Offset)
	}
	list, err = all(t, func(t *Tx, row scan) (l certificates.Listing, err error) {
		l.Certificate, err = scanCertificate(t, func(dest ...any) error {
			return row(append(dest, &l.Status, &total, optional(&l.ProductID), &l.Photo)...)
		})
		return l, err
	}, queryListings, append(args, exactPattern, string(q.Sort), q.Offset, until)...)
	if err == nil && len(list) == 0 && q.Offset > 0 {
		total, err = one(t, "register", plain[int], queryListingCount, args...)
	}
	return list, total, err
}

// Places counts the listings by place; a place is named as one of its certificates prints it.
func (t *Tx) Places(q certificates.PublicQuery) ([]certificates.Place, error) {
	args, _ := listingArgs(q)
	return all(t, func(_ *Tx, row scan) (p certificates.Place, err error) {
		err = row(&p.Key, &p.Name, &p.Count)
		return p, err
	}, queryPlaces, args...)
}

// Shelves counts the whole public register by edition, year of issue and product group.
func (t *Tx) Shelves() ([]certificates.Shelf, error) {
	return all(t, func(_ *Tx, row scan) (s certificates.Shelf, err error) {
		err = row(&s.Edition, &s.Year, &s.Group, &s.Count)
		return s, err
	}, queryShelves)
}

// ProductCertificates lists the issued certificates of a product, the newest first.
func (t *Tx) ProductCertificates(product string) ([]certificates.Certificate, error) {
	return all(t, scanCertificate, queryProductCertificates, product)
}
