package judging

import (
	"cmp"
	"slices"
	"strings"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// debtors gathers by address who owes what in an edition.
type debtors struct {
	list []Debtor
	at   map[string]int // by address
}

func (ds *debtors) add(d Debtor, o Owed) {
	i, known := ds.at[d.Email]
	if !known || d.Email == "" {
		i = len(ds.list)
		ds.list = append(ds.list, d)
		ds.at[d.Email] = i
	}
	ds.list[i].Items = append(ds.list[i].Items, o)
}

// of is what an address owes; the zero debtor when it owes nothing.
func (ds *debtors) of(email string) Debtor {
	i, known := ds.at[email]
	if !known || email == "" {
		return Debtor{}
	}
	return ds.list[i]
}

// owed gathers who still owes what in the edition as it stands.
func (s *Service) owed(tx Tx, sc scene, p ReminderPlan) (*debtors, error) {
	ds := &debtors{at: map[string]int{}}
	if err := s.owedInvitations(tx, sc, ds); err != nil {
		return nil, err
	}
	if err := owedJudging(tx, sc, p, ds); err != nil {
		return nil, err
	}
	if err := s.owedDossiers(tx, sc, ds); err != nil {
		return nil, err
	}
	order := []OwedKind{OwesInvitation, OwesDeclaration, OwesSheets, OwesSupplement, OwesDraft}
	rank := func(d Debtor) int { return slices.Index(order, d.Items[0].Kind) }
	slices.SortStableFunc(ds.list, func(a, b Debtor) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(string(i18n.SortKey(a.Name)), string(i18n.SortKey(b.Name))))
	})
	for i, d := range ds.list {
		ds.at[d.Email] = i
	}
	return ds, nil
}

// userDebtor is an account that can be reminded; ok is false for a disabled one.
func userDebtor(tx Tx, id string) (Debtor, accounts.User, bool, error) {
	u, err := tx.User(id)
	if err != nil {
		return Debtor{}, u, false, err
	}
	return Debtor{Person: "user:" + u.ID, Name: u.Name, Email: u.Email}, u, u.Disabled.IsZero() && u.Email != "", nil
}

// owedInvitations: whoever was named for a seat and has set no password. The day is that on which the latest
// invitation runs out.
func (s *Service) owedInvitations(tx Tx, sc scene, ds *debtors) error {
	if sc.edition.State == Announced || sc.edition.State == Closed {
		return nil
	}
	for _, g := range sc.grants {
		d, u, ok, err := userDebtor(tx, g.User)
		if err != nil {
			return err
		}
		if !ok || u.PasswordHash != "" {
			continue
		}
		sent, err := tx.Invitations(u.ID)
		if err != nil {
			return err
		}
		o := Owed{Kind: OwesInvitation, Row: g.ID, Body: string(g.Body), Role: string(g.Role)}
		if len(sent) > 0 {
			o.Due = i18n.Today(sent[0].Expires)
		}
		ds.add(d, o)
	}
	return nil
}

// owedJudging: judges who have not declared, and sheets of the open pass that were not submitted.
func owedJudging(tx Tx, sc scene, p ReminderPlan, ds *debtors) error {
	if sc.edition.State != Screening && sc.edition.State != Scoring {
		return nil
	}
	declared, err := tx.Declarations(sc.edition.ID)
	if err != nil {
		return err
	}
	open, err := openSheets(tx, sc)
	if err != nil {
		return err
	}
	for _, judge := range sc.judges() {
		d, _, ok, err := userDebtor(tx, judge)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if !slices.ContainsFunc(declared, func(x Declaration) bool { return x.Judge == judge }) {
			ds.add(d, Owed{Kind: OwesDeclaration, Due: p.DeclareUntil})
		}
		if n := open[judge]; n > 0 {
			ds.add(d, Owed{Kind: OwesSheets, Count: n, Due: p.ScoringUntil})
		}
	}
	return nil
}

