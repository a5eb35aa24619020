package store_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestReminderLettersAreOneAPersonAndDay on both engines: a second letter of a day is dropped, and one that is over does
// not change again.
func TestReminderLettersAreOneAPersonAndDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		second := w.letter
		second.ID, second.Subject = "khác", "Thư thứ hai"
		next := second
		next.ID, next.Day = "mai", "2026-07-16"
		check := func(f func(tx *store.Tx) error) {
			t.Helper()
			if err := db.Update(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		check(func(tx *store.Tx) error { return tx.AddReminderLetter(second) })
		check(func(tx *store.Tx) error { return tx.AddReminderLetter(next) })
		list := func(read func(tx *store.Tx) ([]judging.ReminderLetter, error)) (ids string) {
			t.Helper()
			check(func(tx *store.Tx) error {
				letters, err := read(tx)
				for _, l := range letters {
					ids += " " + strings.Replace(l.ID, w.letter.ID, "đầu", 1)
				}
				return err
			})
			return ids
		}
		all := func(tx *store.Tx) ([]judging.ReminderLetter, error) { return tx.ReminderLetters(w.edition.ID) }
		open := func(tx *store.Tx) ([]judging.ReminderLetter, error) { return tx.OpenReminderLetters() }
		if got := list(all); got != " mai đầu" {
			t.Errorf("letters%s", got)
		}
		sent := w.letter
		sent.State, sent.Ended = judging.ReminderSent, day.Add(time.Hour)
		check(func(tx *store.Tx) error { return tx.ChangeReminderLetter(sent) })
		if got := list(open); got != " mai" {
			t.Errorf("open are%s", got)
		}
		for _, tt := range []struct {
			from, to time.Duration
			want     string
		}{{time.Hour, 2 * time.Hour, " đầu"}, {0, time.Hour, ""}, {2 * time.Hour, 3 * time.Hour, ""}} {
			got := list(func(tx *store.Tx) ([]judging.ReminderLetter, error) {
				return tx.SentReminderLetters(day.Add(tt.from), day.Add(tt.to))
			})
			if got != tt.want {
				t.Errorf("sent from %s to %s:%s", tt.from, tt.to, got)
			}
		}
		err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.ChangeReminderLetter(w.letter) })
		if !fault.IsCode(err, "letter_over") {
			t.Errorf("a letter that was sent opens again: %v", err)
		}
	})
}

// TestForgetMail masks the address in what never left, and in nothing else.
func TestForgetMail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		for id, to := range map[string]string{"hers": "Lan@Thu.vn", "his": "nam@thu.vn"} {
			payload, err := json.Marshal(judging.Mail{To: to, Letter: "owed", Args: map[string]string{"name": to}})
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Update(t.Context(), func(tx *store.Tx) error {
				return tx.Enqueue(judging.Job{ID: id, Kind: judging.MailJob, Edition: w.edition.ID, Payload: payload})
			}); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.ForgetMail(w.edition.ID, "lan@thu.vn") }); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]jobs.State{"hers": jobs.Failed, "his": jobs.Queued} {
			j, err := db.LoadJob(t.Context(), id)
			if err != nil || j.State != want || strings.Contains(string(j.Payload), "Lan@") {
				t.Errorf("%s: %s %s, %v", id, j.State, j.Payload, err)
			}
		}
		his, err := db.LoadJob(t.Context(), "his")
		if err != nil || !strings.Contains(string(his.Payload), "nam@thu.vn") {
			t.Errorf("another's letter: %s, %v", his.Payload, err)
		}
	})
}
