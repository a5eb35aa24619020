package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/web"
)

// failedJobs names the latest job that failed for good; those that follow a publication have lines of their own.
func (a *app) failedJobs(ctx context.Context) web.Health {
	failed, err := a.db.FailedElse(ctx, ledger.PublishingJobs(), 1)
	if err == nil && len(failed) > 0 {
		err = fmt.Errorf("%s: %s", failed[0].ID, failed[0].Problem)
	}
	return answer("jobs", err)
}

// publishing tells of each kind of job that the settings have follow a publication whether one is in trouble. As long
// as it is tried again, the trouble is somebody else's.
func (a *app) publishing(ctx context.Context) []web.Health {
	kinds := a.conf.afterPublication()
	troubled, err := a.db.TroubledJobs(ctx, kinds)
	var list []web.Health
	for _, kind := range kinds {
		h := answer(strings.TrimPrefix(kind, "ledger."), err, "again", "", "since", "")
		if n := slices.IndexFunc(troubled, func(j jobs.Job) bool { return j.Kind == kind }); n >= 0 {
			h.OK, h.Args = false, fault.MakeArgs("error", troubled[n].Problem, "since", troubled[n].Created.Format(time.RFC3339), "again", "")
			if h.Warn = troubled[n].State != jobs.Failed; h.Warn {
				h.Args["again"] = troubled[n].RunAt.Format(time.RFC3339)
			}
		}
		list = append(list, h)
	}
	return list
}
