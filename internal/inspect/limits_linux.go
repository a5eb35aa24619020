package inspect

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// limitProcess bounds this process for the rest of its life: memory, processor time, no files, no core.
func limitProcess() error {
	limits := []struct {
		name     string
		resource int
		soft     uint64
	}{
		{"processor time", unix.RLIMIT_CPU, cpuSeconds},
		{"file size", unix.RLIMIT_FSIZE, 0},
		{"core size", unix.RLIMIT_CORE, 0},
		{"address space", unix.RLIMIT_AS, addressSpace},
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
