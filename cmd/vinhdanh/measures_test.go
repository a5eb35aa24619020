package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"go.yaml.in/yaml/v3"

	"vinhdanh/internal/mail"
	"vinhdanh/internal/store"
)

// scrape is what a server that has just started says at /metrics: for each measure the labels it carries.
func scrape(t *testing.T) map[string][]string {
	t.Helper()
	s := serving(t, nil, func(*config) {})
	var body []byte
	for range 2 { // the first shows up in the second
		res, err := http.Get("http://" + s.main + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		if body, err = io.ReadAll(res.Body); err != nil || res.StatusCode != http.StatusOK {
			t.Fatal(res.Status, err)
		}
		_ = res.Body.Close()
	}
	found := map[string][]string{}
	label := regexp.MustCompile(`([a-z_]+)="`)
	for line := range strings.Lines(string(body)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name := line[:strings.IndexAny(line, "{ ")]
		found[name] = append(found[name], "instance", "job") // Prometheus adds them
		for _, m := range label.FindAllStringSubmatch(line, -1) {
			found[name] = append(found[name], m[1])
		}
	}
	return found
}

// words of an expression: measures, and labels where they are matched or grouped by.
var (
	measure  = regexp.MustCompile(`\b(?:vinhdanh|process|go)_[a-z0-9_]+`)
	matched  = regexp.MustCompile(`([a-z_]+)(?:=~|!~|!=|=)"`)
	grouping = regexp.MustCompile(`by \(([a-z_, ]+)\)`)
)

// TestDashboardNamesWhatThereIs holds the dashboard and the alerts against a real scrape.
func TestDashboardNamesWhatThereIs(t *testing.T) {
	there := scrape(t)
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(page(t, "docs/deploy/grafana.json")), &board); err != nil {
		t.Fatal(err)
	}
	var alerts struct {
		Groups []struct {
			Rules []struct{ Alert, Expr string }
		}
	}
	if err := yaml.Unmarshal([]byte(page(t, "docs/deploy/alerts.yml")), &alerts); err != nil {
		t.Fatal(err)
	}
	exprs := map[string][]string{}
	for _, p := range board.Panels {
		for _, target := range p.Targets {
			exprs[p.Title] = append(exprs[p.Title], target.Expr)
		}
	}
	for _, g := range alerts.Groups {
		for _, r := range g.Rules {
			exprs[r.Alert] = append(exprs[r.Alert], r.Expr)
		}
	}
	used := map[string]bool{}
	for where, list := range exprs {
		for _, expr := range list {
			names := measure.FindAllString(expr, -1)
			if len(names) == 0 && !strings.HasPrefix(expr, "up{") {
				t.Errorf("%s: %q names no measure", where, expr)
			}
			var labels []string
			for _, name := range names {
				used[name] = true
				if there[name] == nil {
					t.Errorf("%s: there is no %s", where, name)
				}
				labels = append(labels, there[name]...)
			}
			wanted := grouping.FindAllStringSubmatch(expr, -1)
			wanted = append(wanted, matched.FindAllStringSubmatch(expr, -1)...)
			for _, m := range wanted {
				for l := range strings.SplitSeq(m[1], ",") {
					if l = strings.TrimSpace(l); len(names) > 0 && !slices.Contains(labels, l) {
						t.Errorf("%s: %q has no label %s", where, names, l)
					}
				}
			}
		}
	}
	for name := range there {
		whole := regexp.MustCompile(`_(bucket|sum|count)$`).ReplaceAllString(name, "")
		if strings.HasPrefix(name, "vinhdanh_") && !used[whole] && !used[whole+"_bucket"] && !used[whole+"_sum"] {
			t.Errorf("nothing shows %s", whole)
		}
		if strings.HasPrefix(name, "vinhdanh_") && !strings.Contains(page(t, "docs/operations.md"), "`"+whole+"`") {
			t.Errorf("docs/operations.md does not tell of %s", whole)
		}
	}
}

// TestMeasuresWithoutADatabase: a reading still answers, and says so.
func TestMeasuresWithoutADatabase(t *testing.T) {
	a := opened(t, t.TempDir(), true)
	send := a.measures.countFailures(func(context.Context, mail.Message) error { return errors.New("no") })
	if err := send(t.Context(), mail.Message{}); err == nil || a.measures.mailFailures.Load() != 1 {
		t.Errorf("a failure is hidden, or not counted: %v", err)
	}
	if err := a.db.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveSetting(backupGoodSetting, "{") }); err != nil {
		t.Fatal(err)
	}
	if got := gathered(t, a); !strings.Contains(got, "vinhdanh_database_up 0") || strings.Contains(got, "vinhdanh_sessions") {
		t.Errorf("what cannot be read is said:\n%s", got)
	}
}

// gathered is one reading as text.
func gathered(t *testing.T, a *app) string {
	t.Helper()
	r := prometheus.NewPedanticRegistry()
	r.MustRegister(a.measures)
	list, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, family := range list {
		fmt.Fprintf(&b, "%s %v\n", family.GetName(), family.GetMetric()[0].GetGauge().GetValue())
	}
	return b.String()
}
