package web_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/web"
)

type description struct {
	doc    *openapi3.T
	router routers.Router
}

var described sync.Map // of a world's server -> description; parsing takes longer than most tests

func (w *world) description() description {
	w.t.Helper()
	if d, ok := described.Load("one"); ok {
		return d.(description)
	}
	doc, err := openapi3.NewLoader().LoadFromData(w.server.Specification())
	if err != nil {
		w.t.Fatalf("load the description: %v", err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		w.t.Fatalf("the description is not valid OpenAPI 3.1: %v", err)
	}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		w.t.Fatal(err)
	}
	d := description{doc, router}
	described.Store("one", d)
	return d
}

// conforms checks an answer of the API against the description.
func (w *world) conforms(r *http.Request, res reply) {
	w.t.Helper()
	if res.StatusCode == http.StatusMethodNotAllowed || res.StatusCode >= 500 {
		return
	}
	plain := &http.Request{Method: r.Method, URL: &url.URL{Path: r.URL.Path, RawQuery: r.URL.RawQuery}, Header: r.Header}
	route, params, err := w.description().router.FindRoute(plain)
	if err != nil {
		if res.StatusCode == http.StatusNotFound {
			return
		}
		w.t.Fatalf("%s %s is not described: %v", r.Method, r.URL.Path, err)
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: plain, PathParams: params, Route: route},
		Status:                 res.StatusCode, Header: res.Header, Body: io.NopCloser(bytes.NewReader(res.body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, ExcludeResponseBody: isFile(res)},
	}
	if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
		w.t.Errorf("%s %s answered %d, not as described: %v", r.Method, r.URL.Path, res.StatusCode, err)
	}
}

func isFile(res reply) bool {
	return !strings.Contains(res.Header.Get("Content-Type"), "json")
}

func TestRoutesAreThoseDescribed(t *testing.T) {
	w := newWorld(t)
	var served, written []string
	for _, r := range w.server.Routes() {
		if strings.HasPrefix(r.Pattern, "/api/") {
			served = append(served, r.Method+" "+web.SpecPath(r.Pattern))
		}
	}
	for path, item := range w.description().doc.Paths.Map() {
		for method := range item.Operations() {
			written = append(written, method+" "+path)
		}
	}
	slices.Sort(served)
	slices.Sort(written)
	if diff := cmp.Diff(written, served); diff != "" {
		t.Errorf("routes (-described +served):\n%s", diff)
	}
	if len(served) < 40 {
		t.Errorf("only %d API routes", len(served))
	}
}

func TestPublicRoutesAreDescribedAsPublic(t *testing.T) {
	w := newWorld(t)
	doc := w.description().doc
	for _, r := range w.server.Routes() {
		if !strings.HasPrefix(r.Pattern, "/api/") {
			continue
		}
		op := doc.Paths.Value(web.SpecPath(r.Pattern)).GetOperation(r.Method)
		if described := op.Security != nil; described != r.Public {
			t.Errorf("%s %s: public %v, described as public %v", r.Method, r.Pattern, r.Public, described)
		}
	}
}
