package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// demo is the built program serving its demo edition from a folder that is thrown away.
type demo struct {
	*process
	root, data string
	codes      []string // of issued certificates
	sheets     []*sheet // open ones, at most maxSavers
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

// maxSavers is the largest number of judges that save at once in a case.
const maxSavers = 256

// email finds the logins that the program lists, in whatever form.
var email = regexp.MustCompile(`[\w.+-]+@[\w-]+(\.[\w-]+)+`)

// startDemo launches bin/vinhdanh and learns what there is to measure on.
func startDemo(ctx context.Context, root, data string) (*demo, error) {
	d := &demo{root: root, data: data}
	var err error
	d.process, err = launch(ctx, "/readyz", d.program(), func(address string) []string {
		return []string{"demo", "--data", data, "--addr", address}
	})
	if err != nil {
		return nil, err
	}
	if err := d.learn(ctx); err != nil {
		d.stop()
		return nil, err
	}
	return d, nil
}

func (d *demo) program() string { return filepath.Join(d.root, "bin", "vinhdanh") }

// command runs a subcommand on the demo's data beside its server.
func (d *demo) command(ctx context.Context, arguments ...string) (string, error) {
	cmd := exec.CommandContext(ctx, d.program(), append(arguments, "--data", d.data)...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("vinhdanh %s: %w: %s", arguments[0], err, complaint.String())
	}
	return strings.TrimSpace(string(out)), nil
}

// learn makes a token for every account and collects certificates and open sheets with them.
func (d *demo) learn(ctx context.Context) error {
	users, err := d.command(ctx, "user", "list", "--json")
	if err != nil {
		return err
	}
	emails := email.FindAllString(users, -1)
	slices.Sort(emails)
	c, err := dial(ctx, d.address)
	if err != nil {
		return err
	}
	defer c.close()
	for _, e := range slices.Compact(emails) {
		token, err := d.command(ctx, "token", "add", "--email", e, "--name", "bench")
		if err != nil {
			continue // a disabled account has no token
		}
		if err := d.collect(c, token); err != nil {
			return err
		}
	}
	slices.Sort(d.codes)
	d.codes = slices.Compact(d.codes)
	if len(d.codes) == 0 && len(d.sheets) == 0 {
		return errors.New("the demo has neither certificates nor open sheets to measure on")
	}
	return nil
}

// collect adds what the holder of a token sees.
func (d *demo) collect(c *client, token string) error {
	var editions struct{ Items []struct{ Slug string } }
	if _, err := fetch(c, token, "/api/v1/editions?limit=200", &editions); err != nil {
		return err
	}
	for _, e := range editions.Items {
		var certificates struct {
			Items []struct{ Code, Status string }
		}
		if _, err := fetch(c, token, "/api/v1/editions/"+e.Slug+"/certificates?limit=200", &certificates); err != nil {
			return err
		}
		for _, x := range certificates.Items {
			d.codes = append(d.codes, x.Code)
		}
		var sheets struct{ Items []*sheet }
		if _, err := fetch(c, token, "/api/v1/editions/"+e.Slug+"/sheets?limit=200", &sheets); err != nil {
			return err
		}
		for _, s := range sheets.Items {
			if s.State == "open" && len(d.sheets) < maxSavers {
				s.token = token
				if len(s.Marks) == 0 {
					s.Marks = map[string]string{"1.1": "1"}
				}
				d.sheets = append(d.sheets, s)
			}
		}
	}
	return nil
}

// fetch reads JSON; what the caller may not see leaves into as it is.
func fetch(c *client, token, path string, into any) (int, error) {
	var body bytes.Buffer
	request := fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", path, token)
	status, err := c.do(request, &body)
	if err != nil || status != 200 {
		return status, err
	}
	if err := json.Unmarshal(body.Bytes(), into); err != nil {
		return status, fmt.Errorf("read %s: %w", path, err)
	}
	return status, nil
}

// saver makes a worker that saves the sheet again and again, as a judge's page does.
func (s *sheet) saver() worker {
	var request, answer bytes.Buffer
	return func(c *client) error {
		body, err := json.Marshal(map[string]any{"version": s.Version, "marks": s.Marks})
		if err != nil {
			return fmt.Errorf("encode sheet: %w", err)
		}
		request.Reset()
		answer.Reset()
		fmt.Fprintf(&request, "PUT /api/v1/sheets/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"+
			"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", s.ID, s.token, len(body), body)
		status, err := c.do(request.Bytes(), &answer)
		if err != nil {
			return err
		}
		if status != 200 {
			return fmt.Errorf("save sheet: status %d: %s", status, answer.String())
		}
		return json.Unmarshal(answer.Bytes(), s)
	}
}
