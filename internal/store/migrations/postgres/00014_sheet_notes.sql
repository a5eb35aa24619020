-- +goose Up
-- A judge's working notes about a sheet: no part of the record. A sheet that was never touched goes when its judge
-- leaves, so the column sheet is no foreign key.
CREATE TABLE sheet_notes (
  sheet TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  judge TEXT COLLATE "C" NOT NULL,
  nomination TEXT COLLATE "C" NOT NULL,
  flagged BIGINT NOT NULL,
  question TEXT COLLATE "C" NOT NULL,
  asked_at BIGINT NOT NULL,
  answer TEXT COLLATE "C" NOT NULL,
  answered_by TEXT COLLATE "C" NOT NULL,
  answered_at BIGINT NOT NULL
);
CREATE INDEX sheet_notes_judge ON sheet_notes (edition, judge);
