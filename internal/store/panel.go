package store

import (
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

const (
	grantColumns       = `id, edition, user_id, body, role, title, employer, created, ended, address, tax_code, replaces`
	declarationColumns = `id, edition, judge, made_at`
	conflictColumns    = `id, edition, judge, nomination, reason, made_at`

	queryGrants query = "SELECT " + grantColumns + ` FROM grants
WHERE edition = $1 AND ended = 0 ORDER BY created, id`
	queryGrantsOf query = "SELECT " + grantColumns + ` FROM grants
WHERE user_id = $1 AND ended = 0 ORDER BY created, id`
	queryVacated query = "SELECT " + grantColumns + ` FROM grants g WHERE edition = $1 AND ended <> 0 AND body = 'jury'
AND role <> 'secretary' AND NOT EXISTS (SELECT 1 FROM grants h WHERE h.replaces = g.id AND h.ended = 0) ORDER BY created, id`
	queryGrant     query = "SELECT " + grantColumns + " FROM grants WHERE id = $1"
	querySaveGrant query = "INSERT INTO grants (" + grantColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, user_id = excluded.user_id, body = excluded.body,
role = excluded.role, title = excluded.title, employer = excluded.employer, created = excluded.created,
ended = excluded.ended, address = excluded.address, tax_code = excluded.tax_code, replaces = excluded.replaces`
	queryDeclarations query = "SELECT " + declarationColumns + ` FROM declarations
WHERE edition = $1 ORDER BY made_at, id`
	querySaveDeclaration query = "INSERT INTO declarations (" + declarationColumns + `) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, judge = excluded.judge, made_at = excluded.made_at`
	queryConflicts query = "SELECT " + conflictColumns + ` FROM conflicts
WHERE edition = $1 ORDER BY made_at, id`
	querySaveConflict query = "INSERT INTO conflicts (" + conflictColumns + `) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, judge = excluded.judge,
nomination = excluded.nomination, reason = excluded.reason, made_at = excluded.made_at`
)

func scanGrant(_ *Tx, row scan) (g accounts.Grant, err error) {
	err = row(&g.ID, &g.Edition, &g.User, &g.Body, &g.Role, &g.Title, &g.Employer, stamp(&g.Created), stamp(&g.Ended),
		&g.Address, &g.TaxCode, &g.Replaces)
	return g, err
}

// Grants lists the seats of an edition that hold, oldest first.
func (t *Tx) Grants(edition string) ([]accounts.Grant, error) {
	list, err := recall(t, queryGrants, edition, func() ([]accounts.Grant, error) {
		return all(t, scanGrant, queryGrants, edition)
	})
	return slices.Clone(list), err
}

// GrantsOf lists the seats of a person that hold, oldest first.
func (t *Tx) GrantsOf(user string) ([]accounts.Grant, error) {
	return all(t, scanGrant, queryGrantsOf, user)
}

// Vacated lists the seats of an edition's judges that have ended and that nobody has taken over, oldest first.
func (t *Tx) Vacated(edition string) ([]accounts.Grant, error) {
	return all(t, scanGrant, queryVacated, edition)
}

// SaveGrant writes a seat.
func (t *Tx) SaveGrant(g accounts.Grant) error {
	return t.exec(querySaveGrant, g.ID, g.Edition, g.User, string(g.Body), string(g.Role), g.Title, g.Employer,
		micros(g.Created), micros(g.Ended), g.Address, g.TaxCode, g.Replaces)
}

// Grant loads a seat, also one that has ended.
func (t *Tx) Grant(id string) (accounts.Grant, error) {
	return one(t, "grant", scanGrant, queryGrant, id)
}

func scanDeclaration(_ *Tx, row scan) (d judging.Declaration, err error) {
	err = row(&d.ID, &d.Edition, &d.Judge, stamp(&d.At))
	return d, err
}

// Declarations lists who has declared in an edition, oldest first.
func (t *Tx) Declarations(edition string) ([]judging.Declaration, error) {
	list, err := recall(t, queryDeclarations, edition, func() ([]judging.Declaration, error) {
		return all(t, scanDeclaration, queryDeclarations, edition)
	})
	return slices.Clone(list), err
}

// SaveDeclaration writes that a judge has declared.
func (t *Tx) SaveDeclaration(d judging.Declaration) error {
	return t.exec(querySaveDeclaration, d.ID, d.Edition, d.Judge, micros(d.At))
}

func scanConflict(_ *Tx, row scan) (c judging.Conflict, err error) {
	err = row(&c.ID, &c.Edition, &c.Judge, &c.Nomination, &c.Reason, stamp(&c.At))
	return c, err
}

// Conflicts lists the conflicts declared in an edition, oldest first.
func (t *Tx) Conflicts(edition string) ([]judging.Conflict, error) {
	return all(t, scanConflict, queryConflicts, edition)
}

// SaveConflict writes a conflict.
func (t *Tx) SaveConflict(c judging.Conflict) error {
	return t.exec(querySaveConflict, c.ID, c.Edition, c.Judge, c.Nomination, c.Reason, micros(c.At))
}
