package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"vinhdanh/internal/store"
	"vinhdanh/internal/web"
)

// printedSetting keeps every base URL that a certificate was printed with, one on a line.
const printedSetting = "printed_urls"

// notePrinted remembers the base URL that a certificate now carries; it writes once for each address.
func (a *app) notePrinted(ctx context.Context) error {
	if a.printedNoted.Load() {
		return nil
	}
	all, err := a.printed(ctx)
	if err == nil && !slices.Contains(all, a.conf.BaseURL) {
		err = a.db.Update(ctx, func(tx *store.Tx) error {
			return tx.SaveSetting(printedSetting, strings.Join(append(all, a.conf.BaseURL), "\n"))
		})
	}
	if err == nil {
		a.printedNoted.Store(true)
	}
	return err
}

// printed are the base URLs that certificates carry, the oldest first.
func (a *app) printed(ctx context.Context) ([]string, error) {
	text, err := a.setting(ctx, printedSetting)
	return strings.Fields(text), err
}

// printedAddresses looks whether the address served is the one that paper out there leads to. A demo moves
// about, and nobody holds its paper.
func (a *app) printedAddresses(ctx context.Context) web.Health {
	all, err := a.printed(ctx)
	mark, markErr := a.setting(ctx, demoSetting)
	if err != nil || markErr != nil {
		return answer("base", errors.Join(err, markErr), "base", a.conf.BaseURL, "others", "")
	}
	others := slices.DeleteFunc(all, func(u string) bool { return u == a.conf.BaseURL })
	h := answer("base", nil, "base", a.conf.BaseURL, "others", strings.Join(others, ", "))
	h.OK = len(others) == 0 || mark != ""
	return h
}
