package contract_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/store/storetest"
)

// tampering is one change behind the program's back: a cell of one row, by an SQL expression. The
// check must name the table and the row.
type tampering struct{ table, column, value string }

// cells are changed one after the other. Each expression keeps the cell readable.
var cells = []tampering{
	{"editions", "rules", "replace(rules, '50.5', '40.5')"},
	{"nominations", "product", "'Gốm Đông Triều'"},
	{"nominations", "product_group", "'N1'"},
	{"nominations", "set_members", `'["thêm một món"]'`},
	{"nominations", "producer", "replace(producer, 'Hợp tác xã', 'Công ty')"},
	{"verdicts", "verdict", "'ineligible'"},
	{"conflicts", "reason", "'lý do khác'"},
	{"sheets", "total", "total + 1000"},
	{"sheets", "marks", `replace(marks, '":"', '":"1')`},
	{"sheets", "comment", "'thêm nhận xét'"},
	{"sheets", "state", "'recused'"},
	{"sheet_seals", "marks", `replace(marks, '":"', '":"1')`},
	{"sheet_seals", "total", "total + 1000"},
	{"sheet_seals", "comment", "'thêm nhận xét'"},
	{"passes", "left_open", "'ai đó ốm'"},
	{"proposals", "votes_for", "votes_for - 1"},
	{"proposals", "present", "present - 1"},
	{"decisions", "number", "'4321/QĐ-UBND'"},
	{"decisions", "decided_on", "'2020-01-01'"},
	{"decisions", "authority", "'Sở Công Thương'"},
	{"certificates", "pdf_sha256", "'" + strings.Repeat("ab", 32) + "'"},
	{"certificates", "number", "number || '9'"},
	{"certificates", "product", "'Gốm khác'"},
	{"certificates", "producer", "'Cơ sở khác'"},
	{"certificates", "valid_until", "'2099-12-31'"},
	{"certificates", "issued_on", "'2020-01-01'"},
	{"certificate_events", "reason", "'không có lý do'"},
	{"certificate_events", "kind", "'suspended'"},
}

// where is what storetest needs to reach an installation's database.
func (s *server) where() string {
	if s.database != "" {
		return s.database
	}
	return s.data
}

// disarm drops the triggers that keep sealed sheets and leaves from changing: whoever has the file can.
func (s *server) disarm(t *testing.T) {
	t.Helper()
	for _, name := range []string{"sheet_seals_no_update", "sheet_seals_no_delete", "paper_sheets_no_update", "paper_sheets_no_delete", "ledger_leaves_no_update", "ledger_leaves_no_delete"} {
		statement := "DROP TRIGGER IF EXISTS " + name
		if s.database != "" {
			statement += " ON " + strings.TrimSuffix(strings.TrimSuffix(name, "_no_update"), "_no_delete")
		}
		storetest.Exec(t, s.where(), statement)
	}
}

// findings runs the check and returns its lines; it demands exit code 1 when there are any, else 0.
func (s *server) findings(t *testing.T, more ...string) []string {
	t.Helper()
	r := s.run(t, "", append([]string{"ledger", "check"}, more...)...)
	lines := strings.FieldsFunc(r.stdout, func(c rune) bool { return c == '\n' })
	if want := min(len(lines), 1); r.code != want {
		t.Errorf("ledger check: exit code %d with %d findings\n%s%s", r.code, len(lines), r.stdout, r.stderr)
	}
	return lines
}

// names demands a finding of a kind about a row.
func names(t *testing.T, lines []string, kind, table, id string) {
	t.Helper()
	want := kind + " " + table + " " + id
	for _, line := range lines {
		if line == want || strings.HasPrefix(line, want+" ") {
			return
		}
	}
	t.Errorf("no finding says %q: %q", want, lines)
}

// tampered runs a small award with a conflict and a revocation and stops its server.
func tampered(t *testing.T, database string) *server {
	t.Helper()
	s := serve(t, database)
	o, _, certificates := small(t, s)
	o.head.post(t, "/certificates/"+certificates[1].Code+"/revoke", withdrawal("Cơ sở ngừng hoạt động")).done(t)
	s.stop(t)
	if lines := s.findings(t); len(lines) > 0 {
		t.Fatalf("an honest ledger has findings: %q", lines)
	}
	s.disarm(t)
	return s
}

// TestLedgerNamesTheRow changes the record behind the program's back in every way the ledger promises
// to see, and demands that the check names the row.
func TestLedgerNamesTheRow(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		s := tampered(t, "")
		for _, c := range cells {
			t.Run(c.table+"."+c.column, func(t *testing.T) { changeCell(t, s, c) })
		}
		t.Run("deleted", func(t *testing.T) { deleteRows(t, s) })
		t.Run("added", func(t *testing.T) { addCertificate(t, s.copied(t)) })
		t.Run("truncated", func(t *testing.T) { truncate(t, s.copied(t)) })
		t.Run("leaf", func(t *testing.T) { changeLeaf(t, s.copied(t)) })
		if lines := s.findings(t); len(lines) > 0 {
			t.Errorf("the test did not put back what it changed: %q", lines)
		}
	})
	t.Run("postgres", func(t *testing.T) {
		s := tampered(t, storetest.PostgresURL(t))
		for _, c := range cells {
			if slices.Contains([]string{"sheet_seals.marks", "decisions.number", "certificates.pdf_sha256"}, c.table+"."+c.column) {
				t.Run(c.table+"."+c.column, func(t *testing.T) { changeCell(t, s, c) })
			}
		}
		t.Run("added", func(t *testing.T) { addCertificate(t, s) })
	})
}

