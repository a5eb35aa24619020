package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestLogLeavesPeopleOut(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"refused letter", "550 5.1.1 <nguyen.lan@example.vn>: unknown", "550 5.1.1 <…@example.vn>: unknown"},
		{"two addresses", "a@x.vn,b@y.vn", "…@x.vn,…@y.vn"},
		{"telephone", "gọi 0912 345 678 hoặc +84912345678", "gọi … hoặc …"},
		{"password of a database", "postgres://vinhdanh:geheim@db.vn/x", "postgres://vinhdanh:…@db.vn/x"},
		{"row", `duplicate (Key (email)=(lan@example.vn) already exists)`, `duplicate (Key (email)=(…) already exists)`},
		{"code and times stay", "7K3M-9QXT-2HDK 2026-11-27T02:00:00Z 1764208800", "7K3M-9QXT-2HDK 2026-11-27T02:00:00Z 1764208800"},
		{"address of a machine stays", "dial tcp 10.0.0.1:5432: refused", "dial tcp 10.0.0.1:5432: refused"},
	} {
		for _, format := range []string{"json", "text"} {
			var out bytes.Buffer
			log := (&session{stderr: &out, conf: config{LogFormat: format}}).logger()
			log.With("with", c.text).WithGroup("g").Error(c.text, "error", errors.New(c.text), //nolint:sloglint // the message is what is tried
				"text", c.text, "n", 7)
			got := out.String()
			if format == "text" {
				if c.want != c.text && strings.Contains(got, c.text) {
					t.Errorf("%s: %s", c.name, got)
				}
				continue
			}
			var line struct {
				Msg, With string
				G         struct {
					Error, Text string
					N           int
				}
			}
			if err := json.Unmarshal(out.Bytes(), &line); err != nil {
				t.Fatal(err)
			}
			for _, said := range []string{line.Msg, line.With, line.G.Error, line.G.Text} {
				if said != c.want || line.G.N != 7 {
					t.Errorf("%s: %q, want %q", c.name, said, c.want)
				}
			}
		}
	}
}
