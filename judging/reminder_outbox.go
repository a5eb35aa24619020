package judging

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// ReminderView is what the secretariat sees of an edition's reminders.
type ReminderView struct {
	Plan    ReminderPlan
	Owed    []Debtor
	Letters []ReminderLine // the latest day first
	Next    string         // YYYY-MM-DD of the next letters as things stand, or empty while none are in sight
}

// ReminderLine is a letter of the outbox with whom it is to and, while it is open, what is owed and what it would say
// now. Where nothing is owed any more Mail has no receiver.
type ReminderLine struct {
	ReminderLetter
	Name  string
	Items []Owed
	Mail  Mail
	Idle  bool // open, and nothing is owed that its day reminds of: as things stand it will not leave
}

// Reminders are the plan of an edition, who still owes what and the outbox, for its secretariat. No marks are in it.
func (s *Service) Reminders(ctx context.Context, who accounts.Actor, slug string) (v ReminderView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.Screen)
		if err != nil {
			return err
		}
		if v.Plan, err = planOf(tx, sc.edition.ID); err != nil {
			return err
		}
		ds, err := s.owed(tx, sc, v.Plan)
		if err != nil {
			return err
		}
		v.Owed = ds.list
		if v.Next, err = s.nextReminders(tx, v.Plan, ds.list); err != nil {
			return err
		}
		letters, err := tx.ReminderLetters(sc.edition.ID)
		if err != nil {
			return err
		}
		for _, l := range letters {
			d, err := debtorOf(tx, l.Person)
			if err != nil {
				return err
			}
			line := ReminderLine{ReminderLetter: l, Name: d.Name}
			if d = ds.of(d.Email); l.Open() && len(d.Items) > 0 {
				line.Items, line.Mail = d.Items, reminderMail(sc.edition, v.Plan, l, d)
			}
			line.Idle = l.Open() && !d.due(v.Plan, l.Day)
			v.Letters = append(v.Letters, line)
		}
		slices.SortStableFunc(v.Letters, func(a, b ReminderLine) int {
			return cmp.Or(strings.Compare(b.Day, a.Day), strings.Compare(string(i18n.SortKey(a.Name)), string(i18n.SortKey(b.Name))))
		})
		return nil
	})
	return v, err
}

// Reminder is one letter of the outbox; not_found for another edition's.
func (s *Service) Reminder(ctx context.Context, who accounts.Actor, slug, id string) (ReminderLine, error) {
	v, err := s.Reminders(ctx, who, slug)
	if err != nil {
		return ReminderLine{}, err
	}
	i := slices.IndexFunc(v.Letters, func(l ReminderLine) bool { return l.ID == id })
	if i < 0 {
		return ReminderLine{}, fault.New(fault.NotFound, "not_found")
	}
	return v.Letters[i], nil
}

// ReminderPlanInput is a plan as it is typed: days as "7, 2, 0", dates as YYYY-MM-DD.
type ReminderPlanInput struct {
	On                                              bool
	Before, After, DeclareUntil, ScoringUntil, Note string
}

// SetReminderPlan saves the plan of an edition. Letters in the outbox stay; each is looked at again when it leaves. Faults
// of fields: bad_days, not_a_date, too_long.
func (s *Service) SetReminderPlan(ctx context.Context, who accounts.Actor, slug string, in ReminderPlanInput) (p ReminderPlan, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.Screen)
		if err != nil {
			return err
		}
		var c checker
		p = ReminderPlan{Edition: sc.edition.ID, On: in.On, By: who.User.ID, At: s.clock(),
			Before: c.days("before", in.Before, 0), After: c.days("after", in.After, 1),
			DeclareUntil: c.date("declare_until", in.DeclareUntil, false), ScoringUntil: c.date("scoring_until", in.ScoringUntil, false),
			Note: c.clean("note", in.Note, maxReminder, i18n.CleanText)}
		if err := c.Err(); err != nil {
			return err
		}
		return tx.SaveReminderPlan(p)
	})
	return p, err
}

