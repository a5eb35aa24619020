package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A saver sends the version that the last save returned, and a refused save changes nothing.
func TestSaverKeepsTheVersion(t *testing.T) {
	version, refuse := 4, false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Version int
			Marks   map[string]string
		}
		err := json.NewDecoder(r.Body).Decode(&body)
		switch {
		case refuse:
			w.WriteHeader(http.StatusServiceUnavailable)
		case err != nil || body.Version != version || body.Marks["1.1"] != "8.5" || r.Header.Get("Authorization") != "Bearer secret":
			w.WriteHeader(http.StatusConflict)
		default:
			version++
			fmt.Fprintf(w, `{"id":"s","state":"open","version":%d,"marks":{"1.1":"8.5"}}`, version)
		}
	}))
	defer server.Close()
	s := &sheet{ID: "s", Version: 4, Marks: map[string]string{"1.1": "8.5"}, token: "secret"}
	o, err := rate(t.Context(), server.Listener.Addr().String(), []worker{s.saver()}, 50*time.Millisecond)
	if err != nil || o.failed > 0 || o.perSecond == 0 || s.Version != version {
		t.Errorf("%+v, %v, version %d of %d", o, err, s.Version, version)
	}
	refuse = true
	o, err = rate(t.Context(), server.Listener.Addr().String(), []worker{s.saver()}, 50*time.Millisecond)
	if err != nil || o.failed == 0 || o.perSecond > 0 || s.Version != version {
		t.Errorf("refused: %+v, %v, version %d of %d", o, err, s.Version, version)
	}
}

func TestOnlyTheBeginningOfALogIsKept(t *testing.T) {
	var l locked
	for range 10 {
		if n, err := l.Write([]byte(strings.Repeat("x", mostSaid/4))); n != mostSaid/4 || err != nil {
			t.Fatal(n, err)
		}
	}
	if len(l.String()) != mostSaid {
		t.Errorf("%d bytes were kept, want %d", len(l.String()), mostSaid)
	}
}

func TestPathsAreAsSymbolsCarryThem(t *testing.T) {
	if got := pages([]string{"HX4R-51DB-Q59Y"}); got[0] != "/v/hx4r51dbq59y" {
		t.Errorf("got %v", got)
	}
}

func TestLargePDF(t *testing.T) {
	one, other := largePDF(uploadBytes, 1), largePDF(uploadBytes, 2)
	if len(one) > uploadBytes || len(one) < uploadBytes-4000 || string(one) == string(other) {
		t.Errorf("%d and %d bytes of %d", len(one), len(other), uploadBytes)
	}
}