// openSheets counts the sheets of the open pass that were not submitted, by judge.
func openSheets(tx Tx, sc scene) (map[string]int, error) {
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil || sc.edition.State != Scoring || len(passes) == 0 || !passes[len(passes)-1].Closed.IsZero() {
		return nil, err
	}
	states, err := tx.SheetStates(sc.edition.ID, passes[len(passes)-1].N)
	open := map[string]int{}
	for _, x := range states {
		if x.State == SheetOpen {
			open[x.Judge]++
		}
	}
	return open, err
}

// owedDossiers: drafts until filing closes, and dossiers that were sent back.
func (s *Service) owedDossiers(tx Tx, sc scene, ds *debtors) error {
	if sc.edition.State != Filing && sc.edition.State != Screening {
		return nil
	}
	notes, err := tx.DeskNotes(sc.edition.ID)
	if err != nil {
		return err
	}
	list, err := tx.Nominations(NominationQuery{Edition: sc.edition.ID, States: []NominationState{NominationDraft, NominationSupplement}})
	if err != nil {
		return err
	}
	for _, n := range list {
		o := Owed{Kind: OwesDraft, Row: n.ID, Product: n.Product, Code: n.Code}
		switch until := sc.edition.FilingUntil; {
		case n.State == NominationSupplement:
			o.Kind, o.Due = OwesSupplement, notes[n.ID].Due
		case sc.edition.State != Filing || sc.edition.FilingOver(s.now()):
			continue
		case !until.IsZero():
			o.Due, o.Time = i18n.Today(until), until.In(i18n.VN).Format("15:04")
		}
		ds.add(filerOf(n), o)
	}
	return nil
}

// filerOf is whom a dossier's letters go to. An address that cannot be read is none.
func filerOf(n Nomination) Debtor {
	email, err := accounts.NormaliseEmail(n.Producer.Email)
	if err != nil {
		email = ""
	}
	return Debtor{Person: "nomination:" + n.ID, Name: n.Producer.Name, Email: email, Phone: n.Producer.Phone}
}

// nextReminders is the day on which somebody is reminded next by the plan, as things stand; empty when nobody is.
func (s *Service) nextReminders(tx Tx, p ReminderPlan, list []Debtor) (string, error) {
	if !p.On {
		return "", nil
	}
	now := s.now()
	for n := range 2 * mostDays {
		day := i18n.Today(now.AddDate(0, 0, n))
		over, err := s.over(tx, p.Edition, day)
		if err != nil {
			return "", err
		}
		for _, d := range list {
			if d.Email != "" && d.due(p, day) && !over(d.Email) {
				return day, nil
			}
		}
	}
	return "", nil
}

// over reports of an address whether the reminders of a day are past for it: its letter has gone or was taken out, or it
// has none and none is drafted any more.
func (s *Service) over(tx Tx, edition, day string) (func(email string) bool, error) {
	letters, err := tx.ReminderLettersOn(edition, day)
	if err != nil {
		return nil, err
	}
	open := map[string]bool{}
	for _, l := range letters {
		d, err := debtorOf(tx, l.Person)
		if err != nil {
			return nil, err
		}
		open[d.Email] = open[d.Email] || l.Open()
	}
	_, drafted := plannedFor(day, s.now())
	tooLate := !drafted && day == s.today()
	return func(email string) bool {
		waits, written := open[email]
		return written && !waits || !written && tooLate
	}, nil
}

// debtorOf looks up whose letter it is. The address is empty when nobody can be written to any more.
func debtorOf(tx Tx, person string) (Debtor, error) {
	kind, id, _ := strings.Cut(person, ":")
	var d Debtor
	var err error
	if kind == "user" {
		var ok bool
		if d, _, ok, err = userDebtor(tx, id); !ok {
			d.Email = ""
		}
	} else {
		var n Nomination
		if n, err = tx.Nomination(id); err == nil {
			d = filerOf(n)
		}
	}
	if fault.KindOf(err) == fault.NotFound {
		return Debtor{}, nil
	}
	return d, err
}
