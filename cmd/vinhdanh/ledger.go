package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"vinhdanh/internal/ledger"
	"vinhdanh/judging"
)

func (s *session) ledgerCommand() *cobra.Command {
	check := jsonFlag(&cobra.Command{Use: "check", Short: "Recompute every leaf from the tables", Args: exactly(0),
		Long: "Recompute every leaf of the ledger from the tables and compare the log with a checkpoint kept elsewhere.\n" +
			"One line for each finding: changed|missing|extra|truncated TABLE ID. Exit code 0 when there is none.",
		Example: "  vinhdanh ledger check --checkpoint printed-on-the-minutes.txt", RunE: s.with(s.checkLedger)})
	check.Flags().String("checkpoint", "", "file with an earlier checkpoint")
	erase := needFlags(&cobra.Command{Use: "erase NOMINATION", Short: "Erase texts about a person from a nomination, as a leaf that says so",
		Args: exactly(1), Long: "Erase texts about a person from a nomination, its producer and the ledger, on a request under the law on\n" +
			"personal data. What was erased and why stays. Fields: " + strings.Join(judging.Erasable(), ", ") + ".",
		Example: "  vinhdanh ledger erase h3aqsvtyb7v6vldnefwxxfydv4 --field producer.representative --reason 'request of 2 May'",
		RunE:    s.with(s.eraseTexts)}, [2]string{"reason", "why"})
	erase.Flags().StringArray("field", nil, "a field to erase; may be given several times")
	return group("ledger", "The ledger", check, erase, s.ledgerExportCommand(),
		&cobra.Command{Use: "checkpoint", Short: "Sign a checkpoint of the whole log and print it, to be kept on paper", Args: exactly(0), RunE: s.with(s.printCheckpoint)})
}

func (s *session) checkLedger(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
	kept, err := s.keptCheckpoint(a, stringFlag(cmd, "checkpoint"))
	if err != nil {
		return err
	}
	findings, err := a.db.CheckLedger(ctx, kept)
	if err != nil {
		return err
	}
	if wantsJSON(cmd) {
		type item struct {
			Kind   string `json:"kind"`
			Table  string `json:"table"`
			ID     string `json:"id"`
			Detail string `json:"detail"`
		}
		items := []item{}
		for _, f := range findings {
			items = append(items, item{string(f.Kind), f.Table, f.ID, f.Detail})
		}
		enc := json.NewEncoder(s.stdout)
		enc.SetEscapeHTML(false)
		err = enc.Encode(map[string]any{"ok": !broken(findings), "findings": items})
	} else {
		for _, f := range findings {
			if err == nil {
				_, err = fmt.Fprintln(s.stdout, f)
			}
		}
		if err == nil && len(findings) == 0 {
			_, err = fmt.Fprintln(s.stderr, "well: every entry of the ledger agrees with the tables")
		}
	}
	if err == nil && broken(findings) {
		err = errSilent
	}
	return err
}

// broken reports whether a finding is more than an erasure, which is lawful and listed.
func broken(findings []ledger.Finding) bool {
	for _, f := range findings {
		if f.Bad() {
			return true
		}
	}
	return false
}

func (s *session) eraseTexts(ctx context.Context, a *app, cmd *cobra.Command, args []string) error {
	fields, err := cmd.Flags().GetStringArray("field")
	if err != nil {
		return err
	}
	e, err := a.judging.EraseTexts(ctx, operator, args[0], fields, stringFlag(cmd, "reason"))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "erased %s %s: %s\n", e.Table, e.Row, strings.Join(e.Fields, " "))
	return err
}

func (s *session) keptCheckpoint(a *app, file string) (*ledger.Checkpoint, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return nil, fmt.Errorf("read checkpoint: %w", err)
	}
	verifiers, err := ledger.Verifiers(a.key.Verifier)
	if err != nil {
		return nil, err
	}
	c, err := ledger.ParseCheckpoint(string(text), verifiers)
	if err != nil {
		return nil, hinted{fmt.Errorf("%s: %w", file, err), "it must be a checkpoint of this installation, as GET /ledger/checkpoint gives it"}
	}
	return &c, nil
}

// printCheckpoint signs the live head for the operator alone: it is not published, so that its size tells
// nobody else how many sheets are in.
func (s *session) printCheckpoint(ctx context.Context, a *app, _ *cobra.Command, _ []string) error {
	head, err := a.db.LedgerHead(ctx)
	if err != nil {
		return err
	}
	if head.Size == 0 {
		return hinted{errors.New("the ledger is empty"), "it begins with the first edition"}
	}
	text, err := a.sign(head.Size, head.Root)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(s.stdout, text)
	return err
}
