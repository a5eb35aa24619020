package judging

import (
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// Settling is how somebody of the secretariat may settle two typings of a sheet that differ.
type Settling string

// Whoever typed one of two differing versions leaves them to another person, or, where no other may type paper sheets of
// the edition, says why he settles them alone.
const (
	SettledFreely    Settling = "freely"
	SettledByAnother Settling = "by another"
	SettledAlone     Settling = "alone"
)

// settling is how the caller may settle a mismatch.
func settling(tx Tx, who accounts.Actor, sc scene, p PaperSheet) (Settling, error) {
	if who.User.ID != p.First.By && who.User.ID != p.Second.By {
		return SettledFreely, nil
	}
	other, err := otherTypist(tx, sc, p.First.By, p.Second.By)
	if other {
		return SettledByAnother, err
	}
	return SettledAlone, err
}

// settledAlone is the reason of who settles a mismatch of his own alone, empty for somebody who typed neither version.
func (s *Service) settledAlone(tx Tx, who accounts.Actor, sc scene, p PaperSheet, reason string) (string, error) {
	how, err := settling(tx, who, sc, p)
	if err != nil || how == SettledFreely {
		return "", err
	}
	if how == SettledByAnother {
		return "", fault.New(fault.Conflict, "paper_own_typing")
	}
	var c checker
	reason = c.reason("reason", reason)
	return reason, c.Err()
}

// otherTypist reports whether somebody who is none of those named may type paper sheets of the edition.
func otherTypist(tx Tx, sc scene, but ...string) (bool, error) {
	for _, g := range sc.grants {
		if g.Body != accounts.Secretariat || slices.Contains(but, g.User) {
			continue
		}
		u, err := tx.User(g.User)
		if err != nil {
			return false, err
		}
		hats := accounts.Hats(accounts.Actor{User: u}, sc.edition.Organiser, sc.grants)
		if u.Disabled.IsZero() && accounts.Allowed(accounts.TypePaper, hats) && noTypist(hats) == nil {
			return true, nil
		}
	}
	return false, nil
}

// noTypist is the fault of who never types paper sheets although he sits in the secretariat, or nil.
func noTypist(hats []accounts.Hat) error {
	switch {
	case slices.Contains(hats, accounts.HatJudge):
		return fault.New(fault.Forbidden, "paper_judge")
	case slices.Contains(hats, accounts.HatAdministrator):
		return fault.New(fault.Forbidden, "paper_administrator")
	case slices.Contains(hats, accounts.HatAuditor):
		return fault.New(fault.Forbidden, "forbidden")
	}
	return nil
}

// answerable is the fault of who answers an objection to his own typing, or nil: another person answers it, where there
// is one who had no hand in the sheet.
func answerable(tx Tx, who accounts.Actor, sc scene, sheet string) error {
	sh, err := tx.Sheet(sheet)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	notes, err := paperNotes(tx, PaperQuery{Sheet: sheet})
	if err != nil {
		return err
	}
	for seal, note := range notes {
		if sh.Seal != seal {
			continue
		}
		hands := []string{note.First.User, note.Second.User}
		if note.Compared != nil {
			hands = append(hands, note.Compared.User)
		}
		if !slices.Contains(hands, who.User.ID) {
			continue
		}
		if other, err := otherTypist(tx, sc, hands...); err != nil {
			return err
		} else if other {
			return fault.New(fault.Conflict, "objection_own_typing")
		}
	}
	return nil
}
