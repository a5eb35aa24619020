package store

import (
	"fmt"
	"strconv"

	"vinhdanh/certificates"
	"vinhdanh/internal/i18n"
)

const (
	certificateColumns = `id, organiser, edition, nomination, decision, code, seq, number, statement, product, producer,
address, product_group, issued_on, valid_until, pdf_sha256, prepared, issued, replaces, reason,
reissue_number, reissue_date, prepared_by`
	eventColumns = `id, certificate, kind, reason, decision_number, decision_date, effective_on, successor, made_by, made_at`

	queryCertificate       query = "SELECT " + certificateColumns + " FROM certificates WHERE id = $1"
	queryCertificateByCode query = "SELECT " + certificateColumns + " FROM certificates WHERE code = $1"
	queryCertificateByHash query = "SELECT " + certificateColumns + ` FROM certificates
WHERE pdf_sha256 = $1 AND pdf_sha256 <> '' OR id = (SELECT s.certificate FROM certificate_signatures s WHERE s.sha256 = $1 ORDER BY s.id LIMIT 1)
ORDER BY id LIMIT 1`
	queryCertificates query = "SELECT " + certificateColumns + ` FROM certificates
WHERE ($1 = '' OR organiser = $1) AND ($2 = '' OR edition = $2) AND ($3 = '' OR product_group = $3)
AND ($4 = 0 OR year = $4) AND ($5 = 1 OR issued <> 0) AND folded LIKE $6 ESCAPE '\'
ORDER BY year, seq, id LIMIT $7`
	queryCertificatesAfter query = "SELECT " + certificateColumns + ` FROM certificates
WHERE ($1 = '' OR organiser = $1) AND ($2 = '' OR edition = $2) AND ($3 = '' OR product_group = $3)
AND ($4 = 0 OR year = $4) AND ($5 = 1 OR issued <> 0) AND folded LIKE $6 ESCAPE '\'
AND (year, seq, id) > (SELECT a.year, a.seq, a.id FROM certificates a WHERE a.id = $8)
ORDER BY year, seq, id LIMIT $7`
	querySaveCertificate query = "INSERT INTO certificates (" + certificateColumns + `, year, folded, exact, sort_key, place_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
$23, $24, $25, $26, $27, $28)
ON CONFLICT (id) DO UPDATE SET organiser = excluded.organiser, edition = excluded.edition,
nomination = excluded.nomination, decision = excluded.decision, code = excluded.code, seq = excluded.seq,
number = excluded.number, statement = excluded.statement, product = excluded.product,
producer = excluded.producer, address = excluded.address, product_group = excluded.product_group,
issued_on = excluded.issued_on, valid_until = excluded.valid_until, pdf_sha256 = excluded.pdf_sha256,
prepared = excluded.prepared, issued = excluded.issued, replaces = excluded.replaces,
reason = excluded.reason, reissue_number = excluded.reissue_number, reissue_date = excluded.reissue_date,
prepared_by = excluded.prepared_by, year = excluded.year, folded = excluded.folded, exact = excluded.exact,
sort_key = excluded.sort_key, place_key = excluded.place_key`
	queryCertificateUses query = `SELECT COUNT(*) FROM certificates WHERE edition = $1 AND ($2 = '' OR decision = $2)`
	queryEvents          query = "SELECT " + eventColumns + ` FROM certificate_events
WHERE certificate = $1 ORDER BY made_at, id`
	querySaveEvent query = "INSERT INTO certificate_events (" + eventColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE SET certificate = excluded.certificate, kind = excluded.kind,
reason = excluded.reason, decision_number = excluded.decision_number, decision_date = excluded.decision_date,
effective_on = excluded.effective_on, successor = excluded.successor, made_by = excluded.made_by,
made_at = excluded.made_at`
)

func scanCertificate(_ *Tx, row scan) (c certificates.Certificate, err error) {
	err = row(&c.ID, &c.Organiser, &c.Edition, &c.Nomination, &c.Decision, &c.Code, &c.Seq, &c.Number,
		&c.Statement, &c.Product, &c.Producer, &c.Address, &c.Group, &c.IssuedOn, &c.ValidUntil, &c.PDFSHA256,
		stamp(&c.Prepared), stamp(&c.Issued), &c.Replaces, &c.Reason, &c.ReissueNumber, &c.ReissueDate, &c.PreparedBy)
	return c, err
}

// Certificate loads a certificate by its id.
func (t *Tx) Certificate(id string) (certificates.Certificate, error) {
	return one(t, "certificate", scanCertificate, queryCertificate, id)
}

// CertificateByCode loads a certificate, prepared or issued, by its code as printed.
func (t *Tx) CertificateByCode(code string) (certificates.Certificate, error) {
	return one(t, "certificate", scanCertificate, queryCertificateByCode, code)
}

// CertificateByHash loads a certificate by the SHA-256 of its PDF.
func (t *Tx) CertificateByHash(sha256 string) (certificates.Certificate, error) {
	return one(t, "certificate", scanCertificate, queryCertificateByHash, sha256)
}

// Certificates lists a register by year and number.
func (t *Tx) Certificates(q certificates.Query) ([]certificates.Certificate, error) {
	pattern, _, _ := patterns(q.Text)
	args := []any{q.Organiser, q.Edition, q.Group, q.Year, number(q.Prepared), pattern, limit(q.Limit)}
	if q.After != "" {
		return all(t, scanCertificate, queryCertificatesAfter, append(args, q.After)...)
	}
	return all(t, scanCertificate, queryCertificates, args...)
}

// CertificateUses counts the certificates, prepared or issued, of an edition and, unless it is empty, of one
// decision.
func (t *Tx) CertificateUses(edition, decision string) (int, error) {
	return one(t, "edition", plain[int], queryCertificateUses, edition, decision)
}

// SaveCertificate writes a line of the register.
func (t *Tx) SaveCertificate(c certificates.Certificate) error {
	if len(c.IssuedOn) < 4 {
		return fmt.Errorf("save certificate %s: it has no day of issue", c.Code)
	}
	year, err := strconv.Atoi(c.IssuedOn[:4])
	if err != nil {
		return fmt.Errorf("save certificate %s: year of issue: %w", c.Code, err)
	}
	sought := []string{c.Product, c.Producer, c.Address, c.Number, c.Code}
	return t.exec(querySaveCertificate, c.ID, c.Organiser, c.Edition, c.Nomination, c.Decision, c.Code, c.Seq,
		c.Number, string(c.Statement), c.Product, c.Producer, c.Address, c.Group, c.IssuedOn, c.ValidUntil,
		c.PDFSHA256, micros(c.Prepared), micros(c.Issued), c.Replaces, c.Reason,
		c.ReissueNumber, c.ReissueDate, c.PreparedBy, year,
		folded(sought), exact(sought), notNil(i18n.SortKey(c.Product)), certificates.PlaceKey(c.Address))
}

func scanEvent(_ *Tx, row scan) (e certificates.Event, err error) {
	err = row(&e.ID, &e.Certificate, &e.Kind, &e.Reason, &e.DecisionNumber, &e.DecisionDate, &e.EffectiveOn,
		&e.Successor, &e.By, stamp(&e.At))
	return e, err
}

// Events lists what happened to a certificate after its issue, oldest first.
func (t *Tx) Events(certificate string) ([]certificates.Event, error) {
	return all(t, scanEvent, queryEvents, certificate)
}

// SaveEvent writes an event of a certificate's life.
func (t *Tx) SaveEvent(e certificates.Event) error {
	return t.exec(querySaveEvent, e.ID, e.Certificate, string(e.Kind), e.Reason, e.DecisionNumber,
		e.DecisionDate, e.EffectiveOn, e.Successor, e.By, micros(e.At))
}
