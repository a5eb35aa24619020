package certificates

import (
	"context"
	"fmt"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// Notice is how a producer is told of an act on its certificate: by a letter, or on the telephone when the dossier has no
// address. There is one for each act at most.
type Notice struct {
	Event       string
	Edition     string
	Certificate string
	Job         string    // of the letter, or empty
	Told        time.Time // on the telephone; zero while nobody has
	ToldBy      string
}

// Call is a producer who has to be told on the telephone.
type Call struct {
	Notice
	Line  Line
	Act   Event
	Phone string
	Owner string // whom to ask for: the producer's representative, or empty
}

// tell has the producer told of an act: a letter is queued with the act, so that it goes when the act stays and only then.
func (s *Service) tell(tx Tx, c Certificate, e Event) error {
	n, err := tx.Nomination(c.Nomination)
	if err != nil {
		return err
	}
	notice := Notice{Event: e.ID, Edition: c.Edition, Certificate: c.ID}
	if n.Producer.Email != "" {
		letter, err := s.letter(tx, c, e)
		if err != nil {
			return err
		}
		letter.To = n.Producer.Email
		if notice.Job, err = judging.EnqueueMail(tx, letter, c.Edition); err != nil {
			return err
		}
	}
	return tx.SaveNotice(notice)
}

// letter is what the producer is told of an act.
func (s *Service) letter(tx Tx, c Certificate, e Event) (judging.Mail, error) {
	o, err := tx.Organiser(c.Organiser)
	if err != nil {
		return judging.Mail{}, err
	}
	args := map[string]string{"product": c.Product, "producer": c.Producer, "number": c.Number, "reason": e.Reason, "decision": e.DecisionNumber,
		"decided": e.DecisionDate, "on": e.EffectiveOn, "office": o.Name, "phone": o.Phone}
	code := c.Code
	if e.Successor != "" {
		next, err := tx.Certificate(e.Successor)
		if err != nil {
			return judging.Mail{}, err
		}
		args["successor"], code = next.Number, next.Code
	}
	parsed, err := ParseCode(code)
	if err != nil {
		return judging.Mail{}, fmt.Errorf("code of certificate %s: %w", c.ID, err)
	}
	return judging.Mail{Letter: "certificate_" + string(e.Kind), Args: args, LinkPath: "/v/" + parsed.Lower()}, nil
}

// Calls are the producers of an edition who have no address and were not told yet on the telephone, the latest act first,
// for its secretariat.
func (s *Service) Calls(ctx context.Context, who accounts.Actor, slug string) (list []Call, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.Screen)
		if err != nil {
			return err
		}
		notices, err := tx.UntoldNotices(e.ID)
		if err != nil {
			return err
		}
		for _, n := range notices {
			call, err := s.call(tx, n)
			if err != nil {
				return err
			}
			list = append(list, call)
		}
		slices.SortStableFunc(list, func(a, b Call) int { return b.Act.At.Compare(a.Act.At) })
		return nil
	})
	return list, err
}

func (s *Service) call(tx Tx, notice Notice) (Call, error) {
	c, err := tx.Certificate(notice.Certificate)
	if err != nil {
		return Call{}, err
	}
	l, err := s.line(tx, c)
	if err != nil {
		return Call{}, err
	}
	n, err := tx.Nomination(c.Nomination)
	if err != nil {
		return Call{}, err
	}
	call := Call{Notice: notice, Line: l, Phone: n.Producer.Phone, Owner: n.Producer.Representative}
	for _, e := range l.Events {
		if e.ID == notice.Event {
			call.Act = e
		}
	}
	return call, nil
}

// Told notes that a producer was told on the telephone of an act; told twice the first time stays.
func (s *Service) Told(ctx context.Context, who accounts.Actor, slug, event string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.Screen)
		if err != nil {
			return err
		}
		n, err := tx.Notice(event)
		if err != nil {
			return err
		}
		if n.Edition != e.ID || n.Job != "" {
			return fault.New(fault.NotFound, "not_found")
		}
		if !n.Told.IsZero() {
			return nil
		}
		return tx.MarkTold(event, s.clock(), who.User.ID)
	})
}
