package web

import (
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/jobs"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// officeJob shows how far an issue is and what of it could not be done.
func (s *Server) officeJob(c echo.Context) error {
	o, err := s.office(c, "certificates")
	if err != nil {
		return err
	}
	j, err := s.issueJob(c, o)
	if err != nil {
		return err
	}
	at := o.base() + "/certificates"
	p := templates.OfficeJob{Shell: o.shell, Edition: o.line, Nav: o.nav, Back: templates.Link{Text: o.tell("back_register"), URL: at},
		State: string(j.State), Progress: templates.Progress{Label: o.tell("job_label"), Done: j.Done, Total: j.Total}}
	if p.Paused = j.Resting(); p.Paused {
		p.State = "paused"
	}
	if !p.Over() {
		p.JobURL = apiRoot + "/jobs/" + j.ID
	}
	if pace, left, ok := j.Pace(o.now); ok {
		p.PerMinute, p.MinutesLeft = pace, minutesLeft(left)
	}
	if o.head {
		p.IssueURL, p.RestURL = at+"/issue", at+"/jobs/"+j.ID
	}
	if p.Bad, err = s.jobRefusals(c, o, j); err != nil {
		return err
	}
	p.Issued = max(0, j.Done-len(p.Bad))
	var batch certificates.Batch
	if err := json.Unmarshal(j.Payload, &batch); err != nil {
		return err
	}
	if batch.Tell && j.State == jobs.Done {
		if p.Tell, err = s.jobTells(c, o, batch); err != nil {
			return err
		}
	}
	if code := lowerCode(c.QueryParam("code")); code != "" && j.State == jobs.Done && len(p.Bad) == 0 {
		p.NewURL = at + "/" + code
	}
	return s.page(c, http.StatusOK, p)
}

// issueJob is the issue of the edition that the address names.
func (s *Server) issueJob(c echo.Context, o officeScene) (jobs.Job, error) {
	j, err := s.Jobs.LoadJob(c.Request().Context(), c.Param("id"))
	if err == nil && (j.Kind != certificates.BatchJob || j.Edition != o.edition.ID) {
		err = fault.New(fault.NotFound, "not_found")
	}
	return j, err
}

// officeRestJob pauses an issue or lets it go on. One that is over meanwhile is shown as it is.
func (s *Server) officeRestJob(c echo.Context) error {
	o, err := s.officeHead(c, "certificates")
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	j, err := s.issueJob(c, o)
	if err != nil {
		return err
	}
	err = s.Jobs.PauseJob(c.Request().Context(), j.ID, form.Get("step") != "resume")
	if err != nil && !fault.IsCode(err, "job_over") {
		return err
	}
	return c.Redirect(http.StatusSeeOther, o.base()+"/certificates/jobs/"+j.ID)
}

// jobRefusals are the nominations of an issue that could not be done, each with its reasons. The queue keeps
// those in Vietnamese; those found before the press are worded anew in the reader's language.
func (s *Server) jobRefusals(c echo.Context, o officeScene, j jobs.Job) ([]templates.OfficeCandidate, error) {
	if len(j.Errors) == 0 {
		return nil, nil
	}
	entries, err := s.officeEntries(c, o)
	if err != nil {
		return nil, err
	}
	var batch certificates.Batch
	if err := json.Unmarshal(j.Payload, &batch); err != nil {
		return nil, err
	}
	var list []templates.OfficeCandidate
	places := map[string]int{}
	for _, x := range j.Errors {
		at, known := places[x.Nomination]
		if !known {
			at = len(list)
			places[x.Nomination] = at
			list = append(list, o.refusedEntry(entries[x.Nomination], x.Nomination))
		}
		list[at].Why = append(list[at].Why, s.jobRefusal(c, o, x, batch))
	}
	return list, nil
}

func (o officeScene) refusedEntry(n judging.NominationView, id string) templates.OfficeCandidate {
	return templates.OfficeCandidate{Product: n.Product, Code: n.EntryCode, EditURL: o.base() + "/nominations/" + id + "/edit"}
}

func (s *Server) jobRefusal(c echo.Context, o officeScene, x jobs.ItemError, batch certificates.Batch) string {
	for _, r := range batch.Refused {
		if r.Nomination == x.Nomination && r.Code == x.Code {
			return s.refusedBecause(c, o, r)
		}
	}
	if x.Message != "" && o.lang == i18n.Vietnamese {
		return x.Message
	}
	return s.refusedBecause(c, o, certificates.BatchError{Nomination: x.Nomination, Code: x.Code})
}
