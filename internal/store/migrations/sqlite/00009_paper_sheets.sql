-- +goose Up
-- A sheet that was never touched goes when its judge leaves, so the column sheet is no foreign key.
CREATE TABLE paper_sheets (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  sheet TEXT NOT NULL,
  round INTEGER NOT NULL,
  state TEXT NOT NULL,
  first_by TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  first_marks TEXT NOT NULL,
  first_comment TEXT NOT NULL,
  second_by TEXT NOT NULL,
  second_at INTEGER NOT NULL,
  second_marks TEXT NOT NULL,
  second_comment TEXT NOT NULL,
  scan_sha256 TEXT NOT NULL,
  scan_type TEXT NOT NULL,
  scan_size INTEGER NOT NULL,
  scan_name TEXT NOT NULL,
  scan_by TEXT NOT NULL,
  scan_at INTEGER NOT NULL,
  ended_by TEXT NOT NULL,
  ended_at INTEGER NOT NULL,
  seal TEXT NOT NULL
) STRICT;
CREATE INDEX paper_sheets_edition ON paper_sheets (edition, first_at);
CREATE INDEX paper_sheets_sheet ON paper_sheets (sheet, first_at);
CREATE INDEX paper_sheets_seal ON paper_sheets (seal);
-- +goose StatementBegin
CREATE TRIGGER paper_sheets_no_update BEFORE UPDATE ON paper_sheets WHEN OLD.state = 'typed'
BEGIN SELECT RAISE(ABORT, 'a typed paper sheet never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER paper_sheets_no_delete BEFORE DELETE ON paper_sheets WHEN OLD.state = 'typed'
BEGIN SELECT RAISE(ABORT, 'a typed paper sheet never changes'); END;
-- +goose StatementEnd
