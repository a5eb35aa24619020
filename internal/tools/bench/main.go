// Command bench prints what Vinh Danh costs as ratios to references measured in the same run on the
// same machine: bare Echo answering a constant, and a raw overwrite with fdatasync. Rounds of about
// a second are interleaved and medians taken, because figures of one machine drift; nothing here
// passes or fails. Run it as make bench.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

func main() {
	reference := flag.String("reference", "", "serve the reference on this address instead (used by bench itself)")
	rounds := flag.Int("rounds", 7, "interleaved rounds; medians are printed")
	long := flag.Duration("long", time.Second, "how long one series runs in a round")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := error(nil)
	if *reference != "" {
		err = serveReference(*reference)
	} else {
		err = run(ctx, *rounds, *long, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures over loopback, then runs the Go benchmarks of the rules. What the demo cannot give
// is left out of the table and named below it.
func run(ctx context.Context, rounds int, long time.Duration, out io.Writer) error {
	root, err := filepath.Abs(filepath.Join("..", "..", ".."))
	if err != nil {
		return fmt.Errorf("find the checkout: %w", err)
	}
	data := filepath.Join(root, "data")
	if err := os.MkdirAll(data, 0o750); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	// Beside the data, so that the raw writes go to the disk that the program writes to.
	temp, err := os.MkdirTemp(data, "bench")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(temp)
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find the bench itself: %w", err)
	}
	describe(ctx, out, root)

	bare, err := launch(ctx, "/", self, func(address string) []string { return []string{"-reference", address} })
	if err != nil {
		return err
	}
	defer bare.stop()
	var missing error
	subject, err := startDemo(ctx, root, filepath.Join(temp, "demo"))
	if err != nil {
		missing = fmt.Errorf("the program could not be measured: %w", err)
	} else {
		defer subject.stop()
	}
	disk, err := openDisk(temp)
	if err != nil {
		return err
	}
	defer disk.close()

	series, pairs := plan(bare, subject, disk)
	if err := measure(ctx, series, rounds, long); err != nil {
		return err
	}
	if err := printSeries(out, series, pairs); err != nil {
		return err
	}
	if subject != nil {
		fmt.Fprintf(out, "\npeak memory of the server: %.0f MiB\n", subject.peak())
	}
	return errors.Join(missing, benchmarks(ctx, root, out))
}
