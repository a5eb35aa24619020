package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// OwnNomination is a nomination that the caller filed, with its edition.
type OwnNomination struct {
	NominationView
	In Edition
}

// OwnNominations are what the caller has filed in every edition, newest first.
func (s *Service) OwnNominations(ctx context.Context, who accounts.Actor) (list []OwnNomination, err error) {
	if !who.SignedIn() {
		return nil, refuse(who)
	}
	err = s.store.View(ctx, func(tx Tx) error {
		list, err = s.ownNominations(tx, who)
		return err
	})
	return list, err
}

func (s *Service) ownNominations(tx Tx, who accounts.Actor) ([]OwnNomination, error) {
	found, err := tx.NominationsOf(who.User.ID)
	if err != nil {
		return nil, err
	}
	scenes := map[string]*scene{} // nil for an edition that the caller may not know of
	list := make([]OwnNomination, 0, len(found))
	for _, n := range found {
		sc, known := scenes[n.Edition]
		if !known {
			here, err := s.enterID(tx, who, n.Edition)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return nil, err
			}
			if err == nil {
				sc = &here
			}
			scenes[n.Edition] = sc
		}
		if sc == nil {
			continue
		}
		view, err := s.nominationView(tx, *sc, who, n)
		if err != nil {
			return nil, err
		}
		list = append(list, OwnNomination{view, sc.edition})
	}
	return list, nil
}

// EarlierProduct is what the caller once filed, to begin a new dossier with.
type EarlierProduct struct {
	Nomination  string
	Producer    ProducerData
	Product     string
	SetMembers  []string
	Group       string
	Description string
	In          Edition
}

// Earlier are the products that the caller filed before, each once as it was filed last, newest first.
func (s *Service) Earlier(ctx context.Context, who accounts.Actor) ([]EarlierProduct, error) {
	own, err := s.OwnNominations(ctx, who)
	if err != nil {
		return nil, err
	}
	var list []EarlierProduct
	seen := map[string]bool{}
	for _, n := range own {
		if seen[n.ProductID] || n.Product == "" {
			continue
		}
		seen[n.ProductID] = true
		list = append(list, EarlierProduct{Nomination: n.ID, Producer: n.Producer, Product: n.Product,
			SetMembers: n.SetMembers, Group: n.ProductGroup, Description: n.Description, In: n.In})
	}
	return list, nil
}

// The kinds of steps of a timeline beside the verdicts, which are named by the state they give.
const (
	StepCreated     = "created"
	StepSubmitted   = "submitted"
	StepResubmitted = "resubmitted"
	StepCoded       = "coded"
	StepWithdrawn   = "withdrawn"
	StepPassed      = "passed"
	StepNotPassed   = "not_passed"
	StepRecognised  = "recognised"
)

// TimelineStep is one thing that happened to a nomination. What it carries beside its time depends on its kind.
type TimelineStep struct {
	Kind     string
	At       time.Time
	Reasons  []VerdictReason // of a verdict
	Due      string          // YYYY-MM-DD, of a supplement
	Code     string          // the entry code, once it was given
	Mean     string          // "83.21", of a nomination that was scored
	Decision string          // the number of the decision that recognises it
}

// Timeline is what happened to a nomination, oldest first. Whether it passed and was recognised is told once
// the result is announced, and not before.
func (s *Service) Timeline(ctx context.Context, who accounts.Actor, id string) (steps []TimelineStep, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, n, err := s.nomination(tx, who, id)
		if err != nil {
			return err
		}
		if steps, err = filedSteps(tx, n); err != nil {
			return err
		}
		slices.SortStableFunc(steps, func(a, b TimelineStep) int { return a.At.Compare(b.At) })
		if sc.edition.State != Announced && sc.edition.State != Closed {
			return nil
		}
		told, err := s.announcedSteps(tx, sc, n)
		steps = append(steps, told...)
		return err
	})
	return steps, err
}

// filedSteps is what happened until scoring; the leaves keep the time of every submission, the row that of
// the last.
func filedSteps(tx Tx, n Nomination) ([]TimelineStep, error) {
	steps := []TimelineStep{{Kind: StepCreated, At: n.Created}}
	leaves, err := tx.RowLeaves("nominations", n.ID)
	if err != nil {
		return nil, err
	}
	var later []TimelineStep // they come last among what happened at once
	submitted := StepSubmitted
	for _, l := range leaves {
		switch l.Kind {
		case "nomination.accepted":
			steps = append(steps, TimelineStep{Kind: submitted, At: l.At})
			submitted = StepResubmitted
		case "nomination.coded":
			later = append(later, TimelineStep{Kind: StepCoded, At: l.At, Code: n.EntryCode})
		case "nomination.uncoded":
			later = slices.DeleteFunc(later, func(x TimelineStep) bool { return x.Kind == StepCoded })
		case "nomination.withdrawn":
			later = append(later, TimelineStep{Kind: StepWithdrawn, At: l.At})
		}
	}
	if n.State == NominationWithdrawn && n.Submitted.IsZero() { // a draft leaves no leaf
		later = append(later, TimelineStep{Kind: StepWithdrawn, At: n.Updated})
	}
	verdicts, err := tx.Verdicts(n.ID)
	for _, v := range verdicts {
		steps = append(steps, TimelineStep{Kind: string(v.Verdict), At: v.At, Reasons: v.Reasons, Due: v.Due})
	}
	return append(steps, later...), err
}

// announcedSteps is what came of an eligible nomination.
func (s *Service) announcedSteps(tx Tx, sc scene, n Nomination) (steps []TimelineStep, err error) {
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil || n.State != NominationEligible || len(passes) == 0 {
		return nil, err
	}
	last := passes[len(passes)-1]
	ranked, err := s.rank(tx, sc, last.N)
	if err != nil {
		return nil, err
	}
	for _, r := range ranked {
		if r.Nomination != n.ID {
			continue
		}
		step := TimelineStep{Kind: StepNotPassed, At: last.Closed, Code: n.EntryCode}
		if r.Passed {
			step.Kind = StepPassed
		}
		step.Mean = r.MeanText
		steps = append(steps, step)
	}
	decisions, err := tx.Decisions(sc.edition.ID)
	for _, d := range decisions {
		if slices.Contains(d.Nominations, n.ID) {
			steps = append(steps, TimelineStep{Kind: StepRecognised, At: d.At, Decision: d.Number})
		}
	}
	return steps, err
}
