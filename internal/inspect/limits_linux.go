package inspect

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// limitProcess bounds this process for the rest of its life: memory, processor time, no files, no core.
// The Go runtime reserves more than a gigabyte of addresses that it never touches; the bound on memory is
// what the file may cost on top of that.
func limitProcess() error {
	reserved, err := reservedBytes()
	if err != nil {
		return err
	}
	limits := []struct {
		name     string
		resource int
		soft     uint64
	}{
		{"processor time", unix.RLIMIT_CPU, cpuSeconds},
		{"file size", unix.RLIMIT_FSIZE, 0},
		{"core size", unix.RLIMIT_CORE, 0},
		{"address space", unix.RLIMIT_AS, reserved + addressSpace},
	}
	for _, l := range limits {
		if l.resource == unix.RLIMIT_AS && raceDetector {
			continue // it reserves terabytes of address space
		}
		if err := unix.Setrlimit(l.resource, &unix.Rlimit{Cur: l.soft, Max: l.soft}); err != nil {
			return fmt.Errorf("limit %s: %w", l.name, err)
		}
	}
	return nil
}

// reservedBytes is the size of this process's address space now.
func reservedBytes() (uint64, error) {
	content, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, fmt.Errorf("read own size: %w", err)
	}
	var pages uint64
	if _, err := fmt.Sscan(string(content), &pages); err != nil {
		return 0, fmt.Errorf("read own size: %w", err)
	}
	return pages * uint64(os.Getpagesize()), nil
}

// becomeDrawer replaces this limited process by the program that draws: the limits stay, nothing else does. It returns only
// when that fails.
func becomeDrawer(program string) int {
	signal.Ignore(syscall.SIGXFSZ)                                                                 // a cache of fonts that cannot be written is done without
	err := syscall.Exec(program, []string{drawer, "-q", "-r", fmt.Sprint(dpi), "-gray", "-"}, nil) //nolint:gosec // the program that the parent found
	fmt.Fprintf(os.Stderr, "inspect: %v\n", err)
	return 1
}
