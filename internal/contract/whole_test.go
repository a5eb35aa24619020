package contract_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// award is a whole award on its way, and what the test knows about it by itself.
type award struct {
	*office
	table    []byte // the CSV file
	rows     []map[string]string
	entries  []nomination         // eligible, in the order of the marks' plan
	ballots  map[string][]*scored // by nomination, one for each judge; nil = not scored
	ties     []string             // the four entries that the cut goes through
	top      []string             // the entries above the cut
	proposed []string
	register []certificate
	producer *client // of one nomination
	shared   *client // the person with seats in jury and council
}

// TestWholeAward runs the selection of a province from the first import to re-issued certificates.
func TestWholeAward(t *testing.T) { wholeAward(t) }

// TestProofWholeAward does it and reads every certificate back.
func TestProofWholeAward(t *testing.T) {
	if os.Getenv("VINHDANH_PROOF") == "" {
		t.Skip("long: run make proof")
	}
	wholeAward(t)
}

func wholeAward(t *testing.T) {
	t.Helper()
	onBoth(t, func(t *testing.T, s *server) {
		a := &award{}
		a.readTable(t)
		stages := []struct {
			name string
			run  func(*testing.T)
		}{
			{"found", func(t *testing.T) { a.found(t, s) }},
			{"import", a.importTable}, {"file", a.fileAll}, {"lists", a.readLists}, {"screen", a.screenAll},
			{"declare", a.declareAll}, {"refuse marks", a.refuseMarks}, {"secrecy and scoring", a.scoreAll},
			{"close", a.closePass}, {"audit", a.audit}, {"rank", a.rank}, {"agree", a.agree}, {"propose", a.propose}, {"decide", a.decide},
			{"issue", a.issueAll}, {"look up", a.lookUp}, {"read back", a.readBack}, {"files", a.verifyFiles},
			{"announce", a.announce}, {"withdraw", a.withdraw}, {"ledger", a.ledgerHolds},
			{"openapi", s.spec.report},
		}
		for _, stage := range stages {
			over := false // a stage that only found faults is over; one that gave up is not
			t.Run(stage.name, func(t *testing.T) {
				stage.run(t)
				over = true
			})
			if !over {
				t.Fatalf("stage %q left too little to go on", stage.name)
			}
		}
	})
}

// readTable reads the products: the real ones when they lie beside the checkout, else invented ones.
func (a *award) readTable(t *testing.T) {
	t.Helper()
	var err error
	if a.table, err = os.ReadFile("../../../shared/products.csv"); err != nil {
		if a.table, err = os.ReadFile("testdata/products.csv"); err != nil {
			t.Fatal(err)
		}
	}
	records, err := csv.NewReader(strings.NewReader(string(a.table))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = norm.NFC.String(record[i])
		}
		a.rows = append(a.rows, row)
	}
}

// group is a row's product group; a question mark says that somebody guessed.
func group(row map[string]string) string { return strings.TrimSuffix(row["group"], "?") }
