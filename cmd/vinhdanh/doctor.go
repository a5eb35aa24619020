package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"vinhdanh/internal/i18n"
)

// finding is one line of the doctor: what was looked at, whether it is well, and what to do if not.
type finding struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Warn   bool   `json:"warning,omitempty"` // not well, but no failure of this program
	Detail string `json:"detail"`
	Remedy string `json:"remedy,omitempty"`
}

func (s *session) doctorCommand() *cobra.Command {
	c := jsonFlag(&cobra.Command{Use: "doctor", Short: "Say in plain words what is wrong and what to do", Args: exactly(0),
		RunE: readyOr(s.askReady, s.with(func(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
			if fix, err := cmd.Flags().GetBool("fix"); err != nil {
				return err
			} else if fix {
				if err := a.db.RebuildKeys(ctx); err != nil {
					return err
				}
			}
			return s.reportHealth(wantsJSON(cmd), a.findings(ctx))
		}))})
	c.Flags().Bool("ready", false, "only ask the server on --addr of the settings whether it is ready")
	c.Flags().Bool("fix", false, "mend what can be mended without touching the record: sort and search keys")
	return c
}

func (s *session) reportHealth(asJSON bool, list []finding) error {
	well := true
	for _, f := range list {
		well = well && (f.OK || f.Warn)
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
			if f.Warn {
				mark = "WARN "
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

// findings are the doctor's words for the command line, in English as all of it.
func (a *app) findings(ctx context.Context) []finding {
	var list []finding
	for _, h := range a.examine(ctx) {
		f := finding{Name: h.Code, OK: h.OK, Warn: h.Warn, Detail: a.words.T(i18n.English, h.Sentence(), h.Args)}
		if !h.OK {
			f.Remedy = a.words.T(i18n.English, h.Remedy(), h.Args)
		}
		list = append(list, f)
	}
	return list
}
