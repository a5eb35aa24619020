package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pdf"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/letters"
	"vinhdanh/internal/mail"
	"vinhdanh/internal/store"
	"vinhdanh/internal/web"
	"vinhdanh/judging"
)

// handlers are what the jobs of each kind do.
func (a *app) handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{judging.MailJob: a.sendLetter, certificates.BatchJob: a.issueBatch,
		ledger.WitnessJob: a.askWitnesses, ledger.StampJob: a.stampCheckpoints, ledger.ExportJob: a.exportAfterPublication}
}

// sendLetter words a letter in Vietnamese with English below it and sends it.
func (a *app) sendLetter(ctx context.Context, job *jobs.Job, _ func() error) error {
	var m judging.Mail
	if err := json.Unmarshal(job.Payload, &m); err != nil {
		return fmt.Errorf("read mail job: %w", err)
	}
	subject, text := letters.Whole(a.words.T, a.conf.BaseURL, m)
	err := a.send(ctx, mail.Message{ID: job.ID, To: m.To, Subject: subject, Text: text})
	if err != nil {
		return err
	}
	job.Payload, err = json.Marshal(m.Sent(job.Edition))
	return err
}

// issueBatch issues the certificates of a batch.
func (a *app) issueBatch(ctx context.Context, job *jobs.Job, save func() error) error {
	if a.renderer == nil {
		return noFonts()
	}
	var batch certificates.Batch
	if err := json.Unmarshal(job.Payload, &batch); err != nil {
		return fmt.Errorf("read certificate job: %w", err)
	}
	var told time.Time
	return a.certificates.IssueBatch(ctx, batch, a.press(), func(done int, problems []certificates.BatchError) error {
		if told.IsZero() {
			job.Before = done
		}
		job.Done, job.Errors = done, a.itemErrors(problems)
		if done < job.Total && time.Since(told) < tellEvery {
			return nil
		}
		told = time.Now()
		return save()
	})
}

// tellEvery is how often a job says how far it is and asks whether it is to pause: often enough for who watches, seldom
// enough not to cost as much as the work.
const tellEvery = 300 * time.Millisecond

func (a *app) press() certificates.Press {
	return certificates.Press{
		Print: func(st certificates.Statement) ([]byte, error) {
			second, err := a.secondSymbol(st)
			if err != nil {
				return nil, err
			}
			return a.renderer.Render(st, pdf.Options{BaseURL: a.conf.BaseURL, Picture: a.picture, Offline: second})
		},
		Sign: a.seal,
		Keep: func(ctx context.Context, file []byte) (string, error) {
			sha, _, err := a.blobs.Put(ctx, bytes.NewReader(file), int64(len(file)))
			if err != nil {
				return "", err
			}
			return sha, a.notePrinted(ctx)
		},
	}
}

func (a *app) itemErrors(problems []certificates.BatchError) []jobs.ItemError {
	list := make([]jobs.ItemError, 0, len(problems))
	for _, p := range problems {
		key := "field." + p.Code
		if !a.words.Has(i18n.Vietnamese, key) {
			key = "fault." + p.Code
		}
		text := a.words.T(i18n.Vietnamese, key, p.Args)
		if p.Field != "" {
			text = p.Field + ": " + text
		}
		list = append(list, jobs.ItemError{Nomination: p.Nomination, Code: p.Code, Message: text})
	}
	return list
}

// keepUp does after each midnight in Vietnam what a night is for.
func (a *app) keepUp(ctx context.Context) {
	for {
		now := time.Now().In(i18n.VN)
		next := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 5, 0, 0, i18n.VN)
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(next)):
		}
		for name, do := range map[string]func(context.Context) error{
			"publish nightly checkpoint": a.publish,
			"drop old answers":           func(ctx context.Context) error { return a.db.PurgeIdempotent(ctx, time.Now().Add(-keepAnswers)) },
			"drop ended sessions":        a.dropSessions,
			"forget who reported misuse": func(ctx context.Context) error { return a.certificates.ForgetContacts(ctx, a.conf.ReportContactMonths) },
		} {
			if err := do(ctx); err != nil {
				a.log.Error("do the night's work", "what", name, "error", err)
			}
		}
	}
}

// remindEvery is how often it is looked whether somebody is to be reminded.
const remindEvery = 5 * time.Minute

// keepReminding drafts and sends the reminders that the editions' plans ask for, until ctx ends.
func (a *app) keepReminding(ctx context.Context) {
	for {
		if err := a.judging.KeepReminding(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("remind people", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(remindEvery):
		}
	}
}

// countEvery is how often look-ups that were counted in memory are written: a crash loses no more.
const countEvery = time.Minute

// keepCounting writes the look-ups of certificates, once more when ctx ends.
func (a *app) keepCounting(ctx context.Context, server *web.Server) {
	for {
		var over bool
		select {
		case <-ctx.Done():
			over = true
		case <-time.After(countEvery):
		}
		if err := server.FlushLookups(context.WithoutCancel(ctx), a.conf.UnusualLookups); err != nil {
			a.log.Error("count look-ups", "error", err)
		}
		if over {
			return
		}
	}
}

// publish publishes a checkpoint, unless its size would tell of an open pass.
func (a *app) publish(ctx context.Context) error {
	return a.db.Update(ctx, func(tx *store.Tx) error { tx.Publish(); return nil })
}

func (a *app) dropSessions(ctx context.Context) error {
	return a.db.Update(ctx, func(tx *store.Tx) error { return tx.PurgeSessions(time.Now()) })
}
