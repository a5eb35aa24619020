package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// search asks for products by words with đ, with and without marks, among all nominations of an edition; then for
// parts of words, which the index of words does not find.
func search(ctx context.Context, b *bench) ([]row, error) {
	s, err := b.grown(ctx)
	if err != nil {
		return nil, err
	}
	c, err := dial(ctx, s.address)
	if err != nil {
		return nil, err
	}
	defer c.close()
	what := fmt.Sprintf("search in %d nominations, đ included, p99", len(s.codes))
	parts, err := b.searches(c, s, "èn lồng", "en long", "ường", "uong phen", "ánh đậu", "at nung", nowhere)
	if err != nil {
		return nil, err
	}
	words, err := b.searches(c, s, "đèn lồng", "den long", "đường", "duong phen", "bánh đậu", "đất nung", "mật ong nhãn 42")
	if err != nil {
		return nil, err
	}
	few, err := b.searches(c, s, "đèn lồng 4321", "duong 1234", "54321", "phen 99")
	if err != nil {
		return nil, err
	}
	return []row{parts.row(what+", parts of words by LIKE", 50), words.row(what+", by a folded index", 1),
		few.row(what+", by a folded index, few found", 1)}, nil
}

// nowhere is what no nomination is called.
const nowhere = "không có đâu"

// searched is how long the searches of each round took, in milliseconds.
type searched struct{ p99, middle []float64 }

func (s searched) row(what string, mark float64) row {
	r := atMost(what, s.p99, mark, "ms")
	r.reference = fmt.Sprintf("%.3g ms its median", median(s.middle))
	return r
}

// searches asks for each text in turn; all but one must find something.
func (b *bench) searches(c *client, s *site, texts ...string) (all searched, err error) {
	for range b.rounds {
		var took []time.Duration
		for n := 0; n < len(texts)*2 || n < int(b.long.Milliseconds())/10; n++ {
			var found struct {
				Items []struct{ Product string } `json:"items"`
			}
			text := texts[n%len(texts)]
			started := time.Now()
			if err := fetch(c, s.desk, "/api/v1/editions/"+announced+"/nominations?limit=50&q="+url.QueryEscape(text), &found); err != nil {
				return all, err
			}
			took = append(took, time.Since(started))
			if none := len(found.Items) == 0; none != (text == nowhere) {
				return all, fmt.Errorf("the search for %q found %d nominations", text, len(found.Items))
			}
		}
		all.p99, all.middle = append(all.p99, percentile(took, 0.99)), append(all.middle, percentile(took, 0.5))
	}
	return all, nil
}

// What is uploaded at once in the case of that name.
const (
	uploadsAtOnce = 16
	uploadBytes   = 20 << 20
)

// uploads sends files at once to a server that has just started and watches its memory.
func uploads(ctx context.Context, b *bench) ([]row, error) {
	s, err := b.grown(ctx)
	if err != nil {
		return nil, err
	}
	s.stop()
	if err := s.start(ctx); err != nil {
		return nil, err
	}
	c, err := dial(ctx, s.address)
	if err != nil {
		return nil, err
	}
	defer c.close()
	var dossier struct{ ID string }
	if err := exchange(c, s.producer, "POST", "/api/v1/editions/"+filing+"/nominations", map[string]string{"product": "Đo tải tệp"}, 201, &dossier); err != nil {
		return nil, err
	}
	idle, err := heapInUse(c)
	if err != nil {
		return nil, err
	}
	if err := s.forgetPeak(); err != nil {
		return nil, err
	}
	before, err := s.peak()
	if err != nil {
		return nil, err
	}
	heap, err := watchHeap(c, func() error {
		return uploadAll(ctx, "http://"+s.address+"/api/v1/nominations/"+dossier.ID+"/documents", s.producer)
	})
	if err != nil {
		return nil, err
	}
	after, err := s.peak()
	if err != nil {
		return nil, err
	}
	r := atMost(fmt.Sprintf("%d uploads of %d MB at once, heap that they add", uploadsAtOnce, uploadBytes>>20), []float64{max(0, heap-idle)}, 64, "MB")
	r.subject = fmt.Sprintf("heap %.0f MB before, %.0f MB at most; resident %.0f and %.0f MB", idle, heap, before, after)
	return []row{r}, nil
}

