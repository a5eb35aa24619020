-- +goose Up
-- Trial scoring of invented examples before the first pass. None of it is part of the record, has a leaf or counts.
CREATE TABLE calibrations (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  n INTEGER NOT NULL,
  named INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  ended_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX calibrations_edition ON calibrations (edition, n);

CREATE TABLE calibration_examples (
  id TEXT NOT NULL PRIMARY KEY,
  calibration TEXT NOT NULL REFERENCES calibrations (id),
  edition TEXT NOT NULL REFERENCES editions (id),
  n INTEGER NOT NULL,
  title TEXT NOT NULL,
  product_group TEXT NOT NULL,
  description TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX calibration_examples_calibration ON calibration_examples (calibration, n);

CREATE TABLE calibration_files (
  id TEXT NOT NULL PRIMARY KEY,
  example TEXT NOT NULL REFERENCES calibration_examples (id),
  n INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  filename TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX calibration_files_example ON calibration_files (example, n);

CREATE TABLE calibration_marks (
  example TEXT NOT NULL REFERENCES calibration_examples (id),
  judge TEXT NOT NULL REFERENCES users (id),
  marks TEXT NOT NULL,
  total INTEGER,
  by_top TEXT NOT NULL,
  updated INTEGER NOT NULL,
  PRIMARY KEY (example, judge)
) STRICT;
