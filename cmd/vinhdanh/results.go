package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
	"vinhdanh/judging"
)

func (s *session) resultsCommand() *cobra.Command {
	export := &cobra.Command{Use: "export EDITION", Short: "Write the results bundle of an announced edition", Args: exactly(1),
		Long: "Write what opens the commitments of an announced edition, for whom the organiser lets have it: every sheet with its\n" +
			"record, the ranking, proposal and decision, and the proofs that they stand in the signed ledger. No person is named.",
		Example: "  vinhdanh results export 2026 --out ket-qua-2026.json", RunE: s.with(s.exportResults)}
	export.Flags().String("out", "", "the file to write; standard output without it")
	export.Flags().String("for", "", "who is to have it, auditor or public; without it whom the edition's setting names")
	verify := jsonFlag(&cobra.Command{Use: "verify FILE", Short: "Recompute a result from its bundle, without the database", Args: exactly(1),
		Long: "Recompute a result from its bundle. One line for each finding, naming what differs. Exit code 0 when there is none.\n" +
			"Keys are read from --key, else from this data folder; without either the signature is not checked.",
		RunE: func(cmd *cobra.Command, args []string) error { return s.verifyResults(cmd, args[0]) }})
	verify.Flags().String("key", "", "published keys, JSON or one verifier a line")
	verify.Flags().String("checkpoint", "", "file with a checkpoint that was kept elsewhere")
	return group("results", "Results bundles", export, verify)
}

func (s *session) exportResults(ctx context.Context, a *app, cmd *cobra.Command, args []string) error {
	to := judging.Audience(stringFlag(cmd, "for"))
	if to != "" && to != judging.ForAuditor && to != judging.ForPublic {
		return usageError{fmt.Errorf("--for is auditor or public, not %q", to)}
	}
	b, err := a.judging.ResultsBundle(ctx, operator, args[0], to)
	if fault.KindOf(err) == fault.NotFound {
		return hinted{err, "there is no such edition, or its page for administrators lets nobody have this bundle"}
	}
	if err != nil {
		return err
	}
	data, err := b.Encode()
	if err != nil {
		return err
	}
	out := stringFlag(cmd, "out")
	if out == "" {
		_, err = s.stdout.Write(data)
		return err
	}
	if err := os.WriteFile(filepath.Clean(out), data, 0o600); err != nil {
		return fmt.Errorf("write results bundle: %w", err)
	}
	_, err = fmt.Fprintf(s.stderr, "wrote %s: %d sheets, for %s\n", out, sheetsOf(b), b.For)
	return err
}

func sheetsOf(b *judging.Bundle) (n int) {
	for _, p := range b.Passes {
		n += len(p.Sheets)
	}
	return n
}

func (s *session) verifyResults(cmd *cobra.Command, file string) error {
	data, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return usageError{fmt.Errorf("read results bundle: %w", err)}
	}
	keys, err := s.resultKeys(stringFlag(cmd, "key"))
	if err != nil {
		return usageError{err}
	}
	kept := ""
	if name := stringFlag(cmd, "checkpoint"); name != "" {
		text, err := os.ReadFile(filepath.Clean(name))
		if err != nil {
			return usageError{fmt.Errorf("read checkpoint: %w", err)}
		}
		kept = string(text)
	}
	findings := judging.CheckBundle(data, keys, kept)
	bad := false
	for _, f := range findings {
		bad = bad || f.Bad()
	}
	if wantsJSON(cmd) {
		enc := json.NewEncoder(s.stdout)
		enc.SetEscapeHTML(false)
		err = enc.Encode(map[string]any{"ok": !bad, "findings": append([]judging.BundleFinding{}, findings...)})
	} else {
		for _, f := range findings {
			if err == nil {
				_, err = fmt.Fprintln(s.stdout, f)
			}
		}
		if err == nil && !bad {
			_, err = fmt.Fprintln(s.stderr, "well: the sheets make the result as it was published")
		}
	}
	if err == nil && bad {
		err = errSilent
	}
	return err
}

// resultKeys are the keys of a file, else this installation's own, else none.
func (s *session) resultKeys(file string) (note.Verifiers, error) {
	if file != "" {
		data, err := os.ReadFile(filepath.Clean(file))
		if err != nil {
			return nil, fmt.Errorf("read keys: %w", err)
		}
		return ledger.ReadVerifiers(data)
	}
	text, err := os.ReadFile(filepath.Join(s.conf.Data, "ledger.key"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read ledger key: %w", err)
	}
	key, err := ledger.ParseKey(string(text))
	if err != nil {
		return nil, err
	}
	return ledger.Verifiers(key.Verifier)
}
