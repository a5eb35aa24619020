package contract_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// spec is the server's own description, and what was met that it does not describe.
type spec struct {
	doc    *openapi3.T
	mu     sync.Mutex
	seen   map[string]int  // answers by operation and status
	faults map[string]bool // each kind of fault once
}

// Every answer of these first ones by operation and status is checked, then one in so many.
const (
	checkedFirst = 25
	checkedOneIn = 40
)

// loadSpec reads /api/v1/openapi.json.
func loadSpec(t testing.TB, s *server) *spec {
	t.Helper()
	c := &client{base: s.base, http: http.DefaultClient}
	text := c.get(t, "/openapi.json").want(t, http.StatusOK).body
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatalf("openapi.json: %v", err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("openapi.json is of version %s, want 3.1", doc.OpenAPI)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Errorf("openapi.json: %v", err)
	}
	return &spec{doc: doc, seen: map[string]int{}, faults: map[string]bool{}}
}

// checking is a transport that compares each answer with the description.
type checking struct {
	spec *spec
	next http.RoundTripper
}

func (c *checking) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := c.next.RoundTrip(r)
	path, ok := strings.CutPrefix(r.URL.Path, "/api/v1")
	if err != nil || !ok || c.spec == nil {
		return response, err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	response.Body = io.NopCloser(bytes.NewReader(body))
	if err == nil {
		c.spec.compare(r.Method, path, response.StatusCode, response.Header.Get("Content-Type"), body)
	}
	return response, err
}

// compare notes a fault when an answer is not what the description says.
func (s *spec) compare(method, path string, status int, kind string, body []byte) {
	template, item := s.route(path)
	key := method + " " + template + " " + strconv.Itoa(status)
	s.mu.Lock()
	s.seen[key]++
	n := s.seen[key]
	s.mu.Unlock()
	if n > checkedFirst && n%checkedOneIn != 0 {
		return
	}
	if err := answers(item, method, status, kind, body); err != nil {
		message := key + ": " + err.Error()
		s.mu.Lock()
		s.faults[message[:min(len(message), 1200)]] = true
		s.mu.Unlock()
	}
}

// route finds the path of the description that fits; one with fewer parameters is nearer.
func (s *spec) route(path string) (string, *openapi3.PathItem) {
	best, parameters := path, 100
	var item *openapi3.PathItem
	have := strings.Split(path, "/")
	for template, candidate := range s.doc.Paths.Map() {
		want, n := strings.Split(template, "/"), strings.Count(template, "{")
		fits := len(want) == len(have) && n < parameters
		for i := 0; fits && i < len(want); i++ {
			fits = want[i] == have[i] || strings.HasPrefix(want[i], "{") && have[i] != ""
		}
		if fits {
			best, item, parameters = template, candidate, n
		}
	}
	return best, item
}

// everywhere are the failures that any call may meet; the description says so once, in its head.
var everywhere = []int{http.StatusMethodNotAllowed, http.StatusInternalServerError, http.StatusServiceUnavailable}

func answers(item *openapi3.PathItem, method string, status int, kind string, body []byte) error {
	if item == nil {
		return fmt.Errorf("the path is not described")
	}
	operation := item.GetOperation(method)
	if operation == nil {
		return fmt.Errorf("the method is not described")
	}
	response := operation.Responses.Status(status)
	if response == nil {
		if slices.Contains(everywhere, status) {
			return nil
		}
		return fmt.Errorf("the status is not described; the answer is %.300s", body)
	}
	if len(response.Value.Content) == 0 {
		if len(body) > 0 {
			return fmt.Errorf("an answer without a described content: %.300s", body)
		}
		return nil
	}
	media, _, err := mime.ParseMediaType(kind)
	if err != nil {
		return fmt.Errorf("the media type %q: %w", kind, err)
	}
	content := response.Value.Content.Get(media)
	if content == nil {
		return fmt.Errorf("the media type %q is not described", kind)
	}
	if content.Schema == nil || !strings.HasSuffix(media, "json") {
		return nil
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return fmt.Errorf("the answer is no JSON: %w", err)
	}
	return content.Schema.Value.VisitJSON(value, openapi3.EnableJSONSchema2020(), openapi3.EnableFormatValidation())
}

// report fails the test for everything that was met and is not described.
func (s *spec) report(t *testing.T) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for fault := range s.faults {
		t.Errorf("openapi.json: %s", fault)
	}
}
