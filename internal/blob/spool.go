package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"vinhdanh/internal/fault"
)

// copyHashed copies r to w and returns the SHA-256 and the size; it stops at the first byte over limit.
func copyHashed(ctx context.Context, w io.Writer, r io.Reader, limit int64) (string, int64, error) {
	hash := sha256.New()
	source := io.Reader(contextReader{ctx, r})
	if limit > 0 {
		source = io.LimitReader(source, limit+1)
	}
	n, err := io.Copy(io.MultiWriter(w, hash), source)
	if err != nil {
		return "", 0, fmt.Errorf("copy file: %w", err)
	}
	if limit > 0 && n > limit {
		return "", 0, fault.New(fault.TooLarge, "body_too_large", "limit", limit)
	}
	return hex.EncodeToString(hash.Sum(nil)), n, nil
}

// contextReader ends a copy when its request has ended.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
