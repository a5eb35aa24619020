package storetest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Content is every row of every table of a database, in the order of the rows' text; where is as in Exec. The
// list of tables is the engine's own; the numbers of its migrations are left out,
// and the number that moves with every write of what public answers are made of, copying too.
func Content(t testing.TB, where string) map[string][]string {
	t.Helper()
	list := `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('goose_db_version', 'certificate_generation')`
	if strings.HasPrefix(where, "postgres://") {
		list = `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('goose_db_version', 'certificate_generation')`
	}
	all := map[string][]string{}
	for _, row := range Rows(t, where, list) {
		name := fmt.Sprintf("%s", row[0])
		all[name] = []string{}
		for _, r := range Rows(t, where, `SELECT * FROM "`+name+`"`) {
			all[name] = append(all[name], written(r))
		}
		slices.Sort(all[name])
	}
	return all
}

// written is a row as text that no other row has: texts quoted, numbers in digits.
func written(row []any) string {
	cells := make([]string, len(row))
	for i, v := range row {
		switch v := v.(type) {
		case string:
			cells[i] = strconv.Quote(v)
		case []byte:
			cells[i] = strconv.Quote(string(v))
		default:
			cells[i] = fmt.Sprint(v)
		}
	}
	return strings.Join(cells, " ")
}