// uploadAll sends the files and demands that each is kept.
func uploadAll(ctx context.Context, address, token string) error {
	failures := make([]error, uploadsAtOnce)
	var all sync.WaitGroup
	for n := range uploadsAtOnce {
		all.Go(func() { failures[n] = uploadOne(ctx, address, token, n) })
	}
	all.Wait()
	return errors.Join(failures...)
}

func uploadOne(ctx context.Context, address, token string, n int) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := form.WriteField("kind", "other"); err != nil {
		return fmt.Errorf("write form: %w", err)
	}
	part, err := form.CreateFormFile("file", fmt.Sprintf("%d.pdf", n))
	if err != nil {
		return fmt.Errorf("write form: %w", err)
	}
	if _, err := part.Write(largePDF(uploadBytes, n)); err != nil {
		return fmt.Errorf("write form: %w", err)
	}
	if err := form.Close(); err != nil {
		return fmt.Errorf("write form: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, &body)
	if err != nil {
		return fmt.Errorf("make request: %w", err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Authorization", "Bearer "+token)
	answer, err := (&http.Client{Timeout: 5 * time.Minute}).Do(request)
	if err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusCreated {
		var said bytes.Buffer
		_, err := said.ReadFrom(answer.Body)
		return errors.Join(&statusError{answer.StatusCode, said.String()}, err)
	}
	return nil
}

// largePDF is a valid page of about that size, most of it one stream that nothing shows; n makes it another file.
func largePDF(size, n int) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(text string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), text)
	}
	b.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>")
	filler := strings.Repeat(fmt.Sprintf("%% %060d\n", n), (size-2000)/63)
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(filler), filler))
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.Bytes()
}

// watchHeap reads the heap in use while something is done and returns its largest value in MB.
func watchHeap(c *client, work func() error) (most float64, err error) {
	var stop atomic.Bool
	watched := make(chan error, 1)
	go func() {
		for !stop.Load() {
			heap, err := heapInUse(c)
			if err != nil {
				watched <- err
				return
			}
			most = max(most, heap)
			time.Sleep(20 * time.Millisecond)
		}
		watched <- nil
	}()
	err = work()
	stop.Store(true)
	return most, errors.Join(err, <-watched)
}

// heapInUse asks the server for its heap, in MB.
func heapInUse(c *client) (float64, error) {
	var answer bytes.Buffer
	status, err := c.do([]byte("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"), &answer)
	if err != nil {
		return 0, err
	}
	if status != 200 {
		return 0, &statusError{status, "/metrics"}
	}
	for line := range strings.Lines(answer.String()) {
		if value, ok := strings.CutPrefix(line, "go_memstats_heap_inuse_bytes "); ok {
			bytes, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				return 0, fmt.Errorf("read the heap in use: %w", err)
			}
			return bytes / (1 << 20), nil
		}
	}
	return 0, errors.New("the measures say nothing of the heap")
}

// restart kills the server while judges save and measures until it serves again, with a log to recover.
func restart(ctx context.Context, b *bench) ([]row, error) {
	s, err := b.grown(ctx)
	if err != nil {
		return nil, err
	}
	var ours, theirs []float64
	var smallest int64 = -1
	for range b.rounds {
		if err := s.readSheets(ctx); err != nil {
			return nil, err
		}
		savers, err := s.savers(connections)
		if err != nil {
			return nil, err
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_, _ = rate(ctx, s.address, savers, b.long) // its connections break, as they must
		}()
		time.Sleep(b.long / 2)
		s.kill()
		<-ended
		log, err := os.Stat(filepath.Join(s.data, "vinhdanh.db-wal"))
		if err != nil {
			return nil, fmt.Errorf("the killed server left no log: %w", err)
		}
		if smallest < 0 || log.Size() < smallest {
			smallest = log.Size()
		}
		if err := s.start(ctx); err != nil {
			return nil, err
		}
		ours = append(ours, float64(s.toServe.Microseconds())/1e6)
		bare, err := b.launchReference(ctx)
		if err != nil {
			return nil, err
		}
		theirs = append(theirs, float64(bare.toServe.Microseconds())/1e6)
		bare.stop()
	}
	r := atMost("killed while judges save, until it serves again", ours, 1, "s")
	r.subject += fmt.Sprintf(", log of at least %.1f MB", float64(smallest)/(1<<20))
	r.reference = fmt.Sprintf("%.2g s Echo from its start", median(theirs))
	return []row{r}, nil
}
