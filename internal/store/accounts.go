package store

import (
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
)

const (
	organiserColumns = `id, slug, name, province, phone, email, created, programme, hours`
	userColumns      = `id, organiser, email, phone, name, password_hash, administrator, created, disabled`

	queryOrganiser       query = "SELECT " + organiserColumns + " FROM organisers WHERE id = $1"
	queryOrganiserBySlug query = "SELECT " + organiserColumns + " FROM organisers WHERE slug = $1"
	queryOrganisers      query = "SELECT " + organiserColumns + " FROM organisers ORDER BY created, id"
	querySaveOrganiser   query = "INSERT INTO organisers (" + organiserColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name, province = excluded.province,
phone = excluded.phone, email = excluded.email, created = excluded.created, programme = excluded.programme,
hours = excluded.hours`
	queryUser        query = "SELECT " + userColumns + " FROM users WHERE id = $1"
	queryUserByEmail query = "SELECT " + userColumns + " FROM users WHERE email = $1 AND email <> ''"
	queryUserByPhone query = "SELECT " + userColumns + " FROM users WHERE phone = $1 AND phone <> ''"
	queryUsers       query = "SELECT " + userColumns + ` FROM users
WHERE ($1 = '' OR organiser = $1) ORDER BY sort_key, id`
	queryCountUsers query = `SELECT COUNT(*) FROM users`
	querySaveUser   query = "INSERT INTO users (" + userColumns + `, sort_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE SET organiser = excluded.organiser, email = excluded.email, phone = excluded.phone,
name = excluded.name, password_hash = excluded.password_hash, administrator = excluded.administrator,
created = excluded.created, disabled = excluded.disabled, sort_key = excluded.sort_key`
)

func scanOrganiser(_ *Tx, row scan) (o accounts.Organiser, err error) {
	err = row(&o.ID, &o.Slug, &o.Name, &o.Province, &o.Phone, &o.Email, stamp(&o.Created), &o.Programme, &o.Hours)
	return o, err
}

// Organiser loads an organiser by its id.
func (t *Tx) Organiser(id string) (accounts.Organiser, error) {
	return one(t, "organiser", scanOrganiser, queryOrganiser, id)
}

// OrganiserBySlug loads an organiser by its slug; "default" is always there.
func (t *Tx) OrganiserBySlug(slug string) (accounts.Organiser, error) {
	return one(t, "organiser", scanOrganiser, queryOrganiserBySlug, slug)
}

// Organisers lists every organiser, oldest first.
func (t *Tx) Organisers() ([]accounts.Organiser, error) {
	return all(t, scanOrganiser, queryOrganisers)
}

// SaveOrganiser writes an organiser.
func (t *Tx) SaveOrganiser(o accounts.Organiser) error {
	return t.exec(querySaveOrganiser, o.ID, o.Slug, o.Name, o.Province, o.Phone, o.Email, micros(o.Created),
		o.Programme, o.Hours)
}

func scanUser(_ *Tx, row scan) (u accounts.User, err error) {
	err = row(&u.ID, &u.Organiser, &u.Email, &u.Phone, &u.Name, &u.PasswordHash, &u.Administrator,
		stamp(&u.Created), stamp(&u.Disabled))
	return u, err
}

// User loads a person by id.
func (t *Tx) User(id string) (accounts.User, error) { return one(t, "user", scanUser, queryUser, id) }

// UserByEmail loads a person by normalised e-mail address.
func (t *Tx) UserByEmail(email string) (accounts.User, error) {
	return one(t, "user", scanUser, queryUserByEmail, email)
}

// UserByPhone loads a person by telephone number in E.164 form.
func (t *Tx) UserByPhone(phone string) (accounts.User, error) {
	return one(t, "user", scanUser, queryUserByPhone, phone)
}

// Users lists an organiser's people, everybody when it is empty, by given name.
func (t *Tx) Users(organiser string) ([]accounts.User, error) {
	return all(t, scanUser, queryUsers, organiser)
}

// CountUsers is how many people have an account.
func (t *Tx) CountUsers() (int, error) { return one(t, "user", plain[int], queryCountUsers) }

// SaveUser writes a person.
func (t *Tx) SaveUser(u accounts.User) error {
	return t.exec(querySaveUser, u.ID, u.Organiser, u.Email, u.Phone, u.Name, u.PasswordHash,
		number(u.Administrator), micros(u.Created), micros(u.Disabled), notNil(i18n.NameSortKey(u.Name)))
}