const (
	maxReminder = 2000 // characters of a letter's own words
	mostDays    = 60   // before or after a deadline
	manyDays    = 8    // of them in a plan
)

// days are whole numbers of days from least on, each once, in order.
func (c *checker) days(field, typed string, least int) []int {
	var list []int
	for _, word := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < least || n > mostDays || len(list) == manyDays {
			c.Add(field, "bad_days", "least", least, "most", mostDays, "count", manyDays)
			return nil
		}
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return list
}

// EditReminder gives a letter that is open other words; without text it says again what such letters say. Faults of
// fields: required, too_long; letter_over when it has gone.
func (s *Service) EditReminder(ctx context.Context, who accounts.Actor, slug, id, subject, text string) error {
	return s.changeReminder(ctx, who, slug, id, func(l ReminderLetter) (ReminderLetter, error) {
		var c checker
		if l.Text = c.clean("text", text, maxReminder, i18n.CleanText); l.Text == "" {
			l.Subject = ""
			return l, c.Err()
		}
		l.Subject = c.need("subject", subject, maxName)
		return l, c.Err()
	})
}

// HoldReminder keeps a letter from leaving by itself, or lets it go again at its hour.
func (s *Service) HoldReminder(ctx context.Context, who accounts.Actor, slug, id string, hold bool) error {
	return s.changeReminder(ctx, who, slug, id, func(l ReminderLetter) (ReminderLetter, error) {
		if l.State = ReminderWaiting; hold {
			l.State = ReminderHeld
		}
		return l, nil
	})
}

// RemoveReminder takes a letter out of the outbox; the person gets none on that day.
func (s *Service) RemoveReminder(ctx context.Context, who accounts.Actor, slug, id string) error {
	return s.changeReminder(ctx, who, slug, id, func(l ReminderLetter) (ReminderLetter, error) {
		l.State, l.Subject, l.Text, l.Ended = ReminderRemoved, "", "", s.clock()
		return l, nil
	})
}

// SendReminder lets a letter go at once, whatever its hour and the plan. Faults: nothing_owed, reminded_today.
func (s *Service) SendReminder(ctx context.Context, who accounts.Actor, slug, id string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		sc, l, err := s.letter(tx, who, slug, id)
		if err != nil {
			return err
		}
		p, err := planOf(tx, sc.edition.ID)
		if err != nil {
			return err
		}
		d, end, err := s.whoToRemind(tx, sc, p, l)
		switch {
		case err != nil:
			return err
		case end == ReminderAgain:
			return fault.New(fault.Conflict, "reminded_today")
		case end != "":
			return fault.New(fault.Conflict, "nothing_owed")
		}
		l.By = who.User.ID
		return s.sendLetter(tx, sc, p, l, d)
	})
}

func (s *Service) changeReminder(ctx context.Context, who accounts.Actor, slug, id string,
	change func(ReminderLetter) (ReminderLetter, error)) error {
	return s.store.Update(ctx, func(tx Tx) error {
		_, l, err := s.letter(tx, who, slug, id)
		if err != nil {
			return err
		}
		if l, err = change(l); err != nil {
			return err
		}
		l.By = who.User.ID
		return tx.ChangeReminderLetter(l)
	})
}

// letter is an open letter of an edition's outbox for its secretariat.
func (s *Service) letter(tx Tx, who accounts.Actor, slug, id string) (sc scene, l ReminderLetter, err error) {
	if sc, err = s.enterFor(tx, who, slug, accounts.Screen); err != nil {
		return sc, l, err
	}
	l, err = tx.ReminderLetter(id)
	if err == nil && l.Edition != sc.edition.ID {
		err = fault.New(fault.NotFound, "not_found")
	}
	if err == nil && !l.Open() {
		err = fault.New(fault.Conflict, "letter_over")
	}
	return sc, l, err
}
