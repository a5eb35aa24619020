package store

import (
	"encoding/json"
	"fmt"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

const (
	slipColumns = `id, user_id, code_hash, made_by, created, expires, used`

	querySlipsOf query = "SELECT " + slipColumns + ` FROM slips
WHERE user_id = $1 ORDER BY created DESC, id DESC`
	querySlips query = `SELECT s.id, s.user_id, s.code_hash, s.made_by, s.created, s.expires, s.used,
u.name, u.phone, COALESCE(m.name, '')
FROM slips s JOIN users u ON u.id = s.user_id LEFT JOIN users m ON m.id = s.made_by
WHERE u.organiser = $1 ORDER BY s.created DESC, s.id DESC`
	querySaveSlip query = "INSERT INTO slips (" + slipColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, code_hash = excluded.code_hash,
made_by = excluded.made_by, created = excluded.created, expires = excluded.expires, used = excluded.used`
	querySeats query = `SELECT g.id, g.edition, g.user_id, g.body, g.role, g.title, g.employer, g.created, g.ended,
e.slug, e.name, e.name_en, e.year, e.state
FROM grants g JOIN editions e ON e.id = g.edition
WHERE e.organiser = $1 AND ($2 = '' OR g.user_id = $2) ORDER BY e.created DESC, e.id, g.created, g.id`
)

func scanSlip(_ *Tx, row scan) (s accounts.Slip, err error) {
	err = row(&s.ID, &s.User, &s.CodeHash, &s.MadeBy, stamp(&s.Created), stamp(&s.Expires), stamp(&s.Used))
	return s, err
}

func scanSlipLine(_ *Tx, row scan) (s accounts.SlipLine, err error) {
	err = row(&s.ID, &s.User, &s.CodeHash, &s.MadeBy, stamp(&s.Created), stamp(&s.Expires), stamp(&s.Used),
		&s.Name, &s.Phone, &s.MadeByName)
	return s, err
}

// SlipsOf lists a person's slips, newest first, those that are over too.
func (t *Tx) SlipsOf(user string) ([]accounts.Slip, error) {
	return all(t, scanSlip, querySlipsOf, user)
}

// Slips lists the slips of an organiser's people, newest first, those that are over too.
func (t *Tx) Slips(organiser string) ([]accounts.SlipLine, error) {
	return all(t, scanSlipLine, querySlips, organiser)
}

// SaveSlip writes a slip.
func (t *Tx) SaveSlip(s accounts.Slip) error {
	return t.exec(querySaveSlip, s.ID, s.User, s.CodeHash, s.MadeBy, micros(s.Created), micros(s.Expires), micros(s.Used))
}

func scanSeat(_ *Tx, row scan) (s accounts.Seat, err error) {
	err = row(&s.ID, &s.Edition, &s.User, &s.Body, &s.Role, &s.Title, &s.Employer, stamp(&s.Created), stamp(&s.Ended),
		&s.Slug, &s.Name, &s.NameEN, &s.Year, &s.State)
	s.Closed = s.State == string(judging.Closed)
	return s, err
}

// Seats lists the seats in an organiser's editions, newest edition first, ended ones too; those of one
// person when it is given.
func (t *Tx) Seats(organiser, user string) ([]accounts.Seat, error) {
	return all(t, scanSeat, querySeats, organiser, user)
}

// SendLetter queues a mail that leaves after the commit and says which job carries it.
func (t *Tx) SendLetter(l accounts.Letter) (job string, err error) {
	payload, err := json.Marshal(judging.Mail{To: l.To, Letter: l.Letter, Args: l.Args, LinkPath: l.LinkPath})
	if err != nil {
		return "", fmt.Errorf("write mail %s: %w", l.Letter, err)
	}
	job = accounts.NewID()
	return job, t.Enqueue(judging.Job{ID: job, Kind: judging.MailJob, Payload: payload})
}
