package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Content is every row of every table of a database, in the order of the rows' text; where is as in Exec. The
// list of tables is the engine's own; the numbers of its migrations are left out.
func Content(t testing.TB, where string) map[string][]string {
	t.Helper()
	list := `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'`
	if strings.HasPrefix(where, "postgres://") {
		list = `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'goose_db_version'`
	}
	all := map[string][]string{}
	for _, row := range Rows(t, where, list) {
		name := fmt.Sprintf("%s", row[0])
		all[name] = []string{}
		for _, r := range Rows(t, where, `SELECT * FROM "`+name+`"`) {
			all[name] = append(all[name], fmt.Sprintf("%q", r))
		}
		slices.Sort(all[name])
	}
	return all
}
