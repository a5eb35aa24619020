// Command sabotage proves that the tests bite. It copies the checkout, breaks the copy in one small
// named way at a time and demands that the test named beside the breakage turns red; a breakage
// that survives is a test that proves nothing. It never touches the checkout itself.
//
// Breakages stand in breakages.toml beside this file. Run it as make sabotage, or with part of a
// name: make sabotage NAME=pass.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"sync/atomic"
	"text/tabwriter"
	"time"
)

// workers is how many breakages are tried at once, each in a tree of its own.
const workers = 2

//go:embed breakages.toml
var list string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	wanted := ""
	if len(os.Args) > 1 {
		wanted = os.Args[1]
	}
	if err := run(ctx, wanted, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sabotage:", err)
		os.Exit(1)
	}
}

// run tries every breakage whose name contains wanted and prints the table.
func run(ctx context.Context, wanted string, out io.Writer) error {
	breakages, err := readList(list, wanted)
	if err != nil {
		return err
	}
	root, err := checkout()
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "sabotage")
	if err != nil {
		return fmt.Errorf("make a folder for the copies: %w", err)
	}
	defer func() { _ = os.RemoveAll(temp) }() // a copy that is left harms nobody
	trees := make(chan tree, workers)
	for n := range workers {
		t, err := copyTree(ctx, root, filepath.Join(temp, fmt.Sprint(n)))
		if err != nil {
			return err
		}
		trees <- t
	}

	fmt.Fprintf(out, "%d breakages; first their tests unbroken\n", len(breakages))
	whole := <-trees
	red, err := unbroken(ctx, whole, breakages)
	if err != nil {
		return err
	}
	trees <- whole

	results := make([]result, len(breakages))
	var all sync.WaitGroup
	var done atomic.Int64
	for n, b := range breakages {
		if out, ok := red[b.Name]; ok {
			results[n] = result{verdict: notGreen, output: out}
			continue
		}
		all.Go(func() {
			t := <-trees
			defer func() { trees <- t }()
			started := time.Now()
			results[n] = try(ctx, t, b)
			results[n].took = time.Since(started)
			fmt.Fprintf(os.Stderr, "%d of %d: %s: %s\n", done.Add(1), len(breakages), b.Name, results[n].verdict)
		})
	}
	all.Wait()
	return report(out, breakages, results)
}

// report prints one line for each breakage and fails when one of them was not caught.
func report(out io.Writer, breakages []breakage, results []result) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "breakage\tfile\ttest\tresult\tseconds")
	missed := 0
	for n, b := range breakages {
		r := results[n]
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%.1f\n", b.Name, b.File, b.Test, r.verdict, r.took.Seconds())
		if r.verdict != caught {
			missed++
		}
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the table: %w", err)
	}
	shown := map[string]bool{} // a package that does not build explains many lines
	for n, b := range breakages {
		if r := results[n]; r.verdict != caught && !shown[r.output] {
			fmt.Fprintf(out, "\n--- %s\n%s\n", b.Name, r.output)
			shown[r.output] = true
		}
	}
	if missed > 0 {
		return fmt.Errorf("%d of %d breakages were not caught as they must be", missed, len(breakages))
	}
	fmt.Fprintf(out, "all %d breakages turned their test red\n", len(breakages))
	return nil
}

// checkout is the folder that holds the module vinhdanh, searched upwards from here.
func checkout() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the checkout: %w", err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "judging")); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("run it inside the checkout")
}
