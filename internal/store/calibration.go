package store

import "vinhdanh/judging"

const (
	roundColumns       = `id, edition, n, named, made_by, made_at, opened, ended, ended_by`
	exampleColumns     = `id, calibration, edition, n, title, product_group, description`
	exampleFileColumns = `id, example, n, sha256, media_type, size, filename`
	trialColumns       = `example, judge, marks, total, by_top, updated`

	queryCalibration     query = "SELECT " + roundColumns + " FROM calibrations WHERE id = $1"
	queryCalibrations    query = "SELECT " + roundColumns + " FROM calibrations WHERE edition = $1 ORDER BY n"
	querySaveCalibration query = "INSERT INTO calibrations (" + roundColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, n = excluded.n, named = excluded.named, made_by = excluded.made_by,
made_at = excluded.made_at, opened = excluded.opened, ended = excluded.ended, ended_by = excluded.ended_by`
	queryExample     query = "SELECT " + exampleColumns + " FROM calibration_examples WHERE id = $1"
	queryExamples    query = "SELECT " + exampleColumns + " FROM calibration_examples WHERE calibration = $1 ORDER BY n"
	querySaveExample query = "INSERT INTO calibration_examples (" + exampleColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET calibration = excluded.calibration, edition = excluded.edition, n = excluded.n,
title = excluded.title, product_group = excluded.product_group, description = excluded.description`
	queryDropExample      query = "DELETE FROM calibration_examples WHERE id = $1"
	queryDropExampleFiles query = "DELETE FROM calibration_files WHERE example = $1"
	queryExampleFiles     query = "SELECT " + exampleFileColumns + " FROM calibration_files WHERE example = $1 ORDER BY n"
	querySaveExampleFile  query = "INSERT INTO calibration_files (" + exampleFileColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	queryTrials           query = "SELECT " + trialColumns + " FROM calibration_marks WHERE example = $1 ORDER BY judge"
	querySaveTrial        query = "INSERT INTO calibration_marks (" + trialColumns + `) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (example, judge) DO UPDATE SET marks = excluded.marks, total = excluded.total, by_top = excluded.by_top,
updated = excluded.updated`
)

func scanCalibration(_ *Tx, row scan) (c judging.Calibration, err error) {
	var named int64
	err = row(&c.ID, &c.Edition, &c.N, &named, &c.By, stamp(&c.At), stamp(&c.Opened), stamp(&c.Ended), &c.EndedBy)
	c.Named = named == 1
	return c, err
}

func scanExample(_ *Tx, row scan) (x judging.CalibrationExample, err error) {
	err = row(&x.ID, &x.Calibration, &x.Edition, &x.N, &x.Title, &x.ProductGroup, &x.Description)
	return x, err
}

func scanExampleFile(_ *Tx, row scan) (f judging.CalibrationFile, err error) {
	err = row(&f.ID, &f.Example, &f.N, &f.SHA256, &f.MediaType, &f.Size, &f.Filename)
	return f, err
}

func scanTrial(t *Tx, row scan) (m judging.CalibrationMarks, err error) {
	err = row(&m.Example, &m.Judge, decodeMarks(t, &m.Marks), total(&m.Total), tops(t, &m.ByTop), stamp(&m.Updated))
	return m, err
}

// Calibration loads a calibration round.
func (t *Tx) Calibration(id string) (judging.Calibration, error) {
	return one(t, "calibration", scanCalibration, queryCalibration, id)
}

// Calibrations lists an edition's calibration rounds by number.
func (t *Tx) Calibrations(edition string) ([]judging.Calibration, error) {
	return all(t, scanCalibration, queryCalibrations, edition)
}

// SaveCalibration writes a calibration round.
func (t *Tx) SaveCalibration(c judging.Calibration) error {
	return t.exec(querySaveCalibration, c.ID, c.Edition, c.N, number(c.Named), c.By, micros(c.At), micros(c.Opened), micros(c.Ended), c.EndedBy)
}

// CalibrationExample loads an example.
func (t *Tx) CalibrationExample(id string) (judging.CalibrationExample, error) {
	return one(t, "example", scanExample, queryExample, id)
}

// CalibrationExamples lists the examples of a round by number.
func (t *Tx) CalibrationExamples(calibration string) ([]judging.CalibrationExample, error) {
	return all(t, scanExample, queryExamples, calibration)
}

// SaveCalibrationExample writes an example.
func (t *Tx) SaveCalibrationExample(x judging.CalibrationExample) error {
	return t.exec(querySaveExample, x.ID, x.Calibration, x.Edition, x.N, x.Title, x.ProductGroup, x.Description)
}

// DropCalibrationExample removes an example that nobody has marked, with its files.
func (t *Tx) DropCalibrationExample(id string) error {
	if err := t.exec(queryDropExampleFiles, id); err != nil {
		return err
	}
	return t.exec(queryDropExample, id)
}

// CalibrationFiles lists the files of an example by number.
func (t *Tx) CalibrationFiles(example string) ([]judging.CalibrationFile, error) {
	return all(t, scanExampleFile, queryExampleFiles, example)
}

// SaveCalibrationFile writes a new file of an example.
func (t *Tx) SaveCalibrationFile(f judging.CalibrationFile) error {
	return t.exec(querySaveExampleFile, f.ID, f.Example, f.N, f.SHA256, f.MediaType, f.Size, f.Filename)
}

// CalibrationMarks lists what the judges marked on an example, by judge.
func (t *Tx) CalibrationMarks(example string) ([]judging.CalibrationMarks, error) {
	return all(t, scanTrial, queryTrials, example)
}

// SaveCalibrationMarks writes a judge's marks of an example in place of earlier ones.
func (t *Tx) SaveCalibrationMarks(m judging.CalibrationMarks) error {
	return t.exec(querySaveTrial, m.Example, m.Judge, encodeMarks(m.Marks), pointsOrNull(m.Total), encodeTops(m.ByTop), micros(m.Updated))
}
