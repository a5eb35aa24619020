package inspect

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"vinhdanh/internal/fault"
)

// Subcommand is the hidden subcommand of vinhdanh that Main serves.
const Subcommand = "inspect-child"

const (
	kindImage = "image"
	kindPDF   = "pdf"
	kindSheet = "spreadsheet"
)

// Main is the child: args is the kind, with the program that draws for a drawing, stdin the file, stdout the answer. It limits the memory and
// time of the whole process first and returns the exit code: 0 when an answer was written, a refusal
// included, 1 when it could not be, 2 for wrong usage.
func Main(args []string, stdin io.Reader, stdout io.Writer) int {
	drawing := len(args) == 2 && args[0] == kindDraw
	if len(args) != 1 && !drawing {
		return 2
	}
	if err := limitProcess(); err != nil {
		fmt.Fprintf(os.Stderr, "inspect: %v\n", err)
		return 1
	}
	if drawing {
		return becomeDrawer(args[1])
	}
	debug.SetMemoryLimit(addressSpace * 5 / 8)
	return answer(args[0], stdin, stdout)
}

// MainIfChild ends the process with Main's exit code when it was started by an Inspector, and does nothing
// else. A test binary whose tests inspect files calls it first in TestMain.
func MainIfChild() {
	if len(os.Args) > 2 && os.Args[1] == Subcommand {
		os.Exit(Main(os.Args[2:], os.Stdin, os.Stdout))
	}
}

func answer(kind string, stdin io.Reader, stdout io.Writer) int {
	content, err := io.ReadAll(io.LimitReader(stdin, MaxBytes+1))
	if err != nil || len(content) > MaxBytes {
		return 1
	}
	switch kind {
	case kindImage, kindPDF, kindSheet:
	default:
		return 2
	}
	if err := examine(kind, content, stdout); err != nil {
		return writeRefusal(stdout, err)
	}
	return 0
}

// examine writes the whole answer, or returns an error before it has written any of it. A parser that
// panics has met a broken file.
func examine(kind string, content []byte, w io.Writer) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = refuse("file_broken")
		}
	}()
	switch kind {
	case kindImage:
		return examineImage(content, w)
	case kindPDF:
		if err := scanPDF(content); err != nil {
			return err
		}
		return writeHeader(w, header{MediaType: PDF})
	default:
		return examineSheet(content, w)
	}
}

func writeHeader(w io.Writer, h header) error {
	if err := json.NewEncoder(w).Encode(h); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return nil
}

func writeRefusal(w io.Writer, err error) int {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || len(f.Fields) != 1 {
		return 1
	}
	if err := writeHeader(w, header{Code: f.Fields[0].Code, Args: f.Fields[0].Args}); err != nil {
		return 1
	}
	return 0
}
