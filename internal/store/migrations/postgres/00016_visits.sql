-- +goose Up
-- One version of a note of a visit to an entry's workshop; a correction is a further row. visit is the id of the first.
CREATE TABLE visit_notes (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  visit TEXT COLLATE "C" NOT NULL REFERENCES visit_notes (id),
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  nomination TEXT COLLATE "C" NOT NULL REFERENCES nominations (id),
  version BIGINT NOT NULL,
  held_on TEXT COLLATE "C" NOT NULL,
  place TEXT COLLATE "C" NOT NULL,
  members TEXT COLLATE "C" NOT NULL,
  others TEXT COLLATE "C" NOT NULL,
  seen TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX visit_notes_visit ON visit_notes (visit, version);
CREATE INDEX visit_notes_edition ON visit_notes (edition, nomination);

CREATE TABLE visit_photos (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  visit TEXT COLLATE "C" NOT NULL REFERENCES visit_notes (id),
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  n BIGINT NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  media_type TEXT COLLATE "C" NOT NULL,
  size BIGINT NOT NULL,
  filename TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL,
  removed BIGINT NOT NULL
);
CREATE UNIQUE INDEX visit_photos_visit ON visit_photos (visit, n);
CREATE INDEX visit_photos_edition ON visit_photos (edition);
