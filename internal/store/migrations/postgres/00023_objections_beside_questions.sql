-- +goose Up
-- Why somebody who had typed one of two differing versions settled them alone; empty otherwise.
ALTER TABLE paper_sheets ADD COLUMN reason TEXT COLLATE "C" NOT NULL DEFAULT '';
-- A judge's question about a sheet and the objection to its typing stand beside each other.
ALTER TABLE sheet_notes DROP CONSTRAINT sheet_notes_pkey;
ALTER TABLE sheet_notes ADD PRIMARY KEY (sheet, objects);
