package blob

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/minio/minio-go/v7"
)

// Tree keeps files under names with slashes, for what others read as it lies there: a web server's folder, or a bucket
// that a network serves.
type Tree interface {
	// Names are the names of all files, in no order.
	Names(ctx context.Context) (map[string]bool, error)
	// Read is a whole file; a missing one is the fault "file_missing".
	Read(ctx context.Context, name string) ([]byte, error)
	// Write puts a file in place of any other of that name, at once: a reader sees the old one or the new one.
	Write(ctx context.Context, name string, data []byte) error
}

// OpenTree opens a folder, which is made when it is missing, or the bucket of an address as Open takes it.
func OpenTree(place string) (Tree, error) {
	if !strings.Contains(place, "://") {
		if err := os.MkdirAll(place, 0o755); err != nil { //nolint:gosec // it is for everybody to read
			return nil, fmt.Errorf("make folder: %w", err)
		}
		root, err := os.OpenRoot(place)
		if err != nil {
			return nil, fmt.Errorf("open folder: %w", err)
		}
		return folderTree{root}, nil
	}
	u, err := url.Parse(place)
	if err != nil || u.Scheme != "s3" {
		return nil, errors.New("the place is neither a folder nor s3://bucket?endpoint=…")
	}
	s, err := openS3(u)
	if err != nil {
		return nil, err
	}
	return bucketTree{s}, nil
}

type folderTree struct{ root *os.Root }

// Names is Tree's; what a crash left half written is none of them.
func (f folderTree) Names(ctx context.Context) (map[string]bool, error) {
	names := map[string]bool{}
	err := fs.WalkDir(f.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasPrefix(path.Base(name), tempPrefix) {
			names[name] = true
		}
		return errors.Join(err, ctx.Err())
	})
	if err != nil {
		return nil, fmt.Errorf("list folder: %w", err)
	}
	return names, nil
}

// Read is Tree's.
func (f folderTree) Read(_ context.Context, name string) ([]byte, error) {
	data, err := f.root.ReadFile(filepath.FromSlash(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing()
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}

// Write is Tree's: a temporary file beside it, synced, then renamed.
func (f folderTree) Write(_ context.Context, name string, data []byte) error {
	name = filepath.FromSlash(name)
	dir := filepath.Dir(name)
	if err := f.root.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make folder %s: %w", dir, err)
	}
	temp := filepath.Join(dir, tempPrefix+rand.Text())
	file, err := f.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	_, err = io.Copy(file, bytes.NewReader(data))
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = f.root.Rename(temp, name)
	}
	if err == nil {
		var d *os.File
		if d, err = f.root.Open(dir); err == nil {
			err = errors.Join(d.Sync(), d.Close())
		}
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, errors.Join(err, ignoreMissing(f.root.Remove(temp))))
	}
	return nil
}

type bucketTree struct{ s *S3 }

// Names is Tree's.
func (b bucketTree) Names(ctx context.Context) (map[string]bool, error) {
	names := map[string]bool{}
	for o := range b.s.client.ListObjectsIter(ctx, b.s.bucket, minio.ListObjectsOptions{Prefix: b.s.prefix, Recursive: true}) {
		if o.Err != nil {
			return nil, explain("list bucket", o.Err)
		}
		names[strings.TrimPrefix(o.Key, b.s.prefix)] = true
	}
	return names, nil
}

// Read is Tree's.
func (b bucketTree) Read(ctx context.Context, name string) ([]byte, error) {
	object, err := b.s.client.GetObject(ctx, b.s.bucket, b.s.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, explain("read "+name, err)
	}
	data, err := io.ReadAll(object)
	if err = errors.Join(err, object.Close()); err != nil {
		return nil, explain("read "+name, err)
	}
	return data, nil
}

// Write is Tree's.
func (b bucketTree) Write(ctx context.Context, name string, data []byte) error {
	opts := minio.PutObjectOptions{ContentType: "application/octet-stream"}
	if !strings.HasPrefix(name, "tile/") {
		opts.ContentType, opts.CacheControl = "text/plain; charset=utf-8", "no-cache"
	}
	if _, err := b.s.client.PutObject(ctx, b.s.bucket, b.s.prefix+name, bytes.NewReader(data), int64(len(data)), opts); err != nil {
		return explain("write "+name, err)
	}
	return nil
}
