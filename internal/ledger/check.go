package ledger

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// maxHole is how many leaves of one hole are named one by one.
const maxHole = 1000

// Check compares the stored ledger with itself, with the last published checkpoint, with a checkpoint
// that someone kept (nil for none) and with the record, and reports every difference. An error means that
// the check could not be made, not that it found something.
//
// Every leaf must hash to its place in the tree, the tree to the stored root and to each checkpoint; of
// every bound row the latest leaf must say what the row says now. Time is linear. Memory is the latest
// leaf of every bound row and a few kilobytes: about 1.2 KB a row, measured with
// 100,000 rows of 30 marks and one text.
func Check(ctx context.Context, src Source, kept *Checkpoint) ([]Finding, error) {
	head, err := src.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("check ledger: read head: %w", err)
	}
	published, err := src.Published(ctx)
	if err != nil {
		return nil, fmt.Errorf("check ledger: read published checkpoint: %w", err)
	}
	c := newChecker(head, src.Tables(), src.Hashes(ctx))
	c.target(published, "the last published checkpoint")
	c.target(kept, "the checkpoint given")
	for entry, err := range src.Leaves(ctx) {
		if err != nil {
			return nil, fmt.Errorf("check ledger: read leaves: %w", err)
		}
		if err := c.leaf(entry); err != nil {
			return nil, fmt.Errorf("check ledger: leaf %d: %w", entry.Index, err)
		}
	}
	if err := c.end(); err != nil {
		return nil, fmt.Errorf("check ledger: %w", err)
	}
	for row, err := range src.Rows(ctx) {
		if err != nil {
			return nil, fmt.Errorf("check ledger: read rows: %w", err)
		}
		c.row(row)
	}
	c.rowsGone()
	c.erased()
	return c.findings, nil
}

type rowKey struct{ table, id string }

// latest is the last leaf of a row; bad when the leaf itself was tampered with.
type latest struct {
	sealed Sealed
	bad    bool
}

// lostText is a text of a leaf whose salt is gone.
type lostText struct {
	index int64
	row   rowKey
	field string
}

// checker holds one check while it runs.
type checker struct {
	head     Head
	tree     *tree
	next     int64 // the index that the next leaf must have
	bound    map[string]bool
	latest   map[rowKey]latest
	lost     []lostText
	erasures map[rowKey]map[string]int64 // by row and field the index of the last erasure leaf
	findings []Finding
	seen     map[string]bool // findings' lines
}

func newChecker(head Head, tables []string, hashes tlog.HashReader) *checker {
	c := &checker{
		bound: map[string]bool{}, latest: map[rowKey]latest{},
		erasures: map[rowKey]map[string]int64{}, seen: map[string]bool{},
	}
	for _, table := range tables {
		c.bound[table] = true
	}
	if head.Size < 0 {
		c.report(Changed, tableHead, head.Size, "a size is not negative")
		head = EmptyHead()
	}
	c.head = head
	c.tree = &tree{report: c.report, stored: &storedHashes{reader: hashes, limit: tlog.StoredHashCount(head.Size)}}
	c.tree.targets = []target{{head, func() {
		c.report(Changed, tableHead, head.Size, "the leaves do not lead to the stored root")
	}}}
	return c
}

// report notes a finding about a part of the ledger once.
func (c *checker) report(kind FindingKind, table string, n int64, detail string) {
	c.note(Finding{kind, table, strconv.FormatInt(n, 10), detail})
}

func (c *checker) note(f Finding) {
	if line := f.String(); !c.seen[line] {
		c.seen[line] = true
		c.findings = append(c.findings, f)
	}
}

// target asks for the root at a checkpoint's size to be compared with the checkpoint's.
func (c *checker) target(p *Checkpoint, name string) {
	if p == nil {
		return
	}
	if p.Size > c.head.Size {
		c.report(Truncated, tableLeaves, c.head.Size, fmt.Sprintf("%s has %d leaves", name, p.Size))
		return
	}
	c.tree.targets = append(c.tree.targets, target{p.Head(), func() {
		c.report(Changed, tableLeaves, p.Size, "the leaves before this one do not lead to the root of "+name)
	}})
}

