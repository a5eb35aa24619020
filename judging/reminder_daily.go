package judging

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// KeepReminding drafts the letters that the plans ask for and sends those whose hour has come, looking again at who owes
// what. It may be called at any time and twice: nobody gets a second letter on one day. One edition's or letter's error
// does not keep the others.
func (s *Service) KeepReminding(ctx context.Context) error {
	var plans []ReminderPlan
	var open []ReminderLetter
	err := s.store.View(ctx, func(tx Tx) (err error) {
		plans, err = tx.ActiveReminderPlans()
		return err
	})
	if err != nil {
		return err
	}
	now := s.now()
	today := i18n.Today(now)
	tomorrow := i18n.Today(now.Add(24 * time.Hour))
	var failed []error
	for _, p := range plans {
		for _, day := range []string{today, tomorrow} {
			failed = append(failed, s.draftReminders(ctx, p.Edition, day))
		}
	}
	err = s.store.View(ctx, func(tx Tx) (err error) {
		open, err = tx.OpenReminderLetters()
		return err
	})
	for _, l := range open {
		if l.Day < today || l.State == ReminderWaiting && !l.Planned.After(now) {
			failed = append(failed, s.store.Update(ctx, func(tx Tx) error { return s.sendPlanned(tx, l.ID) }))
		}
	}
	return errors.Join(append(failed, err)...)
}

// draftReminders puts the letters of a day into the outbox, each person's once.
func (s *Service) draftReminders(ctx context.Context, edition, day string) error {
	at, ok := plannedFor(day, s.now())
	if !ok {
		return nil
	}
	return s.store.Update(ctx, func(tx Tx) error {
		sc, p, err := s.reminding(tx, edition)
		if err != nil || !p.On {
			return err
		}
		letters, err := tx.ReminderLettersOn(edition, day)
		if err != nil {
			return err
		}
		written, err := addresses(tx, letters)
		if err != nil {
			return err
		}
		ds, err := s.owed(tx, sc, p)
		if err != nil {
			return err
		}
		for _, d := range ds.list {
			if d.Email == "" || written[d.Email] || !d.due(p, day) {
				continue
			}
			l := ReminderLetter{ID: accounts.NewID(), Edition: edition, Person: d.Person, Day: day, State: ReminderWaiting, Planned: at}
			if err := tx.AddReminderLetter(l); err != nil {
				return err
			}
		}
		return nil
	})
}

// reminding is an edition and its plan as the program itself sees them.
func (s *Service) reminding(tx Tx, edition string) (sc scene, p ReminderPlan, err error) {
	if sc.edition, err = tx.Edition(edition); err != nil {
		return sc, p, err
	}
	if sc.grants, err = tx.Grants(edition); err != nil {
		return sc, p, err
	}
	p, err = planOf(tx, edition)
	return sc, p, err
}

// planOf is an edition's plan, the first one offered when nobody has saved any.
func planOf(tx Tx, edition string) (ReminderPlan, error) {
	p, err := tx.ReminderPlan(edition)
	if fault.KindOf(err) == fault.NotFound {
		return firstPlan(edition), nil
	}
	return p, err
}

// addresses are those that letters go or went to.
func addresses(tx Tx, letters []ReminderLetter) (map[string]bool, error) {
	found := map[string]bool{}
	for _, l := range letters {
		d, err := debtorOf(tx, l.Person)
		if err != nil {
			return nil, err
		}
		found[d.Email] = true
	}
	return found, nil
}

// sendPlanned lets a letter go whose hour has come, or ends it when its day is over or nothing is owed any more.
func (s *Service) sendPlanned(tx Tx, id string) error {
	l, err := tx.ReminderLetter(id)
	if err != nil || !l.Open() {
		return err
	}
	now := s.now()
	today := i18n.Today(now)
	if l.Day < today {
		return s.endLetter(tx, l, ReminderMissed)
	}
	sc, p, err := s.reminding(tx, l.Edition)
	if err != nil {
		return err
	}
	if l.Day != today || l.State != ReminderWaiting || l.Planned.After(now) || !p.On || now.In(i18n.VN).Hour() >= quietHour {
		return nil
	}
	d, end, err := s.whoToRemind(tx, sc, p, l)
	switch {
	case err != nil:
		return err
	case end == "" && !d.due(p, today):
		end = ReminderDone
	case end == "":
		return s.sendLetter(tx, sc, p, l, d)
	}
	return s.endLetter(tx, l, end)
}

