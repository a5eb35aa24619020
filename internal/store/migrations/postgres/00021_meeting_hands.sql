-- +goose Up
-- Whom a count of hands covers.
ALTER TABLE meeting_ballots ADD COLUMN hand_members TEXT COLLATE "C" NOT NULL DEFAULT '[]';
