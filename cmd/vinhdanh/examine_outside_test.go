package main

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
)

// TestDoctorShowsPublishingInTrouble: a witness that does not answer is named with what to do about it, as somebody else's
// trouble while it is asked again and as this machine's once it was given up; the next publication makes up for both.
func TestDoctorShowsPublishingInTrouble(t *testing.T) {
	data := t.TempDir()
	key, err := ledgerKey(config{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	down := true
	x := newTestWitness(t, "w.example/1", key)
	x.lie = func(w http.ResponseWriter, _ string) bool {
		if down {
			http.Error(w, "closed for repairs", http.StatusServiceUnavailable)
		}
		return down
	}
	a, publish := publishing(t, config{Data: data, Witnesses: []string{x.vkey() + " " + x.serve(t)}})
	check := func(name string, ok, warn bool, says ...string) {
		t.Helper()
		list := map[string]finding{}
		for _, f := range a.findings(context.Background()) {
			list[f.Name] = f
		}
		f := list["witness"]
		if f.OK != ok || f.Warn != warn || (f.Remedy == "") != ok || f.Detail == "" {
			t.Errorf("%s: %+v", name, f)
		}
		for _, text := range says {
			if !strings.Contains(f.Detail, text) {
				t.Errorf("%s: %q does not say %q", name, f.Detail, text)
			}
		}
		if !list["jobs"].OK {
			t.Errorf("%s: told twice: %+v", name, list["jobs"])
		}
		if _, is := list["stamp"]; is {
			t.Errorf("%s: something that nobody set is looked at", name)
		}
	}
	work := func() {
		t.Helper()
		publish()
		if worked, err := a.runner().RunOne(t.Context(), ledger.WitnessJob); !worked || err != nil {
			t.Fatalf("no job: %v", err)
		}
	}
	check("before the first", true, false)
	work()
	check("waiting", false, true, "waits for another try", "w.example/1", "closed for repairs")
	list, err := a.db.TroubledJobs(t.Context(), ledger.PublishingJobs())
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	list[0].State, list[0].Finished = jobs.Failed, list[0].Created
	if err := a.db.SaveJob(t.Context(), list[0]); err != nil {
		t.Fatal(err)
	}
	check("given up", false, false, "given up", "closed for repairs")
	down = false
	work()
	check("made up for", true, false)
}