// leaf takes the next stored leaf: first any hole before it, then the leaf against itself and the tree,
// then what it says about its row.
func (c *checker) leaf(e Entry) error {
	if e.Index < c.next || e.Index >= c.head.Size {
		c.report(Extra, tableLeaves, e.Index, "a leaf that the tree does not hold")
		return nil
	}
	for lost := c.next; lost < e.Index; lost++ {
		if lost-c.next == maxHole {
			c.report(Missing, tableLeaves, lost, fmt.Sprintf("and all up to %d", e.Index-1))
			break
		}
		c.report(Missing, tableLeaves, lost, "a hole in the leaves")
	}
	if err := c.tree.fill(e.Index); err != nil {
		return err
	}
	c.next = e.Index + 1
	bad := false
	s := e.Sealed
	r, err := s.verified()
	if err != nil {
		bad = true
		c.report(Changed, tableLeaves, e.Index, fmt.Sprintf("%s %s: %v", s.Table, s.ID, err))
	}
	agrees, err := c.tree.add(tlog.RecordHash(s.Data()), true)
	if err != nil {
		return err
	}
	if !agrees {
		bad = true
		c.report(Changed, tableLeaves, e.Index, fmt.Sprintf("%s %s: the leaf does not agree with the tree", s.Table, s.ID))
	}
	c.remember(e.Index, s, r, bad)
	return nil
}

// remember keeps what later steps need of a leaf.
func (c *checker) remember(index int64, s Sealed, r record, bad bool) {
	row := rowKey{s.Table, s.ID}
	if c.bound[s.Table] {
		c.latest[row] = latest{s, bad}
	}
	for _, field := range r.erased(s.Salts) {
		c.lost = append(c.lost, lostText{index, row, field})
	}
	if erased, fields, ok := r.erasedFields(); ok && !bad {
		if c.erasures[erased] == nil {
			c.erasures[erased] = map[string]int64{}
		}
		for _, field := range fields {
			c.erasures[erased][field] = index
		}
	}
}

// end closes the tree: leaves that the head counts and nobody yielded were cut off.
func (c *checker) end() error {
	if c.next < c.head.Size {
		c.report(Truncated, tableLeaves, c.next, fmt.Sprintf("the head counts %d leaves", c.head.Size))
	}
	if err := c.tree.fill(c.head.Size); err != nil {
		return err
	}
	c.tree.close()
	return nil
}

// row compares a row of the record with its latest leaf.
func (c *checker) row(now Leaf) {
	row := rowKey{now.Table, now.ID}
	l, ok := c.latest[row]
	delete(c.latest, row)
	if !ok {
		c.note(Finding{Extra, row.table, row.id, "no leaf speaks of it"})
		return
	}
	if differ := Matches(l.sealed, now); len(differ) > 0 {
		c.note(Finding{Changed, row.table, row.id, strings.Join(differ, " ")})
	} else if l.bad {
		c.note(Finding{Changed, row.table, row.id, "its leaf was tampered with"})
	}
}

// rowsGone names the rows that have a leaf and were not met.
func (c *checker) rowsGone() {
	for _, row := range sortedRows(c.latest) {
		c.note(Finding{Missing, row.table, row.id, "its leaf stands, the row is gone"})
	}
}

// erased lists the texts whose salt is gone: erased where a later leaf says so, else a hole.
func (c *checker) erased() {
	fields := map[rowKey][]string{} // one finding a row, with all its fields
	for _, l := range c.lost {
		at, ok := c.erasures[l.row][l.field]
		if !ok || at <= l.index {
			c.report(Missing, tableLeaves, l.index, fmt.Sprintf("%s %s: the salt of %s is gone and no erasure says why", l.row.table, l.row.id, l.field))
			continue
		}
		if !slices.Contains(fields[l.row], l.field) {
			fields[l.row] = append(fields[l.row], l.field)
		}
	}
	for _, row := range sortedRows(fields) {
		c.note(Finding{Erased, row.table, row.id, strings.Join(fields[row], " ")})
	}
}

func sortedRows[V any](m map[rowKey]V) []rowKey {
	return slices.SortedFunc(maps.Keys(m), func(a, b rowKey) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.id, b.id))
	})
}
