package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/store"
)

// Exit codes of every command.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// session is one run of the program: where it reads and writes, and what it was told.
type session struct {
	env            []string
	stdin          io.Reader
	stdout, stderr io.Writer
	lines          *lines // of the log, on stderr; nil until something may log
	conf           config
}

// usageError is a command line that cannot be carried out.
type usageError struct{ error }

// Unwrap is the error itself: a fault keeps its words and a hint stays found.
func (u usageError) Unwrap() error { return u.error }

// hinted is an error with the remedy for its reader.
type hinted struct {
	error
	hint string
}

// Unwrap is the error below the hint.
func (h hinted) Unwrap() error { return h.error }

// run carries out one command line and returns the exit code: 0 done, 1 failed, 2 wrong usage.
func run(ctx context.Context, args, env []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s := &session{env: env, stdin: stdin, stdout: stdout, stderr: stderr}
	root := s.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	if !errors.Is(err, errSilent) {
		fmt.Fprintf(stderr, "vinhdanh: error: %s\n", explain(err))
		if hint := remedy(err); hint != "" {
			fmt.Fprintf(stderr, "vinhdanh: hint: %s\n", hint)
		}
	}
	if isUsage(err) {
		return exitUsage
	}
	return exitFailed
}

// errSilent ends a command that has said already what is wrong.
var errSilent = errors.New("failed")

func (s *session) root() *cobra.Command {
	root := &cobra.Command{
		Use: "vinhdanh", SilenceErrors: true, SilenceUsage: true,
		Short:             "Product awards from the first nomination to a certificate anyone can check",
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) (err error) {
			s.conf, err = loadConfig(cmd.Flags(), s.env)
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("unknown command %q", args[0])}
			}
			return cmd.Help()
		},
		Args: cobra.ArbitraryArgs,
	}
	globalFlags(root.PersistentFlags())
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(s.serveCommand(), s.demoCommand(), s.userCommand(), s.tokenCommand(), s.editionCommand(),
		s.rulesCommand(), s.certificateCommand(), s.ledgerCommand(), s.resultsCommand(), s.backupCommand(), s.restoreCommand(),
		s.migrateCommand(), s.doctorCommand(), s.versionCommand())
	return root
}

// group is a command that only holds others: alone, or with a word it does not know, it is wrong usage.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("unknown command %q for %q", args[0], cmd.CommandPath())}
			}
			return usageError{fmt.Errorf("%s needs one of: %s", cmd.CommandPath(), names(cmd.Commands()))}
		}}
	c.AddCommand(commands...)
	return c
}

func names(commands []*cobra.Command) string {
	var list []string
	for _, c := range commands {
		list = append(list, c.Name())
	}
	return strings.Join(list, ", ")
}

// exactly is cobra.ExactArgs as wrong usage.
func exactly(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := cobra.ExactArgs(n)(cmd, args); err != nil {
			return usageError{fmt.Errorf("%s: %w", cmd.UseLine(), err)}
		}
		return nil
	}
}

func isUsage(err error) bool {
	var u usageError
	return errors.As(err, &u) || strings.HasPrefix(err.Error(), "required flag(s)")
}

// explain words an error for the terminal: a fault by the English catalogue, with the fields it names.
func explain(err error) string {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return err.Error()
	}
	tr := i18n.New()
	text := tr.T("en", "fault."+f.Code, f.Args)
	for _, x := range f.Fields {
		text += fmt.Sprintf("\n  %s: %s", x.Field, tr.T("en", "field."+x.Code, x.Args))
	}
	for _, x := range f.Missing {
		text += "\n  " + tr.T("en", "missing."+x.Code, x.Args)
	}
	return text
}

// remedy is what to do about an error, or "".
func remedy(err error) string {
	var h hinted
	switch {
	case errors.As(err, &h):
		return h.hint
	case errors.Is(err, store.ErrServing):
		return "stop the other server, or give this one its own folder with --data"
	case errors.Is(err, store.ErrSchemaOld):
		return "make a backup, then run `vinhdanh migrate`"
	case errors.Is(err, store.ErrSchemaNew):
		return "install the newer program again"
	case isUsage(err):
		return "see `vinhdanh --help`"
	}
	return ""
}
