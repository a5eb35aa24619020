package judging

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/ledger"
)

// BundleFinding is one thing that a check of a results bundle has to say.
type BundleFinding struct {
	// Kind is "changed" (it differs from the record or from what the rules make of it), "missing", "extra",
	// "unproven" (it does not stand in the signed log) or "refused" (the rules forbid it); "unchecked" is no
	// fault: the check was not asked for.
	Kind   string `json:"kind"`
	Thing  string `json:"thing"`  // "sheet", "pass", "ranking", …
	ID     string `json:"id"`     // of the row, or the number of the pass
	Detail string `json:"detail"` // what of it, for people, in English
}

// String is the finding's line.
func (f BundleFinding) String() string {
	line := f.Kind + " " + f.Thing
	if f.ID != "" {
		line += " " + f.ID
	}
	if f.Detail != "" {
		line += " " + f.Detail
	}
	return line
}

// Bad reports whether the finding means that the bundle cannot be trusted.
func (f BundleFinding) Bad() bool { return f.Kind != "unchecked" }

// BundleTrust is what a reader of a bundle knows from elsewhere.
type BundleTrust struct {
	// Keys are the verifiers of the log's published keys; nil leaves the signature unchecked.
	Keys note.Verifiers
	// Kept is a checkpoint kept elsewhere, such as the one printed on the minutes; nil for none.
	Kept *ledger.Checkpoint
}

// Check recomputes a bundle from what is in it: that every record stands in the log that the checkpoint signs,
// that what the bundle says agrees with its records, each pass's list of sheets, totals, means, ranking, ties,
// and that proposal and decisions keep the rules. It reports every difference; nil says that all holds.
func (b *Bundle) Check(trust BundleTrust) []BundleFinding {
	c := &bundleCheck{b: b, entries: map[string]*BundleNomination{}, judgeIDs: map[string]string{}, judgeNames: map[string]string{}}
	c.checkpoint(trust)
	c.rules()
	c.judges()
	c.nominations()
	var last []Ranked
	for i := range b.Passes {
		last = c.pass(i, &b.Passes[i])
	}
	if len(b.Passes) == 0 {
		c.note("missing", "pass", "1", "")
	}
	c.proposal(last)
	c.decisions()
	return c.findings
}

// bundleCheck holds one check while it runs.
type bundleCheck struct {
	b          *Bundle
	head       *ledger.Head // nil when the checkpoint cannot be read
	pack       *Pack        // nil when the rules cannot be read
	entries    map[string]*BundleNomination
	judgeIDs   map[string]string // by pseudonym
	judgeNames map[string]string // pseudonym by id
	findings   []BundleFinding
}

func (c *bundleCheck) note(kind, thing, id, format string, args ...any) {
	f := BundleFinding{kind, thing, id, fmt.Sprintf(format, args...)}
	if !slices.Contains(c.findings, f) {
		c.findings = append(c.findings, f)
	}
}

// differ notes that the bundle says another thing than its record.
func (c *bundleCheck) differ(thing, id, what string, said, record any) {
	if s, r := fmt.Sprint(said), fmt.Sprint(record); s != r {
		c.note("changed", thing, id, "%s: %s, its record says %s", what, shown(s), shown(r))
	}
}

