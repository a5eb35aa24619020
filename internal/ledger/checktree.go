package ledger

import (
	"errors"

	"golang.org/x/mod/sumdb/tlog"
)

// target is a root that the tree must have at a size, and what to do when it has another.
type target struct {
	head Head
	fail func()
}

// tree grows again, leaf by leaf, the tree that is stored, and compares each node.
type tree struct {
	edge    edge
	stored  *storedHashes
	targets []target
	broken  bool // a leaf and its stored hash are both gone: no root beyond can be known
	report  func(kind FindingKind, table string, n int64, detail string)
}

// add takes the next leaf's record hash; known is false when the leaf itself is gone. It reports whether
// the stored hash agrees. The tree goes on with the stored hash, so that one altered leaf is named alone
// and the roots still tell whether leaf or hash was altered.
func (t *tree) add(record tlog.Hash, known bool) (agrees bool, err error) {
	if t.broken {
		return true, nil
	}
	t.compareRoots()
	first := tlog.StoredHashIndex(0, t.edge.size)
	stored, ok, err := t.stored.at(first)
	if err != nil {
		return false, err
	}
	switch {
	case !ok && !known:
		t.broken = true
		return false, nil
	case !ok:
		t.report(Missing, tableHashes, first, "the hash of a leaf")
		stored = record
	case !known:
		record = stored
	}
	hashes, err := t.edge.add(stored)
	if err != nil {
		return false, err
	}
	for i, h := range hashes[1:] {
		index := first + 1 + int64(i)
		node, ok, err := t.stored.at(index)
		if err != nil {
			return false, err
		}
		if !ok {
			t.report(Missing, tableHashes, index, "a node of the tree")
		} else if node != h {
			t.report(Changed, tableHashes, index, "a node of the tree is not the hash of those below it")
		}
	}
	return record == stored, nil
}

// fill grows the tree by stored hashes alone up to a size, as far as they go.
func (t *tree) fill(size int64) error {
	for t.edge.size < size && !t.broken {
		if _, err := t.add(tlog.Hash{}, false); err != nil {
			return err
		}
	}
	return nil
}

// compareRoots looks whether the tree has just reached a target.
func (t *tree) compareRoots() {
	for _, g := range t.targets {
		if g.head.Size != t.edge.size {
			continue
		}
		if root, err := t.edge.root(); err != nil || root != g.head.Root {
			g.fail()
		}
	}
}

// close compares the roots at the final size and fails the targets that a broken tree never reached.
func (t *tree) close() {
	if !t.broken {
		t.compareRoots()
		return
	}
	for _, g := range t.targets {
		if g.head.Size > t.edge.size {
			g.fail()
		}
	}
}

// readAhead is how many stored hashes are read at once.
const readAhead = 1024

// storedHashes reads stored hashes in ascending order, ahead in blocks; an absent one is no error.
type storedHashes struct {
	reader tlog.HashReader
	from   int64
	block  []tlog.Hash
	absent map[int64]bool
	limit  int64 // stored hash count of the whole tree
}

// at is the hash of that index and whether it is stored.
func (s *storedHashes) at(index int64) (tlog.Hash, bool, error) {
	if index < s.from || index >= s.from+int64(len(s.block)) {
		if err := s.read(index); err != nil {
			return tlog.Hash{}, false, err
		}
	}
	return s.block[index-s.from], !s.absent[index], nil
}

func (s *storedHashes) read(from int64) error {
	to := max(from+1, min(from+readAhead, s.limit))
	indexes := make([]int64, 0, to-from)
	for i := from; i < to; i++ {
		indexes = append(indexes, i)
	}
	s.from, s.absent = from, map[int64]bool{}
	var err error
	if s.block, err = s.reader.ReadHashes(indexes); !errors.Is(err, ErrHashMissing) {
		return err
	}
	s.block = make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		one, err := s.reader.ReadHashes([]int64{index})
		switch {
		case errors.Is(err, ErrHashMissing):
			s.absent[index] = true
		case err != nil:
			return err
		default:
			s.block[i] = one[0]
		}
	}
	return nil
}
