-- +goose Up
ALTER TABLE grants ADD COLUMN address TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE grants ADD COLUMN tax_code TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE grants ADD COLUMN replaces TEXT COLLATE "C" NOT NULL DEFAULT '';

CREATE TABLE assignments (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  mode TEXT COLLATE "C" NOT NULL,
  k BIGINT NOT NULL,
  panels TEXT COLLATE "C" NOT NULL,
  pairs TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX assignments_edition ON assignments (edition, made_at);

CREATE TABLE conflict_dismissals (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  judge TEXT COLLATE "C" NOT NULL REFERENCES users (id),
  nomination TEXT COLLATE "C" NOT NULL REFERENCES nominations (id),
  fields TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX conflict_dismissals_edition ON conflict_dismissals (edition, judge);

CREATE TABLE absences (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  seat TEXT COLLATE "C" NOT NULL REFERENCES grants (id),
  first_day TEXT COLLATE "C" NOT NULL,
  last_day TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL,
  ended BIGINT NOT NULL
);
CREATE INDEX absences_edition ON absences (edition);
