package store

import (
	"fmt"
	"strings"
	"sync"
)

// query is one SQL text for both engines, with placeholders $1..$n. Every query is a constant, so that a
// test can find and prepare each of them on both engines.
type query string

// engine names the database behind a DB.
type engine string

const (
	sqlite   engine = "sqlite"
	postgres engine = "postgres"
)

// dialect turns queries into what an engine's driver takes, once each.
type dialect struct {
	engine engine
	texts  sync.Map // query -> bound
}

// bound is a query as the driver takes it, with the highest number among its placeholders.
type bound struct {
	text   string
	args   int
	writes bool // anything but a plain SELECT
}

// bind is the text of q for the engine. It is an error when the arguments are not as many as the
// placeholders, because go-sqlite3 drops what is too much in silence.
func (d *dialect) bind(q query, args int) (string, error) {
	b := d.bound(q)
	if b.args != args {
		return "", fmt.Errorf("%s: %d arguments for %d placeholders", q.head(), args, b.args)
	}
	return b.text, nil
}

func (d *dialect) bound(q query) bound {
	v, ok := d.texts.Load(q)
	if !ok {
		v, _ = d.texts.LoadOrStore(q, rewrite(d.engine, q))
	}
	return v.(bound)
}

// rewrite makes ?N of $N for SQLite, which numbers $2 and $1 by first appearance, not by their digits.
func rewrite(e engine, q query) bound {
	var b strings.Builder
	highest, quoted := 0, false
	for i := 0; i < len(q); i++ {
		c := q[i]
		if c == '\'' {
			quoted = !quoted
		}
		if c != '$' || quoted {
			b.WriteByte(c)
			continue
		}
		n := 0
		for i+1 < len(q) && '0' <= q[i+1] && q[i+1] <= '9' {
			i++
			n = n*10 + int(q[i]-'0')
		}
		highest = max(highest, n)
		sign := "$"
		if e == sqlite {
			sign = "?"
		}
		fmt.Fprintf(&b, "%s%d", sign, n)
	}
	return bound{b.String(), highest, !strings.HasPrefix(string(q), "SELECT")}
}

// head is the beginning of a query, which names it in errors.
func (q query) head() string {
	s := strings.Join(strings.Fields(string(q)), " ")
	if len(s) > 60 {
		s = s[:60] + "…"
	}
	return s
}
