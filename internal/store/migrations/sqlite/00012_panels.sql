-- +goose Up
ALTER TABLE grants ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE grants ADD COLUMN tax_code TEXT NOT NULL DEFAULT '';
ALTER TABLE grants ADD COLUMN replaces TEXT NOT NULL DEFAULT '';

CREATE TABLE assignments (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  mode TEXT NOT NULL,
  k INTEGER NOT NULL,
  panels TEXT NOT NULL,
  pairs TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX assignments_edition ON assignments (edition, made_at);

CREATE TABLE conflict_dismissals (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  judge TEXT NOT NULL REFERENCES users (id),
  nomination TEXT NOT NULL REFERENCES nominations (id),
  fields TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX conflict_dismissals_edition ON conflict_dismissals (edition, judge);

CREATE TABLE absences (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  seat TEXT NOT NULL REFERENCES grants (id),
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  ended INTEGER NOT NULL
) STRICT;
CREATE INDEX absences_edition ON absences (edition);