// changeCell changes a cell of the first row, looks, and puts it back.
func changeCell(t *testing.T, s *server, c tampering) {
	t.Helper()
	from := c.table
	if from == "sheets" {
		from += " WHERE total IS NOT NULL" // one that was scored, not one recused
	}
	rows := storetest.Rows(t, s.where(), "SELECT id, "+c.column+" FROM "+from+" ORDER BY id LIMIT 1")
	if len(rows) == 0 {
		t.Fatalf("the award left no row in %s", c.table)
	}
	id, before := fmt.Sprint(rows[0][0]), rows[0][1]
	storetest.Exec(t, s.where(), "UPDATE "+c.table+" SET "+c.column+" = "+c.value+" WHERE id = $1", id)
	defer storetest.Exec(t, s.where(), "UPDATE "+c.table+" SET "+c.column+" = $1 WHERE id = $2", before, id)
	after := storetest.Rows(t, s.where(), "SELECT "+c.column+" FROM "+c.table+" WHERE id = $1", id)
	if fmt.Sprint(after[0][0]) == fmt.Sprint(before) {
		t.Fatalf("the tampering changed nothing: %v", before)
	}
	names(t, s.findings(t), "changed", c.table, id)
}

// deleteRows deletes one row of each table that has a leaf for each row.
func deleteRows(t *testing.T, s *server) {
	for _, table := range []string{"sheet_seals", "sheets", "verdicts", "conflicts", "certificates", "certificate_events", "decisions", "proposals", "nominations"} {
		t.Run(table, func(t *testing.T) {
			s := s.copied(t)
			id := fmt.Sprint(storetest.Rows(t, s.where(), "SELECT id FROM "+table+" ORDER BY id LIMIT 1")[0][0])
			storetest.Exec(t, s.where(), "DELETE FROM "+table+" WHERE id = $1", id)
			names(t, s.findings(t), "missing", table, id)
		})
	}
}

// addCertificate puts a second certificate beside a real one, with a code and a number of its own.
func addCertificate(t *testing.T, s *server) {
	t.Helper()
	const id = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
	for _, statement := range []string{
		"CREATE TABLE forged AS SELECT * FROM certificates ORDER BY id LIMIT 1",
		"UPDATE forged SET id = '" + id + "', code = '" + strings.ReplaceAll(unissued(""), "-", "") + "', seq = seq + 1000, number = number || '/b'",
		"INSERT INTO certificates SELECT * FROM forged", "DROP TABLE forged",
	} {
		storetest.Exec(t, s.where(), statement)
	}
	names(t, s.findings(t), "extra", "certificates", id)
}

// changeLeaf changes what a leaf says about its row.
func changeLeaf(t *testing.T, s *server) {
	t.Helper()
	rows := storetest.Rows(t, s.where(), "SELECT idx FROM ledger_leaves WHERE tbl = 'decisions'")
	storetest.Exec(t, s.where(), "UPDATE ledger_leaves SET made_at = made_at - 86400000000 WHERE idx = $1", rows[0][0])
	if lines := s.findings(t); len(lines) == 0 {
		t.Error("a leaf that was dated back is not found")
	}
}

// truncate undoes the last act with all its traces, as somebody who knows the tree would: the row, its leaf,
// the tree's hashes, the head and the checkpoints since. Only a checkpoint kept elsewhere can tell.
func truncate(t *testing.T, s *server) {
	t.Helper()
	kept := filepath.Join(t.TempDir(), "checkpoint.txt")
	if err := os.WriteFile(kept, []byte(s.must(t, "", "ledger", "checkpoint")), 0o600); err != nil {
		t.Fatal(err)
	}
	if lines := s.findings(t, "--checkpoint", kept); len(lines) > 0 {
		t.Fatalf("with an honest checkpoint: %q", lines)
	}
	last := storetest.Rows(t, s.where(), "SELECT idx, tbl, row_id FROM ledger_leaves ORDER BY idx DESC LIMIT 1")[0]
	size := last[0].(int64)
	storetest.Exec(t, s.where(), fmt.Sprintf("DELETE FROM %v WHERE id = $1", last[1]), last[2])
	storetest.Exec(t, s.where(), "DELETE FROM ledger_leaves WHERE idx >= $1", size)
	storetest.Exec(t, s.where(), "DELETE FROM ledger_hashes WHERE idx >= $1", tlog.StoredHashCount(size))
	storetest.Exec(t, s.where(), "DELETE FROM checkpoints WHERE size > $1", size)
	root, err := tlog.TreeHash(size, tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, i := range indexes {
			row := storetest.Rows(t, s.where(), "SELECT hash FROM ledger_hashes WHERE idx = $1", i)
			hashes = append(hashes, tlog.Hash(row[0][0].([]byte)))
		}
		return hashes, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, s.where(), "UPDATE ledger_head SET size = $1, root = $2", size, root[:])
	if lines := s.findings(t); len(lines) > 0 {
		t.Logf("seen even without a checkpoint: %q", lines)
	}
	lines := s.findings(t, "--checkpoint", kept)
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "truncated ") && len(strings.Fields(l)) >= 3 }) {
		t.Errorf("against a kept checkpoint: %q, want a line that says truncated", lines)
	}
}
