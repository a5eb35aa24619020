package accounts_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vinhdanh/internal/accounts"
)

// The hats of anybody, and of anybody signed in who does not audit.
const (
	public = accounts.HatPublic
	user   = accounts.HatUser
	filer  = accounts.HatFiler
)

// TestHatsOfSeats names the hats of every seat that can be given.
func TestHatsOfSeats(t *testing.T) {
	const (
		clerk, clerkHead   = accounts.HatSecretariat, accounts.HatSecretariatHead
		jury, judge, chief = accounts.HatJury, accounts.HatJudge, accounts.HatJuryHead
		desk               = accounts.HatJuryDesk
		council, recorder  = accounts.HatCouncil, accounts.HatCouncilRecorder
	)
	type hats = []accounts.Hat
	auditor := hats{public, user, accounts.HatAuditor}
	want := map[accounts.Body]map[accounts.Role]hats{
		accounts.Secretariat: {accounts.Head: {public, user, clerk, clerkHead, filer}, accounts.Deputy: {public, user, clerk, filer},
			accounts.Member: {public, user, clerk, filer}, accounts.Secretary: {public, user, clerk, filer}},
		accounts.Jury: {accounts.Head: {public, user, jury, judge, chief, desk, filer}, accounts.Deputy: {public, user, jury, judge, desk, filer},
			accounts.Member: {public, user, jury, judge, filer}, accounts.Secretary: {public, user, jury, desk, accounts.HatJurySecretary, filer}},
		accounts.Council: {accounts.Head: {public, user, council, recorder, filer}, accounts.Deputy: {public, user, council, filer},
			accounts.Member: {public, user, council, filer}, accounts.Secretary: {public, user, council, recorder, filer}},
		accounts.Audit: {accounts.Head: auditor, accounts.Deputy: auditor, accounts.Member: auditor, accounts.Secretary: auditor},
		"janitor":      {accounts.Head: {public, user, filer}},
	}
	who := accounts.Actor{User: accounts.User{ID: "lan", Organiser: "office"}}
	for body, roles := range want {
		for role, hats := range roles {
			t.Run(string(body)+" "+string(role), func(t *testing.T) {
				g := accounts.Grant{User: "lan", Body: body, Role: role}
				if diff := cmp.Diff(hats, accounts.Hats(who, "office", []accounts.Grant{g})); diff != "" {
					t.Error(diff)
				}
				ended, foreign := g, g
				ended.Ended, foreign.User = time.Unix(1, 0), "hoa"
				if diff := cmp.Diff([]accounts.Hat{public, user, filer}, accounts.Hats(who, "office", []accounts.Grant{ended, foreign})); diff != "" {
					t.Errorf("an ended seat and somebody else's: %s", diff)
				}
				if diff := cmp.Diff([]accounts.Hat{public}, accounts.Hats(accounts.Actor{}, "office", []accounts.Grant{g, {Body: body, Role: role}})); diff != "" {
					t.Errorf("nobody: %s", diff)
				}
			})
		}
	}
}

