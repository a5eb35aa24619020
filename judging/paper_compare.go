package judging

import (
	"context"
	"maps"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// AttachScan keeps the scan of the signed paper that waits for its second typing, or for being compared; a later one takes
// the place of an earlier one. The file itself is stored already. Faults: those of TypePaper, paper_untyped before the
// first typing.
func (s *Service) AttachScan(ctx context.Context, who accounts.Actor, id string, scan PaperScan) (view PaperView, err error) {
	err = s.onPaper(ctx, who, id, func(tx Tx, _ scene, sh Sheet, p PaperSheet) error {
		scan.By, scan.At = who.User.ID, s.clock()
		p.Scan = scan
		if err := tx.SavePaperSheet(p); err != nil {
			return err
		}
		view, err = paperView(tx, sh, p)
		return err
	})
	return view, err
}

// MayAttachScan is the fault of AttachScan before the file is read, or nil.
func (s *Service) MayAttachScan(ctx context.Context, who accounts.Actor, id string) error {
	return s.store.View(ctx, func(tx Tx) error {
		_, _, _, err := s.waitingPaper(tx, who, id)
		return err
	})
}

// onPaper runs an act on the paper sheet that waits for an open sheet.
func (s *Service) onPaper(ctx context.Context, who accounts.Actor, id string, act func(Tx, scene, Sheet, PaperSheet) error) error {
	return s.store.Update(ctx, func(tx Tx) error {
		sc, sh, p, err := s.waitingPaper(tx, who, id)
		if err != nil {
			return err
		}
		return act(tx, sc, sh, p)
	})
}

func (s *Service) waitingPaper(tx Tx, who accounts.Actor, id string) (scene, Sheet, PaperSheet, error) {
	sc, sh, err := s.typist(tx, who, id)
	if err != nil {
		return sc, sh, PaperSheet{}, err
	}
	if err := typable(tx, sc, sh); err != nil {
		return sc, sh, PaperSheet{}, err
	}
	list, err := tx.PaperSheets(PaperQuery{Sheet: sh.ID})
	if err != nil {
		return sc, sh, PaperSheet{}, err
	}
	for _, p := range list {
		if p.waits() && p.Round == sh.Acts {
			return sc, sh, p, nil
		}
	}
	return sc, sh, PaperSheet{}, fault.New(fault.Conflict, "paper_untyped")
}

// CommentChoice is the name under which ComparePaper takes the choice between two remarks.
const CommentChoice = "comment"

// The choices between two typings.
const (
	FirstTyping  = "first"
	SecondTyping = "second"
)

// ComparePaper ends a mismatch: somebody with the paper before him says for each criterion that was typed in two ways, and
// for the remark under CommentChoice, which of the two stands on it. Then the sheet is sealed and submitted. Faults: those of
// TypePaper, paper_untyped, paper_alike, paper_own_typing for who typed one of the two while somebody else may compare, and
// invalid_fields naming the criterion. When there is nobody else, reason says why he settles it alone; it is not kept otherwise.
func (s *Service) ComparePaper(ctx context.Context, who accounts.Actor, id string, choices map[string]string, reason string) (view PaperView, err error) {
	err = s.onPaper(ctx, who, id, func(tx Tx, sc scene, sh Sheet, p PaperSheet) error {
		if p.State != PaperMismatch {
			return fault.New(fault.Conflict, "paper_alike")
		}
		if p.Reason, err = s.settledAlone(tx, who, sc, p, reason); err != nil {
			return err
		}
		marks, comment, err := p.chosen(choices)
		if err != nil {
			return err
		}
		p.EndedBy, p.Ended = who.User.ID, s.clock()
		if err := s.sealPaper(tx, sc, &sh, &p, marks, comment); err != nil {
			return err
		}
		view, err = paperView(tx, sh, p)
		return err
	})
	return view, err
}

// chosen puts the choices together; one for each difference and none besides.
func (p PaperSheet) chosen(choices map[string]string) (map[string]Points, string, error) {
	var faults fault.Fields
	marks, comment := maps.Clone(p.First.Marks), p.First.Comment
	open := maps.Clone(choices)
	for _, d := range p.differences() {
		field := d.Field()
		switch choices[d.Code] {
		case FirstTyping:
		case SecondTyping:
			if d.Code == CommentChoice {
				comment = p.Second.Comment
			} else if mark, given := p.Second.Marks[d.Code]; given {
				marks[d.Code] = mark
			} else {
				delete(marks, d.Code)
			}
		case "":
			faults.Add(field, "required")
		default:
			faults.Add(field, "unknown_value", "allowed", FirstTyping+", "+SecondTyping)
		}
		delete(open, d.Code)
	}
	for _, code := range slices.Sorted(maps.Keys(open)) {
		faults.Add(PaperDifference{Code: code}.Field(), "unknown_criterion")
	}
	return marks, comment, faults.Err()
}

// PaperDifference is one criterion, or the remark, that was typed in two ways. Marks are nil where nothing was typed.
type PaperDifference struct {
	Code                        string // of the criterion, or CommentChoice
	First, Second               *Points
	FirstComment, SecondComment string
}

// Field is the name of the difference among the fields of a fault.
func (d PaperDifference) Field() string {
	if d.Code == CommentChoice {
		return d.Code
	}
	return "choices." + d.Code
}

// differences are what the two typings do not agree on, by code, the remark last.
func (p PaperSheet) differences() []PaperDifference {
	codes := map[string]bool{}
	for code := range p.First.Marks {
		codes[code] = true
	}
	for code := range p.Second.Marks {
		codes[code] = true
	}
	var list []PaperDifference
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		first, second := markOf(p.First.Marks, code), markOf(p.Second.Marks, code)
		if first == nil || second == nil || *first != *second {
			list = append(list, PaperDifference{Code: code, First: first, Second: second})
		}
	}
	if p.First.Comment != p.Second.Comment {
		list = append(list, PaperDifference{Code: CommentChoice, FirstComment: p.First.Comment, SecondComment: p.Second.Comment})
	}
	return list
}

func markOf(marks map[string]Points, code string) *Points {
	if mark, given := marks[code]; given {
		return &mark
	}
	return nil
}

// DropPaper gives up what was typed of a sheet, so that the paper is typed anew by two people; nothing of what was typed
// is kept. It is also how one that has stopped leaves the list. Faults: paper_untyped when nothing waits.
func (s *Service) DropPaper(ctx context.Context, who accounts.Actor, id string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		_, sh, err := s.typist(tx, who, id)
		if err != nil {
			return err
		}
		list, err := tx.PaperSheets(PaperQuery{Sheet: sh.ID})
		if err != nil {
			return err
		}
		found := false
		for _, p := range list {
			if p.waits() {
				found = true
				if err := tx.SavePaperSheet(p.dropped(who.User.ID, s.clock())); err != nil {
					return err
				}
			}
		}
		if !found {
			return fault.New(fault.Conflict, "paper_untyped")
		}
		return nil
	})
}
