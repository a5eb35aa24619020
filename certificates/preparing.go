package certificates

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// BatchJob is the kind of the jobs that issue prepared certificates.
const BatchJob = "certificates"

// MaxAheadDays is how many days after today a certificate can be dated.
const MaxAheadDays = 60

// Batch is the payload of a job that issues certificates.
type Batch struct {
	Certificates []string     `json:"certificates"` // ids of prepared ones
	Refused      []BatchError `json:"refused"`      // why nominations could not be prepared
	Edition      string       `json:"edition,omitempty"`
	Tell         bool         `json:"tell,omitempty"` // their producers by letter
}

// refused is how many nominations could not be prepared; each may have several reasons.
func (b Batch) refused() int {
	seen := map[string]bool{}
	for _, x := range b.Refused {
		seen[x.Nomination] = true
	}
	return len(seen)
}

// BatchError is one reason why a nomination's certificate could not be made.
type BatchError struct {
	Nomination string     `json:"nomination"`
	Code       string     `json:"code"` // catalogue key below "field." or "fault."
	Field      string     `json:"field,omitempty"`
	Args       fault.Args `json:"args,omitempty"`
}

// plan is one certificate to be prepared.
type plan struct {
	nomination judging.Nomination
	decision   judging.Decision
	statement  Statement
	until      Date
}

// Prepare gives every recognised nomination that has no certificate a code, a number and a statement, and
// queues the job that issues them together with those prepared before and never issued. issuedOn is
// YYYY-MM-DD, not before a decision it rests on and at most 60 days ahead. tell has each producer told by one letter when the
// job is done.
func (s *Service) Prepare(ctx context.Context, who accounts.Actor, slug, issuedOn string, tell bool) (jobID string, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		e, _, batch, err := s.prepare(tx, who, slug, issuedOn)
		if err != nil {
			return err
		}
		batch.Tell = tell
		jobID, err = queue(tx, e.ID, batch)
		return err
	})
	return jobID, err
}

// prepare prepares what an edition's decisions recognise and answers them with the batch to be queued.
func (s *Service) prepare(tx Tx, who accounts.Actor, slug, issuedOn string) (e judging.Edition, decisions []judging.Decision, batch Batch, err error) {
	if e, err = s.awards.Known(tx, who, slug); err != nil {
		return e, nil, batch, err
	}
	if err := s.mayIssue(tx, who, e); err != nil {
		return e, nil, batch, err
	}
	if decisions, err = tx.Decisions(e.ID); err != nil {
		return e, nil, batch, err
	}
	if len(decisions) == 0 {
		return e, nil, batch, fault.New(fault.Conflict, "decision_missing")
	}
	day, err := s.issueDay(issuedOn, decisions[0].Date)
	if err != nil {
		return e, nil, batch, err
	}
	batch, err = s.prepareAll(tx, e, decisions, day)
	return e, decisions, batch, err
}

func (s *Service) mayIssue(tx Tx, who accounts.Actor, e judging.Edition) error {
	if err := enter(tx, who, e, accounts.IssueCertificate); err != nil {
		return err
	}
	switch e.State {
	case judging.Deliberation, judging.Announced, judging.Closed:
		return nil
	default:
		return fault.New(fault.Conflict, "wrong_state", "state", string(e.State), "need", "deliberation, announced, closed")
	}
}

// issueDay checks the date of issue against the day it must not precede.
func (s *Service) issueDay(issuedOn, notBefore string) (Date, error) {
	var f fault.Fields
	day, err := ParseDate(issuedOn)
	latest := Date(s.now().In(vietnam).AddDate(0, 0, MaxAheadDays).Format(time.DateOnly))
	switch {
	case issuedOn == "":
		f.Add("issued_on", "required")
	case err != nil:
		f.Add("issued_on", "not_a_date")
	case string(day) < notBefore:
		f.Add("issued_on", "date_order", "after", notBefore)
	case day > latest:
		f.Add("issued_on", "too_far_ahead", "latest", string(latest))
	}
	return day, f.Err()
}

var vietnam = time.FixedZone("+07", 7*60*60)

