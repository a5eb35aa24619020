package templates

import (
	"html/template"
	"strings"
	"text/template/parse"
)

// foldable are functions whose answer to constant arguments never changes within a language. What they give is
// either words or an address of a built file, which need no other escaping in a link than in a text.
var foldable = []string{"t", "asset", "icon", "lang", "other"}

// fold puts what is constant into the text of every template once, where it would be made for every page.
func fold(t *template.Template, functions template.FuncMap) {
	constants := map[string]func(...any) string{
		"t": func(args ...any) string {
			return functions["t"].(func(string, ...any) string)(args[0].(string))
		},
	}
	for _, name := range foldable[1:] {
		switch f := functions[name].(type) {
		case func(string) string:
			constants[name] = func(args ...any) string { return f(args[0].(string)) }
		case func() string:
			constants[name] = func(...any) string { return f() }
		}
	}
	for _, one := range t.Templates() {
		if one.Tree != nil && one.Tree.Root != nil {
			foldList(one.Tree.Root, constants)
		}
	}
}

func foldList(list *parse.ListNode, constants map[string]func(...any) string) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.IfNode:
			foldList(n.List, constants)
			foldList(n.ElseList, constants)
		case *parse.WithNode:
			foldList(n.List, constants)
			foldList(n.ElseList, constants)
		case *parse.RangeNode:
			foldList(n.List, constants)
			foldList(n.ElseList, constants)
		case *parse.ActionNode:
			if text, ok := constant(n, constants); ok {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(text)}
			}
		}
	}
}

// constant is what an action always writes, escaped as package html/template does it in texts and quoted attributes.
func constant(n *parse.ActionNode, constants map[string]func(...any) string) (string, bool) {
	if len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds) != 1 {
		return "", false
	}
	words := n.Pipe.Cmds[0].Args
	name, ok := words[0].(*parse.IdentifierNode)
	if !ok || constants[name.Ident] == nil || len(words) > 2 {
		return "", false
	}
	var args []any
	for _, word := range words[1:] {
		text, ok := word.(*parse.StringNode)
		if !ok {
			return "", false
		}
		args = append(args, text.Text)
	}
	return strings.ReplaceAll(template.HTMLEscapeString(constants[name.Ident](args...)), "+", "&#43;"), true
}
