package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress says on a terminal how much of a long copy is done. A nil one says nothing.
type progress struct {
	to    io.Writer
	doing string
	bytes int64
	told  time.Time
}

// progress is nil unless standard error is a terminal.
func (s *session) progress(doing string) *progress {
	f, ok := s.stderr.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return &progress{to: f, doing: doing}
}

// begin counts another part of the work.
func (p *progress) begin(doing string) {
	if p != nil {
		p.doing, p.bytes, p.told = doing, 0, time.Time{}
	}
}

// add counts bytes and says so five times a second.
func (p *progress) add(n int64) {
	if p == nil {
		return
	}
	p.bytes += n
	if time.Since(p.told) > time.Second/5 {
		p.told = time.Now()
		fmt.Fprintf(p.to, "\r\x1b[K%s: %.1f MB", p.doing, float64(p.bytes)/1e6)
	}
}

// end clears the line.
func (p *progress) end() {
	if p != nil {
		fmt.Fprint(p.to, "\r\x1b[K")
	}
}
