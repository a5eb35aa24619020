package inspect

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"

	"vinhdanh/internal/fault"
)

// run starts one child on the file at path and copies what follows its header line to out.
func (i *Inspector) run(ctx context.Context, slot chan struct{}, kind, path string, out io.Writer) (header, int64, error) {
	in, err := os.Open(path)
	if err != nil {
		return header{}, 0, fmt.Errorf("open file: %w", err)
	}
	defer in.Close()
	st, err := in.Stat()
	switch {
	case err != nil:
		return header{}, 0, fmt.Errorf("stat file: %w", err)
	case st.Size() == 0:
		return header{}, 0, refuse("file_empty")
	case st.Size() > MaxBytes:
		return header{}, 0, fault.New(fault.TooLarge, "body_too_large", "limit", int64(MaxBytes))
	}
	select {
	case slot <- struct{}{}:
		defer func() { <-slot }()
	case <-ctx.Done():
		return header{}, 0, fmt.Errorf("wait to inspect a file: %w", ctx.Err())
	}
	return i.child(ctx, kind, in, out)
}

func (i *Inspector) child(ctx context.Context, kind string, in *os.File, out io.Writer) (header, int64, error) {
	limited, cancel := context.WithTimeout(ctx, wallTime)
	defer cancel()
	cmd := exec.CommandContext(limited, i.exe, Subcommand, kind) //nolint:gosec // this program with fixed words
	cmd.Stdin = in
	cmd.Env = []string{"GOMAXPROCS=2", "GOTRACEBACK=none"} // nothing of the server's own: it holds secrets
	cmd.Dir = os.TempDir()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return header{}, 0, fmt.Errorf("prepare inspection: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return header{}, 0, fmt.Errorf("start inspection: %w", err)
	}
	head, size, readErr := readAnswer(stdout, out)
	if readErr != nil {
		cancel() // a child that talks nonsense is not waited for
	}
	waitErr := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return header{}, 0, fmt.Errorf("inspect file: %w", ctx.Err())
	case fault.KindOf(readErr) != "":
		return header{}, 0, readErr
	case errors.Is(readErr, errSink):
		return header{}, 0, readErr
	case readErr != nil || waitErr != nil:
		// Killed by a limit or out of memory: the file asks for more than any honest one does.
		return header{}, 0, refuse("file_too_complex")
	}
	return head, size, nil
}

var errSink = errors.New("keep inspected file")

// readAnswer reads the header line and copies the payload, at most as long as an honest child's.
func readAnswer(r io.Reader, out io.Writer) (header, int64, error) {
	buffered := bufio.NewReaderSize(r, maxHeader)
	line, err := buffered.ReadSlice('\n')
	if err != nil {
		return header{}, 0, fmt.Errorf("read inspection header: %w", err)
	}
	head, err := parseHeader(line)
	if err != nil {
		return header{}, 0, err
	}
	n, err := io.Copy(sinkWriter{out}, io.LimitReader(buffered, maxPayload+1))
	if err == nil && n > maxPayload {
		err = errors.New("inspection answer is too long")
	}
	return head, n, err
}

// sinkWriter marks the server's own failures to write, so that they are not blamed on the file.
type sinkWriter struct{ w io.Writer }

func (s sinkWriter) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	if err != nil && fault.KindOf(err) == "" {
		err = fmt.Errorf("%w: %w", errSink, err)
	}
	return n, err
}
