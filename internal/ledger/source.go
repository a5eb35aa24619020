package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrHashMissing is wrapped by a Source's hash reader when one of the hashes asked for is not stored.
var ErrHashMissing = errors.New("stored hash missing")

// Entry is a stored leaf at its index, which counts from 0.
type Entry struct {
	Index  int64
	Sealed Sealed
}

// Source is what Check reads: the ledger as it is stored, and the record as it stands. All of it must
// come from one snapshot, for instance one read-only transaction. A cell that cannot be parsed is handed
// over empty, not as an error, so that the check can name it.
type Source interface {
	// Head is the stored size and root.
	Head(ctx context.Context) (Head, error)
	// Published is the last published checkpoint that is stored, or nil before the first.
	Published(ctx context.Context) (*Checkpoint, error)
	// Hashes reads stored hashes; one that is absent gives an error that wraps ErrHashMissing.
	Hashes(ctx context.Context) tlog.HashReader
	// Leaves yields every stored leaf by ascending index.
	Leaves(ctx context.Context) iter.Seq2[Entry, error]
	// Tables names the bound tables: those of which every row has a leaf.
	Tables() []string
	// Rows yields for every row of every bound table the leaf that it makes today.
	Rows(ctx context.Context) iter.Seq2[Leaf, error]
}

// FindingKind says what is wrong with a row.
type FindingKind string

// The kinds of findings.
const (
	Changed   FindingKind = "changed"   // it differs from what was sealed
	Missing   FindingKind = "missing"   // it was sealed and is gone
	Extra     FindingKind = "extra"     // it stands in the record and was never sealed
	Truncated FindingKind = "truncated" // leaves from this index on are gone
	Erased    FindingKind = "erased"    // a text was erased, and a leaf says why; this is no fault
)

// The names under which findings speak of the ledger's own parts.
const (
	tableLeaves = "ledger_leaves" // ID is the leaf's index
	tableHashes = "ledger_hashes" // ID is the stored hash index
	tableHead   = "ledger_head"   // ID is the size
)

// Finding is one thing that a check has to say about one row.
type Finding struct {
	Kind   FindingKind `json:"kind"`
	Table  string      `json:"table"`
	ID     string      `json:"id"`
	Detail string      `json:"detail,omitempty"` // for people, in English
}

// String is the finding's line: kind, table and id, each in one word.
func (f Finding) String() string { return fmt.Sprintf("%s %s %s", f.Kind, f.Table, f.ID) }

// Bad reports whether the finding means that the record cannot be trusted as it stands.
func (f Finding) Bad() bool { return f.Kind != Erased }

// KindErasure is the kind of the leaf that ErasureLeaf makes.
const KindErasure = "erasure"

// ErasureLeaf says that the salts of the named texts of one row were erased, and why. It covers the leaves
// before it only. Table and id are those of the row that records the erasure itself.
func ErasureLeaf(table, id string, at time.Time, erasedTable, erasedID string, fields []string, reason string) Leaf {
	return Leaf{
		Kind: KindErasure, Table: table, ID: id, At: at,
		Body:  map[string]any{"erased_table": erasedTable, "erased_id": erasedID, "erased_fields": strings.Join(fields, " ")},
		Texts: map[string]string{"reason": reason},
	}
}

// erasedFields is the reverse of ErasureLeaf; ok is false for any other leaf.
func (r record) erasedFields() (row rowKey, fields []string, ok bool) {
	if r.kind != KindErasure {
		return rowKey{}, nil, false
	}
	table, ok1 := r.body["erased_table"].(string)
	id, ok2 := r.body["erased_id"].(string)
	list, ok3 := r.body["erased_fields"].(string)
	return rowKey{table, id}, strings.Fields(list), ok1 && ok2 && ok3
}
