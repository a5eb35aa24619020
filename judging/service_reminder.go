package judging

import (
	"context"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// Remind queues a letter to the filers of dossiers that are not handed in yet, drafts and those sent back,
// and says of the others why they were left out: wrong_state, no_email, filing_over, or reminded_today,
// because nobody is reminded twice on one day. With rehearse nothing stays of it.
func (s *Service) Remind(ctx context.Context, who accounts.Actor, slug string, picked []Picked, rehearse bool) ([]Outcome, error) {
	notes := map[string]DeskNote{}
	return s.onMany(ctx, who, slug, picked, rehearse, func(tx Tx, sc scene, o *Outcome) error {
		n := o.Nomination
		if err := s.mayRemind(sc, n, notes[n.ID]); err != nil {
			return err
		}
		args := map[string]string{"product": n.Product, "code": n.Code, "edition": sc.edition.Name}
		if until := sc.edition.FilingUntil; n.State == NominationDraft && !until.IsZero() {
			args["date"], args["time"] = i18n.Today(until), until.In(i18n.VN).Format("15:04")
		} else if n.State == NominationSupplement && notes[n.ID].Due != "" {
			args["date"] = notes[n.ID].Due
		}
		m := Mail{To: n.Producer.Email, Letter: "reminder", LinkPath: "/nominations/" + n.ID, Args: args}
		if err := sendMail(tx, m, sc.edition.ID); err != nil {
			return err
		}
		return tx.SaveReminder(n.ID, who.User.ID, s.clock())
	}, func(tx Tx, sc scene) (err error) {
		if err := sc.in(Filing, Screening); err != nil {
			return err
		}
		notes, err = tx.DeskNotes(sc.edition.ID)
		return err
	})
}

func (s *Service) mayRemind(sc scene, n Nomination, note DeskNote) error {
	switch {
	case n.State != NominationDraft && n.State != NominationSupplement:
		return fault.New(fault.Conflict, "wrong_state", "state", string(n.State), "need", "draft, supplement")
	case n.State == NominationDraft && sc.edition.State != Filing:
		return sc.in(Filing)
	case n.State == NominationDraft && sc.edition.FilingOver(s.now()):
		return fault.New(fault.Conflict, "filing_over", "until", sc.edition.FilingUntil.UTC().Format(time.RFC3339))
	case n.Producer.Email == "":
		return fault.New(fault.Conflict, "no_email")
	case !note.Reminded.IsZero() && i18n.Today(note.Reminded) == s.today():
		return fault.New(fault.Conflict, "reminded_today")
	}
	return nil
}
