package store

import "vinhdanh/certificates"

const (
	countersignatureColumns = `id, certificate, sha256, signer, claimed, made_by, made_at`

	queryCountersignatures query = "SELECT " + countersignatureColumns + ` FROM certificate_signatures
WHERE certificate = $1 ORDER BY made_at, id`
	queryBoundCountersignatures query = "SELECT " + countersignatureColumns + ` FROM certificate_signatures
WHERE id > $1 ORDER BY id LIMIT $2`
	querySaveCountersignature query = "INSERT INTO certificate_signatures (" + countersignatureColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7)`
)

func scanCountersignature(_ *Tx, row scan) (c certificates.Countersignature, err error) {
	err = row(&c.ID, &c.Certificate, &c.SHA256, &c.Signer, stamp(&c.Claimed), &c.By, stamp(&c.At))
	return c, err
}

// Countersignatures lists the files of a certificate that the authority signed, oldest first.
func (t *Tx) Countersignatures(certificate string) ([]certificates.Countersignature, error) {
	return all(t, scanCountersignature, queryCountersignatures, certificate)
}

// SaveCountersignature writes a file that the authority signed.
func (t *Tx) SaveCountersignature(c certificates.Countersignature) error {
	return t.exec(querySaveCountersignature, c.ID, c.Certificate, c.SHA256, c.Signer, micros(c.Claimed), c.By, micros(c.At))
}
