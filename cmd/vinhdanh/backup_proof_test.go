package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// backupMemory bounds the peak memory of a backup and of a restore in kB, whatever the files take.
const backupMemory = 160 << 10

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
		cmd := exec.CommandContext(t.Context(), program, args...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		if !ok {
			t.Fatal("no resource usage")
		}
		t.Logf("%s: peak memory %d MB", args[0], usage.Maxrss>>10)
		if usage.Maxrss > backupMemory {
			t.Errorf("%s: peak memory %d kB, want at most %d", args[0], usage.Maxrss, backupMemory)
		}
	}
}
