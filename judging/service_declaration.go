package judging

import (
	"context"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// OwnDeclaration is the caller's last declaration with every conflict declared so far; its At is zero until
// one was made.
func (s *Service) OwnDeclaration(ctx context.Context, who accounts.Actor, slug string) (view DeclarationView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.DeclareConflicts)
		if err != nil {
			return err
		}
		declarations, err := tx.Declarations(sc.edition.ID)
		if err != nil {
			return err
		}
		for _, d := range declarations {
			if d.Judge == who.User.ID && d.At.After(view.At) {
				view.Declaration = d
			}
		}
		conflicts, err := tx.Conflicts(sc.edition.ID)
		view.Conflicts = slices.DeleteFunc(conflicts, func(c Conflict) bool { return c.Judge != who.User.ID })
		return err
	})
	return view, err
}

// JudgeView is a member of the jury who marks sheets, and whether the conflicts were declared.
type JudgeView struct {
	SeatView
	Declared bool
}

// Judges are the members of the jury who mark, in the order they were named. Which conflicts somebody declared
// is not told.
func (s *Service) Judges(ctx context.Context, who accounts.Actor, slug string) (list []JudgeView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.SeeMembers)
		if err != nil {
			return err
		}
		judges := sc.judges()
		for _, g := range sc.grants {
			if g.Body != accounts.Jury || !slices.Contains(judges, g.User) {
				continue
			}
			u, err := tx.User(g.User)
			if err != nil {
				return err
			}
			err = declared(tx, sc, g.User)
			if err != nil && fault.KindOf(err) != fault.Forbidden {
				return err
			}
			list = append(list, JudgeView{SeatView{Grant: g, Person: u}, err == nil})
		}
		return nil
	})
	return list, err
}

// DeclaredConflicts are the conflicts of interest that the judges of an edition declared, as the minutes list
// them, for those who keep its work moving and its auditor.
func (s *Service) DeclaredConflicts(ctx context.Context, who accounts.Actor, slug string) (list []Conflict, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadSheetStates)
		if err != nil {
			return err
		}
		list, err = tx.Conflicts(sc.edition.ID)
		return err
	})
	return list, err
}
