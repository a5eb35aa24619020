// Package inspect examines files that strangers send: in a child process with little memory and time, so
// that a hostile file costs one child and not the server. It refuses to know who sent a file and where it
// is kept. It is the only package that starts processes: always this same program, which becomes poppler's to draw a page.
package inspect

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"vinhdanh/internal/fault"
)

// The media types that evidence may have; CSV and XLSX are for import only.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	WebP = "image/webp"
	PDF  = "application/pdf"
	CSV  = "text/csv"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// Limits of one inspection. What is over them is refused with a fault of the field "file".
const (
	MaxBytes   = 64 << 20   // of a file that is inspected
	MaxPixels  = 60_000_000 // width times height
	MaxRows    = 20_000     // the number of the last row that holds anything
	MaxColumns = 200
	MaxCell    = 10_000 // characters; a longer cell arrives cut to one more, so that the reader can say so

	addressSpace = 2 << 30 // bytes that a child may ask for while it inspects
	cpuSeconds   = 20
	wallTime     = 40 * time.Second
)

// Result describes an accepted file.
type Result struct {
	MediaType     string
	Width, Height int    // pixels as shown, after the EXIF orientation; 0 for a PDF
	Path          string // the file to keep: a new one that the caller removes, or the PDF itself
	SHA256        string // of the file at Path, 64 hexadecimal characters
	Size          int64  // of the file at Path, bytes
}

// Sheet is what a spreadsheet holds. Rows[i] is row i+1 of the sheet; blank rows are kept, blank tails not.
type Sheet struct {
	Name string
	Rows [][]string
}

// Inspector starts the children: one image and one document at a time, the others wait.
type Inspector struct {
	exe, tempDir string
	images       chan struct{}
	documents    chan struct{}
}

// New returns an Inspector that runs exe (os.Executable()) with the subcommand "inspect-child" and writes
// re-encoded images into tempDir (empty: the system's).
func New(exe, tempDir string) *Inspector {
	return &Inspector{exe: exe, tempDir: tempDir, images: make(chan struct{}, 1), documents: make(chan struct{}, 1)}
}

// Image decodes a JPEG, PNG or WebP, turns it as its EXIF orientation says and writes it anew without any
// metadata: PNG when it has transparent parts, else JPEG. Codes: image_too_large (arguments pixels, max),
// file_type, file_broken, file_empty, file_too_complex.
func (i *Inspector) Image(ctx context.Context, path string) (_ Result, err error) {
	out, err := os.CreateTemp(i.tempDir, "image-*")
	if err != nil {
		return Result{}, fmt.Errorf("make temporary file: %w", err)
	}
	defer func() {
		err = errors.Join(err, out.Close())
		if err != nil {
			err = errors.Join(err, os.Remove(out.Name()))
		}
	}()
	hash := sha256.New()
	head, size, err := i.run(ctx, i.images, kindImage, path, io.MultiWriter(out, hash))
	if err != nil {
		return Result{}, err
	}
	return Result{MediaType: head.MediaType, Width: head.Width, Height: head.Height, Path: out.Name(),
		SHA256: hex.EncodeToString(hash.Sum(nil)), Size: size}, nil
}

// PDF looks through every object of a PDF for parts that act by themselves; the bytes stay as they are.
// Codes: pdf_active_content (argument part), pdf_encrypted, file_broken, file_empty, file_too_complex.
func (i *Inspector) PDF(ctx context.Context, path string) (Result, error) {
	if _, _, err := i.run(ctx, i.documents, kindPDF, path, io.Discard); err != nil {
		return Result{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return Result{}, fmt.Errorf("open file: %w", err)
	}
	defer f.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, f)
	if err != nil {
		return Result{}, fmt.Errorf("read file: %w", err)
	}
	return Result{MediaType: PDF, Path: path, SHA256: hex.EncodeToString(hash.Sum(nil)), Size: size}, nil
}

// Spreadsheet reads the cells of an XLSX workbook as text: of the first visible sheet with more than one
// filled row, else of the first visible one. Codes: sheet_too_many_rows and sheet_too_many_columns (argument max),
// sheet_active_content (argument part), file_broken, file_empty, file_too_complex.
func (i *Inspector) Spreadsheet(ctx context.Context, path string) (Sheet, error) {
	var rows rowCollector
	head, _, err := i.run(ctx, i.documents, kindSheet, path, &rows)
	if err != nil {
		return Sheet{}, err
	}
	if err := rows.finish(); err != nil {
		return Sheet{}, err
	}
	return Sheet{Name: head.Name, Rows: rows.rows}, nil
}

// refuse is the fault of the field "file".
func refuse(code string, pairs ...any) error {
	var fields fault.Fields
	fields.Add("file", code, pairs...)
	return fields.Err()
}
