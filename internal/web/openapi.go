package web

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"go.yaml.in/yaml/v3"
)

// specification is the API's description as it is kept by hand.
//
//go:embed openapi.yaml
var specification []byte

//go:embed docs.html
var docsPage string

// loadOpenAPI turns the description into JSON and into the page that shows it.
func (s *Server) loadOpenAPI() error {
	var whole any
	var doc apiDescription
	err := yaml.Unmarshal(specification, &whole)
	if err == nil {
		err = yaml.Unmarshal(specification, &doc)
	}
	if err != nil {
		return fmt.Errorf("read API description: %w", err)
	}
	if s.openapi, err = json.Marshal(whole); err != nil {
		return fmt.Errorf("write API description: %w", err)
	}
	if s.docs, err = doc.page(); err != nil {
		return fmt.Errorf("write the page of the API description: %w", err)
	}
	return nil
}

// apiDescription is what the page needs of the description.
type apiDescription struct {
	Info struct {
		Title       string `yaml:"title"`
		Description string `yaml:"description"`
	} `yaml:"info"`
	Paths map[string]map[string]yaml.Node `yaml:"paths"`
}

func (d apiDescription) page() ([]byte, error) {
	var page struct {
		Title, Description, Specification string
		Calls                             []docsCall
	}
	page.Title, page.Description, page.Specification = d.Info.Title, d.Info.Description, string(specification)
	for path, methods := range d.Paths {
		for method, node := range methods {
			if method == "parameters" {
				continue
			}
			call := docsCall{Method: strings.ToUpper(method), Path: apiRoot + path}
			if err := node.Decode(&call); err != nil {
				return nil, fmt.Errorf("%s %s: %w", method, path, err)
			}
			page.Calls = append(page.Calls, call)
		}
	}
	slices.SortFunc(page.Calls, func(a, b docsCall) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
	tmpl, err := template.New("docs").Parse(docsPage)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	err = tmpl.Execute(&buf, page)
	return buf.Bytes(), err
}

// docsCall is one line of the page.
type docsCall struct {
	Method  string `yaml:"-"`
	Path    string `yaml:"-"`
	Summary string `yaml:"summary"`
}

func (s *Server) showOpenAPI(c echo.Context) error {
	return c.Blob(http.StatusOK, "application/json", s.openapi)
}

func (s *Server) showDocs(c echo.Context) error {
	return c.Blob(http.StatusOK, "text/html; charset=utf-8", s.docs)
}
