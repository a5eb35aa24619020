package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/store/storetest"
)

// TestDoctorFinds spoils a demo in one way each and wants the doctor to name that, and to fail.
func TestDoctorFinds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, says string
		environ    []string
		spoil      func(t *testing.T, data string)
	}{
		{"kept", "1 are missing", nil, func(t *testing.T, data string) {
			files, err := filepath.Glob(filepath.Join(data, "files", "*", "*"))
			if err != nil || len(files) == 0 {
				t.Fatal(files, err)
			}
			if err := os.Remove(files[0]); err != nil {
				t.Fatal(err)
			}
		}},
		{"clock", "the ledger has a leaf of", nil, func(t *testing.T, data string) {
			storetest.Exec(t, data, `DROP TRIGGER ledger_leaves_no_update`)
			storetest.Exec(t, data, `UPDATE ledger_leaves SET made_at = made_at + 400 * 86400 * 1000000 WHERE idx = 0`)
		}},
		{"base", "cu.example.vn", nil, func(t *testing.T, data string) {
			storetest.Exec(t, data, `UPDATE settings SET value = 'https://cu.example.vn' WHERE name = 'printed_urls'`)
			storetest.Exec(t, data, `DELETE FROM settings WHERE name = 'demo'`)
		}},
		{"backup", "the last one failed: disk full", nil, func(t *testing.T, data string) {
			storetest.Exec(t, data, `INSERT INTO settings (name, value) VALUES ('backup_last', '{"at": "2026-11-01T19:00:00Z", "error": "disk full"}')`)
		}},
		{"backup", "is old", []string{"VINHDANH_BACKUP_DIR=/nowhere"}, func(t *testing.T, data string) {
			storetest.Exec(t, data, `INSERT INTO settings (name, value) VALUES ('backup_good', '{"at": "2026-11-01T19:00:00Z"}')`)
		}},
		{"integrity", "is damaged", nil, breakIndex},
		{"mail", "cannot be reached", []string{"VINHDANH_SMTP_URL=smtp://127.0.0.1:1"}, func(*testing.T, string) {}},
		{"jobs", "the printer burns", nil, func(t *testing.T, data string) {
			storetest.Exec(t, data, `UPDATE jobs SET state = 'failed', problem = 'the printer burns' WHERE id = (SELECT MIN(id) FROM jobs)`)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name+" "+strings.Fields(tt.says)[0], func(t *testing.T) {
			t.Parallel()
			data := demoCopy(t)
			if _, list := doctor(t, data); !list[tt.name].OK {
				t.Fatalf("unwell before: %+v", list[tt.name])
			}
			tt.spoil(t, data)
			c, list := doctor(t, data, tt.environ...)
			f := list[tt.name]
			if c.code != exitFailed || f.OK || !strings.Contains(f.Detail, tt.says) || f.Remedy == "" {
				t.Errorf("exit code %d, %+v", c.code, f)
			}
		})
	}
}

// breakIndex overwrites a page that only integrity_check reads: the last index made.
func breakIndex(t *testing.T, data string) {
	t.Helper()
	storetest.Exec(t, data, `PRAGMA wal_checkpoint(TRUNCATE)`)
	storetest.Exec(t, data, `CREATE TABLE spare (a TEXT)`)
	storetest.Exec(t, data, `INSERT INTO spare VALUES ('malformed-page-marker')`)
	storetest.Exec(t, data, `PRAGMA wal_checkpoint(TRUNCATE)`)
	file := filepath.Join(data, "vinhdanh.db")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(content, []byte("malformed-page-marker"))
	if at < 0 {
		t.Fatal("the marker is not in the file")
	}
	for n := range 64 { // the page's cell content, header of the cell before it included
		content[at-8+n%29] ^= 0xff
	}
	copy(content[at/4096*4096+8:], []byte{0xff, 0xff, 0xff, 0xff})
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestGoSupport(t *testing.T) {
	for version, want := range map[string]string{"go1.26.8": "2027-02-28", "go1.27": "2027-08-28", "devel go1.30-abc": ""} {
		until, known := goSupport(version)
		if known != (want != "") || known && until.Format(time.DateOnly) != want {
			t.Errorf("%s: %v, %v", version, until, known)
		}
	}
}

// TestPrintedAddressesAreKept issues with one base URL and looks that it stays known.
func TestPrintedAddressesAreKept(t *testing.T) {
	t.Parallel()
	_, list := doctor(t, demoCopy(t), "VINHDANH_BASE_URL=https://moi.example.vn")
	if f := list["base"]; !f.OK || !strings.Contains(f.Detail, "https://moi.example.vn") {
		t.Errorf("a demo may move: %+v", f)
	}
}
