package store

import "vinhdanh/judging"

const (
	visitColumns = `id, visit, edition, nomination, version, held_on, place, members, others, seen, made_by, made_at`
	shotColumns  = `id, visit, edition, n, sha256, media_type, size, filename, made_by, made_at, removed`

	queryVisitNote  query = "SELECT " + visitColumns + " FROM visit_notes WHERE id = $1"
	queryVisitNotes query = "SELECT " + visitColumns + ` FROM visit_notes
WHERE edition = $1 AND ($2 = '' OR nomination = $2) ORDER BY visit, version`
	querySaveVisitNote query = "INSERT INTO visit_notes (" + visitColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
	queryVisitPhotos    query = "SELECT " + shotColumns + " FROM visit_photos WHERE edition = $1 AND removed = 0 ORDER BY visit, n"
	queryNextVisitPhoto query = "SELECT COALESCE(MAX(n), 0) + 1 FROM visit_photos WHERE visit = $1"
	querySaveVisitPhoto query = "INSERT INTO visit_photos (" + shotColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (id) DO UPDATE SET visit = excluded.visit, edition = excluded.edition, n = excluded.n, sha256 = excluded.sha256,
media_type = excluded.media_type, size = excluded.size, filename = excluded.filename, made_by = excluded.made_by,
made_at = excluded.made_at, removed = excluded.removed`
	queryBoundVisitNotes  query = "SELECT " + visitColumns + " FROM visit_notes WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundVisitPhotos query = "SELECT " + shotColumns + " FROM visit_photos WHERE id > $1 ORDER BY id LIMIT $2"
)

func scanVisitNote(t *Tx, row scan) (n judging.VisitNote, err error) {
	err = row(&n.ID, &n.Visit, &n.Edition, &n.Nomination, &n.Version, &n.HeldOn, &n.Place, decodeList(t, &n.Members), &n.Others, &n.Seen,
		&n.By, stamp(&n.At))
	return n, err
}

func scanVisitPhoto(_ *Tx, row scan) (p judging.VisitPhoto, err error) {
	err = row(&p.ID, &p.Visit, &p.Edition, &p.N, &p.SHA256, &p.MediaType, &p.Size, &p.Filename, &p.By, stamp(&p.At), stamp(&p.Removed))
	return p, err
}

// VisitNote loads one version of a visit's note; the id of the first version is that of the visit.
func (t *Tx) VisitNote(id string) (judging.VisitNote, error) {
	return one(t, "visit", scanVisitNote, queryVisitNote, id)
}

// VisitNotes lists every version of the notes of an edition's visits, of one nomination when it is given, by visit and
// version.
func (t *Tx) VisitNotes(edition, nomination string) ([]judging.VisitNote, error) {
	return all(t, scanVisitNote, queryVisitNotes, edition, nomination)
}

// SaveVisitNote writes a version of a visit's note, which never changes.
func (t *Tx) SaveVisitNote(n judging.VisitNote) error {
	return t.exec(querySaveVisitNote, n.ID, n.Visit, n.Edition, n.Nomination, n.Version, n.HeldOn, n.Place, encode(list(n.Members)),
		n.Others, n.Seen, n.By, micros(n.At))
}

// VisitPhotos lists the photos of an edition's visits that were not taken away, by visit and number.
func (t *Tx) VisitPhotos(edition string) ([]judging.VisitPhoto, error) {
	return all(t, scanVisitPhoto, queryVisitPhotos, edition)
}

// NextVisitPhoto is the next unused number of a visit's photos.
func (t *Tx) NextVisitPhoto(visit string) (int, error) {
	return one(t, "number", plain[int], queryNextVisitPhoto, visit)
}

// SaveVisitPhoto writes a photo of a visit.
func (t *Tx) SaveVisitPhoto(p judging.VisitPhoto) error {
	return t.exec(querySaveVisitPhoto, p.ID, p.Visit, p.Edition, p.N, p.SHA256, p.MediaType, p.Size, p.Filename, p.By, micros(p.At),
		micros(p.Removed))
}
