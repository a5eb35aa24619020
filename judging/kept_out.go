package judging

import (
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// keptOut answers whether the dossier of an entry is closed to the caller: he declared a conflict with it as a judge or
// has one as a member of the council, or he judges and recused himself from it. It stays open to who reads it by
// another part than a seat of the jury or the council.
func keptOut(tx Tx, who accounts.Actor, sc scene) (func(Nomination) bool, error) {
	apart := map[string]bool{}
	closed := func(n Nomination) bool {
		return apart[n.ID] && !accounts.Allowed(accounts.ReadNomination, besideSeats(sc.hatsFor(who, n)))
	}
	if len(besideSeats(sc.hats)) == len(sc.hats) {
		return closed, nil
	}
	conflicts, err := tx.Conflicts(sc.edition.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range conflicts {
		apart[c.Nomination] = apart[c.Nomination] || c.Judge == who.User.ID
	}
	council, err := tx.CouncilConflicts(sc.edition.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range council {
		apart[c.Nomination] = apart[c.Nomination] || c.Member == who.User.ID
	}
	if !slices.Contains(sc.hats, accounts.HatJudge) { // sheets of who has left the jury are recused without a conflict
		return closed, nil
	}
	recused, err := tx.Sheets(SheetQuery{Edition: sc.edition.ID, Judge: who.User.ID, State: SheetRecused})
	for _, sh := range recused {
		apart[sh.Nomination] = true
	}
	return closed, err
}

// besideSeats are the hats that let somebody read dossiers without a seat of the jury or the council.
func besideSeats(hats []accounts.Hat) []accounts.Hat {
	return slices.DeleteFunc(slices.Clone(hats), func(h accounts.Hat) bool { return h == accounts.HatJury || h == accounts.HatCouncil })
}

// keepApart is the fault conflict_declared for who is kept out of an entry.
func keepApart(tx Tx, who accounts.Actor, sc scene, n Nomination) error {
	closed, err := keptOut(tx, who, sc)
	if err == nil && closed(n) {
		err = fault.New(fault.Forbidden, "conflict_declared")
	}
	return err
}
