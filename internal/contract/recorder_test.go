package contract_test

import (
	"context"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// recorder is testdata/recorder.c, which stands between a server and the files of its database.
type recorder struct {
	library, log, control string
}

// record compiles a recorder and puts it before the database of a server that is not running. The control
// file lies there with everything working.
func (s *server) record(t testing.TB) *recorder {
	t.Helper()
	dir := t.TempDir()
	r := &recorder{filepath.Join(dir, "recorder.so"), filepath.Join(dir, "record"), filepath.Join(dir, "control")}
	compile := exec.CommandContext(context.Background(), "gcc", "-Wall", "-Wextra", "-Werror", "-O2", "-shared", "-fPIC",
		"-o", r.library, "testdata/recorder.c", "-ldl", "-lpthread")
	if out, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("compile the recorder: %v\n%s", err, out)
	}
	r.faults(t, faults{})
	s.environment = []string{"LD_PRELOAD=" + r.library, "RECORDER_CONTROL=" + r.control,
		"RECORDER_FILES=" + filepath.Join(s.data, "vinhdanh.db"), "RECORDER_LOG=" + r.log}
	return r
}

// faults is what the disk does from now on.
type faults struct {
	sync, write syscall.Errno // what each fsync and each write fails with; 0 when it works
	delay       time.Duration // that each fsync takes longer
}

func (r *recorder) faults(t testing.TB, f faults) {
	t.Helper()
	file, err := os.OpenFile(r.control, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	// Written in place: the server has this very file mapped.
	err = binary.Write(file, binary.NativeEndian, []uint32{uint32(f.sync), uint32(f.write), uint32(f.delay.Microseconds())})
	if err != nil {
		t.Fatal(err)
	}
}

// monotonic is the clock of the record.
func monotonic() uint64 {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		panic(err)
	}
	return uint64(now.Nano())
}
