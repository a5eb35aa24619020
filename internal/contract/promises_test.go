package contract_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// promise is an answer 200 that a judge got: from then on the sheet has that version, or a later one.
type promise struct {
	at      uint64 // when the answer had arrived, by the clock of the record
	sheet   string
	version int
	receipt string // the commitment, once the sheet was submitted
}

// promises is what all judges were told.
type promises struct {
	mu   sync.Mutex
	kept []promise
}

func (p *promises) add(sheet string, version int, receipt string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept = append(p.kept, promise{monotonic(), sheet, version, receipt})
}

func (p *promises) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.kept)
}

// marksAt are the marks that every test writes as that version of a sheet, in thousandths, so that half of
// one save and half of another are told apart.
func marksAt(version int) map[string]judging.Points {
	return map[string]judging.Points{"1": judging.Points(version%121) * 500, "2": judging.Points(version%79) * 500}
}

// save writes the marks of the next version; answer says what came of it.
func (j member) save(id string, version int) (answer, error) {
	marks := object{}
	for criterion, p := range marksAt(version + 1) {
		marks[criterion] = points(int(p / 500))
	}
	return j.do(http.MethodPut, "/sheets/"+id, object{"version": version, "marks": marks})
}

// work saves a judge's sheets one after another, each so many times, and submits each, until a request gets
// no answer or another answer than 200.
func (p *promises) work(j member, sheets []sheet, saves int) error {
	for _, s := range sheets {
		version := s.Version
		for range saves {
			a, err := j.save(s.ID, version)
			if err == nil {
				err = a.is(http.StatusOK)
			}
			if err != nil {
				return err
			}
			version++
			p.add(s.ID, version, "")
		}
		a, err := j.do(http.MethodPost, "/sheets/"+s.ID+"/submit", nil)
		if err == nil {
			err = a.is(http.StatusOK)
		}
		if err != nil {
			return err
		}
		submitted, err := parse[struct{ Receipt struct{ Commitment string } }](a)
		if err != nil {
			return err
		}
		p.add(s.ID, version, submitted.Receipt.Commitment)
	}
	return nil
}

// broken opens what is left of an installation as the server would after a crash and names every promise
// made until then that it does not keep, and whatever is corrupt.
func (p *promises) broken(t *testing.T, data string, until uint64) (faults []string) {
	t.Helper()
	return p.brokenAt(t, store.Config{DataDir: data}, until)
}

// brokenAt is broken for any database.
func (p *promises) brokenAt(t *testing.T, conf store.Config, until uint64) (faults []string) {
	t.Helper()
	db, err := store.Open(t.Context(), conf)
	if err != nil {
		return []string{fmt.Sprintf("the database does not open: %v", err)}
	}
	defer func() {
		if err := db.Close(); err != nil {
			faults = append(faults, err.Error())
		}
	}()
	findings, err := db.CheckLedger(t.Context(), nil)
	if err != nil || len(findings) > 0 {
		faults = append(faults, fmt.Sprintf("ledger check: %v %v", findings, err))
	}
	if conf.DatabaseURL == "" {
		if rows := storetest.Rows(t, conf.DataDir, "PRAGMA integrity_check"); fmt.Sprint(rows) != "[[ok]]" {
			faults = append(faults, fmt.Sprintf("integrity check: %v", rows))
		}
	}
	last := map[string]promise{}
	for _, one := range p.kept {
		if one.at <= until && one.version >= last[one.sheet].version {
			last[one.sheet] = one
		}
	}
	err = db.View(t.Context(), func(tx *store.Tx) error {
		for _, id := range slices.Sorted(maps.Keys(last)) {
			if fault := last[id].brokenIn(tx); fault != "" {
				faults = append(faults, fmt.Sprintf("sheet %s, told version %d: %s", id, last[id].version, fault))
			}
		}
		return nil
	})
	if err != nil {
		faults = append(faults, err.Error())
	}
	return faults
}

// brokenIn says how the record breaks the promise; "" when it keeps it.
func (p promise) brokenIn(tx *store.Tx) string {
	s, err := tx.Sheet(p.sheet)
	if err != nil {
		return err.Error()
	}
	if s.Version < p.version {
		return fmt.Sprintf("lost, the record has version %d", s.Version)
	}
	if want := marksAt(s.Version); s.Version > 1 && !cmp.Equal(s.Marks, want) {
		return fmt.Sprintf("half done, version %d has the marks %v, want %v", s.Version, s.Marks, want)
	}
	drafts, err := tx.Drafts(p.sheet)
	if err != nil {
		return err.Error()
	}
	for i, d := range drafts {
		if d.Version != i+2 || !cmp.Equal(d.Marks, marksAt(d.Version)) {
			return fmt.Sprintf("the history's version %d holds %v", d.Version, d.Marks)
		}
	}
	if len(drafts) != s.Version-1 {
		return fmt.Sprintf("the history has %d versions of %d", len(drafts)+1, s.Version)
	}
	if p.receipt == "" {
		return ""
	}
	receipt, err := tx.Receipt("sheet_seals", s.Seal)
	if err != nil || s.State != judging.SheetSubmitted || receipt.Commitment != p.receipt {
		return fmt.Sprintf("submitted with the receipt %s, the record says %s %s, %v", p.receipt, s.State, receipt.Commitment, err)
	}
	return ""
}
