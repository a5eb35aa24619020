package store

import "vinhdanh/certificates"

const (
	lookColumns = `edition, design, language, place, authority, signer_name, signer_title, signer_block, emblem, seal, offline,
chosen_by, chosen_at`

	queryLook     query = "SELECT " + lookColumns + " FROM certificate_looks WHERE edition = $1"
	querySaveLook query = "INSERT INTO certificate_looks (" + lookColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (edition) DO UPDATE SET design = excluded.design, language = excluded.language, place = excluded.place,
authority = excluded.authority, signer_name = excluded.signer_name, signer_title = excluded.signer_title,
signer_block = excluded.signer_block, emblem = excluded.emblem, seal = excluded.seal, offline = excluded.offline,
chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at`
	queryPicture     query = "SELECT hash, png FROM certificate_pictures WHERE hash = $1"
	querySavePicture query = "INSERT INTO certificate_pictures (hash, png) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING"
)

func scanLook(_ *Tx, row scan) (l certificates.Look, err error) {
	var offline int64
	err = row(&l.Edition, &l.Design, &l.Language, &l.Place, &l.Authority, &l.Signer.Name, &l.Signer.Title, &l.Signer.Block,
		&l.Emblem, &l.Seal, &offline, &l.By, stamp(&l.At))
	l.Offline = offline == 1
	return l, err
}

// CertificateLook loads the look that was chosen for an edition's certificates.
func (t *Tx) CertificateLook(edition string) (certificates.Look, error) {
	return one(t, "look of certificates", scanLook, queryLook, edition)
}

// SaveCertificateLook writes the look of an edition's certificates, in place of an earlier one.
func (t *Tx) SaveCertificateLook(l certificates.Look) error {
	return t.exec(querySaveLook, l.Edition, l.Design, l.Language, l.Place, l.Authority, l.Signer.Name, l.Signer.Title, l.Signer.Block,
		l.Emblem, l.Seal, number(l.Offline), l.By, micros(l.At))
}

// CertificatePicture loads an emblem or a seal by the SHA-256 of its file.
func (t *Tx) CertificatePicture(sha256 string) (certificates.Picture, error) {
	return one(t, "picture", func(_ *Tx, row scan) (p certificates.Picture, err error) {
		err = row(&p.SHA256, &p.File)
		return p, err
	}, queryPicture, sha256)
}

// SaveCertificatePicture keeps an emblem or a seal; one that is there already stays.
func (t *Tx) SaveCertificatePicture(p certificates.Picture) error {
	return t.exec(querySavePicture, p.SHA256, p.File)
}
