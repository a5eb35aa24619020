package judging_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// councilRanking is N1: a 1, b and c tied at 2, d 4, e 5 below the pass mark, f unscored; N2: x 1, y 2.
func councilRanking() []judging.Ranked {
	return []judging.Ranked{
		{Nomination: "a", EntryCode: "S1", Group: "N1", Rank: 1, Passed: true},
		{Nomination: "b", EntryCode: "S2", Group: "N1", Rank: 2, Passed: true, TiedWith: []string{"c"}},
		{Nomination: "c", EntryCode: "S3", Group: "N1", Rank: 2, Passed: true, TiedWith: []string{"b"}},
		{Nomination: "d", EntryCode: "S4", Group: "N1", Rank: 4, Passed: true},
		{Nomination: "e", EntryCode: "S5", Group: "N1", Rank: 5},
		{Nomination: "f", EntryCode: "S6", Group: "N1"},
		{Nomination: "x", EntryCode: "S7", Group: "N2", Rank: 1, Passed: true},
		{Nomination: "y", EntryCode: "S8", Group: "N2", Rank: 2, Passed: true},
	}
}

// unanimous is a proposal of nine present members, all in favour.
func unanimous(items ...judging.ProposalItem) judging.Proposal {
	return judging.Proposal{Items: items, Present: 9, For: 9}
}

func plain(ids ...string) (items []judging.ProposalItem) {
	for _, id := range ids {
		items = append(items, judging.ProposalItem{Nomination: id})
	}
	return items
}

