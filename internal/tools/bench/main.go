// Command bench prints every mark of docs/performance.md beside what this machine reaches: ratios to references
// measured in the same run, bare Echo, a PUT that does nothing, raw overwrite and fdatasync, PocketBase. Rounds
// of about a second are interleaved, ratios are taken within a round and their medians printed, because figures
// of one machine drift; nothing here passes or fails. Run it as make bench.
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
	"syscall"
	"time"
)

// options are the flags.
type options struct {
	rounds, certificates         int
	long, most                   time.Duration
	only, markdown, profile, exe string
}

func main() {
	var o options
	reference := flag.String("reference", "", "serve the reference on this address instead (used by bench itself)")
	flag.IntVar(&o.rounds, "rounds", 5, "interleaved rounds; medians are printed")
	flag.DurationVar(&o.long, "long", time.Second, "how long one series runs in a round")
	flag.DurationVar(&o.most, "most", 15*time.Minute, "begin no section after this time")
	flag.IntVar(&o.certificates, "certificates", 100_000, "how many certificates and nominations the record holds")
	flag.StringVar(&o.only, "only", "", "run these sections only, between commas: "+sectionNames())
	flag.StringVar(&o.markdown, "markdown", "", "write the table into this page, relative to the checkout, too")
	flag.StringVar(&o.profile, "profile", "", "keep profiles of the processor in this folder instead")
	flag.StringVar(&o.exe, "program", "bin/vinhdanh", "what is measured, relative to the checkout")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := error(nil)
	if *reference != "" {
		err = serveReference(*reference)
	} else {
		err = run(ctx, o, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures the sections asked for. One that fails takes its own rows only.
func run(ctx context.Context, o options, out io.Writer) (err error) {
	chosen, err := choose(o.only)
	if err != nil {
		return err
	}
	b, err := newBench(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if o.profile != "" {
		return b.keepProfiles(ctx, b.within(o.profile), out)
	}
	about := machine(ctx, b.root)
	if _, err := fmt.Fprintf(out, "%s\n\n", about); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	rows := b.sections(ctx, chosen, o.most)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := printRows(out, rows); err != nil {
		return err
	}
	if o.markdown == "" {
		return nil
	}
	return writeTable(b.within(o.markdown), markdown(about, rows))
}

// sections runs sections until the time is over.
func (b *bench) sections(ctx context.Context, chosen []section, most time.Duration) []row {
	var rows []row
	began := time.Now()
	for _, s := range chosen {
		started := time.Now()
		var found []row
		err := fmt.Errorf("the %v of -most were over", most)
		if started.Sub(began) < most {
			found, err = s.run(ctx, b)
		}
		if err != nil {
			found = []row{unmeasured(s.about, "see docs/performance.md", err.Error())}
		}
		for n := range found {
			found[n].section = s.name
		}
		rows = append(rows, found...)
		fmt.Fprintf(os.Stderr, "bench: %s took %v\n", s.name, time.Since(started).Round(time.Second))
	}
	return rows
}

// bench is what the sections share.
type bench struct {
	rounds        int
	long          time.Duration
	certificates  int
	root, temp    string
	self, program string
	bare          *process
	disk          *disk
	sqlite        *site // made when it is first asked for
	failed        error // why it could not be made
}

// newBench starts the references.
func newBench(ctx context.Context, o options) (_ *bench, err error) {
	b := &bench{rounds: max(1, o.rounds), long: o.long, certificates: o.certificates}
	if b.root, err = filepath.Abs(filepath.Join("..", "..", "..")); err != nil {
		return nil, fmt.Errorf("find the checkout: %w", err)
	}
	b.program = b.within(o.exe)
	data := filepath.Join(b.root, "data")
	if err := os.MkdirAll(data, 0o750); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	// Beside the data, so that the raw writes go to the disk that the program writes to.
	if b.temp, err = os.MkdirTemp(data, "bench"); err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	if b.self, err = os.Executable(); err == nil {
		b.disk, err = openDisk(b.temp)
	}
	if err == nil {
		b.bare, err = b.launchReference(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

// within reads a path relative to the checkout.
func (b *bench) within(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(b.root, path)
}

// close ends what was started and removes the folder.
func (b *bench) close() error {
	if b.sqlite != nil {
		b.sqlite.stop()
	}
	if b.bare != nil {
		b.bare.stop()
	}
	if b.disk != nil {
		b.disk.close()
	}
	if err := os.RemoveAll(b.temp); err != nil {
		return fmt.Errorf("remove the bench's folder: %w", err)
	}
	return nil
}

// grown is the program on SQLite with all certificates, made once.
func (b *bench) grown(ctx context.Context) (*site, error) {
	if b.sqlite == nil && b.failed == nil {
		b.sqlite, b.failed = newSite(ctx, b.program, filepath.Join(b.temp, "sqlite"), "", sizes{b.certificates, many})
	}
	return b.sqlite, b.failed
}

// launchReference starts bare Echo in a process of its own.
func (b *bench) launchReference(ctx context.Context) (*process, error) {
	return launch(ctx, "/", b.self, func(address string) []string { return []string{"-reference", address} })
}

// hello is the reference of what is read, put of what is written.
func (b *bench) hello(clients int) *series {
	return overHTTP("Echo, a constant", b.bare, get(clients, []string{"/"}))
}

func (b *bench) put(clients int) *series {
	return overHTTP("Echo, a PUT that does nothing", b.bare, times(clients, putNothing))
}
