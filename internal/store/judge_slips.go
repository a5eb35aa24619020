package store

import "vinhdanh/internal/accounts"

const (
	judgeSlipColumns = `id, edition, seat, user_id, code_hash, made_by, created, expires, used, tries`

	queryJudgeSlipsOf  query = "SELECT " + judgeSlipColumns + " FROM judge_slips WHERE user_id = $1 ORDER BY created DESC, id DESC"
	queryJudgeSlips    query = "SELECT " + judgeSlipColumns + " FROM judge_slips WHERE edition = $1 ORDER BY created, id"
	queryBoundSlips    query = "SELECT " + judgeSlipColumns + " FROM judge_slips WHERE id > $1 ORDER BY id LIMIT $2"
	querySaveJudgeSlip query = "INSERT INTO judge_slips (" + judgeSlipColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, seat = excluded.seat, user_id = excluded.user_id,
code_hash = excluded.code_hash, made_by = excluded.made_by, created = excluded.created, expires = excluded.expires, used = excluded.used, tries = excluded.tries`
)

func scanJudgeSlip(_ *Tx, row scan) (s accounts.JudgeSlip, err error) {
	err = row(&s.ID, &s.Edition, &s.Seat, &s.User, &s.CodeHash, &s.MadeBy, stamp(&s.Created), stamp(&s.Expires), stamp(&s.Used), &s.Tries)
	return s, err
}

// JudgeSlipsOf lists a judge's slips, newest first, those that are over too.
func (t *Tx) JudgeSlipsOf(user string) ([]accounts.JudgeSlip, error) {
	return all(t, scanJudgeSlip, queryJudgeSlipsOf, user)
}

// JudgeSlips lists the judges' slips of an edition, oldest first.
func (t *Tx) JudgeSlips(edition string) ([]accounts.JudgeSlip, error) {
	return all(t, scanJudgeSlip, queryJudgeSlips, edition)
}

// SaveJudgeSlip writes a slip.
func (t *Tx) SaveJudgeSlip(s accounts.JudgeSlip) error {
	return t.exec(querySaveJudgeSlip, s.ID, s.Edition, s.Seat, s.User, s.CodeHash, s.MadeBy, micros(s.Created), micros(s.Expires),
		micros(s.Used), s.Tries)
}
