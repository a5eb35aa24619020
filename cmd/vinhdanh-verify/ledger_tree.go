package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// This file computes the tree of RFC 6962 by itself, from its text alone: not one line is shared with the program that
// writes the log, so that an error in that one is not repeated here.

// treeHash is the SHA-256 of a node.
type treeHash [sha256.Size]byte

func (h treeHash) String() string { return base64.StdEncoding.EncodeToString(h[:]) }

// leafHash is RFC 6962, 2.1: SHA-256(0x00 || data).
func leafHash(data []byte) treeHash { return sha256.Sum256(append([]byte{0}, data...)) }

// nodeHash is RFC 6962, 2.1: SHA-256(0x01 || left || right).
func nodeHash(left, right treeHash) treeHash {
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

// frontier is a growing tree: for each bit of its size that is set the root of a perfect subtree, the largest first.
type frontier struct {
	size  int64
	roots []treeHash
}

func (f *frontier) add(leaf treeHash) {
	for n := f.size; n&1 == 1; n >>= 1 {
		last := len(f.roots) - 1
		leaf = nodeHash(f.roots[last], leaf)
		f.roots = f.roots[:last]
	}
	f.roots = append(f.roots, leaf)
	f.size++
}

// root is the tree's hash: the perfect subtrees joined from the right. Of no leaves it is the hash of nothing.
func (f *frontier) root() treeHash {
	if f.size == 0 {
		return sha256.Sum256(nil)
	}
	h := f.roots[len(f.roots)-1]
	for i := len(f.roots) - 2; i >= 0; i-- {
		h = nodeHash(f.roots[i], h)
	}
	return h
}

// included is the check of an inclusion proof, RFC 9162, 2.1.3.2.
func included(leaf treeHash, index, size int64, proof []treeHash, root treeHash) error {
	if index < 0 || index >= size {
		return fmt.Errorf("leaf %d is not below the size %d", index, size)
	}
	inner := bits.Len64(uint64(index ^ (size - 1)))
	want := inner + bits.OnesCount64(uint64(index)>>inner)
	if len(proof) != want {
		return fmt.Errorf("the proof has %d hashes, a proof of leaf %d of %d has %d", len(proof), index, size, want)
	}
	h := leaf
	for i, p := range proof {
		if i < inner && index>>i&1 == 0 {
			h = nodeHash(h, p)
		} else {
			h = nodeHash(p, h)
		}
	}
	if h != root {
		return fmt.Errorf("record and proof lead to the root %s, the checkpoint says %s", h, root)
	}
	return nil
}

const width = 256 // hashes of a full tile, entries of a full bundle

// resource is a tile's address below the log's, C2SP tlog-tiles; w is its width. level is "entries" for bundles.
func resource(level string, n int64, w int) string {
	name := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		name = fmt.Sprintf("x%03d/%s", n%1000, name)
	}
	if w < width {
		name += fmt.Sprintf(".p/%d", w)
	}
	return "tile/" + level + "/" + name
}

// unbundle takes an entry bundle apart: of each entry its length in two bytes, big-endian, and its bytes.
func unbundle(b []byte) (entries [][]byte, err error) {
	for len(b) > 0 {
		if len(b) < 2 {
			return entries, errors.New("cut within a length")
		}
		n := int(binary.BigEndian.Uint16(b))
		if len(b) < 2+n {
			return entries, errors.New("cut within an entry")
		}
		entries, b = append(entries, b[2:2+n]), b[2+n:]
	}
	return entries, nil
}
