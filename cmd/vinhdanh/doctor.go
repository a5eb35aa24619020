package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"vinhdanh/internal/blob"
	"vinhdanh/internal/jobs"
	"vinhdanh/templates"
)

// echoSupport is when Echo v4 stops getting security fixes, as its maintainers have said.
var echoSupport = time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC)

// finding is one line of the doctor: what was looked at, whether it is well, and what to do if not.
type finding struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	Remedy string `json:"remedy,omitempty"`
}

func (s *session) doctorCommand() *cobra.Command {
	c := jsonFlag(&cobra.Command{Use: "doctor", Short: "Say in plain words what is wrong and what to do", Args: exactly(0),
		RunE: s.with(func(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
			if fix, err := cmd.Flags().GetBool("fix"); err != nil {
				return err
			} else if fix {
				if err := a.db.RebuildKeys(ctx); err != nil {
					return err
				}
			}
			return s.reportHealth(wantsJSON(cmd), a.examine(ctx))
		})})
	c.Flags().Bool("fix", false, "mend what can be mended without touching the record: sort and search keys")
	return c
}

func (s *session) reportHealth(asJSON bool, list []finding) error {
	well := true
	for _, f := range list {
		well = well && f.OK
	}
	if asJSON {
		enc := json.NewEncoder(s.stdout)
		enc.SetIndent("", "  ")
		if err := enc.Encode(map[string]any{"ok": well, "findings": list}); err != nil {
			return err
		}
	} else {
		for _, f := range list {
			mark := "ok  "
			if !f.OK {
				mark = "BAD "
			}
			line := fmt.Sprintf("%s%s: %s", mark, f.Name, f.Detail)
			if !f.OK && f.Remedy != "" {
				line += "\n    do: " + f.Remedy
			}
			if _, err := fmt.Fprintln(s.stdout, line); err != nil {
				return err
			}
		}
	}
	if !well {
		return errUnwell
	}
	return nil
}

// examine looks at everything once.
func (a *app) examine(ctx context.Context) []finding {
	list := []finding{a.settings(), a.diskSpace(), assets(), echoAge(time.Now())}
	list = append(list, answer("database", a.db.Engine()+" answers", a.db.Ping(ctx), "see the error; on SQLite check the data folder's rights"))
	list = append(list, answer("files", "the file store answers", blob.Answers(ctx, a.blobs), "check the folder's rights or the bucket's address"))
	list = append(list, a.sortKeys(ctx))
	findings, err := a.db.CheckLedger(ctx, nil)
	switch {
	case err != nil:
		list = append(list, finding{"ledger", false, err.Error(), "run `vinhdanh ledger check`"})
	case broken(findings):
		list = append(list, finding{"ledger", false, fmt.Sprintf("%d findings", len(findings)), "run `vinhdanh ledger check` and keep a copy of the database as it is"})
	default:
		list = append(list, finding{"ledger", true, "every leaf agrees with the tables", ""})
	}
	failed, err := a.db.ListJobs(ctx, jobs.Failed, 1)
	if err == nil && len(failed) > 0 {
		list = append(list, finding{"jobs", false, "job " + failed[0].ID + " failed: " + failed[0].Problem, "mend its cause; the job is kept"})
	} else {
		list = append(list, answer("jobs", "no job has failed", err, "see the error"))
	}
	return list
}

// sortKeys looks whether lists come in the order of this program's rules.
func (a *app) sortKeys(ctx context.Context) finding {
	current, err := a.db.KeysCurrent(ctx)
	if err == nil && !current {
		return finding{"order of lists", false, "sort and search keys are of an older version", "run `vinhdanh doctor --fix`"}
	}
	return answer("order of lists", "sort and search keys are current", err, "see the error")
}

func answer(name, well string, err error, remedy string) finding {
	if err != nil {
		return finding{name, false, err.Error(), remedy}
	}
	return finding{name, true, well, ""}
}

// settings prints what holds, with secrets masked.
func (a *app) settings() finding {
	c := a.conf
	return finding{"settings", true, fmt.Sprintf("data %s, database %s, files %s, base URL %s, mail %s",
		c.Data, masked(c.DatabaseURL, "SQLite"), masked(c.BlobURL, "folder"), c.BaseURL, masked(c.SMTPURL, "folder")), ""}
}

func masked(address, otherwise string) string {
	if address == "" {
		return otherwise
	}
	u, err := url.Parse(address)
	if err != nil {
		return "unreadable"
	}
	return u.Redacted()
}

// leastFree is the free space in bytes below which the doctor worries: a round's photos and scans fit.
const leastFree = 2 << 30

func (a *app) diskSpace() finding {
	var st syscall.Statfs_t
	if err := syscall.Statfs(a.conf.Data, &st); err != nil {
		return finding{"disk", false, err.Error(), "check the data folder"}
	}
	free := st.Bavail * uint64(max(st.Bsize, 0))
	return finding{"disk", free >= leastFree, fmt.Sprintf("%d MB free", free>>20), "make room in the data folder's file system"}
}

func assets() finding {
	return finding{"styles and fonts", templates.Built(), "embedded in the program", "run `make build`"}
}

func echoAge(now time.Time) finding {
	return finding{"echo", now.Before(echoSupport), "gets security fixes until " + echoSupport.Format(time.DateOnly), "move to a supported version"}
}
