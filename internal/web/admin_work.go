package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// Health is one thing that the program looked at in itself; its words are in the catalogue below "health.".
type Health struct {
	Code string
	OK   bool
	// Warn: not well, yet not this program's to mend; the doctor tells it and does not fail.
	Warn bool
	Args fault.Args
}

// Sentence is the catalogue key of what was found.
func (h Health) Sentence() string {
	if h.OK {
		return "health." + h.Code + ".ok"
	}
	return "health." + h.Code + ".bad"
}

// Remedy is the catalogue key of what to do when it is not well.
func (h Health) Remedy() string { return "health." + h.Code + ".do" }

func (s *Server) showDoctor(c echo.Context) error {
	if err := mustAdminister(c); err != nil {
		return err
	}
	sh, err := s.shell(c, "admin")
	if err != nil {
		return err
	}
	p := templates.AdminDoctor{Shell: sh, Well: true, CheckedAt: s.Now()}
	if s.MailToFolder {
		p.MailNote = s.messages(c)("page.say.admin", "mail_folder", nil)
	}
	if s.Examine != nil {
		for _, h := range s.Examine(c.Request().Context()) {
			x := templates.Health{OK: h.OK, Name: s.Translate(s.lang(c), "health."+h.Code+".name", nil),
				Detail: s.Translate(s.lang(c), h.Sentence(), h.Args)}
			if !h.OK {
				p.Well, x.Remedy = false, s.Translate(s.lang(c), h.Remedy(), h.Args)
			}
			p.Findings = append(p.Findings, x)
		}
	}
	return s.page(c, http.StatusOK, p)
}

// shownJobs is how many of the latest jobs the page looks through.
const shownJobs = 200

func (s *Server) showWork(c echo.Context) error {
	if err := mustAdminister(c); err != nil {
		return err
	}
	sh, err := s.shell(c, "admin")
	if err != nil {
		return err
	}
	say := func(code string) string { return s.messages(c)("page.say.admin", code, nil) }
	p := templates.AdminWork{Shell: sh, Filter: c.QueryParam("state"), Kind: c.QueryParam("kind"),
		States: []templates.Option{{Label: say("every_state")}, {Value: string(jobs.Queued), Label: say("queued")},
			{Value: string(jobs.Running), Label: say("running")}, {Value: string(jobs.Done), Label: say("finished")},
			{Value: string(jobs.Failed), Label: say("failed")}},
		Kinds: []templates.Option{{Label: say("every_kind")}, {Value: judging.MailJob, Label: say("kind_mail")},
			{Value: "certificates", Label: say("kind_certificates")}, {Value: ledger.WitnessJob, Label: say("kind_witness")},
			{Value: ledger.StampJob, Label: say("kind_stamp")}, {Value: ledger.ExportJob, Label: say("kind_export")}}}
	if !slices.ContainsFunc(p.States, func(o templates.Option) bool { return o.Value == p.Filter }) {
		p.Filter = ""
	}
	if s.MailToFolder {
		p.MailNote = say("mail_folder")
	}
	list, err := s.latestJobs(c.Request().Context(), jobs.State(p.Filter))
	if err != nil {
		return err
	}
	if list, err = s.ownJobs(c, list); err != nil {
		return err
	}
	for _, j := range list {
		if p.Kind == "" || p.Kind == j.Kind {
			p.Jobs = append(p.Jobs, s.jobLine(c, j))
		}
	}
	return s.page(c, http.StatusOK, p)
}

// latestJobs are the latest jobs of one state, of every state when it is empty. Before them come those in trouble that
// publish the ledger, which letters would push off the page.
func (s *Server) latestJobs(ctx context.Context, state jobs.State) ([]jobs.Job, error) {
	list, err := s.Jobs.TroubledJobs(ctx, ledger.PublishingJobs())
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(j jobs.Job) bool { return state != "" && j.State != state })
	latest, err := s.Jobs.ListJobs(ctx, state, shownJobs)
	for _, j := range latest {
		if !slices.ContainsFunc(list, func(have jobs.Job) bool { return have.ID == j.ID }) {
			list = append(list, j)
		}
	}
	return list, err
}

