package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// stageVariable makes this test binary play the program that is measured.
const stageVariable = "BENCH_STAGE"

func TestMain(m *testing.M) {
	if os.Getenv(stageVariable) != "" {
		if err := stage(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// stage answers as the contract says: two accounts, one certificate, one open sheet of the judge.
func stage(arguments []string) error {
	switch command := strings.Join(arguments[:2], " "); {
	case command == "user list":
		fmt.Println(`{"items": [{"email": "judge@example.vn"}, {"email": "desk@example.vn"}]}`)
		return nil
	case command == "token add":
		fmt.Println("token-of-" + arguments[3])
		return nil
	case arguments[0] != "demo":
		return fmt.Errorf("unexpected arguments %v", arguments)
	}
	version := 4
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		switch who := r.Header.Get("Authorization"); {
		case r.URL.Path == "/readyz" || strings.HasPrefix(r.URL.Path, "/v/"):
		case r.URL.Path == "/api/v1/editions":
			_, _ = io.WriteString(w, `{"items": [{"slug": "2026"}], "next_cursor": null}`)
		case strings.HasSuffix(r.URL.Path, "/certificates") && strings.HasSuffix(who, "desk@example.vn"):
			_, _ = io.WriteString(w, `{"items": [{"code": "7K3M-9QXT-2HDK", "status": "valid"}]}`)
		case strings.HasSuffix(r.URL.Path, "/sheets") && strings.HasSuffix(who, "judge@example.vn"):
			_, _ = fmt.Fprintf(w, `{"items": [{"id": "s", "state": "open", "version": %d, "marks": {}}, {"id": "x", "state": "locked"}]}`, version)
		case r.Method == http.MethodPut && r.URL.Path == "/api/v1/sheets/s":
			var body struct{ Version int }
			if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Version != version {
				w.WriteHeader(http.StatusConflict)
				return
			}
			version++
			_, _ = fmt.Fprintf(w, `{"id": "s", "state": "open", "version": %d, "marks": {"1.1": "1"}}`, version)
		default:
			w.WriteHeader(http.StatusForbidden)
		}
	})
	return http.ListenAndServe(arguments[len(arguments)-1], nil)
}

func TestDemoIsLearntAndSaved(t *testing.T) {
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\n%s=1 exec %q \"$@\"\n", stageVariable, os.Args[0])
	if err := os.WriteFile(filepath.Join(root, "bin", "vinhdanh"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	d, err := startDemo(context.Background(), root, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.stop()
	if len(d.codes) != 1 || len(d.sheets) != 1 {
		t.Fatalf("learnt the certificates %v and %d sheets, want one of each", d.codes, len(d.sheets))
	}
	perSecond, err := rate(t.Context(), d.address, []worker{d.sheets[0].saver()}, 50*time.Millisecond)
	if err != nil || perSecond == 0 {
		t.Errorf("saved %.0f times a second, %v", perSecond, err)
	}
	all, pairs := plan(d.process, d, nil)
	if len(pairs) != 4 || len(all) < 6 {
		t.Errorf("%d series and %d pairs are planned", len(all), len(pairs))
	}
}
