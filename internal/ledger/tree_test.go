package ledger

import (
	"encoding/binary"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// hashList is a store of hashes in memory, by stored hash index.
type hashList []tlog.Hash

func (l hashList) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(l)) {
			return nil, fmt.Errorf("hash %d: %w", index, ErrHashMissing)
		}
		hashes[i] = l[index]
	}
	return hashes, nil
}

// records makes n records that all differ.
func records(n int) [][]byte {
	data := make([][]byte, n)
	for i := range data {
		data[i] = binary.BigEndian.AppendUint32([]byte("leaf "), uint32(i))
	}
	return data
}

// grow appends the records in batches of the given sizes.
func grow(t rapid.TB, data [][]byte, batches []int) (Head, hashList) {
	head, stored := EmptyHead(), hashList{}
	for _, n := range append(batches, len(data)) {
		n = min(n, len(data))
		got, err := AppendRecords(head, stored, data[:n])
		if err != nil {
			t.Fatalf("append %d records to %d: %v", n, head.Size, err)
		}
		if got.First != int64(len(stored)) {
			t.Fatalf("the hashes start at %d, %d are stored", got.First, len(stored))
		}
		stored, head, data = append(stored, got.Hashes...), got.Head, data[n:]
	}
	return head, stored
}

// TestTreeIsTlogs compares, for any batches, what is stored with tlog's own way of storing, and the
// proofs with tlog's own checks.
func TestTreeIsTlogs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := records(rapid.IntRange(1, 600).Draw(t, "records"))
		head, stored := grow(t, data, rapid.SliceOf(rapid.IntRange(0, 70)).Draw(t, "batches"))
		var want hashList
		for i, d := range data {
			hashes, err := tlog.StoredHashes(int64(i), d, want)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, hashes...)
		}
		if len(stored) != len(want) {
			t.Fatalf("%d hashes stored, tlog stores %d", len(stored), len(want))
		}
		for i := range want {
			if stored[i] != want[i] {
				t.Fatalf("stored hash %d differs from tlog's", i)
			}
		}
		root, err := Root(int64(len(data)), want)
		if err != nil || root != head.Root || head.Size != int64(len(data)) {
			t.Fatalf("head %v, want root %v of %d: %v", head, root, len(data), err)
		}
		index := rapid.Int64Range(0, head.Size-1).Draw(t, "index")
		proof, err := InclusionProof(head.Size, index, stored)
		if err != nil {
			t.Fatal(err)
		}
		if err := VerifyInclusion(proof, head, index, data[index]); err != nil {
			t.Fatalf("a true proof fails: %v", err)
		}
		if VerifyInclusion(proof, head, index, []byte("another")) == nil {
			t.Fatal("a proof holds for another leaf")
		}
		older := Head{Size: index + 1}
		if older.Root, err = Root(older.Size, stored); err != nil {
			t.Fatal(err)
		}
		consistent, err := ConsistencyProof(head.Size, older.Size, stored)
		if err != nil {
			t.Fatal(err)
		}
		if err := VerifyConsistency(consistent, head, older); err != nil {
			t.Fatalf("a true consistency proof fails: %v", err)
		}
		older.Root[0] ^= 1
		if VerifyConsistency(consistent, head, older) == nil {
			t.Fatal("a consistency proof holds for another root")
		}
	})
}

func TestAppendReadsOnce(t *testing.T) {
	head, stored := grow(t, records(1000), nil)
	calls := 0
	counting := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		calls++
		return stored.ReadHashes(indexes)
	})
	if _, err := AppendRecords(head, counting, records(300)); err != nil {
		t.Fatal(err)
	}
	if calls != 1 {
		t.Errorf("appending 300 records read stored hashes %d times, want once", calls)
	}
}

func TestAppendRefuses(t *testing.T) {
	head, stored := grow(t, records(11), nil)
	wrong := append(hashList{}, stored...)
	wrong[tlog.StoredHashIndex(3, 0)][5] ^= 1
	tests := []struct {
		name   string
		head   Head
		stored hashList
	}{
		{"an altered node", head, wrong},
		{"an altered root", Head{Size: head.Size}, stored},
		{"a smaller size", Head{Size: head.Size - 1, Root: head.Root}, stored},
		{"hashes that are gone", head, stored[:3]},
		{"a negative size", Head{Size: -1}, stored},
	}
	for _, tt := range tests {
		if _, err := AppendRecords(tt.head, tt.stored, records(1)); err == nil {
			t.Errorf("%s: appended", tt.name)
		}
	}
}

func TestVerifyInclusionBounds(t *testing.T) {
	head, stored := grow(t, records(4), nil)
	proof, err := InclusionProof(4, 3, stored)
	if err != nil {
		t.Fatal(err)
	}
	for _, index := range []int64{-1, 4} {
		if VerifyInclusion(proof, head, index, records(4)[3]) == nil {
			t.Errorf("leaf %d of a tree of 4 was found", index)
		}
	}
	if VerifyConsistency(nil, head, Head{Size: 0}) == nil {
		t.Error("a tree is consistent with an older one of no leaves and no root")
	}
}
