package main

import (
	"context"
	"fmt"
	"io"
	"net/netip"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/web"
	"vinhdanh/templates"
)

// bilingual renders each page in the reader's language, from a set parsed once for each.
type bilingual map[string]*templates.Set

func (a *app) pages() (web.Pages, error) {
	sets := bilingual{}
	for _, lang := range i18n.Languages() {
		set, err := templates.Load(lang, func(key string, pairs ...any) string {
			args := map[string]any{}
			for i := 0; i+1 < len(pairs); i += 2 {
				args[fmt.Sprint(pairs[i])] = pairs[i+1]
			}
			return a.words.T(lang, key, args)
		})
		if err != nil {
			return nil, err
		}
		sets[lang] = set
	}
	return sets, nil
}

// Render is web.Pages's.
func (b bilingual) Render(w io.Writer, lang string, page templates.Page) error {
	set, ok := b[lang]
	if !ok {
		set = b[i18n.Vietnamese]
	}
	return set.Render(w, page)
}

// publicLedger is the published part of the log as the web reads it.
type publicLedger struct{ app *app }

// Published is web.Ledger's.
func (l publicLedger) Published(ctx context.Context, size int64) (ledger.Published, error) {
	return l.app.db.Published(ctx, size)
}

// AddCosignatures is web.Ledger's.
func (l publicLedger) AddCosignatures(ctx context.Context, size int64, list []ledger.Cosignature) (int, error) {
	return l.app.keepCosignatures(ctx, size, list)
}

// HashReader is web.Ledger's.
func (l publicLedger) HashReader(ctx context.Context) tlog.HashReader { return l.app.db.Hashes(ctx) }

// LeafData is web.Ledger's.
func (l publicLedger) LeafData(ctx context.Context, from, to int64) ([][]byte, error) {
	return l.app.db.LeafData(ctx, from, to)
}

// prefixes reads the addresses of trusted proxies.
func prefixes(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range list {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			addr, addrErr := netip.ParseAddr(text)
			if addrErr != nil {
				return nil, usageError{fmt.Errorf("trusted proxy %q is neither an address nor a prefix such as 10.0.0.0/8", text)}
			}
			p = netip.PrefixFrom(addr, addr.BitLen())
		}
		out = append(out, p)
	}
	return out, nil
}

// keepAnswers is how long an answer to a call with an Idempotency-Key is given again.
const keepAnswers = 7 * 24 * time.Hour

// answers keeps what calls with an Idempotency-Key were answered.
type answers struct{ db *store.DB }

// HoldAnswer is web.Idempotency's.
func (a answers) HoldAnswer(ctx context.Context, user, key string) (release func(), err error) {
	return a.db.Hold(ctx, user+key)
}

// LoadAnswer is web.Idempotency's.
func (a answers) LoadAnswer(ctx context.Context, user, key string) (web.Answer, error) {
	kept, found, err := a.db.Idempotent(ctx, user, key)
	if err == nil && (!found || time.Since(kept.At) > keepAnswers) {
		err = fault.New(fault.NotFound, "not_found")
	}
	return web.Answer{User: user, Key: key, BodyHash: kept.BodyHash, Status: kept.Status, ContentType: kept.ContentType,
		Body: kept.Answer}, err
}

// SaveAnswer is web.Idempotency's.
func (a answers) SaveAnswer(ctx context.Context, x web.Answer) error {
	return a.db.SaveIdempotent(ctx, x.User, x.Key, store.Answered{BodyHash: x.BodyHash, Status: x.Status,
		ContentType: x.ContentType, Answer: x.Body})
}
