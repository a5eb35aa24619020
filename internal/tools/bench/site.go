package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// site is the built program over the demo's record, grown by seed, in a folder that is thrown away.
type site struct {
	*process
	seeded
	program, data string
	database      string // address of the PostgreSQL database; empty for SQLite
	env           []string
	judge, desk   string // tokens of the judge and of the secretariat's head
	producer      string // token of a producer
	sheets        []*sheet
}

// sheet is an open score sheet as its judge sees it. One saver owns it: each save needs the
// version that the last one returned.
type sheet struct {
	ID      string            `json:"id"`
	State   string            `json:"state"`
	Version int               `json:"version"`
	Marks   map[string]string `json:"marks"`
	token   string
}

// newSite fills a folder, or a database, and serves it.
func newSite(ctx context.Context, program, data, database string, add sizes) (*site, error) {
	s := &site{program: program, data: data, database: database}
	if _, err := s.command(ctx, "demo", "--only-fill"); err != nil {
		return nil, err
	}
	driver, address := "sqlite3", "file:"+filepath.Join(data, "vinhdanh.db")+"?_txlock=immediate&_foreign_keys=on"
	if database != "" {
		driver, address = "pgx", database
	}
	var err error
	if s.seeded, err = seed(ctx, driver, address, add); err != nil {
		return nil, fmt.Errorf("grow the record: %w", err)
	}
	for email, to := range map[string]*string{judge: &s.judge, "thuky@mau.vn": &s.desk, "coso@mau.vn": &s.producer} {
		if *to, err = s.command(ctx, "token", "add", "--email", email, "--name", "bench"); err != nil {
			return nil, err
		}
	}
	if err := s.start(ctx); err != nil {
		return nil, err
	}
	if err := s.readSheets(ctx); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// start serves the record.
func (s *site) start(ctx context.Context) (err error) {
	s.process, err = launchWith(ctx, s.env, "/readyz", s.program, func(address string) []string {
		return append([]string{"serve", "--addr", address}, s.place()...)
	})
	return err
}

// place is where the record lies, as flags.
func (s *site) place() []string {
	flags := []string{"--data", s.data}
	if s.database != "" {
		flags = append(flags, "--database-url", s.database)
	}
	return flags
}

// command runs a subcommand on the record.
func (s *site) command(ctx context.Context, arguments ...string) (string, error) {
	cmd := exec.CommandContext(ctx, s.program, append(arguments, s.place()...)...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("vinhdanh %s: %w: %s", arguments[0], err, complaint.String())
	}
	return strings.TrimSpace(string(out)), nil
}

// readSheets learns the versions of the judge's open sheets. A sheet without marks gets those of one that has
// some, so that a save is as large as a judge's.
func (s *site) readSheets(ctx context.Context) error {
	c, err := dial(ctx, s.address)
	if err != nil {
		return err
	}
	defer c.close()
	s.sheets = nil
	var marks map[string]string
	for cursor, more := "", true; more; more = cursor != "" {
		var page struct {
			Items []*sheet `json:"items"`
			Next  *string  `json:"next_cursor"`
		}
		path := "/api/v1/editions/" + scoring + "/sheets?limit=200&cursor=" + cursor
		if err := fetch(c, s.judge, path, &page); err != nil {
			return err
		}
		for _, x := range page.Items {
			if len(x.Marks) > 0 && marks == nil {
				marks = x.Marks
			}
			if x.State == "open" {
				x.token = s.judge
				s.sheets = append(s.sheets, x)
			}
		}
		if cursor = ""; page.Next != nil {
			cursor = *page.Next
		}
	}
	for _, x := range s.sheets {
		x.Marks = marks
	}
	if len(s.sheets) == 0 || marks == nil {
		return errors.New("the record holds no sheets to save")
	}
	return nil
}

// The editions of the demo that are in the state of their name.
const (
	scoring   = "mau-2027"
	filing    = "mau-2028"
	announced = "mau-2026"
)

// savers makes a worker for each of the first n sheets.
func (s *site) savers(n int) ([]worker, error) {
	if n > len(s.sheets) {
		return nil, fmt.Errorf("%d sheets are open, %d are needed", len(s.sheets), n)
	}
	workers := make([]worker, n)
	for i := range workers {
		workers[i] = s.sheets[i].saver()
	}
	return workers, nil
}

// pages and records are the paths of certificates.
func pages(codes []string) []string   { return paths("/v/", codes) }
func records(codes []string) []string { return paths("/api/v1/certificates/", codes) }

// paths appends each code to the prefix, as symbols carry it.
func paths(prefix string, codes []string) []string {
	all := make([]string, len(codes))
	for n, c := range codes {
		all[n] = prefix + strings.ToLower(strings.ReplaceAll(c, "-", ""))
	}
	return all
}

// fetch reads JSON as the holder of a token.
func fetch(c *client, token, path string, into any) error {
	return exchange(c, token, "GET", path, nil, 200, into)
}

// exchange sends JSON, or nothing, and reads the answer, which must have the status.
func exchange(c *client, token, method, path string, body any, want int, into any) error {
	var sent []byte
	if body != nil {
		var err error
		if sent, err = json.Marshal(body); err != nil {
			return fmt.Errorf("encode: %w", err)
		}
	}
	request := fmt.Appendf(nil, "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\n\r\n%s", method, path, token, len(sent), sent)
	var answer bytes.Buffer
	status, err := c.do(request, &answer)
	if err != nil {
		return err
	}
	if status != want {
		return &statusError{status, method + " " + path + ": " + answer.String()}
	}
	if err := json.Unmarshal(answer.Bytes(), into); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// saver makes a worker that saves the sheet again and again, as a judge's page does. It reads no more of the
// answer than the version, because the generator shares the machine with the server.
func (s *sheet) saver() worker {
	var answer bytes.Buffer
	marks, err := json.Marshal(s.Marks)
	return func(c *client) error {
		if err != nil {
			return fmt.Errorf("encode marks: %w", err)
		}
		body := fmt.Appendf(nil, `{"version":%d,"marks":%s}`, s.Version, marks)
		request := fmt.Appendf(nil, "PUT /api/v1/sheets/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"+
			"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", s.ID, s.token, len(body), body)
		answer.Reset()
		status, err := c.do(request, &answer)
		if err != nil {
			return err
		}
		if status != 200 {
			return &statusError{status, answer.String()}
		}
		_, rest, _ := bytes.Cut(answer.Bytes(), []byte(`"version":`))
		digits, _, _ := bytes.Cut(rest, []byte(","))
		s.Version, err = strconv.Atoi(string(bytes.TrimSpace(digits)))
		if err != nil {
			return fmt.Errorf("read the version of a saved sheet: %w", err)
		}
		return nil
	}
}

// exchangeOpenly reads JSON as everybody does, without a token.
func exchangeOpenly(c *client, path string, into any) error {
	var answer bytes.Buffer
	status, err := c.do(fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path), &answer)
	if err != nil {
		return err
	}
	if status != 200 {
		return &statusError{status, path}
	}
	if err := json.Unmarshal(answer.Bytes(), into); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}
