package web_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/web"
	"vinhdanh/templates"
)

// offlinePort is cmd/vinhdanh's part of offline checks, with a secret of the tests.
func offlinePort(register *certificates.Service) web.OfflineChecks {
	secret := []byte("a secret of the tests, 32 bytes at least")
	keys := func(ctx context.Context) (keys certificates.OfflineKeys, err error) {
		periods, err := register.OfflinePeriods(ctx)
		for _, p := range periods {
			private, err := certificates.DeriveOfflineKey(secret, p.ID)
			if err != nil {
				return nil, err
			}
			keys = append(keys, certificates.OfflineKey{OfflinePeriod: p, Public: &private.PublicKey})
		}
		return keys, err
	}
	status := func(ctx context.Context) (string, error) {
		l, err := register.StatusList(ctx, "https://binhchon.example.vn")
		if err != nil {
			return "", err
		}
		private, err := certificates.DeriveOfflineKey(secret, 1)
		if err != nil {
			return "", err
		}
		return l.Sign(1, private)
	}
	return web.OfflineChecks{Keys: keys, Status: status, Days: 30, Credential: func(ctx context.Context, p certificates.Public) (string, error) {
		private, err := certificates.DeriveOfflineKey(secret, 1)
		if err != nil {
			return "", err
		}
		c, err := register.Credential(ctx, p, "https://binhchon.example.vn")
		if err != nil {
			return "", err
		}
		return c.Sign(1, private)
	}}
}

// TestStatusListIsPublished reads the list as a stranger does: keys first, then the list, before and after a revocation.
func TestStatusListIsPublished(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	keys, err := certificates.ReadOfflineKeys(s.send(httpGet("/.well-known/vinhdanh-keys")).body)
	if err != nil {
		t.Fatal(err)
	}
	fetch := func(tag string) (certificates.StatusList, string, int) {
		t.Helper()
		r := httpGet("/.well-known/vinhdanh-status")
		r.Header.Set("If-None-Match", tag)
		res := s.send(r)
		if res.StatusCode == 304 {
			return certificates.StatusList{}, tag, 304
		}
		if res.Header.Get("Content-Type") != certificates.StatusListType || !strings.Contains(res.Header.Get("Cache-Control"), "must-revalidate") {
			t.Errorf("%v", res.Header)
		}
		l, err := certificates.ReadStatusList(string(res.body), keys)
		if err != nil {
			t.Fatal(err)
		}
		return l, res.Header.Get("Etag"), res.StatusCode
	}
	before, tag, _ := fetch("")
	if len(before.Entries) != len(codes) {
		t.Fatalf("%d entries, want %d", len(before.Entries), len(codes))
	}
	if _, _, status := fetch(tag); status != 304 {
		t.Errorf("a list that did not change: %d", status)
	}
	code, err := certificates.ParseCode(codes[0])
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := before.At(code, "2026-11-20"); status != certificates.Valid {
		t.Errorf("before: %s", status)
	}
	s.ok("secretariat head", "POST", "/certificates/"+codes[0]+"/revoke", 200,
		`{"reason":"sai hồ sơ","decision":{"number":"9/QĐ","date":"2026-11-02"},"effective_on":"2026-11-02"}`)
	after, next, status := fetch(tag)
	if status != 200 || next == tag {
		t.Fatalf("after an act: %d %s", status, next)
	}
	if status, _ := after.At(code, "2026-11-20"); status != certificates.Revoked {
		t.Errorf("after: %s", status)
	}
	for i, e := range before.Entries {
		if after.Entries[i].Hash != e.Hash {
			t.Errorf("place %d is another certificate's", i)
		}
	}
}

