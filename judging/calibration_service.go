package judging

import (
	"context"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// CalibrationView is a round as a member of the jury sees it.
type CalibrationView struct {
	Calibration
	Examples []ExampleView
	// Done are the names of the judges who marked every example whole; only who sets rounds up is told.
	Done []string
}

// ExampleView is an example with its files and what the reader marked on it; before the end of the round nothing of
// anybody else.
type ExampleView struct {
	CalibrationExample
	Files   []CalibrationFile
	Own     CalibrationMarks
	Unshown bool           // Own is left out: the reader came by a slip and marked before it
	Spreads []Spread       // after the end, unless TooFew
	TooFew  bool           // after the end: without names, so few marked that a spread would tell whose marks are whose
	Judges  []ExampleJudge // after the end, when the round says names
}

// ExampleJudge is what one judge gave to an example.
type ExampleJudge struct {
	Name  string
	ByTop []Points
	Total Points
}

// Calibrations are the rounds of an edition by number, as the caller may see them: those in preparation by who sets them
// up, others' marks by nobody before the end.
func (s *Service) Calibrations(ctx context.Context, who accounts.Actor, slug string) (list []CalibrationView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.SeeCalibration)
		if err != nil {
			return err
		}
		rounds, err := tx.Calibrations(sc.edition.ID)
		if err != nil {
			return err
		}
		for _, c := range rounds {
			if c.Opened.IsZero() && !accounts.Allowed(accounts.SetCalibration, sc.hats) {
				continue
			}
			v, err := s.calibrationView(tx, sc, who, c)
			if err != nil {
				return err
			}
			list = append(list, v)
		}
		return nil
	})
	return list, err
}

func (s *Service) calibrationView(tx Tx, sc scene, who accounts.Actor, c Calibration) (CalibrationView, error) {
	v := CalibrationView{Calibration: c}
	examples, err := tx.CalibrationExamples(c.ID)
	if err != nil {
		return v, err
	}
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return v, err
	}
	whole := map[string]int{}
	for _, x := range examples {
		e := ExampleView{CalibrationExample: x}
		if e.Files, err = tx.CalibrationFiles(x.ID); err != nil {
			return v, err
		}
		sheets, err := tx.CalibrationMarks(x.ID)
		if err != nil {
			return v, err
		}
		reader := who.User.ID
		for _, m := range sheets {
			switch {
			case m.Judge != who.User.ID:
			case m.veiled(c, who.BySlip):
				e.Unshown, reader = true, ""
			default:
				e.Own = m
			}
			if m.Total != nil {
				whole[m.Judge]++
			}
		}
		if !c.Ended.IsZero() {
			e.Spreads = Spreads(pack, x.ProductGroup, sheets, reader)
			if n := marked(e.Spreads); !c.Named && n > 0 && n < minUnnamed {
				e.Spreads, e.TooFew = nil, true
			}
			if e.Unshown {
				sheets = slices.DeleteFunc(sheets, func(m CalibrationMarks) bool { return m.Judge == who.User.ID })
			}
			if e.Judges, err = namedMarks(tx, c, sheets); err != nil {
				return v, err
			}
		}
		v.Examples = append(v.Examples, e)
	}
	if !accounts.Allowed(accounts.SetCalibration, sc.hats) || !c.Running() {
		return v, nil
	}
	for _, id := range sc.judges() {
		if whole[id] < len(examples) {
			continue
		}
		u, err := tx.User(id)
		if err != nil {
			return v, err
		}
		v.Done = append(v.Done, u.Name)
	}
	return v, nil
}

// namedMarks are the complete sheets of an example with their judges' names, when the round says names.
func namedMarks(tx Tx, c Calibration, sheets []CalibrationMarks) (list []ExampleJudge, err error) {
	for _, m := range sheets {
		if !c.Named || m.Total == nil {
			continue
		}
		u, err := tx.User(m.Judge)
		if err != nil {
			return nil, err
		}
		list = append(list, ExampleJudge{u.Name, m.ByTop, *m.Total})
	}
	return list, nil
}

// calibrating is a fault unless rounds may be prepared and held now: from screening until the first pass is closed.
func (sc scene) calibrating(tx Tx) error {
	if err := sc.in(Screening, Scoring); err != nil {
		return err
	}
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil {
		return err
	}
	if len(passes) > 0 && (!passes[0].Closed.IsZero() || len(passes) > 1) {
		return fault.New(fault.Conflict, "calibration_over")
	}
	return nil
}