func TestHatsOfAdministrators(t *testing.T) {
	admin := accounts.Actor{User: accounts.User{ID: "lan", Organiser: "office", Administrator: true}}
	audit := []accounts.Grant{{User: "lan", Body: accounts.Audit, Role: accounts.Member}, {User: "lan", Body: accounts.Secretariat, Role: accounts.Member}}
	for _, c := range []struct {
		name      string
		who       accounts.Actor
		organiser string
		grants    []accounts.Grant
		want      []accounts.Hat
	}{
		{"own office", admin, "office", nil, []accounts.Hat{public, user, accounts.HatAdministrator, filer}},
		{"another office", admin, "other", nil, []accounts.Hat{public, user, filer}},
		{"user of the office", accounts.Actor{User: accounts.User{ID: "lan", Organiser: "office"}}, "office", nil, []accounts.Hat{public, user, filer}},
		{"auditor with a second seat", admin, "office", audit,
			[]accounts.Hat{public, user, accounts.HatAdministrator, accounts.HatAuditor, accounts.HatSecretariat}},
		{"the program itself", accounts.Actor{System: true}, "office", audit, []accounts.Hat{public, accounts.HatSystem}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, accounts.Hats(c.who, c.organiser, c.grants)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// everyHat is each hat but the program's own.
func everyHat() []accounts.Hat {
	return []accounts.Hat{public, user, filer, accounts.HatAdministrator, accounts.HatSecretariat, accounts.HatSecretariatHead,
		accounts.HatJury, accounts.HatJudge, accounts.HatJuryHead, accounts.HatJuryDesk, accounts.HatJurySecretary, accounts.HatCouncil, accounts.HatCouncilRecorder,
		accounts.HatAuditor, accounts.HatOwner}
}

// TestNoRightBesideTheTable: the union of what the table gives each hat, and for the program everything.
func TestNoRightBesideTheTable(t *testing.T) {
	table := accounts.Permissions()
	rights := append(slices.Sorted(maps.Keys(table)), "erase everything", "")
	for right, hats := range table {
		if len(hats) == 0 || slices.Contains(hats, accounts.HatSystem) {
			t.Errorf("%q is given to %v", right, hats)
		}
		for _, h := range hats {
			if !slices.Contains(everyHat(), h) {
				t.Errorf("%q is given to the unknown hat %q", right, h)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		worn := rapid.SliceOfDistinct(rapid.SampledFrom(append(everyHat(), "stranger", "")), rapid.ID).Draw(t, "hats")
		for _, right := range rights {
			want := slices.ContainsFunc(table[right], func(h accounts.Hat) bool { return slices.Contains(worn, h) })
			if got := accounts.Allowed(right, worn); got != want {
				t.Fatalf("%q with %v: %v", right, worn, got)
			}
			if !accounts.Allowed(right, append(slices.Clone(worn), accounts.HatSystem)) {
				t.Fatalf("the program may not %q", right)
			}
		}
	})
}

// TestTheTableSeparatesOffices are the lines between bodies that an award stands on.
func TestTheTableSeparatesOffices(t *testing.T) {
	wearing := func(body accounts.Body, role accounts.Role) []accounts.Hat {
		return accounts.Hats(accounts.Actor{User: accounts.User{ID: "lan"}}, "office", []accounts.Grant{{User: "lan", Body: body, Role: role}})
	}
	admin := accounts.Hats(accounts.Actor{User: accounts.User{ID: "lan", Organiser: "office", Administrator: true}}, "office", nil)
	for _, c := range []struct {
		name  string
		hats  []accounts.Hat
		never []accounts.Right
	}{
		{"administrator", admin, []accounts.Right{accounts.EnterMarks, accounts.ReadAllSheets, accounts.ReadOwnSheets, accounts.ReadRanking,
			accounts.ClosePass, accounts.RecordProposal, accounts.RecordDecision, accounts.IssueCertificate, accounts.SetLook, accounts.ReadContacts, accounts.Screen,
			accounts.ReadSheetStates, accounts.AnswerJudges, accounts.ReadVisits, accounts.WriteVisit, accounts.SeeCalibration}},
		{"jury secretary", wearing(accounts.Jury, accounts.Secretary), []accounts.Right{accounts.DeclareConflicts, accounts.ReadOwnSheets,
			accounts.EnterMarks, accounts.ClosePass, accounts.ReopenSheet, accounts.ReadAgreement}},
		{"jury head", wearing(accounts.Jury, accounts.Head), []accounts.Right{accounts.ReadAllSheets, accounts.Screen, accounts.RecordProposal,
			accounts.RecordDecision, accounts.ReadContacts, accounts.NameMembers}},
		{"jury deputy", wearing(accounts.Jury, accounts.Deputy), []accounts.Right{accounts.ClosePass, accounts.ReopenSheet, accounts.ReadAgreement}},
		{"secretariat head", wearing(accounts.Secretariat, accounts.Head), []accounts.Right{accounts.EnterMarks, accounts.ReadOwnSheets,
			accounts.ReadAllSheets, accounts.ClosePass, accounts.RecordProposal, accounts.NameMembers, accounts.MoveEdition}},
		{"secretariat", wearing(accounts.Secretariat, accounts.Member), []accounts.Right{accounts.RecordDecision, accounts.IssueCertificate, accounts.SetLook}},
		{"council", wearing(accounts.Council, accounts.Member), []accounts.Right{accounts.RecordProposal, accounts.ReadAllSheets, accounts.EnterMarks}},
		{"auditor", wearing(accounts.Audit, accounts.Head), []accounts.Right{accounts.Nominate, accounts.EditNomination, accounts.Screen,
			accounts.EnterMarks, accounts.ReopenSheet, accounts.ClosePass, accounts.RecordProposal, accounts.RecordDecision,
			accounts.IssueCertificate, accounts.NameMembers, accounts.MoveEdition, accounts.ImportNomination}},
	} {
		for _, right := range c.never {
			if accounts.Allowed(right, c.hats) {
				t.Errorf("%s may %q", c.name, right)
			}
		}
	}
}
