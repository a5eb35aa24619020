package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
)

// parse makes templates of the messages that have one form only, so that they are read once and not whenever
// they are said.
func (c *catalogue) parse() error {
	c.simple, c.joined = map[string]*template.Template{}, map[string][]piece{}
	for id, m := range c.messages {
		if _, plain := c.plain[id]; plain || m.One != "" || m.LeftDelim != "" || m.RightDelim != "" {
			continue
		}
		t, err := template.New("").Funcs(c.funcs).Parse(m.Other)
		if err != nil {
			return fmt.Errorf("read message %s: %w", id, err)
		}
		c.simple[id] = t
		if parts, ok := pieces(t.Root); ok {
			c.joined[id] = parts
		}
	}
	return nil
}

// piece is a text or, when it has a name, the argument that stands there.
type piece struct{ text, argument string }

// pieces takes a message apart that does nothing with its arguments but show them.
func pieces(root *parse.ListNode) (list []piece, ok bool) {
	for _, node := range root.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			list = append(list, piece{text: string(n.Text)})
		case *parse.ActionNode:
			if len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds) != 1 || len(n.Pipe.Cmds[0].Args) != 1 {
				return nil, false
			}
			field, ok := n.Pipe.Cmds[0].Args[0].(*parse.FieldNode)
			if !ok || len(field.Ident) != 1 {
				return nil, false
			}
			list = append(list, piece{argument: field.Ident[0]})
		default:
			return nil, false
		}
	}
	return list, true
}

// join puts args between the texts of a message; false when one is neither a text nor a whole number.
func join(list []piece, args map[string]any) (string, bool) {
	var text strings.Builder
	for _, p := range list {
		if p.argument == "" {
			text.WriteString(p.text)
			continue
		}
		switch x := args[p.argument].(type) {
		case string:
			text.WriteString(x)
		case int:
			text.WriteString(strconv.Itoa(x))
		default:
			return "", false
		}
	}
	return text.String(), true
}

// say puts args into a message of one form; false when the key has none or its template fails.
func (c *catalogue) say(key string, args map[string]any) (string, bool) {
	if list, ok := c.joined[key]; ok {
		if text, ok := join(list, args); ok {
			return text, true
		}
	}
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
