package store

import "vinhdanh/certificates"

const (
	certificateLetterColumns = `certificate, edition, sent, job, times`

	queryCertificateLetter  query = "SELECT " + certificateLetterColumns + " FROM certificate_letters WHERE certificate = $1"
	queryCertificateLetters query = "SELECT " + certificateLetterColumns + " FROM certificate_letters WHERE edition = $1"
	queryDueCertificates    query = `SELECT l.certificate, l.edition, l.sent, l.job, l.times FROM certificate_letters l
JOIN certificates c ON c.id = l.certificate WHERE l.edition = $1 AND l.sent = 0 ORDER BY c.year, c.seq, c.id`
	querySaveCertificateLetter query = "INSERT INTO certificate_letters (" + certificateLetterColumns + `)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (certificate) DO UPDATE SET edition = excluded.edition, sent = excluded.sent, job = excluded.job, times = excluded.times`
)

func scanCertificateLetter(_ *Tx, row scan) (l certificates.Letter, err error) {
	err = row(&l.Certificate, &l.Edition, stamp(&l.Sent), &l.Job, &l.Times)
	return l, err
}

// Letter is what was told by letter of a certificate.
func (t *Tx) Letter(certificate string) (certificates.Letter, error) {
	return one(t, "letter", scanCertificateLetter, queryCertificateLetter, certificate)
}

// Letters is what was told by letter of all an edition's certificates, in any order.
func (t *Tx) Letters(edition string) ([]certificates.Letter, error) {
	return all(t, scanCertificateLetter, queryCertificateLetters, edition)
}

// DueLetters are those of an edition's certificates whose producers are still to be told, by number.
func (t *Tx) DueLetters(edition string) ([]certificates.Letter, error) {
	return all(t, scanCertificateLetter, queryDueCertificates, edition)
}

// SaveLetter writes what was told of a certificate.
func (t *Tx) SaveLetter(l certificates.Letter) error {
	return t.exec(querySaveCertificateLetter, l.Certificate, l.Edition, micros(l.Sent), l.Job, l.Times)
}
