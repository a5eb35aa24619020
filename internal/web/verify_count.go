package web

import (
	"context"
	"sync"

	"vinhdanh/certificates"
)

// lookupCounts counts in memory how often codes were looked up, and nothing else of who asked. What is counted is
// written by FlushLookups; at a crash what was counted since is lost.
type lookupCounts struct{ shards [shards]lookupShard }

type lookupShard struct {
	mu sync.Mutex
	n  map[[12]byte]int
}

// add counts look-ups of a code, in small letters without dashes.
func (l *lookupCounts) add(code [12]byte, n int) {
	s := &l.shards[(code[0]^code[5]^code[10])%shards]
	s.mu.Lock()
	if s.n == nil {
		s.n = map[[12]byte]int{}
	}
	s.n[code] += n
	s.mu.Unlock()
}

// addCode is add for a printed code.
func (l *lookupCounts) addCode(printed string, n int) {
	var code [12]byte
	copy(code[:], lowerCode(printed))
	l.add(code, n)
}

// take is what was counted since it was last taken, by printed code.
func (l *lookupCounts) take() map[string]int {
	all := map[string]int{}
	for i := range l.shards {
		s := &l.shards[i]
		s.mu.Lock()
		taken := s.n
		s.n = nil
		s.mu.Unlock()
		for code, n := range taken {
			if parsed, err := certificates.ParseCode(string(code[:])); err == nil {
				all[parsed.String()] += n // an address may spell 0 as o
			}
		}
	}
	return all
}

// FlushLookups writes the look-ups that were counted since it was last called; what cannot be written counts on. More
// than least on a day may be unusual, of which the secretariat is told; 0 tells nobody.
func (s *Server) FlushLookups(ctx context.Context, least int) error {
	counts := s.lookups.take()
	err := s.Certificates.CountLookups(ctx, counts, least)
	if err != nil {
		for code, n := range counts {
			s.lookups.addCode(code, n)
		}
	}
	return err
}
