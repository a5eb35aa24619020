-- +goose Up
-- Why somebody who had typed one of two differing versions settled them alone; empty otherwise.
ALTER TABLE paper_sheets ADD COLUMN reason TEXT NOT NULL DEFAULT '';
-- A judge's question about a sheet and the objection to its typing stand beside each other.
CREATE TABLE sheet_notes_new (
  sheet TEXT NOT NULL,
  edition TEXT NOT NULL REFERENCES editions (id),
  judge TEXT NOT NULL,
  nomination TEXT NOT NULL,
  flagged INTEGER NOT NULL,
  question TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  answer TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_at INTEGER NOT NULL,
  objects INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (sheet, objects)
) STRICT;
INSERT INTO sheet_notes_new SELECT sheet, edition, judge, nomination, flagged, question, asked_at, answer, answered_by, answered_at, objects FROM sheet_notes;
DROP TABLE sheet_notes;
ALTER TABLE sheet_notes_new RENAME TO sheet_notes;
CREATE INDEX sheet_notes_judge ON sheet_notes (edition, judge);
