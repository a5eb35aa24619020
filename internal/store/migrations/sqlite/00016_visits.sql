-- +goose Up
-- One version of a note of a visit to an entry's workshop; a correction is a further row. visit is the id of the first.
CREATE TABLE visit_notes (
  id TEXT NOT NULL PRIMARY KEY,
  visit TEXT NOT NULL REFERENCES visit_notes (id),
  edition TEXT NOT NULL REFERENCES editions (id),
  nomination TEXT NOT NULL REFERENCES nominations (id),
  version INTEGER NOT NULL,
  held_on TEXT NOT NULL,
  place TEXT NOT NULL,
  members TEXT NOT NULL,
  others TEXT NOT NULL,
  seen TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX visit_notes_visit ON visit_notes (visit, version);
CREATE INDEX visit_notes_edition ON visit_notes (edition, nomination);

CREATE TABLE visit_photos (
  id TEXT NOT NULL PRIMARY KEY,
  visit TEXT NOT NULL REFERENCES visit_notes (id),
  edition TEXT NOT NULL REFERENCES editions (id),
  n INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  filename TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  removed INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX visit_photos_visit ON visit_photos (visit, n);
CREATE INDEX visit_photos_edition ON visit_photos (edition);