// NewCalibration prepares a round and answers its id; named says whether its spread tells whose marks are whose.
// Faults: wrong_state, calibration_over, and calibration_open while another round is not ended.
func (s *Service) NewCalibration(ctx context.Context, who accounts.Actor, slug string, named bool) (id string, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.SetCalibration)
		if err != nil {
			return err
		}
		if err := sc.calibrating(tx); err != nil {
			return err
		}
		rounds, err := tx.Calibrations(sc.edition.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(rounds, func(c Calibration) bool { return c.Ended.IsZero() }) {
			return fault.New(fault.Conflict, "calibration_open")
		}
		id = accounts.NewID()
		return tx.SaveCalibration(Calibration{ID: id, Edition: sc.edition.ID, N: len(rounds) + 1, Named: named, By: who.User.ID, At: s.clock()})
	})
	return id, err
}

// round loads a round of an edition for an act that needs a right.
func (s *Service) round(tx Tx, who accounts.Actor, id string, right accounts.Right) (scene, Calibration, error) {
	c, err := tx.Calibration(id)
	if err != nil {
		return scene{}, c, err
	}
	sc, err := s.enterID(tx, who, c.Edition)
	if err != nil {
		return sc, c, err
	}
	return sc, c, sc.may(who, right)
}

// OpenCalibration opens a prepared round to the judges. Faults: calibration_empty without an example, calibration_over;
// doing it twice changes nothing.
func (s *Service) OpenCalibration(ctx context.Context, who accounts.Actor, id string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		sc, c, err := s.round(tx, who, id, accounts.SetCalibration)
		if err != nil || !c.Opened.IsZero() {
			return err
		}
		if err := sc.calibrating(tx); err != nil {
			return err
		}
		examples, err := tx.CalibrationExamples(id)
		if err != nil {
			return err
		}
		if len(examples) == 0 {
			return fault.New(fault.Conflict, "calibration_empty")
		}
		c.Opened = s.clock()
		return tx.SaveCalibration(c)
	})
}

// EndCalibration ends a round, so that the jury sees its spread; doing it twice changes nothing. It is possible at any
// time, so that no round stays open for ever. Fault: calibration_not_open.
func (s *Service) EndCalibration(ctx context.Context, who accounts.Actor, id string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		_, c, err := s.round(tx, who, id, accounts.EndCalibration)
		if err != nil || !c.Ended.IsZero() {
			return err
		}
		if c.Opened.IsZero() {
			return fault.New(fault.Conflict, "calibration_not_open")
		}
		c.Ended, c.EndedBy = s.clock(), who.User.ID
		return tx.SaveCalibration(c)
	})
}

// MarkExample keeps the caller's marks of an example in place of the earlier ones, while its round is open; a leaf left
// out is not marked. Faults: calibration_not_open, slip_unshown for marks that a slip does not show, invalid_fields naming the
// criterion.
func (s *Service) MarkExample(ctx context.Context, who accounts.Actor, example string, marks map[string]any) error {
	return s.store.Update(ctx, func(tx Tx) error {
		x, err := tx.CalibrationExample(example)
		if err != nil {
			return err
		}
		sc, c, err := s.round(tx, who, x.Calibration, accounts.TakeCalibration)
		if err != nil {
			return err
		}
		if !c.Running() {
			return fault.New(fault.Conflict, "calibration_not_open")
		}
		pack, err := s.Pack(sc.edition)
		if err != nil {
			return err
		}
		sheets, err := tx.CalibrationMarks(x.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(sheets, func(m CalibrationMarks) bool { return m.Judge == who.User.ID && m.veiled(c, who.BySlip) }) {
			return fault.New(fault.Forbidden, "slip_unshown")
		}
		m := CalibrationMarks{Example: x.ID, Judge: who.User.ID, Updated: s.clock()}
		if m.Marks, err = ParseMarks(pack, x.ProductGroup, marks); err != nil {
			return err
		}
		m.Total, m.ByTop = scored(pack, x.ProductGroup, m.Marks)
		return tx.SaveCalibrationMarks(m)
	})
}
