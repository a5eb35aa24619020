//go:build !linux

package inspect

import "errors"

// limitProcess refuses: without limits a hostile file could take the machine.
func limitProcess() error { return errors.New("files are inspected on Linux only") }
