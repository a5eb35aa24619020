package pdf

import (
	"runtime"
	"sync"
	"testing"
)

func BenchmarkRender(b *testing.B) {
	r, s := renderer(b), sample(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Render(s, Options{BaseURL: testBase}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	r, s := renderer(b), sample(b)
	for b.Loop() {
		if err := r.Check(s, Options{BaseURL: testBase}); err != nil {
			b.Fatal(err)
		}
	}
}

// A thousand certificates on two workers stay under 128 MB, all that Go ever took from the machine.
func TestBulkStaysSmall(t *testing.T) {
	r, s := renderer(t), sample(t)
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			for range 500 {
				if _, err := r.Render(s, Options{BaseURL: testBase}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.Sys > 128<<20 {
		t.Errorf("a thousand certificates took %d MB", m.Sys>>20)
	}
	t.Logf("%d MB", m.Sys>>20)
}
