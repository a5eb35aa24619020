package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vinhdanh/internal/blob"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/judging"
)

// progressEvery is how often a long export says how far it is.
const progressEvery = 2 * time.Second

func (s *session) ledgerExportCommand() *cobra.Command {
	return &cobra.Command{Use: "export DIR|s3://BUCKET", Short: "Write the published ledger as files that any web server can serve", Args: exactly(1),
		Long: "Write the published part of the ledger in the layout of C2SP tlog-tiles: tile/, checkpoint, keys.json, and the\n" +
			"timestamps. Only what is missing is written, whole tiles never again, the checkpoint last. Nothing beyond the last\n" +
			"published checkpoint leaves. What lies there must be an earlier state of this very log.",
		Example: "  vinhdanh ledger export /var/www/so-cai\n  vinhdanh ledger export 's3://so-cai?endpoint=s3.example.vn'",
		RunE: s.with(func(ctx context.Context, a *app, _ *cobra.Command, args []string) error {
			last := time.Now()
			size, written, err := a.exportLedger(ctx, args[0], func(done, of int64) error {
				if time.Since(last) < progressEvery {
					return nil
				}
				last = time.Now()
				_, err := fmt.Fprintf(s.stderr, "%d of %d leaves\n", done, of)
				return err
			})
			if err == nil {
				_, err = fmt.Fprintf(s.stdout, "exported %d leaves, %d files written\n", size, written)
			}
			return err
		})}
}

// exportAfterPublication is the job of the setting ledger_export.
func (a *app) exportAfterPublication(ctx context.Context, _ *jobs.Job, save func() error) error {
	if a.conf.LedgerExport == "" {
		return nil
	}
	_, _, err := a.exportLedger(ctx, a.conf.LedgerExport, func(int64, int64) error { return save() })
	return err
}

// exportAgain queues an export for what came after the publication.
func (a *app) exportAgain(ctx context.Context) error {
	if a.conf.LedgerExport == "" {
		return nil
	}
	return a.db.Update(ctx, func(tx *store.Tx) error { return tx.Enqueue(judging.Job{Kind: ledger.ExportJob, Key: "latest"}) })
}

// exportLedger writes what is published and missing at a place; progress hears after each tile how many leaves are done.
func (a *app) exportLedger(ctx context.Context, place string, progress func(done, of int64) error) (size int64, written int, err error) {
	p, err := a.db.Published(ctx, 0)
	if fault.KindOf(err) == fault.NotFound {
		return 0, 0, hinted{errors.New("no checkpoint is published yet"), "the first one comes with the close of a pass, with certificates, or in the night"}
	}
	if err != nil {
		return 0, 0, err
	}
	tree, err := blob.OpenTree(place)
	if err != nil {
		return 0, 0, err
	}
	x := exporter{app: a, tree: tree, published: p, progress: progress}
	if x.there, err = tree.Names(ctx); err == nil {
		err = x.sameLog(ctx)
	}
	for _, part := range []func(context.Context) error{x.tiles, x.stamps, x.keys, x.checkpoint} {
		if err == nil {
			err = part(ctx)
		}
	}
	return p.Size, x.written, err
}

type exporter struct {
	*app
	tree      blob.Tree
	published ledger.Published
	there     map[string]bool
	progress  func(done, of int64) error
	written   int
	old       string // the checkpoint that lies there
}

func (x *exporter) write(ctx context.Context, name string, data []byte) error {
	x.written++
	return x.tree.Write(ctx, name, data)
}

// sameLog refuses a place where another log lies, or a state of this one that it does not continue.
func (x *exporter) sameLog(ctx context.Context) error {
	if !x.there["checkpoint"] {
		return nil
	}
	text, err := x.tree.Read(ctx, "checkpoint")
	if err != nil {
		return err
	}
	x.old = string(text)
	verifiers, err := ledger.Verifiers(x.key.Verifier)
	if err != nil {
		return err
	}
	old, err := ledger.ParseCheckpoint(x.old, verifiers)
	if err != nil {
		return hinted{fmt.Errorf("what lies there is no export of this log: %w", err), "give it a folder or prefix of its own"}
	}
	if old.Size > x.published.Size {
		return fmt.Errorf("what lies there has %d leaves, more than the %d published: has the record been set back?", old.Size, x.published.Size)
	}
	root, err := ledger.Root(old.Size, x.db.Hashes(ctx))
	if err == nil && root != old.Root {
		err = errors.New("what lies there is another history of this log: keep it, and run `vinhdanh ledger check`")
	}
	return err
}

func (x *exporter) tiles(ctx context.Context) error {
	var done int64
	for t := range ledger.Tiles(x.published.Size) {
		if t.Entries {
			_, done = t.Span()
		}
		if x.there[t.Path()] {
			continue
		}
		data, err := x.tile(ctx, t)
		if err == nil {
			err = x.write(ctx, t.Path(), data)
		}
		if err == nil {
			err = x.progress(done, x.published.Size)
		}
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

func (x *exporter) tile(ctx context.Context, t ledger.Tile) ([]byte, error) {
	if !t.Entries {
		return ledger.HashTile(t, x.published.Size, x.db.Hashes(ctx))
	}
	from, to := t.Span()
	data, err := x.db.LeafData(ctx, from, to)
	if err != nil {
		return nil, err
	}
	return ledger.EntryBundle(t, x.published.Size, data)
}

// stamps writes the timestamps beside the checkpoints that they are over.
func (x *exporter) stamps(ctx context.Context) error {
	sizes, err := x.db.Stamped(ctx)
	if err != nil {
		return err
	}
	for _, size := range sizes {
		name := fmt.Sprintf("timestamp/%d", size)
		if size > x.published.Size || x.there[name+".tsr"] {
			continue
		}
		p, err := x.db.Published(ctx, size)
		if err == nil {
			err = x.write(ctx, name+".txt", []byte(p.Signed))
		}
		if err == nil {
			err = x.write(ctx, name+".tsr", p.Stamp)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *exporter) keys(ctx context.Context) error {
	origin, _, _ := strings.Cut(x.key.Verifier, "+")
	data, err := json.MarshalIndent(map[string]any{"origin": origin, "ledger": []string{x.key.Verifier}}, "", "  ")
	if err != nil || x.there["keys.json"] {
		return err
	}
	return x.write(ctx, "keys.json", append(data, '\n'))
}

// checkpoint comes last: whoever reads it finds everything that it speaks of.
func (x *exporter) checkpoint(ctx context.Context) error {
	if text := x.published.Text(); text != x.old {
		return x.write(ctx, "checkpoint", []byte(text))
	}
	return nil
}
