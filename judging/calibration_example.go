package judging

import (
	"context"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// ExampleInput is what an example says.
type ExampleInput struct{ Title, ProductGroup, Description string }

// preparing is a fault once a round was opened.
func preparing(c Calibration) error {
	if !c.Opened.IsZero() {
		return fault.New(fault.Conflict, "calibration_opened")
	}
	return nil
}

// AddExample puts an invented example into a round in preparation and answers its id. Faults: calibration_opened,
// invalid_fields.
func (s *Service) AddExample(ctx context.Context, who accounts.Actor, calibration string, in ExampleInput) (id string, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, c, err := s.round(tx, who, calibration, accounts.SetCalibration)
		if err != nil {
			return err
		}
		if err := preparing(c); err != nil {
			return err
		}
		examples, err := tx.CalibrationExamples(calibration)
		if err != nil {
			return err
		}
		if len(examples) >= MaxExamples {
			return fieldFault("title", "too_many", "max", MaxExamples)
		}
		n := 1
		if k := len(examples); k > 0 {
			n = examples[k-1].N + 1
		}
		x := CalibrationExample{ID: accounts.NewID(), Calibration: c.ID, Edition: c.Edition, N: n}
		id = x.ID
		return s.saveExample(tx, sc, x, in)
	})
	return id, err
}

func (s *Service) saveExample(tx Tx, sc scene, x CalibrationExample, in ExampleInput) error {
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return err
	}
	var c checker
	x.Title = c.need("title", in.Title, maxName)
	x.Description = c.text("description", in.Description)
	if !slices.ContainsFunc(pack.ProductGroups, func(g Coded) bool { return g.Code == in.ProductGroup }) {
		c.Add("product_group", "required")
	}
	x.ProductGroup = in.ProductGroup
	if err := c.Err(); err != nil {
		return err
	}
	return tx.SaveCalibrationExample(x)
}

// example loads an example of a round in preparation for who sets it up.
func (s *Service) example(tx Tx, who accounts.Actor, id string) (scene, CalibrationExample, error) {
	x, err := tx.CalibrationExample(id)
	if err != nil {
		return scene{}, x, err
	}
	sc, c, err := s.round(tx, who, x.Calibration, accounts.SetCalibration)
	if err != nil {
		return sc, x, err
	}
	return sc, x, preparing(c)
}

// ChangeExample replaces what an example says while its round is prepared. Faults: calibration_opened, invalid_fields.
func (s *Service) ChangeExample(ctx context.Context, who accounts.Actor, id string, in ExampleInput) error {
	return s.store.Update(ctx, func(tx Tx) error {
		sc, x, err := s.example(tx, who, id)
		if err != nil {
			return err
		}
		return s.saveExample(tx, sc, x, in)
	})
}

// DropExample takes an example with its files out of a round in preparation.
func (s *Service) DropExample(ctx context.Context, who accounts.Actor, id string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		_, x, err := s.example(tx, who, id)
		if err != nil {
			return err
		}
		return tx.DropCalibrationExample(x.ID)
	})
}

// MayAddExampleFile tells before a file is read whether the caller may put one to an example.
func (s *Service) MayAddExampleFile(ctx context.Context, who accounts.Actor, id string) error {
	return s.store.View(ctx, func(tx Tx) error {
		_, err := s.placeForExample(tx, who, id)
		return err
	})
}

func (s *Service) placeForExample(tx Tx, who accounts.Actor, id string) ([]CalibrationFile, error) {
	if _, _, err := s.example(tx, who, id); err != nil {
		return nil, err
	}
	files, err := tx.CalibrationFiles(id)
	if err == nil && len(files) >= maxExampleFiles {
		err = fieldFault("file", "too_many", "max", maxExampleFiles)
	}
	return files, err
}

// AddExampleFile puts a stored picture or PDF to an example while its round is prepared; the same file again changes
// nothing. Faults: calibration_opened, invalid_fields for file.
func (s *Service) AddExampleFile(ctx context.Context, who accounts.Actor, id string, in DocumentInput) error {
	return s.store.Update(ctx, func(tx Tx) error {
		files, err := s.placeForExample(tx, who, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(files, func(f CalibrationFile) bool { return f.SHA256 == in.SHA256 }) {
			return nil
		}
		var c checker
		filename := c.line("file", in.Filename, maxName)
		if !isImage(in.MediaType) && in.MediaType != "application/pdf" {
			c.Add("file", "file_type")
		}
		if err := c.Err(); err != nil {
			return err
		}
		n := 1
		if k := len(files); k > 0 {
			n = files[k-1].N + 1
		}
		return tx.SaveCalibrationFile(CalibrationFile{ID: accounts.NewID(), Example: id, N: n, SHA256: in.SHA256, MediaType: in.MediaType,
			Size: in.Size, Filename: filename})
	})
}

// Example is one example with what the caller marked on it, and its round, for a member of the jury who may know of it.
func (s *Service) Example(ctx context.Context, who accounts.Actor, id string) (v ExampleView, c CalibrationView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		x, err := tx.CalibrationExample(id)
		if err != nil {
			return err
		}
		sc, round, err := s.round(tx, who, x.Calibration, accounts.SeeCalibration)
		if err != nil {
			return err
		}
		if round.Opened.IsZero() && !accounts.Allowed(accounts.SetCalibration, sc.hats) {
			return fault.New(fault.NotFound, "not_found")
		}
		if c, err = s.calibrationView(tx, sc, who, round); err != nil {
			return err
		}
		v = c.Examples[slices.IndexFunc(c.Examples, func(e ExampleView) bool { return e.ID == id })]
		return nil
	})
	return v, c, err
}
