package ledger

import (
	"errors"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// Head is the state of the whole tree: how many leaves it has and the root hash over them.
type Head struct {
	Size int64
	Root tlog.Hash
}

// EmptyHead is the head of a tree without leaves.
func EmptyHead() Head {
	root, err := tlog.TreeHash(0, nil)
	if err != nil {
		panic(err) // the empty tree reads nothing
	}
	return Head{Root: root}
}

// Appended is what a call of AppendRecords leaves to be stored.
type Appended struct {
	// First is the stored hash index (tlog.StoredHashIndex) of Hashes[0]; the others follow without a gap.
	First  int64
	Hashes []tlog.Hash
	Head   Head
}

// AppendRecords adds the records (Sealed.Data of each leaf, in order) to the tree of the given head. It
// reads at most 62 stored hashes, in one call, however many records there are, and refuses to go on when
// those do not lead to the head's root.
func AppendRecords(head Head, reader tlog.HashReader, data [][]byte) (Appended, error) {
	e, err := readEdge(head.Size, reader)
	if err != nil {
		return Appended{}, fmt.Errorf("append to ledger of %d leaves: %w", head.Size, err)
	}
	root, err := e.root()
	if err != nil {
		return Appended{}, err
	}
	if root != head.Root {
		return Appended{}, fmt.Errorf("append to ledger of %d leaves: the stored hashes do not lead to the stored root", head.Size)
	}
	out := Appended{First: tlog.StoredHashCount(head.Size)}
	for _, d := range data {
		hashes, err := e.add(tlog.RecordHash(d))
		if err != nil {
			return Appended{}, err
		}
		out.Hashes = append(out.Hashes, hashes...)
	}
	out.Head.Size = e.size
	out.Head.Root, err = e.root()
	return out, err
}

// Root is the root hash of the first size leaves.
func Root(size int64, reader tlog.HashReader) (tlog.Hash, error) {
	if size < 0 {
		return tlog.Hash{}, fmt.Errorf("root of %d leaves: a size is not negative", size)
	}
	return tlog.TreeHash(size, reader)
}

// InclusionProof proves that leaf index is part of the tree of size leaves; it holds at most
// 63 hashes, from the leaf's sibling upwards.
func InclusionProof(size, index int64, reader tlog.HashReader) (tlog.RecordProof, error) {
	return tlog.ProveRecord(size, index, reader)
}

// ConsistencyProof proves that the tree of newer leaves continues the one of older leaves.
func ConsistencyProof(newer, older int64, reader tlog.HashReader) (tlog.TreeProof, error) {
	return tlog.ProveTree(newer, older, reader)
}

// VerifyInclusion checks a proof that data (Sealed.Data) is leaf index of the tree of that head.
func VerifyInclusion(proof tlog.RecordProof, head Head, index int64, data []byte) error {
	if index < 0 || index >= head.Size {
		return fmt.Errorf("verify inclusion: leaf %d is not below the size %d", index, head.Size)
	}
	return tlog.CheckRecord(proof, head.Size, head.Root, index, tlog.RecordHash(data))
}

// VerifyConsistency checks a proof that the newer head continues the older one.
func VerifyConsistency(proof tlog.TreeProof, newer, older Head) error {
	if older.Size < 1 || older.Size > newer.Size {
		return fmt.Errorf("verify consistency: the older size %d is not within 1 and %d", older.Size, newer.Size)
	}
	return tlog.CheckTree(proof, newer.Size, newer.Root, older.Size, older.Root)
}

// edge is the right edge of a growing tree: of each level the last complete node. It is all that is
// needed to add leaves and to compute the root, so that either needs no storage beyond these hashes.
type edge struct {
	size int64
	last [63]tlog.Hash // by level; level l is set once size >= 1<<l
}

// readEdge reads the edge of a tree of that size: one hash for each bit of the size that is set. Levels
// whose bit is clear are not needed before they are overwritten.
func readEdge(size int64, reader tlog.HashReader) (*edge, error) {
	if size < 0 {
		return nil, errors.New("a size is not negative")
	}
	e := &edge{size: size}
	var indexes []int64
	var levels []int
	for rest := uint64(size); rest != 0; {
		level := bits.Len64(rest) - 1
		indexes = append(indexes, tlog.StoredHashIndex(level, size>>level-1))
		levels = append(levels, level)
		rest &^= 1 << level
	}
	if len(indexes) == 0 {
		return e, nil
	}
	hashes, err := reader.ReadHashes(indexes)
	if err != nil {
		return nil, fmt.Errorf("read the tree's edge: %w", err)
	}
	if len(hashes) != len(indexes) {
		return nil, fmt.Errorf("read the tree's edge: %d hashes for %d indexes", len(hashes), len(indexes))
	}
	for i, level := range levels {
		e.last[level] = hashes[i]
	}
	return e, nil
}

// ReadHashes serves the nodes of the edge; tlog asks for no others while a tree grows by one leaf.
func (e *edge) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, _ := tlog.SplitStoredHashIndex(index)
		hashes[i] = e.last[level]
	}
	return hashes, nil
}

// add appends one leaf by its record hash and returns the hashes that it completes, in stored order.
func (e *edge) add(record tlog.Hash) ([]tlog.Hash, error) {
	hashes, err := tlog.StoredHashesForRecordHash(e.size, record, e)
	if err != nil {
		return nil, err
	}
	copy(e.last[:], hashes)
	e.size++
	return hashes, nil
}

func (e *edge) root() (tlog.Hash, error) { return tlog.TreeHash(e.size, e) }
