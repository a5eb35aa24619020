package main

import (
	"io"
	"sync"
	"time"
)

const (
	// gatherFor is how long a line of the log may wait for others before it is written.
	gatherFor = 200 * time.Millisecond
	// gatherMost is how many bytes wait at most; with as many they are written.
	gatherMost = 32 << 10
)

// lines writes a log's lines to its destination in their order, each with a write of its own, until gather is
// called: from then on many lines go out in one write. It is safe for concurrent use.
type lines struct {
	out       io.Writer
	mu        sync.Mutex
	gathering bool
	waiting   []byte
	timer     *time.Timer // writes what waits; nil until lines are gathered
}

// Write takes one line, or several, whole.
func (l *lines) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.gathering {
		return l.out.Write(line)
	}
	if len(l.waiting) == 0 {
		l.timer.Reset(gatherFor)
	}
	l.waiting = append(l.waiting, line...)
	if len(l.waiting) < gatherMost {
		return len(line), nil
	}
	return len(line), l.write()
}

// write is flush for who holds the lock.
func (l *lines) write() error {
	if len(l.waiting) == 0 {
		return nil
	}
	l.timer.Stop()
	_, err := l.out.Write(l.waiting)
	l.waiting = l.waiting[:0]
	return err
}

// flush writes what waits.
func (l *lines) flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.write()
}

// gather has lines wait for others until release is called.
func (l *lines) gather() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gathering = true
	l.timer = time.AfterFunc(gatherFor, func() {
		_ = l.flush() // who logs is not told either when a log cannot be written
	})
}

// release writes what waits, and from now on each line as it comes.
func (l *lines) release() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gathering = false
	return l.write()
}
