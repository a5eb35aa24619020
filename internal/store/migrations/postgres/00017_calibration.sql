-- +goose Up
-- Trial scoring of invented examples before the first pass. None of it is part of the record, has a leaf or counts.
CREATE TABLE calibrations (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  n BIGINT NOT NULL,
  named BIGINT NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL,
  opened BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  ended_by TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX calibrations_edition ON calibrations (edition, n);

CREATE TABLE calibration_examples (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  calibration TEXT COLLATE "C" NOT NULL REFERENCES calibrations (id),
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  n BIGINT NOT NULL,
  title TEXT COLLATE "C" NOT NULL,
  product_group TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX calibration_examples_calibration ON calibration_examples (calibration, n);

CREATE TABLE calibration_files (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  example TEXT COLLATE "C" NOT NULL REFERENCES calibration_examples (id),
  n BIGINT NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  media_type TEXT COLLATE "C" NOT NULL,
  size BIGINT NOT NULL,
  filename TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX calibration_files_example ON calibration_files (example, n);

CREATE TABLE calibration_marks (
  example TEXT COLLATE "C" NOT NULL REFERENCES calibration_examples (id),
  judge TEXT COLLATE "C" NOT NULL REFERENCES users (id),
  marks TEXT COLLATE "C" NOT NULL,
  total BIGINT,
  by_top TEXT COLLATE "C" NOT NULL,
  updated BIGINT NOT NULL,
  PRIMARY KEY (example, judge)
);
