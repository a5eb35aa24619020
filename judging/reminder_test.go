package judging_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/store"
	"vinhdanh/judging"
)

// at sets the award's clock to a time of a day in Vietnam.
func (a *award) at(day, clock string) {
	a.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, i18n.VN)
	a.ok(err)
	a.now = at
}

// enrolled lets everybody have accepted the invitation.
func (a *award) enrolled() {
	a.Helper()
	a.ok(a.db.ForAccounts().Update(a.Context(), func(tx accounts.Tx) error {
		users, err := tx.Users("")
		for _, u := range users {
			u.PasswordHash = "$set"
			if err := tx.SaveUser(u); err != nil {
				return err
			}
		}
		return err
	}))
}

// reminders are the letters of reminders that were queued, as "address: what is owed".
func (a *award) reminders() (sent []string) {
	a.Helper()
	list, err := a.db.ListJobs(a.Context(), jobs.State(""), 0)
	a.ok(err)
	for _, j := range slices.Backward(list) {
		var m judging.Mail
		a.ok(json.Unmarshal(j.Payload, &m))
		if !strings.HasPrefix(m.Letter, "owed") {
			continue
		}
		line := m.To + ":"
		for _, o := range m.Owed {
			line += fmt.Sprintf(" %s%s", o.Kind, o.Product)
			if o.Count > 0 {
				line += fmt.Sprint(o.Count)
			}
		}
		sent = append(sent, line+m.Args["text"])
	}
	return sent
}

func (a *award) tick() {
	a.Helper()
	a.ok(a.s.KeepReminding(a.Context()))
}

// draft files a dossier with a producer's address and does not hand it in.
func (a *award) draft(product, email string) judging.NominationView {
	a.Helper()
	v, err := a.s.CreateNomination(a.Context(), a.clerk, a.slug, judging.NominationInput{Product: &product, ProductGroup: ptr("N1"),
		Producer: &judging.ProducerInput{Name: ptr("Cơ sở " + product), EntityKind: ptr("sme"), Phone: ptr("0912 345 678"), Email: &email}})
	a.ok(err)
	return v
}

// filingPlan is an award whose filing closes at 17:00 on 20 December, with the plan on and everybody enrolled.
func filingPlan(t *testing.T) *award {
	t.Helper()
	a := newAward(t, "")
	a.enrolled()
	a.at("2026-12-01", "09:00")
	until, err := time.ParseInLocation("2006-01-02 15:04", "2026-12-20 17:00", i18n.VN)
	a.ok(err)
	_, err = a.s.SetDeadline(t.Context(), a.head, a.slug, until, "theo kế hoạch")
	a.ok(err)
	_, err = a.s.SetReminderPlan(t.Context(), a.clerk, a.slug, judging.ReminderPlanInput{On: true, Before: "0, 7 2;2", After: "1,3"})
	a.ok(err)
	return a
}

func (a *award) outbox() []judging.ReminderLine {
	a.Helper()
	v, err := a.s.Reminders(a.Context(), a.clerk, a.slug)
	a.ok(err)
	return v.Letters
}

func (a *award) wantReminders(want ...string) {
	a.Helper()
	if got := a.reminders(); !slices.Equal(got, want) {
		a.Fatalf("reminders\n %q, want\n %q", got, want)
	}
}

// TestRemindersLeaveOnTheirDays: the letters are drafted a day before, leave at eight, once however often the work is
// done, and only on the days of the plan; one address gets one letter for all it owes.
func TestRemindersLeaveOnTheirDays(t *testing.T) {
	a := filingPlan(t)
	a.draft("Nón", "Lang@Thu.vn")
	a.draft("Tương", "lang@thu.vn")
	a.draft("Gốm", "gom@thu.vn")
	a.draft("Không thư", "")
	done := a.draft("Xong", "xong@thu.vn")
	for _, tt := range []struct {
		day, clock string
		open, sent int
	}{
		{"2026-12-11", "12:00", 0, 0}, {"2026-12-12", "07:59", 0, 0}, {"2026-12-12", "08:30", 3, 0}, {"2026-12-12", "23:00", 3, 0},
		{"2026-12-13", "07:59", 3, 0}, {"2026-12-13", "08:00", 0, 2}, {"2026-12-13", "12:00", 0, 2}, {"2026-12-14", "08:00", 0, 2},
		{"2026-12-17", "09:00", 2, 2}, {"2026-12-18", "08:01", 0, 4}, {"2026-12-20", "08:01", 2, 4}, {"2026-12-20", "10:10", 0, 6},
		{"2026-12-21", "08:01", 0, 6}, {"2026-12-23", "12:00", 0, 6},
	} {
		a.at(tt.day, tt.clock)
		a.tick()
		a.tick()
		open := 0
		for _, l := range a.outbox() {
			if l.Open() {
				open++
			}
		}
		if sent := len(a.reminders()); open != tt.open || sent != tt.sent {
			t.Fatalf("%s %s: %d open and %d sent, want %d and %d", tt.day, tt.clock, open, sent, tt.open, tt.sent)
		}
		if tt.clock == "23:00" { // between drafting and sending
			_, err := a.s.SubmitNomination(t.Context(), a.clerk, done.ID)
			a.ok(err)
		}
	}
	if got := slices.Sorted(slices.Values(a.reminders()[:2])); !slices.Equal(got, []string{"gom@thu.vn: draftGốm", "lang@thu.vn: draftNón draftTương"}) {
		t.Errorf("the first letters are %q", got)
	}
	states := map[judging.ReminderState]int{}
	for _, l := range a.outbox() {
		states[l.State]++
	}
	if states[judging.ReminderDone] != 1 || states[judging.ReminderSent] != 6 {
		t.Errorf("the outbox ends as %v", states)
	}
}

