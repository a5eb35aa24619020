// Command vinhdanh is the server and its upkeep: it reads the configuration and wires the parts
// together. It decides nothing about an award.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"vinhdanh/internal/inspect"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == inspect.Subcommand {
		os.Exit(inspect.Main(os.Args[2:], os.Stdin, os.Stdout))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