// whoToRemind looks again at what the receiver of a letter owes; end says why nothing is sent.
func (s *Service) whoToRemind(tx Tx, sc scene, p ReminderPlan, l ReminderLetter) (d Debtor, end ReminderState, err error) {
	who, err := debtorOf(tx, l.Person)
	if err != nil {
		return d, "", err
	}
	ds, err := s.owed(tx, sc, p)
	if err != nil {
		return d, "", err
	}
	if d = ds.of(who.Email); len(d.Items) == 0 {
		return d, ReminderDone, nil
	}
	day, err := i18n.ParseDate(s.today())
	if err != nil {
		return d, "", err
	}
	letters, err := tx.SentReminderLetters(day, day.AddDate(0, 0, 1)) // of every edition, and those sent before their day
	if err != nil {
		return d, "", err
	}
	sent, err := addresses(tx, letters)
	if err != nil {
		return d, "", err
	}
	notes, err := tx.DeskNotes(sc.edition.ID)
	if err != nil {
		return d, "", err
	}
	byHand := func(o Owed) bool {
		at := notes[o.Row].Reminded
		return !at.IsZero() && i18n.Today(at) == s.today()
	}
	if sent[d.Email] || slices.ContainsFunc(d.Items, byHand) {
		return d, ReminderAgain, nil
	}
	return d, "", nil
}

// sendLetter queues the mail and notes that everybody in it was reminded today.
func (s *Service) sendLetter(tx Tx, sc scene, p ReminderPlan, l ReminderLetter, d Debtor) error {
	m := reminderMail(sc.edition, p, l, d)
	if user, ok := strings.CutPrefix(l.Person, "user:"); ok && d.Items[0].Kind == OwesInvitation {
		link, err := invitationLink(tx, user, s.clock())
		if err != nil {
			return err
		}
		m.LinkPath = link
	}
	if err := sendMail(tx, m, sc.edition.ID); err != nil {
		return err
	}
	for _, o := range d.Items {
		if o.Kind == OwesDraft || o.Kind == OwesSupplement {
			if err := tx.SaveReminder(o.Row, l.By, s.clock()); err != nil {
				return err
			}
		}
	}
	return s.endLetter(tx, l, ReminderSent)
}

// endLetter closes a letter; what somebody wrote into it goes.
func (s *Service) endLetter(tx Tx, l ReminderLetter, state ReminderState) error {
	l.State, l.Subject, l.Text, l.Ended = state, "", "", s.clock()
	return tx.ChangeReminderLetter(l)
}

// The letters of reminders: the usual words, and those that the secretariat wrote itself.
const (
	reminderLetter = "owed"
	ownLetter      = "owed_own"
)

// reminderMail is what a letter says now.
func reminderMail(e Edition, p ReminderPlan, l ReminderLetter, d Debtor) Mail {
	m := Mail{To: d.Email, Letter: reminderLetter, Owed: d.Items, LinkPath: reminderPath(e, d.Items),
		Args: map[string]string{"name": d.Name, "edition": e.Name, "note": p.Note}}
	if l.Text != "" {
		m.Letter, m.Owed, m.Args = ownLetter, nil, map[string]string{"subject": l.Subject, "text": l.Text}
	}
	return m
}

// reminderPath is where a reader does what is owed first.
func reminderPath(e Edition, items []Owed) string {
	switch first := items[0]; {
	case first.Kind == OwesInvitation:
		return "/invitation"
	case first.Kind == OwesDeclaration:
		return "/judge/" + e.Slug + "/declaration"
	case first.Kind == OwesSheets:
		return "/judge/" + e.Slug
	case len(items) == 1:
		return "/nominations/" + first.Row
	}
	return "/nominations"
}