// TestReminderClockJumps: a clock that is set back and forth sends nobody a second letter on a day, and a server that was
// off on the day says nothing afterwards.
func TestReminderClockJumps(t *testing.T) {
	a := filingPlan(t)
	a.draft("Nón", "non@thu.vn")
	for _, jump := range [][2]string{{"2026-12-12", "10:00"}, {"2026-12-13", "08:00"}, {"2026-12-12", "09:00"}, {"2026-12-13", "09:00"},
		{"2026-12-13", "00:01"}, {"2026-12-13", "19:00"}, {"2027-03-01", "08:00"}, {"2026-12-13", "10:00"}} {
		a.at(jump[0], jump[1])
		a.tick()
	}
	a.wantReminders("non@thu.vn: draftNón")
	a.at("2026-12-17", "10:00")
	a.tick()
	a.at("2026-12-19", "07:00")
	a.tick()
	a.wantReminders("non@thu.vn: draftNón")
	if l := a.outbox()[0]; l.State != judging.ReminderMissed {
		t.Errorf("the letter of the day that was missed is %s", l.State)
	}
	a.at("2026-12-20", "21:00") // too late on the last day
	a.tick()
	a.wantReminders("non@thu.vn: draftNón")
}

// TestRemindersTwoAtOnce: two servers that do the work at the same moment send one letter.
func TestRemindersTwoAtOnce(t *testing.T) {
	a := filingPlan(t)
	a.draft("Nón", "non@thu.vn")
	now := a.now
	still := judging.NewService(a.db.ForJudging(), nil, func() time.Time { return now })
	for _, day := range []string{"2026-12-12", "2026-12-13"} {
		a.at(day, "08:00")
		now = a.now
		done := make(chan error)
		for range 4 {
			go func() { done <- still.KeepReminding(context.Background()) }()
		}
		for range 4 {
			a.ok(<-done)
		}
	}
	a.wantReminders("non@thu.vn: draftNón")
}

// TestRemindersOfTheJury counts sheets and tells no marks; whoever submitted, or left, hears nothing.
func TestRemindersOfTheJury(t *testing.T) {
	a := newAward(t, "")
	a.at("2026-12-01", "09:00")
	list := a.toScoring("Tương", "Nem")
	a.enrolled()
	_, err := a.s.SetReminderPlan(t.Context(), a.head, a.slug, judging.ReminderPlanInput{On: true, Before: "2", After: "1", ScoringUntil: "2026-12-10"})
	a.ok(err)
	a.score(a.jury[0], list[0].ID, "50", "30")
	a.score(a.jury[1], list[0].ID, "50", "30")
	a.score(a.jury[1], list[1].ID, "50", "30")
	a.at("2026-12-07", "10:00")
	a.tick()
	members, err := a.s.Members(t.Context(), a.admin, a.slug)
	a.ok(err)
	i := slices.IndexFunc(members, func(m judging.SeatView) bool { return m.User == a.jury[2].User.ID })
	_, err = a.s.RemoveMember(t.Context(), a.admin, a.slug, members[i].ID, "ốm")
	a.ok(err)
	a.at("2026-12-08", "08:00")
	a.tick()
	a.wantReminders("judge0@thu.vn: sheets1")
	a.score(a.jury[0], list[1].ID, "50", "30")
	a.at("2026-12-11", "08:10")
	a.tick()
	a.at("2026-12-11", "11:00")
	a.tick()
	a.wantReminders("judge0@thu.vn: sheets1")
}