// publishes reports whether a job follows the publication of a checkpoint: it is the installation's and no office's.
func publishes(j jobs.Job) bool { return slices.Contains(ledger.PublishingJobs(), j.Kind) }

// jobLine names a job without its payload, which may hold a one-time link.
func (s *Server) jobLine(c echo.Context, j jobs.Job) templates.AdminJob {
	say := func(code string) string { return s.messages(c)("page.say.admin", code, nil) }
	x := templates.AdminJob{
		ID: j.ID, What: j.Kind, Problem: j.Problem, Done: j.Done, Total: j.Total, Attempts: j.Attempts, At: j.Created,
		Retry: j.State == jobs.Failed,
	}
	if j.State == jobs.Queued && j.Problem != "" {
		x.Again = j.RunAt
	}
	switch j.Kind {
	case ledger.WitnessJob, ledger.StampJob, ledger.ExportJob:
		code := strings.TrimPrefix(j.Kind, "ledger.")
		x.What, x.Done, x.Total = say("kind_"+code), 0, 0
		if j.Problem != "" && j.State != jobs.Done {
			x.Remedy = s.Translate(s.lang(c), Health{Code: code}.Remedy(), nil)
		}
	case judging.MailJob:
		var m judging.Mail
		if json.Unmarshal(j.Payload, &m) == nil {
			x.For = m.To
			if j.State == jobs.Done && m.To != "" {
				x.For = accounts.MaskedEmail(m.To)
			}
		}
		x.What, x.Done, x.Total = say("kind_mail"), 0, 0
	case "certificates":
		x.What = say("kind_certificates")
	}
	x.State = map[jobs.State]templates.Tag{
		jobs.Queued:  {Icon: "clock", Text: say("queued")},
		jobs.Running: {Kind: "gold", Icon: "clock-history", Text: say("running")},
		jobs.Done:    {Kind: "ok", Icon: "check-circle", Text: say("finished")},
		jobs.Failed:  {Kind: "bad", Icon: "x-octagon", Text: say("failed")},
	}[j.State]
	return x
}

// ownJobs keeps the jobs of the caller's office: those of its editions, letters to its people that belong to none, and
// what publishes the ledger that all offices share. Offices that share an installation do not see each other's.
func (s *Server) ownJobs(c echo.Context, list []jobs.Job) ([]jobs.Job, error) {
	ctx, office := c.Request().Context(), who(c).User.Organiser
	editions, err := s.Judging.Editions(ctx, who(c))
	if err != nil {
		return nil, err
	}
	own := map[string]bool{}
	for _, e := range editions {
		own[e.ID] = e.Organiser == office
	}
	var kept []jobs.Job
	for _, j := range list {
		mine := own[j.Edition] || publishes(j)
		if j.Edition == "" && !mine {
			if mine, err = s.toOwnPerson(ctx, j, office); err != nil {
				return nil, err
			}
		}
		if mine {
			kept = append(kept, j)
		}
	}
	return kept, nil
}

// toOwnPerson reports whether a job is a letter to somebody of an office; an old one that was sent says no longer to whom.
func (s *Server) toOwnPerson(ctx context.Context, j jobs.Job, office string) (bool, error) {
	var m judging.Mail
	if j.Kind != judging.MailJob || json.Unmarshal(j.Payload, &m) != nil {
		return false, nil
	}
	if m.To == "" {
		return true, nil
	}
	u, err := s.Accounts.ByEmail(ctx, m.To)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil && u.Organiser == office, err
}

// retryJob puts a failed job of the caller's office back into the queue, once however often it is asked for.
func (s *Server) retryJob(c echo.Context) error {
	if err := mustAdminister(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	defer s.inflight.lock("job " + c.Param("id"))()
	j, err := s.Jobs.LoadJob(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	own, err := s.ownJobs(c, []jobs.Job{j})
	if err == nil && len(own) == 0 {
		err = fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return err
	}
	if j.State == jobs.Failed {
		j.State, j.Attempts, j.RunAt = jobs.Queued, 0, s.Now()
		if err := s.Jobs.SaveJob(ctx, j); err != nil {
			return err
		}
		s.Log.Info("job tried again", "id", requestID(c), "job", j.ID, "kind", j.Kind, "by", who(c).User.ID)
	}
	return s.done(c, "/admin/work", "job_retried")
}
