package pdf

import "bytes"

// lexer cuts the text of a PDF into tokens (ISO 32000-1, 7.2); strings and names are one each.
type lexer struct {
	data []byte
	i    int
}

func blank(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func (l *lexer) skip() {
	for l.i < len(l.data) {
		switch c := l.data[l.i]; {
		case blank(c):
			l.i++
		case c == '%':
			for l.i < len(l.data) && l.data[l.i] != '\n' && l.data[l.i] != '\r' {
				l.i++
			}
		default:
			return
		}
	}
}

// token is the next token; it is empty at the end.
func (l *lexer) token() []byte {
	l.skip()
	from := l.i
	if from >= len(l.data) {
		return nil
	}
	switch c := l.data[from]; {
	case bytes.HasPrefix(l.data[from:], []byte("<<")) || bytes.HasPrefix(l.data[from:], []byte(">>")):
		l.i += 2
	case c == '<':
		n := bytes.IndexByte(l.data[from:], '>')
		if n < 0 {
			l.i = len(l.data)
			return nil
		}
		l.i += n + 1
	case c == '(':
		l.text()
	case bytes.IndexByte([]byte("[]{}>)"), c) >= 0:
		l.i++
	default:
		for l.i++; l.i < len(l.data) && !blank(l.data[l.i]) && bytes.IndexByte([]byte("()<>[]{}/%"), l.data[l.i]) < 0; l.i++ {
		}
	}
	return l.data[from:l.i]
}

// text passes over a string in brackets, which may hold brackets.
func (l *lexer) text() {
	for depth := 0; l.i < len(l.data); l.i++ {
		switch l.data[l.i] {
		case '\\':
			l.i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.i++
				return
			}
		}
	}
	l.i = len(l.data)
}

// at takes the next token if it is this one.
func (l *lexer) at(token string) bool {
	before := l.i
	if string(l.token()) == token {
		return true
	}
	l.i = before
	return false
}

// value is the next value as it is spelled; a reference is one value.
func (l *lexer) value(depth int) ([]byte, error) {
	l.skip()
	from := l.i
	token := l.token()
	if len(token) == 0 || depth > maxDepth {
		return nil, errSpelling
	}
	end := map[string]string{"<<": ">>", "[": "]"}[string(token)]
	switch {
	case end != "":
		for !l.at(end) {
			if _, err := l.value(depth + 1); err != nil {
				return nil, err
			}
		}
	case token[0] >= '0' && token[0] <= '9':
		after := l.i
		if generation := l.token(); len(generation) == 0 || generation[0] < '0' || generation[0] > '9' || string(l.token()) != "R" {
			l.i = after
		}
	case bytes.IndexByte([]byte(">]})"), token[0]) >= 0:
		return nil, errSpelling
	}
	return l.data[from:l.i], nil
}

// dictionary is the next dictionary; of a key that stands twice the last counts.
func (l *lexer) dictionary() (map[string][]byte, error) {
	if string(l.token()) != "<<" {
		return nil, errSpelling
	}
	d := map[string][]byte{}
	for !l.at(">>") {
		key := l.token()
		if len(key) < 2 || key[0] != '/' {
			return nil, errSpelling
		}
		value, err := l.value(0)
		if err != nil {
			return nil, err
		}
		d[string(key[1:])] = value
	}
	return d, nil
}
