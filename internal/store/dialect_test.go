package store_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
)

func TestRewrite(t *testing.T) {
	for _, row := range []struct {
		name, engine, in, want string
		args                   int
	}{
		{"by number, not by appearance", "sqlite", "SELECT $2, $1", "SELECT ?2, ?1", 2},
		{"postgres keeps its own", "postgres", "SELECT $2, $1", "SELECT $2, $1", 2},
		{"used twice", "sqlite", "a = $1 OR b = $1", "a = ?1 OR b = ?1", 1},
		{"two digits", "sqlite", "$10, $1", "?10, ?1", 10},
		{"within a text", "sqlite", "a = '$1' AND b = $1", "a = '$1' AND b = ?1", 1},
		{"none", "postgres", "SELECT 1", "SELECT 1", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, args := store.Rewrite(row.engine, row.in)
			if got != row.want || args != row.args {
				t.Errorf("got %q with %d arguments, want %q with %d", got, args, row.want, row.args)
			}
		})
	}
}

func TestArgumentsAreCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, args := range [][]any{{"a"}, {"a", "b", "c"}} {
			err := db.Update(t.Context(), func(tx *store.Tx) error {
				return tx.Exec(`INSERT INTO settings (name, value) VALUES ($1, $2)`, args...)
			})
			if err == nil || !strings.Contains(err.Error(), "arguments for 2 placeholders") {
				t.Errorf("%d arguments for two placeholders: %v", len(args), err)
			}
		}
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.Exec(`INSERT INTO settings (value, name) VALUES ($2, $1)`, "the name", "the value")
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := db.Setting(t.Context(), "the name"); got != "the value" || err != nil {
			t.Errorf("setting written by $2, $1: got %q, %v", got, err)
		}
	})
}

// TestEveryQueryPrepares finds each constant of type query in the package and prepares it.
func TestEveryQueryPrepares(t *testing.T) {
	queries := queryConstants(t)
	if len(queries) < 100 {
		t.Fatalf("found only %d queries", len(queries))
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, name := range slices.Sorted(maps.Keys(queries)) {
			text, args := store.Rewrite(db.Engine(), queries[name])
			stmt, err := db.Writer().PrepareContext(context.Background(), text)
			if err != nil {
				t.Errorf("%s: %v\n%s", name, err, text)
				continue
			}
			// SQLite counts the highest number too, so that a gap in the numbers shows on either engine.
			for n := 1; n <= args; n++ {
				if !strings.Contains(queries[name], "$"+strconv.Itoa(n)) {
					t.Errorf("%s: $%d is missing", name, n)
				}
			}
			if err := stmt.Close(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestUpsertsWriteEveryColumn: a column that is inserted but not updated would keep its first value.
func TestUpsertsWriteEveryColumn(t *testing.T) {
	upsert := regexp.MustCompile(`(?s)^INSERT INTO \w+ \(([^)]*)\).* ?ON CONFLICT \(([^)]*)\) DO UPDATE SET (.*)$`)
	found := 0
	for name, q := range queryConstants(t) {
		m := upsert.FindStringSubmatch(strings.ReplaceAll(q, "\n", " "))
		if m == nil || name == "queryNextSeq" || name == "queryAddLookups" { // these two count
			continue
		}
		found++
		for column := range strings.SplitSeq(m[1], ",") {
			column = strings.TrimSpace(column)
			if !strings.Contains(m[2], column) && !strings.Contains(" "+m[3]+",", " "+column+" = excluded."+column+",") {
				t.Errorf("%s does not update %s", name, column)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d upserts were looked at", found)
	}
}

// queryConstants evaluates the constants of type query in the package's sources, by name.
func queryConstants(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]ast.Expr{}
	typed := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, id := range spec.Names {
				if i < len(spec.Values) {
					values[id.Name] = spec.Values[i]
				}
				if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "query" {
					typed[id.Name] = true
				}
			}
			return true
		})
	}
	var text func(e ast.Expr) string
	text = func(e ast.Expr) string {
		switch x := e.(type) {
		case *ast.BasicLit:
			s, err := strconv.Unquote(x.Value)
			if err != nil {
				t.Fatal(err)
			}
			return s
		case *ast.Ident:
			return text(values[x.Name])
		case *ast.BinaryExpr:
			return text(x.X) + text(x.Y)
		}
		t.Fatalf("a query is made of %T: only literals and constants can be checked", e)
		return ""
	}
	queries := map[string]string{}
	for name := range typed {
		queries[name] = text(values[name])
	}
	return queries
}

// TestMigrationsComeInPairs: a change of the schema is written for both engines.
func TestMigrationsComeInPairs(t *testing.T) {
	names := func(engine string) []string {
		files, err := filepath.Glob(filepath.Join("migrations", engine, "*.sql"))
		if err != nil || len(files) == 0 {
			t.Fatalf("migrations of %s: %v, %v", engine, files, err)
		}
		for i := range files {
			files[i] = filepath.Base(files[i])
		}
		return files
	}
	if a, b := names("sqlite"), names("postgres"); !slices.Equal(a, b) {
		t.Errorf("migrations differ: %v, %v", a, b)
	}
}
