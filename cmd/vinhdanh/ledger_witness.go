package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/ledger"
)

// longestWord is the most that is read of a witness's answer, in bytes: a few signature lines, the longest of some
// five thousand bytes.
const longestWord = 32 << 10

// sizeType is the media type of a witness's answer that tells which size it saw last.
const sizeType = "text/x.tlog.size"

// witnessAsker speaks C2SP tlog-witness.
type witnessAsker struct {
	client *http.Client
	hashes tlog.HashReader
	now    func() time.Time
}

// ask asks a witness to cosign a checkpoint; old is the size that it cosigned last as far as we know. It believes the
// witness's own word on that size once, and takes nothing that is not the witness's cosignature of this checkpoint.
func (x witnessAsker) ask(ctx context.Context, w witness, p ledger.Published, old int64) ([]ledger.Cosignature, error) {
	status, answer, err := x.post(ctx, w, p, old)
	if err != nil {
		return nil, err
	}
	if status == http.StatusConflict {
		seen, err := strconv.ParseInt(strings.TrimSuffix(answer, "\n"), 10, 64)
		if err != nil || seen < 0 {
			return nil, fmt.Errorf("it answers 409 with %.60q instead of a size", answer)
		}
		if seen > p.Size {
			return nil, fmt.Errorf("it saw %d leaves of this log, of which %d are published: has the record been set back?", seen, p.Size)
		}
		if status, answer, err = x.post(ctx, w, p, seen); err != nil {
			return nil, err
		}
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("it answers %d: %.100q", status, answer)
	}
	return ledger.ReadCosignatures(p.Signed, answer, x.now(), w.Witness)
}

func (x witnessAsker) post(ctx context.Context, w witness, p ledger.Published, old int64) (status int, answer string, err error) {
	var proof tlog.TreeProof
	if old > 0 && old < p.Size {
		if proof, err = ledger.ConsistencyProof(p.Size, old, x.hashes); err != nil {
			return 0, "", err
		}
	}
	body := ledger.AddCheckpoint(old, proof, p.Signed)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+"/add-checkpoint", strings.NewReader(body))
	if err != nil {
		return 0, "", fmt.Errorf("ask: %w", err)
	}
	request.Header.Set("Content-Type", "text/plain; charset=utf-8")
	response, err := x.client.Do(request)
	if err != nil {
		return 0, "", fmt.Errorf("ask: %w", err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(io.LimitReader(response.Body, longestWord+1))
	if err != nil {
		return 0, "", fmt.Errorf("read answer: %w", err)
	}
	if len(read) > longestWord {
		return 0, "", fmt.Errorf("it answers more than %d bytes", longestWord)
	}
	if response.StatusCode == http.StatusConflict && !strings.HasPrefix(response.Header.Get("Content-Type"), sizeType) {
		return response.StatusCode, "", nil
	}
	return response.StatusCode, string(read), nil
}