// TestRemindersOfInvitations: who has not come in yet gets a link that works, and a declaration is asked for.
func TestRemindersOfInvitations(t *testing.T) {
	a := newAward(t, "")
	a.at("2026-11-27", "10:00")
	_, err := a.s.SetReminderPlan(t.Context(), a.head, a.slug, judging.ReminderPlanInput{On: true, Before: "2"})
	a.ok(err)
	a.at("2026-12-08", "10:00")
	a.tick()
	a.at("2026-12-09", "08:00")
	a.tick()
	v, err := a.s.Reminders(t.Context(), a.clerk, a.slug)
	a.ok(err)
	if sent := a.reminders(); len(sent) != len(v.Owed) || !slices.Contains(sent, "judge1@thu.vn: invitation") {
		t.Fatalf("%d owe, reminders %q", len(v.Owed), sent)
	}
	list, err := a.db.ListJobs(t.Context(), "", 1)
	a.ok(err)
	var m judging.Mail
	a.ok(json.Unmarshal(list[0].Payload, &m))
	_, token, _ := strings.Cut(m.LinkPath, "token=")
	a.ok(a.db.View(t.Context(), func(tx *store.Tx) error {
		inv, err := tx.InvitationByHash(accounts.HashToken(token))
		if err == nil && !inv.Expires.After(a.now.AddDate(0, 0, 13)) {
			t.Errorf("the link runs out on %s", inv.Expires)
		}
		return err
	}))
}

// TestOutboxIsTheSecretariats: it reads, edits, holds, removes and sends; nobody else does.
func TestOutboxIsTheSecretariats(t *testing.T) {
	a := filingPlan(t)
	ctx := t.Context()
	for _, p := range []string{"Bánh", "Gốm", "Nón", "Tương"} {
		a.draft(p, i18n.Fold(p)+"@thu.vn")
	}
	a.at("2026-12-12", "10:00")
	a.tick()
	letters := a.outbox()
	if len(letters) != 4 || letters[0].Mail.To != "banh@thu.vn" || letters[0].Name != "Cơ sở Bánh" {
		t.Fatalf("outbox %+v", letters)
	}
	edited, held, removed, now := letters[0].ID, letters[1].ID, letters[2].ID, letters[3].ID
	for name, who := range map[string]accounts.Actor{"administrator": a.admin, "auditor": a.auditor, "judge": a.jury[0], "jury secretary": a.jurySecretary} {
		if _, err := a.s.Reminders(ctx, who, a.slug); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s reads the outbox: %v", name, err)
		}
		if err := a.s.EditReminder(ctx, who, a.slug, edited, "a", "b"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s edits a letter: %v", name, err)
		}
		if err := a.s.SendReminder(ctx, who, a.slug, now); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s sends a letter: %v", name, err)
		}
	}
	a.fieldRefused(a.s.EditReminder(ctx, a.clerk, a.slug, edited, " ", "Chào"), "subject", "required")
	a.fieldRefused(a.s.EditReminder(ctx, a.clerk, a.slug, edited, "a", strings.Repeat("a", 2001)), "text", "too_long")
	a.ok(a.s.EditReminder(ctx, a.clerk, a.slug, edited, "Nhắc", "Mời bác nộp sớm"))
	a.ok(a.s.HoldReminder(ctx, a.clerk, a.slug, held, true))
	a.ok(a.s.RemoveReminder(ctx, a.clerk, a.slug, removed))
	a.ok(a.s.SendReminder(ctx, a.clerk, a.slug, now))
	a.wantReminders("tuong@thu.vn: draftTương")
	a.refused(a.s.SendReminder(ctx, a.clerk, a.slug, now), "letter_over")
	a.refused(a.s.HoldReminder(ctx, a.clerk, a.slug, removed, false), "letter_over")
	a.at("2026-12-13", "08:00")
	a.tick()
	a.wantReminders("tuong@thu.vn: draftTương", "banh@thu.vn:Mời bác nộp sớm")
	a.ok(a.s.HoldReminder(ctx, a.clerk, a.slug, held, false))
	a.tick()
	a.wantReminders("tuong@thu.vn: draftTương", "banh@thu.vn:Mời bác nộp sớm", "gom@thu.vn: draftGốm")
	for _, l := range a.outbox() {
		if l.Open() || l.Text != "" || l.Subject != "" {
			t.Errorf("kept of a letter that is over: %+v", l.ReminderLetter)
		}
	}
}

