package judging

import (
	"cmp"
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
)

// JuryRecord is what the minutes of a closed pass tell of its sheets: how many there were and what happened to some,
// without a mark.
type JuryRecord struct {
	Pass     Pass
	Sheets   int // handed out
	Scored   int // of them, those whose total counts
	Recusals []SheetEvent
	Reopened []SheetEvent // in the order in which they were reopened
	LeftOpen []SheetEvent // locked as not scored
	// Objections are those of judges to how their sheets were typed from paper, oldest first.
	Objections []Objection
}

// Objection is what minutes tell of a judge's objection to a typing, without its words; Judge is an account.
type Objection struct {
	Judge, EntryCode, Product string
	At                        time.Time
	Answer, AnsweredBy        string    // the second a name
	Answered                  time.Time // zero when nobody has answered
	Reopened                  bool      // the sheet was reopened afterwards
}

// SheetEvent is one thing that happened to a sheet; Judge is an account.
type SheetEvent struct {
	Judge, EntryCode, Product, Reason string
	At                                time.Time // zero where the record does not say
}

// JuryRecord tells of a closed pass, the last one when pass is 0, to everybody who may read its ranking; before the
// close it is the Conflict pass_open.
func (s *Service) JuryRecord(ctx context.Context, who accounts.Actor, slug string, pass int) (r JuryRecord, err error) {
	err = s.viewClosed(ctx, who, slug, accounts.ReadRanking, pass, func(tx Tx, sc scene, n int) error {
		r, err = juryRecord(tx, sc.edition.ID, n)
		return err
	})
	return r, err
}

func juryRecord(tx Tx, edition string, n int) (r JuryRecord, err error) {
	passes, err := tx.Passes(edition)
	if err != nil {
		return r, err
	}
	r.Pass = passes[slices.IndexFunc(passes, func(p Pass) bool { return p.N == n })]
	sheets, err := tx.Sheets(SheetQuery{Edition: edition, Pass: n})
	if err != nil {
		return r, err
	}
	byID := make(map[string]Sheet, len(sheets))
	for _, sh := range sheets {
		byID[sh.ID] = sh
		r.count(sh)
	}
	acts, err := tx.Journal(edition, JournalQuery{Kind: "sheet.reopened"}, true)
	if err != nil {
		return r, err
	}
	for _, act := range acts {
		if sh, ofPass := byID[act.Row]; ofPass {
			r.Reopened = append(r.Reopened, SheetEvent{sh.Judge, sh.EntryCode, sh.Product, act.Reason, act.At})
		}
	}
	slices.SortFunc(r.Reopened, func(a, b SheetEvent) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.EntryCode, b.EntryCode), cmp.Compare(a.Judge, b.Judge))
	})
	questions, err := tx.SheetQuestions(edition)
	for _, q := range questions {
		sh, ofPass := byID[q.Sheet]
		if !q.Objects || !ofPass {
			continue
		}
		again := slices.ContainsFunc(acts, func(a JournalLine) bool { return a.Row == q.Sheet && a.At.After(q.Asked) })
		r.Objections = append(r.Objections, Objection{sh.Judge, sh.EntryCode, sh.Product, q.Asked, q.Answer, q.AnsweredName, q.Answered, again})
	}
	return r, err
}

// count adds one sheet of the pass.
func (r *JuryRecord) count(sh Sheet) {
	r.Sheets++
	event := SheetEvent{Judge: sh.Judge, EntryCode: sh.EntryCode, Product: sh.Product}
	switch {
	case sh.State == SheetRecused:
		event.Reason, event.At = sh.Reason, sh.Updated
		r.Recusals = append(r.Recusals, event)
	case sh.Seal == "" || sh.Total == nil:
		r.LeftOpen = append(r.LeftOpen, event)
	default:
		r.Scored++
	}
}
