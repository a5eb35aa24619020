package web

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
)

// proof is where a certificate's latest leaf stands below the last published checkpoint.
func (s *Server) proof(ctx context.Context, found certificates.Background) (ledgerJSON, error) {
	text, size, err := s.published(ctx)
	index := found.LedgerIndex
	out := ledgerJSON{Checkpoint: optional(text)}
	if err != nil || index < 0 || index >= size {
		return out, err
	}
	hashes, err := ledger.InclusionProof(size, index, s.Ledger.HashReader(ctx))
	if err != nil {
		return out, fmt.Errorf("prove leaf %d: %w", index, err)
	}
	record := string(found.LedgerData)
	out.Index, out.Proof, out.Record = &index, make([]string, len(hashes)), &record
	for i, h := range hashes {
		out.Proof[i] = base64.StdEncoding.EncodeToString(h[:])
	}
	return out, nil
}

// published is the last published checkpoint as it is served, "" and 0 before the first one.
func (s *Server) published(ctx context.Context) (text string, size int64, err error) {
	last, err := s.lastPublished(ctx)
	if err != nil || last.Size == 0 {
		return "", 0, err
	}
	return last.Text(), last.Size, nil
}

// lastPublished is the last published checkpoint, of size 0 before the first one.
func (s *Server) lastPublished(ctx context.Context) (ledger.Published, error) {
	return s.checkpoint.get(ctx, s, func(ctx context.Context) (ledger.Published, error) {
		last, err := s.Ledger.Published(ctx, 0)
		if fault.KindOf(err) == fault.NotFound {
			return ledger.Published{}, nil
		}
		return last, err
	})
}

// showCheckpoint serves the last published checkpoint, never the size of the live log.
func (s *Server) showCheckpoint(c echo.Context) error {
	p, err := s.Ledger.Published(c.Request().Context(), 0)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(p.Text()))
}

// showTimestamp serves the timestamp of a published checkpoint ("<size>.tsr") and the bytes that it is over ("<size>.txt").
func (s *Server) showTimestamp(c echo.Context) error {
	unknown := fault.New(fault.NotFound, "not_found")
	number, kind, _ := strings.Cut(c.Param("name"), ".")
	size, err := strconv.ParseInt(number, 10, 64)
	if err != nil || size < 1 || strconv.FormatInt(size, 10) != number {
		return unknown
	}
	p, err := s.Ledger.Published(c.Request().Context(), size)
	if err != nil {
		return err
	}
	switch {
	case kind == "txt":
		return c.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(p.Signed))
	case kind == "tsr" && len(p.Stamp) > 0:
		return c.Blob(http.StatusOK, "application/timestamp-reply", p.Stamp)
	}
	return unknown
}

// tileCache is C2SP's advice for tiles, which never change once they are published.
const tileCache = "public, max-age=31536000, immutable"

// showTile serves hash tiles and entry bundles as far as they are published.
func (s *Server) showTile(c echo.Context) error {
	ctx := c.Request().Context()
	_, size, err := s.published(ctx)
	if err != nil {
		return err
	}
	data, err := s.readTile(ctx, "tile/"+c.Param("*"), size)
	if errors.Is(err, ledger.ErrNoTile) {
		return fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", tileCache)
	return c.Blob(http.StatusOK, echo.MIMEOctetStream, data)
}

func (s *Server) readTile(ctx context.Context, path string, size int64) ([]byte, error) {
	tile, err := ledger.ParseTilePath(path)
	if err != nil {
		return nil, err
	}
	if !tile.Published(size) {
		return nil, ledger.ErrNoTile
	}
	if !tile.Entries {
		return ledger.HashTile(tile, size, s.Ledger.HashReader(ctx))
	}
	from, to := tile.Span()
	data, err := s.Ledger.LeafData(ctx, from, to)
	if err != nil {
		return nil, err
	}
	return ledger.EntryBundle(tile, size, data)
}

type keysJSON struct {
	Origin   string   `json:"origin"`
	Ledger   []string `json:"ledger"`
	Prefix   string   `json:"ledger_prefix"`
	Verified string   `json:"verification_prefix"`

	Signing []SigningCertificate     `json:"signing"`
	Offline certificates.OfflineKeys `json:"offline,omitempty"` // of second symbols and lists of statuses
}

// SigningCertificate is a certificate by which the organiser signs PDFs.
type SigningCertificate struct {
	Name   string    `json:"name"`   // its common name
	State  string    `json:"state"`  // former, present or next
	SHA256 string    `json:"sha256"` // of its DER, in hexadecimal
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"`
	PEM    string    `json:"pem"`
}

// showKeys tells which keys sign the ledger's checkpoints, as note verifier texts, and the PDFs.
func (s *Server) showKeys(c echo.Context) error {
	keys := keysJSON{Signing: []SigningCertificate{}, Ledger: s.Verifiers, Prefix: s.BaseURL + "/ledger/", Verified: s.BaseURL + "/v/"}
	if len(s.Verifiers) > 0 {
		keys.Origin, _, _ = strings.Cut(s.Verifiers[0], "+")
	}
	if s.Offline.Keys != nil {
		var err error
		if keys.Offline, err = s.Offline.Keys(c.Request().Context()); err != nil {
			return err
		}
	}
	if keys.Ledger == nil {
		keys.Ledger = []string{}
	}
	if s.Signers != nil {
		list, err := s.Signers(c.Request().Context())
		if err != nil {
			return err
		}
		keys.Signing = append(keys.Signing, list...)
	}
	return reply(c, http.StatusOK, keys)
}
