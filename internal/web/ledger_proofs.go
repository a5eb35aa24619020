package web

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
)

type ledgerStateJSON struct {
	Origin     string         `json:"origin"`
	Size       int64          `json:"size"`
	Root       string         `json:"root"`
	Checkpoint string         `json:"checkpoint"`
	Published  time.Time      `json:"published_at"`
	Witnesses  []witnessJSON  `json:"witnesses"`
	Timestamp  *timestampJSON `json:"timestamp"`
}

type witnessJSON struct {
	Name     string    `json:"name"`
	Key      string    `json:"key"` // "<name>+<key hash>"
	SignedAt time.Time `json:"signed_at"`
}

type timestampJSON struct {
	At  time.Time `json:"at"`
	URL string    `json:"url"`
}

// showLedgerState is the last published checkpoint with what others said of it.
func (s *Server) showLedgerState(c echo.Context) error {
	p, err := s.lastPublished(c.Request().Context())
	if err != nil {
		return err
	}
	if p.Size == 0 {
		return fault.New(fault.NotFound, "not_found")
	}
	point, err := ledger.PeekCheckpoint(p.Signed)
	if err != nil {
		return err
	}
	out := ledgerStateJSON{Origin: point.Origin, Size: p.Size, Root: point.Root.String(), Checkpoint: p.Text(), Published: p.At.UTC(),
		Witnesses: []witnessJSON{}}
	for _, w := range p.Cosignatures {
		out.Witnesses = append(out.Witnesses, witnessJSON{w.Name(), w.Witness, w.At.UTC()})
	}
	if len(p.Stamp) > 0 {
		out.Timestamp = &timestampJSON{p.Stamped.UTC(), fmt.Sprintf("%s/ledger/timestamp/%d.tsr", s.BaseURL, p.Size)}
	}
	return reply(c, http.StatusOK, out)
}

// within reads a whole number of the query between two bounds. What lies beyond the published size is out of range
// like any other number, so that nobody learns by asking whether the log has grown.
func within(c echo.Context, name string, least, most, otherwise int64, faults *fault.Fields) int64 {
	raw := c.QueryParam(name)
	if raw == "" && otherwise >= 0 {
		return otherwise
	}
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil || n < least || n > most {
		faults.Add(name, "out_of_range", "min", least, "max", most)
	}
	return n
}

// publishedSize is the size up to which anything is told; not_found before the first checkpoint.
func (s *Server) publishedSize(ctx context.Context) (int64, error) {
	_, size, err := s.published(ctx)
	if err == nil && size == 0 {
		err = fault.New(fault.NotFound, "not_found")
	}
	return size, err
}

type inclusionJSON struct {
	Index int64    `json:"index"`
	Size  int64    `json:"size"`
	Leaf  string   `json:"leaf_hash"`
	Root  string   `json:"root"`
	Proof []string `json:"proof"`
}

// showInclusion proves that an entry, or a certificate's latest record, stands in the published log.
func (s *Server) showInclusion(c echo.Context) error {
	ctx := c.Request().Context()
	published, err := s.publishedSize(ctx)
	if err != nil {
		return err
	}
	var faults fault.Fields
	size := within(c, "size", 1, published, published, &faults)
	if err := faults.Err(); err != nil {
		return err
	}
	var index int64
	if code := c.QueryParam("code"); code != "" {
		found, err := s.lookup(c, code)
		if err != nil {
			return err
		}
		if index = found.LedgerIndex; index < 0 || index >= size {
			return fault.New(fault.Conflict, "not_in_ledger_yet")
		}
	} else {
		index = within(c, "index", 0, size-1, -1, &faults)
	}
	if err := faults.Err(); err != nil {
		return err
	}
	out := inclusionJSON{Index: index, Size: size}
	reader := s.Ledger.HashReader(ctx)
	hashes, err := ledger.InclusionProof(size, index, reader)
	if err != nil {
		return fmt.Errorf("prove leaf %d of %d: %w", index, size, err)
	}
	root, err := ledger.Root(size, reader)
	if err != nil {
		return fmt.Errorf("root of %d leaves: %w", size, err)
	}
	leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return fmt.Errorf("hash of leaf %d: %w", index, err)
	}
	out.Proof, out.Root, out.Leaf = hashTexts(hashes), root.String(), leaf[0].String()
	return reply(c, http.StatusOK, out)
}

func hashTexts(hashes []tlog.Hash) []string {
	out := make([]string, len(hashes))
	for i, h := range hashes {
		out[i] = base64.StdEncoding.EncodeToString(h[:])
	}
	return out
}

type consistencyJSON struct {
	From     int64    `json:"from"`
	FromRoot string   `json:"from_root"`
	To       int64    `json:"to"`
	ToRoot   string   `json:"to_root"`
	Proof    []string `json:"proof"`
}

// showConsistency proves that the log of one size continues that of an earlier one.
func (s *Server) showConsistency(c echo.Context) error {
	ctx := c.Request().Context()
	published, err := s.publishedSize(ctx)
	if err != nil {
		return err
	}
	var faults fault.Fields
	to := within(c, "to", 1, published, published, &faults)
	if err := faults.Err(); err != nil {
		return err
	}
	out := consistencyJSON{From: within(c, "from", 1, to, -1, &faults), To: to, Proof: []string{}}
	if err := faults.Err(); err != nil {
		return err
	}
	reader := s.Ledger.HashReader(ctx)
	if out.From < to {
		hashes, err := ledger.ConsistencyProof(to, out.From, reader)
		if err != nil {
			return fmt.Errorf("prove that %d continues %d: %w", to, out.From, err)
		}
		out.Proof = hashTexts(hashes)
	}
	for size, text := range map[int64]*string{out.From: &out.FromRoot, to: &out.ToRoot} {
		root, err := ledger.Root(size, reader)
		if err != nil {
			return fmt.Errorf("root of %d leaves: %w", size, err)
		}
		*text = root.String()
	}
	if out.From == to {
		out.FromRoot = out.ToRoot
	}
	return reply(c, http.StatusOK, out)
}

// addCosignatures takes a checkpoint that witnesses cosigned, from whoever brings it: nothing is kept but valid
// cosignatures by known witnesses of a checkpoint that was published and is ours.
func (s *Server) addCosignatures(c echo.Context) error {
	var f struct {
		Checkpoint string `json:"checkpoint"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	ctx := c.Request().Context()
	bad := func(code string) error {
		var faults fault.Fields
		faults.Add("checkpoint", code)
		return faults.Err()
	}
	text := strings.ReplaceAll(f.Checkpoint, "\r\n", "\n")
	point, code := s.readCheckpoint(text, true)
	if code != "" {
		return bad(code)
	}
	p, err := s.Ledger.Published(ctx, point.Size)
	if fault.KindOf(err) == fault.NotFound {
		return bad("checkpoint_unpublished")
	}
	if err != nil {
		return err
	}
	ours, err := ledger.PeekCheckpoint(p.Signed)
	if err != nil {
		return err
	}
	if ours.Root != point.Root {
		return bad("checkpoint_unpublished")
	}
	list, err := ledger.ReadCosignatures(text, "", s.Now(), s.Witnesses...)
	if err != nil {
		return bad("checkpoint_unwitnessed")
	}
	added, err := s.Ledger.AddCosignatures(ctx, point.Size, list)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, map[string]any{"size": point.Size, "added": added})
}