func TestCheckProposalFields(t *testing.T) {
	name := map[string]any{"vi": "Giải"}
	p := packWith(t, map[string]any{"prizes": []any{map[string]any{"code": "A", "name": name, "count": 1}}})
	left := func(pr judging.Proposal, reasons ...string) judging.Proposal {
		for i := 0; i < len(reasons); i += 2 {
			pr.LeftOut = append(pr.LeftOut, judging.LeftOut{Nomination: reasons[i], Reason: reasons[i+1]})
		}
		return pr
	}
	votes := func(present, yes, no, abstain int) judging.Proposal {
		return judging.Proposal{Items: plain("a"), Present: present, For: yes, Against: no, Abstain: abstain}
	}
	for _, row := range []struct {
		name     string
		proposal judging.Proposal
		want     []string
	}{
		{"nothing proposed", unanimous(), nil},
		{"the best of each group", unanimous(plain("a", "x")...), nil},
		{"one group only", unanimous(plain("y", "x")...), nil},
		{"whole tie", unanimous(plain("c", "a", "b")...), nil},
		{"unknown", unanimous(plain("z")...), []string{"nominations[0].id unknown_nomination"}},
		{"twice", unanimous(plain("a", "a")...), []string{"nominations[1].id duplicate_nomination"}},
		{"not passed", unanimous(plain("a", "b", "c", "d", "e")...), []string{"nominations[4].reason required"}},
		{"not passed, blank reason", unanimous(append(plain("a", "b", "c", "d"), judging.ProposalItem{Nomination: "e", Reason: " \n"})...), []string{"nominations[4].reason required"}},
		{"not passed, reason", unanimous(append(plain("a", "b", "c", "d"), judging.ProposalItem{Nomination: "e", Reason: "nghề quý"})...), nil},
		{"unscored, reason", unanimous(append(plain("a", "b", "c", "d"), judging.ProposalItem{Nomination: "f", Reason: "nghề quý"})...), []string{"left_out reason_required"}},
		{"better one left out", unanimous(plain("a", "b", "c", "d", "y")...), []string{"left_out reason_required"}},
		{"better one left out, blank reason", left(unanimous(plain("y")...), "x", " "), []string{"left_out reason_required"}},
		{"better one left out, reason", left(unanimous(plain("y")...), "x", "hồ sơ bị khiếu nại"), nil},
		{"better tie left out", left(unanimous(plain("a", "d")...), "b", "lý do"), []string{"left_out reason_required"}},
		{"tie cut", unanimous(plain("a", "b")...), []string{"left_out tie_reason_required"}},
		{"tie cut, reason for the one left out", left(unanimous(plain("a", "b")...), "c", "lý do"), nil},
		{"tie cut, reason for the one taken", unanimous(append(plain("a"), judging.ProposalItem{Nomination: "b", Reason: "lý do"})...), nil},
		{"tie cut and a lower one taken", unanimous(append(plain("a", "d"), judging.ProposalItem{Nomination: "b", Reason: "lý do"})...), []string{"left_out reason_required"}},
		{"left out unknown, listed, twice", left(unanimous(plain("a")...), "z", "", "a", "r", "b", "r", "b", "r"), []string{"left_out[0].id unknown_nomination", "left_out[1].id listed_and_left_out", "left_out[3].id duplicate_nomination"}},
		{"prizes", unanimous(judging.ProposalItem{Nomination: "a", Prize: "A"}, judging.ProposalItem{Nomination: "x", Prize: "A"}, judging.ProposalItem{Nomination: "y", Prize: "B"}), []string{"nominations[1].prize prize_count_exceeded", "nominations[2].prize unknown_prize"}},
		{"votes do not add up", votes(9, 5, 2, 1), []string{"votes votes_do_not_add_up"}},
		{"more than the council", votes(10, 10, 0, 0), []string{"present above_members"}},
		{"negative votes", votes(9, 10, -1, 0), []string{"votes.against out_of_range"}},
		{"all at once", judging.Proposal{Items: plain("z", "e"), Present: 99, For: 1}, []string{"nominations[0].id unknown_nomination", "nominations[1].reason required",
			"left_out reason_required", "left_out reason_required", "left_out reason_required", "left_out reason_required", "present above_members", "votes votes_do_not_add_up"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, fieldCodes(t, judging.CheckProposal(p, councilRanking(), 9, row.proposal))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheckProposalQuota(t *testing.T) {
	for _, row := range []struct {
		name  string
		quota any
		ids   []string
		want  []string
	}{
		{"none", nil, []string{"a", "b", "c", "d", "x", "y"}, nil},
		{"overall kept", 3, []string{"a", "x", "y"}, nil},
		{"overall exceeded", 2, []string{"a", "x", "y"}, []string{"nominations quota_exceeded"}},
		{"overall nothing", 0, []string{"a"}, []string{"nominations quota_exceeded"}},
		{"by group kept", map[string]any{"N1": 1}, []string{"a", "x", "y"}, nil},
		{"by group exceeded", map[string]any{"N1": 1, "N2": 1}, []string{"a", "x", "y"}, []string{"nominations group_quota_exceeded"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := packWith(t, map[string]any{"quota": row.quota})
			if diff := cmp.Diff(row.want, fieldCodes(t, judging.CheckProposal(p, councilRanking(), 9, unanimous(plain(row.ids...)...)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheckProposalVote(t *testing.T) {
	for _, row := range []struct {
		name                     string
		quorum, majority         string
		members, present, inFave int
		want                     string
		need                     int
	}{
		{"two thirds of nine", "2/3", "1/2", 9, 6, 6, "", 0},
		{"one short of two thirds", "2/3", "1/2", 9, 5, 5, "no_quorum", 6},
		{"two thirds of eight is six", "2/3", "1/2", 8, 5, 5, "no_quorum", 6},
		{"half is not a majority", "2/3", "1/2", 8, 6, 3, "no_majority", 4},
		{"more than half", "2/3", "1/2", 8, 6, 4, "", 0},
		{"half written otherwise", "2/3", "2/4", 8, 6, 3, "no_majority", 4},
		{"two thirds are enough when asked for", "2/3", "2/3", 9, 9, 6, "", 0},
		{"below two thirds", "2/3", "2/3", 9, 9, 5, "no_majority", 6},
		{"all must agree", "1/1", "1/1", 3, 3, 2, "no_majority", 3},
		{"all must come", "1/1", "1/2", 3, 2, 2, "no_quorum", 3},
		{"no council", "2/3", "1/2", 0, 0, 0, "no_majority", 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := packWith(t, map[string]any{"council": map[string]any{"quorum": row.quorum, "majority": row.majority}})
			err := judging.CheckProposal(p, councilRanking(), row.members, judging.Proposal{
				Items: plain("a"), Present: row.present, For: row.inFave, Abstain: row.present - row.inFave})
			if row.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			f, ok := errors.AsType[*fault.Fault](err)
			if !ok || f.Kind != fault.Conflict || f.Code != row.want || f.Args["need"] != row.need || f.Args["present"] != row.present {
				t.Errorf("got %v %v, want %s with need %d", err, f, row.want, row.need)
			}
		})
	}
}

// TestCheckProposalProperty: a list that is a prefix of every group's ranking, ties whole and all passed,
// needs no reason; any list with a reason for every entry passes too.
func TestCheckProposalProperty(t *testing.T) {
	p := shipped(t, "generic")
	rapid.Check(t, func(t *rapid.T) {
		ranked := councilRanking()
		pr := unanimous()
		for _, r := range ranked {
			if rapid.Bool().Draw(t, r.Nomination) {
				pr.Items = append(pr.Items, judging.ProposalItem{Nomination: r.Nomination, Reason: "lý do"})
			} else {
				pr.LeftOut = append(pr.LeftOut, judging.LeftOut{Nomination: r.Nomination, Reason: "lý do"})
			}
		}
		if err := judging.CheckProposal(p, ranked, 9, pr); err != nil {
			t.Fatalf("every reason given, yet %v", err)
		}
		pr = unanimous()
		last := map[string]int{"N1": rapid.IntRange(0, 4).Draw(t, "N1"), "N2": rapid.IntRange(0, 2).Draw(t, "N2")}
		for _, r := range ranked {
			if r.Passed && r.Rank <= last[r.Group] {
				pr.Items = append(pr.Items, judging.ProposalItem{Nomination: r.Nomination})
			}
		}
		if err := judging.CheckProposal(p, ranked, 9, pr); err != nil {
			t.Fatalf("the best of each group, yet %v", err)
		}
	})
}
