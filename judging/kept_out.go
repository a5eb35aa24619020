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
	if len(besideSeats(sc.hats)) == len(sc.hats) || who.User.ID == "" {
		return closed, nil
	}
	asJudge, err := apartAsJudge(tx, sc, who.User.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range asJudge {
		apart[c.Nomination] = true
	}
	council, err := tx.CouncilConflicts(sc.edition.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range council {
		apart[c.Nomination] = apart[c.Nomination] || c.Member == who.User.ID
	}
	return closed, nil
}

// apartAsJudge are the entries from which being a judge keeps people, of one person when user is given: those with which
// they declared a conflict, and those from which they recused themselves and still judge. It is the one rule, for
// dossiers and for the council's meeting. Each entry comes once a person; a declared conflict says why.
func apartAsJudge(tx Tx, sc scene, user string) (list []CouncilConflict, err error) {
	conflicts, err := tx.Conflicts(sc.edition.ID)
	if err != nil {
		return nil, err
	}
	add := func(c CouncilConflict) {
		same := func(x CouncilConflict) bool { return x.Member == c.Member && x.Nomination == c.Nomination }
		if (user == "" || c.Member == user) && !slices.ContainsFunc(list, same) {
			c.By = c.Member
			list = append(list, c)
		}
	}
	for _, c := range conflicts {
		add(CouncilConflict{ID: c.ID, Edition: c.Edition, Member: c.Judge, Nomination: c.Nomination, Reason: c.Reason, At: c.At})
	}
	judges := sc.judges() // sheets of who has left the jury are recused without a conflict
	if user != "" && !slices.Contains(judges, user) {
		return list, nil
	}
	recused, err := tx.Sheets(SheetQuery{Edition: sc.edition.ID, Judge: user, State: SheetRecused})
	for _, sh := range recused {
		if slices.Contains(judges, sh.Judge) {
			add(CouncilConflict{ID: sh.ID, Edition: sc.edition.ID, Member: sh.Judge, Nomination: sh.Nomination, Reason: sh.Reason, At: sh.Updated})
		}
	}
	return list, err
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
