-- +goose Up
-- What was said about an item.
ALTER TABLE meeting_items ADD COLUMN discussion TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE meeting_items ADD COLUMN discussed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE meeting_items ADD COLUMN discussed_by TEXT COLLATE "C" NOT NULL DEFAULT '';
