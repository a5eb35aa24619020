package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

const (
	planColumns   = `edition, active, days_before, days_after, declare_until, scoring_until, note, made_by, made_at`
	letterColumns = `id, edition, person, day, state, subject, body, planned, made_by, ended`

	queryReminderPlan     query = "SELECT " + planColumns + " FROM reminder_plans WHERE edition = $1"
	queryActivePlans      query = "SELECT " + planColumns + " FROM reminder_plans WHERE active = 1 ORDER BY edition"
	querySaveReminderPlan query = "INSERT INTO reminder_plans (" + planColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (edition) DO UPDATE SET active = excluded.active, days_before = excluded.days_before, days_after = excluded.days_after,
declare_until = excluded.declare_until, scoring_until = excluded.scoring_until, note = excluded.note,
made_by = excluded.made_by, made_at = excluded.made_at`
	queryReminderLetter  query = "SELECT " + letterColumns + " FROM reminder_letters WHERE id = $1"
	queryReminderLetters query = "SELECT " + letterColumns + ` FROM reminder_letters
WHERE edition = $1 ORDER BY day DESC, planned, id LIMIT $2`
	queryOpenLetters query = "SELECT " + letterColumns + ` FROM reminder_letters
WHERE state IN ('waiting', 'held') ORDER BY planned, id`
	queryLettersOn query = "SELECT " + letterColumns + ` FROM reminder_letters
WHERE edition = $1 AND day = $2 ORDER BY planned, id`
	querySentLetters query = "SELECT " + letterColumns + ` FROM reminder_letters
WHERE state = 'sent' AND ended >= $1 AND ended < $2 ORDER BY ended, id`
	queryAddLetter query = "INSERT INTO reminder_letters (" + letterColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (edition, person, day) DO NOTHING`
	queryChangeLetter query = `UPDATE reminder_letters SET state = $2, subject = $3, body = $4, planned = $5, made_by = $6, ended = $7
WHERE id = $1 AND state IN ('waiting', 'held')`
	queryUnsentMail query = "SELECT " + jobColumns + ` FROM jobs WHERE kind = 'mail' AND edition = $1 AND state <> 'done' ORDER BY id`
	queryForgetMail query = `UPDATE jobs SET payload = $2, state = 'failed', problem = 'erased' WHERE id = $1`
)

// lettersShown bounds how many letters of an edition are listed.
const lettersShown = 500

func scanPlan(t *Tx, row scan) (p judging.ReminderPlan, err error) {
	var on int64
	err = row(&p.Edition, &on, decodeList(t, &p.Before), decodeList(t, &p.After), &p.DeclareUntil, &p.ScoringUntil, &p.Note, &p.By,
		stamp(&p.At))
	p.On = on == 1
	return p, err
}

// ReminderPlan loads an edition's plan of reminders.
func (t *Tx) ReminderPlan(edition string) (judging.ReminderPlan, error) {
	return one(t, "reminder plan", scanPlan, queryReminderPlan, edition)
}

// ActiveReminderPlans lists the plans that are on.
func (t *Tx) ActiveReminderPlans() ([]judging.ReminderPlan, error) {
	return all(t, scanPlan, queryActivePlans)
}

// SaveReminderPlan writes an edition's plan in place of the one before.
func (t *Tx) SaveReminderPlan(p judging.ReminderPlan) error {
	return t.exec(querySaveReminderPlan, p.Edition, number(p.On), encode(list(p.Before)), encode(list(p.After)), p.DeclareUntil,
		p.ScoringUntil, p.Note, p.By, micros(p.At))
}

func scanLetter(_ *Tx, row scan) (l judging.ReminderLetter, err error) {
	err = row(&l.ID, &l.Edition, &l.Person, &l.Day, &l.State, &l.Subject, &l.Text, stamp(&l.Planned), &l.By, stamp(&l.Ended))
	return l, err
}

// ReminderLetter loads a letter of the outbox.
func (t *Tx) ReminderLetter(id string) (judging.ReminderLetter, error) {
	return one(t, "reminder", scanLetter, queryReminderLetter, id)
}

// ReminderLetters lists the latest letters of an edition, the latest day first.
func (t *Tx) ReminderLetters(edition string) ([]judging.ReminderLetter, error) {
	return all(t, scanLetter, queryReminderLetters, edition, lettersShown)
}

// OpenReminderLetters lists the letters of every edition that may still leave.
func (t *Tx) OpenReminderLetters() ([]judging.ReminderLetter, error) {
	return all(t, scanLetter, queryOpenLetters)
}

// ReminderLettersOn lists an edition's letters for one day.
func (t *Tx) ReminderLettersOn(edition, day string) ([]judging.ReminderLetter, error) {
	return all(t, scanLetter, queryLettersOn, edition, day)
}

// SentReminderLetters lists the letters of every edition that left from a moment on and before another.
func (t *Tx) SentReminderLetters(from, to time.Time) ([]judging.ReminderLetter, error) {
	return all(t, scanLetter, querySentLetters, micros(from), micros(to))
}

// AddReminderLetter writes a new letter; one that the edition has for the person on that day already stays as it is.
func (t *Tx) AddReminderLetter(l judging.ReminderLetter) error {
	return t.exec(queryAddLetter, l.ID, l.Edition, l.Person, l.Day, string(l.State), l.Subject, l.Text, micros(l.Planned), l.By,
		micros(l.Ended))
}

// ChangeReminderLetter writes a letter that is open; the fault letter_over when it is so no more.
func (t *Tx) ChangeReminderLetter(l judging.ReminderLetter) error {
	n, err := t.affect(queryChangeLetter, l.ID, string(l.State), l.Subject, l.Text, micros(l.Planned), l.By, micros(l.Ended))
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "letter_over")
	}
	return err
}

// ForgetMail gives up the mails of an edition to an address that have not left; what is kept of them is what is kept of
// a mail that was sent.
func (t *Tx) ForgetMail(edition, address string) error {
	list, err := all(t, scanJob, queryUnsentMail, edition)
	if err != nil {
		return err
	}
	for _, j := range list {
		var m judging.Mail
		if err := json.Unmarshal(j.Payload, &m); err != nil {
			return fmt.Errorf("read mail job %s: %w", j.ID, err)
		}
		if !strings.EqualFold(m.To, address) {
			continue
		}
		if err := t.exec(queryForgetMail, j.ID, encode(m.Sent(edition))); err != nil {
			return err
		}
	}
	return nil
}
