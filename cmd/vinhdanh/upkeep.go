package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"vinhdanh/internal/store"
)

func (s *session) migrateCommand() *cobra.Command {
	c := &cobra.Command{Use: "migrate", Short: "Bring the database's schema up to date, or move the record to another database", Args: exactly(0),
		Example: "  vinhdanh migrate --to postgres://vinhdanh@db/vinhdanh",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if to := stringFlag(cmd, "to"); to != "" {
				return s.move(cmd.Context(), to)
			}
			version, err := store.Migrate(cmd.Context(), store.Config{DataDir: s.conf.Data, DatabaseURL: s.conf.DatabaseURL,
				Now: time.Now, Log: s.logger()})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(s.stdout, "schema version %d\n", version)
			return err
		}}
	c.Flags().String("to", "", "move the record there instead: postgres://… or "+toSQLite+", while no server runs")
	return c
}

// version is set at build time by -ldflags.
var version = "dev"

func (s *session) versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the version", Args: exactly(0),
		RunE: func(*cobra.Command, []string) error {
			revision := "unknown"
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, x := range info.Settings {
					if x.Key == "vcs.revision" {
						revision = x.Value
					}
				}
			}
			_, err := fmt.Fprintf(s.stdout, "vinhdanh %s (%s, %s %s/%s)\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		}}
}

var errUnwell = errors.New("something is wrong; see above")
