package contract_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// program builds the binary once for the whole test run and says where it lies.
var program = sync.OnceValues(func() (string, error) {
	styles, err := filepath.Glob("../../templates/dist/*.css")
	if err != nil || len(styles) == 0 {
		return "", fmt.Errorf("the assets are not built: run make build")
	}
	dir, err := os.MkdirTemp("", "vinhdanh-contract")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "vinhdanh")
	build := exec.CommandContext(context.Background(), "go", "build", "-buildvcs=false", "-o", file, "vinhdanh/cmd/vinhdanh")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return file, nil
})

func TestMain(m *testing.M) {
	file, err := program()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(filepath.Dir(file))
	os.Exit(code)
}