// TestRemindersByHandCount: who was reminded by hand today gets no letter, and the other way round; a plan that is off
// sends nothing.
func TestRemindersByHandCount(t *testing.T) {
	a := filingPlan(t)
	ctx := t.Context()
	n, other := a.draft("Nón", "non@thu.vn"), a.draft("Gốm", "gom@thu.vn")
	a.at("2026-12-12", "10:00")
	a.tick()
	a.at("2026-12-13", "07:00")
	_, err := a.s.Remind(ctx, a.clerk, a.slug, []judging.Picked{{ID: n.ID}}, false)
	a.ok(err)
	a.at("2026-12-13", "08:00")
	a.tick()
	a.wantReminders("gom@thu.vn: draftGốm")
	list, err := a.s.Remind(ctx, a.clerk, a.slug, []judging.Picked{{ID: other.ID}}, false)
	a.ok(err)
	if list[0].Refusal == nil || list[0].Refusal.Code != "reminded_today" {
		t.Errorf("reminded again by hand: %v", list[0].Refusal)
	}
	a.at("2026-12-17", "10:00")
	a.tick()
	_, err = a.s.SetReminderPlan(ctx, a.clerk, a.slug, judging.ReminderPlanInput{Before: "2"})
	a.ok(err)
	a.at("2026-12-18", "08:00")
	a.tick()
	a.wantReminders("gom@thu.vn: draftGốm")
	_, err = a.s.SetReminderPlan(ctx, a.clerk, a.slug, judging.ReminderPlanInput{Before: "2, mai", After: "0"})
	a.fieldRefused(err, "before", "bad_days")
	a.fieldRefused(err, "after", "bad_days")
}

// TestRemindersSentAhead: a letter of tomorrow that is sent today counts for today.
func TestRemindersSentAhead(t *testing.T) {
	a := filingPlan(t)
	ctx := t.Context()
	_, err := a.s.SetReminderPlan(ctx, a.clerk, a.slug, judging.ReminderPlanInput{On: true, Before: "7, 6"})
	a.ok(err)
	first := a.draft("Nón", "non@thu.vn")
	a.at("2026-12-12", "10:00")
	a.tick()
	today := a.outbox()[0].ID
	a.ok(a.s.HoldReminder(ctx, a.clerk, a.slug, today, true))
	a.at("2026-12-13", "09:00")
	a.tick()
	tomorrow := a.outbox()[0].ID // the latest day first
	a.ok(a.s.SendReminder(ctx, a.clerk, a.slug, tomorrow))
	a.refused(a.s.SendReminder(ctx, a.clerk, a.slug, today), "reminded_today")
	_, err = a.s.SubmitNomination(ctx, a.clerk, first.ID)
	a.ok(err)
	a.draft("Gốm", "non@thu.vn") // of which nobody was reminded yet, but its address was written to
	a.refused(a.s.SendReminder(ctx, a.clerk, a.slug, today), "reminded_today")
	a.ok(a.s.HoldReminder(ctx, a.clerk, a.slug, today, false))
	a.tick()
	a.at("2026-12-14", "09:00")
	a.tick()
	a.wantReminders("non@thu.vn: draftNón")
}

// TestErasureEmptiesTheOutbox: after an erasure the letter finds no address, and its own words are gone with it.
func TestErasureEmptiesTheOutbox(t *testing.T) {
	a := filingPlan(t)
	n := a.draft("Nón", "non@thu.vn")
	a.at("2026-12-12", "10:00")
	a.tick()
	id := a.outbox()[0].ID
	a.ok(a.s.EditReminder(t.Context(), a.clerk, a.slug, id, "Gửi bà Nón", "Bà Nón, non@thu.vn"))
	_, err := a.s.Remind(t.Context(), a.clerk, a.slug, []judging.Picked{{ID: n.ID}}, false)
	a.ok(err)
	_, err = a.s.EraseTexts(t.Context(), accounts.Actor{System: true}, n.ID, []string{"producer.email"}, "theo yêu cầu")
	a.ok(err)
	if l := a.outbox()[0]; l.State != judging.ReminderDone || l.Text+l.Subject != "" {
		t.Errorf("after the erasure: %+v", l.ReminderLetter)
	}
	a.at("2026-12-13", "08:00")
	a.tick()
	a.wantReminders()
	list, err := a.db.ListJobs(t.Context(), "", 0)
	a.ok(err)
	for _, j := range list {
		if strings.Contains(string(j.Payload), "non@thu.vn") {
			t.Errorf("a letter that never left keeps the address: %s %s", j.State, j.Payload)
		}
	}
}
