package accounts

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/fault"
)

// Times and limits of what lets judges in who cannot sign in as usual, and of devices that remember them.
const (
	JudgeSlipLife    = 15 * time.Minute
	JudgeSlipSession = 12 * time.Hour
	KeptLife         = 60 * 24 * time.Hour // at most; a kept session ends when the pass closes
	judgeSlipTries   = 5                   // wrong codes that end a slip
)

// JudgeSlip is a code, told face to face, that lets a judge in once who cannot sign in as usual. The session that it opens
// is for the judging of its edition alone.
type JudgeSlip struct {
	ID       string
	Edition  string
	Seat     string // id of the grant
	User     string
	CodeHash string // PHC string: the code is short
	MadeBy   string
	Created  time.Time
	Expires  time.Time // moved forward when a newer slip replaces it
	Used     time.Time
	Tries    int // wrong codes so far
}

// Open reports whether the slip still lets its judge in.
func (s JudgeSlip) Open(now time.Time) bool {
	return s.ID != "" && s.Used.IsZero() && now.Before(s.Expires) && s.Tries < judgeSlipTries
}

// JudgeSlipInput asks for a slip for the holder of a seat; Password is the caller's own.
type JudgeSlipInput struct{ Slug, Seat, Password string }

// AdmitJudge makes a slip for a judge who cannot sign in while an edition is scored. It is the jury's secretary's alone,
// in a browser, who types the own password again. The code is told once; a newer slip ends the older ones. The judge and
// the heads of the jury and the secretariat are told by mail. Faults: not_found, forbidden, wrong_state; of fields: password
// wrong_password; seat unknown_value, and judge_slip_official for somebody whose account does more than judge.
func (s *Service) AdmitJudge(ctx context.Context, who Actor, in JudgeSlipInput) (judge User, slip JudgeSlip, code string, err error) {
	var secretary User
	err = s.store.View(ctx, func(tx Tx) error {
		if _, _, err := s.judgeToAdmit(tx, who, in); err != nil {
			return err
		}
		secretary, err = tx.User(who.User.ID)
		return err
	})
	if err != nil {
		return judge, slip, "", err
	}
	if ok, _, err := s.hasher.Verify(ctx, secretary.PasswordHash, in.Password); err != nil {
		return judge, slip, "", err
	} else if !ok || secretary.PasswordHash == "" {
		return judge, slip, "", badField("password", "wrong_password")
	}
	printed := newSlipCode()
	typed, _ := readSlipCode(printed)
	hash, err := s.hasher.Hash(ctx, typed)
	if err != nil {
		return judge, slip, "", err
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		u, seat, err := s.judgeToAdmit(tx, who, in)
		if err != nil {
			return err
		}
		now := s.clock()
		judge, slip = u, JudgeSlip{ID: NewID(), Edition: seat.Edition, Seat: seat.ID, User: u.ID, CodeHash: hash, MadeBy: who.User.ID,
			Created: now, Expires: now.Add(JudgeSlipLife)}
		if err := s.endJudgeSlips(tx, u.ID); err != nil {
			return err
		}
		if err := tx.SaveJudgeSlip(slip); err != nil {
			return err
		}
		if err := tx.Append(JudgeSlipLeaf("slip.made", slip, now)); err != nil {
			return err
		}
		return tellOfSlip(tx, who, u, seat)
	})
	if err != nil {
		return judge, slip, "", err
	}
	return judge, slip, printed, nil
}

// judgeToAdmit is the judge of a seat for a caller who may make a slip.
func (s *Service) judgeToAdmit(tx Tx, who Actor, in JudgeSlipInput) (u User, seat Seat, err error) {
	if !who.SignedIn() || who.System || who.Token != "" || who.Only != "" {
		return u, seat, fault.New(fault.Forbidden, "forbidden")
	}
	seats, err := tx.Seats(who.User.Organiser, "")
	if err != nil {
		return u, seat, err
	}
	var grants []Grant
	for _, x := range seats {
		if x.Slug == in.Slug {
			grants = append(grants, x.Grant)
		}
		if x.ID == in.Seat && x.Slug == in.Slug && x.Ended.IsZero() && judgesIn(x.Grant) {
			seat = x
		}
	}
	if !Allowed(AdmitJudge, Hats(who, "", grants)) {
		return u, seat, fault.New(fault.Forbidden, "forbidden")
	}
	if seat.ID == "" {
		return u, seat, badField("seat", "unknown_value")
	}
	if seat.State != "scoring" {
		return u, seat, fault.New(fault.Conflict, "wrong_state", "state", seat.State, "need", "scoring")
	}
	if u, err = tx.User(seat.User); err != nil {
		return u, seat, err
	}
	if ok, err := mayHaveSlip(tx, u, seat.Edition); err != nil || !ok {
		if err == nil {
			err = badField("seat", "judge_slip_official")
		}
		return u, seat, err
	}
	return u, seat, nil
}

// judgesIn reports whether a seat judges: head, deputy or member of a jury.
func judgesIn(g Grant) bool { return g.Body == Jury && g.Role != Secretary }

