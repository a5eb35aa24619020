// Command vinhdanh-verify is a third party's checker: it works offline, without a database and without
// trusting the server that issued a certificate. It decides nothing that the files do not show.
package main

import (
	"io"
	"os"

	"github.com/spf13/cobra"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// run carries out one command line and returns the exit code: 0 everything holds, 1 something does not,
// 2 wrong usage.
func run(args []string, stdout, stderr io.Writer) int {
	code := exitUsage
	root := &cobra.Command{Use: "vinhdanh-verify", SilenceErrors: true, SilenceUsage: true,
		Short: "Check a certificate, a result, a checkpoint or the whole ledger without trusting the server"}
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	checkpoint := &cobra.Command{Use: "checkpoint FILE", Short: "Check a checkpoint's signature", Args: cobra.ExactArgs(1)}
	checkpointKeys := checkpoint.Flags().String("keys", "", "the installation's published keys, JSON or one verifier a line")
	checkpoint.RunE = func(_ *cobra.Command, args []string) error {
		var err error
		code, err = checkCheckpoint(stdout, args[0], *checkpointKeys)
		return err
	}
	if err := checkpoint.MarkFlagRequired("keys"); err != nil {
		panic(err) // declared above
	}
	exit := func(c int) { code = c }
	root.AddCommand(certificateCommand(stdout, exit), checkpoint, resultsCommand(stdout, exit), ledgerCommand(stdout, exit))
	if len(args) == 0 {
		root.RunE = func(c *cobra.Command, _ []string) error { code = exitDone; return c.Help() }
	}
	if err := root.Execute(); err != nil {
		say(stderr, "vinhdanh-verify: error: %v", err)
	}
	return code
}
