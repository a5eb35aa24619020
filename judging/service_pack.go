package judging

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"vinhdanh/internal/fault"
)

// packCache keeps parsed rule packs by the hash of their text; a pack never changes once read.
type packCache struct {
	mu    sync.Mutex
	packs map[[sha256.Size]byte]*Pack
	last  atomic.Pointer[lastPack]
}

// lastPack spares the hash of the rules that everybody asks for while one edition is judged: equal texts, mostly
// the same one in memory, are compared faster.
type lastPack struct {
	rules []byte
	pack  *Pack
}

// maxCachedPacks bounds the cache; an installation has a few rule packs, each about 100 kB when parsed.
const maxCachedPacks = 64

// Pack is the edition's rule pack.
func (s *Service) Pack(e Edition) (*Pack, error) {
	if last := s.cache.last.Load(); last != nil && bytes.Equal(last.rules, e.Rules) {
		return last.pack, nil
	}
	p, err := s.hashedPack(e)
	if err == nil {
		s.cache.last.Store(&lastPack{bytes.Clone(e.Rules), p})
	}
	return p, err
}

func (s *Service) hashedPack(e Edition) (*Pack, error) {
	key := sha256.Sum256(e.Rules)
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	if p := s.cache.packs[key]; p != nil {
		return p, nil
	}
	p, err := ParsePack(e.Rules)
	if err != nil {
		return nil, fmt.Errorf("read rules of edition %s: %w", e.Slug, err)
	}
	if s.cache.packs == nil || len(s.cache.packs) >= maxCachedPacks {
		s.cache.packs = map[[sha256.Size]byte]*Pack{}
	}
	s.cache.packs[key] = p
	return p, nil
}

// readRules turns what a caller gives as rules, the id of an embedded pack or a pack itself, into a
// checked pack. Faults of the pack are named below "rules".
func (s *Service) readRules(raw json.RawMessage) (*Pack, error) {
	var id string
	data := []byte(raw)
	if json.Unmarshal(raw, &id) == nil {
		var err error
		if data, err = s.packs(id); err != nil {
			if fault.KindOf(err) == fault.NotFound {
				return nil, fieldFault("rules", "unknown_value", "allowed", "vn-cnnt-2025, vn-cnnt-2018, generic")
			}
			return nil, err
		}
	}
	p, err := ParsePack(data)
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		var fields fault.Fields
		for _, x := range f.Fields {
			name := "rules"
			if x.Field != "" {
				name += "." + x.Field
			}
			fields.Put(fault.Field{Field: name, Code: x.Code, Args: x.Args})
		}
		if fields.Empty() {
			return nil, fieldFault("rules", f.Code)
		}
		return nil, fields.Err()
	}
	return p, err
}

func fieldFault(field, code string, pairs ...any) error {
	var f fault.Fields
	f.Add(field, code, pairs...)
	return f.Err()
}