func (s *Service) prepareAll(tx Tx, e judging.Edition, decisions []judging.Decision, day Date) (Batch, error) {
	batch := Batch{Certificates: []string{}, Refused: []BatchError{}}
	have, err := tx.Certificates(Query{Edition: e.ID, Prepared: true})
	if err != nil {
		return batch, err
	}
	held, waiting := map[string]bool{}, map[string]Certificate{}
	for _, c := range have {
		held[c.Nomination] = held[c.Nomination] || !c.Issued.IsZero()
		if c.Issued.IsZero() {
			waiting[c.Nomination] = c
			if c.Replaces != "" {
				batch.Certificates = append(batch.Certificates, c.ID)
				held[c.Nomination] = true
			}
		}
	}
	proposal, err := tx.Proposal(e.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return batch, err
	}
	for _, d := range decisions {
		for _, id := range d.Nominations {
			if held[id] {
				continue
			}
			if err := s.prepareOne(tx, e, d, waiting[id], id, prizeOf(proposal, id), day, &batch); err != nil {
				return batch, err
			}
		}
	}
	return batch, nil
}

// prepareOne prepares one nomination; waiting is what an earlier call prepared and never issued, which keeps
// its code and number and gets today's wording and day.
func (s *Service) prepareOne(tx Tx, e judging.Edition, d judging.Decision, waiting Certificate, id, prize string, day Date, batch *Batch) error {
	n, err := tx.Nomination(id)
	if err != nil {
		return err
	}
	if string(day) < d.Date {
		batch.Refused = append(batch.Refused, BatchError{Nomination: id, Field: "issued_on", Code: "date_order",
			Args: fault.MakeArgs("after", d.Date)})
		return nil
	}
	p, err := s.plan(tx, e, n, d, prize, day)
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		batch.Refused = append(batch.Refused, refusals(id, f)...)
		return nil
	}
	if err != nil {
		return err
	}
	var c Certificate
	if waiting.ID != "" && day.Year() == Date(waiting.IssuedOn).Year() {
		c, err = reword(waiting, p)
	} else {
		c, err = s.draft(tx, e, n, d, p.statement, p.until)
	}
	if err != nil {
		return err
	}
	batch.Certificates = append(batch.Certificates, c.ID)
	return tx.SaveCertificate(c)
}

// reword gives a prepared certificate the plan's wording and day under its own code and number.
func reword(c Certificate, p plan) (Certificate, error) {
	st := p.statement
	var err error
	if st.Code, err = ParseCode(c.Code); err != nil {
		return c, err
	}
	st.Number, st.ValidUntil = c.Number, p.until
	return c.stating(st)
}

// plan writes the statement and makes sure that it can be printed before it costs a number.
func (s *Service) plan(tx Tx, e judging.Edition, n judging.Nomination, d judging.Decision, prize string, day Date) (plan, error) {
	st, rule, err := s.statement(e, n, d, prize)
	if err != nil {
		return plan{}, err
	}
	st.IssuedOn = day
	if st, err = s.dressed(tx, e, st); err != nil {
		return plan{}, err
	}
	until, err := ValidUntil(day, rule)
	if err != nil {
		return plan{}, err
	}
	trial := st
	trial.Code, trial.Number, trial.ValidUntil = trialCode(), Number(1, day.Year()), until
	if err := s.printable(trial); err != nil {
		if fault.KindOf(err) == "" { // the renderer stumbled over this one: the others are not to wait for it
			err = fault.New(fault.Invalid, "not_printable")
		}
		return plan{}, err
	}
	return plan{nomination: n, decision: d, statement: st, until: until}, nil
}

// trialCode stands in for the code of a statement that is only tried: it is never issued.
func trialCode() Code {
	code, err := ParseCode("0000-0000-0000")
	if err != nil {
		panic(err) // twelve zeros fold to zero
	}
	return code
}

func refusals(nomination string, f *fault.Fault) []BatchError {
	if len(f.Fields) == 0 {
		return []BatchError{{Nomination: nomination, Code: f.Code, Args: f.Args}}
	}
	var list []BatchError
	for _, x := range f.Fields {
		list = append(list, BatchError{Nomination: nomination, Field: x.Field, Code: x.Code, Args: x.Args})
	}
	return list
}

func queue(tx Tx, edition string, batch Batch) (string, error) {
	batch.Edition = edition
	payload, err := json.Marshal(batch)
	if err != nil {
		return "", fmt.Errorf("write batch: %w", err)
	}
	job := judging.Job{ID: accounts.NewID(), Kind: BatchJob, Edition: edition, Payload: payload,
		Total: len(batch.Certificates) + batch.refused()}
	return job.ID, tx.Enqueue(job)
}
