package store

import (
	"time"

	"vinhdanh/certificates"
)

const (
	misuseColumns = `id, edition, certificate, code, kind, details, photo_sha256, contact, made_at, handled, handled_by, note`

	queryMisuseReports    query = "SELECT " + misuseColumns + ` FROM misuse_reports WHERE edition = $1 ORDER BY made_at, id`
	querySaveMisuseReport query = "INSERT INTO misuse_reports (" + misuseColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, certificate = excluded.certificate, code = excluded.code,
kind = excluded.kind, details = excluded.details, photo_sha256 = excluded.photo_sha256, contact = excluded.contact,
made_at = excluded.made_at, handled = excluded.handled, handled_by = excluded.handled_by, note = excluded.note`
	queryForgetContacts query = `UPDATE misuse_reports SET contact = '' WHERE contact <> '' AND handled <> 0 AND handled < $1`
	queryLatestIssuing  query = `SELECT edition FROM certificates WHERE issued <> 0 ORDER BY issued DESC, id LIMIT 1`

	queryAddLookups query = `INSERT INTO certificate_lookups (certificate, day, n, told) VALUES ($1, $2, $3, 0)
ON CONFLICT (certificate, day) DO UPDATE SET n = certificate_lookups.n + excluded.n`
	queryTellLookups query = `UPDATE certificate_lookups SET told = 1 WHERE certificate = $1 AND day = $2`
	queryLookups     query = `SELECT certificate, day, n, told FROM certificate_lookups
WHERE certificate = $1 AND day >= $2 ORDER BY day`
	queryToldLookups query = `SELECT l.certificate, l.day, l.n, l.told, c.code, c.product, c.number FROM certificate_lookups l
JOIN certificates c ON c.id = l.certificate WHERE l.told <> 0 AND c.edition = $1 AND l.day >= $2 ORDER BY l.day DESC, c.number`
)

func scanMisuse(_ *Tx, row scan) (r certificates.MisuseReport, err error) {
	err = row(&r.ID, &r.Edition, &r.Certificate, &r.Code, &r.Kind, &r.Text, &r.Photo, &r.Contact, stamp(&r.At), stamp(&r.Handled), &r.HandledBy, &r.Note)
	return r, err
}

func scanLookups(_ *Tx, row scan) (d certificates.LookupDay, err error) {
	var told int64
	err = row(&d.Certificate, &d.Day, &d.N, &told)
	d.Told = told != 0
	return d, err
}

func scanUnusual(_ *Tx, row scan) (u certificates.UnusualLookups, err error) {
	var told int64
	err = row(&u.Certificate, &u.Day, &u.N, &told, &u.Code, &u.Product, &u.Number)
	u.Told = told != 0
	return u, err
}

// MisuseReports lists what was reported about certificates of an edition, oldest first.
func (t *Tx) MisuseReports(edition string) ([]certificates.MisuseReport, error) {
	return all(t, scanMisuse, queryMisuseReports, edition)
}

// SaveMisuseReport writes a report in place of any other with its id.
func (t *Tx) SaveMisuseReport(r certificates.MisuseReport) error {
	return t.exec(querySaveMisuseReport, r.ID, r.Edition, r.Certificate, r.Code, string(r.Kind), r.Text, r.Photo, r.Contact, micros(r.At), micros(r.Handled), r.HandledBy, r.Note)
}

// ForgetMisuseContacts erases the contacts of reports that were handled before a moment.
func (t *Tx) ForgetMisuseContacts(before time.Time) error {
	return t.exec(queryForgetContacts, micros(before))
}

// LatestIssuingEdition is the edition of the latest issued certificate.
func (t *Tx) LatestIssuingEdition() (string, error) {
	return one(t, "edition", plain[string], queryLatestIssuing)
}

// AddLookups counts look-ups of a certificate on a day.
func (t *Tx) AddLookups(certificate, day string, n int) error {
	return t.exec(queryAddLookups, certificate, day, n)
}

// TellLookups notes that the secretariat was told of a day.
func (t *Tx) TellLookups(certificate, day string) error {
	return t.exec(queryTellLookups, certificate, day)
}

// Lookups are the counted days of a certificate from a day on.
func (t *Tx) Lookups(certificate, from string) ([]certificates.LookupDay, error) {
	return all(t, scanLookups, queryLookups, certificate, from)
}

// ToldLookups are the days from one on that an edition's secretariat was told of, the latest first.
func (t *Tx) ToldLookups(edition, from string) ([]certificates.UnusualLookups, error) {
	return all(t, scanUnusual, queryToldLookups, edition, from)
}
