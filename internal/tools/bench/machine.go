package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// machine describes what is measured on, without which no figure means anything.
func machine(ctx context.Context, root string) string {
	commit := "unknown"
	git := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty")
	git.Dir = root
	if text, err := git.Output(); err == nil {
		commit = strings.TrimSpace(string(text))
	}
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease") // empty on other systems
	load, _ := os.ReadFile("/proc/loadavg")
	before, _, _ := strings.Cut(string(load), " ")
	return fmt.Sprintf("%s, %d cores, %s memory; Linux %s; %s; commit %s; %s; load before it began %s",
		field("/proc/cpuinfo", "model name"), runtime.NumCPU(), field("/proc/meminfo", "MemTotal"),
		strings.TrimSpace(string(kernel)), runtime.Version(), commit, time.Now().UTC().Format(time.DateOnly), before)
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