// TestOfflinePageIsWhole fetches the page and everything that it names, and finds no cookie and no other host.
func TestOfflinePageIsWhole(t *testing.T) {
	w := newWorld(t)
	for _, lang := range []string{"vi", "en"} {
		res := w.send(httpGet(templates.OfflineBase + "?lang=" + lang))
		page := string(res.body)
		if res.StatusCode != 200 || len(res.Header["Set-Cookie"]) > 0 || !strings.Contains(page, `<html lang="`+lang+`"`) {
			t.Fatalf("%d %v", res.StatusCode, res.Header)
		}
		for _, verdict := range (templates.OfflineCheck{}).Verdicts() {
			if !strings.Contains(page, `<template data-verdict="`+verdict+`">`) {
				t.Errorf("no answer for %s", verdict)
			}
		}
		if rest := strings.ReplaceAll(page, "https://binhchon.example.vn", ""); strings.Contains(rest, "http://") || strings.Contains(rest, "https://") {
			t.Error("the page names another host")
		}
	}
	data := w.send(httpGet(templates.OfflineBase + "/data.js"))
	var carried struct {
		Keys   certificates.OfflineKeys
		Status string
		Limit  int
		Verify string
	}
	text := strings.TrimSuffix(strings.TrimPrefix(string(data.body), "self.vinhdanhOffline="), ";\n")
	if err := json.Unmarshal([]byte(text), &carried); err != nil || carried.Limit != 30 || carried.Verify != "https://binhchon.example.vn/v/" {
		t.Fatalf("%v %s", err, data.body)
	}
	if _, err := certificates.ReadStatusList(carried.Status, carried.Keys); err != nil {
		t.Error(err)
	}
	worker := w.send(httpGet(templates.OfflineBase + "/worker.js"))
	if worker.Header.Get("Service-Worker-Allowed") != templates.OfflineBase || worker.StatusCode != 200 {
		t.Errorf("worker: %d %v", worker.StatusCode, worker.Header)
	}
	if m := w.send(httpGet(templates.OfflineBase + "/app.webmanifest")); m.Header.Get("Content-Type") != "application/manifest+json" ||
		!strings.Contains(string(m.body), `"scope":"/v/offline"`) {
		t.Errorf("manifest: %s", m.body)
	}
	if names, err := fs.Glob(templates.Assets(), "offline_*.js"); err != nil || len(names) != 3 {
		t.Errorf("scripts: %v %v", names, err)
	}
}

// TestOfflineDataIsMadeOnce: whoever asks again for the data of a large list costs no copy of it; another list or key does.
func TestOfflineDataIsMadeOnce(t *testing.T) {
	list, keys := rand.Text()+strings.Repeat("x", 4<<20), certificates.OfflineKeys{}
	w := newWorld(t, func(c *web.Config) {
		c.Offline.Status = func(context.Context) (string, error) { return list, nil }
		c.Offline.Keys = func(context.Context) (certificates.OfflineKeys, error) { return keys, nil }
	})
	again := func(tag string) reply {
		t.Helper()
		r := httpGet(templates.OfflineBase + "/data.js")
		r.Header.Set("If-None-Match", tag)
		return w.send(r)
	}
	tag := again("").Header.Get("Etag")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 5 {
		if res := again(tag); res.StatusCode != 304 {
			t.Errorf("%d", res.StatusCode)
		}
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > uint64(len(list)) {
		t.Errorf("five answers that nothing changed took %d bytes", took)
	}
	private, err := certificates.DeriveOfflineKey([]byte(strings.Repeat("k", 32)), 1)
	if err != nil {
		t.Fatal(err)
	}
	keys = append(keys, certificates.OfflineKey{OfflinePeriod: certificates.OfflinePeriod{ID: 1}, Public: &private.PublicKey})
	if res := again(tag); res.StatusCode != 200 || !strings.Contains(string(res.body), `"P-256"`) {
		t.Errorf("after another key: %d", res.StatusCode)
	}
	tag, list = again("").Header.Get("Etag"), "another"
	w.clock = w.clock.Add(48 * time.Hour)
	if res := again(tag); res.StatusCode != 200 || !strings.Contains(string(res.body), `"another"`) {
		t.Errorf("after another list: %d", res.StatusCode)
	}
}

// TestAnswersNameEveryFault: whatever reading a text or a list may end with, the page has an answer for it.
func TestAnswersNameEveryFault(t *testing.T) {
	said := strings.Join(append((templates.OfflineCheck{}).Verdicts(), ""), " ")
	for _, text := range []string{"", "AI" + strings.Repeat("A", 134), "AE" + strings.Repeat("A", 134)} {
		_, err := certificates.ReadOffline(text, nil)
		f, ok := err.(*fault.Fault) //nolint:errorlint // as it is returned
		if !ok || !strings.Contains(said, f.Code+" ") {
			t.Errorf("%q: %v has no answer", text, err)
		}
	}
}
