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
	certificate := &cobra.Command{Use: "certificate FILE.pdf", Short: "Check a PDF against the server's answer, the ledger and the published key",
		Args: cobra.ExactArgs(1),
		Long: "Check that the PDF is the issued file, that the answer of GET /api/v1/certificates/CODE says so, that\n" +
			"its record stands in the ledger and that the ledger's checkpoint is signed with the published key.",
		Example: "  curl -o answer.json https://HOST/api/v1/certificates/CODE\n" +
			"  curl -o keys.json https://HOST/.well-known/vinhdanh-keys\n" +
			"  vinhdanh-verify certificate giay.pdf --answer answer.json --keys keys.json"}
	answer := certificate.Flags().String("answer", "", "the server's answer for the certificate's code, JSON")
	keys := certificate.Flags().String("keys", "", "the installation's published keys, JSON or one verifier a line")
	certificate.RunE = func(_ *cobra.Command, args []string) error {
		var err error
		code, err = checkCertificate(stdout, args[0], *answer, *keys)
		return err
	}
	checkpoint := &cobra.Command{Use: "checkpoint FILE", Short: "Check a checkpoint's signature", Args: cobra.ExactArgs(1)}
	checkpointKeys := checkpoint.Flags().String("keys", "", "the installation's published keys, JSON or one verifier a line")
	checkpoint.RunE = func(_ *cobra.Command, args []string) error {
		var err error
		code, err = checkCheckpoint(stdout, args[0], *checkpointKeys)
		return err
	}
	for c, names := range map[*cobra.Command][]string{certificate: {"answer", "keys"}, checkpoint: {"keys"}} {
		for _, name := range names {
			if err := c.MarkFlagRequired(name); err != nil {
				panic(err) // declared above
			}
		}
		root.AddCommand(c)
	}
	root.AddCommand(resultsCommand(stdout, func(c int) { code = c }), ledgerCommand(stdout, func(c int) { code = c }))
	if len(args) == 0 {
		root.RunE = func(c *cobra.Command, _ []string) error { code = exitDone; return c.Help() }
	}
	if err := root.Execute(); err != nil {
		say(stderr, "vinhdanh-verify: error: %v", err)
	}
	return code
}