// mayHaveSlip reports whether a person judges in the edition and does nothing anywhere that a code must never open:
// administering, auditing, leading a secretariat, sitting in a council.
func mayHaveSlip(tx Tx, u User, edition string) (bool, error) {
	grants, err := tx.GrantsOf(u.ID)
	if err != nil || u.Administrator || !u.Disabled.IsZero() {
		return false, err
	}
	beyond := func(g Grant) bool {
		return g.Body == Council || g.Body == Audit || g.Body == Secretariat && g.Role == Head
	}
	here := func(g Grant) bool { return g.Edition == edition && judgesIn(g) }
	return slices.ContainsFunc(grants, here) && !slices.ContainsFunc(grants, beyond), nil
}

// endJudgeSlips ends a judge's open slips.
func (s *Service) endJudgeSlips(tx Tx, user string) error {
	list, err := tx.JudgeSlipsOf(user)
	if err != nil {
		return err
	}
	for _, old := range list {
		if old.Open(s.clock()) {
			old.Expires = s.clock()
			if err := tx.SaveJudgeSlip(old); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellOfSlip writes to the judge, and to the heads of the jury and of the secretariat.
func tellOfSlip(tx Tx, who Actor, judge User, seat Seat) error {
	args := map[string]string{"name": judge.Name, "by": who.User.Name, "edition": seat.Name}
	to := map[string]bool{judge.Email: true}
	seats, err := tx.Seats(who.User.Organiser, "")
	if err != nil {
		return err
	}
	for _, x := range seats {
		if x.Edition != seat.Edition || !x.Ended.IsZero() || x.Role != Head || x.Body != Jury && x.Body != Secretariat {
			continue
		}
		u, err := tx.User(x.User)
		if err != nil {
			return err
		}
		to[u.Email] = true
	}
	for email := range to {
		if email == "" {
			continue
		}
		if _, err := tx.SendLetter(Letter{To: email, Letter: "slip_made", Args: args}); err != nil {
			return err
		}
	}
	return nil
}

// openJudgeSlip is the slip that lets a judge in now; the zero one when there is none or the person may have it no more.
func (s *Service) openJudgeSlip(tx Tx, u User) (open JudgeSlip, err error) {
	if u.ID == "" {
		return open, nil
	}
	list, err := tx.JudgeSlipsOf(u.ID)
	if err != nil {
		return open, err
	}
	i := slices.IndexFunc(list, func(x JudgeSlip) bool { return x.Open(s.clock()) })
	if i < 0 {
		return open, nil
	}
	if ok, err := mayHaveSlip(tx, u, list[i].Edition); err != nil || !ok {
		return open, err
	}
	return list[i], nil
}

// missJudgeSlip counts a wrong code.
func (s *Service) missJudgeSlip(ctx context.Context, user string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		u, err := tx.User(user)
		if err != nil {
			return err
		}
		slip, err := s.openJudgeSlip(tx, u)
		if err != nil || slip.ID == "" {
			return err
		}
		slip.Tries++
		return tx.SaveJudgeSlip(slip)
	})
}

// useJudgeSlip uses a slip up, at the time at which its session begins, and tells its judge.
func (s *Service) useJudgeSlip(tx Tx, u User, slip JudgeSlip, at time.Time) error {
	slip.Used = at
	if err := tx.SaveJudgeSlip(slip); err != nil {
		return err
	}
	if err := tx.Append(JudgeSlipLeaf("slip.used", slip, slip.Used)); err != nil {
		return err
	}
	if u.Email == "" {
		return nil
	}
	_, err := tx.SendLetter(Letter{To: u.Email, Letter: "slip_used", Args: map[string]string{"name": u.Name}, LinkPath: "/account"})
	return err
}

// bySlip is when a slip opened a session for judging alone; zero for one that a password opened on a device that is
// remembered. No other session can have begun when the slip was used.
func bySlip(tx Tx, session Session) (time.Time, error) {
	if !session.Kept {
		return session.Created, nil
	}
	list, err := tx.JudgeSlipsOf(session.User)
	if slices.ContainsFunc(list, func(x JudgeSlip) bool { return x.Used.Equal(session.Created) }) {
		return session.Created, err
	}
	return time.Time{}, err
}

// limit makes of a session one for judging alone: by a slip, or on a device that is to remember its judge until the pass
// closes. Whoever judges nothing that is being scored gets the usual session.
func (s *Service) limit(tx Tx, session *Session, slip JudgeSlip, keep bool) error {
	if session.Edition = slip.Edition; slip.ID != "" {
		session.Expires = session.Created.Add(JudgeSlipSession)
	}
	if !keep {
		return nil
	}
	if session.Edition == "" {
		u, err := tx.User(session.User)
		if err != nil {
			return err
		}
		seats, err := tx.Seats(u.Organiser, u.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(seats, func(x Seat) bool { return x.State == "scoring" && x.Ended.IsZero() && judgesIn(x.Grant) })
		if i < 0 {
			return nil
		}
		session.Edition = seats[i].Edition
	}
	session.Kept, session.Expires = true, session.Created.Add(KeptLife)
	return nil
}
