package inspect

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

const (
	drawer     = "pdftoppm" // of poppler
	kindDraw   = "draw"
	dpi        = 100
	mostPixels = 4_000_000 // of a drawing: an A4 page at 100 dpi has a million
)

// Area is a part of a page, in points from its lower left corner.
type Area struct{ Left, Bottom, Right, Top float64 }

// errDrawing is the failure of a drawing that is not the server's own.
var errDrawing = errors.New("the page cannot be drawn")

// Drawer is the program of this machine that draws pages; "" when it has none.
func Drawer() string {
	path, err := exec.LookPath(drawer)
	if err != nil {
		return ""
	}
	return path
}

// SamePage reports whether two PDFs of one page look alike outside some areas of it, at 100 dpi in grey as program (Drawer)
// draws them in a child with the limits of any other. Any error of drawing before is the server's; code for after: file_too_complex.
func (i *Inspector) SamePage(ctx context.Context, program string, before, after []byte, but []Area) (bool, error) {
	select {
	case i.documents <- struct{}{}:
		defer func() { <-i.documents }()
	case <-ctx.Done():
		return false, fmt.Errorf("wait to draw a file: %w", ctx.Err())
	}
	one, err := i.draw(ctx, program, before)
	if err != nil {
		return false, fmt.Errorf("draw the issued file: %w", err)
	}
	other, err := i.draw(ctx, program, after)
	if errors.Is(err, errDrawing) {
		return false, refuse("file_too_complex")
	}
	if err != nil {
		return false, err
	}
	return one.like(other, but), nil
}

// drawing is a page in grey, one byte a pixel, row by row from the top.
type drawing struct {
	width, height int
	pixels        []byte
}

// draw has a child of this program limit itself and become the one that draws.
func (i *Inspector) draw(ctx context.Context, program string, file []byte) (drawing, error) {
	limited, cancel := context.WithTimeout(ctx, wallTime)
	defer cancel()
	cmd := exec.CommandContext(limited, i.exe, Subcommand, kindDraw, program) //nolint:gosec // this program with fixed words
	cmd.Stdin = bytes.NewReader(file)
	cmd.Env = []string{"GOMAXPROCS=2", "GOTRACEBACK=none"}
	cmd.Dir = os.TempDir()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return drawing{}, fmt.Errorf("prepare drawing: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return drawing{}, fmt.Errorf("start drawing: %w", err)
	}
	page, readErr := readDrawing(stdout)
	if readErr != nil {
		cancel()
	}
	waitErr := cmd.Wait()
	if ctx.Err() != nil {
		return drawing{}, fmt.Errorf("draw a file: %w", ctx.Err())
	}
	if err := errors.Join(readErr, waitErr); err != nil {
		return drawing{}, fmt.Errorf("%w: %w", errDrawing, err)
	}
	return page, nil
}

// readDrawing reads a PGM of 256 greys, and nothing behind it: a second page would stand there.
func readDrawing(r io.Reader) (drawing, error) {
	buffered := bufio.NewReader(io.LimitReader(r, mostPixels+maxHeader))
	var d drawing
	var most int
	if _, err := fmt.Fscanf(buffered, "P5\n%d %d\n%d\n", &d.width, &d.height, &most); err != nil {
		return d, fmt.Errorf("read drawing: %w", err)
	}
	if most != 255 || d.width < 1 || d.height < 1 || d.width > mostPixels/d.height {
		return d, fmt.Errorf("a drawing of %d x %d pixels in %d greys", d.width, d.height, most)
	}
	d.pixels = make([]byte, d.width*d.height)
	if _, err := io.ReadFull(buffered, d.pixels); err != nil {
		return d, fmt.Errorf("read drawing: %w", err)
	}
	if _, err := buffered.ReadByte(); !errors.Is(err, io.EOF) {
		return d, errors.New("more than one page is drawn")
	}
	return d, nil
}

// like reports whether two drawings differ nowhere outside the areas and the pixel around them that an edge may touch.
func (d drawing) like(other drawing, but []Area) bool {
	if d.width != other.width || d.height != other.height {
		return false
	}
	for at := range d.pixels {
		if d.pixels[at] != other.pixels[at] && !d.within(at%d.width, at/d.width, but) {
			return false
		}
	}
	return true
}

// within reports whether a pixel lies in one of the areas or touches it.
func (d drawing) within(x, y int, areas []Area) bool {
	const scale = dpi / 72.
	for _, a := range areas {
		left, right := a.Left*scale-1, a.Right*scale+1
		top, bottom := float64(d.height)-a.Top*scale-1, float64(d.height)-a.Bottom*scale+1
		if float64(x+1) > left && float64(x) < right && float64(y+1) > top && float64(y) < bottom {
			return true
		}
	}
	return false
}
