package blob_test

import (
	"bytes"
	"path/filepath"
	"syscall"
	"testing"

	"vinhdanh/internal/blob"
	"vinhdanh/internal/fault"
)

// TestFullFolder fills a small file system: a file that does not fit is refused in words and leaves nothing, the
// next one that fits is stored.
func TestFullFolder(t *testing.T) {
	small := t.TempDir()
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("only root may mount a small file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(small, 0); err != nil {
			t.Error(err)
		}
	})
	f, err := blob.OpenFolder(filepath.Join(small, "files"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, _, err := f.Put(t.Context(), bytes.NewReader(make([]byte, 2<<20)), 4<<20); !fault.IsCode(err, "disk_full") {
		t.Errorf("2 MB on 1 MB: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(small, "files", "*")); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, size, err := f.Put(t.Context(), bytes.NewReader(make([]byte, 512<<10)), 4<<20); size != 512<<10 || err != nil {
		t.Errorf("what fits: %d bytes, %v", size, err)
	}
}
