package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestSecretVotesCannotBeJoined casts the same votes in two orders and reads every row as the engine keeps it: both
// orders leave the same rows in the same places, and none of them names a member and a choice.
func TestSecretVotesCannotBeJoined(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		options, choices := []string{"for", "against", "abstain"}, map[string]string{"an": "for", "bình": "against", "chi": "for", "dung": "abstain"}
		var left []string
		for n, order := range []string{"an bình chi dung", "dung chi an bình", "chi dung bình an", "bình an dung chi"} {
			ballot := fmt.Sprint("phiếu ", n)
			for _, member := range strings.Fields(order) {
				err := db.Update(t.Context(), func(tx *store.Tx) error {
					return tx.CastSecret(ballot, member, options, []string{choices[member]})
				})
				if err != nil {
					t.Fatal(err)
				}
				if db.Engine() == "postgres" { // the mark of the transaction on the last voter's rows
					marks := column(t, db, `SELECT DISTINCT x FROM (SELECT xmin::text AS x FROM secret_voters WHERE ballot = '`+ballot+`'
UNION ALL SELECT xmin::text FROM secret_votes WHERE ballot = '`+ballot+`') y`)
					if len(marks) != 1 {
						t.Fatalf("the rows bear the marks %v", marks)
					}
				}
			}
			rows := column(t, db, `SELECT member FROM secret_voters WHERE ballot = '`+ballot+`'`)
			rows = append(rows, column(t, db, `SELECT choice || ' ' || votes FROM secret_votes WHERE ballot = '`+ballot+`'`)...)
			left = append(left, strings.Join(rows, "; "))
		}
		for _, rows := range left {
			if rows != "an; bình; chi; dung; abstain 1; against 1; for 2" {
				t.Errorf("an order leaves %s", rows)
			}
		}
		columns := storeColumns(t, db)
		if diff := cmp.Diff([]string{"secret_voters ballot", "secret_voters member", "secret_votes ballot", "secret_votes choice",
			"secret_votes votes"}, columns); diff != "" {
			t.Errorf("what is kept of a secret vote: %s", diff)
		}
	})
}

func storeColumns(t *testing.T, db *store.DB) []string {
	t.Helper()
	list := `SELECT m.name || ' ' || p.name FROM sqlite_schema m JOIN pragma_table_info(m.name) p WHERE m.name LIKE 'secret_vot%'`
	if db.Engine() == "postgres" {
		list = `SELECT table_name || ' ' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name LIKE 'secret_vot%'`
	}
	columns := column(t, db, list)
	slices.Sort(columns)
	return columns
}

// TestLedgerNamesEveryCellOfAMeeting changes one column after another of the tables of meetings.
func TestLedgerNamesEveryCellOfAMeeting(t *testing.T) {
	db := storetest.Open(t)
	w := fill(t, db)
	if findings, err := db.CheckLedger(t.Context(), nil); err != nil || len(findings) > 0 {
		t.Fatalf("before: %v, %v", findings, err)
	}
	if _, err := db.Writer().Exec("PRAGMA foreign_keys=off"); err != nil {
		t.Fatal(err)
	}
	loose := map[string]bool{"meetings.position": true, "meetings.revision": true} // where it stands now
	for table, id := range map[string]string{"meetings": w.meeting.ID, "meeting_items": w.item.ID, "meeting_roll": w.roll.ID,
		"meeting_ballots": w.ballot.ID, "meeting_dissents": w.dissent.ID, "council_conflicts": w.council.ID} {
		for _, c := range column(t, db, `SELECT name FROM pragma_table_info('`+table+`')`) {
			t.Run(table+"."+c, func(t *testing.T) {
				if _, err := db.Writer().Exec(`CREATE TEMP TABLE kept AS SELECT * FROM ` + table); err != nil {
					t.Fatal(err)
				}
				if _, err := db.Writer().Exec(`UPDATE ` + table + ` SET ` + c + ` = CASE typeof(` + c + `) WHEN 'integer' THEN 1 - ` + c +
					` ELSE ` + c + ` || 'x' END`); err != nil {
					t.Fatal(err)
				}
				findings, err := db.CheckLedger(t.Context(), nil)
				if err != nil {
					t.Fatal(err)
				}
				bad := slices.ContainsFunc(findings, func(f ledger.Finding) bool {
					return f.Bad() && strings.Contains(f.String(), " "+table+" "+id)
				})
				if bad == loose[table+"."+c] {
					t.Errorf("findings %v", findings)
				}
				if _, err := db.Writer().Exec(`DELETE FROM ` + table + `; INSERT INTO ` + table + ` SELECT * FROM kept; DROP TABLE kept`); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}

func TestMeetingTrips(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		type tx = *store.Tx
		trip(t, db, "meetings", []judging.Meeting{w.meeting}, func(x tx) ([]judging.Meeting, error) { return x.Meetings(w.edition.ID) })
		trip(t, db, "agenda", []judging.AgendaItem{w.item}, func(x tx) ([]judging.AgendaItem, error) { return x.AgendaItems(w.meeting.ID) })
		trip(t, db, "roll", []judging.RollChange{w.roll}, func(x tx) ([]judging.RollChange, error) { return x.RollChanges(w.meeting.ID) })
		trip(t, db, "ballots", []judging.Ballot{w.ballot}, func(x tx) ([]judging.Ballot, error) { return x.Ballots(w.meeting.ID) })
		trip(t, db, "dissents", []judging.Dissent{w.dissent}, func(x tx) ([]judging.Dissent, error) { return x.Dissents(w.meeting.ID) })
		trip(t, db, "conflicts of the council", []judging.CouncilConflict{w.council},
			func(x tx) ([]judging.CouncilConflict, error) { return x.CouncilConflicts(w.edition.ID) })
		trip(t, db, "named votes", []judging.NamedVote{w.vote}, func(x tx) ([]judging.NamedVote, error) { return x.NamedVotes(w.ballot.ID) })
		save(t, db, func(x tx) error { return x.DropVotes(w.ballot.ID) })
		trip(t, db, "dropped votes", []judging.NamedVote(nil), func(x tx) ([]judging.NamedVote, error) { return x.NamedVotes(w.ballot.ID) })
		again := w.ballot
		again.Counts, again.Names, again.Elected, again.Carried, again.Secret = map[string]int{}, nil, nil, false, false
		save(t, db, func(x tx) error { return x.SaveBallot(again) })
		trip(t, db, "ballots again", []judging.Ballot{again}, func(x tx) ([]judging.Ballot, error) { return x.Ballots(w.meeting.ID) })
	})
}
