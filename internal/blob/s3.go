package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"os"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"vinhdanh/internal/fault"
)

// S3 keeps files as objects of one bucket, named by an optional prefix and the SHA-256.
type S3 struct {
	client *minio.Client
	bucket string
	prefix string
}

// maxTries is how often one request to S3 is sent.
const maxTries = 3

func openS3(u *url.URL) (*S3, error) {
	q := u.Query()
	for name := range q {
		if !strings.Contains(" endpoint region prefix insecure ", " "+name+" ") {
			return nil, fmt.Errorf("blob URL has an unknown setting %q", name)
		}
	}
	if u.Host == "" {
		return nil, errors.New("blob URL names no bucket: s3://bucket?endpoint=host")
	}
	if u.User != nil {
		return nil, errors.New("blob URL holds credentials; put them into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	}
	endpoint := q.Get("endpoint")
	if endpoint == "" {
		endpoint = "s3.amazonaws.com"
	}
	client, err := minio.New(endpoint, &minio.Options{
		Creds:  credentials.NewEnvAWS(),
		Secure: q.Get("insecure") != "1",
		Region: q.Get("region"),
		// A bucket that cannot be reached is said so soon, while somebody waits; jobs try again by themselves.
		MaxRetries: maxTries,
	})
	if err != nil {
		return nil, fmt.Errorf("open S3: %w", err)
	}
	return &S3{client: client, bucket: u.Host, prefix: q.Get("prefix")}, nil
}

// Put implements Store. The key is the hash of what is read, so the bytes are spooled to a temporary file
// first and sent with their size and hash known.
func (s *S3) Put(ctx context.Context, r io.Reader, limit int64) (sha string, size int64, err error) {
	spool, err := os.CreateTemp("", "vinhdanh-s3-*")
	if err != nil {
		return "", 0, fmt.Errorf("make temporary file: %w", err)
	}
	defer func() { err = errors.Join(err, spool.Close(), os.Remove(spool.Name())) }()
	sha, size, err = copyHashed(ctx, spool, r, limit)
	if err != nil {
		return "", 0, err
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return "", 0, fmt.Errorf("rewind temporary file: %w", err)
	}
	opts := minio.PutObjectOptions{ContentType: "application/octet-stream"}
	if _, err := s.client.PutObject(ctx, s.bucket, s.prefix+sha, spool, size, opts); err != nil {
		return "", 0, explain("put file into S3", err)
	}
	return sha, size, nil
}

// Open implements Store. The object is asked for at once, so that a missing one is known here and not at
// the first Read.
func (s *S3) Open(ctx context.Context, sha string) (io.ReadCloser, error) {
	if err := checkKey(sha); err != nil {
		return nil, err
	}
	object, err := s.client.GetObject(ctx, s.bucket, s.prefix+sha, minio.GetObjectOptions{})
	if err != nil {
		return nil, explain("open file in S3", err)
	}
	if _, err := object.Stat(); err != nil {
		return nil, errors.Join(explain("open file in S3", err), object.Close())
	}
	return object, nil
}

// Stat implements Store.
func (s *S3) Stat(ctx context.Context, sha string) (Info, error) {
	if err := checkKey(sha); err != nil {
		return Info{}, err
	}
	st, err := s.client.StatObject(ctx, s.bucket, s.prefix+sha, minio.StatObjectOptions{})
	if err != nil {
		return Info{}, explain("stat file in S3", err)
	}
	return Info{SHA256: sha, Size: st.Size, Modified: st.LastModified.UTC()}, nil
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, sha string) error {
	if err := checkKey(sha); err != nil {
		return err
	}
	if err := s.client.RemoveObject(ctx, s.bucket, s.prefix+sha, minio.RemoveObjectOptions{}); err != nil {
		return explain("delete file in S3", err)
	}
	return nil
}

// List implements Store.
func (s *S3) List(ctx context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		opts := minio.ListObjectsOptions{Prefix: s.prefix, Recursive: true}
		for o := range s.client.ListObjectsIter(ctx, s.bucket, opts) {
			if o.Err != nil {
				yield(Info{}, explain("list files in S3", o.Err))
				return
			}
			sha := strings.TrimPrefix(o.Key, s.prefix)
			if checkKey(sha) != nil {
				continue
			}
			if !yield(Info{SHA256: sha, Size: o.Size, Modified: o.LastModified.UTC()}, nil) {
				return
			}
		}
	}
}

// explain turns "no such key" into the fault file_missing and anything else into files_away, with its cause.
func explain(doing string, err error) error {
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return missing()
	}
	return fmt.Errorf("%w: %s: %w", fault.New(fault.Unavailable, "files_away"), doing, err)
}
