-- +goose Up
-- A sheet that was never touched goes when its judge leaves, so the column sheet is no foreign key.
CREATE TABLE paper_sheets (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  sheet TEXT COLLATE "C" NOT NULL,
  round BIGINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  first_by TEXT COLLATE "C" NOT NULL,
  first_at BIGINT NOT NULL,
  first_marks TEXT COLLATE "C" NOT NULL,
  first_comment TEXT COLLATE "C" NOT NULL,
  second_by TEXT COLLATE "C" NOT NULL,
  second_at BIGINT NOT NULL,
  second_marks TEXT COLLATE "C" NOT NULL,
  second_comment TEXT COLLATE "C" NOT NULL,
  scan_sha256 TEXT COLLATE "C" NOT NULL,
  scan_type TEXT COLLATE "C" NOT NULL,
  scan_size BIGINT NOT NULL,
  scan_name TEXT COLLATE "C" NOT NULL,
  scan_by TEXT COLLATE "C" NOT NULL,
  scan_at BIGINT NOT NULL,
  ended_by TEXT COLLATE "C" NOT NULL,
  ended_at BIGINT NOT NULL,
  seal TEXT COLLATE "C" NOT NULL
);
CREATE INDEX paper_sheets_edition ON paper_sheets (edition, first_at);
CREATE INDEX paper_sheets_sheet ON paper_sheets (sheet, first_at);
CREATE INDEX paper_sheets_seal ON paper_sheets (seal);
CREATE TRIGGER paper_sheets_no_update BEFORE UPDATE ON paper_sheets
FOR EACH ROW WHEN (OLD.state = 'typed') EXECUTE FUNCTION refuse_change('a typed paper sheet never changes');
CREATE TRIGGER paper_sheets_no_delete BEFORE DELETE ON paper_sheets
FOR EACH ROW WHEN (OLD.state = 'typed') EXECUTE FUNCTION refuse_change('a typed paper sheet never changes');