// shown keeps an empty value visible.
func shown(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

func (c *bundleCheck) checkpoint(trust BundleTrust) {
	point, err := ledger.PeekCheckpoint(c.b.Checkpoint)
	if err != nil {
		c.note("unproven", "checkpoint", "", "%v", err)
		return
	}
	head := point.Head()
	c.head = &head
	size := strconv.FormatInt(point.Size, 10)
	if trust.Keys == nil {
		c.note("unchecked", "checkpoint", size, "signature: no key was given")
	} else if _, err := ledger.ParseCheckpoint(c.b.Checkpoint, trust.Keys); err != nil {
		c.note("unproven", "checkpoint", size, "signature: %v", err)
	}
	points := []ledger.Checkpoint{point}
	for _, e := range c.b.Earlier {
		if p, ok := c.earlier(e, head, trust.Keys); ok {
			points = append(points, p)
		}
	}
	if trust.Kept != nil {
		c.kept(*trust.Kept, points)
	}
}

func (c *bundleCheck) earlier(e BundleCheckpoint, head ledger.Head, keys note.Verifiers) (ledger.Checkpoint, bool) {
	p, err := ledger.PeekCheckpoint(e.Checkpoint)
	if err != nil {
		c.note("unproven", "checkpoint", "", "earlier one: %v", err)
		return p, false
	}
	size := strconv.FormatInt(p.Size, 10)
	if keys != nil {
		if _, err := ledger.ParseCheckpoint(e.Checkpoint, keys); err != nil {
			c.note("unproven", "checkpoint", size, "signature: %v", err)
			return p, false
		}
	}
	proof, err := readHashes(e.Proof)
	if err == nil {
		err = ledger.VerifyConsistency(proof, head, p.Head())
	}
	if err != nil {
		c.note("unproven", "checkpoint", size, "the log did not grow from it: %v", err)
	}
	return p, err == nil
}

// kept compares a checkpoint that somebody kept with those of the bundle.
func (c *bundleCheck) kept(kept ledger.Checkpoint, points []ledger.Checkpoint) {
	size := strconv.FormatInt(kept.Size, 10)
	for _, p := range points {
		if p.Size != kept.Size {
			continue
		}
		if p.Root != kept.Root || p.Origin != kept.Origin {
			c.note("changed", "checkpoint", size, "root: %s, the kept one says %s", p.Root, kept.Root)
		}
		return
	}
	c.note("unproven", "checkpoint", size, "the bundle proves nothing about the kept one")
}

func readHashes(texts []string) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(raw) != tlog.HashSize {
			return nil, fmt.Errorf("proof hash %d is no SHA-256", i)
		}
		hashes[i] = tlog.Hash(raw)
	}
	return hashes, nil
}

// open reads the record of a row and proves its leaf's place; nil when it cannot be read or is of another row.
// What does not stand in the log is noted and compared all the same.
func (c *bundleCheck) open(leaf *BundleLeaf, thing, id, table, row string) *ledger.Opened {
	record, err := openLeaf(leaf)
	if err != nil {
		c.note("unproven", thing, id, "record: %v", err)
		return nil
	}
	if record.Table != table || record.ID != row {
		c.note("unproven", thing, id, "record: it is of %s %s", record.Table, record.ID)
		return nil
	}
	proof, err := readHashes(leaf.Proof)
	if err == nil && c.head != nil {
		err = ledger.VerifyInclusion(proof, *c.head, leaf.Index, record.Data)
	}
	if err != nil {
		c.note("unproven", thing, id, "leaf %d: record, nonce and proof do not lead to the checkpoint (%v)", leaf.Index, err)
	}
	return record
}

func openLeaf(leaf *BundleLeaf) (*ledger.Opened, error) {
	nonce, err := hex.DecodeString(leaf.Nonce)
	if err != nil || len(nonce) != 16 {
		return nil, errors.New("the nonce is not 16 bytes in hexadecimal")
	}
	canonical, err := canonicalJSON(leaf.Record)
	if err != nil {
		return nil, err
	}
	record, err := ledger.Open(nonce, canonical)
	return &record, err
}

// text compares an opened text with the hash that the record holds of it.
func (c *bundleCheck) text(record *ledger.Opened, thing, id, field string, t BundleText) {
	if t == (BundleText{}) {
		c.note("unchecked", thing, id, "%s: not opened", field)
	} else if !record.Opens(field, t.Text, t.Salt) {
		c.note("changed", thing, id, "%s: %q is not the text of its record", field, t.Text)
	}
}

// body is a member of a record's body; what is absent is nil.
func body(record *ledger.Opened, key string) any { return record.Body[key] }

// bodyTexts is a member of a record's body as texts.
func bodyTexts(record *ledger.Opened, key string) []string {
	values, _ := body(record, key).([]any)
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = fmt.Sprint(v)
	}
	return texts
}

// CheckBundle reads and checks a bundle as it lies in a file; kept is the text of a checkpoint kept elsewhere, or
// empty. A file that is no bundle is the finding "unreadable".
func CheckBundle(data []byte, keys note.Verifiers, kept string) []BundleFinding {
	trust := BundleTrust{Keys: keys}
	if kept != "" {
		point, err := ledger.PeekCheckpoint(kept)
		if err == nil && keys != nil {
			point, err = ledger.ParseCheckpoint(kept, keys)
		}
		if err != nil {
			return []BundleFinding{{"unproven", "checkpoint", "", "the kept one: " + err.Error()}}
		}
		trust.Kept = &point
	}
	b, err := ReadBundle(data)
	if err != nil {
		return []BundleFinding{{"unreadable", "bundle", "", err.Error()}}
	}
	return b.Check(trust)
}
