package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"vinhdanh/internal/blob"
	"vinhdanh/internal/fault"
)

const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

func openS3(t *testing.T, settings string) (blob.Store, error) {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("files"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test-secret")
	return blob.Open("s3://files?region=us-east-1&insecure=1"+settings+
		"&endpoint="+strings.TrimPrefix(server.URL, "http://"), "")
}

// stores runs the same suite over every kind of store.
func stores(t *testing.T, suite func(t *testing.T, s blob.Store)) {
	t.Run("folder", func(t *testing.T) {
		s, err := blob.Open("", t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		suite(t, s)
	})
	for name, settings := range map[string]string{"s3": "", "s3 with a prefix": "&prefix=award/"} {
		t.Run(name, func(t *testing.T) {
			s, err := openS3(t, settings)
			if err != nil {
				t.Fatal(err)
			}
			suite(t, s)
		})
	}
}

func put(t *testing.T, s blob.Store, content string) string {
	t.Helper()
	sha, size, err := s.Put(t.Context(), strings.NewReader(content), 0)
	if err != nil || size != int64(len(content)) {
		t.Fatalf("put: size %d, %v", size, err)
	}
	return sha
}

func list(t *testing.T, s blob.Store) []string {
	t.Helper()
	var keys []string
	for info, err := range s.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, info.SHA256)
	}
	return keys
}

func TestPutOpenStatDelete(t *testing.T) {
	stores(t, func(t *testing.T, s blob.Store) {
		ctx := t.Context()
		if err := blob.Answers(ctx, s); err != nil {
			t.Fatalf("a fresh store does not answer: %v", err)
		}
		if sha := put(t, s, "abc"); sha != abc {
			t.Fatalf("key is %s", sha)
		}
		put(t, s, "abc")
		other := put(t, s, strings.Repeat("nón lá ", 200_000))
		r, err := s.Open(ctx, abc)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || string(got) != "abc" || r.Close() != nil {
			t.Fatalf("read %q, %v", got, err)
		}
		info, err := s.Stat(ctx, other)
		if err != nil || info.SHA256 != other || info.Size != 1_800_000 || info.Modified.IsZero() {
			t.Errorf("stat %+v, %v", info, err)
		}
		want := []string{abc, other}
		slices.Sort(want)
		if got := list(t, s); !slices.Equal(got, want) {
			t.Errorf("list %v, want %v", got, want)
		}
		if err := errors.Join(s.Delete(ctx, abc), s.Delete(ctx, abc)); err != nil {
			t.Errorf("delete twice: %v", err)
		}
		if _, err := s.Open(ctx, abc); !fault.IsCode(err, "file_missing") || fault.KindOf(err) != fault.NotFound {
			t.Errorf("open a deleted file: %v", err)
		}
		if _, err := s.Stat(ctx, abc); !fault.IsCode(err, "file_missing") {
			t.Errorf("stat a deleted file: %v", err)
		}
		if got := list(t, s); !slices.Equal(got, []string{other}) {
			t.Errorf("list after delete %v", got)
		}
	})
}

func TestPutLimit(t *testing.T) {
	stores(t, func(t *testing.T, s blob.Store) {
		for _, c := range []struct {
			name  string
			limit int64
			over  bool
		}{{"one under", 4, false}, {"exact", 3, false}, {"one over", 2, true}} {
			_, _, err := s.Put(t.Context(), strings.NewReader("abc"), c.limit)
			if over := fault.KindOf(err) == fault.TooLarge && fault.IsCode(err, "body_too_large"); over != c.over {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	})
}

func TestPutFailedReadLeavesNothing(t *testing.T) {
	stores(t, func(t *testing.T, s blob.Store) {
		broken := io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(errors.New("connection lost")))
		if _, _, err := s.Put(t.Context(), broken, 0); err == nil || !strings.Contains(err.Error(), "connection lost") {
			t.Errorf("got %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, _, err := s.Put(ctx, strings.NewReader("abc"), 0); !errors.Is(err, context.Canceled) {
			t.Errorf("put after the request ended: %v", err)
		}
		if got := list(t, s); len(got) != 0 {
			t.Errorf("left behind: %v", got)
		}
	})
}

func TestBadKeys(t *testing.T) {
	stores(t, func(t *testing.T, s blob.Store) {
		for _, key := range []string{"", "abc", "../../etc/passwd", strings.ToUpper(abc), abc + "0", abc[:63] + "/",
			abc[:62] + "..", strings.Repeat("\x00", 64)} {
			_, openErr := s.Open(t.Context(), key)
			_, statErr := s.Stat(t.Context(), key)
			for _, err := range []error{openErr, statErr, s.Delete(t.Context(), key)} {
				if !errors.Is(err, blob.ErrBadKey) {
					t.Errorf("key %q: %v", key, err)
				}
			}
		}
	})
}

func TestPutAtOnce(t *testing.T) {
	stores(t, func(t *testing.T, s blob.Store) {
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				content := bytes.Repeat([]byte{byte('a' + i%4)}, 10_000)
				if _, _, err := s.Put(t.Context(), bytes.NewReader(content), 0); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := list(t, s); len(got) != 4 {
			t.Errorf("%d files, want 4", len(got))
		}
	})
}

func TestFolderLeavesNoTemporaryFiles(t *testing.T) {
	dir := t.TempDir()
	f, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	put(t, f, "abc")
	if _, _, err := f.Put(t.Context(), strings.NewReader("abc"), 1); err == nil {
		t.Fatal("limit not held")
	}
	names, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(names) != 1 || filepath.Base(names[0]) != abc[:2] {
		t.Errorf("folder holds %v", names)
	}
	if err := os.WriteFile(filepath.Join(dir, "temp-crashed"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := f.Sweep(); n != 1 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	if got := list(t, f); !slices.Equal(got, []string{abc}) {
		t.Errorf("after the sweep %v", got)
	}
}

func TestFolderStaysInside(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, abc[:2])); err != nil {
		t.Fatal(err)
	}
	f, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Put(t.Context(), strings.NewReader("abc"), 0); err == nil {
		t.Error("wrote through a symbolic link")
	}
	if left, _ := os.ReadDir(outside); len(left) != 0 {
		t.Errorf("outside holds %v", left)
	}
}

func TestAnswersSaysWhenGone(t *testing.T) {
	dir := t.TempDir()
	folder, err := blob.Open("", dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "files")); err != nil {
		t.Fatal(err)
	}
	if blob.Answers(t.Context(), folder) == nil {
		t.Error("a removed folder answers")
	}
	server := httptest.NewServer(gofakes3.New(s3mem.New()).Server()) // without the bucket
	t.Cleanup(server.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test-secret")
	bucket, err := blob.Open("s3://files?region=us-east-1&insecure=1&endpoint="+strings.TrimPrefix(server.URL, "http://"), "")
	if err != nil {
		t.Fatal(err)
	}
	if blob.Answers(t.Context(), bucket) == nil {
		t.Error("a missing bucket answers")
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, u := range map[string]string{
		"other scheme":    "ftp://bucket",
		"no bucket":       "s3://?endpoint=localhost",
		"unknown setting": "s3://bucket?endpont=localhost",
		"credentials":     "s3://key:secret@bucket",
		"not a URL":       "s3://%zz",
	} {
		if _, err := blob.Open(u, t.TempDir()); err == nil || strings.Contains(err.Error(), "secret@") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
