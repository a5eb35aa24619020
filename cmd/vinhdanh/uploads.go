package main

import (
	"context"
	"fmt"
	"os"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/inspect"
	"vinhdanh/judging"
)

// uploads looks into files that people send, in a child process of this program.
type uploads struct{ inspector *inspect.Inspector }

func newInspector(dir string) (uploads, error) {
	exe, err := os.Executable()
	if err != nil {
		return uploads{}, fmt.Errorf("find this program: %w", err)
	}
	return uploads{inspect.New(exe, dir)}, nil
}

// Inspect is web.Inspector's.
func (u uploads) Inspect(ctx context.Context, path, name string) (mediaType, cleaned string, err error) {
	kind, err := inspect.Sniff(path, name)
	if err != nil {
		return "", "", err
	}
	look := u.inspector.Image
	if kind == inspect.PDF {
		look = u.inspector.PDF
	}
	r, err := look(ctx, path)
	return r.MediaType, r.Path, err
}

// Import is web.Importer's.
func (u uploads) Import(ctx context.Context, path, name string, pack *judging.Pack) ([]judging.ImportRow, judging.ImportResult, error) {
	return nil, judging.ImportResult{}, fault.New(fault.Unavailable, "unavailable")
}
