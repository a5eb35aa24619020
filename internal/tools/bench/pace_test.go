package main

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	var hundred []time.Duration
	for n := range 100 {
		hundred = append(hundred, time.Duration(100-n)*time.Millisecond)
	}
	for _, tt := range []struct {
		took  []time.Duration
		share float64
		want  float64
	}{{hundred, 0.99, 99}, {hundred, 0.5, 50}, {hundred, 1, 100}, {hundred[:1], 0.99, 100}, {nil, 0.99, 0}} {
		if got := percentile(tt.took, tt.share); got != tt.want {
			t.Errorf("percentile %v of %d times is %v, want %v", tt.share, len(tt.took), got, tt.want)
		}
	}
}

// A server that stands still once is slow for everybody who was due meanwhile, not for one.
func TestPaceCountsThoseWhoWaited(t *testing.T) {
	const stall = 200 * time.Millisecond
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) == 1 {
			time.Sleep(stall)
		}
		if r.URL.Path == "/missing" {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	address := server.Listener.Addr().String()
	p, err := at(t.Context(), 100, nil, address, get(1, []string{"/"}))
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	got := p.run(stall)
	if err := got.whole(); err != nil || len(got.took) != 20 || asked.Load() != 20 {
		t.Fatalf("%d of 20 requests, %v", len(got.took), err)
	}
	late := 0
	for _, took := range got.took {
		if took >= stall/2 {
			late++
		}
	}
	if late < 9 {
		t.Errorf("%d requests were late by half the stall, 10 were due before", late)
	}

	missing, err := at(t.Context(), 1000, []string{"127.0.0.7"}, address, get(2, []string{"/missing"}))
	if err != nil {
		t.Fatal(err)
	}
	defer missing.close()
	if got := missing.run(20 * time.Millisecond); got.failed != 20 || got.whole() == nil {
		t.Errorf("%d of 20 answers of 404 failed, %v", got.failed, got.whole())
	}
}
