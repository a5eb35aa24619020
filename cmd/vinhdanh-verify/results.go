package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	"vinhdanh/judging"
)

// resultsCommand checks a results bundle; done gets the exit code.
func resultsCommand(out io.Writer, done func(code int)) *cobra.Command {
	c := &cobra.Command{Use: "results FILE", Short: "Recompute an announced result from its bundle", Args: cobra.ExactArgs(1),
		Long: "Check that every record of a results bundle stands in the signed ledger, and recompute from the records each\n" +
			"sheet's total, the means, the ranking, ties, the council's proposal and the decision. One line for each finding,\n" +
			"naming what differs; none when all holds.",
		Example: "  curl -o results.json https://HOST/api/v1/editions/SLUG/results\n" +
			"  curl -o keys.json https://HOST/.well-known/vinhdanh-keys\n" +
			"  vinhdanh-verify results results.json --key keys.json --checkpoint printed-on-the-minutes.txt"}
	key := c.Flags().String("key", "", "the installation's published keys, JSON or one verifier a line; without it the signature is not checked")
	checkpoint := c.Flags().String("checkpoint", "", "a checkpoint that was kept elsewhere, such as the one on the signed minutes")
	asJSON := c.Flags().Bool("json", false, "print JSON")
	c.RunE = func(_ *cobra.Command, args []string) error {
		findings, err := checkResults(args[0], *key, *checkpoint)
		if err != nil {
			return err
		}
		bad, err := tell(out, findings, *asJSON)
		if bad || err != nil {
			done(exitFailed)
		} else {
			done(exitDone)
		}
		return err
	}
	return c
}

// checkResults reads the files and checks the bundle; an error says that a file cannot be read.
func checkResults(file, keyFile, checkpointFile string) ([]judging.BundleFinding, error) {
	data, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return nil, fmt.Errorf("read results bundle: %w", err)
	}
	var keys note.Verifiers
	if keyFile != "" {
		if keys, err = readKeys(keyFile); err != nil {
			return nil, err
		}
	}
	kept := ""
	if checkpointFile != "" {
		text, err := os.ReadFile(filepath.Clean(checkpointFile))
		if err != nil {
			return nil, fmt.Errorf("read checkpoint: %w", err)
		}
		kept = string(text)
	}
	return judging.CheckBundle(data, keys, kept), nil
}

// tell prints the findings and reports whether one of them is a fault.
func tell(out io.Writer, findings []judging.BundleFinding, asJSON bool) (bad bool, err error) {
	for _, f := range findings {
		bad = bad || f.Bad()
	}
	if asJSON {
		if findings == nil {
			findings = []judging.BundleFinding{}
		}
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		return bad, enc.Encode(map[string]any{"ok": !bad, "findings": findings})
	}
	for _, f := range findings {
		say(out, "%s", f)
	}
	if !bad {
		say(out, "ok  the sheets make the result as it was published")
	}
	return bad, nil
}
