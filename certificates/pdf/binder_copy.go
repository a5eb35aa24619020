package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// copying takes objects of one file over.
type copying struct {
	*Binder
	from *spelled
	done map[int]int // new numbers by old ones; 0 = in hand
}

// take copies an object with all that it refers to, unless the same is written already, and returns its number.
func (c *copying) take(n, depth int) (int, error) {
	if known, ok := c.done[n]; ok {
		if known == 0 {
			return 0, errors.New("an object of this PDF holds itself")
		}
		return known, nil
	}
	c.done[n] = 0
	value, stream, err := c.from.object(n)
	if err != nil {
		return 0, err
	}
	body, err := c.renumber(value, depth+1)
	if err != nil {
		return 0, err
	}
	if stream != nil {
		body = slices.Concat(body, []byte("\nstream\n"), stream, []byte("\nendstream"))
	}
	hash := sha256.Sum256(body)
	known, ok := c.shared[hash]
	if !ok {
		known = c.free()
		c.shared[hash] = known
		c.object(known, body)
	}
	c.done[n] = known
	return known, c.err
}

// renumber is a value with each reference led to the copy of what it refers to.
func (c *copying) renumber(value []byte, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, errSpelling
	}
	var out bytes.Buffer
	lex := lexer{data: value}
	for {
		from := lex.i
		token := lex.token()
		if len(token) == 0 {
			return out.Bytes(), nil
		}
		if token[0] >= '0' && token[0] <= '9' {
			lex.i = from
			whole, err := lex.value(0)
			if err != nil {
				return nil, err
			}
			if n, ok := reference(whole); ok {
				if n, err = c.take(n, depth); err != nil {
					return nil, err
				}
				whole = append(strconv.AppendInt(nil, int64(n), 10), " 0 R"...)
			}
			token = whole
		}
		if out.Len() > 0 {
			out.WriteByte(' ')
		}
		out.Write(token)
	}
}

// looks are what the annotations of a page draw on it: the picture of a signature stays, as a stamp that signs nothing.
func (c *copying) looks(annotations []byte) (string, error) {
	if annotations == nil {
		return "", nil
	}
	list, err := c.from.follow(annotations)
	if err != nil {
		return "", err
	}
	all, err := items(list)
	if err != nil {
		return "", err
	}
	var kept []string
	for _, x := range all {
		n, err := c.look(x)
		if err != nil {
			return "", err
		}
		if n > 0 {
			kept = append(kept, fmt.Sprintf("%d 0 R", n))
		}
	}
	if kept == nil {
		return "", nil
	}
	return " /Annots [" + strings.Join(kept, " ") + "]", nil
}

// look is one annotation that draws something as an object of its own; 0 for one that draws nothing.
func (c *copying) look(annotation []byte) (int, error) {
	spelling, err := c.from.follow(annotation)
	if err != nil {
		return 0, err
	}
	d, err := entries(spelling)
	if err != nil {
		return 0, err
	}
	rect, err := c.from.follow(d["Rect"])
	if err != nil {
		return 0, err
	}
	appearance, err := c.from.follow(d["AP"])
	if err != nil || appearance == nil || empty(rect) {
		return 0, err
	}
	ap, err := entries(appearance)
	if err != nil {
		return 0, err
	}
	normal, ok := reference(ap["N"])
	if !ok {
		return 0, errSpelling
	}
	drawn, err := c.take(normal, 0)
	if err != nil {
		return 0, err
	}
	n := c.free()
	c.object(n, fmt.Appendf(nil, "<< /Type /Annot /Subtype /Stamp /Rect %s /F 4 /AP << /N %d 0 R >> >>", rect, drawn))
	return n, nil
}

// empty reports whether a rectangle has no inside.
func empty(rect []byte) bool {
	list, err := items(rect)
	return err != nil || len(list) != 4 || bytes.Equal(list[0], list[2]) || bytes.Equal(list[1], list[3])
}
