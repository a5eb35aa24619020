-- +goose Up
-- A judge's question may be an objection: the sheet was typed otherwise than its paper reads.
ALTER TABLE sheet_notes ADD COLUMN objects INTEGER NOT NULL DEFAULT 0;
