package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"syscall"
)

// section measures some rows of the table of marks.
type section struct {
	name, about string
	run         func(ctx context.Context, b *bench) ([]row, error)
}

// allSections are in the order of the table, but that those which stop the program come last.
func allSections() []section {
	return []section{
		{"verification", "verification hot and uncached", verification},
		{"crowd", "2,000 connections", crowd},
		{"together", "5,000 verifications/s and 1,000 saves/s together", together},
		{"wrong", "wrong codes at 1,000/s beside valid look-ups", wrongCodes},
		{"revocation", "after a revocation the next request says so", revocations},
		{"saves", "one durable save; 256 savers at once", saves},
		{"pocketbase", "PocketBase in the same run", pocketbase},
		{"ranking", "ranking 500 x 11 x 12 and 34,000 entries", ranking},
		{"bootstrap", "bootstrap of ranks, 10,000 resamples", bootstrap},
		{"bulk", "certificates in bulk", bulk},
		{"search", "search in 100,000 nominations", search},
		{"power", "power cuts simulated, kills", powerCuts},
		{"postgres", "PostgreSQL, grouped saves; revocation on another node", postgres},
		{"uploads", "uploads 16 x 20 MB", uploads},
		{"restart", "restart to serving with a log to recover", restart},
	}
}

// powerCuts stands for what is proven elsewhere.
func powerCuts(context.Context, *bench) ([]row, error) {
	return []row{unmeasured("power cuts simulated, kills", "500 and 30: 0 lost, 0 corrupt", "proven by make proof, figures in docs/reliability.md")}, nil
}

func sectionNames() string {
	var all []string
	for _, s := range allSections() {
		all = append(all, s.name)
	}
	return strings.Join(all, ", ")
}

// choose finds the sections that are named between commas; none means all.
func choose(only string) ([]section, error) {
	if only == "" {
		return allSections(), nil
	}
	var chosen []section
	for name := range strings.SplitSeq(only, ",") {
		n := slices.IndexFunc(allSections(), func(s section) bool { return s.name == strings.TrimSpace(name) })
		if n < 0 {
			return nil, fmt.Errorf("there is no section %q; there are %s", name, sectionNames())
		}
		chosen = append(chosen, allSections()[n])
	}
	return chosen, nil
}

// raiseLimit lets this process and those it starts hold that many open files.
func raiseLimit(files uint64) error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("read the limit of open files: %w", err)
	}
	if limit.Cur >= files {
		return nil
	}
	limit.Cur, limit.Max = files, max(limit.Max, files)
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("raise the limit of open files to %d (ulimit -n): %w", files, err)
	}
	return nil
}
