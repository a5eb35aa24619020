-- +goose Up
-- A judge's working notes about a sheet: no part of the record. A sheet that was never touched goes when its judge
-- leaves, so the column sheet is no foreign key.
CREATE TABLE sheet_notes (
  sheet TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  judge TEXT NOT NULL,
  nomination TEXT NOT NULL,
  flagged INTEGER NOT NULL,
  question TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  answer TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sheet_notes_judge ON sheet_notes (edition, judge);
