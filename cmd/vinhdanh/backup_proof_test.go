package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// backupMemory bounds the peak memory of a backup and of a restore in kB, whatever the files take.
const backupMemory = 128 << 10

// TestProofBackupMemory backs up and restores a file of 4 GB by the command in a process of its own.
func TestProofBackupMemory(t *testing.T) {
	if os.Getenv("VINHDANH_PROOF") == "" {
		t.Skip("a long proof: run make proof")
	}
	home, file, program := demoCopy(t), filepath.Join(t.TempDir(), "a.tar.age"), filepath.Join(t.TempDir(), "vinhdanh")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.Truncate(glob(t, filepath.Join(home, "files", "*", "*"))[0], 4<<30); err != nil {
		t.Fatal(err)
	}
	recipient, identity := sshPair(t)
	for _, args := range [][]string{{"backup", file, "--incomplete", "--recipient", recipient, "--data", home},
		{"restore", file, "--identity", identity, "--data", t.TempDir()}} {
		out, peak := peakMemory(t, exec.CommandContext(t.Context(), program, args...))
		t.Logf("%s: peak memory %d MB", args[0], peak>>10)
		if peak > backupMemory || peak == 0 {
			t.Errorf("%s: peak memory %d kB, want at most %d\n%s", args[0], peak, backupMemory, out)
		}
	}
}

// peakMemory runs a program and gives what it printed and its peak resident memory in kB, as of at most 10 ms before its end.
// The resource usage that the kernel gives at the end would not do: it begins with what this process held at the start.
func peakMemory(t *testing.T, cmd *exec.Cmd) (out string, peak int) {
	t.Helper()
	out, peak, err := watchedMemory(t, cmd)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return out, peak
}

// watchedMemory is peakMemory of a program that may fail.
func watchedMemory(t *testing.T, cmd *exec.Cmd) (out string, peak int, err error) {
	t.Helper()
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	status := fmt.Sprintf("/proc/%d/status", cmd.Process.Pid)
	for {
		select {
		case err := <-ended:
			return printed.String(), peak, err
		case <-time.After(10 * time.Millisecond):
			text, _ := os.ReadFile(status) // gone at the end
			if _, mark, ok := strings.Cut(string(text), "VmHWM:"); ok {
				_, _ = fmt.Sscan(mark, &peak)
			}
		}
	}
}
