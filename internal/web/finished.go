package web

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// finishedBytes and unknownBytes bound the memory of finished answers, 64 MB in all: those about
	// certificates, and apart from them those about codes that were never issued.
	finishedBytes = 60 << 20
	unknownBytes  = 4 << 20

	// unknownFor is how long a code counts as never issued.
	unknownFor = 5 * time.Second

	shards = 32
	// seenSlots is how many keys that were asked for once are remembered, at four bytes each.
	seenSlots = 1 << 16
	// overhead is what a kept answer costs beside its bytes: itself, its places in map and ring.
	overhead = 512
)

// finishedKey names an answer: the code as the address spells it, in small letters without dashes, and what
// else of the request changes its bytes.
type finishedKey struct {
	code [12]byte
	kind answerKind
}

// wordless is the key of a certificate's JSON, which is the same in every language and for every spelling.
func (k finishedKey) wordless() finishedKey {
	if k.kind&asJSON != 0 {
		k.kind = asJSON
	}
	return k
}

// answerKind are the bits of a request that change the answer about a code.
type answerKind uint8

const (
	asJSON    answerKind = 1 << iota // the API's, else the page
	inEN                             // English, else Vietnamese
	packed                           // compressed
	dashed                           // the code is spelled as printed, which the page's links repeat
	elsewise                         // asked under another name than the base URL's, which the page remarks on
	saidVI                           // the address says ?lang=vi, which the page's links may repeat
	anyTongue                        // Accept-Language decides about the language of the API's refusals

	kindBits = iota
)

// finished is an answer that can go out again.
type finished struct {
	key        finishedKey
	status     int
	header     *sharedHeader // never changed; without the request's id and the length
	body       *pieces
	shares     bool        // the body with others, which answer for its memory
	generation int64       // of certificates, at which it was true
	day        string      // in Vietnam, on which it was true
	until      time.Time   // of an unknown code; zero for ever
	used       atomic.Bool // since the hand passed
	place      int         // in its shard's ring
}

func (f *finished) size() int {
	if f.shares {
		return overhead
	}
	n := f.body.size()
	return n + n/8 + overhead // what the allocator adds at most
}

// standsAt reports whether the answer is still true: nothing about certificates changed, it is the same day
// in Vietnam, so that none ran out and no act took effect since, and an unknown code is not old.
func (f *finished) standsAt(generation int64, day string, now time.Time) bool {
	return f.generation == generation && f.day == day && (f.until.IsZero() || now.Before(f.until))
}

// finishedAnswers keeps answers within a bound of bytes. Keys are admitted when they are asked for a second
// time, so that a walk over all codes pushes out nothing that many ask for.
type finishedAnswers struct {
	seed   maphash.Seed
	most   int // bytes of a shard
	shards [shards]finishedShard
	seen   [seenSlots]atomic.Uint32
}

// finishedShard is a part with a lock of its own. Its ring is looked over by a hand that drops what nobody
// asked for since it last passed, and at once what is no longer true.
type finishedShard struct {
	mu   sync.RWMutex
	kept map[finishedKey]*finished
	ring []*finished
	hand int
	size int
}

func newFinishedAnswers(most int) *finishedAnswers {
	return &finishedAnswers{seed: maphash.MakeSeed(), most: most / shards}
}

func (a *finishedAnswers) of(key finishedKey) *finishedShard {
	return &a.shards[maphash.Comparable(a.seed, key)%shards]
}

// get is the answer that stands, or nil.
func (a *finishedAnswers) get(key finishedKey, generation int64, day string, now time.Time) *finished {
	s := a.of(key)
	s.mu.RLock()
	f := s.kept[key]
	s.mu.RUnlock()
	if f == nil || !f.standsAt(generation, day, now) {
		return nil
	}
	if !f.used.Load() {
		f.used.Store(true)
	}
	return f
}

// note remembers that a key was asked for, asked whether it was, as far as is remembered.
func (a *finishedAnswers) note(key finishedKey) {
	slot, mark := a.slot(key)
	slot.Store(mark)
}

func (a *finishedAnswers) asked(key finishedKey) bool {
	slot, mark := a.slot(key)
	return slot.Load() == mark
}

func (a *finishedAnswers) slot(key finishedKey) (*atomic.Uint32, uint32) {
	h := maphash.Comparable(a.seed, key)
	return &a.seen[h>>16%seenSlots], uint32(h>>32) | 1
}

// put keeps an answer in place of an older one under the same key. One that is larger than a shard is not
// kept.
func (a *finishedAnswers) put(f *finished) {
	s := a.of(f.key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.kept[f.key]; old != nil {
		s.remove(old)
	}
	if f.size() > a.most {
		return
	}
	for s.size+f.size() > a.most {
		s.dropOne(f)
	}
	if s.kept == nil {
		s.kept = map[finishedKey]*finished{}
	}
	f.place = len(s.ring)
	s.kept[f.key], s.ring = f, append(s.ring, f)
	s.size += f.size()
}

// dropOne moves the hand to the next answer that nobody asked for, or that is of another generation or day
// than a newer one, and drops it.
func (s *finishedShard) dropOne(newer *finished) {
	for {
		s.hand %= len(s.ring)
		f := s.ring[s.hand]
		if f.generation != newer.generation || f.day != newer.day || !f.used.Swap(false) {
			s.remove(f)
			return
		}
		s.hand++
	}
}

func (s *finishedShard) remove(f *finished) {
	last := len(s.ring) - 1
	s.ring[f.place] = s.ring[last]
	s.ring[f.place].place = f.place
	s.ring[last] = nil
	s.ring = s.ring[:last]
	delete(s.kept, f.key)
	s.size -= f.size()
}

// bytes is what the answers take.
func (a *finishedAnswers) bytes() (n int) {
	for i := range a.shards {
		s := &a.shards[i]
		s.mu.RLock()
		n += s.size
		s.mu.RUnlock()
	}
	return n
}
