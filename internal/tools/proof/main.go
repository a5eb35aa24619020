// Command proof runs what is too long for make test: the tests named TestProof…, which skip unless
// VINHDANH_PROOF says how large they may be, and every fuzz target for a while. Run it as
// make proof, or make proof PROOF=3 for three times the size.
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// fuzzing is how long all fuzz targets together take at size 1; the long tests have the rest of
// the hour.
const fuzzing = 15 * time.Minute

func main() {
	size := flag.Int("size", 1, "how many times the plain size")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *size); err != nil {
		fmt.Fprintln(os.Stderr, "proof:", err)
		os.Exit(1)
	}
}

// run goes on after a failure, so that one night names them all.
func run(ctx context.Context, size int) error {
	if size < 1 {
		return fmt.Errorf("a size of %d proves nothing", size)
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		return fmt.Errorf("find the checkout: %w", err)
	}
	targets, err := fuzzTargets(ctx, root)
	if err != nil {
		return err
	}
	limit := time.Duration(size) * time.Hour
	failed := goTest(ctx, root, size, os.Stdout, "-run", "^TestProof", "-v", "-p", "1", "-timeout", limit.String(), "./...")
	each := time.Duration(size) * fuzzing / time.Duration(max(len(targets), 1))
	for _, t := range targets {
		fmt.Printf("fuzz %s in %s for %s\n", t.name, t.pkg, each)
		failed = errors.Join(failed, fuzz(ctx, root, size, t, each))
	}
	return failed
}

// fuzz runs one target. A worker that answers late on a busy machine lets Go's engine fail by the end of its own time: that is no
// finding, and nothing else is forgiven.
func fuzz(ctx context.Context, root string, size int, t target, long time.Duration) error {
	var said bytes.Buffer
	err := goTest(ctx, root, size, io.MultiWriter(os.Stdout, &said), "-run", "^$", "-fuzz", "^"+t.name+"$", "-fuzztime", long.String(), t.pkg)
	if err != nil && ownDeadline.Match(said.Bytes()) {
		fmt.Println("the engine met its own deadline; no input was found")
		return nil
	}
	return err
}

var ownDeadline = regexp.MustCompile(`(?m)^--- FAIL: Fuzz\w+ \([0-9.]+s\)\n +context deadline exceeded\nFAIL$`)

// target is one fuzz target.
type target struct{ pkg, name string }

// fuzzTargets asks the test binaries, so that no list can forget one.
func fuzzTargets(ctx context.Context, root string) ([]target, error) {
	cmd := exec.CommandContext(ctx, "go", "test", "-list", "^Fuzz", "./...")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list the fuzz targets: %w\n%s", err, out)
	}
	var all []target
	var names []string // of the package whose closing line comes next
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) == 1 && strings.HasPrefix(fields[0], "Fuzz"):
			names = append(names, fields[0])
		case len(fields) > 1 && fields[0] == "ok":
			for _, n := range names {
				all = append(all, target{fields[1], n})
			}
			names = nil
		}
	}
	return all, nil
}

// goTest runs go test in the checkout; what it prints goes to out.
func goTest(ctx context.Context, root string, size int, out io.Writer, arguments ...string) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-count=1"}, arguments...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = root, out, os.Stderr
	cmd.Env = append(os.Environ(), fmt.Sprintf("VINHDANH_PROOF=%d", size))
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go test %s: %w", strings.Join(arguments, " "), err)
	}
	return nil
}
