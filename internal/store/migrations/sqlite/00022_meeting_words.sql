-- +goose Up
-- What was said about an item.
ALTER TABLE meeting_items ADD COLUMN discussion TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting_items ADD COLUMN discussed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meeting_items ADD COLUMN discussed_by TEXT NOT NULL DEFAULT '';
