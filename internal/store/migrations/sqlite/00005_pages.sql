-- +goose Up
ALTER TABLE editions ADD COLUMN filing_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN replaces TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX decisions_replaces ON decisions (replaces);
CREATE INDEX nominations_own ON nominations (filer, created);

CREATE TABLE edition_acts (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  kind TEXT NOT NULL,
  row_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX edition_acts_row ON edition_acts (row_id, made_at);

CREATE TABLE document_checks (
  document TEXT NOT NULL PRIMARY KEY REFERENCES documents (id),
  outcome TEXT NOT NULL,
  note TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
