package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"regexp"
)

// logger writes to standard error, as text for people and JSON for machines.
func (s *session) logger() *slog.Logger {
	format := s.conf.LogFormat
	if format == "" {
		format = "json"
		if f, ok := s.stderr.(*os.File); ok {
			if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
				format = "text"
			}
		}
	}
	if s.lines == nil {
		s.lines = &lines{out: s.stderr}
	}
	if format == "json" {
		return slog.New(discreet{slog.NewJSONHandler(s.lines, nil), s.lines})
	}
	return slog.New(discreet{slog.NewTextHandler(s.lines, nil), s.lines})
}

// discreet leaves out whom something is about from warnings and errors: mail servers repeat addresses, databases
// repeat rows. Lines about requests hold nothing of the kind and pass untouched. A warning waits for no other line.
type discreet struct {
	slog.Handler
	lines *lines
}

// What is left out: the name of an e-mail address, Vietnamese telephone numbers, passwords in addresses, and what a
// driver says about a row.
var (
	mailbox  = regexp.MustCompile(`[^\s<>"'@:,;()]+@([\pL\d-]+\.)`)
	phone    = regexp.MustCompile(`(?:\+84|\b0)(?:[ .]?\d){8,10}\b`)
	password = regexp.MustCompile(`(://[^\s:/@]*):[^\s/@]+@`)
	rowOf    = regexp.MustCompile(`(Key \([^)]*\)=)\([^)]*\)`)
)

// maskPeople is a text without the people in it.
func maskPeople(text string) string {
	text = password.ReplaceAllString(text, "$1:…@")
	text = mailbox.ReplaceAllString(text, "…@$1")
	text = rowOf.ReplaceAllString(text, "$1(…)")
	return phone.ReplaceAllString(text, "…")
}

// Handle implements slog.Handler.
func (d discreet) Handle(ctx context.Context, r slog.Record) error {
	if r.Level < slog.LevelWarn {
		return d.Handler.Handle(ctx, r)
	}
	masked := slog.NewRecord(r.Time, r.Level, maskPeople(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		masked.AddAttrs(maskAttr(a))
		return true
	})
	return errors.Join(d.Handler.Handle(ctx, masked), d.lines.flush())
}

func maskAttr(a slog.Attr) slog.Attr {
	v := a.Value.Resolve()
	if err, ok := v.Any().(error); ok {
		return slog.String(a.Key, maskPeople(err.Error()))
	}
	if v.Kind() == slog.KindString {
		return slog.String(a.Key, maskPeople(v.String()))
	}
	return a
}

// WithAttrs implements slog.Handler.
func (d discreet) WithAttrs(attrs []slog.Attr) slog.Handler {
	masked := make([]slog.Attr, 0, len(attrs))
	for _, a := range attrs {
		masked = append(masked, maskAttr(a))
	}
	return discreet{d.Handler.WithAttrs(masked), d.lines}
}

// WithGroup implements slog.Handler.
func (d discreet) WithGroup(name string) slog.Handler {
	return discreet{d.Handler.WithGroup(name), d.lines}
}
