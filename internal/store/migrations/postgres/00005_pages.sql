-- +goose Up
ALTER TABLE editions ADD COLUMN filing_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN replaces TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN reason TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX decisions_replaces ON decisions (replaces);
CREATE INDEX nominations_own ON nominations (filer, created);

CREATE TABLE edition_acts (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  kind TEXT COLLATE "C" NOT NULL,
  row_id TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX edition_acts_row ON edition_acts (row_id, made_at);

CREATE TABLE document_checks (
  document TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES documents (id),
  outcome TEXT COLLATE "C" NOT NULL,
  note TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
