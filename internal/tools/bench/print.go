package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// describe prints the machine, without which no figure means anything.
func describe(ctx context.Context, out io.Writer, root string) {
	commit := "unknown"
	git := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty")
	git.Dir = root
	if text, err := git.Output(); err == nil {
		commit = strings.TrimSpace(string(text))
	}
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease") // empty on other systems
	fmt.Fprintf(out, "%s, %d cores, %s memory; Linux %s; %s; commit %s; %s\n\n",
		field("/proc/cpuinfo", "model name"), runtime.NumCPU(), field("/proc/meminfo", "MemTotal"),
		strings.TrimSpace(string(kernel)), runtime.Version(), commit, time.Now().UTC().Format(time.DateOnly))
}

// field reads the first value of a name in a file of lines "name : value".
func field(file, name string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return "unknown " + name
	}
	for line := range strings.Lines(string(text)) {
		if n, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(n) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown " + name
}

// printSeries prints the ratios, then the figures they come from.
func printSeries(out io.Writer, all []*series, pairs []pair) error {
	named := map[string]*series{}
	for _, s := range all {
		named[s.name] = s
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if len(pairs) > 0 {
		fmt.Fprintln(table, "ratio\tmark\tof\tto")
	}
	for _, p := range pairs {
		var ratios []float64
		for round, x := range named[p.subject].perSecond {
			ratios = append(ratios, x/named[p.reference].perSecond[round])
		}
		fmt.Fprintf(table, "%.2f\t%.2f\t%s\t%s\n", median(ratios), p.mark, p.subject, p.reference)
	}
	if len(pairs) > 0 {
		fmt.Fprintln(table)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	fmt.Fprintln(table, "per second\tlow\thigh\tCPU µs\tseries")
	for _, s := range all {
		cpu := "-"
		if s.owner != nil {
			cpu = fmt.Sprintf("%.1f", median(s.cpu))
		}
		fmt.Fprintf(table, "%.0f\t%.0f\t%.0f\t%s\t%s\n", median(s.perSecond), slices.Min(s.perSecond), slices.Max(s.perSecond), cpu, s.name)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// median is the middle value; of an even number, the higher of the two.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// benchmarks runs the Go benchmarks of the rules and of the printed page: ranking, agreement,
// certificates a second. They stand beside the code they measure.
func benchmarks(ctx context.Context, root string, out io.Writer) error {
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", ".", "-benchmem", "./judging/...", "./certificates/...", "./internal/ledger/...")
	cmd.Dir = root
	text, err := cmd.CombinedOutput()
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\nms\tfigures\tGo benchmark\tpackage")
	pkg := ""
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) == 2 && fields[0] == "pkg:" {
			pkg = filepath.ToSlash(strings.TrimPrefix(fields[1], "vinhdanh/"))
		}
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") || fields[3] != "ns/op" {
			continue
		}
		nanoseconds, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			return fmt.Errorf("read benchmark %s: %w", fields[0], err)
		}
		fmt.Fprintf(table, "%.4g\t%s\t%s\t%s\n", nanoseconds/1e6, strings.Join(fields[4:], " "), fields[0], pkg)
	}
	if flushed := table.Flush(); flushed != nil {
		return fmt.Errorf("print: %w", flushed)
	}
	if err != nil {
		return fmt.Errorf("run the Go benchmarks: %w\n%s", err, text)
	}
	return nil
}
