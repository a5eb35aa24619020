package i18n

import (
	"fmt"
	"strings"
	"text/template"
)

// parse makes templates of the messages that have one form only, so that they are read once and not whenever
// they are said.
func (c *catalogue) parse() error {
	c.simple = map[string]*template.Template{}
	for id, m := range c.messages {
		if _, plain := c.plain[id]; plain || m.One != "" || m.LeftDelim != "" || m.RightDelim != "" {
			continue
		}
		t, err := template.New("").Funcs(c.funcs).Parse(m.Other)
		if err != nil {
			return fmt.Errorf("read message %s: %w", id, err)
		}
		c.simple[id] = t
	}
	return nil
}

// say puts args into a message of one form; false when the key has none or its template fails.
func (c *catalogue) say(key string, args map[string]any) (string, bool) {
	t, ok := c.simple[key]
	if !ok {
		return "", false
	}
	var text strings.Builder
	if err := t.Execute(&text, args); err != nil {
		return "", false
	}
	return text.String(), true
}
